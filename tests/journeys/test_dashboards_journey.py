"""A board from nothing, by mouse and keys in a real window: made, asked, undone, kept, found again.

The same on the sample desk and on data of other people.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from healthdesk.core.desk import Desk
from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import dump_board
from healthdesk.core.services import dashboards, desks, imports
from tests.journeys.conftest import REAL, SHARED
from tests.journeys.hands import Hands
from tests.journeys.second_look import told

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PRESSED = ("portfolio_quality", "health_over_time", "score_distribution", "renewal_calendar",
           "usage_trend", "accounts_table")  # fmt: skip
DRAGGED = ("movers", "arr_at_risk")
ROOT = Path(__file__).resolve().parents[2]
REAL_DAY = "2023-05-15"


class Board:
    """The page of boards, as a person sees it."""

    def __init__(self, hands, journey):
        self.hands, self.journey = hands, journey

    @property
    def page(self):
        return self.journey.window.pages.page("dashboards")

    @property
    def canvas(self):
        return self.page.view.canvas

    @property
    def layout(self):
        return self.page.boards.board.tiles

    @property
    def kept(self):
        rows = self.journey.ui.desk.read(dashboards.boards)
        return next(one.board for one in rows if one.board.name == "Mine")

    def tile(self, kind):
        return next(one for one in self.layout if one.kind == kind)

    def frame(self, kind):
        return self.canvas.frame(self.tile(kind).id)

    def listed(self, kind):
        """A row of the gallery, scrolled into sight."""
        listed, model = self.page.gallery.list, self.page.gallery.model
        at = next(at for at in range(model.rowCount()) if model.spec(at).key == kind)
        listed.scrollTo(model.index(at))
        return listed.viewport(), listed.visualRect(model.index(at)).center()

    def press(self, kind):
        viewport, at = self.listed(kind)
        self.journey.bot.mouseClick(viewport, LEFT, pos=at)

    def bring(self, kind, to):
        """Drag a widget from the gallery to a place of what is seen of the board."""
        viewport, at = self.listed(kind)
        drag(viewport, at, viewport.mapFromGlobal(self.page.view.viewport().mapToGlobal(to)))

    def take(self, kind, start, by):
        """Hold a frame at a place and let it go elsewhere."""
        frame = self.frame(kind)
        self.page.view.ensureWidgetVisible(frame)
        cover = frame.childAt(start)
        at = cover.mapFrom(frame, start)
        drag(cover, at, at + by)

    def settled(self):
        self.journey.until(lambda: self.page.tiles.quiet)


def drag(widget, start, end):
    for kind, at, held in (
        (QMouseEvent.Type.MouseButtonPress, start, LEFT),
        (QMouseEvent.Type.MouseMove, start + (end - start) / 3, LEFT),
        (QMouseEvent.Type.MouseMove, start + (end - start) * 2 / 3, LEFT),
        (QMouseEvent.Type.MouseMove, end, LEFT),
        (QMouseEvent.Type.MouseButtonRelease, end, NONE),
    ):
        button = NONE if kind == QMouseEvent.Type.MouseMove else LEFT
        where = QPointF(widget.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), where, button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(widget, event)


@pytest.fixture(params=("sample", *REAL[1:]))
def board(request, journey, tmp_path, monkeypatch):
    """The page, on the sample desk or on the data of somebody else, as it was imported."""
    path = tmp_path / "mine.healthdesk"
    if request.param == "sample":
        shutil.copyfile(request.getfixturevalue("sample_once"), path)
    else:
        monkeypatch.setenv("HEALTHDESK_TODAY", REAL_DAY)
        imported(SHARED / request.param, path)
    journey.start(path)
    hands = Hands(journey)
    journey.until(lambda: journey.ui.desk is not None)
    journey.window.resize(1440, 900)
    hands.key(journey.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    made = Board(hands, journey)
    journey.until(lambda: bool(made.page.head.tabs.tabs) and made.page.tiles.quiet)
    return made


def imported(folder, path):
    desk = Desk.create(path, furnish=partial(desks.furnish, name="Other", zone="UTC"))
    desk.do(imports.run, [folder])
    desk.close()


def test_a_board_from_nothing(board, journey):
    hands, page = board.hands, board.page
    assert [tab.text() for tab in page.head.tabs.tabs] == ["Monday morning"]

    hands.deeds = [hands.fill(name="Mine", purpose="What I look at")]
    hands.press(page.head.plus)
    hands.pick(page, "Empty board")
    journey.until(lambda: page.editing)
    for kind in PRESSED:
        board.press(kind)
    for kind in DRAGGED:
        board.bring(kind, QPoint(200, 60))
    board.settled()
    assert sorted(tile.kind for tile in board.layout) == sorted((*PRESSED, *DRAGGED))
    steps = [one.tiles for one in page.boards.draft.steps]

    before = board.layout
    board.take("portfolio_quality", QPoint(120, 18), QPoint(40, 330))
    assert board.layout != before
    assert grid.faults(board.layout) == ()
    wide = board.tile("health_over_time").w
    frame = board.frame("health_over_time")
    board.take("health_over_time", QPoint(frame.width() - 4, frame.height() - 4), QPoint(-90, 160))
    assert board.tile("health_over_time").w < wide

    frame = board.frame("portfolio_quality")
    page.view.ensureWidgetVisible(frame)
    frame.setFocus()
    hands.deeds = [hands.fill(title="How they are")]
    frame.tool_pressed.emit(frame.tile.id, "configure")
    journey.until(lambda: board.tile("portfolio_quality").options == {"title": "How they are"})

    journey.window.activateWindow()  # after the form; keys reach an active window only
    journey.until(journey.window.isActiveWindow)
    whole = page.boards.draft.board.tiles
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    for _ in range(len(page.boards.draft.steps) - 1):
        hands.key(journey.window, Qt.Key.Key_Z, control)
    assert board.layout == steps[0] == ()
    for _ in range(len(page.boards.draft.steps) - 1):
        hands.key(journey.window, Qt.Key.Key_Z, control | shift)
    assert board.layout == whole
    hands.press(page.head.save)
    journey.until(lambda: board.kept.tiles == whole)
    board.settled()

    narrow(board)
    alone(board)
    again(board, whole)


def narrow(board):
    """Press a mark: the others are asked about those accounts alone; Esc takes it away."""
    page, journey = board.page, board.journey
    frame = board.frame("portfolio_quality")
    page.view.ensureWidgetVisible(frame)
    spot = next(one for one in frame.face.drawing.spots if one.key.startswith("mark:"))
    journey.bot.mouseClick(frame.face, LEFT, pos=spot.rect.center().toPoint())
    board.settled()
    assert len(page.tiles.filters) == 1
    mark = page.tiles.filters[0].mark
    other = page.tiles.tile(board.tile("accounts_table").id)
    assert other.figures.ask.accounts == mark.accounts
    assert page.tiles.tile(frame.tile.id).figures.ask.accounts is None
    board.hands.key(page.view, Qt.Key.Key_Escape)
    board.settled()
    assert other.figures.ask.accounts is None


def alone(board):
    """Show one card alone by its key, and come back; nothing is written."""
    page, journey = board.page, board.journey
    before, label = page.view.canvas.layout_now, journey.ui.desk.undo_label
    frame = board.frame("portfolio_quality")
    page.view.ensureWidgetVisible(frame)
    frame.face.setFocus()
    board.hands.key(journey.window, Qt.Key.Key_F11, Qt.KeyboardModifier.ShiftModifier)
    assert [one.id for one in page.view.canvas.layout_now] == [frame.tile.id]
    board.hands.key(frame.face, Qt.Key.Key_Escape)
    assert page.view.canvas.layout_now == before
    assert journey.ui.desk.undo_label == label
    board.settled()


def again(board, whole):
    """Close the window and open the desk in another process: the board is as it was."""
    journey = board.journey
    path, kept, drawn = journey.ui.desk.path, dump_board(board.kept), told(board.page)
    assert board.layout == whole
    journey.end()
    other = subprocess.run(
        [sys.executable, "-m", "tests.journeys.second_look", str(path), "Mine"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert other.returncode == 0, other.stderr
    seen = json.loads(other.stdout)
    assert seen["board"] == json.loads(json.dumps(kept))
    assert seen["told"] == drawn
    assert seen["filters"] == []
    assert seen["purpose"] == "What I look at"
