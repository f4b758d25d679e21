"""Dips, rises and new levels of a metric as of the day on which each could be known; who is muted.

The detector goes through all accounts once for each state of the desk. It says of a day what it
would have said on it: an event counts on the day it was declared, with its size up to that day, and
a fall is excused (its season, or everybody falls) by what was known then.

Days of which hardly anybody's values came are no evidence. The events of the whole desk, the
sentences and the trends page: trend_desk.py, trend_events.py.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain import season, trend
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray, remember
from healthdesk.core.domain.noise import AFTER, Holiday
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.season_days import Seasons
from healthdesk.core.domain.trend import Stretch
from healthdesk.core.domain.trigger import Records, gathered
from healthdesk.core.services import noise, trend_desk
from healthdesk.core.services.trend_series import earliest, filled, of_grid, undelivered
from healthdesk.core.store.db import Tx

OF_USAGE: Final = ("trends for plays",)
"""What is remembered of facts under keys that begin so rests on their usage alone."""
_BLOCK: Final = 800_000
"""Values looked at in one go, as in trend_desk.py."""
_MOST: Final = 99.0
"""Times normal that a rise is told as at most."""
_SMALL: Final = 1e-300
NOTHING: Final = gathered([])
Fall = tuple[Stretch, BoolArray, FloatArray]
"""A fall; on each day from the one it was found on: was it excused, how large was it."""


@dataclass(frozen=True, eq=False)
class Found:
    """What was found in one metric of all accounts.

    Attributes:
        first: the day of the first column.
        stretches: by account, oldest first; `row` is the account.
        values: what was measured, accounts x days; `expected` what was normal.
        shares: what most accounts had of their normal on each day.
    """

    first: int
    stretches: tuple[tuple[Stretch, ...], ...]
    values: NDArray[np.float32]
    expected: NDArray[np.float32]
    shares: FloatArray

    def sizes(self, one: Stretch, until: int) -> FloatArray:
        """How large an event was as of each day since it was found, as a share of normal."""
        span = slice(one.first - self.first, until - self.first + 1)
        values = self.values[one.row, span].astype(np.float64)
        normal = self.expected[one.row, span].astype(np.float64)
        known = ~np.isnan(values) & ~np.isnan(normal)
        off = np.cumsum(np.where(known, values - normal, 0.0))
        usual = np.abs(np.cumsum(np.where(known, normal, 0.0)))
        normal = np.maximum(usual, np.maximum(np.abs(off) / _MOST, _SMALL))
        share: FloatArray = off / normal
        return share[one.found - one.first :]

    def muted(self, holidays: Sequence[Holiday] = ()) -> BoolArray:
        """Where an account was in a fall that needed nobody, by what was known on the day."""
        out: BoolArray = np.zeros(self.values.shape, bool)
        for one, excused, _ in off_work(self.falls, holidays):
            begin = one.found - self.first
            out[one.row, begin : begin + len(excused)] |= excused
        return out

    @cached_property
    def falls(self) -> tuple[tuple[Stretch, BoolArray, FloatArray], ...]:
        """Each fall; on each day from the one it was found on: was it excused, how large was it."""
        return tuple(self._falls())

    def _falls(self) -> Iterator[tuple[Stretch, BoolArray, FloatArray]]:
        seasons = Seasons(self.shares, self.first)
        end = self.first + self.values.shape[1] - 1
        for known in self.stretches:
            for one in known:
                until = end if one.over is None else one.over - 1
                if not one.up and until >= one.found:
                    sizes = self.sizes(one, until)
                    yield one, seasons.excused(one, known, sizes, until), sizes


def found(tx: Tx, facts: Facts, metric: str, progress: Progress = NOBODY) -> Found | None:
    """What there is of a metric ("" = the main one); None where it has no values."""
    key = metric or main(tx)
    if key not in facts.usage or not len(facts.usage[key].days):
        return None

    def made() -> Found:
        return go_through(facts, key, progress)

    return remember(facts, (*OF_USAGE, key), made)


def of_usage(facts: Facts) -> dict[Hashable, object]:
    """What was found in the usage of some facts, to be kept where only other things changed."""
    return {
        key: found
        for key, found in facts.memory.items()
        if isinstance(key, tuple) and key[: len(OF_USAGE)] == OF_USAGE
    }


def main(tx: Tx) -> str:
    """The metric that profiles measure first; "" = none."""
    return next(iter(trend_desk.watched(tx)), "")


def records(tx: Tx, facts: Facts, metric: str, progress: Progress = NOBODY) -> Records:
    """Dips and rises on the days they could be known, new levels on the days they became normal.

    A dip that its season excuses counts on the first day on which it is excused no more and lasts
    still; one that is over before that is none.
    """
    known = found(tx, facts, metric, progress)
    return NOTHING if known is None else records_of(known, noise.read(tx).holidays)


def off_work(falls: Iterable[Fall], holidays: Sequence[Holiday]) -> Iterator[Fall]:
    """Falls with those days excused on which they lie in a holiday that somebody named."""
    for one, excused, sizes in falls:
        days = one.found + np.arange(len(excused))
        off = np.zeros(len(excused), bool)
        for low, high in (held.span for held in holidays):
            if low <= one.first <= high:
                off |= days <= high + AFTER
        yield one, excused | off, sizes


def records_of(known: Found, holidays: Sequence[Holiday] = ()) -> Records:
    """The same of what was found."""
    rows: list[tuple[int, int, str, float, int]] = []
    for one, excused, sizes in off_work(known.falls, holidays):
        if not excused.all():
            at = int(excused.argmin())
            rows.append((one.row, one.found + at, "dip", float(sizes[at]), one.first))
    for one in itertools.chain.from_iterable(known.stretches):
        shift = one.shift and one.over is not None
        if one.up or shift:
            sizes = known.sizes(one, one.over or one.found)
        if one.up:
            rows.append((one.row, one.found, "rise", float(sizes[0]), one.first))
        if shift and one.over is not None:
            rows.append((one.row, one.over, "level", float(sizes[-1]), one.first))
    return gathered([(*one, -1) for one in rows])


def muted(tx: Tx, facts: Facts, days: IntArray) -> BoolArray:
    """Where an account's season excuses the fall of its main metric: accounts x days."""
    known = found(tx, facts, "")
    out = np.zeros((facts.count, len(days)), bool)
    if known is None:
        return out
    holidays = noise.read(tx).holidays
    key = (*OF_USAGE, "", "muted", holidays)
    where = remember(facts, key, partial(known.muted, holidays))
    columns = np.minimum(days - np.int32(known.first), where.shape[1] - 1)
    there = columns >= 0
    out[:, there] = where[:, columns[there]]
    return out


