"""The menu of a tile: configured, explained, taken along, paused; all of it by keys too."""

from __future__ import annotations

import csv
from pathlib import Path
from xml.etree import ElementTree

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from healthdesk.core.desk import Tx
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.op import op
from healthdesk.core.domain.widget import Mark
from healthdesk.gui.base.dialogs import FakeDialogs
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards.tile_tools import BOARD_TOOLS
from healthdesk.gui.pages.dashboards.tiles import Tiles
from healthdesk.gui.panels.form import FormDialog
from tests import make
from tests.gui.pages.dashboards.stand_in import Said, StandIn, of, press, settle


@op("Answer once more")
def answer_once_more(tx: Tx) -> None:
    make.survey(tx, 1, "r-new")


def acts(tiles: Tiles, name: str) -> dict[str, QAction]:
    """The menu of a tile as it opens."""
    of(tiles, name).frame.menu_button.click()
    menu = tiles.tools.menu
    assert menu is not None
    assert menu.isVisible()
    menu.close()
    return {str(act.data()): act for act in menu.actions() if act.data()}


def test_an_unknown_kind_can_be_moved_but_not_asked(tiles: Tiles) -> None:
    known, odd = acts(tiles, "left"), acts(tiles, "odd")
    assert all(act.isEnabled() for act in known.values())
    assert {key for key, act in odd.items() if act.isEnabled()} == BOARD_TOOLS


def test_what_the_board_does_is_handed_on(tiles: Tiles, qtbot: QtBot) -> None:
    for tool in sorted(BOARD_TOOLS):
        with qtbot.waitSignal(tiles.tool_wanted) as told:
            acts(tiles, "left")[tool].trigger()
        assert told.args == ["left", tool]


def test_the_form_gives_what_differs_and_refuses_at_the_field(
    tiles: Tiles, dialogs: FakeDialogs, qtbot: QtBot
) -> None:
    def fill(form: FormDialog) -> bool:
        days = form.input("days")
        assert isinstance(days, QLineEdit)
        days.setText("500")
        form.yes.click()
        assert form.wrong("days").startswith("Days ")
        days.setText("7")
        assert form.find_wrongs() == {}
        fill.values = form.values
        return True

    dialogs.answers = [fill]
    with qtbot.waitSignal(tiles.options_chosen) as told:
        acts(tiles, "left")["configure"].trigger()
    assert told.args == ["left", {"days": 7}]


def test_how_it_was_computed_is_told_with_its_scope(tiles: Tiles, qtbot: QtBot) -> None:
    press(tiles, "right", "one")
    settle(tiles, qtbot)
    acts(tiles, "left")["how"].trigger()
    popover = tiles.tools.popover
    assert popover is not None
    assert popover.how.text() == "It is told what to say."
    told = [line.text() for line in popover.told]
    assert "Filtered by: Half: one" in told
    assert "That is: 2 accounts" in told
    assert "Days: 28" in told
    assert any(line.startswith("Period: ") and line.endswith(", 90 days") for line in told)
    popover.hide()


def test_ctrl_t_turns_the_card_into_a_table_and_back(tiles: Tiles, left: StandIn) -> None:
    frame = of(tiles, "left").frame
    assert frame.face is not None
    frame.activateWindow()
    frame.face.setFocus()
    QTest.keyClick(frame.face, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert frame.as_table
    table = frame.table
    assert table is not None
    assert table.model().index(0, 0).data() == "Half: one"
    QTest.keyClick(table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not frame.as_table


def test_a_card_is_taken_along_as_picture_drawing_and_figures(
    tiles: Tiles, left: StandIn, dialogs: FakeDialogs, tmp_path: Path, qtbot: QtBot
) -> None:
    mark = Mark("x", "=cmd|' /C calc'!A0", frozenset({"a0"}))
    left.answer = lambda ask: Said(marks=(mark,))
    tiles.reload()
    settle(tiles, qtbot)
    paths = {kind: tmp_path / f"card.{kind}" for kind in ("png", "svg", "csv")}
    for kind, path in paths.items():
        dialogs.answers = [path]
        acts(tiles, "left")[kind].trigger()
    face = of(tiles, "left").frame.face
    assert face is not None
    assert QImage(str(paths["png"])).width() == 2 * (face.width() + 32)
    drawn = "".join(ElementTree.fromstring(paths["svg"].read_text("utf-8")).itertext())
    assert "Stand_Left" in drawn
    assert mark.label in drawn
    rows = list(csv.reader(paths["csv"].read_text("utf-8-sig").splitlines()))
    assert rows == [["Mark", "Accounts"], [f"'{mark.label}", "1"]]


def test_a_paused_card_waits_and_says_since_when(
    tiles: Tiles, board: Board, left: StandIn, right: StandIn, *, ui: Ui, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(tiles.options_chosen) as told:
        acts(tiles, "left")["pause"].trigger()
    assert told.args == ["left", {"live": False}]
    tiles.show_board(board.with_tile(Tile("left", "stand_left", 0, 0, 6, 3, options=told.args[1])))
    ui.do(answer_once_more)
    settle(tiles, qtbot)
    assert (len(left.asked), len(right.asked)) == (1, 2)
    notes = of(tiles, "left").frame.notes
    assert notes.words.startswith("Paused · as of ")
    notes.update_pressed.emit()
    settle(tiles, qtbot)
    assert len(left.asked) == 2
    press(tiles, "right", "one")
    settle(tiles, qtbot)
    assert left.asked[-1].accounts == {"a0", "a1"}


def test_a_card_says_how_old_its_data_is(tiles: Tiles, left: StandIn, qtbot: QtBot) -> None:
    left.answer = lambda ask: Said(newest=ask.day - 3)
    tiles.reload()
    settle(tiles, qtbot)
    assert of(tiles, "left").frame.notes.words.startswith("data to ")
