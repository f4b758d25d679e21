"""The widgets of NPS and CSAT: figure, opinions as marks, course, few answers told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_voice import Opinion, SurveyCourse, SurveyPoint
from healthdesk.core.domain.widget import Mark
from healthdesk.gui.widgets import csat, nps
from tests.boards import DAY
from tests.gui.widgets.drawn import check, rooms

NPS = (
    Opinion("promoters", "Promoters", 129, 60),
    Opinion("passives", "Passives", 67, 40),
    Opinion("detractors", "Detractors", 35, 20),
)
CSAT = (
    Opinion("satisfied", "Satisfied", 13_300, 60),
    Opinion("neutral", "Neutral", 0, 0),
    Opinion("dissatisfied", "Dissatisfied", 2_300, 20),
)
COURSE = tuple(
    SurveyPoint(DAY - 14 * back, None if back == 5 else 10.0 + back, 40)
    for back in range(12, -1, -1)
)
ONE = SurveyCourse(
    score=10.0, answers=231, accounts=80, opinions=NPS, course=COURSE, window=180,
    marks=tuple(Mark(one.key, one.name, frozenset({one.key})) for one in NPS),
)  # fmt: skip
LOST = (replace(NPS[0], answers=0), replace(NPS[1], answers=0), replace(NPS[2], answers=7))
FEW = replace(ONE, answers=7, score=-100.0, opinions=LOST, course=COURSE[-1:])
SILENT = replace(ONE, answers=0, score=None, opinions=tuple(replace(o, answers=0) for o in NPS))
MEAN = replace(
    ONE,
    opinions=CSAT,
    answers=15_600,
    score=4.1,
    course=tuple(SurveyPoint(one.day, 3.95 + n / 40, 40) for n, one in enumerate(COURSE)),
)


@pytest.fixture
def face(qtbot, ui):
    made = nps.Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def mean_face(qtbot, ui):
    made = csat.Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "shown", [SurveyCourse(), ONE, FEW, SILENT], ids=["empty", "usual", "few", "silent"]
)
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(nps.SPEC.limits, nps.SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_csat_stands_as_well(mean_face):
    mean_face.shown = MEAN
    for place in rooms(csat.SPEC.limits, csat.SPEC.size):
        check(mean_face.lay_out(place), place, mean_face.measure)
    words = [one.text for one in mean_face.lay_out(QSizeF(400, 240)).texts]
    assert {"4.1", "+0.1"} <= set(words)


def test_opinions_are_marks_twice_and_fade(face, qtbot):
    face.resize(400, 200)
    face.show_data(ONE)
    keys = [one.key for one in face.drawing.spots if one.key]
    assert keys == [f"mark:{one.key}" for one in NPS] * 2
    with qtbot.waitSignal(face.mark_pressed) as pressed:
        face.press("mark:detractors")
    assert pressed.args[0].key == "detractors"
    face.show_marked(frozenset({"detractors"}))
    assert [one.alpha for one in face.drawing.fills] == [0.4, 0.4, 1.0]


def test_few_answers_are_counted_and_none_is_no_zero(face):
    face.shown = FEW
    words = [one.text for one in face.lay_out(QSizeF(300, 160)).texts]
    assert {"\N{MINUS SIGN}100", "n 7"} <= set(words)
    face.shown = SILENT
    drawn = face.lay_out(QSizeF(300, 160))
    assert drawn.texts[0].text == "not measured"
    assert any(one.hatched for one in drawn.fills)


def test_the_course_breaks_where_nobody_answered(face):
    face.shown = ONE
    drawn = face.lay_out(QSizeF(400, 220))
    assert drawn.curves[0].points[7] is None
    tips = [one.tip for one in drawn.spots if not one.key]
    assert "NPS: not measured" in tips[7]
    assert "NPS: +10" in tips[-1]
    assert "Answers: 40" in tips[-1]


def test_the_table_holds_opinions_and_course(face):
    face.shown = ONE
    head, rows = face.lines()
    assert len(rows) == 3 + len(COURSE)
    assert rows[0] == ("Promoters", "129", "60 accounts")
    assert rows[3] == ("23 Nov 2026", "40", "+10")
    assert len(head) == 3


def test_a_change_carries_its_arrow_and_the_axis_its_signs(face, mean_face):
    face.shown = ONE
    drawn = face.lay_out(QSizeF(400, 220))
    assert [(one.icon, one.color) for one in drawn.glyphs] == [("arrow-down", "down")]
    assert {"\N{MINUS SIGN}12", "+10", "+20"} <= {one.text for one in drawn.texts}
    mean_face.shown = MEAN
    drawn = mean_face.lay_out(QSizeF(400, 220))
    assert [(one.icon, one.color) for one in drawn.glyphs] == [("arrow-up", "up")]
    mean_face.shown = replace(MEAN, score=MEAN.course[0].score)
    assert not mean_face.lay_out(QSizeF(400, 220)).glyphs


def test_opinions_are_named_beside_or_beneath_their_figures(face):
    face.shown = ONE
    names = {one.name.lower() for one in NPS}
    beside, beneath, none = (face.lay_out(QSizeF(w, 180)).texts for w in (400, 240, 150))
    tops = {one.rect.top() for one in beside if one.text in names | {"129"}}
    assert len(tops) == 1
    below = {one.rect.top() for one in beneath if one.text in names}
    assert len(below) == 1
    assert min(below) > next(one.rect.top() for one in beneath if one.text == "129")
    assert not names & {one.text for one in none}
