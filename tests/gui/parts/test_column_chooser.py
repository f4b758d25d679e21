"""The popup of columns: tick, order, find, by pointer and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_chooser import ChoiceModel, ColumnChooser
from healthdesk.gui.parts.column_painters import no_cell

COLUMNS = tuple(
    Column(name.lower(), name, 80, lambda row: None, lambda row: "", no_cell)
    for name in ("Score", "ARR", "Renewal", "Tier")
)
LEFT, NONE, ALT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def chooser(qtbot, theme, qapp):
    owner = QWidget()
    qtbot.addWidget(owner)
    made = ColumnChooser(theme, owner)
    made.offer(COLUMNS, ("tier", "score"))
    yield made
    owner.close()


def titles(chooser):
    return [chooser.model.title(at) for at in range(chooser.model.rowCount())]


def test_chosen_columns_come_first_in_their_order(chooser):
    assert titles(chooser) == ["Tier", "Score", "ARR", "Renewal"]
    assert chooser.model.chosen == ("tier", "score")


def test_space_ticks_and_alt_moves(qtbot, chooser):
    rows = chooser._list
    rows.setCurrentIndex(chooser.model.index(2))
    with qtbot.waitSignal(chooser.columns_chosen) as caught:
        qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert caught.args == [("tier", "score", "arr")]
    with qtbot.waitSignal(chooser.columns_chosen) as caught:
        qtbot.keyClick(rows, Qt.Key.Key_Up, ALT)
    assert caught.args == [("tier", "arr", "score")]
    assert rows.currentIndex().row() == 1


def test_a_column_does_not_move_beyond_the_ends(qtbot, chooser):
    chooser._list.setCurrentIndex(chooser.model.index(0))
    qtbot.keyClick(chooser._list, Qt.Key.Key_Up, ALT)
    assert titles(chooser)[0] == "Tier"


def test_a_click_ticks_and_a_drag_moves(qtbot, chooser):
    rows = chooser._list
    chooser.grab()

    def spot(at):
        return rows.visualRect(chooser.model.index(at)).center()

    qtbot.mouseClick(rows.viewport(), LEFT, NONE, spot(3))
    assert chooser.model.chosen == ("tier", "score", "renewal")
    qtbot.mousePress(rows.viewport(), LEFT, NONE, spot(3))
    qtbot.mouseMove(rows.viewport(), spot(1))
    qtbot.mouseMove(rows.viewport(), spot(0))
    qtbot.mouseRelease(rows.viewport(), LEFT, NONE, spot(0))
    assert chooser.model.chosen == ("renewal", "tier", "score")


def test_finding_a_column_hides_the_others(qtbot, chooser):
    chooser._search.setText("re")
    qtbot.keyClick(chooser._search, Qt.Key.Key_Return)
    shown = [
        chooser.model.title(at)
        for at in range(chooser.model.rowCount())
        if not chooser._list.isRowHidden(at)
    ]
    assert shown == ["Score", "Renewal"]
    qtbot.keyClick(chooser._search, Qt.Key.Key_Down)
    assert chooser._list.currentIndex().row() == 1


def test_assistive_programs_tick_too(qtmodeltester, chooser):
    model = chooser.model
    role = Qt.ItemDataRole.CheckStateRole
    assert model.setData(model.index(0), Qt.CheckState.Unchecked, role)
    assert model.chosen == ("score",)
    assert not model.setData(model.index(0), "x", Qt.ItemDataRole.EditRole)
    qtmodeltester.check(model)


def test_an_empty_model_is_sound(qtmodeltester, qapp):
    model = ChoiceModel()
    assert model.chosen == ()
    qtmodeltester.check(model)
