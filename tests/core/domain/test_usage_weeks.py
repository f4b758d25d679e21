"""Weeks of features and means by weekday: laws of the pure measures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.usage_view import UsageMetric
from healthdesk.core.domain.usage_weeks import (
    Daily,
    features,
    monday,
    state,
    step,
    trailing_mean,
    weekday,
    weekdays,
)

DAY = 20_780
"""A Monday: 23 November 2026."""


def daily(values: list[float], last: int = DAY, key: str = "f") -> Daily:
    return Daily(UsageMetric(key, key, feature=True), last - len(values) + 1, np.array(values))


def test_mondays():
    assert weekday(DAY) == 0
    assert monday(DAY) == DAY
    assert monday(DAY + 6) == DAY
    assert monday(DAY - 1) == DAY - 7


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_steps_rise_with_values_and_only_none_is_none(value, other):
    most = max(value, other)
    low, high = step(min(value, other), most), step(most, most)
    assert 0 <= low <= high <= 5
    assert (low == 0) == (min(value, other) == 0)
    assert step(None, most) is None


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0] * 100, "never"),
        ([5.0] * 100, "steady"),
        ([5.0] * 72 + [2.0] * 28, "down"),
        ([5.0] * 72 + [9.0] * 28, "up"),
        ([5.0] * 80 + [0.0] * 20, "lost"),
        ([0.0] * 80 + [4.0] * 20, "new"),
        ([5.0] * 80 + [np.nan] * 20, "no data"),
        ([0.0] * 30 + [5.0] + [0.0] * 69, "rare"),
        ([5.0, *[0.0] * 48, 5.0, *[0.0] * 50], "rare"),
    ],
)
def test_the_word_at_a_features_end(values, expected):
    assert state(daily(values), DAY) == expected


def test_a_word_speaks_of_the_event_where_there_is_one():
    fell = daily([8.0] * 90 + [4.0] * 10)
    assert state(fell, DAY) == "steady"
    assert state(fell, DAY, DAY - 9) == "down"


def test_the_running_week_has_a_column_only_when_most_of_it_is_there():
    many = [1.0] * 400
    on_monday = features([daily(many)], DAY, None)
    on_friday = features([daily(many, DAY + 4)], DAY + 4, None)
    assert on_monday.weeks[-1] == DAY - 7
    assert on_friday.weeks[-1] == DAY
    assert len(on_monday.weeks) == 26
    assert features([], DAY, None) is None


def test_features_far_apart_have_scales_of_their_own():
    big, small = daily([1000.0] * 60, key="big"), daily([2.0] * 60, key="small")
    found = features([big, small], DAY, None)
    assert found.own_scale
    assert {row.steps[-1] for row in found.rows} == {5}
    near = features([big, daily([200.0] * 60, key="near")], DAY, None)
    assert not near.own_scale
    assert [row.steps[-1] for row in near.rows] == [5, 3]


def test_a_week_without_any_measured_day_is_missing_not_none():
    values = [3.0] * 56 + [np.nan] * 14
    found = features([daily(values, DAY - 1)], DAY - 1, None)
    assert found.rows[0].values[-2:] == (None, None)
    assert found.rows[0].steps[-2:] == (None, None)


def test_weekdays_of_the_weeks_before_an_event():
    values = [float(weekday(DAY - 99 + at)) for at in range(100)]
    found = weekdays(daily(values), DAY, DAY - 13, None)
    assert found.before == (0, 1, 2, 3, 4, 5, 6)
    assert found.since == (0, 1, 2, 3, 4, 5, 6)
    assert sum(found.days) == 56
    assert weekdays(daily([np.nan] * 100), DAY, None, None) is None
    assert weekdays(daily(values), DAY, None, None).since == ()


@given(st.lists(st.floats(0, 1000) | st.just(np.nan), max_size=60))
def test_trailing_means_need_all_their_days(values):
    means = trailing_mean(np.array(values, np.float64))
    assert len(means) == len(values)
    for at, mean in enumerate(means.tolist()):
        week = values[max(at - 6, 0) : at + 1]
        if len(week) < 7 or np.isnan(week).any():
            assert np.isnan(mean)
        else:
            assert mean == pytest.approx(sum(week) / 7)
