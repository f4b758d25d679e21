"""The page Dashboards: boards as tabs, kept, laid out as drafts, shown in full screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Tile
from healthdesk.core.services import board_templates, dashboards
from healthdesk.gui import widgets
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards.page import DashboardsPage
from tests import make
from tests.gui.pages.dashboards.conftest import TILES
from tests.gui.pages.dashboards.stand_in import StandIn, settle

LEFT = Qt.MouseButton.LeftButton


@dataclass
class Seen:
    """The page on a desk with two boards."""

    page: DashboardsPage
    ui: Ui
    dialogs: FakeDialogs
    rows: tuple[int, ...]

    @property
    def names(self) -> list[str]:
        return [one.board.name for one in self.ui.desk.read(dashboards.boards)]

    @property
    def kept(self) -> Board:
        return self.ui.desk.read(dashboards.boards)[0].board

    @property
    def ids(self) -> list[str]:
        return [tile.id for tile in self.page.view.canvas.layout_now]


@pytest.fixture
def _only_stand_ins(left: StandIn, right: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = (left.SPEC.key, right.SPEC.key)
    monkeypatch.setattr(widgets, "CATALOGUE", keys)


@pytest.fixture
def bare(
    ui: Ui, dialogs: FakeDialogs, _only_stand_ins: None, tmp_path: Path, qtbot: QtBot
) -> Iterator[Seen]:
    desk = make.desk(tmp_path)
    desk.do(make.fill)
    ui.set_desk(desk)
    page = DashboardsPage(ui)
    page.resize(1300, 700)
    page.show()
    settle(page.tiles, qtbot)
    yield Seen(page, ui, dialogs, ())
    page.close()
    page.deleteLater()
    ui.set_desk(None)
    desk.close()


@pytest.fixture
def seen(bare: Seen, qtbot) -> Seen:
    desk = bare.ui.desk
    rows = (
        desk.do(dashboards.add, Board("Monday", "who needs me", tiles=TILES)),
        desk.do(dashboards.add, Board("Renewals", objective="Keep 95 %", period="28 days")),
    )
    bare.page.reload()
    bare.page.show_row(rows[0])
    settle(bare.page.tiles, qtbot)
    bare.rows = rows
    return bare


def tab(seen: Seen, name: str):
    return next(one for one in seen.page.head.tabs.tabs if one.text() == name)


def test_a_desk_without_a_board_shows_monday_morning_and_writes_nothing(bare):
    page = bare.page
    assert [one.text() for one in page.head.tabs.tabs] == ["Monday morning"]
    assert len(bare.ids) == len(board_templates.first().tiles)
    assert bare.names == []
    page.head.period_chosen.emit("365 days")
    assert bare.names == ["Monday morning"]
    assert bare.kept.period == "365 days"
    bare.ui.desk.undo()
    page.reload()
    assert [one.text() for one in page.head.tabs.tabs] == ["Monday morning"]
    assert page.boards.board.period == "90 days"


def test_a_purpose_is_shown_as_far_as_it_says_something_and_always_told(seen):
    head = seen.page.head
    head.purpose.setText("Who needs me this week, and what is due for whom")
    for wide, told in ((300, True), (130, True), (60, False)):
        head.purpose.resize(wide, head.purpose.height())
        assert head.purpose.told == told
    assert "Who needs me this week" in head.purpose.toolTip()
    shown = tab(seen, "Monday")
    shown.grab()
    assert "who needs me" in shown.toolTip()
    tab(seen, "Renewals").grab()
    assert not tab(seen, "Renewals").toolTip()


def test_the_name_that_is_laid_out_is_underlined_as_its_tab_was(seen, ui):
    seen.page.edit_layout()
    bar = seen.page.head.currentWidget()
    picture = bar.grab().toImage()
    place = seen.page.head.name.geometry()
    assert picture.pixelColor(place.center().x(), bar.height() - 3) == ui.theme.color("accent")
    assert picture.pixelColor(place.right() + 6, bar.height() - 3) != ui.theme.color("accent")


def test_tabs_lead_from_board_to_board(seen, qtbot):
    page = seen.page
    qtbot.mouseClick(tab(seen, "Renewals"), LEFT)
    assert page.boards.board.name == "Renewals"
    assert page.head.period.text() == "Last 28 days"
    assert page.head.objective.text() == "Keep 95 %"
    assert page.head.objective.isVisible()
    assert page.body.empty.isVisible()
    qtbot.keyClick(tab(seen, "Renewals"), Qt.Key.Key_Left)
    assert page.boards.board.name == "Monday"
    assert seen.ids == ["left", "right", "odd"]
    qtbot.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.boards.board.name == "Renewals"


def test_a_tab_is_moved_by_keys_and_by_dragging(seen, qtbot):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(tab(seen, "Monday"), Qt.Key.Key_Right, both)
    assert seen.names == ["Renewals", "Monday"]
    drag(tab(seen, "Monday"), QPoint(10, 20), QPoint(-150, 20))
    assert seen.names == ["Monday", "Renewals"]
    assert seen.page.boards.board.name == "Monday"


def test_a_layout_is_a_draft_until_it_is_saved(seen, qtbot):
    page = seen.page
    qtbot.mouseClick(page.head.edit, LEFT)
    assert page.editing
    assert page.gallery.isVisible()
    assert page.view.canvas.can_edit
    assert not page.head.save.isEnabled()
    page.gallery.list.pressed_on.emit("stand_left")
    assert seen.ids == ["left", "right", "odd", "stand_left-1"]
    assert seen.kept.tiles == TILES
    assert page.gallery.count.full_text == "4 on this board"
    page.tiles.tool_wanted.emit("left", "remove")
    page.tiles.tool_wanted.emit("right", "duplicate")
    page.tiles.tool_wanted.emit("right", "pin")
    assert grid.find(page.boards.board.tiles, "right").pinned
    assert page.undo_step()
    assert page.undo_step()
    assert page.undo_step()
    assert seen.ids == ["left", "right", "odd", "stand_left-1"]
    assert page.redo_step()
    assert "left" not in seen.ids
    qtbot.mouseClick(page.head.save, LEFT)
    assert not page.editing
    assert seen.kept.tiles == page.boards.board.tiles
    assert "left" not in [tile.id for tile in seen.kept.tiles]
    assert seen.ui.desk.undo_label == "Change dashboard"
    seen.ui.desk.undo()
    assert seen.kept.tiles == TILES


def test_a_frame_that_comes_while_editing_can_be_held_everywhere(seen, qtbot):
    page = seen.page
    page.edit_layout()
    page.gallery.list.pressed_on.emit("stand_left")
    settle(page.tiles, qtbot)
    frame = page.view.canvas.frame("stand_left-1")
    low = frame.childAt(frame.width() - 4, frame.height() - 4)
    assert type(low).__name__ == "_Cover"


def test_discard_leaves_the_board_as_it_was(seen):
    page = seen.page
    page.edit_layout()
    page.tiles.tool_wanted.emit("left", "remove")
    assert page.unsaved == ("Monday",)
    page.discard()
    assert page.unsaved == ()
    assert not page.editing
    assert seen.ids == ["left", "right", "odd"]


@pytest.mark.parametrize("answer", [True, False])
def test_leaving_a_changed_layout_is_asked_once_and_the_draft_waits(seen, answer):
    page = seen.page
    page.edit_layout()
    page.tiles.tool_wanted.emit("left", "remove")
    seen.dialogs.answers = [answer]
    page.show_row(seen.rows[1])
    assert page.boards.board.name == "Renewals"
    assert seen.dialogs.answers == []
    assert ("left" in [tile.id for tile in seen.kept.tiles]) is not answer
    page.show_row(seen.rows[0])
    assert "left" not in seen.ids
    assert page.editing is not answer


def test_a_widget_is_dragged_from_the_gallery_to_its_place(seen, qtbot):
    page = seen.page
    page.edit_layout()
    listed = page.gallery.list
    start = listed.visualRect(page.gallery.model.index(1)).center()
    target = page.view.viewport().mapToGlobal(QPoint(150, 40))
    drag(listed.viewport(), start, listed.viewport().mapFromGlobal(target))
    made = grid.find(page.boards.board.tiles, "stand_right-1")
    assert made.y == 0
    assert page.view.canvas.frame("stand_right-1") is not None
    assert grid.faults(page.boards.board.tiles) == ()
    page.undo_step()
    assert page.boards.board.tiles == TILES


def test_in_a_narrower_window_the_gallery_lies_over_the_board_and_steps_aside(seen):
    page = seen.page
    page.resize(1000, 700)
    page.edit_layout()
    assert page.editing
    assert not page.gallery.isVisible()
    assert page.head.add.isVisible()
    page.head.add.click()
    assert page.gallery.isVisible()
    assert page.view.canvas.can_edit
    page.view.canvas.holding.emit(True)
    assert page.gallery.x() >= page.body.width()
    page.view.canvas.holding.emit(False)
    assert page.gallery.x() < page.body.width()
    page.resize(800, 700)
    assert not page.view.canvas.can_edit
    assert page.bar.isVisible()
    assert page.boards.draft is not None


def test_narrow_or_looking_back_nothing_is_laid_out(seen):
    page = seen.page
    page.resize(800, 700)
    assert not page.head.edit.isEnabled()
    page.edit_layout()
    assert not page.editing
    page.resize(1300, 700)
    assert page.head.edit.isEnabled()
    page.edit_layout()
    seen.ui.set_day(seen.ui.today - 10)
    assert not page.editing
    assert not page.head.editing
    assert not page.head.edit.isEnabled()
    page.tiles.tool_wanted.emit("left", "remove")
    assert seen.kept.tiles == TILES
    seen.ui.back_to_today()
    assert page.editing


def test_options_are_a_step_while_editing_and_kept_at_once_otherwise(seen):
    page = seen.page
    page.tiles.options_chosen.emit("left", {"days": 7})
    assert grid.find(seen.kept.tiles, "left").options == {"days": 7}
    page.edit_layout()
    page.tiles.options_chosen.emit("left", {"days": 14})
    assert grid.find(seen.kept.tiles, "left").options == {"days": 7}
    assert grid.find(page.boards.board.tiles, "left").options == {"days": 14}


def test_a_new_board_is_named_and_laid_out_at_once(seen):
    page = seen.page
    seen.dialogs.answers = [fill(name="Care", purpose="", objective="")]
    page.acting("new")
    assert seen.names == ["Monday", "Renewals", "Care"]
    assert page.boards.board.name == "Care"
    assert page.editing
    assert page.body.hint.isVisible()


def test_a_board_is_duplicated_removed_and_brought_back(seen):
    page = seen.page
    page.acts.duplicate()
    assert seen.names == ["Monday", "Monday 2", "Renewals"]
    assert page.boards.board.name == "Monday 2"
    seen.dialogs.answers = [True]
    page.acts.remove()
    assert seen.names == ["Monday", "Renewals"]
    assert page.boards.board.name == "Renewals"
    seen.ui.desk.undo()
    assert seen.names == ["Monday", "Monday 2", "Renewals"]


def test_a_document_goes_out_and_comes_in_with_what_nobody_knows(seen, tmp_path):
    page, place = seen.page, tmp_path / "monday.json"
    seen.dialogs.answers = [place]
    page.acts.export()
    assert place.read_text().startswith("{")
    seen.dialogs.answers = [[place]]
    page.acts.bring()
    assert seen.names == ["Monday", "Renewals", "Monday 2"]
    found = seen.ui.desk.read(dashboards.boards)[2].board
    assert grid.find(found.tiles, "odd").options == {"beam": 3}
    assert page.boards.board.name == "Monday 2"


def test_a_template_of_ones_own_and_a_reset(seen):
    page = seen.page
    seen.dialogs.answers = [fill(name="Mine")]
    page.acts.keep_template()
    assert [board.name for board in page.acts.known.templates] == ["Mine"]
    seen.dialogs.answers = [fill(template="Renewals")]
    page.acts.reset()
    assert len(seen.kept.tiles) == len(board_templates.templates()[1].tiles)
    assert seen.kept.name == "Monday"
    seen.ui.desk.undo()
    assert seen.kept.tiles == TILES


def test_many_widgets_and_forgotten_ones_are_told(seen):
    page = seen.page
    layout = TILES
    for at in range(9):
        layout = grid.append(layout, Tile(f"more-{at}", "stand_left", 0, 0, 4, 2))
    desk = seen.ui.desk
    desk.do(dashboards.save, seen.rows[0], seen.kept.with_tiles(layout))
    desk.do(dashboards.look, seen.rows[0], ["left"], seen.ui.today - 61)
    page.reload()
    page.edit_layout()
    assert "12 widgets" in page.gallery.advice
    assert "has not been looked at for 60 days" in page.gallery.advice
    page.gallery.removal_wanted.emit("left")
    assert "left" not in seen.ids


def test_what_is_on_the_screen_counts_as_looked_at_after_a_while(seen):
    page = seen.page
    page.looks.note()
    later = seen.ui.today + 60
    assert seen.ui.desk.read(dashboards.forgotten, seen.rows[0], later) == {"left", "right", "odd"}
    assert seen.ui.desk.undo_label == "Add dashboard"


def test_rotation_goes_round_and_any_key_stops_it(seen, qtbot):
    page = seen.page
    page.showing.rotate(30)
    assert page.showing.full
    page.showing.turned.emit()
    assert page.boards.board.name == "Renewals"
    page.showing.turned.emit()
    assert page.boards.board.name == "Monday"
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert not page.showing.rotating
    assert page.showing.full
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.showing.full


def test_a_presentation_hides_private_notes_and_ends_with_escape(seen, left, qtbot):
    page = seen.page
    assert left.asked[-1].private
    page.acting("present")
    settle(page.tiles, qtbot)
    assert not left.asked[-1].private
    assert not page.can_edit
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    settle(page.tiles, qtbot)
    assert left.asked[-1].private
    assert not page.showing.presenting


def test_the_gallery_finds_by_words_and_by_group(seen):
    gallery = seen.page.gallery
    seen.page.edit_layout()
    assert gallery.model.rowCount() == 2
    gallery.search.setText("right")
    gallery.search._on_rest_timeout()
    assert [gallery.model.spec(0).key, gallery.model.rowCount()] == ["stand_right", 1]
    gallery.search.empty()
    assert [key for key, chip in gallery.chips.items() if not chip.isHidden()] == ["All", "Free"]


def test_many_boards_leave_the_one_in_view_and_a_menu_of_the_rest(seen):
    page = seen.page
    for at in range(12):
        last = seen.ui.desk.do(dashboards.add, Board(f"A board with a rather long name {at}"))
    page.reload()
    page.show_row(last)
    shown = [one for one in page.head.tabs.tabs if one.isVisible()]
    assert last in [one.row for one in shown]
    assert page.head.tabs.more.isVisible()
    assert len(shown) + int(page.head.tabs.more.text()) == 14
    edges = [one.geometry().right() for one in shown]
    assert max(edges) <= page.head.tabs.width()


def fill(**values: str):
    """An answer to a form: these values, then its main button."""

    def answer(dialog) -> bool:
        for key, value in values.items():
            widget = dialog.input(key)
            if hasattr(widget, "findData"):
                widget.setCurrentIndex(widget.findData(value))
            else:
                widget.setText(value)
        dialog.yes.click()
        return bool(dialog.result())

    return answer


def drag(widget, start: QPoint, end: QPoint) -> None:
    """Press, move in three steps, let go: real mouse events."""
    for kind, at, buttons in (
        (QMouseEvent.Type.MouseButtonPress, start, LEFT),
        (QMouseEvent.Type.MouseMove, start + (end - start) / 3, LEFT),
        (QMouseEvent.Type.MouseMove, start + (end - start) * 2 / 3, LEFT),
        (QMouseEvent.Type.MouseMove, end, LEFT),
        (QMouseEvent.Type.MouseButtonRelease, end, Qt.MouseButton.NoButton),
    ):
        held = LEFT if kind != QMouseEvent.Type.MouseMove else Qt.MouseButton.NoButton
        event = QMouseEvent(
            kind, QPointF(at), QPointF(widget.mapToGlobal(at)), held, buttons,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
