"""The widget of human touches: against the portfolio's own counting, its marks, its room."""

from __future__ import annotations

import pytest

from healthdesk.core.domain.board_touches import TouchesShown, TouchWeek
from healthdesk.core.domain.touch_spans import touch_spans
from healthdesk.core.domain.widget import Mark
from healthdesk.core.services import board_touches, facts
from healthdesk.core.services.board_lives import lives
from healthdesk.gui.widgets.human_touches import SPEC, Face
from tests.boards import DAY, FIRST, ask, board_desk  # noqa: F401 - a fixture
from tests.gui.widgets.drawn import check, rooms


def shown(weeks=12, scale=1):
    course = tuple(
        TouchWeek(
            DAY - 7 * back, DAY - 7 * back + (6 if back else 0), scale * (back % 5), scale * 9
        )
        for back in range(weeks - 1, -1, -1)
    )
    keys = ["reached", "missed", *(one.live_key for one in course)]
    keys += [one.written_key for one in course]
    return TouchesShown(
        touches=857 * scale, before=999 * scale, reached=123, missed=5, two_way=0.4,
        weeks=course, marks=tuple(Mark(key, key, frozenset({key})) for key in keys),
    )  # fmt: skip


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("told", [TouchesShown(), shown(1), shown(), shown(52, 9_000)])
def test_nothing_overlaps_at_any_size(face, told):
    face.shown = told
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_bars_are_marks_and_the_table_holds_the_same_counts(face):
    face.resize(600, 170)
    face.show_data(shown())
    keys = {one.key.removeprefix("mark:") for one in face.drawing.spots if one.key}
    assert {"reached", "missed", f"written:{DAY}"} <= keys
    assert f"live:{DAY}" not in keys  # nothing to press where nothing is
    assert keys <= {one.key for one in face.shown.marks}
    texts = " ".join(one.text for one in face.drawing.texts)
    assert "they spoke to us in 40 %" in texts
    rows = face.lines()[1]
    assert (len(rows), rows[0][1:], rows[1][1:]) == (12, ("0", "9"), ("1", "9"))


def test_counts_are_those_of_the_portfolio_review(board_desk):  # noqa: F811
    told = board_desk.read(board_touches.touches, ask({}))

    def counted(tx):
        found = lives(tx, ask({}))
        ours = found.asked & found.now
        spans = [(FIRST, DAY), *((one.first, one.last) for one in told.weeks)]
        return touch_spans(facts.load(tx), spans, ours)

    whole, *weeks = board_desk.read(counted)
    assert told.touches == whole.count > 0
    assert (told.reached, told.two_way) == (whole.reached, whole.two_way)
    assert [(one.live, one.live + one.written) for one in told.weeks] == [
        (one.live, one.count) for one in weeks
    ]
    marks = {one.key: one.accounts for one in told.marks}
    assert len(marks.get("missed", ())) == told.missed
    assert not marks["reached"] & marks.get("missed", frozenset())
