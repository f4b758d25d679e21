"""The widget of tickets: counts, ages and weeks as marks, its table."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_tickets import AGES, AgeBand, TicketsShown, TicketWeek
from healthdesk.core.domain.widget import Mark
from healthdesk.gui.widgets.tickets import SPEC, Face
from tests.boards import DAY
from tests.gui.widgets.drawn import check, rooms


def tickets(weeks=26, scale=1):
    ages = tuple(
        AgeBand(low, high, scale * count, min(count, 2), count)
        for (low, high), count in zip(AGES, (6, 26, 0, 43, 6), strict=True)
    )
    course = tuple(
        TicketWeek(DAY - 7 * back, DAY - 7 * back + (6 if back else 0), scale * (back % 9), 4)
        for back in range(weeks - 1, -1, -1)
    )
    keys = ("open", "urgent", *(one.key for one in ages))
    keys = (*keys, *(f"{way}:{one.first}" for one in course for way in ("opened", "closed")))
    marks = tuple(Mark(key, key, frozenset({key})) for key in keys)
    return TicketsShown(
        open=81 * scale, urgent=8, median=12.0, ages=ages, weeks=course, marks=marks
    )


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "shown",
    [TicketsShown(), tickets(1), tickets(), tickets(52, 40_000)],
    ids=["empty", "one week", "usual", "huge"],
)
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_every_bar_is_a_mark_that_there_is(face, qtbot):
    face.resize(600, 170)
    face.show_data(tickets())
    pressed_keys = {one.key.removeprefix("mark:") for one in face.drawing.spots if one.key}
    assert {"open", "urgent", "age:0", "age:31", f"closed:{DAY}"} <= pressed_keys
    assert "age:8" not in pressed_keys
    assert pressed_keys <= {one.key for one in face.shown.marks}
    with qtbot.waitSignal(face.mark_pressed) as pressed:
        face.press("mark:age:3")
    assert pressed.args[0].key == "age:3"
    face.show_marked(frozenset({"age:3"}))
    assert {one.alpha for one in face.drawing.fills if one.color == "s2"} <= {0.4, 1.0}
    assert sum(one.alpha == 1.0 and one.color == "downfill" for one in face.drawing.fills) == 1


def test_the_running_week_is_told(face):
    face.shown = tickets()
    tips = [one.tip for one in face.lay_out(QSizeF(600, 170)).spots]
    assert "The week is not over" in tips[-1]
    assert "Closed: 4" in tips[-1]


def test_a_narrow_tile_has_the_ages_alone_and_a_tall_one_both(face):
    face.shown = tickets()
    flat = [one.text for one in face.lay_out(QSizeF(220, 150)).texts]
    tall = [one.text for one in face.lay_out(QSizeF(220, 400)).texts]
    assert "opened" not in flat
    assert "opened" in tall


def test_the_table_holds_the_same_counts(face):
    face.shown = tickets(2)
    head, rows = face.lines()
    assert len(rows) == len(AGES) + 2
    assert rows[3] == ("15 to 30 days", "43", "2", "", "")
    assert rows[-1][head.index("Opened")] == "1"
