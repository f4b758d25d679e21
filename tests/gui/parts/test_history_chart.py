"""The history's chart: days at their places, gaps open, words apart, two days picked."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from healthdesk.core.domain.views import DayScore, HistoryView, Mark
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words, to_qdate
from healthdesk.gui.parts import history_chart_layout as layout
from healthdesk.gui.parts.axis import is_weekend, ticks
from healthdesk.gui.parts.history_chart import HistoryChart, HistoryPlot, Legend
from tests.gui.panels import account_story as story
from tests.gui.parts.test_composition import measure, texts_apart

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDS = Words(QLocale("en_GB"))
PICKS = (story.THEN, story.TODAY)


def front(view: HistoryView, at: layout.Frame, picks: tuple[int, int] | None) -> layout.Drawing:
    return layout.front(view, at, picks, active=None, measure=measure, words=WORDS)


def framed(view: HistoryView, width: float = 612, height: float = 180) -> layout.Frame:
    return layout.frame(width, height, view.days[0].day, view.days[-1].day)


def test_a_smooth_line_stands_beside_the_daily_one_and_in_the_table(theme: Theme) -> None:
    view = story.history()
    means = layout.means(view.days)
    scored = [one for one in view.days if one.score is not None]
    assert set(means) == {one.day for one in scored}
    week = [one.score or 0.0 for one in scored if one.day > story.TODAY - 7]
    assert means[story.TODAY] == pytest.approx(sum(week) / len(week))
    chart = HistoryChart(theme, WORDS)
    chart.show_history(view)
    before = len(chart.plot.drawings)
    chart.set_smooth(on=True)
    assert len(chart.plot.drawings) == before + 1
    head, lines = layout.table(view, WORDS, smooth=True)
    assert head[-1] == "7-day mean"
    assert len({len(one) for one in lines}) == 1
    chart.set_smooth(on=False)
    assert len(chart.plot.drawings) == before
    chart.deleteLater()


@given(st.integers(-20000, 40000), st.integers(1, 4000), st.floats(120, 1600))
def test_labels_of_days_rise_and_leave_room(first: int, span: int, width: float) -> None:
    found = ticks(first, first + span, width, WORDS)
    days = [tick.day for tick in found]
    assert days == sorted(set(days))
    assert all(first <= day <= first + span for day in days)
    gaps = [(b - a) * width / span for a, b in pairwise(days)]
    assert all(gap >= 55 for gap in gaps)


def test_months_are_labelled_at_their_first_and_the_year_is_said_once() -> None:
    found = ticks(story.TODAY - 179, story.TODAY, 520, WORDS)
    assert [tick.label for tick in found] == ["Jun 2026", "Jul", "Aug", "Sep", "Oct", "Nov"]
    assert all(to_qdate(tick.day).day() == 1 for tick in found)
    january = ticks(story.day("2025-10-15"), story.day("2026-03-15"), 520, WORDS)
    assert [tick.label for tick in january][:3] == ["Nov 2025", "Dec", "Jan 2026"]


def test_close_views_label_mondays_and_shade_weekends() -> None:
    found = ticks(story.TODAY - 40, story.TODAY, 520, WORDS)
    assert all(to_qdate(tick.day).dayOfWeek() == 1 for tick in found)
    view = story.history()
    close = layout.frame(612, 180, story.TODAY - 40, story.TODAY)
    shades = [fill for fill in layout.ground(view, close, None).fills if fill.color == "text3"]
    weekends = [day for day in range(story.TODAY - 40, story.TODAY + 1) if is_weekend(day)]
    assert len(shades) == len(weekends)
    far = [fill for fill in layout.ground(view, framed(view), None).fills if fill.color == "text3"]
    assert far == []


def test_bands_fill_the_plot_without_gaps_at_the_thresholds() -> None:
    view = story.history()
    at = framed(view)
    strong, average, poor = layout.ground(view, at, None).fills[:3]
    assert strong.rect.top() == pytest.approx(at.rect.top(), abs=0.6)
    assert strong.rect.bottom() == average.rect.top() == pytest.approx(at.y(70), abs=0.6)
    assert average.rect.bottom() == poor.rect.top() == pytest.approx(at.y(40), abs=0.6)
    assert poor.rect.bottom() == pytest.approx(at.rect.bottom(), abs=0.6)
    labels = [text.text for text in front(view, at, None).texts]
    assert {"0", "40", "70", "100"} <= set(labels)


def test_days_without_a_score_are_a_hatched_hole_and_no_line() -> None:
    view = story.history(hole=(60, 31))
    at = framed(view)
    assert layout.holes(view.days) == [(story.TODAY - 60, story.TODAY - 31)]
    hatched = [fill for fill in layout.ground(view, at, None).fills if fill.hatched]
    assert len(hatched) == 1
    (curve,) = layout.line(view, at).curves
    places = [point.x() for point in curve.points if point is not None]
    left, right = at.x(story.TODAY - 60), at.x(story.TODAY - 31)
    assert not [x for x in places if left <= x <= right]
    assert any(text.text == "no score" for text in front(view, at, None).texts)


def test_restated_days_of_a_reported_history_are_dashed_and_join() -> None:
    days = tuple(
        DayScore(day, 50.0 + day, 50, "Average", "p", 1, restated=day < 5) for day in range(10)
    )
    view = HistoryView("a", days, (), 70, 40)
    restated, reported = layout.line(view, layout.frame(600, 180, 0, 9)).curves
    assert restated.dashes
    assert not reported.dashes
    kept = [point for point in reported.points if point is not None]
    old = [point for point in restated.points if point is not None]
    assert kept[0] == old[-1]


@given(
    st.lists(
        st.tuples(st.integers(0, 179), st.sampled_from(["override", "profile", "touch"])),
        max_size=12,
    ),
    st.integers(0, 170),
    st.floats(320, 1200),
)
def test_words_of_marks_and_picks_keep_apart(
    marks: list[tuple[int, str]], pick: int, width: float
) -> None:
    first = story.TODAY - 179
    made = tuple(Mark(first + at, kind, f"{kind} ended: because") for at, kind in sorted(marks))
    view = HistoryView("a", story.history().days, made, 70, 40)
    drawing = front(view, framed(view, width), (first + pick, story.TODAY))
    words = {"override ended", "profile ended"}
    pairs = [pair for pair in texts_apart(drawing) if words.issuperset(pair)]
    assert pairs == []
    axis = [pair for pair in texts_apart(drawing) if not words.intersection(pair)]
    assert axis == []


def test_a_line_leaves_the_frame_where_it_is_cut() -> None:
    rect = layout.frame(600, 180, 0, 10).rect
    points = [QPointF(rect.left() - 100, 0), QPointF(rect.right() + 100, 100)]
    cut = layout.clip_runs(points, rect)
    assert [point.x() for point in cut if point is not None] == [rect.left(), rect.right()]
    assert layout.clip_runs([QPointF(-50, 1), QPointF(-40, 2), None], rect) == [None, None]


@given(st.floats(0, 800), st.integers(0, 400), st.integers(1, 300))
def test_a_press_belongs_to_the_nearer_end(x: float, first: int, length: int) -> None:
    at = layout.frame(700, 180, 0, 720)
    picks = (first, first + length)
    chosen = layout.nearest(picks, at, x)
    assert abs(at.x(picks[chosen]) - x) <= abs(at.x(picks[1 - chosen]) - x)


def made(qtbot: QtBot, theme: Theme, view: HistoryView | None = None) -> HistoryChart:
    chart = HistoryChart(theme, WORDS)
    qtbot.addWidget(chart)
    chart.resize(612, 180)
    chart.show_history(view or story.history())
    chart.plot.set_picks(PICKS)
    with qtbot.waitActive(chart):
        chart.show()
        chart.activateWindow()
    return chart


def at_day(plot: HistoryPlot, day: int) -> QPoint:
    return QPoint(round(plot.frame.x(day)), round(plot.frame.rect.center().y()))


def test_a_click_moves_the_nearer_day_and_tells_it(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    plot = chart.plot
    day = story.TODAY - 100
    with qtbot.waitSignal(plot.days_picked) as told:
        qtbot.mouseClick(plot, Qt.MouseButton.LeftButton, pos=at_day(plot, day))
    first, last = told.args
    assert abs(first - day) <= 1
    assert last == story.TODAY


def test_dragging_tells_only_at_its_end_and_ends_keep_their_order(
    qtbot: QtBot, theme: Theme
) -> None:
    chart = made(qtbot, theme)
    plot = chart.plot
    with qtbot.assertNotEmitted(plot.days_picked):
        qtbot.mousePress(plot, Qt.MouseButton.LeftButton, pos=at_day(plot, story.THEN))
        qtbot.mouseMove(plot, at_day(plot, story.TODAY - 60))
        qtbot.mouseMove(plot, QPoint(plot.width() - 2, 60))
    with qtbot.waitSignal(plot.days_picked) as told:
        qtbot.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(plot.width() - 2, 60))
    assert told.args == [story.TODAY - 1, story.TODAY]


def test_keys_move_the_active_day(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    plot = chart.plot
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert plot.picks == (story.THEN, story.TODAY - 1)
    QTest.keyClick(plot, Qt.Key.Key_Space)
    QTest.keyClick(plot, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert plot.picks == (story.THEN + 7, story.TODAY - 1)
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.picks == (story.TODAY - 179, story.TODAY - 1)
    assert "26 May" not in plot.accessibleDescription()
    assert WORDS.day(story.TODAY - 179) in plot.accessibleDescription()


def test_the_pointer_reads_a_day_out(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme)
    plot = chart.plot
    qtbot.mouseMove(plot, at_day(plot, story.day("2026-11-09")))
    assert plot.read_out.isVisible()
    assert "Mon 9 Nov 2026" in plot.read_out.words
    assert "Profile\nv7" in plot.read_out.words
    assert plot.rect().contains(plot.read_out.geometry())
    qtbot.mouseMove(plot, QPoint(2, 2))
    assert not plot.read_out.isVisible()


def test_zooming_keeps_inside_the_data_and_a_double_click_shows_all(
    qtbot: QtBot, theme: Theme
) -> None:
    chart = made(qtbot, theme)
    plot = chart.plot
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(20):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    close = plot.frame
    assert close.last - close.first == pytest.approx(14)
    assert close.last <= story.TODAY
    qtbot.mouseDClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(300, 60))
    assert plot.frame.last - plot.frame.first == 179


def test_the_table_tells_every_day_newest_first(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme, story.history(hole=(60, 31)))
    chart.plot.setFocus()
    QTest.keyClick(chart.plot, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert chart.switch.as_table
    model = chart.switch.table.model()
    assert model.rowCount() == 180
    assert model.index(0, 0).data() == "Mon 23 Nov 2026"
    assert model.index(40, 1).data() == "no score"
    assert model.index(14, 4).data() == "profile: v7"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_paints_in_both_themes_and_follows_a_change(
    qtbot: QtBot, theme: Theme, mode: str
) -> None:
    chart = made(qtbot, theme)
    before = chart.grab().toImage()
    theme.choose(mode="dark" if mode == "dark" else "light", colour_blind=True)
    assert chart.grab().toImage() != before


def test_nothing_to_show_paints_nothing(qtbot: QtBot, theme: Theme) -> None:
    chart = made(qtbot, theme, HistoryView("a", (), (), 70, 40))
    assert chart.plot.drawings == ()
    assert not chart.grab().isNull()


def test_the_legend_takes_a_second_line_where_the_head_is_narrow(
    qtbot: QtBot, theme: Theme
) -> None:
    legend = Legend(theme)
    qtbot.addWidget(legend)
    parts = (("touchpoint", "touch"), ("survey", "survey"), ("ticket", "ticket"))
    legend.set_parts(parts)
    assert legend.lines(legend.sizeHint().width()) == (parts,)
    assert legend.lines(legend.minimumSizeHint().width()) == (parts[:2], parts[2:])
    assert legend.minimumSizeHint().width() < legend.sizeHint().width()


def test_words_of_marks_keep_clear_of_the_line() -> None:
    days = tuple(DayScore(day, 20.0, 20, "Poor", "default", 1) for day in range(1000, 1100))
    view = replace(story.history(), days=days, marks=(Mark(1050, "override", "Set by hand"),))
    at = framed(view, height=180)
    told = next(text for text in front(view, at, None).texts if text.text == "Set by hand")
    assert not told.rect.top() - 2 <= at.y(20.0) <= told.rect.bottom() + 2
