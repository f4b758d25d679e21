"""Laying a board out with mouse and keys: what is shown meanwhile, and what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from healthdesk.core.domain import grid
from healthdesk.core.domain.grid import Layout, Limits, Tile
from healthdesk.core.domain.grid_pixels import Pixels
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.grid.frame import Frame
from healthdesk.gui.grid.grid_view import GridView

BASE: Layout = (
    Tile("A", "note", 0, 0, 6, 2),
    Tile("B", "note", 6, 0, 6, 2),
    Tile("C", "note", 0, 2, 12, 2),
    Tile("D", "note", 0, 4, 4, 3),
)
WIDE = 1000


@pytest.fixture
def view(theme: Theme) -> Iterator[GridView]:
    made = GridView(theme)
    made.resize(WIDE, 560)
    frames = {tile.id: Frame(theme, tile, f"Widget {tile.id}", None) for tile in BASE}
    made.canvas.set_frames(frames, {tile.id: Limits(2, 1) for tile in BASE})
    made.canvas.show_layout(BASE)
    made.show()
    QTest.qWaitForWindowExposed(made)
    made.canvas.set_editing(True)
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def laid(view: GridView) -> list[tuple[Layout, str]]:
    seen: list[tuple[Layout, str]] = []
    view.canvas.laid.connect(lambda layout, label: seen.append((layout, label)))
    return seen


def cell(view: GridView, x: int, y: int) -> QPoint:
    """The middle of a cell in the canvas."""
    pixels = Pixels(view.viewport().width())
    return QPoint(pixels.left(x) + 30, pixels.top(y) + 20)


def drag(view: GridView, name: str, grip: QPoint, to: QPoint, *, let_go: bool = True) -> None:
    """Press at a point of a frame and take it to a point of the canvas, by real mouse events."""
    frame = view.canvas.frame(name)
    assert frame is not None
    cover = frame.childAt(grip)
    assert cover is not None
    start = cover.mapFrom(frame, grip)
    end = cover.mapFrom(view.canvas, to)
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(cover, left, pos=start)
    for part in (0.3, 0.7, 1.0):
        QTest.mouseMove(cover, start + (end - start) * part)
    if let_go:
        QTest.mouseRelease(cover, left, pos=end)


def keys(*pressed: Qt.Key, shift: bool = False) -> None:
    for key in pressed:
        held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)


def test_a_tile_dragged_by_its_head_lands_where_the_core_says(
    view: GridView, laid: list[tuple[Layout, str]]
) -> None:
    grip = QPoint(30, 20)
    drag(view, "B", grip, cell(view, 0, 0))
    expected = grid.move(BASE, "B", 0, 0)
    assert laid == [(expected, "Move widget")]
    pixels = Pixels(view.viewport().width())
    for tile in expected:
        place, frame = pixels.place(tile), view.canvas.frame(tile.id)
        assert frame is not None
        assert frame.geometry() == QRect(place.left, place.top, place.width, place.height)


def test_the_others_make_way_before_it_is_let_go(
    view: GridView, laid: list[tuple[Layout, str]]
) -> None:
    drag(view, "B", QPoint(30, 20), cell(view, 0, 0), let_go=False)
    ghosts = view.canvas.ghosts
    assert ghosts.isVisible()
    assert laid == []
    assert ghosts.tag == "column 1, row 1 · 6 \N{MULTIPLICATION SIGN} 2"
    pixels = Pixels(view.viewport().width())
    landing = pixels.place(Tile("B", "note", 0, 0, 6, 2))
    assert ghosts.landing == QRect(landing.left, landing.top, landing.width, landing.height)
    keys(Qt.Key.Key_Escape)
    assert not ghosts.isVisible()
    assert view.canvas.layout_now == BASE


def test_a_press_that_hardly_moves_is_no_gesture(
    view: GridView, laid: list[tuple[Layout, str]]
) -> None:
    frame = view.canvas.frame("A")
    assert frame is not None
    cover = frame.childAt(30, 20)
    QTest.mousePress(cover, Qt.MouseButton.LeftButton, pos=QPoint(30, 20))
    QTest.mouseMove(cover, QPoint(32, 20))
    QTest.mouseRelease(cover, Qt.MouseButton.LeftButton, pos=QPoint(32, 20))
    assert laid == []
    assert frame.hasFocus()


@pytest.mark.parametrize(
    ("grip", "by", "size"),
    [
        ("right", QPoint(165, 60), (8, 2)),
        ("bottom", QPoint(90, 152), (6, 4)),
        ("corner", QPoint(165, 152), (8, 4)),
    ],
)
def test_a_handle_resizes_its_edge_alone(
    view: GridView, laid: list[tuple[Layout, str]], grip: str, by: QPoint, size: tuple[int, int]
) -> None:
    frame = view.canvas.frame("A")
    assert frame is not None
    right, low = frame.width() - 3, frame.height() - 3
    at = {
        "right": QPoint(right, frame.height() // 2),
        "bottom": QPoint(frame.width() // 2, low),
        "corner": QPoint(right, low),
    }[grip]
    drag(view, "A", at, frame.pos() + at + by)
    assert laid == [(grid.resize(BASE, "A", *size), "Resize widget")]


def test_keys_move_and_resize_and_put_back(view: GridView, laid: list[tuple[Layout, str]]) -> None:
    frame = view.canvas.frame("D")
    assert frame is not None
    frame.setFocus()
    keys(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert view.canvas.ghosts.isVisible()
    assert laid == []
    keys(Qt.Key.Key_Return)
    moved = grid.move(BASE, "D", 3, 4)
    assert laid == [(moved, "Move widget")]
    keys(Qt.Key.Key_Right, Qt.Key.Key_Down, shift=True)
    keys(Qt.Key.Key_Return)
    assert laid[1] == (grid.resize(moved, "D", 5, 4), "Resize widget")
    keys(Qt.Key.Key_Up, Qt.Key.Key_Escape)
    assert view.canvas.layout_now == laid[1][0]
    assert len(laid) == 2


def test_delete_asks_for_the_tile_to_go(view: GridView) -> None:
    gone: list[str] = []
    view.canvas.removed.connect(gone.append)
    frame = view.canvas.frame("C")
    assert frame is not None
    frame.setFocus()
    keys(Qt.Key.Key_Delete)
    assert gone == ["C"]


def test_what_is_held_is_put_back_when_the_keys_go_elsewhere(view: GridView) -> None:
    frame, other = view.canvas.frame("D"), view.canvas.frame("A")
    assert frame is not None
    assert other is not None
    frame.setFocus()
    keys(Qt.Key.Key_Right)
    other.setFocus()
    assert not view.canvas.ghosts.isVisible()
    assert view.canvas.layout_now == BASE


def test_a_pinned_tile_stays(view: GridView, laid: list[tuple[Layout, str]]) -> None:
    pinned = grid.pin(BASE, "A", pinned=True)
    frame = view.canvas.frame("A")
    assert frame is not None
    frame.set_tile(grid.find(pinned, "A"))
    view.canvas.show_layout(pinned)
    drag(view, "A", QPoint(30, 20), cell(view, 0, 3))
    assert laid == []
    assert not view.canvas.ghosts.isVisible()


def test_a_new_tile_is_brought_and_dropped(view: GridView, laid: list[tuple[Layout, str]]) -> None:
    new = Tile("N", "note", 0, 0, 4, 3)
    pixels = Pixels(view.viewport().width())
    place = pixels.place(grid.at(new, 4, 1))
    middle = QRect(place.left, place.top, place.width, place.height).center()
    at = view.canvas.mapToGlobal(middle)
    view.canvas.bring(new, Limits(), QPixmap(10, 10), at)
    assert view.canvas.ghosts.isVisible()
    view.canvas.drop(at)
    assert laid == [(grid.insert(BASE, grid.at(new, 4, 1)), "Add widget")]


def test_a_new_tile_dropped_outside_is_not_added(
    view: GridView, laid: list[tuple[Layout, str]]
) -> None:
    new = Tile("N", "note", 0, 0, 4, 3)
    at = view.mapToGlobal(QPoint(WIDE + 80, 100))
    view.canvas.bring(new, Limits(), QPixmap(10, 10), at)
    view.canvas.drop(at)
    assert laid == []
    assert not view.canvas.ghosts.isVisible()


def test_the_view_scrolls_while_something_is_held_at_its_edge(view: GridView, qtbot: QtBot) -> None:
    tall = BASE
    for at in range(6):
        tall = grid.append(tall, Tile(f"X{at}", "note", 0, 0, 12, 3))
    view.canvas.show_layout(tall)
    bar = view.verticalScrollBar()
    assert bar.maximum() > 0
    drag(view, "A", QPoint(30, 20), QPoint(200, view.viewport().height() - 10), let_go=False)
    qtbot.waitUntil(lambda: bar.value() > 40)
    keys(Qt.Key.Key_Escape)


def test_a_narrow_window_shows_another_layout_and_keeps_this_one(
    view: GridView, laid: list[tuple[Layout, str]]
) -> None:
    view.resize(700, 560)
    assert view.canvas.columns == 6
    frame = view.canvas.frame("B")
    assert frame is not None
    assert not frame.editing
    assert frame.y() > 0
    view.resize(WIDE, 560)
    assert view.canvas.layout_now == BASE
    assert frame.editing
    assert laid == []


def test_tools_of_the_focused_tile_can_be_reached_by_keys(view: GridView) -> None:
    pressed: list[tuple[str, str]] = []
    frame = view.canvas.frame("A")
    assert frame is not None
    frame.tool_pressed.connect(lambda name, tool: pressed.append((name, tool)))
    frame.setFocus()
    keys(Qt.Key.Key_Tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Configure: Widget A"
    keys(Qt.Key.Key_Space)
    assert pressed == [("A", "configure")]


def test_a_drag_takes_pictures_of_what_is_in_view_and_of_the_rest_when_it_comes_into_sight(
    view: GridView, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[str] = []
    whole = Frame.picture

    def counted(frame: Frame) -> QPixmap:
        taken.append(frame.tile.id)
        return whole(frame)

    monkeypatch.setattr(Frame, "picture", counted)
    view.resize(WIDE, 300)
    QApplication.processEvents()
    drag(view, "A", QPoint(30, 20), cell(view, 0, 0) + QPoint(20, 5), let_go=False)
    assert sorted(taken) == ["A", "B", "C"]
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    assert sorted(taken) == ["A", "B", "C", "D"]
    keys(Qt.Key.Key_Escape)


def test_a_picture_shows_no_handles_and_hides_nothing_meanwhile(view: GridView) -> None:
    frame = view.canvas.frame("A")
    assert frame is not None
    seen = frame.picture().toImage()
    view.canvas.set_editing(False)
    view.canvas.set_editing(True)
    cover = frame.childAt(QPoint(30, 60))
    assert cover is not None
    corner = seen.pixelColor(seen.width() - 9, seen.height() - 7)
    assert corner == seen.pixelColor(seen.width() - 20, seen.height() - 20)
    assert cover.isVisible()


class Painted(QObject):
    """Notes which frames are painted."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        super().__init__()
        self.seen: set[str] = set()
        for frame in frames:
            frame.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, Frame):
            self.seen.add(watched.tile.id)
        return False


def test_a_card_that_comes_repaints_none_of_the_others(
    view: GridView, theme: Theme, qtbot: QtBot
) -> None:
    come = Tile("E", "note", 4, 4, 4, 3)
    made = Frame(theme, come, "Widget E", None)
    view.canvas.layout_now = (*BASE, come)
    view.resize(WIDE, 900)
    QApplication.processEvents()
    frames = [view.canvas.frame(tile.id) for tile in BASE]
    painted = Painted([made, *(one for one in frames if one is not None)])
    view.canvas.add_frame("E", made)
    qtbot.waitUntil(lambda: "E" in painted.seen)
    assert painted.seen == {"E"}
