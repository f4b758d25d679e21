"""The map of use against own normal: cells, signs, missing weeks, its table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_usage import AWAY, MISSING, HeatRow, UsageHeat
from healthdesk.gui.parts.usage_heat_layout import fitting
from healthdesk.gui.widgets.usage_heat import SPEC, Face
from tests.boards import DAY
from tests.gui.widgets.drawn import check, rooms

MONDAY = DAY  # 23 November 2026
STEPS = (-3, -2, -1, 0, 1, 2, 3, MISSING, AWAY)


def heat(rows=1, name="Aldermoor Freight", weeks=26):
    steps = (STEPS * 4)[:weeks]
    values = tuple(None if one == MISSING else 12.5 for one in steps)
    normal = tuple(None if one in {MISSING, AWAY} else 25.0 for one in steps)
    days = tuple(MONDAY - 7 * back for back in range(weeks - 1, -1, -1))
    made = tuple(HeatRow(f"a{n}", f"{name} {n}", steps, values, normal) for n in range(rows))
    return UsageHeat(metric="Active users", unit="users", weeks=days, rows=made, total=rows)


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "shown",
    [UsageHeat(), heat(), heat(9, weeks=4), heat(100, "Long " * 40, 52)],
    ids=["empty", "one", "few", "crowded"],
)
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_steps_are_colours_signs_and_outlines(face):
    face.shown = heat(weeks=9)
    drawn = face.lay_out(QSizeF(700, 170))
    cells = [one.color for one in drawn.fills[7:]]
    assert cells == ["n3", "n2", "n1", "z0", "p1", "p2", "p3"]
    signs = [one for one in drawn.strokes if not one.dashes]
    assert len(signs) == 2 + 2 * 2  # two minus, two plus of two lines each
    assert sum(bool(one.dashes) for one in drawn.strokes) == 4


def test_a_cell_tells_its_figures_and_leads_to_usage(face, qtbot):
    face.resize(700, 170)
    face.show_data(heat(weeks=9))
    name, first = face.drawing.spots[0], face.drawing.spots[1]
    assert name.key == first.key == "account:a0\nusage"
    assert "Use: 12.5 users a day" in first.tip
    assert "Against normal: \N{MINUS SIGN}50 %" in first.tip
    assert "Use: not measured" in face.drawing.spots[8].tip
    with qtbot.waitSignal(face.account_pressed) as pressed:
        face.press(first.key)
    assert pressed.args == ["a0", "usage"]


def test_rows_scroll_and_none_is_cut(face):
    face.resize(500, 160)
    face.show_data(heat(100))
    some = {one.key for one in face.drawing.spots}
    assert len(some) == fitting(160)
    face.bar.setValue(face.bar.maximum())
    assert "account:a99\nusage" in {one.key for one in face.drawing.spots}


def test_the_table_says_how_far_off(face):
    face.shown = heat(weeks=9)
    head, rows = face.lines()
    assert head[:2] == ("Account", "Week of 23 Nov 2026")
    assert rows[0][0] == "Aldermoor Freight 0"
    assert rows[0][-1] == "12.5 (\N{MINUS SIGN}50 %)"
    assert rows[0][2] == "not measured"
