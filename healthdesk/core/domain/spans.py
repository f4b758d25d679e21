"""Events as spans of days on which they count: sums, counts and extremes over those open on a day.

An answer counts from its day until the window has passed or the same contact answers again; a
ticket from its opening to its closing; a contract from start to end. So every reading over events
is a sum over open spans.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import NO_DAY, BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.window import scattered

Rows = NDArray[np.int64] | IntArray


@dataclass(frozen=True, eq=False)
class Spans:
    """Events that count on the days `start <= d < end`, of accounts 0 to `count` - 1.

    `born` (accounts x 1 or x days), where given, cuts to the account's life: an event counts only
    where its `start` is not before it.
    """

    count: int
    account: IntArray
    start: IntArray
    end: IntArray
    born: IntArray | None = None

    def pick(self, chosen: BoolArray) -> Spans:
        """Some of the spans."""
        return Spans(
            self.count, self.account[chosen], self.start[chosen], self.end[chosen], self.born
        )

    def open(self, column: int, day: int) -> Rows:
        """Numbers of the spans open on a day (the `column`-th asked about)."""
        on = (self.start <= day) & (day < self.end)
        rows = np.flatnonzero(on)
        if self.born is None:
            return rows
        born = self.born[:, column if self.born.shape[1] > 1 else 0]
        return rows[self.start[rows] >= born[self.account[rows]]]

    def each(self, days: IntArray) -> Iterator[tuple[int, int, Rows]]:
        """Column, day and open spans of every day."""
        for column, day in enumerate(days.tolist()):
            yield column, day, self.open(column, day)


def trailing(facts: Facts, account: IntArray, day: IntArray, days: IntArray, window: int) -> Spans:
    """Events that count for `window` days from their own on, cut to the account's life."""
    end = np.minimum(day.astype(np.int64) + window, NO_DAY).astype(np.int32)
    return Spans(facts.count, account, day, end, first_days(facts, days))


def total(spans: Spans, days: IntArray, values: FloatArray | None = None) -> FloatArray:
    """Sum of the values of the open spans (their number, without values), accounts x days."""
    if _exact(values) and not scattered(days) and (spans.born is None or spans.born.shape[1] == 1):
        return _running_total(spans, days, values)
    out = np.zeros((spans.count, len(days)))
    for column, _, rows in spans.each(days):
        weights = None if values is None else values[rows]
        out[:, column] = np.bincount(spans.account[rows], weights, spans.count)
    return out


def _exact(values: FloatArray | None) -> bool:
    """Whether sums of the values are exact in any order, so that running totals lose nothing."""
    return values is None or bool(
        (np.trunc(values) == values).all() and np.abs(values).sum() < 2**52
    )


def _running_total(spans: Spans, days: IntArray, values: FloatArray | None) -> FloatArray:
    """The sums by running totals: a span adds its value where it opens, takes it where it ends."""
    low, high = int(days.min()), int(days.max())
    width = high - low + 2
    keep = (spans.start < spans.end) & (spans.start <= high) & (spans.end > low)
    if spans.born is not None:
        keep &= spans.start >= spans.born[spans.account, 0]
    account = spans.account[keep].astype(np.int64)
    opens = np.maximum(spans.start[keep], low) - low
    closes = np.minimum(spans.end[keep], high + 1) - low
    weights = np.ones(len(account)) if values is None else values[keep]
    size = spans.count * width
    # Without any span bincount forgets that its weights are floats.
    steps = np.bincount(account * width + opens, weights, size).astype(np.float64)
    steps -= np.bincount(account * width + closes, weights, size)
    running = steps.reshape(spans.count, width).cumsum(axis=1)
    return running[:, days - low]


def lowest(spans: Spans, days: IntArray, values: IntArray) -> FloatArray:
    """Least value of the open spans; NaN where none is open."""
    out = np.full((spans.count, len(days)), np.inf)
    for column, _, rows in spans.each(days):
        one = np.full(spans.count, np.inf)
        np.minimum.at(one, spans.account[rows], values[rows])
        out[:, column] = one
    return np.where(np.isinf(out), np.nan, out)


def latest(facts: Facts, account: IntArray, day: IntArray, days: IntArray) -> FloatArray:
    """Day of each account's latest event up to each day; NaN = none. Events are sorted."""
    if scattered(days):
        keys = account.astype(np.int64) * 2**33 + day
        low = np.arange(facts.count, dtype=np.int64)[:, None] * 2**33
        place = np.searchsorted(keys, low + days[None, :], side="right") - 1
        if not len(keys):
            return np.full(place.shape, np.nan)
        found = (place >= 0) & (account[place] == low // 2**33)
        return np.where(found, day[place].astype(np.float64), np.nan)
    first, last = int(days.min()), int(days.max())
    marks = np.full((facts.count, last - first + 1), np.nan)
    known = day <= last
    column = np.maximum(day[known], first) - first
    # Later events of an account stand later, so the last write to a cell is the latest of them.
    marks[account[known], column] = day[known]
    return np.fmax.accumulate(marks, axis=1)[:, days - first]


def seats_known(facts: Facts, days: IntArray) -> FloatArray:
    """Known seats of the subscriptions in force; NaN where they are 0 or none is known."""
    table = facts.subscriptions
    known = ~np.isnan(table.seats)
    spans = Spans(facts.count, table.account, table.day, table.end).pick(known)
    seats = total(spans, days, table.seats[known])
    return np.where(seats == 0, np.nan, seats)
