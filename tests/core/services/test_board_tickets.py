"""Tickets of a dashboard: against rows counted by hand, sums, narrowing, as-of."""

from __future__ import annotations

from statistics import median

import pytest
from sqlalchemy import text

from healthdesk.core.services import board_tickets, facts
from tests.boards import DAY, FIRST, ask, board_desk  # noqa: F401 - a fixture

TOLD = {"priority": "low"}


@pytest.fixture(scope="module")
def rows(board_desk):  # noqa: F811
    """Account, opened, closed (or far away), priority, day of churn."""

    def read(tx):
        known = facts.load(tx)
        gone = dict(zip(known.account_ids, known.churned.tolist(), strict=True))
        sql = (
            "SELECT a.account_id, t.opened_on, coalesce(t.closed_on, 999999), t.priority"
            " FROM ticket t JOIN account a ON a.id = t.account_id"
        )
        return [(*row, gone[row[0]]) for row in tx.execute(text(sql))]

    return board_desk.read(read)


def open_on(rows, day):
    return [one for one in rows if one[1] <= day < one[2] and day < one[4]]


def test_open_tickets_by_age_are_the_whole(board_desk, rows):  # noqa: F811
    shown = board_desk.read(board_tickets.tickets, ask(TOLD))
    some = open_on(rows, DAY)
    assert shown.open == len(some) == sum(one.tickets for one in shown.ages)
    assert shown.urgent == sum(one[3] == "urgent" for one in some)
    assert shown.median == median(DAY - one[1] for one in some)
    marks = {one.key: one.accounts for one in shown.marks}
    assert marks["open"] == {one[0] for one in some}
    for band in shown.ages:
        most = band.most if band.most is not None else 10**6
        inside = [one for one in some if band.least <= DAY - one[1] <= most]
        assert (band.tickets, band.accounts) == (len(inside), len({one[0] for one in inside}))
        assert marks.get(band.key, frozenset()) == {one[0] for one in inside}


def test_weeks_count_what_was_opened_and_closed_while_they_were_there(board_desk, rows):  # noqa: F811
    shown = board_desk.read(board_tickets.tickets, ask(TOLD))
    there = [one for one in rows if one[1] < one[4] and one[1] <= DAY]
    assert shown.weeks[0].first >= FIRST
    assert shown.weeks[-1].last == DAY
    for week in shown.weeks:
        assert week.opened == sum(week.first <= one[1] <= week.last for one in there)
        assert week.closed == sum(
            week.first <= one[2] <= week.last and one[2] < one[4] for one in there
        )


def test_nothing_after_the_day_counts(board_desk, rows):  # noqa: F811
    then = board_desk.read(board_tickets.tickets, ask(TOLD, day=DAY - 45))
    assert then.open == len(open_on(rows, DAY - 45))
    assert then.newest <= DAY - 45
    now = {one.first: one for one in board_desk.read(board_tickets.tickets, ask(TOLD)).weeks}
    assert all(now[one.first] == one for one in then.weeks[:-1])


def test_narrowing_and_its_rest_add_up(board_desk, rows):  # noqa: F811
    everyone = frozenset(one[0] for one in rows)
    some = frozenset(sorted(everyone)[::2])
    whole, part, rest = (
        board_desk.read(board_tickets.tickets, ask(TOLD, accounts=one))
        for one in (None, some, everyone - some)
    )
    assert whole.open == part.open + rest.open
    by_week = [{week.first: week.opened for week in one.weeks} for one in (whole, part, rest)]
    assert all(count == by_week[1][on] + by_week[2][on] for on, count in by_week[0].items())


def test_a_priority_leaves_lower_ones_out(board_desk, rows):  # noqa: F811
    shown = board_desk.read(board_tickets.tickets, ask(TOLD, priority="high"))
    assert shown.open == sum(one[3] in {"high", "urgent"} for one in open_on(rows, DAY))


def test_without_tickets_it_says_so(board_desk):  # noqa: F811
    shown = board_desk.read(board_tickets.tickets, ask(TOLD, accounts=frozenset()))
    assert shown.empty
    assert shown.remedy
