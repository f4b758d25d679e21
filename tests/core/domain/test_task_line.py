"""A task typed as one line: what is understood, what stays title, what is told."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.task import Repeat
from healthdesk.core.domain.task_line import TaskLine, read_line

MONDAY = to_day(date(2026, 11, 23))
ACCOUNTS = (
    ("a1", "Aldermoor Freight"),
    ("a2", "Aldermoor Rail"),
    ("b1", "Bexhollow"),
    ("c1", "Tarn & Tolley"),
)


def read(line):
    return read_line(line, MONDAY, ACCOUNTS)


def test_a_line_says_it_all():
    assert read("Call Ada fri !high @Aldermoor Freight every 2 weeks") == TaskLine(
        "Call Ada", MONDAY + 4, "high", "a1", "Aldermoor Freight", Repeat(2, "weeks")
    )


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("mon", "2026-11-30"),
        ("Sunday", "2026-11-29"),
        ("next week", "2026-11-30"),
        ("in 3 days", "2026-11-26"),
        ("in a month", "2026-12-23"),
        ("in 2 weeks", "2026-12-07"),
        ("2027-01-05", "2027-01-05"),
        ("1 dec", "2026-12-01"),
        ("Dec 1", "2026-12-01"),
        ("22 november", "2027-11-22"),
        ("29 feb", "2028-02-29"),
        ("by fri", "2026-11-27"),
        ("due tomorrow", "2026-11-24"),
    ],
)
def test_days_are_understood_and_leave_the_title(said, day):
    found = read(f"Send minutes {said}")
    assert found.title == "Send minutes"
    assert to_date(found.due).isoformat() == day


@pytest.mark.parametrize(
    "line",
    [
        "Sun report",
        "May review with finance",
        'Prepare "Friday" slides',
        "Ask in writing",
        "Move on",
        "Read 2026-13-45",
        "Every wish of Ada",
        "Fix 30 feb",
        "every",
    ],
)
def test_what_only_looks_like_more_stays_in_the_title(line):
    found = read(line)
    assert found == TaskLine(line.replace('"', ""))


def test_accounts_by_the_only_beginning_that_fits_or_told():
    assert read("Call @Bex tomorrow").account_id == "b1"
    assert read("Call @b1").account_name == "Bexhollow"
    assert read("Call @Tarn & Tolley fri").title == "Call"
    assert read("Write @Aldermoor Ra about seats").account_id == "a2"
    assert "may be Aldermoor Freight, Aldermoor Rail" in read("Call @Alder").wrong
    assert read("Call @Nobody").wrong == "No account is called “Nobody”."
    assert read("Call @Alder").account_id is None


def test_what_held_before_holds_until_the_line_says_else():
    start = TaskLine("", MONDAY, "low", "b1", "Bexhollow")
    assert read_line("Call", MONDAY, ACCOUNTS, start=start) == TaskLine(
        "Call", MONDAY, "low", "b1", "Bexhollow"
    )
    assert read_line("Call !! tomorrow", MONDAY, ACCOUNTS, start=start).due == MONDAY + 1


@given(st.text(max_size=60), st.integers(0, 40_000))
def test_any_line_is_read_and_nothing_but_words_is_lost(line, today):
    found = read_line(line, today, ACCOUNTS)
    assert all(word in line for word in found.title.split())
    assert found.due is None or abs(found.due) < 4_000_000


@given(st.lists(st.sampled_from(("call", "about", "seats", "Ada", "budget")), min_size=1))
def test_plain_words_are_the_title(words):
    assert read(" ".join(words)) == TaskLine(" ".join(words))
