"""What rests on daily use: dips on the day they could be known, seasons, values that stop."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthdesk.core.domain import season
from healthdesk.core.domain.facts import Metric, UsageGrid
from healthdesk.core.services import play_trends
from tests.core.plain_desk import PlainDesk, to_facts
from tests.core.triggers.trigger_case import World, cause_of, holds, told

FIRST = 20_000
LONG = 480
ACCOUNTS = tuple(f"a{number:02}" for number in range(13))


def facts_of(values, last):
    """A desk with a metric's values up to a day."""
    base = to_facts(PlainDesk(ACCOUNTS, metrics=(Metric("logins"),)))
    days = np.arange(FIRST, last + 1, dtype=np.int32)
    grid = UsageGrid(days, values[:, : len(days)])
    return replace(
        base, usage={"logins": grid}, first_usage=np.full(len(ACCOUNTS), FIRST, np.int32)
    )


def stories(seed):
    """Use with weekends, a season that comes back for all, a fall and a rise of one's own."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(20, 60, (len(ACCOUNTS), 1)) * np.ones(LONG)
    level[:, np.arange(LONG) % 7 >= 5] *= 0.2
    for start in (60, 60 + 364):
        level[:, start : start + 14] *= rng.choice((0.3, 0.6))
    for row in range(0, len(ACCOUNTS), 2):
        start = int(rng.integers(100, 460))
        level[row, start : start + int(rng.choice((12, 40, 90)))] *= rng.choice((0.0, 0.4, 2.0))
    values = rng.poisson(level).astype(np.float64)
    values[:, rng.integers(90, LONG, 3)] = np.nan
    return values


def rows_of(found, until):
    known = play_trends.records_of(found)
    rows = zip(known.account, known.day, known.word, known.value, known.since, strict=True)
    return sorted(row for row in rows if row[1] <= until)


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_dips_and_seasons_are_told_as_a_desk_cut_at_the_day_tells_them(seed, data):
    values = stories(seed)
    whole = play_trends.go_through(facts_of(values, FIRST + LONG - 1), "logins")
    muted = whole.muted()
    assert rows_of(whole, FIRST + LONG)
    assert muted.any()
    for day in (FIRST + 64, FIRST + 430, FIRST + data.draw(st.integers(80, LONG - 2))):
        part = play_trends.go_through(facts_of(values, day), "logins")
        assert rows_of(whole, day) == rows_of(part, day)
        for account in range(len(ACCOUNTS)):
            assert bool(muted[account, day - FIRST]) == excused(part, account, day)


def excused(found, account, day):
    """Whether a fall that lasts is excused, asked of the one that excuses falls one by one."""
    known = found.stretches[account]
    return any(
        season.excuse(
            replace(one, size=float(found.sizes(one, day)[-1])),
            known,
            found.shares,
            found.first,
            day,
        )
        is not None
        for one in known
        if not one.up and one.last is None
    )


def used(*spans):
    """Values of one a day on some days, by account."""
    usage = {
        (account, "m", FIRST + day): 1.0 for account, days in spans for day in days
    }  # fmt: skip
    return World(
        PlainDesk(("a", "b"), metrics=(Metric("m", "Logins"), Metric("load")), usage=usage)
    )


STOPPED = cause_of("source_stopped", metric="m", days=5)
EVERYONE = cause_of("source_stopped", metric="m", days=5, everyone=True)
WEEKS = range(FIRST, FIRST + 90)


@pytest.mark.parametrize(
    ("own", "others", "cause", "first"),
    [
        (range(40), range(90), STOPPED, 44),
        (range(40), range(40), STOPPED, None),
        (range(40), range(43), EVERYONE, 44),
        (range(0, 60, 4), range(90), STOPPED, 61),
        (range(0, 60, 6), range(90), STOPPED, None),
        (range(20), range(90), STOPPED, None),
        ((), range(90), STOPPED, None),
    ],
    ids=["stops", "for all", "for all, wanted", "each 4 days", "rarely", "new", "never any"],
)
def test_values_that_came_regularly_and_come_no_more(own, others, cause, first):
    found = np.flatnonzero(holds(used(("a", own), ("b", others)), cause, WEEKS)[0])
    assert found.tolist() == ([] if first is None else list(range(first, 90)))


def test_they_come_again():
    world = used(("a", [*range(40), *range(50, 90)]), ("b", range(90)))
    assert np.flatnonzero(holds(world, STOPPED, WEEKS)[0]).tolist() == list(range(44, 50))
    (line,) = told(world, STOPPED, 0, FIRST + 46)
    assert (line.what, line.value, line.held) == ("Logins", "last on 12 Nov 2024", True)


@pytest.mark.parametrize("length", [1, 6, 7, 12, 25])
def test_a_desk_of_a_few_days_has_seasons_of_none(length):
    values = np.full((len(ACCOUNTS), length), 9.0)
    found = play_trends.go_through(facts_of(values, FIRST + length - 1), "logins")
    assert not found.muted().any()
    assert not len(play_trends.records_of(found).day)


def test_a_dip_of_the_season_is_none_before_it_lasts_longer_than_the_season():
    values = np.full((len(ACCOUNTS), 600), 40.0) + np.arange(600) % 3
    for start in (100, 464):
        values[:, start : start + 14] *= 0.3
    values[0, 464:520] *= 0.5
    found = play_trends.go_through(facts_of(values, FIRST + 599), "logins")
    rows = [one for one in rows_of(found, FIRST + 599) if one[2] == "dip" and one[1] > FIRST + 400]
    assert [int(one[0]) for one in rows] == [0]
    assert FIRST + 464 + 14 <= rows[0][1] < FIRST + 520
