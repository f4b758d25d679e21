"""One pass over the whole desk for its trends: what lasts, and what most accounts did each day.

It is kept in the desk for as long as its usage stays as it is, so that the next start is quick.
Not here: one account's events (trends.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Final

import msgspec
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from healthdesk.core.domain import season, trend
from healthdesk.core.domain.facts import NO_DAY, FloatArray, Metric, UsageGrid
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.source import Feed
from healthdesk.core.domain.trend import Stretch
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.services import feeds, snapshots, usage
from healthdesk.core.services.documents import readings_of
from healthdesk.core.services.facts import account_rows, metrics
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.trend_events import NO_SHARES, Around, events_of
from healthdesk.core.services.trend_series import (
    earliest,
    filled,
    of_grid,
    undelivered,
    used_at_all,
)
from healthdesk.core.store.db import Tx

SNAPSHOT: Final = "trends"
RECENT: Final = 28
"""Days back to which what ended is still told."""
_BLOCK: Final = 800_000
"""Values looked at in one go: what is held meanwhile stays small on any desk."""
_USAGE_KINDS: Final = frozenset({"usage_level", "usage_trend", "usage_frequency", "seat_use"})
_PROFILES: Final = """
SELECT v.body FROM profile p JOIN profile_version v ON v.profile_id = p.id
WHERE NOT p.retired
  AND v.version = (SELECT max(version) FROM profile_version WHERE profile_id = p.id)
ORDER BY p.position, p.id"""
_STATE: Final = """
SELECT (SELECT count(*) || ':' || coalesce(max(id), 0) FROM import_batch),
 (SELECT coalesce(group_concat(id), '') FROM import_batch WHERE undone),
 (SELECT count(*) || ':' || coalesce(sum(count), 0) FROM batch_usage),
 (SELECT count(*) || ':' || coalesce(sum(undone), 0) FROM account_merge),
 (SELECT count(*) || ':' || coalesce(sum(id), 0) FROM account),
 (SELECT count(*) || ':' || coalesce(sum(day), 0) || ':' || coalesce(sum(account_id), 0)
  FROM outcome WHERE kind = 'churned')"""
_passing = Lock()
"""Two readers that ask at once, as when a window opens, do not both go through all usage."""


class Pass(msgspec.Struct, frozen=True):
    """What one pass found, as of a day."""

    state: str
    day: int
    first: int
    """The day of the first of the shares."""
    holes: dict[str, tuple[int, ...]]
    """By metric: days on which nobody's values came."""
    shares: dict[str, tuple[float | None, ...]]
    """By metric: what most accounts had of their normal on each day."""
    lasting: dict[str, tuple[TrendEvent, ...]]

    def around(
        self, metric: Metric, watched: Sequence[str], day: int, newest: int, late: Feed | None
    ) -> Around:
        """What stands around a metric; one that is not watched goes by the first that is.

        `newest` is the newest day of its feed: what comes after is not delivered yet.
        """
        lead = metric.key if metric.key in self.shares else next(iter(watched), "")
        shares = np.array(self.shares.get(lead, ()), np.float64)[: max(day - self.first + 1, 0)]
        return Around(
            metric=metric,
            day=day,
            shares=shares,
            since=self.first,
            holes=self.off(metric.key, newest, day),
            late=late,
        )

    def off(self, metric: str, newest: int, day: int) -> tuple[int, ...]:
        """Days without a metric's delivery; one that is not watched misses what all others miss."""
        own = self.holes.get(metric)
        if own is None:
            own = tuple(set.intersection(*map(set, self.holes.values()))) if self.holes else ()
        return tuple(sorted({*(one for one in own if one <= day), *range(newest + 1, day + 1)}))


def watched(tx: Tx) -> tuple[str, ...]:
    """The metrics whose use the published profiles measure, in their order."""
    found: dict[str, None] = {}
    known = metrics(tx)
    for (body,) in tx.execute(text(_PROFILES)):
        for one in readings_of(body):
            metric = str(one.get("metric", ""))
            if one.get("kind") in _USAGE_KINDS and metric in known:
                found[metric] = None
    return tuple(sorted(found, key=list(known).index))


