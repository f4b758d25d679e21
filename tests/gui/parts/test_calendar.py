"""The month sheet: six whole weeks around the month, keys that walk, no day to come."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.calendar import Calendar, month_sheet

TODAY = to_day(date(2026, 11, 23))


@given(st.integers(1971, 2999), st.integers(1, 12))
def test_a_sheet_holds_the_month_from_monday_on(year, month):
    cells = month_sheet(year, month)
    days = [cell.day for cell in cells]
    assert days == list(range(days[0], days[0] + 42))
    assert to_date(days[0]).weekday() == 0
    inside = [to_date(cell.day) for cell in cells if cell.inside]
    assert inside[0] == date(year, month, 1)
    assert {day.month for day in inside} == {month}
    assert (inside[-1] - inside[0]).days >= 27


@pytest.fixture
def calendar(theme, qtbot):
    ground = QWidget()
    qtbot.addWidget(ground)
    made = Calendar(theme, Words(), ground)
    made.open_under(ground, TODAY, TODAY, TODAY)
    return ground, made


def test_arrow_keys_walk_and_enter_picks(calendar, qtbot):
    _, made = calendar
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_PageUp):
        qtbot.keyClick(made.sheet, key)
    with qtbot.waitSignal(made.picked) as told:
        qtbot.keyClick(made.sheet, Qt.Key.Key_Return)
    assert to_date(told.args[0]) == date(2026, 10, 15)
    assert not made.isVisible()


def test_no_day_after_the_last_can_be_reached(calendar, qtbot):
    _, made = calendar
    qtbot.keyClick(made.sheet, Qt.Key.Key_Right)
    qtbot.keyClick(made.sheet, Qt.Key.Key_PageDown)
    assert made.sheet.day == TODAY
    made.hide()


def test_a_click_on_a_day_picks_it(calendar, qtbot):
    _, made = calendar
    cell = next(c for c in month_sheet(2026, 11) if to_date(c.day) == date(2026, 11, 5))
    with qtbot.waitSignal(made.picked) as told:
        qtbot.mouseClick(made.sheet, Qt.MouseButton.LeftButton, pos=cell.rect.center().toPoint())
    assert told.args == [cell.day]


def test_quick_choices_count_from_today(calendar, qtbot):
    _, made = calendar
    with qtbot.waitSignal(made.picked) as told:
        made.pick_ago(28)
    assert told.args == [TODAY - 28]
