"""Finds dips, rises and level shifts in daily series: one pass over the days, many rows at once.

What is said as of a day uses that day and earlier ones only: `detect` of the series cut at the day
says the same as a longer run said on that day. An event is later prolonged or closed, never dated
anew.

How it judges a day:

* Normal is the mean of the middle half of the last eight values of the same weekday (a trimmed
  mean: a quarter of them may be anything), as in the seasonal naive forecast (Hyndman and
  Athanasopoulos, Forecasting: Principles and Practice, 5.2), made robust after Huber and Ronchetti
  (Robust Statistics). Only days that were ordinary and are two weeks old are learned from: what
  may yet turn out to be an event does not become normal before.
* Spread is the middle half's width of the same values, pooled over the weekdays, not below the
  root of a count (Poisson), nor below a tenth of the level.
* A day's distance from normal in spreads, cut off at three (Huber's psi: one wild day is no event),
  goes into two running sums, one for each side (the CUSUM of Page, Biometrika 41, 1954). A sum that
  passes its bound declares an event; so small accounts need more days than large ones. Three
  measured days at least for a dip, five for a rise, and a fifth of the level. Where days are like
  the days before them, the bounds are further out, by the variance that a sum of such days has
  more (1 + r) / (1 - r).
* The event begins where a change of mean is most likely (the maximum of sum squared / days, the
  likelihood ratio of Hinkley, Biometrika 57, 1970).
* While it lasts, normal stands still. It is over when the likelihood of normal against the event's
  own level says so over most of a week; after eight weeks it is a shift: the new normal.

Days without a value (NaN) are no evidence of anything.

Not here: what the days are of (services/trends.py), what mutes an event (season.py), words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.trend_row import run_row
from healthdesk.core.domain.trend_rule import (
    ALARM,
    BACK,
    BACK_DAYS,
    CUT,
    DAYS,
    LAG,
    LINKED,
    MEMORY,
    MOST_ALIKE,
    OFTEN,
    SETTLED,
    SLACK,
    WIDTH,
    Course,
    Line,
    Stretch,
    clean,
    last_known,
    spread_of,
    start_of,
    stretch,
    weigh,
)

__all__ = ["MEMORY", "SETTLED", "Band", "Course", "Stretch", "band", "detect"]

_FEW: Final = 24
"""Rows up to which each is gone through for itself: what a day costs is calls then."""
_WEEK: Final = 7


@dataclass(frozen=True, eq=False)
class Band:
    """A row's normal band for charts: NaN where nothing is known yet."""

    low: FloatArray
    high: FloatArray
    expected: FloatArray


def detect(values: FloatArray, first: int = 0, period: int = 7) -> Course:
    """Go through series from their first day to their last.

    Args:
        values: rows x days, NaN where not measured.
        first: the day of the first column.
        period: columns after which the pattern repeats: 7 for days of the week.
    """
    if len(values) <= _FEW and period <= _WEEK:
        return _one_by_one(values, first, period)
    return all_at_once(values, first, period)


def _one_by_one(values: FloatArray, first: int, period: int) -> Course:
    """Row after row; the very same as all at once, and for few rows much quicker."""
    done = [run_row(one, row, first, period) for row, one in enumerate(clean(values))]
    expected, spread = np.full((2, *values.shape), np.nan)
    for row, one in enumerate(done):
        expected[row], spread[row] = one.expected[0], one.spread[0]
    return Course(tuple(each for one in done for each in one.stretches), expected, spread)


def all_at_once(values: FloatArray, first: int = 0, period: int = _WEEK) -> Course:
    """Day after day, all rows in one go."""
    run = _Run(values, first, period)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for column in range(values.shape[1]):
            run.step(column)
    return run.course()


def band(values: FloatArray, course: Course, row: int) -> Band:
    """The band of ordinary days of one row; counts do not go below zero."""
    expected, room = course.expected[row], WIDTH * course.spread[row]
    known = values[row][np.isfinite(values[row])]
    low = expected - room
    if not (known < 0).any():
        low = np.maximum(low, 0.0)
    return Band(low, expected + room, expected)


@dataclass(eq=False)
class _Side:
    """The running sum against normal on one side: -1 down, 1 up."""

    sign: int
    total: FloatArray
    since: NDArray[np.int64]
    days: FloatArray
    often: FloatArray
    alarm: float = field(init=False)

    def __post_init__(self) -> None:
        self.alarm = ALARM[self.sign > 0]

    def add(
        self, column: int, far: FloatArray, known: BoolArray, patience: FloatArray
    ) -> BoolArray:
        """Take a day in; give the rows whose sum passed its bound."""
        before = self.total
        off = self.sign * far
        self.total = np.maximum(before + np.where(known, off - SLACK, 0.0), 0.0)
        fresh = before <= 0
        self.since[fresh] = column
        self.days = np.where(fresh, 0.0, self.days) + known
        self.often = np.where(fresh, 0.0, self.often) + (off > SLACK)
        passed = (self.total > self.alarm * patience) & (self.days >= DAYS[self.sign > 0])
        if self.sign > 0:
            passed &= self.often >= OFTEN * self.days
        return np.asarray(passed)