def late_feeds(tx: Tx, day: int) -> dict[str, Feed]:
    """By metric: the feed that is late on a day."""
    return {metric: one for one in feeds.late(tx, day) for metric in one.metrics}


def newest_days(tx: Tx, day: int) -> dict[str, int]:
    """By metric: the newest day of its feed as of a day; what comes after is not known yet."""
    return {metric: one.newest for one in feeds.feeds(tx, day) for metric in one.metrics}


def desk_pass(tx: Tx, day: int, *, exactly: bool, progress: Progress = NOBODY) -> Pass:
    """The pass as of a day; not `exactly`: of that day or a later one, to be cut."""
    found = _known(tx, day, exactly=exactly)
    if found is not None:
        return found
    with _passing:
        found = _known(tx, day, exactly=exactly)
        if found is None:
            until = day if exactly else max(day, usage.newest_day(tx) or day)
            found = _go_through(tx, until, progress)
            _remember(tx, found)
    return found


def keep(tx: Tx, day: int) -> None:
    """Keep the pass of a day in the desk, unless it holds one for the same usage.

    What others still read should be read before: an operation that has written remembers nothing.
    """
    kept = _kept(tx)
    if kept is None or kept.day != day or kept.state != _state(tx):
        found = desk_pass(tx, day, exactly=True)
        snapshots.keep(tx, SNAPSHOT, int(tx.info["stamp"]), found)


def known(tx: Tx, day: int) -> Pass | None:
    """The pass of exactly this day, where it was made before."""
    return _known(tx, day, exactly=True)


def _known(tx: Tx, day: int, *, exactly: bool) -> Pass | None:
    """A pass that serves, from memory or from the desk."""
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    if memory is not None:
        for key in (f"trends {day}", "" if exactly else "trends latest"):
            found: Pass | None = memory.get(key, stamp) if key else None
            if found is not None and _serves(tx, found, day, exactly=exactly):
                return found
    kept = _kept(tx)
    if kept is None or kept.state != _state(tx):
        return None
    if _serves(tx, kept, day, exactly=exactly):
        _remember(tx, kept)
        return kept
    return None


def _serves(tx: Tx, found: Pass, day: int, *, exactly: bool) -> bool:
    """Whether a pass says all that is asked: where nothing came since, an older one does, too."""
    if exactly or found.day >= day:
        return found.day == day or not exactly
    return found.day >= (usage.newest_day(tx) or day)


def _remember(tx: Tx, found: Pass) -> None:
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    if memory is None:
        return
    memory.put(f"trends {found.day}", stamp, found, of_facts=True)
    latest = memory.get("trends latest", stamp)
    if latest is None or latest.day <= found.day:
        memory.put("trends latest", stamp, found, of_facts=True)


def _kept(tx: Tx) -> Pass | None:
    """The pass that the desk holds, of whatever state."""
    payload = tx.execute(
        text("SELECT payload FROM snapshot WHERE key = :key"), {"key": SNAPSHOT}
    ).scalar_one_or_none()
    if payload is None:
        return None
    try:
        return msgspec.msgpack.decode(payload, type=Pass)
    except msgspec.MsgspecError:
        return None  # written by a version whose passes had other fields


def _state(tx: Tx) -> str:
    """What tells one state of the usage from another, as far as trends go."""
    row = tx.execute(text(_STATE)).one()
    known = metrics(tx)
    named = [f"{key}={known[key].name}/{known[key].fill}" for key in watched(tx)]
    return "|".join([*map(str, row), *named])


@dataclass(eq=False)
class _Recent:
    """What is told of one account's metric, put by until the whole desk is known."""

    account: int
    series: tuple[int, FloatArray, FloatArray]
    found: Sequence[Stretch]


