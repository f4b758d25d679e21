"""A board lies ready in the desk for the next opening: its cards as reading gives them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from healthdesk.core.clock import Clock
from healthdesk.core.desk import Desk
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.services import (
    board_scores,
    board_tasks,
    cards_ahead,
    cards_kept,
    dashboards,
    scoring,
    settings,
    tasks,
)
from healthdesk.core.services.cards_ahead import ReadBoard, ReadCard
from healthdesk.core.services.settings import DeskSettings
from tests import ready
from tests.core.services.board_asks import ask

DAY = to_day(date(2026, 11, 20))
SCORES, WORK = "portfolio_quality", "tasks_due"
BOARD = Board("Mine", tiles=(Tile("a", SCORES, 0, 0, 6, 3), Tile("b", WORK, 6, 0, 6, 3)))


@op("Forget scores")
def forget_scores(tx):
    tx.execute(text("DELETE FROM score_reported"))


def on(day):
    return Clock(pretended=to_date(day))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("cards") / "sample.healthdesk"
    with ready.sample(path, DAY, 20, 120, clock=on(DAY)) as desk:
        desk.do(dashboards.add, Board("Other"))
        desk.do(dashboards.add, BOARD)
        desk.do(scoring.record_reported, DAY)
    return path


@pytest.fixture
def path(filled, tmp_path):
    made = tmp_path / "sample.healthdesk"
    made.write_bytes(filled.read_bytes())
    return made


def answer(tx, tile, day):
    if tile.kind == SCORES:
        asked = ask({"by": "count", "split": "", "title": "", "flag": True, "some": ()}, day)
        return asked, board_scores.portfolio_quality(tx, asked)
    asked = ask({"ahead": 7, "share": 0.5, "kinds": ("one", "two")}, day)
    return asked, board_tasks.due(tx, asked)


def read(desk, day=DAY):
    """The board with both cards, as of the desk as it is now."""

    def work(tx):
        cards = {
            tile.id: ReadCard(
                cards_kept.card(tile.kind, *answer(tx, tile, day)),
                tx.info["stamp"],
                frozenset({Topic.SCORES if tile.kind == SCORES else Topic.WORK}),
            )
            for tile in BOARD.tiles
        }
        row = next(one.row for one in dashboards.boards(tx) if one.board == BOARD)
        return ReadBoard(day, row, BOARD, cards)

    return desk.read(work)


def test_the_next_opening_finds_the_figures_that_reading_gives(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        for day in (DAY, DAY + 1):
            assert desk.do(cards_ahead.keep, read(desk, day), DAY) == 2
            assert desk.read(cards_ahead.is_kept, day)
    for day in (DAY, DAY + 1):
        found = cards_kept.find(path, on(day))
        assert found is not None
        assert (found.day, found.board) == (day, BOARD)
        with Desk.open(path, clock=on(day)) as desk:
            assert found.rows == desk.read(dashboards.boards)
            for tile in BOARD.tiles:
                asked, shown = desk.read(answer, tile, day)
                kept = found.cards[tile.id]
                assert kept.ask(day) == asked
                assert cards_kept.shown_of(kept, type(shown)) == shown
    assert cards_kept.find(path, on(DAY + 2)) is None


def test_a_task_leaves_the_scores_good_and_the_tasks_not(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        board = read(desk)
        desk.do(tasks.add, TaskDraft("Call", due=DAY))
        assert desk.do(cards_ahead.keep, board, DAY) == 1
    assert set(cards_kept.find(path, on(DAY)).cards) == {"a"}


def test_a_record_of_scores_leaves_the_tasks_good(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        board = read(desk)
        desk.do(forget_scores)
        assert desk.do(cards_ahead.keep, board, DAY) == 1
    assert set(cards_kept.find(path, on(DAY)).cards) == {"b"}


def test_another_currency_makes_no_card_good(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        board = read(desk)
        desk.do(settings.change, DeskSettings(currency="USD"))
        assert desk.do(cards_ahead.keep, board, DAY) == 0


def test_what_was_touched_before_the_desk_was_opened_is_not_known(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        board = read(desk)
        stale = {name: replace(one, stamp=one.stamp - 1) for name, one in board.cards.items()}
        assert desk.do(cards_ahead.keep, replace(board, cards=stale), DAY) == 0


def test_a_later_change_of_the_desk_makes_it_good_no_more(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        desk.do(cards_ahead.keep, read(desk), DAY)
        desk.do(tasks.add, TaskDraft("Call", due=DAY))
    assert cards_kept.find(path, on(DAY)) is None


def test_a_board_that_was_changed_or_removed_is_not_kept(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        board = read(desk)
        desk.do(dashboards.save, board.row, replace_period(BOARD))
        assert desk.do(cards_ahead.keep, board, DAY) == 0


def test_days_that_are_over_go(path):
    with Desk.open(path, clock=on(DAY)) as desk:
        desk.do(cards_ahead.keep, read(desk), DAY)
        desk.do(cards_ahead.keep, read(desk, DAY + 1), DAY + 1)
        assert not desk.read(cards_ahead.is_kept, DAY)


def replace_period(board):
    return Board(board.name, period="28 days", tiles=board.tiles)