class _Run:
    """The state of all rows on a day."""

    def __init__(self, values: FloatArray, first: int, period: int) -> None:
        rows, columns = values.shape
        self.first, self.period = first, period
        # A day of all rows lies together in memory: that is how they are gone through.
        self.values = np.asfortranarray(clean(values))
        self.known = np.asfortranarray(~np.isnan(self.values))
        self.memory = np.full((period, rows, MEMORY), np.nan)
        self.next = np.zeros((period, rows), np.int64)
        self.centre = np.full((period, rows), np.nan)
        self.wide = np.full((period, rows), np.nan)
        self.whole = np.ones(rows, np.bool_)
        """Only whole numbers so far: counts."""
        self.far = np.full((rows, columns), np.nan, np.float32, order="F")
        self.expected = np.full((rows, columns), np.nan, order="F")
        self.spread = np.full((rows, columns), np.nan, order="F")
        self.ordinary = np.ones((rows, columns), np.bool_, order="F")
        self.all = np.arange(rows)
        sides = [np.zeros(rows) for _ in range(6)]
        empty = np.zeros((2, rows), np.int64)
        self.down = _Side(-1, sides[0], empty[0], sides[1], sides[2])
        self.up = _Side(1, sides[3], empty[1], sides[4], sides[5])
        # Of rows in an event: its side (0: none), begin, when it was found, sum of distances.
        self.side = np.zeros(rows, np.int64)
        self.began = np.zeros(rows, np.int64)
        self.found = np.zeros(rows, np.int64)
        self.far_sum = np.zeros(rows)
        self.days = np.zeros(rows)
        self.alike = np.zeros((3, rows))
        """Running sums of products of neighbouring distances, of their squares, of days."""
        self.patience = np.ones(rows)
        """By how much the bounds are moved out where days are like the days before them."""
        self.silent = np.zeros(rows, np.bool_)
        self.settled = np.zeros(rows)
        self.back = np.zeros(rows)
        self.back_since = np.zeros(rows, np.int64)
        self.back_days = np.zeros(rows)
        self.done: list[Stretch] = []

    def step(self, column: int) -> None:
        """Judge one day of all rows."""
        self._learn(column - LAG * self.period)
        now, known = self.values[:, column], self.known[:, column]
        self.whole &= ~known | (now == np.rint(now))
        expected, spread = self._normal(column % self.period)
        self.expected[:, column], self.spread[:, column] = expected, spread
        if not (known.any() or self.side.any()):
            return
        far = np.clip((now - expected) / spread, -CUT, CUT)
        known = known & ~np.isnan(far)
        self.far[:, column] = far
        far = np.where(known, far, 0.0)
        inside = self.side != 0
        if inside.any():
            self._go_on(column, far, known, inside)
        self.ordinary[:, column] = ~inside
        for side in (self.down, self.up):
            passed = side.add(column, far, known & ~inside, self.patience)
            for row in np.flatnonzero(passed & ~inside).tolist():
                self._open(row, column, side)

    def course(self) -> Course:
        """What was found, those events that last among it."""
        lasting = [self._stretch(row, None) for row in np.flatnonzero(self.side).tolist()]
        found = sorted([*self.done, *lasting], key=lambda one: (one.row, one.first))
        return Course(tuple(found), self.expected, self.spread)

    def _learn(self, column: int) -> None:
        """Let an ordinary day of two weeks ago be normal for its weekday."""
        if column < 0:
            return
        self._link(column)
        phase = column % self.period
        take = self.ordinary[:, column] & self.known[:, column]
        rows = self.all if take.all() else np.flatnonzero(take)
        if len(rows):
            place = self.next[phase]
            self.memory[phase, rows, place[rows]] = self.values[rows, column]
            place[rows] = (place[rows] + 1) % MEMORY
            self._weigh(phase, rows)

    def _link(self, column: int) -> None:
        """Take in how much an ordinary day is like the one before it."""
        if not column:
            return
        now, before = self.far[:, column], self.far[:, column - 1]
        product = now * before
        good = ~np.isnan(product) & self.ordinary[:, column] & self.ordinary[:, column - 1]
        kept = np.where(good, 1 - 1 / (LINKED * self.period), 1.0)
        self.alike *= kept
        self.alike[0] += np.where(good, product, 0.0)
        self.alike[1] += np.where(good, (now**2 + before**2) / 2, 0.0)
        self.alike[2] += good
        share = np.clip(self.alike[0] / (self.alike[1] + self.period), 0.0, MOST_ALIKE)
        spread = (self.alike[1] + self.period) / (self.alike[2] + self.period)
        # Where a least spread stands in for a smaller one, days stray less than they may.
        self.patience = np.maximum(spread * (1 + share) / (1 - share), 1.0)

    def _weigh(self, phase: int, rows: NDArray[np.int64]) -> None:
        """Work out middle and width of what some rows know of a weekday."""
        self.centre[phase, rows], self.wide[phase, rows] = weigh(self.memory[phase, rows])

    def _normal(self, phase: int) -> tuple[FloatArray, FloatArray]:
        """What a weekday brings, and how far it strays, as far as is known."""
        expected = self.centre[phase].copy()
        return expected, spread_of(self.centre, self.wide, expected, self.whole)

    def _line(self, row: int) -> Line:
        return Line(self.values[row], self.expected[row], self.far[row], self.ordinary[row])

    def _open(self, row: int, column: int, side: _Side) -> None:
        """Declare an event, dated to where it began, if it is large and long enough from there."""
        start = start_of(self._line(row), int(side.since[row]), column, side.sign, self.period)
        if start is None:
            return
        self.side[row] = side.sign
        self.began[row], self.found[row] = start.column, column
        self.days[row], self.far_sum[row] = start.days, start.far
        self.silent[row] = start.silent
        self.settled[row] = 0 if start.silent else column + 1 - start.column
        self.ordinary[row, start.column : column + 1] = False
        self.back[row] = self.back_days[row] = 0
        self._quiet(row)

    def _quiet(self, row: int) -> None:
        """Let both running sums start anew."""
        self.down.total[row] = self.up.total[row] = 0.0

    def _go_on(self, column: int, far: FloatArray, known: BoolArray, inside: BoolArray) -> None:
        """Take a day into the events that last; close those that are over."""
        rows = np.flatnonzero(inside)
        some, there = far[rows], known[rows]
        now = np.where(there, self.values[rows, column], 0.0)
        self.silent[rows] &= now == 0
        self.settled[rows] += ~self.silent[rows]
        # The likelihood of normal against the level that the event has had so far.
        mean = self.far_sum[rows] / np.maximum(self.days[rows], 1)
        gain = np.where(there, -mean * (some - mean / 2), 0.0)
        before = self.back[rows]
        fresh = before <= 0
        self.back[rows] = np.maximum(before + gain, 0.0)
        self.back_since[rows[fresh]] = column
        self.back_days[rows] = np.where(fresh, 0, self.back_days[rows]) + there
        self.days[rows] += there
        self.far_sum[rows] += some
        over = (self.back[rows] > BACK) & (self.back_days[rows] >= BACK_DAYS)
        for row in rows[over].tolist():
            self._close(row, column)
        shifted = self.settled[rows] >= SETTLED * self.period
        for row in rows[shifted & ~over].tolist():
            self._shift(row, column)

    def _close(self, row: int, column: int) -> None:
        """An event is over since the sum for normal began to grow."""
        since = int(self.back_since[row])
        last = last_known(self.values[row], int(self.began[row]), since)
        self.done.append(self._stretch(row, last, over=column))
        self.ordinary[row, since : column + 1] = True
        self._end(row)

    def _shift(self, row: int, column: int) -> None:
        """What lasted for weeks is normal from here on: learn the latest of it."""
        self.done.append(self._stretch(row, column, over=column, shift=True))
        self.ordinary[row, : column + 1] = False
        for phase in range(self.period):
            back = (column - phase) % self.period
            kept = self.values[row, column - back :: -self.period][:MEMORY]
            self.memory[phase, row] = np.nan
            self.memory[phase, row, : len(kept)] = kept[::-1]
            self.next[phase, row] = len(kept) % MEMORY
        self.centre[:, row], self.wide[:, row] = weigh(self.memory[:, row])
        self._end(row)

    def _end(self, row: int) -> None:
        self.side[row] = 0
        self._quiet(row)

    def _stretch(
        self, row: int, last: int | None, *, over: int | None = None, shift: bool = False
    ) -> Stretch:
        """An event in the caller's days."""
        return stretch(
            self._line(row),
            row,
            self.first,
            int(self.side[row]),
            int(self.began[row]),
            int(self.found[row]),
            last,
            shift=shift,
            over=over,
        )
