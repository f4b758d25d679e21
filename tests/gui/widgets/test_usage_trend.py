"""The widget of a usage metric over time: its lines, marks, read-outs and table."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_usage import UsageLine, UsageTrend
from healthdesk.core.domain.widget import Mark
from healthdesk.gui.widgets.usage_trend import SPEC, Face
from tests.boards import DAY
from tests.gui.widgets.drawn import check, rooms

DAYS = tuple(range(DAY - 27, DAY + 1))
LONG = "Everyone who bought the large package " * 6


def line(name="All accounts", key="", level=100.0, accounts=40, hole=-1):
    values = tuple(None if n == hole else level + n for n in range(len(DAYS)))
    return UsageLine(key, name, values, accounts)


ONE = UsageTrend(
    metric="Active users", unit="users", days=DAYS, step=1, last=DAY, lines=(line(hole=9),),
    holes=(DAYS[9],), subtitle="users a day",
)  # fmt: skip
MANY = replace(
    ONE,
    each=True,
    lines=tuple(line(f"{n} {LONG}", f"segment:{n}", 100.0 + n, 9) for n in range(4)),
    marks=tuple(Mark(f"segment:{n}", f"Segment: {n}", frozenset({"a"})) for n in range(4)),
)


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("shown", [UsageTrend(), ONE, MANY], ids=["empty", "one", "four"])
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_each_day_is_read_out_and_a_hole_is_no_zero(face):
    face.shown = ONE
    drawn = face.lay_out(QSizeF(500, 180))
    assert len(drawn.spots) == len(DAYS)
    assert "All accounts: not measured" in drawn.spots[9].tip
    assert "All accounts: 110" in drawn.spots[10].tip
    assert sum(one.hatched for one in drawn.fills) == 1
    assert drawn.curves[0].points[9] is None
    assert sum(one.color == "weekend" and not one.hatched for one in drawn.fills) == 8


def test_a_label_narrows_the_board_and_the_others_fade(face, qtbot):
    face.resize(500, 200)
    face.show_data(MANY)
    assert {one.key for one in face.drawing.spots} == {"", *(f"mark:{m.key}" for m in MANY.marks)}
    with qtbot.waitSignal(face.mark_pressed) as pressed:
        face.press("mark:segment:0", add=True)
    assert pressed.args == [MANY.marks[0], True]
    face.show_marked(frozenset({"segment:0"}))
    assert [one.color for one in face.drawing.curves] == ["s1", "edge", "edge", "edge"]


def test_labels_tell_few_accounts(face):
    face.shown = replace(MANY, lines=(line("Poor", "segment:0", 1.0, 9),))
    words = [one.full or one.text for one in face.lay_out(QSizeF(600, 200)).texts]
    assert "28 Poor (n 9)" in words


def test_the_table_holds_the_same_figures(face):
    face.shown = ONE
    head, rows = face.lines()
    assert head == ("Day", "All accounts, users a day")
    assert len(rows) == len(DAYS)
    assert rows[0][1] == "127"
    assert rows[-10][1] == "not measured"


def test_its_options_hold_without_a_word():
    told = SPEC.complete({}, ())
    assert (told["metric"], told["show"], told["step"]) == ("", "total", "")
