"""The widget of features by adoption: bars as marks, changes, what was not measured."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_usage import FeatureAdoption, FeatureShare
from healthdesk.core.domain.widget import Mark
from healthdesk.gui.widgets.feature_adoption import SPEC, Face
from tests.gui.widgets.drawn import check, rooms

SOME = (
    FeatureShare("api", "API", 15, 20, 12, 20),
    FeatureShare("reports", "Reports", 20, 20, 20, 20),
    FeatureShare("maps", "Maps", 0, 20, 5, 20),
    FeatureShare("alerts", "Alerts", None, 20, None, 20),
    FeatureShare("chat", "Chat", 4, 20, None, 0),
)


def adoption(some=SOME, unheard=2):
    marks = tuple(
        Mark(f"{way}:{one.key}", f"{way} {one.name}", frozenset({way}))
        for one in some
        for way in ("used", "unused")
    )
    return FeatureAdoption(features=some, accounts=20, unheard=unheard, days=90, marks=marks)


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "shown",
    [
        FeatureAdoption(),
        adoption(SOME[:1], 0),
        adoption(),
        adoption(tuple(FeatureShare(f"f{n}", "Wide " * 40, n, 99, 0, 99) for n in range(60))),
    ],
    ids=["empty", "one", "some", "many"],
)
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_the_parts_of_a_bar_are_marks(face, qtbot):
    face.resize(520, 200)
    face.show_data(adoption())
    keys = [one.key for one in face.drawing.spots]
    assert keys[:4] == ["mark:used:api", "mark:unused:api", "mark:used:reports", "mark:unused:maps"]
    with qtbot.waitSignal(face.mark_pressed) as pressed:
        face.press("mark:unused:api")
    assert pressed.args[0].key == "unused:api"
    face.show_marked(frozenset({"used:api"}))
    alphas = [one.alpha for one in face.drawing.fills[:3]]
    assert alphas == [1.0, 0.4, 0.4]


def test_changes_and_what_is_not_known_are_words(face):
    face.shown = adoption()
    drawn = face.lay_out(QSizeF(520, 200))
    words = [one.text for one in drawn.texts]
    assert {"75 %", "15 of 20", "+15", "±0", "\N{MINUS SIGN}25", "no before"} <= set(words)
    assert [one.icon for one in drawn.glyphs] == ["arrow-up", "arrow-down"]
    assert sum(one.hatched for one in drawn.fills) == 1
    assert "2 accounts have no usage at all and are not counted" in words


def test_the_table_holds_the_same_figures(face):
    face.shown = adoption()
    head, rows = face.lines()
    assert len(head) == len(rows[0]) == 6
    assert rows[0] == ("API", "15", "20", "75 %", "60 %", "+15")
    assert rows[3][1] == "not measured"
