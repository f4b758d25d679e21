"""A waterfall's shown effects add up, its bars chain, its rows open to their evidence."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from healthdesk.core.domain.rounding import half_up
from healthdesk.core.domain.source_ref import RowRef, Sought
from healthdesk.core.domain.views import EvidenceRow, EvidenceView, WhyRow, WhyView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import waterfall_layout as layout
from healthdesk.gui.parts.composition_figures import dimension_colors
from healthdesk.gui.parts.waterfall import WaterfallChart
from healthdesk.gui.parts.waterfall_evidence import Evidence, evidence, series_tip, source_words
from healthdesk.gui.parts.waterfall_figures import Waterfall, sentence, waterfall
from tests.gui.panels import account_story as story
from tests.gui.parts.test_composition import figure, inside, measure, texts_apart

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = Words(QLocale("en_GB"))
COLORS = dimension_colors(["usage", "touch", "support", "voice", "commercial"])
DAYS = (story.THEN, story.TODAY)


def told() -> Waterfall:
    figures = waterfall(story.why(), COLORS)
    assert figures is not None
    return figures


@st.composite
def splits(draw: st.DrawFn) -> WhyView:
    """Any split: readings and weights of some measures, caps and a new model."""
    effects = draw(st.lists(st.floats(-20, 20), min_size=1, max_size=14))
    rows = [
        WhyRow(
            draw(st.sampled_from(["reading", "weight"])),
            f"usage.m{index // 2}",
            effect,
            "moved",
            draw(st.sampled_from(["NPS", "A name that is far too long for its column " * 2])),
            "usage",
            "12.5 days",
            "a text that does not fit",
        )
        for index, effect in enumerate(effects)
    ]
    rows += [WhyRow("caps", "", draw(st.floats(-30, 30)), "", "Caps", "", "none", "Urgent ticket")]
    start = draw(st.floats(0, 100))
    change = sum(row.points for row in rows)
    return WhyView("a", 1, 2, start, start + change, change, tuple(rows))


@given(splits())
def test_shown_effects_add_up_to_the_change_of_the_shown_scores(view: WhyView) -> None:
    figures = waterfall(view, COLORS)
    assert figures is not None
    assert view.score_from is not None
    assert view.score_to is not None
    assert figures.change == half_up(view.score_to * 10) - half_up(view.score_from * 10)
    assert sum(row.points for row in figures.rows) == figures.change
    assert all(abs(row.points - row.effect * 10) <= 2 for row in figures.rows)


@given(splits(), st.floats(430, 1200))
def test_rows_keep_apart_and_inside(view: WhyView, width: float) -> None:
    figures = waterfall(view, COLORS)
    assert figures is not None
    rows = layout.rows(figures, width, layout.Shown({}, all_rows=True), measure, figure)
    for drawing in (
        layout.head(figures, width, measure),
        rows,
        layout.total(figures, width, measure, figure),
    ):
        assert texts_apart(drawing) == []
        assert inside(drawing)


@given(st.lists(st.floats(-40, 40), min_size=1, max_size=20), st.floats(24, 600))
def test_each_bar_starts_where_the_last_one_ended_inside_the_lane(
    effects: list[float], width: float
) -> None:
    bars = layout.steps(effects, width)
    assert all(a[1] == pytest.approx(b[0]) for a, b in pairwise(bars))
    places = [place for bar in bars for place in bar]
    assert min(places) >= -1e-6
    assert max(places) <= width + 1e-6


def test_the_story_reads_as_its_picture() -> None:
    figures = told()
    rows = layout.visible(figures, all_rows=False)
    assert [(row.name, figure(row.points, True)) for row in rows][:3] == [
        ("Active users a day", "-5.9"),
        ("Open high tickets", "-5.0"),
        ("Days since touch", "-4.4"),
    ]
    assert rows[-1].name == "Health model"
    assert layout.point_color(-25, "profile") == "text2"
    words = [text.text for text in layout.total(figures, 621, measure, figure).texts]
    assert words == ["Sum of 11 rows, equal to the change 84.2 to 51.2", "-33.0"]
    assert layout.model_words("Default v6", "Default v7") == "Default v6 → v7"


@given(splits())
def test_the_sentence_says_the_figures_of_the_rows(view: WhyView) -> None:
    figures = waterfall(view, COLORS)
    assert figures is not None
    said = sentence(figures, WORDS)
    assert bool(said) == bool(figures.change)
    if said:
        assert f"{WORDS.number(abs(figures.change) / 10, 1)} points" in said
    if "Mainly" in said:
        shown = {f"({WORDS.signed(row.points / 10, 1)})." for row in figures.rows}
        assert any(said.endswith(one) for one in shown)


def test_long_names_and_values_get_room_from_the_lane() -> None:
    usual, asked = layout.lanes(621), layout.lanes(621, (170.0, 80.0, 70.0))
    assert (asked.name_width, asked.then_width, asked.now_width) == (170.0, 80.0, 70.0)
    assert asked.lane_width < usual.lane_width
    assert layout.lanes(621, (400.0, 200.0, 200.0)).lane_width >= 119


def test_reading_and_weight_of_a_measure_are_one_row() -> None:
    rows = (
        WhyRow("reading", "voice.nps", -2.0, "NPS fell", "NPS", "voice", "+67", "+33"),
        WhyRow("weight", "voice.nps", 0.5, "NPS counts less", "NPS", "voice", "+67", "+33"),
    )
    view = WhyView("a", 1, 2, 60.0, 58.5, -1.5, rows)
    figures = waterfall(view, COLORS)
    assert figures is not None
    (row,) = figures.rows
    assert (row.points, row.parts, row.text) == (-15, (-2.0, 0.5), "NPS fell NPS counts less")


def test_a_day_without_a_score_has_no_waterfall() -> None:
    assert waterfall(replace(story.why(), score_from=None), COLORS) is None


def test_evidence_says_what_when_and_from_where() -> None:
    drawing = evidence(
        Evidence("usage.level", "x", view=story.evidence()), DAYS, 621, measure, WORDS
    )
    texts = [text.text for text in drawing.texts]
    assert "Ada Brennick, sponsor" in texts
    assert "Depot Mirow, 3 users" not in texts
    assert "1 more" in texts
    assert "56 daily values" in texts
    assert "usage_november.csv, rows 10,412 to 10,439, imported 23 Nov 2026" in texts
    assert len(drawing.curves) == 1
    marks = [line.x1 for line in drawing.strokes if line.dashes]
    assert len(marks) == 2
    assert texts_apart(drawing) == []


@given(st.floats(430, 1200), st.booleans())
def test_evidence_fits_any_card(width: float, expanded: bool) -> None:
    long = EvidenceRow(
        story.TODAY, "An answer that goes on and on " * 5, "a value that is long " * 3
    )
    view = replace(story.evidence(), rows=(long,) * 9, total_rows=9, title="A title " * 20)
    block = Evidence(
        "usage.level", "x", view=view, expanded=expanded, weight_note="+1.2 of it by weight"
    )
    drawing = evidence(block, DAYS, width, measure, WORDS)
    assert texts_apart(drawing) == []
    assert inside(drawing)
    assert max(text.rect.bottom() for text in drawing.texts) <= drawing.height


def test_daily_values_alone_are_summed_by_window() -> None:
    rows = tuple(EvidenceRow(at, "Active users", "3", "usage") for at in story.evidence().days)
    view = replace(story.evidence(), rows=rows, total_rows=56)
    drawing = evidence(Evidence("k", "x", view=view), DAYS, 621, measure, WORDS)
    texts = [text.text for text in drawing.texts]
    assert "Sum of the daily values" in texts
    assert "27 Oct to 23 Nov" in texts
    assert any(text.endswith("on 28 of 28 days") for text in texts)
    assert not any("more" in text for text in texts)


def test_a_broken_series_stays_broken() -> None:
    values = tuple(None if 10 <= i < 20 else v for i, v in enumerate(story.evidence().values))
    view = replace(story.evidence(), values=values)
    (curve,) = evidence(Evidence("k", "x", view=view), DAYS, 621, measure, WORDS).curves
    assert curve.points[10:20] == (None,) * 10
    assert series_tip(view, 15 / 55, WORDS).endswith("no data")
    assert series_tip(view, 1.0, WORDS).startswith("Mon 23 Nov 2026")


def test_facts_by_hand_have_no_file() -> None:
    assert source_words((), WORDS) == "Written by hand in this desk"


def made(qtbot: QtBot, theme: Theme) -> WaterfallChart:
    chart = WaterfallChart(theme, WORDS)
    qtbot.addWidget(chart)
    chart.resize(620, 460)
    chart.show_figures(told(), DAYS)
    with qtbot.waitActive(chart):
        chart.show()
        chart.activateWindow()
    return chart


def centre(chart: WaterfallChart, key: str) -> QPoint:
    spot = next(spot for spot in chart.rows.drawing.spots if spot.key == key)
    return spot.rect.center().toPoint()


def test_a_press_opens_a_row_and_asks_for_its_facts(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    with qtbot.waitSignal(chart.rows.evidence_requested) as asked:
        qtbot.mouseClick(
            chart.rows, Qt.MouseButton.LeftButton, pos=centre(chart, "row:support.open")
        )
    assert asked.args == ["support.open"]
    before = chart.rows.height()
    chart.set_evidence(story.tickets())
    assert any("#5107" in text.text for text in chart.rows.drawing.texts)
    assert chart.rows.height() == round(chart.rows.drawing.height)
    qtbot.mouseClick(chart.rows, Qt.MouseButton.LeftButton, pos=centre(chart, "row:support.open"))
    assert chart.rows.height() < before


def test_more_facts_open_in_place_and_values_are_asked_for(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    chart.rows.toggle("usage.level")
    chart.set_evidence(story.evidence())
    qtbot.mouseClick(chart.rows, Qt.MouseButton.LeftButton, pos=centre(chart, "facts:usage.level"))
    assert any(text.text == "Depot Mirow, 3 users" for text in chart.rows.drawing.texts)
    with qtbot.waitSignal(chart.rows.values_requested) as asked:
        spot = centre(chart, "values:usage.level")
        qtbot.mouseClick(chart.rows, Qt.MouseButton.LeftButton, pos=spot)
    assert asked.args == ["usage.level"]
    box = next(s.rect for s in chart.rows.drawing.spots if s.key == "series:usage.level")
    assert "2026: " in chart.rows.tip(QPointF(box.center()))


def test_keys_walk_and_open_rows(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    rows = chart.rows
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    assert rows.current == "usage.level"
    for key, current in (
        (Qt.Key.Key_Down, "support.open"),
        (Qt.Key.Key_Down, "touch.since"),
        (Qt.Key.Key_Up, "support.open"),
        (Qt.Key.Key_End, "rest"),
    ):
        QTest.keyClick(rows, key)
        assert rows.current == current
        assert rows.accessibleDescription()
    assert rows.accessibleDescription() == "Measures that hardly moved it"
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert any(row.startswith("commercial.overdue") for row in rows.walk())
    QTest.keyClick(rows, Qt.Key.Key_Home)
    QTest.keyClick(rows, Qt.Key.Key_Right)
    assert set(rows.blocks) == {"usage.level"}
    QTest.keyClick(rows, Qt.Key.Key_Left)
    assert not rows.blocks


def test_a_changed_model_asks_for_its_versions_like_any_other_row(
    qtbot: QtBot, theme: Theme
) -> None:
    chart = made(qtbot, theme)
    with qtbot.waitSignal(chart.rows.evidence_requested) as asked:
        chart.rows.toggle("profile")
    assert asked.args == ["profile"]
    told = EvidenceRow(
        story.TODAY, "Default, version 7: the trend counts", "", "profile_version", 7
    )
    refs = (RowRef("profile_version", 7),)
    chart.set_evidence(EvidenceView("profile", "Health model", rows=(told,), refs=refs))
    assert any("the trend counts" in text.text for text in chart.rows.drawing.texts)
    with qtbot.waitSignal(chart.rows.sources_requested) as wanted:
        chart.rows.spot_clicked.emit("fact:profile:0")
    assert wanted.args == ["profile", 0]


def test_a_row_without_facts_says_what_was_looked_for(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    chart.rows.toggle("usage.level")
    sought = Sought("Looked for tickets up to 23 Nov", "Tickets come with tickets.csv.")
    chart.set_evidence(EvidenceView("usage.level", "Tickets", sought=sought))
    told = [text.text for text in chart.rows.drawing.texts]
    assert "Looked for tickets up to 23 Nov: none" in told
    assert "Tickets come with tickets.csv." in told
    assert "Written by hand in this desk" not in told


def test_facts_that_cannot_be_read_say_so_under_their_row(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    chart.rows.toggle("usage.level")
    chart.rows.set_trouble("The file is locked.")
    assert any(text.text == "The file is locked." for text in chart.rows.drawing.texts)
    chart.set_evidence(story.evidence())
    assert not any(text.text == "The file is locked." for text in chart.rows.drawing.texts)


def test_open_rows_read_their_facts_again_for_other_days(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    chart.rows.toggle("usage.level")
    chart.set_evidence(story.evidence())
    with qtbot.waitSignal(chart.rows.evidence_requested) as asked:
        chart.show_figures(told(), (story.THEN + 1, story.TODAY))
    assert asked.args == ["usage.level"]
    assert chart.rows.blocks["usage.level"].view is None


def test_evidence_for_a_closed_row_is_dropped(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    chart.set_evidence(EvidenceView("voice.nps", "NPS"))
    assert not chart.rows.blocks


def test_facts_that_were_opened_go_along_with_their_sources(theme: Theme, qtbot: QtBot) -> None:
    chart = WaterfallChart(theme, WORDS)
    qtbot.addWidget(chart)
    chart.show_figures(told(), DAYS)
    head, lines = chart.switch.figures()
    view = story.evidence()
    chart.set_evidence(view)
    longer, facts = chart.switch.figures()
    assert longer == (*head, "Day", "Fact", "Value", "Source")
    values = sum(one is not None for one in view.values)
    assert len(facts) == len(lines) + len(view.rows) + values
    assert any(source.file in line[-1] for source in view.sources for line in facts)
    chart.show_figures(told(), DAYS)
    assert chart.switch.figures() == (head, lines)
