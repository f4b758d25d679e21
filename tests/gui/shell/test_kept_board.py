"""The window begins with the board it was left with, shown before the desk is open."""

from __future__ import annotations

from collections import deque
from datetime import UTC, datetime

import pytest

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import (
    cards_ahead,
    cards_kept,
    dashboards,
    scoring,
    tasks,
    today_ahead,
)
from healthdesk.gui.shell.main_window import MainWindow
from tests import ready

NOW = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
DAY = to_day(NOW.date())
CLOCK = Clock(instant=NOW)
KINDS = ("portfolio_quality", "movers", "tasks_due", "arr_at_risk")
BOARD = Board("Mine", tiles=tuple(Tile(key, key, 0, 3 * at, 12, 3) for at, key in enumerate(KINDS)))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("kept") / "sample.healthdesk"
    with ready.sample(path, DAY, 20, 120, clock=CLOCK) as desk:
        desk.do(dashboards.add, Board("Other"))
        desk.do(dashboards.add, BOARD)
        desk.do(scoring.record_reported, DAY)
    return path


@pytest.fixture
def path(filled, tmp_path, monkeypatch):
    monkeypatch.setenv("HEALTHDESK_FOLDER", str(tmp_path / "home"))
    made = tmp_path / "sample.healthdesk"
    made.write_bytes(filled.read_bytes())
    return made


def opened(ui, qtbot, path):
    """A window on the desk with the board in view and read."""
    ui.clock = CLOCK
    ui.refresh_today()
    made = MainWindow(ui)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.opener.open(path)
    made.show_page("dashboards")
    page = made.pages.page("dashboards")
    page.show_row(next(one.row for one in page.boards.rows if one.board.name == "Mine"))
    read(page, qtbot)
    return made


def read(page, qtbot):
    qtbot.waitUntil(lambda: page.tiles.quiet and not page.tiles.unread and page.tiles.whole)


@pytest.fixture
def left(ui, qtbot, path):
    """The desk after its window was left with the board in view."""
    window = opened(ui, qtbot, path)
    row = window.pages.page("dashboards").row
    window.show_page("accounts")
    window.close()
    ui.set_desk(None)
    ui.jobs._open = True  # they are those of the next window as well
    seen = ui.prefs.values.seen
    assert (seen.desk, seen.page, seen.board) == (str(path), "dashboards", row)
    return path


@pytest.fixture
def window(ui, qtbot, left):
    """A window that shows what is kept; the desk is not open."""
    made = MainWindow(ui)
    made.first = "dashboards"
    qtbot.addWidget(made)
    made.resize(1440, 900)
    ui.set_opening(left)
    made.show_opening("sample")
    made.show()
    found = cards_kept.find(left, CLOCK)
    assert found is not None
    deque(made.fill_board(found), maxlen=0)
    yield made
    made.close()


def figures(page):
    return {name: page.tiles.tile(name).shown for name in KINDS}


def test_all_cards_show_their_figures_before_the_desk_is_open_and_stay(window, ui, qtbot, left):
    page = window.pages.page("dashboards")
    assert window.pages.currentWidget() is page
    assert ui.desk is None
    assert page.tiles.whole
    assert page.boards.board == BOARD
    assert not page.head.edit.isEnabled()
    before = figures(page)
    faces = {name: page.tiles.tile(name).frame.face for name in KINDS}
    assert all(before.values())
    window.opener.open(left)
    assert page.tiles.whole
    read(page, qtbot)
    assert window.pages.currentWidget() is page
    assert page.boards.board == BOARD
    assert page.head.edit.isEnabled()
    assert figures(page) == before
    assert {name: page.tiles.tile(name).frame.face for name in KINDS} == faces


def test_a_filter_pressed_meanwhile_narrows_the_others_when_the_desk_is_open(window, qtbot, left):
    page = window.pages.page("dashboards")
    mark = page.tiles.tile("portfolio_quality").shown.marks[0]
    page.tiles.tile("portfolio_quality").frame.face.mark_pressed.emit(mark, False)
    window.opener.open(left)
    read(page, qtbot)
    assert [chip.mark for chip in page.tiles.filters] == [mark]
    assert page.tiles.tile("movers").figures.ask.accounts == mark.accounts


def test_another_desk_shows_nothing_of_it(window, ui, qtbot, left, tmp_path):
    page = window.pages.page("dashboards")
    other = tmp_path / "other.healthdesk"
    Desk.create(other, clock=CLOCK).close()
    ui.set_opening(other)
    window.opener.open(other)
    assert ui.desk.path == other
    assert all(page.tiles.tile(name) is None or not page.tiles.tile(name).unread for name in KINDS)
    window.show_page("dashboards")
    qtbot.waitUntil(lambda: page.boards.board.name != "Mine" and page.tiles.quiet)


def test_a_desk_that_cannot_be_opened_leads_to_the_beginning(window, left):
    page = window.pages.page("dashboards")
    held = Desk.open(left)
    window.opener.open(left)
    held.close()
    assert window.at_beginning
    assert not page.tiles.painted


def test_a_desk_that_has_changed_shows_what_it_holds_now(window, qtbot, left):
    with Desk.open(left, clock=CLOCK) as desk:
        desk.do(tasks.add, TaskDraft("Call them back", due=DAY))
    page = window.pages.page("dashboards")
    before = figures(page)
    window.opener.open(left)
    read(page, qtbot)
    after = figures(page)
    assert after["tasks_due"] != before["tasks_due"]
    assert after["movers"] == before["movers"]
    assert cards_kept.find(left, CLOCK) is None


def test_a_board_of_another_day_is_not_shown(ui, qtbot, left):
    found = cards_kept.find(left, CLOCK)
    ui.clock = Clock(instant=datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
    made = MainWindow(ui)
    qtbot.addWidget(made)
    ui.set_opening(left)
    made.show_opening("sample")
    ui.refresh_today()
    deque(made.fill_board(found), maxlen=0)
    assert made.pages.current == ""
    made.close()


def test_what_a_filter_narrows_is_not_kept_and_what_is_not_narrowed_is(ui, qtbot, path):
    window = opened(ui, qtbot, path)
    page = window.pages.page("dashboards")
    assert set(page.keeping.shown().cards) == set(KINDS)
    mark = page.tiles.tile("portfolio_quality").shown.marks[0]
    page.tiles.tile("portfolio_quality").frame.face.mark_pressed.emit(mark, False)
    read(page, qtbot)
    assert set(page.keeping.shown().cards) == {"portfolio_quality"}
    page.tiles.clear_filters()
    ui.set_segment("Poor")
    read(page, qtbot)
    assert page.keeping.shown() is None
    window.close()


def test_the_next_days_are_worked_out_while_nobody_waits(ui, qtbot, path):
    window = opened(ui, qtbot, path)
    page, desk = window.pages.page("dashboards"), ui.desk
    page.keeping.keep()
    days = (DAY, *today_ahead.days_ahead(DAY))
    assert all(desk.read(cards_ahead.is_kept, day) for day in days)
    window.close()
    ui.set_desk(None)
    for day in days[1:]:
        found = cards_kept.find(path, Clock(instant=NOW.replace(day=NOW.day + day - DAY)))
        assert set(found.cards) == set(KINDS)
