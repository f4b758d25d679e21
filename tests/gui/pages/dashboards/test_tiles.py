"""The tiles of a board: what they show when figures come, fail, change, and are narrowed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from healthdesk.core.desk import Tx
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.op import op
from healthdesk.gui.base.ui import Notice, Ui
from healthdesk.gui.pages.dashboards.tiles import Tiles
from tests import make
from tests.gui.pages.dashboards.stand_in import Said, StandIn, of, press, settle


@op("Answer once more")
def answer_once_more(tx: Tx) -> None:
    make.survey(tx, 1, "r-new")


def test_figures_come_and_an_unknown_kind_is_kept(tiles: Tiles) -> None:
    assert of(tiles, "left").frame.state == "body"
    odd = of(tiles, "odd")
    assert odd.frame.words == "Nobody here knows “hologram”; it is kept as it is."
    assert odd.tile.options == {"beam": 3}


def test_what_fails_says_so_and_the_board_goes_on(
    tiles: Tiles, left: StandIn, qtbot: QtBot
) -> None:
    def fail(ask: object) -> Said:
        raise ZeroDivisionError("by naught")

    left.answer = fail
    tiles.reload()
    settle(tiles, qtbot)
    assert of(tiles, "left").frame.state == "error"
    assert "ZeroDivisionError: by naught" in of(tiles, "left").frame.words
    assert "Traceback" in of(tiles, "left").fault.report
    assert of(tiles, "right").frame.state == "body"

    def refuse(ask: object) -> Said:
        raise UsageError("Nothing can be told of it.", "Ask again.")

    left.answer = refuse
    of(tiles, "left").frame.retry_requested.emit()
    settle(tiles, qtbot)
    assert of(tiles, "left").frame.words == "Nothing can be told of it. Ask again."

    left.answer = lambda ask: Said(empty="No surveys yet.", remedy="Import some.")
    of(tiles, "left").frame.retry_requested.emit()
    settle(tiles, qtbot)
    assert of(tiles, "left").frame.state == "empty"
    assert of(tiles, "left").frame.words == "No surveys yet. Import some."


def test_a_missing_metric_or_segment_is_named(tiles: Tiles, board: Board, qtbot: QtBot) -> None:
    told = {"metric": "flights", "segment": ""}
    tiles.show_board(board.with_tile(Tile("right", "stand_right", 6, 0, 6, 3, options=told)))
    settle(tiles, qtbot)
    assert of(tiles, "right").frame.state == "error"
    assert "flights" in of(tiles, "right").frame.words
    told = {"segment": "Whales"}
    tiles.show_board(board.with_tile(Tile("right", "stand_right", 6, 0, 6, 3, options=told)))
    settle(tiles, qtbot)
    assert "Whales" in of(tiles, "right").frame.words


def test_only_what_was_touched_is_asked_again(
    tiles: Tiles, board: Board, left: StandIn, right: StandIn, *, ui: Ui, qtbot: QtBot
) -> None:
    before = len(left.asked), len(right.asked)
    assert before == (1, 1)
    ui.do(answer_once_more)
    settle(tiles, qtbot)
    assert (len(left.asked), len(right.asked)) == (2, 2)
    frame = of(tiles, "left").frame
    moved = (Tile("left", "stand_left", 0, 0, 6, 4, options={"days": 7}), *board.tiles[1:])
    tiles.show_board(board.with_tiles(moved))
    settle(tiles, qtbot)
    assert (len(left.asked), len(right.asked)) == (3, 2)
    assert left.asked[-1].whole("days") == 7
    assert of(tiles, "left").frame is frame


def test_a_mark_narrows_the_others_and_goes_when_pressed_again(
    tiles: Tiles, left: StandIn, right: StandIn, qtbot: QtBot
) -> None:
    press(tiles, "left", "one")
    settle(tiles, qtbot)
    assert [chip.label for chip in tiles.filters] == ["Half: one"]
    assert right.asked[-1].accounts == {"a0", "a1"}
    assert left.asked[-1].accounts is None
    assert of(tiles, "left").frame.notes.filtering
    press(tiles, "left", "two", add=True)
    settle(tiles, qtbot)
    assert right.asked[-1].accounts == {"a0", "a1", "a2", "a3"}
    press(tiles, "left", "two")
    settle(tiles, qtbot)
    assert right.asked[-1].accounts == {"a2", "a3"}
    press(tiles, "left", "two")
    settle(tiles, qtbot)
    assert tiles.filters == ()
    assert right.asked[-1].accounts is None


def test_two_cards_narrow_each_other_and_neither_forgets(
    tiles: Tiles, left: StandIn, right: StandIn, qtbot: QtBot
) -> None:
    press(tiles, "left", "one")
    settle(tiles, qtbot)
    press(tiles, "right", "one")
    settle(tiles, qtbot)
    assert left.asked[-1].accounts == {"a0", "a1"}
    tiles.reload()
    settle(tiles, qtbot)
    assert [chip.mark.accounts for chip in tiles.filters] == [{"a0", "a1"}, {"a0", "a1"}]
    QTest.keyClick(tiles.view, Qt.Key.Key_Escape)
    settle(tiles, qtbot)
    assert tiles.filters == ()
    assert left.asked[-1].accounts is None


def test_a_mark_that_is_gone_takes_its_filter_along(
    tiles: Tiles, left: StandIn, right: StandIn, ui: Ui, qtbot: QtBot
) -> None:
    told: list[Notice] = []
    ui.noticed.connect(told.append)
    press(tiles, "left", "one")
    settle(tiles, qtbot)
    left.answer = lambda ask: Said(subtitle="other")
    tiles.reload()
    settle(tiles, qtbot)
    assert tiles.filters == ()
    assert right.asked[-1].accounts is None
    assert "Half: one" in told[-1].detail


def test_the_top_bar_shows_filters_while_the_board_is_seen(
    tiles: Tiles, ui: Ui, qtbot: QtBot
) -> None:
    press(tiles, "left", "one")
    press(tiles, "right", "two", add=True)
    settle(tiles, qtbot)
    assert [held.label for held in ui.filters.held] == ["Half: one", "Half: two"]
    tiles.view.hide()
    assert ui.filters.held == ()
    tiles.view.show()
    assert len(ui.filters.held) == 2
    ui.filters.drop_requested.emit(ui.filters.held[0].key)
    assert [held.label for held in ui.filters.held] == ["Half: two"]
    ui.filters.drop_requested.emit("")
    settle(tiles, qtbot)
    assert tiles.filters == () == ui.filters.held


def test_the_same_board_shown_once_more_leaves_a_tile_in_the_hand(
    tiles: Tiles, board: Board
) -> None:
    tiles.set_editing(True)
    frame = of(tiles, "right").frame
    frame.activateWindow()
    frame.setFocus()
    QTest.keyClick(frame, Qt.Key.Key_Down)
    assert tiles.view.canvas.gesture is not None
    tiles.show_board(board)
    tiles.set_editing(True)
    assert tiles.view.canvas.gesture is not None
    QTest.keyClick(frame, Qt.Key.Key_Escape)
    assert tiles.view.canvas.gesture is None
