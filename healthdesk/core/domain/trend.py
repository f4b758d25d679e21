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

MEMORY: Final = 8
"""Values of the same weekday that make what is normal on it."""
LEAST: Final = 4
"""Of them, those from which anything is judged."""
LAG: Final = 2
"""Weeks until an ordinary day is learned from."""
SETTLED: Final = 8
"""Weeks after which an event is the new normal."""
WIDTH: Final = 2.0
"""Spreads on either side of normal that a chart's band has."""
_CUT: Final = 3.0
"""Spreads beyond which a day's distance counts no more."""
_SLACK: Final = 0.5
"""Spreads that a day may be off without adding to the sum."""
_ALARM: Final = (7.0, 11.0)
"""What the sum must pass, for a dip and a rise: counts stray upwards further than down."""
_DAYS: Final = (3, 5)
"""Measured days that a dip and a rise need."""
_SIZE: Final = 0.2
"""Share of normal below which nothing is an event."""
_OFTEN: Final = 0.6
"""Share of days that a rise must be above normal on: bursts are no rise."""
_BACK: Final = 9.0
"""What the sum for normal must pass until an event is over."""
_BACK_DAYS: Final = 5
_LINKED: Final = 12
"""Weeks that tell how much days are like the days before them."""
_MOST_ALIKE: Final = 0.7
_RELATIVE: Final = 0.1
_FLAT: Final = 0.05
"""Share of the mean level below which a weekday's own level says nothing about its spread."""
_STRAY: Final = 0.7
"""Weight of the mean deviation, which sees what quarters do not, against theirs."""
_HUGE: Final = 1e30
_MOST: Final = 99.0
_MIDDLE: Final = 0.7413
"""Standard deviations in the width of the middle half of normal values, inverted."""
_MEAN: Final = 1.2533
"""The same for the mean deviation."""


@dataclass(frozen=True)
class Stretch:
    """One event of one row; days count as the caller's do. `up`: a rise; `last`: None, it lasts.

    `found` is the day on which it was declared. `expected` and `actual` are a measured day's means.
    `silent`: nothing but zeros on its days.
    """

    row: int
    up: bool
    first: int
    last: int | None
    found: int
    size: float
    expected: float
    actual: float
    days: int
    """Measured days."""
    shift: bool = False
    silent: bool = False


@dataclass(frozen=True, eq=False)
class Course:
    """What was found, row by row in order of days, and what was normal on each day (NaN: no word).

    `expected` and `spread` are rows x days.
    """

    stretches: tuple[Stretch, ...]
    expected: FloatArray
    spread: FloatArray


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


def _middle_weights() -> tuple[FloatArray, FloatArray]:
    """By how many values there are: weights of the sorted ones for their middle and its width."""
    middle, width = np.zeros((2, MEMORY + 1, MEMORY))
    for count in range(1, MEMORY + 1):
        cut = count // 4
        middle[count, cut : count - cut] = 1.0 / (count - 2 * cut)
        for share, sign in ((0.75, 1.0), (0.25, -1.0)):
            place = share * count - 0.5
            low = min(max(int(np.floor(place)), 0), count - 1)
            high = min(low + 1, count - 1)
            part = min(max(place - low, 0.0), 1.0)
            width[count, low] += sign * (1 - part) * _MIDDLE
            width[count, high] += sign * part * _MIDDLE
    return middle, width


_MIDDLE_OF, _WIDTH_OF = _middle_weights()


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
        self.alarm = _ALARM[self.sign > 0]

    def add(
        self, column: int, far: FloatArray, known: BoolArray, patience: FloatArray
    ) -> BoolArray:
        """Take a day in; give the rows whose sum passed its bound."""
        before = self.total
        off = self.sign * far
        self.total = np.maximum(before + np.where(known, off - _SLACK, 0.0), 0.0)
        fresh = before <= 0
        self.since[fresh] = column
        self.days = np.where(fresh, 0.0, self.days) + known
        self.often = np.where(fresh, 0.0, self.often) + (off > _SLACK)
        passed = (self.total > self.alarm * patience) & (self.days >= _DAYS[self.sign > 0])
        if self.sign > 0:
            passed &= self.often >= _OFTEN * self.days
        return np.asarray(passed)