def go_through(facts: Facts, key: str, progress: Progress = NOBODY) -> Found:
    """Find what there is of a metric that has values, for all accounts."""
    grid, metric = facts.usage[key], facts.metrics[key]
    last = int(grid.days[-1])
    first = max(int(grid.days[0]), earliest(last))
    off = undelivered(grid, first, last)
    columns, count = np.arange(first, last + 1), facts.count
    values, expected = np.full((2, count, len(columns)), np.nan, np.float32)
    stretches: list[list[Stretch]] = [[] for _ in range(count)]
    step = max(_BLOCK // len(columns), 1)
    for low in range(0, count, step):
        progress.step(low, count, f"Dips and rises: {metric.name}")
        rows = slice(low, min(low + step, count))
        begun = facts.first_usage[rows].astype(np.int64)
        part = filled(of_grid(grid, rows, first, last), metric, begun, first, off)
        part[columns[None, :] >= facts.churned[rows, None]] = np.nan
        course = trend.detect(part, first)
        values[rows], expected[rows] = part, course.expected
        for one in course.stretches:
            stretches[low + one.row].append(replace(one, row=low + one.row))
    share = season.shares_of_normal(values.astype(np.float64), expected.astype(np.float64))
    return Found(first, tuple(map(tuple, stretches)), values, expected, season.crowd(share))
