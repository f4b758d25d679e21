"""The usage chart: days and values at their places, gaps open, words apart, presses told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QTest

from healthdesk.core.domain.usage_view import UsageSeries
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import usage_chart_layout as layout
from healthdesk.gui.parts import usage_chart_words as chart_words
from healthdesk.gui.parts.axis import is_weekend
from healthdesk.gui.parts.usage_chart import UsageChart, UsagePlot
from tests.gui.panels import usage_answers as story
from tests.gui.parts.test_composition import inside, measure, texts_apart

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = Words(QLocale("en_GB"))


def framed(drawn: layout.Lines, days: int = 126, width: float = 780) -> layout.Frame:
    return layout.frame(width, 290, (drawn.last - days + 1, drawn.last), drawn)


def front(view: layout.Lines, at: layout.Frame) -> layout.Drawing:
    whole = story.view()
    return layout.front(
        view, at, whole.events, story.FELL, whole.marks, measure=measure, words=WORDS
    )


def holed(values: dict[int, float | None]) -> UsageSeries:
    series = story.series()
    changed = [values.get(series.first + at, one) for at, one in enumerate(series.values)]
    return replace(series, values=tuple(changed))


@given(st.integers(14, 200), st.floats(320, 1400))
def test_texts_neither_overlap_nor_leave_the_chart(days: int, width: float) -> None:
    drawn = layout.lines(story.series(), daily=True)
    drawing = front(drawn, framed(drawn, days, width))
    assert texts_apart(drawing) == []
    assert inside(drawing)


@given(st.floats(1e-6, 1e9), st.integers(2, 6))
def test_grid_steps_are_round_and_few(span: float, most: int) -> None:
    step = layout.grid_step(span, most)
    assert span / step < most + 1
    digit = f"{step:.3e}"[:5]
    assert digit in {"1.000", "2.000", "5.000"}
    assert span / step >= most / 3 or most < 3


def test_weekends_are_shaded_only_where_days_are_shown() -> None:
    daily = layout.lines(story.series(), daily=True)
    shades = list(layout.ground(daily, framed(daily), (), None).fills)
    days = range(story.TODAY - 125, story.TODAY + 1)
    assert len(shades) == sum(is_weekend(day) for day in days)
    means = layout.lines(story.series(), daily=False)
    assert layout.ground(means, framed(means), (), None).fills == ()


def test_a_dip_has_its_stretch_its_line_and_rings_on_odd_days() -> None:
    drawn = layout.lines(story.series(), daily=True)
    at = framed(drawn)
    ground = layout.ground(drawn, at, (story.DIP,), story.FELL)
    (stretch,) = [one for one in ground.fills if one.color == "downsoft"]
    assert stretch.rect.left() == pytest.approx(at.x(story.FELL - 0.5))
    assert stretch.rect.right() == at.rect.right()
    rings = [one for one in layout.line(drawn, at, (story.DIP,)).dots if one.line == "down"]
    assert len(rings) == story.TODAY - story.FELL + 1
    (solid,) = [one for one in front(drawn, at).strokes if one.color == "down"]
    assert solid.x1 == pytest.approx(at.x(story.FELL - 0.5), abs=0.6)
    assert "Dip since Thu 5 Nov" in [one.text for one in front(drawn, at).texts]


def test_a_muted_fall_is_grey_and_has_no_rings() -> None:
    drawn = layout.lines(story.series(), daily=True)
    muted = replace(story.DIP, muted="most accounts fell")
    at = framed(drawn)
    assert layout.odd_days(drawn, (muted,)) == []
    colors = {one.color for one in layout.ground(drawn, at, (muted,), None).fills}
    assert colors == {"weekend"}
    assert layout.event_words(muted, WORDS) == "Muted dip since Thu 5 Nov"
    ended = replace(story.DIP, last=story.FELL + 3)
    assert layout.event_words(ended, WORDS) == "Dip 5 Nov to 8 Nov"
    assert layout.event_words(replace(ended, shift=True), WORDS) == "New level since Thu 5 Nov"


def test_missing_days_are_hatched_and_break_the_line() -> None:
    gone = dict.fromkeys(range(story.TODAY - 48, story.TODAY - 30))
    drawn = layout.lines(holed(gone), daily=True)
    at = framed(drawn)
    assert layout.holes(drawn) == [(story.TODAY - 48, story.TODAY - 31)]
    (hatched,) = [one for one in layout.ground(drawn, at, (), None).fills if one.hatched]
    assert hatched.rect.left() == pytest.approx(at.x(story.TODAY - 48.5))
    (curve,) = layout.line(drawn, at, ()).curves
    assert None in curve.points
    assert "no data" in [one.text for one in front(drawn, at).texts]


def test_a_feed_that_stopped_says_since_when() -> None:
    gone = dict.fromkeys(range(story.TODAY - 29, story.TODAY + 1))
    drawn = layout.lines(holed(gone), daily=True)
    at = framed(drawn)
    texts = [one.text for one in front(drawn, at).texts]
    assert any(one.startswith("no data since ") for one in texts)
    assert layout.last_known(drawn, at) == story.TODAY - 30


def test_what_is_measured_weekly_misses_no_days_between() -> None:
    weekly = {day: (800.0 if day % 7 == 0 else None) for day in range(story.FIRST, story.TODAY + 1)}
    drawn = layout.lines(holed(weekly), daily=True)
    assert drawn.pause == 7
    assert layout.holes(drawn) == []
    dots = layout.line(drawn, framed(drawn), ()).dots
    assert len(dots) == sum(day % 7 == 0 for day in range(story.TODAY - 125, story.TODAY + 1))


def test_the_axis_starts_at_none_unless_all_lies_far_above() -> None:
    drawn = layout.lines(story.series(), daily=True)
    assert framed(drawn).low == 0
    values = (800.0, 820.0, 810.0)
    high = layout.Lines(0, values, (None,) * 3, (None,) * 3)
    at = layout.frame(600, 200, (0, 2), high)
    assert 700 < at.low < 800
    assert at.y(800) < at.rect.bottom()


def test_the_band_ends_where_it_is_not_known() -> None:
    drawn = layout.lines(story.series(), daily=True)
    half = replace(drawn, low=(None,) * 150 + drawn.low[150:])
    (area,) = layout.bands(half, framed(half))
    assert min(point.x() for point in area.points) == pytest.approx(
        framed(half).x(half.first + 150)
    )


def test_the_read_out_says_value_normal_and_what_is_missing() -> None:
    view = story.view()
    series = holed({story.TODAY - 3: None})
    rows = dict(chart_words.read(series, view.events, view.marks, story.TODAY - 3, WORDS))
    assert rows["Active users"] == "no data"
    rows = dict(chart_words.read(story.series(), view.events, view.marks, story.TODAY, WORDS))
    assert rows["Active users"] == "19 users"
    assert rows["Dip"] == "\N{MINUS SIGN}62 %"
    rows = dict(chart_words.read(story.series(), view.events, view.marks, story.FELL - 15, WORDS))
    assert rows["Touch"] == "Email from them: Moving on"
    assert (
        "\N{LEFT DOUBLE QUOTATION MARK}My last day is near\N{RIGHT DOUBLE QUOTATION MARK}" in rows
    )
    implied = replace(story.series(), implied=frozenset({story.TODAY}))
    assert chart_words.value_words(implied, story.TODAY, WORDS) == "none (no row)"


@pytest.fixture
def chart(qtbot: QtBot, theme: Theme) -> UsageChart:
    made = UsageChart(theme, WORDS)
    qtbot.addWidget(made)
    made.resize(800, 300)
    view = story.view()
    made.plot.show_days(90)
    made.show_series(story.series(), view.events, story.FELL, view.marks)
    made.show()
    return made


def spot(plot: UsagePlot, day: int) -> QPoint:
    at = plot.frame
    assert at is not None
    return QPoint(round(at.x(day)), round(at.rect.center().y()))


def test_presses_tell_days_and_events(qtbot: QtBot, chart: UsageChart) -> None:
    plot = chart.plot
    with qtbot.waitSignal(plot.day_pressed) as day:
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=spot(plot, story.TODAY - 50))
    assert day.args == [story.TODAY - 50]
    at = plot.frame
    assert at is not None
    where = QPoint(round(at.x(story.FELL + 4)), round(at.rect.top()) - 10)
    with qtbot.waitSignal(plot.event_pressed) as event:
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=where)
    assert event.args == [story.FELL]


def test_dragging_pans_and_presses_nothing(qtbot: QtBot, chart: UsageChart) -> None:
    plot, told = chart.plot, []
    plot.day_pressed.connect(told.append)
    before = plot.span
    start = spot(plot, story.TODAY - 60)
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(plot, start + QPoint(120, 0))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=start + QPoint(120, 0))
    assert plot.span[0] < before[0]
    assert plot.span[1] - plot.span[0] == pytest.approx(before[1] - before[0])
    assert told == []
    QTest.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=start)
    assert plot.span == before


def test_keys_move_the_day_zoom_and_lead_to_its_source(qtbot: QtBot, chart: UsageChart) -> None:
    plot = chart.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert not plot.read_out.isHidden()
    QTest.keyClick(plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(plot.day_pressed) as day:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert day.args == [story.TODAY - 8]
    span = plot.span
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.span[1] - plot.span[0] < span[1] - span[0]
    QTest.keyClick(plot, Qt.Key.Key_PageUp)
    assert plot.span[1] < story.TODAY
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert plot.span[1] == story.TODAY
    assert "Arrow keys" in plot.accessibleDescription()


def test_ranges_and_the_mean_keep_inside_the_days(chart: UsageChart) -> None:
    plot = chart.plot
    assert plot.span == (story.TODAY - 89, story.TODAY)
    plot.show_days(0)
    assert plot.span == (story.FIRST, story.TODAY)
    plot.show_days(4000)
    assert plot.span == (story.FIRST, story.TODAY)
    plot.set_daily(False)
    plot.show_day(story.FIRST + 2)
    plot.show_day(story.FIRST - 500)
    assert plot.span == (story.FIRST, story.TODAY)


def test_hovering_repaints_nothing_of_the_chart(
    chart: UsageChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = chart.plot
    plot.grab()
    drawn = plot.drawings
    monkeypatch.setattr("healthdesk.gui.parts.usage_chart.paint", None)
    QTest.mouseMove(plot, spot(plot, story.TODAY - 20))
    plot.grab()
    assert plot.drawings is drawn


def test_ctrl_t_turns_the_chart_into_its_table(chart: UsageChart) -> None:
    chart.plot.setFocus()
    chart.switch.toggle()
    model = chart.switch.table.model()
    assert model.rowCount() == story.DAYS
    texts = [model.index(0, column).data() for column in range(model.columnCount())]
    assert texts[:2] == ["Mon 23 Nov 2026", "19"]
    assert texts[4] == "dip"


def test_the_values_of_an_axis_have_as_many_decimals_as_its_step():
    told = [layout.axis_figure(at * 0.5, 0.5, WORDS) for at in range(4)]
    assert told == ["0", "0.5", "1.0", "1.5"]
    assert [layout.axis_figure(at * 0.25, 0.25, WORDS) for at in (1, 2)] == ["0.25", "0.50"]
    assert layout.axis_figure(22.5, 2.5, WORDS) == "22.5"
    assert [layout.axis_figure(value, 20.0, WORDS) for value in (20.0, 40.0)] == ["20", "40"]


def test_a_size_it_had_a_moment_ago_is_not_painted_again(chart: UsageChart) -> None:
    plot = chart.plot
    size = plot.size()
    plot.grab()
    before, drawn = plot._picture, plot.drawings
    plot.resize(size.width() - 40, size.height() - 20)
    plot.grab()
    assert plot._picture is not before
    plot.resize(size)
    assert plot._picture is before
    assert plot.drawings is drawn
    plot.refresh()
    plot.resize(size.width() - 40, size.height() - 20)
    plot.resize(size)
    assert plot.drawings is not drawn, "what is shown may be another thing"