class _Run:
    """The state of all rows on a day."""

    def __init__(self, values: FloatArray, first: int, period: int) -> None:
        rows, columns = values.shape
        self.first, self.period = first, period
        clean = np.where(np.isfinite(values), values, np.nan)
        # A day of all rows lies together in memory: that is how they are gone through.
        self.values = np.asfortranarray(np.clip(clean, -_HUGE, _HUGE))
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
        # Of rows in an event: its side (0: none), when it began and was found, its sums.
        self.side = np.zeros(rows, np.int64)
        self.began = np.zeros(rows, np.int64)
        self.found = np.zeros(rows, np.int64)
        self.sums = np.zeros((3, rows))
        """Of values, of what was expected, of distances."""
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
        far = np.clip((now - expected) / spread, -_CUT, _CUT)
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
        kept = np.where(good, 1 - 1 / (_LINKED * self.period), 1.0)
        self.alike *= kept
        self.alike[0] += np.where(good, product, 0.0)
        self.alike[1] += np.where(good, (now**2 + before**2) / 2, 0.0)
        self.alike[2] += good
        share = np.clip(self.alike[0] / (self.alike[1] + self.period), 0.0, _MOST_ALIKE)
        spread = (self.alike[1] + self.period) / (self.alike[2] + self.period)
        # Where a least spread stands in for a smaller one, days stray less than they may.
        self.patience = np.maximum(spread * (1 + share) / (1 - share), 1.0)

    def _weigh(self, phase: int, rows: NDArray[np.int64]) -> None:
        """Work out middle and width of what some rows know of a weekday."""
        kept = np.sort(self.memory[phase, rows], axis=1)
        none = np.isnan(kept)
        count = MEMORY - np.count_nonzero(none, axis=1)
        kept[none] = 0.0
        middle = np.einsum("ij,ij->i", kept, _MIDDLE_OF[count])
        width = np.einsum("ij,ij->i", kept, _WIDTH_OF[count])
        far = np.abs(kept - middle[:, None])
        far[none] = 0.0
        stray = far.sum(axis=1) / np.maximum(count, 1)
        enough = count >= LEAST
        self.centre[phase, rows] = np.where(enough, middle, np.nan)
        self.wide[phase, rows] = np.where(enough, np.maximum(width, _STRAY * _MEAN * stray), np.nan)

    def _normal(self, phase: int) -> tuple[FloatArray, FloatArray]:
        """What a weekday brings, and how far it strays, as far as is known."""
        expected = self.centre[phase]
        size = np.abs(self.centre)
        there = ~np.isnan(size)
        count = np.maximum(there.sum(axis=0), 1)
        level = np.where(there, size, 0.0).sum(axis=0) / count
        floor = np.maximum(_FLAT * level, 1e-300)
        # The spread grows as the root of the level, alike on all weekdays.
        each = self.wide / np.sqrt(np.maximum(size, floor))
        pooled = np.where(there, each, 0.0).sum(axis=0) / count
        own = np.abs(expected)
        spread = pooled * np.sqrt(np.maximum(own, floor))
        spread = np.maximum(spread, np.maximum(_RELATIVE * own, _RELATIVE * _FLAT * level))
        counted = np.where(self.whole, np.sqrt(np.maximum(own, 1.0)), 1e-9)
        return expected.copy(), np.where(np.isnan(expected), np.nan, np.maximum(spread, counted))

    def _open(self, row: int, column: int, side: _Side) -> None:
        """Declare an event, dated to where it began, if it is large and long enough from there."""
        low = max(0, int(side.since[row]) - self.period // 2)
        last = np.flatnonzero(~self.ordinary[row, low:column])
        low += int(last[-1]) + 1 if len(last) else 0
        far = side.sign * self.far[row, low : column + 1].astype(np.float64)
        known = ~np.isnan(far)
        far = np.where(known, far, 0.0)
        total, count = np.cumsum(far[::-1])[::-1], np.cumsum(known[::-1])[::-1]
        gain = np.where(known & (total > 0), total**2 / np.maximum(count, 1), -1.0)
        begin = int(np.argmax(gain))
        start = low + begin
        span = slice(start, column + 1)
        measured = ~np.isnan(self.far[row, span])
        now = float(self.values[row, span][measured].sum())
        normal = float(self.expected[row, span][measured].sum())
        if int(measured.sum()) < _DAYS[side.sign > 0] or side.sign * (now - normal) < _SIZE * abs(
            normal
        ):
            return
        self.side[row] = side.sign
        self.began[row], self.found[row] = start, column
        self.days[row] = measured.sum()
        self.sums[:, row] = now, normal, side.sign * float(total[begin])
        self.silent[row] = not self.values[row, span][measured].any()
        self.settled[row] = 0 if self.silent[row] else column + 1 - start
        self.ordinary[row, span] = False
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
        mean = self.sums[2, rows] / np.maximum(self.days[rows], 1)
        gain = np.where(there, -mean * (some - mean / 2), 0.0)
        before = self.back[rows]
        fresh = before <= 0
        self.back[rows] = np.maximum(before + gain, 0.0)
        self.back_since[rows[fresh]] = column
        self.back_days[rows] = np.where(fresh, 0, self.back_days[rows]) + there
        self.days[rows] += there
        normal = np.where(there, self.expected[rows, column], 0.0)
        self.sums[:, rows] += np.array([now, normal, some])
        over = (self.back[rows] > _BACK) & (self.back_days[rows] >= _BACK_DAYS)
        for row in rows[over].tolist():
            self._close(row, column)
        shifted = self.settled[rows] >= SETTLED * self.period
        for row in rows[shifted & ~over].tolist():
            self._shift(row, column)

    def _close(self, row: int, column: int) -> None:
        """An event is over since the sum for normal began to grow."""
        since = int(self.back_since[row])
        known = np.flatnonzero(self.known[row, self.began[row] : since])
        last = int(self.began[row]) + int(known[-1]) if len(known) else since - 1
        self.done.append(self._stretch(row, last))
        self.ordinary[row, since : column + 1] = True
        self._end(row)

    def _shift(self, row: int, column: int) -> None:
        """What lasted for weeks is normal from here on: learn the latest of it."""
        self.done.append(self._stretch(row, column, shift=True))
        self.ordinary[row, : column + 1] = False
        for phase in range(self.period):
            back = (column - phase) % self.period
            kept = self.values[row, column - back :: -self.period][:MEMORY]
            self.memory[phase, row] = np.nan
            self.memory[phase, row, : len(kept)] = kept[::-1]
            self.next[phase, row] = len(kept) % MEMORY
            self._weigh(phase, np.array([row]))
        self._end(row)

    def _end(self, row: int) -> None:
        self.side[row] = 0
        self._quiet(row)

    def _stretch(self, row: int, last: int | None, *, shift: bool = False) -> Stretch:
        """An event in the caller's days, its figures over its own days only."""
        start = int(self.began[row])
        span = slice(start, None if last is None else last + 1)
        there = ~np.isnan(self.far[row, span])
        count = int(there.sum())
        actual = float(self.values[row, span][there].sum()) / max(count, 1)
        expected = float(self.expected[row, span][there].sum()) / max(count, 1)
        most = abs(actual - expected) / _MOST
        size = (actual - expected) / max(abs(expected), most, 1e-300)
        return Stretch(
            row=row,
            up=bool(self.side[row] > 0),
            first=self.first + start,
            last=None if last is None else self.first + last,
            found=self.first + int(self.found[row]),
            size=float(size),
            expected=expected,
            actual=actual,
            days=count,
            shift=shift,
            silent=actual == 0 and not self.values[row, span][there].any(),
        )
