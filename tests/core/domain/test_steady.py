"""Steadiness: active days, bunching, weekends, streaks; records of months and weeks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.steady import DAYS, Streak, steadiness, streaks, top_users
from healthdesk.core.domain.trend_records import records_of

MONDAY = to_day(date(2026, 2, 2))
WEEK = [10.0, 10, 10, 10, 10, 0, 0]


def test_even_use_is_a_marathon():
    found = steadiness(np.array(WEEK * 4), MONDAY)
    assert (found.measured, found.active, found.rhythm) == (28, 20, "marathon")
    assert found.active_share == pytest.approx(20 / 28)
    assert found.top_days == pytest.approx(3 / 20)
    assert found.weekend == 0
    assert found.quiet == Streak(MONDAY + 5, MONDAY + 6) or found.quiet.days == 2


def test_a_month_in_three_days_is_a_binge():
    values = np.zeros(28)
    values[[3, 4, 5]] = 100
    values[20] = 10
    found = steadiness(values, MONDAY)
    assert found.rhythm == "binge"
    assert found.top_days == pytest.approx(300 / 310)
    assert found.weekend == pytest.approx(110 / 310)
    assert found.quiet == Streak(MONDAY + 6, MONDAY + 19)


def test_unmeasured_days_say_nothing():
    values = np.full(28, np.nan)
    found = steadiness(values, MONDAY)
    assert (found.measured, found.active_share, found.rhythm) == (0, None, None)
    values[:10] = 5
    assert steadiness(values, MONDAY).rhythm is None
    assert steadiness(np.zeros(28), MONDAY).rhythm == "none"
    assert steadiness(np.zeros(28), MONDAY).top_days is None


def test_users_that_carry_it():
    assert top_users({}) is None
    assert top_users({"a": 0}) is None
    assert top_users({"a": 5, "b": 3, "c": 1, "d": 1}) == pytest.approx(0.9)


def test_streaks():
    values = np.array([1.0, 1, 0, 1, 1, 1, np.nan])
    longest, now = streaks(values, 100)
    assert longest == Streak(103, 105)
    assert now == Streak(103, 105)
    assert streaks(np.array([1.0, 0]), 0) == (Streak(0, 0), None)
    assert streaks(np.zeros(3), 0) == (None, None)


@given(st.lists(st.one_of(st.just(float("nan")), st.floats(0, 1e6)), max_size=60))
def test_shares_are_shares(values):
    found = steadiness(np.array(values, float), MONDAY)
    for share in (found.active_share, found.top_days, found.weekend):
        assert share is None or 0 <= share <= 1 + 1e-9
    assert found.active <= found.measured <= len(values)
    if found.quiet is not None:
        assert found.quiet.days >= 2
    assert steadiness(np.array(values, float), MONDAY + 7 * DAYS) is not None


# Records

FIRST = to_day(date(2025, 1, 1))


def months(*levels):
    """A daily series with one level for each month from January 2025 on."""
    out = []
    for at, level in enumerate(levels):
        start = date(2025 + at // 12, at % 12 + 1, 1)
        end = date(2025 + (at + 1) // 12, (at + 1) % 12 + 1, 1)
        out += [level] * (to_day(end) - to_day(start))
    return np.array(out, float)


def of_months(values, day=None):
    last = FIRST + len(values) - 1 if day is None else day
    return [one for one in records_of("m", values, FIRST, last) if one.period == "month"]


def test_the_best_month_ever():
    (one,) = of_months(months(5, 6, 7, 9))
    assert (one.best, one.since, one.value) == (True, None, 9)
    assert to_date(one.first) == date(2025, 4, 1)
    assert to_date(one.last) == date(2025, 4, 30)


def test_three_months_before_are_needed_and_ties_are_none():
    assert of_months(months(5, 6, 9)) == []
    assert of_months(months(5, 6, 9, 9)) == []


def test_the_best_since_is_told_where_that_is_long_ago():
    (one,) = of_months(months(9, 3, 4, 3, 4, 3, 4, 8))
    assert (one.best, to_date(one.since)) == (True, date(2025, 1, 1))
    assert of_months(months(9, 3, 4, 8)) == []


def test_the_lowest_month():
    (one,) = of_months(months(5, 6, 7, 2))
    assert (one.best, one.since) == (False, None)


def test_a_month_counts_when_it_is_over_and_is_news_for_a_month():
    values = months(5, 6, 7, 9, 1)
    april = FIRST + 119
    assert of_months(values[:119], april - 1) == []
    assert [one.value for one in of_months(values, april)] == [9]
    assert [one.value for one in of_months(values, april + 30)] == [9]
    assert [one.value for one in of_months(values, april + 31)] == [1]


def test_what_comes_later_changes_no_record():
    values = months(5, 6, 7, 9, 1, 20)
    for day in range(FIRST + 80, FIRST + 160, 7):
        cut = values[: day - FIRST + 1]
        assert records_of("m", values, FIRST, day) == records_of("m", cut, FIRST, day)


def test_weeks_need_a_quarter_and_most_of_their_days():
    values = np.tile(WEEK, 16).astype(float)
    values[15 * 7 : 16 * 7] *= 2
    found = [x for x in records_of("m", values, MONDAY, MONDAY + 111) if x.period == "week"]
    assert [(x.best, x.first, x.since) for x in found] == [(True, MONDAY + 105, None)]
    assert records_of("m", values[3 * 7 :], MONDAY, MONDAY + 90) == ()
    values[15 * 7 : 15 * 7 + 4] = np.nan
    assert records_of("m", values, MONDAY, MONDAY + 111) == ()
