"""Periods of reports: what their texts mean, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.report_period import Period, quarter_of, quarters_to, read

DAY = to_day(date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "first", "last", "name"),
    [
        ("2026-Q4", "2026-10-01", "2026-11-23", "Q4 2026"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "Q3 2026"),
        ("2025-Q4", "2025-10-01", "2025-12-31", "Q4 2025"),
        ("2026-02", "2026-02-01", "2026-02-28", "February 2026"),
        ("2025-12", "2025-12-01", "2025-12-31", "December 2025"),
        ("2025", "2025-01-01", "2025-12-31", "2025"),
        ("28d", "2026-10-27", "2026-11-23", "the last 28 days"),
        ("12w", "2026-09-01", "2026-11-23", "the last 84 days"),
        ("2026-01-05..2026-01-09", "2026-01-05", "2026-01-09", "2026-01-05 to 2026-01-09"),
    ],
)
def test_what_a_text_means(text, first, last, name):
    told = read(text, DAY)
    assert (to_date(told.first).isoformat(), to_date(told.last).isoformat()) == (first, last)
    assert told.name == name


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "2026-Q5", "2026-13", "0d", "2026-01-09..2026-01-05"),
        *("2026-02-30..2026-03-01", "2027-Q1", "0000", "9999-Q4", "2026-Q4\n2"),
    ],
)
def test_what_is_refused_says_so(text):
    with pytest.raises(UsageError):
        read(text, DAY)


def test_the_time_before_is_as_long_and_ends_right_before():
    told = Period(10, 19, "x")
    before = told.before()
    assert (before.first, before.last, before.days) == (0, 9, told.days)


def test_quarters_up_to_a_day():
    assert quarter_of(DAY) == "2026-Q4"
    assert quarters_to(DAY, 5) == ("2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4")
