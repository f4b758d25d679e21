"""The popup of choices: filtered by typing, heads are no choices, keys and the mouse take one."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from healthdesk.gui.parts.choice_popup import ChoicePopup, Option

OPTIONS = (
    Option("", "Like it", head=True),
    Option("a", "Aldermoor Freight", "96 %"),
    Option("b", "<b>Brook</b>", "71 %", chosen=True),
    Option("", "Or", head=True),
    *(Option(f"o{at}", f"Other {at}") for at in range(8)),
)


@pytest.fixture
def popup(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = ChoicePopup(theme, "Whom it means", OPTIONS, parent)
    made.taken = []
    made.chosen.connect(made.taken.append)
    made.open_under(QPoint(20, 20), 100)
    yield made
    if shiboken6.isValid(made):
        made.close()


def test_it_begins_at_the_choice_that_holds(popup):
    assert popup.model.at(popup.list.currentIndex().row()).key == "b"
    assert popup.width() >= 280
    popup.grab()


def test_typing_filters_and_enter_takes_the_first(qtbot, popup):
    qtbot.keyClicks(popup.search, "other 3")
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert popup.taken == ["o3"]


def test_enter_without_typing_takes_the_one_that_holds(qtbot, popup):
    qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert popup.taken == ["b"]


def test_a_head_is_no_choice(qtbot, popup):
    head = popup.list.visualRect(popup.model.index(0)).center()
    qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=head)
    assert popup.taken == []
    one = popup.list.visualRect(popup.model.index(1)).center()
    qtbot.mouseClick(popup.list.viewport(), Qt.MouseButton.LeftButton, pos=one)
    assert popup.taken == ["a"]


def test_escape_takes_nothing(qtbot, popup):
    qtbot.keyClick(popup.list, Qt.Key.Key_Escape)
    assert popup.taken == []
    assert not shiboken6.isValid(popup) or not popup.isVisible()


def test_few_choices_need_no_field(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = ChoicePopup(theme, "Few", OPTIONS[:3], parent)
    assert made.search is None
    made.open_under(QPoint(0, 0), 0)
    qtbot.keyClick(made.list, Qt.Key.Key_Return)
    made.close()


def test_choices_speak_for_screen_readers(popup):
    index = popup.model.index(2)
    said = popup.model.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "<b>Brook</b> 71 %"
    tip = popup.model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;" in tip


def test_it_begins_where_it_is_told(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = ChoicePopup(theme, "Asked", OPTIONS, parent, begin="a")
    assert made.model.at(made.list.currentIndex().row()).key == "a"
    made.close()