def _go_through(tx: Tx, day: int, progress: Progress) -> Pass:
    """Look at all accounts, metric by metric."""
    number = account_rows(tx)
    wanted, known = watched(tx), metrics(tx)
    grids = usage.grids(tx, number, wanted)
    lives = _lives(tx, number, grids.first, day)
    begun = lives[0][lives[0] < NO_DAY]
    first = min(max(int(begun.min()), earliest(day)), day) if len(begun) else day
    late, newest = late_feeds(tx, day), newest_days(tx, day)
    keys = {at: key for key, at in number.items()}
    ids = pairs(tx, "SELECT id, account_id FROM account")
    out: dict[str, list[TrendEvent]] = {}
    holes: dict[str, tuple[int, ...]] = {}
    shares: dict[str, tuple[float | None, ...]] = {}
    for at, (key, grid) in enumerate(grids.grids.items()):
        # A metric that ended before the first day that is looked at is off all the time.
        end = max(first - 1, min(day, newest.get(key, day)))
        holes[key] = (*undelivered(grid, first, end), *range(end + 1, day + 1))
        part = (at, len(grids.grids))
        around = Around(known[key], day, NO_SHARES, first, holes[key], late.get(key))
        share, recent = _metric(grid, lives, around, part, progress)
        shares[key] = tuple(None if np.isnan(one) else float(one) for one in share)
        around = replace(around, shares=share)
        for one in recent:
            row = keys[one.account]
            found = _told(tx, around, one, row)
            if found:
                out.setdefault(ids[row], []).extend(found)
    lasting = {
        account: tuple(sorted(some, key=lambda one: -one.first)) for account, some in out.items()
    }
    return Pass(_state(tx), day, first, holes, shares, lasting)


def _lives(
    tx: Tx, number: Mapping[int, int], first: NDArray[np.int32], day: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First day of use and last day of each account."""
    last = np.full(len(number), day, np.int64)
    sql = "SELECT account_id, min(day) FROM outcome WHERE kind = 'churned' GROUP BY account_id"
    for row, churned in pairs(tx, sql).items():
        last[number[row]] = min(day, int(churned) - 1)
    return first.astype(np.int64), last


def _metric(
    grid: UsageGrid,
    lives: tuple[NDArray[np.int64], NDArray[np.int64]],
    around: Around,
    part: tuple[int, int],
    progress: Progress,
) -> tuple[FloatArray, list[_Recent]]:
    """Go through one metric by blocks of accounts: the median share a day, and whom to tell of."""
    metric, first, day, holes = around.metric, around.since, around.day, around.holes
    (done, total), count = part, len(lives[0])
    share = np.full((count, day - first + 1), np.nan, np.float32)
    recent: list[_Recent] = []
    columns = np.arange(first, day + 1)
    step = max(_BLOCK // len(columns), 1)
    for low in range(0, count, step):
        progress.step(done * count + low, total * count, f"Dips and rises: {metric.name}")
        rows = slice(low, min(low + step, count))
        values = filled(of_grid(grid, rows, first, day), metric, lives[0][rows], first, holes)
        values[columns[None, :] > lives[1][rows, None]] = np.nan
        course = trend.detect(values, first)
        share[rows] = season.shares_of_normal(values, course.expected)
        alive = np.flatnonzero(lives[1][rows] >= day)
        if not any(one > day - RECENT for one in holes):
            alive = np.intersect1d(alive, [one.row for one in course.stretches])
        recent += _recent(course, values, alive.tolist(), (low, first))
    return season.crowd(share), recent


def _recent(
    course: trend.Course, values: FloatArray, rows: Sequence[int], place: tuple[int, int]
) -> Iterator[_Recent]:
    """Some accounts of a block, with what was found."""
    low, first = place
    found: dict[int, list[Stretch]] = {}
    for one in course.stretches:
        found.setdefault(one.row, []).append(one)
    for row in rows:
        # A copy, so that the block itself can go.
        series = (first, values[row].copy(), course.expected[row].copy())
        yield _Recent(low + row, series, found.get(row, ()))


def _told(tx: Tx, around: Around, one: _Recent, row: int) -> list[TrendEvent]:
    """The events of an account's metric that last, or began or ended in the last weeks."""
    since = around.day - RECENT
    wanted = [each for each in one.found if each.last is None or each.last >= since]

    def still(first: int, last: int) -> bool:
        return not used_at_all(tx, row, first, last)

    found = events_of(around, one.series, one.found, wanted, still)
    return [each for each in found if each.last is None or each.last >= since]
