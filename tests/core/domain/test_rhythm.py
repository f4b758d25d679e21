"""Tests of what makes a stream of facts late."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.rhythm import ENOUGH, rhythm, working

MONDAY = to_day(date(2026, 3, 2))


def test_a_daily_stream_is_late_on_its_third_quiet_day():
    found = rhythm(range(MONDAY - 40, MONDAY + 1))
    assert found is not None
    assert (found.pause, found.weekends) == (1, False)
    assert [found.late(MONDAY, MONDAY + quiet) for quiet in range(5)] == [False] * 3 + [True] * 2


def test_a_stream_of_working_days_is_not_late_on_a_monday():
    days = [day for day in range(MONDAY - 60, MONDAY) if (day + 3) % 7 < 5]
    friday = max(days)
    found = rhythm(days)
    assert found is not None
    assert found.weekends
    assert not found.late(friday, friday + 4)  # Tuesday: two working days
    assert found.late(friday, friday + 5)


def test_one_outage_is_forgiven_and_forgotten():
    days = [*range(MONDAY - 60, MONDAY - 30), *range(MONDAY - 18, MONDAY + 1)]
    found = rhythm(days)
    assert found is not None
    assert found.late(MONDAY, MONDAY + 3)


def test_a_pause_that_comes_each_month_is_a_habit():
    days = [start + at for start in range(MONDAY - 90, MONDAY, 30) for at in range(14)]
    found = rhythm(days)
    assert found is not None
    assert not found.late(max(days), max(days) + 16)
    assert found.late(max(days), max(days) + 26)


def test_what_comes_now_and_then_may_stay_away_for_a_while():
    days = [MONDAY - back for back in (0, 3, 11, 13, 20, 31, 33, 41, 44, 60)]
    found = rhythm(days)
    assert found is not None
    assert not found.late(MONDAY, MONDAY + 20)
    assert found.late(MONDAY, MONDAY + 50)


def test_a_file_of_whole_weeks_is_in_time_until_the_next_is_due():
    days = range(MONDAY - 70, MONDAY)
    deliveries = [MONDAY - 14, MONDAY - 7, MONDAY]
    alone, with_deliveries = rhythm(days), rhythm(days, deliveries)
    assert alone is not None
    assert with_deliveries is not None
    newest = MONDAY - 1
    assert alone.late(newest, MONDAY + 4)
    assert not with_deliveries.late(newest, MONDAY + 9)
    assert with_deliveries.late(newest, MONDAY + 12)


@pytest.mark.parametrize("count", [0, 1, ENOUGH - 1])
def test_few_days_are_no_rhythm(count):
    assert rhythm(range(MONDAY, MONDAY + count)) is None


def test_only_the_latest_days_make_the_rhythm():
    monthly = range(MONDAY - 1000, MONDAY - 100, 30)
    found = rhythm([*monthly, *range(MONDAY - 80, MONDAY)])
    assert found is not None
    assert found.pause == 1


@given(st.integers(-20_000, 60_000))
def test_working_days_count_five_a_week_and_never_fall(day):
    assert working(day + 7) - working(day) == 5
    assert 0 <= working(day + 1) - working(day) <= 1


@given(
    st.sets(st.integers(0, 89), min_size=ENOUGH),
    st.lists(st.integers(0, 120), max_size=6),
    st.integers(0, 400),
)
def test_who_is_late_stays_late_until_something_comes(days, deliveries, quiet):
    found = rhythm(sorted(days), deliveries)
    if found is None:
        return
    newest = max(days)
    if found.late(newest, newest + quiet):
        assert found.late(newest, newest + quiet + 1)
    assert not found.late(newest, newest)
    assert found == rhythm(sorted(days, reverse=True), deliveries)
    shifted = rhythm([day + 7 for day in days], [day + 7 for day in deliveries])
    assert shifted == found
