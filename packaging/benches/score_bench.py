"""Scores of 10,000 accounts against the same arithmetic in plain numpy on the same arrays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from measure import FRAME, line, median, paired
from numpy.typing import NDArray

from healthdesk.core.domain.facts import (
    NO_DAY,
    Facts,
    Invoices,
    Metric,
    Milestones,
    Sentiments,
    Subscriptions,
    Surveys,
    Tickets,
    Touchpoints,
    UsageGrid,
)
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.scale import points
from healthdesk.core.domain.score import score
from healthdesk.core.domain.weigh import weigh
from healthdesk.core.readings import CATALOGUE

ACCOUNTS, DAYS = 10_000, 730
START = 19_000
TODAY = START + DAYS - 1
METRICS = ("users", "sessions", "exports")
Array = NDArray[np.float64]


def measure(key: str, reading: dict[str, object], points: list[list[float]]) -> dict[str, object]:
    """One measure with a curve."""
    scale = {"kind": "curve", "points": points}
    return {"key": key, "weight": 1, "reading": reading, "scale": scale}


PROFILE = [
    {
        "key": "default",
        "dimensions": [
            {
                "key": "usage",
                "weight": 60,
                "measures": [
                    measure(
                        "level",
                        {"kind": "usage_level", "metric": "users", "days": 28},
                        [[0, 0], [10, 50], [30, 100]],
                    ),
                    measure(
                        "trend",
                        {"kind": "usage_trend", "metric": "users", "days": 28},
                        [[-0.5, 0], [0, 60], [0.5, 100]],
                    ),
                    measure(
                        "often",
                        {"kind": "usage_frequency", "metric": "sessions", "days": 28},
                        [[0, 0], [1, 100]],
                    ),
                    measure(
                        "exports",
                        {"kind": "usage_level", "metric": "exports", "days": 90},
                        [[0, 0], [20, 100]],
                    ),
                    measure("breadth", {"kind": "usage_breadth", "days": 28}, [[0, 0], [1, 100]]),
                ],
            },
            {
                "key": "voice",
                "weight": 40,
                "measures": [
                    measure("csat", {"kind": "csat", "days": 90}, [[1, 0], [3, 50], [5, 100]]),
                    measure("touch", {"kind": "days_since_touch"}, [[7, 100], [30, 60], [90, 0]]),
                    measure("tickets", {"kind": "open_tickets"}, [[0, 100], [3, 40], [6, 0]]),
                ],
            },
        ],
    }
]


def some_facts() -> Facts:
    """Random facts of 10,000 accounts: dense usage, ten events of each kind an account."""
    chance = np.random.default_rng(1)
    account = np.repeat(np.arange(ACCOUNTS, dtype=np.int32), 10)
    drawn = chance.integers(START, TODAY + 1, (ACCOUNTS, 10)).astype(np.int32)
    day = np.sort(drawn, axis=1).ravel()
    size = len(day)
    ints, floats = np.zeros(0, np.int32), np.zeros(0)
    rows, small = np.arange(size, dtype=np.int64), np.zeros(size, np.int8)
    none64, none8 = np.zeros(0, np.int64), np.zeros(0, np.int8)
    grids = {
        name: UsageGrid(
            np.arange(START, TODAY + 1, dtype=np.int32),
            chance.integers(0, 40, (ACCOUNTS, DAYS)).astype(np.float32),
        )
        for name in METRICS
    }
    return Facts(
        account_ids=tuple(f"a{number:05}" for number in range(ACCOUNTS)),
        names=tuple(f"Account {number}" for number in range(ACCOUNTS)),
        parent=np.full(ACCOUNTS, -1, np.int32),
        churned=np.full(ACCOUNTS, NO_DAY, np.int32),
        metrics={name: Metric(name, feature=True) for name in METRICS},
        usage=grids,
        surveys=Surveys(
            account, day, np.ones(size, np.int8), chance.integers(1, 6, size).astype(float),
            np.full(size, -1, np.int32), rows.astype(np.int32), rows,
        ),
        sentiments=Sentiments(ints, ints, floats, np.zeros(0, bool), none8, none64),
        touchpoints=Touchpoints(
            account, day, small, small, np.zeros(size + 1, np.int32), ints, rows
        ),
        tickets=Tickets(
            account, day, (day + chance.integers(1, 60, size)).astype(np.int32), small, rows
        ),
        subscriptions=Subscriptions(ints, ints, ints, floats, floats, none64),
        invoices=Invoices(ints, ints, ints, ints, none64),
        milestones=Milestones(ints, ints, ints, none64),
        attributes={},
        overrides=(),
        first_usage=np.full(ACCOUNTS, START, np.int32),
    )  # fmt: skip


def running(values: Array) -> Array:
    """Running totals with a zero in front."""
    out = np.zeros((values.shape[0], values.shape[1] + 1))
    np.cumsum(values, axis=1, out=out[:, 1:])
    return out


def window(facts: Facts, metric: str, days: Array, length: int, *, positive: bool = False) -> Array:
    """Sum (or days above 0) of the trailing windows of the days."""
    first, last = int(days[0]) - length + 1, int(days[-1])
    block = facts.usage[metric].values[:, first - START : last - START + 1]
    if len(days) == 1:
        return ((block > 0) if positive else block).sum(axis=1, dtype=float)[:, None]
    total = running((block > 0) if positive else block)
    return total[:, length:] - total[:, :-length]


def event_counts(account: Array, day: Array, days: Array, worth: Array) -> Array:
    """Running sums of events over the days up to each day."""
    width = int(days[-1]) - START + 2
    place = account.astype(np.int64) * width + np.clip(day - START, 0, width - 1)
    return np.bincount(place, worth, ACCOUNTS * width).reshape(ACCOUNTS, width).cumsum(axis=1)


def plain_block(facts: Facts, days: Array, low: int, high: int) -> Array:
    """Usage readings of a run of accounts, as points already weighed."""
    part = replace(
        facts,
        usage={
            key: UsageGrid(grid.days, grid.values[low:high]) for key, grid in facts.usage.items()
        },
    )
    users = window(part, "users", days, 28) / 28
    before = window(part, "users", days - 28, 28) / 28
    worth = np.interp(users, (0, 10, 30), (0, 50, 100))
    worth += np.interp(users / before - 1, (-0.5, 0, 0.5), (0, 60, 100))
    used = window(part, "sessions", days, 28, positive=True)
    worth += np.interp(used / 28, (0, 1), (0, 100))
    worth += np.interp(window(part, "exports", days, 90) / 90, (0, 20), (0, 100))
    breadth = (window(part, "users", days, 28, positive=True) > 0).astype(float)
    breadth += used > 0
    breadth += window(part, "exports", days, 28, positive=True) > 0
    worth += np.interp(breadth / 3, (0, 1), (0, 100))
    return worth / 5


def voice_on(facts: Facts, today: int) -> tuple[Array, Array, Array]:
    """Mean CSAT of 90 days, days since the last touch and open tickets, on one day."""
    surveys, touches, tickets = facts.surveys, facts.touchpoints, facts.tickets
    on = (surveys.day > today - 90) & (surveys.day <= today)
    count = np.bincount(surveys.account[on], None, ACCOUNTS)
    total = np.bincount(surveys.account[on], surveys.rating[on], ACCOUNTS)
    last = np.full(ACCOUNTS, float(START))
    past = touches.day <= today
    last[touches.account[past]] = touches.day[past]
    open_now = (tickets.day <= today) & (tickets.closed > today)
    opened = np.bincount(tickets.account[open_now], None, ACCOUNTS)
    return (total / count)[:, None], (today - last)[:, None], opened[:, None]


def voice_over(facts: Facts, days: Array) -> tuple[Array, Array, Array]:
    """The same three on many days."""
    surveys, touches, tickets = facts.surveys, facts.touchpoints, facts.tickets
    columns = (days - START + 1).astype(int)
    zero = np.zeros((ACCOUNTS, 1))
    count = event_counts(surveys.account, surveys.day, days, np.ones(len(surveys.day)))
    total = event_counts(surveys.account, surveys.day, days, surveys.rating)
    count, total = np.concatenate((zero, count), axis=1), np.concatenate((zero, total), axis=1)
    mean = (total[:, columns] - total[:, columns - 90]) / (
        count[:, columns] - count[:, columns - 90]
    )
    width = int(days[-1]) - START + 1
    last = np.zeros((ACCOUNTS, width))
    keep = touches.day - START < width
    last[touches.account[keep], touches.day[keep] - START] = touches.day[keep]
    last[:, 0] = np.maximum(last[:, 0], START)
    since = days - np.maximum.accumulate(last, axis=1)[:, columns - 1]
    ones = np.ones(len(tickets.day))
    opened = event_counts(tickets.account, tickets.day, days, ones)
    closed = event_counts(tickets.account, tickets.closed, days, ones)
    return mean, since, (opened - closed)[:, columns - 1]


def plain(facts: Facts, days: Array) -> Array:
    """The eight readings, their curves and the weighted mean, in the shortest numpy there is."""
    usage = np.empty((ACCOUNTS, len(days)))
    size = 250 if len(days) > 1 else ACCOUNTS
    for low in range(0, ACCOUNTS, size):
        usage[low : low + size] = plain_block(facts, days, low, low + size)
    with np.errstate(invalid="ignore"):
        one = len(days) == 1
        mean, since, opened = voice_on(facts, int(days[0])) if one else voice_over(facts, days)
        csat = np.interp(mean, (1, 3, 5), (0, 50, 100))
    here = ~np.isnan(csat)
    voice = np.where(here, csat, 0)
    voice += np.interp(since, (7, 30, 90), (100, 60, 0))
    voice += np.interp(opened, (0, 3, 6), (100, 40, 0))
    return 0.6 * usage + 0.4 * voice / (here + 2)


def main() -> int:
    """Compare, after seeing that both give the same scores."""
    facts = some_facts()
    profile = parse_profiles(PROFILE, METRICS, CATALOGUE)[0]
    published = [Published(profile, 1, 0)]
    one_day = np.array([TODAY], np.int32)
    year = np.arange(TODAY - 364, TODAY + 1, dtype=np.int32)
    ok = True
    for name, days, runs, bound in (("one day", one_day, 9, 3.0), ("365 days", year, 3, None)):

        def ours(days: NDArray[np.int32] = days) -> Array:
            found = score(facts, published, days, CATALOGUE, detail=False, dimensions=False)
            return found.final

        def floor(days: NDArray[np.int32] = days) -> Array:
            return plain(facts, days)

        if not np.allclose(ours(), floor(), rtol=1e-9, atol=1e-7):
            raise SystemExit("the floor and the engine disagree: the bench compares nothing")
        ok &= line(f"score 10,000 accounts, 8 readings, {name}", *paired(ours, floor, runs), bound)
    read = points(facts, profile, one_day, CATALOGUE)
    ok &= line("weigh 10,000 accounts anew (floor: a frame)", median(
        lambda: weigh(read, profile, detail=False), 15), FRAME, 1.0)  # fmt: skip
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
