"""Spans: running totals and day by day come to the same, and the latest event is the latest."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain.facts import NO_DAY
from healthdesk.core.domain.spans import Spans, latest, lowest, seats_known, total
from tests.core.domain.score_case import DAY, desk
from tests.core.plain_desk import Contract, PlainDesk, to_facts


def spans(rows: list[tuple[int, int, int]], born: list[int] | None = None) -> Spans:
    account, start, end = np.array(rows, np.int32).reshape(-1, 3).T
    first = None if born is None else np.array(born, np.int32)[:, None]
    return Spans(2, account, start, end, first)


@given(st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_running_totals_are_the_sums_of_the_open_spans(seed: int) -> None:
    rng = Random(seed)
    rows = [
        (rng.randrange(2), rng.randrange(-5, 20), rng.choice((rng.randrange(-5, 25), NO_DAY)))
        for _ in range(rng.randrange(12))
    ]
    values = np.array([rng.choice((1.0, 2.5, -3.0)) for _ in rows])
    if rng.random() < 0.5:
        values = np.trunc(values)
    made = spans(rows, [rng.randrange(0, 10), -9] if rng.random() < 0.5 else None)
    days = np.arange(0, 15, dtype=np.int32)
    for amounts in (None, values):
        whole = total(made, days, amounts)
        for column, day in enumerate(days.tolist()):
            on = [
                place
                for place, (account, start, end) in enumerate(rows)
                if start <= day < end and (made.born is None or start >= made.born[account, 0])
            ]
            for account in range(2):
                wanted = sum(
                    1 if amounts is None else float(amounts[place])
                    for place in on
                    if rows[place][0] == account
                )
                assert whole[account, column] == pytest.approx(wanted)
            assert np.array_equal(
                total(made, days[column : column + 1], amounts)[:, 0], whole[:, column]
            )


def test_lowest() -> None:
    made = spans([(0, 1, 5), (0, 2, 9), (1, 3, 4)])
    found = lowest(made, np.array([0, 1, 3], np.int32), np.array([7, 4, 2], np.int32))
    assert np.array_equal(found, [[np.nan, 7, 4], [np.nan, np.nan, 2]], equal_nan=True)


@pytest.mark.parametrize("days", [[4], [2, 3, 4, 5], [5, 1, 2, 4]])
def test_latest(days: list[int]) -> None:
    facts = to_facts(PlainDesk(accounts=("a", "b")))
    account, day = np.array([0, 0, 0], np.int32), np.array([1, 3, 3], np.int32)
    found = latest(facts, account, day, np.array(days, np.int32))
    for column, on in enumerate(days):
        assert found[0, column] == (3 if on >= 3 else 1)
        assert np.isnan(found[1, column])


def test_latest_of_nothing() -> None:
    facts = to_facts(PlainDesk(accounts=("a",)))
    none = np.empty(0, np.int32)
    for days in ([1], [1, 2, 3]):
        assert np.isnan(latest(facts, none, none, np.array(days, np.int32))).all()


def test_seats_add_up_whatever_their_order() -> None:
    made = desk(
        {"a": {}},
        contracts=(
            Contract("a", DAY, None, 2.5),
            Contract("a", DAY, DAY + 1, 3),
            Contract("a", DAY),
        ),
    )
    found = seats_known(to_facts(made), np.array([DAY - 1, DAY, DAY + 1], np.int32))
    assert np.array_equal(found, [[np.nan, 5.5, 2.5]], equal_nan=True)


def test_a_life_that_depends_on_the_day_asked_about() -> None:
    born = np.array([[0, 5], [0, 0]], np.int32)
    account, start, end = np.array([[0, 1], [3, 3], [9, 9]], np.int32)
    made = Spans(2, account, start, end, born)
    assert total(made, np.array([4, 6], np.int32)).tolist() == [[1, 0], [1, 1]]
