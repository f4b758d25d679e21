"""Heat map and small cards: every figure in words, no text over another, presses told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest

from healthdesk.core.domain.usage_view import Pair, SeatUse
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import usage_side_layout as layout
from healthdesk.gui.parts import week_heat_layout as heat
from healthdesk.gui.parts.usage_side_layout import Split
from healthdesk.gui.parts.week_heat import WeekHeat
from tests.gui.panels import usage_answers as story
from tests.gui.parts.test_composition import inside, measure, texts_apart

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = Words(QLocale("en_GB"))
SPLIT = Split(story.FELL, "dip", "before 5 Nov", "since")
VIEW = story.view()


def said(drawing: layout.Drawing) -> list[str]:
    return [one.text for one in drawing.texts]


@given(st.floats(300, 1100), st.integers(1, 16))
def test_the_heat_map_keeps_its_texts_apart(width: float, rows: int) -> None:
    drawing = heat.heat(story.features(rows), width, measure, WORDS)
    assert texts_apart(drawing) == []
    assert inside(drawing)
    assert drawing.height == heat.ROW * rows + heat.FOOT


def test_a_week_that_was_not_measured_is_outlined_never_coloured() -> None:
    view = story.features(2)
    drawing = heat.heat(view, 700, measure, WORDS)
    assert len(drawing.fills) == 2 * 25
    dashed = [one for one in drawing.strokes if one.dashes]
    assert len(dashed) == 2 * 4
    assert heat.cell_words(view, view.rows[0], 24, WORDS).endswith("not measured")
    assert heat.cell_words(view, view.rows[1], 25, WORDS).endswith("none")
    head, lines = heat.table(view, WORDS)
    assert len(head) == len(lines[0]) == 28
    assert lines[1][:4] == ("Feature 1 of the shop floor", "down", "0", "not measured")


@pytest.fixture
def drawn(qtbot: QtBot, theme: Theme) -> WeekHeat:
    made = WeekHeat(theme, WORDS)
    qtbot.addWidget(made)
    made.resize(700, 100)
    made.show_features(story.features(3))
    made.show()
    return made


def test_cells_and_names_answer_pointer_and_keys(qtbot: QtBot, drawn: WeekHeat) -> None:
    at = heat.grid(story.features(3), 700, drawn.measure)
    where = QPoint(round(at.x(2.5)), round(heat.ROW * 1.5))
    QTest.mouseMove(drawn, where)
    assert "8 Jun to 14 Jun 2026\n1 uses a day" in drawn.read_out.words
    with qtbot.waitSignal(drawn.cell_pressed) as cell:
        QTest.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=where)
    assert cell.args == ["f1", story.features().weeks[2]]
    with qtbot.waitSignal(drawn.metric_pressed) as name:
        QTest.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=QPoint(10, 8))
    assert name.args == ["f0"]
    drawn.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(drawn, Qt.Key.Key_Down)
    with qtbot.waitSignal(drawn.cell_pressed) as cell:
        QTest.keyClick(drawn, Qt.Key.Key_Return)
    assert cell.args == ["f1", story.features().weeks[-1]]


@given(st.floats(260, 480))
def test_side_cards_keep_their_texts_apart(width: float) -> None:
    assert VIEW.weekdays is not None
    assert VIEW.steady is not None
    for drawing in (
        layout.weekdays(VIEW.weekdays, SPLIT, width, measure, WORDS),
        layout.steadiness(VIEW.steady, SPLIT, width, measure, WORDS),
        layout.seats(VIEW.seats, width, measure, WORDS),
        layout.people(VIEW.people, width, measure, WORDS),
    ):
        assert texts_apart(drawing) == []
        assert inside(drawing)


def test_weekdays_show_pairs_and_say_what_is_missing() -> None:
    assert VIEW.weekdays is not None
    drawing = layout.weekdays(VIEW.weekdays, SPLIT, 340, measure, WORDS)
    assert [one.color for one in drawing.fills].count("downfill") == 8
    assert sum(one.hatched for one in drawing.fills) == 1
    tips = [one.tip for one in drawing.spots]
    assert tips[0] == "Mon: 50 on 8 days before 5 Nov; 19 on 2 days since"
    assert tips[6].startswith("Sun: not measured")
    alone = layout.weekdays(replace(VIEW.weekdays, since=()), Split(), 340, measure, WORDS)
    assert "last 8 weeks" in said(alone)


def test_steadiness_says_when_users_are_not_known() -> None:
    assert VIEW.steady is not None
    rows = {name: (a, b) for name, a, b in layout.steady_rows(VIEW.steady, WORDS)}
    assert rows["Days with use, of 19"] == ("19", "19")
    assert ("", "users not known") in rows.values()
    known = replace(VIEW.steady, top_users=Pair(None, 0.4), active=Pair(None, 3), of_before=0)
    rows = {name: (a, b) for name, a, b in layout.steady_rows(known, WORDS)}
    assert ("not known", "40 %") in rows.values()
    assert rows["Days with use, of 19"] == ("not known", "3")


@pytest.mark.parametrize(
    ("seats", "words"),
    [
        (VIEW.seats, "37 seats unused, worth €113k of €184k a year"),
        (replace(VIEW.seats, arr=None, worth=None), "37 seats unused, their price is not known"),
        (replace(VIEW.seats, used=60.0), "All seats are used"),
        (replace(VIEW.seats, used=62.0, share=62 / 60), "2 more users than seats"),
        (SeatUse(), ""),
    ],
)
def test_idle_seats_in_words(seats: SeatUse, words: str) -> None:
    assert layout.idle_words(seats, WORDS) == words
    drawing = layout.seats(seats, 340, measure, WORDS)
    assert texts_apart(drawing) == []
    bars = [one for one in drawing.fills if one.color == "accentfill"]
    assert all(one.rect.right() <= 340.5 for one in bars)


def test_who_went_says_when() -> None:
    (ada,) = VIEW.people
    assert layout.person_words(ada, WORDS) == ("Ada Brennick, last use 4 Nov", "21", "none")
    left = replace(ada, left=story.FELL, since=None)
    assert layout.person_words(left, WORDS)[0] == "Ada Brennick, left 5 Nov"
    assert layout.person_words(left, WORDS)[2] == "not known"
