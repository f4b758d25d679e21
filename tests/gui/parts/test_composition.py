"""A composition's figures add up, its bars share one scale, its texts never overlap."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from healthdesk.core.domain.views import CompositionView, DimensionView, MeasureView
from healthdesk.gui.base.theme import Role, Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import composition_layout as layout
from healthdesk.gui.parts.composition import CompositionChart
from healthdesk.gui.parts.composition_figures import Composed, compose, dimension_colors
from healthdesk.gui.parts.drawing import Drawing, ink
from tests.gui.panels import account_story as story

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

SIZES = {"small": 11, "body": 13, "title": 20, "figure": 28}


def measure(text: str, role: Role, weight: int) -> float:
    """Widths about as Inter's, without fonts."""
    return len(text) * SIZES[role] * (0.56 if weight < 600 else 0.58)


def figure(tenths: int, signed: bool) -> str:
    return f"{tenths / 10:+.1f}" if signed else f"{tenths / 10:.1f}"


def texts_apart(drawing: Drawing) -> list[tuple[str, str]]:
    """Pairs of texts whose letters cover one another."""
    inks = [(text.text, ink(text, measure).adjusted(0.5, 2, -0.5, -2)) for text in drawing.texts]
    return [(a, b) for (a, left), (b, right) in combinations(inks, 2) if left.intersects(right)]


def inside(drawing: Drawing) -> bool:
    """Whether every text stays within the drawing's width."""
    inks = [ink(text, measure) for text in drawing.texts]
    return all(rect.left() >= -1 and rect.right() <= drawing.width + 1 for rect in inks)


@st.composite
def compositions(draw: st.DrawFn) -> CompositionView:
    """A score of any shape: some measures missing, any weights, long names."""
    shares = draw(st.lists(st.floats(0.01, 50), min_size=1, max_size=25))
    whole = sum(shares)
    rows: list[MeasureView] = []
    for index, share in enumerate(shares):
        points = draw(st.floats(0, 100))
        name = draw(
            st.sampled_from(["NPS", "Active users a day", "A name that is far too long " * 3])
        )
        weight = share / whole * 100
        key = f"d{index % 4}.m{index}"
        rows.append(
            story.measure(key, name, "12.5 days", "as of 23 Nov", weight * points / 100, weight)
        )
    rows.append(story.measure("d0.none", "Not measured", "", "28 days", 0, 1, missing=True))
    dimensions: list[DimensionView] = [
        story.dimension(key, f"Dimension {key}", tuple(row for row in rows if row.dimension == key))
        for key in sorted({row.dimension for row in rows})
    ]
    score = sum(row.contribution for row in rows)
    return story.composition(
        dimensions=tuple(dimensions), score=score, computed=score, uncapped=score
    )


@given(compositions())
def test_shown_rows_add_up_to_the_shown_score(view: CompositionView) -> None:
    figures = compose(view)
    assert figures.earned == figures.total
    assert sum(dimension.of for dimension in figures.dimensions) == 1000
    assert all(0 <= row.points <= row.of for one in figures.dimensions for row in one.measures)


@given(compositions(), st.floats(430, 1100))
def test_no_text_covers_another_and_none_leaves_the_card(
    view: CompositionView, width: float
) -> None:
    figures = compose(view)
    for make in (layout.head, layout.rows, layout.total):
        drawing = make(figures, width, measure, figure)
        assert texts_apart(drawing) == []
        assert inside(drawing)


@given(compositions(), st.floats(430, 1100))
def test_segments_fill_the_bar_and_row_bars_share_one_scale(
    view: CompositionView, width: float
) -> None:
    figures = compose(view)
    head = layout.head(figures, width, measure, figure)
    rest = [fill for fill in head.fills if fill.hatched]
    earned = sum(row.earned for one in figures.dimensions for row in one.measures)
    assert all(fill.rect.left() == pytest.approx(min(earned, 100) * width / 100) for fill in rest)
    drawing = layout.rows(figures, width, measure, figure)
    fills = drawing.fills
    places = {spot.key: spot.rect for spot in drawing.spots}
    rows = [row for one in figures.dimensions for row in one.measures if not row.missing]
    # A bar too thin to be seen is not drawn: its row is there with no width.
    wide = [
        sum(
            fill.rect.width()
            for fill in fills
            if fill.rect.height() == 10 and places[f"measure:{row.key}"].contains(fill.rect)
        )
        for row in rows
    ]
    scale = max(wide) / max(row.weight for row in rows)
    assert wide == pytest.approx([row.weight * scale for row in rows], abs=0.1)
    assert max(fill.rect.right() for fill in fills) <= layout.columns(width).points + 1


def shown(figures: Composed) -> list[tuple[str, str, str]]:
    return [
        (row.name, figure(row.points, False), figure(-row.costs, True))
        for one in figures.dimensions
        for row in one.measures
    ]


