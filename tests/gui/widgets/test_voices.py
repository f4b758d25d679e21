"""The widget of comments: tones as shapes and marks, estimates told, rows open the Timeline."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF

from healthdesk.core.domain.board_voice import Comment, Voices
from healthdesk.core.domain.widget import Mark
from healthdesk.gui.widgets.voices import SPEC, Face
from tests.boards import DAY
from tests.gui.widgets.drawn import check, rooms


def comment(number=0, tone=-0.6, name="Tindra Dairy", said="Wrong invoices again.", guess=False):
    return Comment(f"a{number}", name, DAY - number, "NPS", said, "Ada", "3 of 10", tone, guess)


def voices(*some):
    counts = (("negative", 1_535), ("neutral", 94), ("positive", 734), ("unknown", 1_998))
    marks = tuple(Mark(tone, tone, frozenset({tone})) for tone, _ in counts)
    return Voices(comments=some, counts=counts, marks=marks, total=len(some), newest=DAY)


USUAL = voices(comment(), comment(1, 0.0), comment(2, 0.7, guess=True), comment(3, None))
CROWDED = voices(*(comment(n, name="Long name " * 20, said="Word " * 300) for n in range(60)))


@pytest.fixture
def face(qtbot, ui):
    made = Face(ui)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    "shown", [Voices(), voices(comment()), USUAL, CROWDED], ids=["empty", "one", "usual", "crowded"]
)
def test_nothing_overlaps_at_any_size(face, shown):
    face.shown = shown
    for place in rooms(SPEC.limits, SPEC.size):
        check(face.lay_out(place), place, face.measure)


def test_tones_are_shapes_and_estimates_hollow(face):
    face.shown = USUAL
    drawn = face.lay_out(QSizeF(500, 240))
    rows = drawn.dots[4:]
    assert [one.shape for one in rows] == ["square", "triangle", "circle", "diamond"]
    assert [bool(one.line) for one in rows] == [False, False, True, True]
    words = [one.text for one in drawn.texts]
    assert "NPS 3 of 10, negative" in words
    assert "NPS 3 of 10, positive, estimated" in words
    assert "NPS 3 of 10, tone not known" in words


def test_rows_open_the_timeline_and_tones_narrow(face, qtbot):
    face.resize(500, 240)
    face.show_data(USUAL)
    with qtbot.waitSignal(face.account_pressed) as pressed:
        face.press(face.drawing.spots[4].key)
    assert pressed.args == ["a0", "timeline"]
    with qtbot.waitSignal(face.mark_pressed) as pressed:
        face.press(face.drawing.spots[0].key, add=True)
    assert pressed.args == [USUAL.marks[0], True]


def test_the_table_holds_the_whole_comment(face):
    face.shown = CROWDED
    head, rows = face.lines()
    assert len(rows) == 60
    assert rows[0][head.index("Comment")] == "Word " * 300
    assert rows[0][head.index("Tone")] == "negative"
