"""Tests of what makes a stream of facts late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.rhythm import ENOUGH, rhythm, working_between

MONDAY = to_day(date(2026, 3, 2))


def _working_day(day: int) -> bool:
    return (day + 3) % 7 < 5


def _christmas(day: int) -> bool:
    found = to_date(day)
    return (found.month, found.day) >= (12, 24) or (found.month, found.day) == (1, 1)


def _months(day_of_month: int) -> list[int]:
    return [to_day(date(2025, month, day_of_month)) for month in range(1, 13)] + [
        to_day(date(2026, month, day_of_month)) for month in (1, 2)
    ]


def _now_and_then(mean: float) -> list[int]:
    random = Random(7)
    return [day for day in range(MONDAY - 400, MONDAY) if random.random() < 1 / mean]


def _campaigns(every: int, length: int) -> list[int]:
    return [start + at for start in range(MONDAY - 390, MONDAY - 20, every) for at in range(length)]


LABELLED: dict[str, tuple[Callable[[], list[int]], int, int]] = {
    "daily usage": (lambda: list(range(MONDAY - 200, MONDAY)), 2, 3),
    "daily, weekends free": (
        lambda: [day for day in range(MONDAY - 200, MONDAY - 2) if _working_day(day)], 4, 5),
    "daily, weekends and Christmas free": (
        lambda: [day for day in range(MONDAY - 300, MONDAY) if _working_day(day)
                 and not _christmas(day)], 4, 5),
    "weekly": (lambda: list(range(MONDAY - 210, MONDAY, 7)), 14, 18),
    "weekly, once skipped": (
        lambda: [day for day in range(MONDAY - 210, MONDAY, 7) if day != MONDAY - 70], 14, 18),
    "monthly invoices": (lambda: _months(1), 60, 75),
    "bills in the first half of a month": (
        lambda: [start + at for start in range(MONDAY - 390, MONDAY, 30) for at in range(14)],
        20, 27),
    "quarterly survey of two weeks": (lambda: _campaigns(91, 14), 80, 130),
    "half-yearly survey": (lambda: _campaigns(180, 20), 180, 300),
    "mentions now and then": (lambda: _now_and_then(6), 25, 60),
    "tickets of a quiet desk": (lambda: _now_and_then(2), 8, 25),
}  # fmt: skip
"""A stream's days, a silence in days that is usual for it, and one that is not."""


@pytest.mark.parametrize("label", LABELLED)
def test_a_stream_is_late_when_its_silence_is_clearly_longer_than_usual(label):
    made, usual, long = LABELLED[label]
    days = made()
    newest = max(days)
    found = rhythm(days)
    assert found is not None
    assert not found.late(newest, newest + usual), found
    assert found.late(newest, newest + long), found


@pytest.mark.parametrize("label", LABELLED)
def test_no_alarm_was_false_in_the_last_two_thirds_of_the_past(label):
    """Day by day, as the stream came in, the next facts were never awaited as late."""
    days = LABELLED[label][0]()
    false = [
        (to_date(day), following - day)
        for at, (day, following) in enumerate(pairwise(days))
        if at >= len(days) // 3
        and (found := rhythm(days[: at + 1])) is not None
        and found.late(day, following - 1)
    ]
    # A half-yearly survey is known by its second pause only, a skipped file never was one before.
    assert len(false) <= (1 if "survey" in label else 0), false


def test_between_christmas_and_new_year_no_working_day_is_missed():
    days = [day for day in range(to_day(date(2025, 9, 1)), to_day(date(2025, 12, 24)))
            if _working_day(day)]  # fmt: skip
    found = rhythm(days)
    assert found is not None
    assert found.weekends
    assert not found.late(max(days), to_day(date(2026, 1, 5)))
    assert found.late(max(days), to_day(date(2026, 1, 9)))
    assert working_between(to_day(date(2025, 12, 23)), to_day(date(2026, 1, 2))) == 1


def test_a_stream_of_working_days_is_not_late_on_a_monday():
    days = [day for day in range(MONDAY - 60, MONDAY) if _working_day(day)]
    friday = max(days)
    found = rhythm(days)
    assert found is not None
    assert (found.pause, found.weekends) == (1, True)
    assert not found.late(friday, friday + 4)
    assert found.late(friday, friday + 5)


def test_one_outage_is_forgiven_and_forgotten():
    days = [*range(MONDAY - 160, MONDAY - 70), *range(MONDAY - 48, MONDAY + 1)]
    found = rhythm(days)
    assert found is not None
    assert found.late(MONDAY, MONDAY + 7)


def test_a_file_of_whole_weeks_is_in_time_until_the_next_is_due():
    days = range(MONDAY - 70, MONDAY)
    deliveries = [MONDAY - 14, MONDAY - 7, MONDAY]
    alone, with_deliveries = rhythm(days), rhythm(days, deliveries)
    assert alone is not None
    assert with_deliveries is not None
    newest = MONDAY - 1
    assert alone.late(newest, MONDAY + 6)
    assert not with_deliveries.late(newest, MONDAY + 9)
    assert with_deliveries.late(newest, MONDAY + 12)


@pytest.mark.parametrize("days", [[], [1], range(MONDAY, MONDAY + 4), [0, 1, 5, 9, 30, 31, 50]])
def test_few_days_are_no_rhythm(days):
    assert rhythm(days) is None


def test_five_monthly_files_are_a_rhythm():
    found = rhythm(_months(1)[-5:])
    assert found is not None
    assert (found.pause, found.allowed) == (31, 62)


def test_some_facts_may_be_quiet_for_longer_whatever_they_did_so_far():
    found = rhythm(range(MONDAY - 60, MONDAY), least=31)
    assert found is not None
    assert not found.late(MONDAY, MONDAY + 30)
    assert found.late(MONDAY, MONDAY + 31)


def test_only_the_latest_pauses_tell_the_usual_one():
    monthly = range(MONDAY - 1000, MONDAY - 100, 30)
    found = rhythm([*monthly, *range(MONDAY - 80, MONDAY)])
    assert found is not None
    assert found.pause == 1


@given(st.integers(-20_000, 60_000))
def test_working_days_are_at_most_five_a_week(day):
    assert 0 <= working_between(day, day + 7) <= 5
    assert 0 <= working_between(day, day + 1) <= 1
    assert working_between(day, day) == 0


@given(
    st.sets(st.integers(0, 399), min_size=ENOUGH),
    st.lists(st.integers(0, 420), max_size=6),
    st.integers(0, 600),
)
def test_who_is_late_stays_late_until_something_comes(days, deliveries, quiet):
    found = rhythm(sorted(days), deliveries)
    if found is None:
        return
    newest = max(days)
    if found.late(newest, newest + quiet):
        assert found.late(newest, newest + quiet + 1)
        assert quiet >= 7
    assert not found.late(newest, newest)
    assert found == rhythm(sorted(days, reverse=True), deliveries)