def test_the_story_shows_the_figures_of_its_picture() -> None:
    figures = compose(story.composition())
    assert shown(figures)[:3] == [
        ("Active users a day", "9.2", "-10.8"),
        ("Usage trend", "0.9", "-9.1"),
        ("Feature breadth", "5.8", "-4.2"),
    ]
    assert [figure(one.points, False) for one in figures.dimensions] == [
        "15.9",
        "11.1",
        "7.9",
        "8.9",
        "7.4",
    ]
    assert (figures.total, figures.title) == (512, "Score, no cap and no override")
    at = layout.columns(548)
    assert (at.name, at.value, at.bar, at.bar_width) == (116, 188, 270, 152)


def test_caps_and_override_stand_between_the_measures_and_the_score() -> None:
    figures = compose(story.overridden(), "3 Dec")
    assert [(row.kind, row.change) for row in figures.adjustments] == [
        ("caps", -122),
        ("override", 360),
    ]
    assert figures.earned + sum(row.change for row in figures.adjustments) == figures.total
    assert "Nadia until 3 Dec: Renewal signed" in figures.adjustments[1].text
    texts = [text.text for text in layout.head(figures, 548, measure, figure).texts]
    assert "75.0 shown" in texts


def test_missing_is_never_shown_as_zero() -> None:
    figures = compose(story.unknown())
    assert figures.total is None
    assert figures.title == "No score: data covers 15 % of the model"
    texts = [text.text for text in layout.rows(figures, 548, measure, figure).texts]
    assert texts.count("no data") == 3
    assert "0.0" not in texts
    assert "of 0" not in texts


def test_known_dimensions_keep_their_colour_and_others_get_a_free_one() -> None:
    colors = dimension_colors(["adoption", "touch", "usage"])
    assert (colors["touch"], colors["usage"]) == ("s3", "s1")
    assert colors["adoption"] not in {"s1", "s3"}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_many_measures_scroll_between_head_and_total(qtbot: QtBot, theme: Theme, mode: str) -> None:
    theme.choose(mode="dark" if mode == "dark" else "light")
    chart = CompositionChart(theme, Words())
    qtbot.addWidget(chart)
    chart.resize(560, 420)
    chart.show_view(story.crowded())
    chart.show()
    assert chart.head.isVisible()
    assert chart.total.geometry().bottom() <= chart.height()
    assert chart.rows.height() > chart.height()
    assert not chart.grab().isNull()


@pytest.mark.parametrize("dense", range(len(layout.HEIGHTS)))
def test_rows_stand_closer_without_touching(dense: int) -> None:
    figures = compose(story.overridden(), "3 Dec")
    drawing = layout.rows(figures, 548, measure, figure, dense=dense)
    assert texts_apart(drawing) == []
    assert inside(drawing)
    assert drawing.height == layout.rows_height(figures, dense)


def test_with_caps_and_an_override_all_rows_fit_a_laptop(qtbot: QtBot, theme: Theme) -> None:
    chart = CompositionChart(theme, Words())
    qtbot.addWidget(chart)
    chart.resize(548, 572)  # what a window of 1440 x 900 gives it
    chart.show_view(story.overridden())
    chart.show()
    assert chart.rows.dense == len(layout.HEIGHTS) - 1
    room = chart.height() - chart.head.minimumHeight() - chart.total.minimumHeight()
    assert chart.rows.minimumHeight() <= room


def test_elided_names_are_told_in_the_tooltip(qtbot: QtBot, theme: Theme) -> None:
    chart = CompositionChart(theme, Words())
    qtbot.addWidget(chart)
    chart.resize(560, 420)
    chart.show_view(story.crowded())
    tip = chart.rows.tip(QPointF(20, 42))
    assert tip == "Measure number 0 with a name that is much too long for its column"


def test_ctrl_t_turns_it_into_its_table_and_back(qtbot: QtBot, theme: Theme) -> None:
    chart = CompositionChart(theme, Words())
    qtbot.addWidget(chart)
    chart.show_view(story.composition())
    with qtbot.waitActive(chart):
        chart.show()
        chart.activateWindow()
    switch = chart._switch
    switch.setFocus()
    QTest.keyClick(switch, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert switch.as_table
    model = switch.table.model()
    assert model.rowCount() == 12
    assert model.index(0, 0).data() == "Active users a day"
    QTest.keyClick(switch.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert not switch.as_table
    assert "NPS, +33" in switch.accessibleDescription()


def test_the_tooltip_has_all_digits(qtbot: QtBot, theme: Theme) -> None:
    chart = CompositionChart(theme, Words())
    qtbot.addWidget(chart)
    chart.resize(572, 700)
    view = story.composition(score=48.69565217, computed=48.69565217, uncapped=48.69565217)
    chart.show_view(view)
    exact = [spot for spot in chart.total.drawing.spots if spot.tip.startswith("Exactly ")]
    assert chart.total.tip(exact[0].rect.center()).startswith("Exactly 48.695652\n")
    assert "exactly 9.180000 of 20.000000 points" in chart.rows.tip(QPointF(300, 42))
