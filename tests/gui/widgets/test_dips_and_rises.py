"""The widget of dips and rises: counts as marks, rows that open Usage, those that need nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_trends import DipRow, DipsAndRises
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.widget import Mark
from healthdesk.gui.widgets.dips_and_rises import SPEC, Face
from tests.boards import DAY
from tests.gui.widgets.drawn import check, rooms

TEXT = "Active users 66 % below normal since 5 Nov; weekday pattern intact."


def row(number=0, kind="dip", size=-0.66, muted="", name="Tindra Dairy"):
    event = TrendEvent("active_users", kind, DAY - 18, None, size, muted, TEXT)
    return DipRow(f"a{number}", f"{name} {number}", event)


def many(count=60, name="Tindra Dairy"):
    made = tuple(row(n, ("dip", "rise", "stopped")[n % 3], name=name) for n in range(count))
    return DipsAndRises(
        rows=made,
        muted=(row(99, muted="most accounts fell with it"),),
        dips=40,
        rises=20,
        marks=(Mark("dips", "Below", frozenset("a")), Mark("rises", "Above", frozenset("b"))),
        day=DAY,
    )


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "shown",
    [DipsAndRises(), DipsAndRises(rows=(row(),), dips=1), many(), many(12, "Long " * 40)],
    ids=["empty", "one", "many", "long"],
)
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_rows_open_usage_and_counts_narrow(face, qtbot):
    face.resize(520, 180)
    face.show_data(many(3))
    keys = [one.key for one in face.drawing.spots]
    assert keys[:3] == ["mark:dips", "mark:rises", "account:a0\nusage"]
    with qtbot.waitSignal(face.account_pressed) as pressed:
        face.press(keys[2])
    assert pressed.args == ["a0", "usage"]
    with qtbot.waitSignal(face.mark_pressed) as pressed:
        face.press("mark:rises")
    assert pressed.args[0].key == "rises"


def test_sizes_are_figures_and_a_silence_is_none(face):
    face.shown = many(3)
    words = [one.text for one in face.lay_out(QSizeF(700, 220)).texts]
    assert "\N{MINUS SIGN}66 %" in words
    assert "no data" in words
    assert TEXT in words
    face.shown = replace(many(3), metric="Active users")
    words = [one.text for one in face.lay_out(QSizeF(700, 220)).texts]
    assert "Since 5 Nov; weekday pattern intact." in words
    assert "Need nobody: 1" in words


def test_what_needs_nobody_is_told_last(face):
    face.shown = many(3)
    drawn = face.lay_out(QSizeF(700, 220))
    last = drawn.spots[-1]
    assert last.key == "account:a99\nusage"
    assert "Needs nobody: most accounts fell with it" in last.tip


def test_the_table_holds_the_same_rows(face):
    face.shown = many(3)
    head, lines = face.lines()
    assert len(lines) == 4
    assert all(len(one) == len(head) for one in lines)
    assert lines[0][1:5] == ("Dip", "\N{MINUS SIGN}66 %", "5 Nov 2026", "lasts")
