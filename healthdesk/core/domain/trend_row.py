"""The trend detector on one row: the same as trend.py, bit for bit, for an account that is opened.

What is normal is foreseen for many days at once, as if all went on as it is: ordinary days are
learned from, those of an event are not. When an event begins or ends, what hangs on it is foreseen
anew from there. Day by day only the sums are run, in plain numbers.

Not here: what a day's figures are (trend_rule.py), many rows (trend.py).
"""

from __future__ import annotations

from math import isnan
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import FloatArray
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
    Course,
    Line,
    Stretch,
    last_known,
    spread_of,
    start_of,
    stretch,
    weigh,
)

_AHEAD: Final = 52
"""Weeks that are foreseen at once."""
_PLACES: Final = np.arange(MEMORY)


def run_row(values: FloatArray, row: int, first: int, period: int) -> Course:
    """Go through one row of clean values; its course has that row alone."""
    run = _Row(values, row, first, period)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        run.go()
    return Course(tuple(run.done), run.expected[None, :], run.spread[None, :])


class _Sum:
    """The running sum against normal on one side: -1 down, 1 up."""

    __slots__ = ("alarm", "days", "least", "often", "sign", "since", "total")

    def __init__(self, sign: int) -> None:
        self.sign = sign
        self.alarm, self.least = ALARM[sign > 0], DAYS[sign > 0]
        self.total = 0.0
        self.since = self.days = self.often = 0

    def add(self, column: int, far: float, patience: float) -> bool:
        """Take a measured day in; whether the sum passed its bound."""
        off = self.sign * far
        if self.total <= 0:
            self.since, self.days, self.often = column, 0, 0
        self.total = max(self.total + (off - SLACK), 0.0)
        self.days += 1
        self.often += off > SLACK
        if self.total <= self.alarm * patience or self.days < self.least:
            return False
        return self.sign < 0 or self.often >= OFTEN * self.days


class _Row:
    """The state of the row on a day."""

    def __init__(self, values: FloatArray, row: int, first: int, period: int) -> None:
        count = len(values)
        self.row, self.first, self.period, self.lag = row, first, period, LAG * period
        self.values = np.ascontiguousarray(values)
        self.known = ~np.isnan(values)
        self.whole = np.logical_and.accumulate(~self.known | (values == np.rint(values)))
        self.expected, self.spread = np.full((2, count), np.nan)
        self.far = np.full(count, np.nan, np.float32)
        # What is looked at day by day is plain numbers: they are read much quicker.
        self.plain = bytearray(b"\1" * count)
        """Which days are ordinary."""
        self.fars: list[float] = [0.0] * count
        self.there: list[bool] = [False] * count
        self.zero: list[bool] = (self.values == 0).tolist()
        self.products: list[float] = [0.0] * count
        self.squares: list[float] = [0.0] * count
        # What is foreseen: from which day on, states of memory, and which holds on each day.
        self.due = self.since = 0
        self.states = np.full((period, MEMORY), np.nan)
        self.state = np.zeros((period, 0), np.int64)
        self.down, self.up = _Sum(-1), _Sum(1)
        self.alike = (0.0, 0.0, 0.0)
        self.patience = 1.0
        self.side = self.began = self.found = 0
        self.days = self.settled = self.back_since = self.back_days = 0
        self.far_sum = self.back = 0.0
        self.silent = False
        self.done: list[Stretch] = []

    def go(self) -> None:
        """Judge day after day."""
        for column in range(len(self.values)):
            if column == self.due:
                self._foresee(column)
            if column > self.lag:
                self._link(column - self.lag)
            if self.side:
                self._go_on(column)
            elif self.there[column]:
                self._judge(column)
        if self.side:
            self._tell(None)

    def _judge(self, column: int) -> None:
        """Take a measured day in on which no event lasts."""
        far = self.fars[column]
        opened = self.down.add(column, far, self.patience) and self._open(column, self.down)
        if not opened and self.up.add(column, far, self.patience):
            self._open(column, self.up)

    def _foresee(self, column: int) -> None:
        """Work out what is normal from a day on, as if all went on as it is."""
        stop = min(column + _AHEAD * self.period, len(self.values))
        days = np.arange(column, stop)
        self._learn(column, days)
        centre, wide = weigh(self.states)
        centre, wide = centre[self.state], wide[self.state]
        span = slice(column, stop)
        expected = centre[days % self.period, days - column]
        spread = spread_of(centre, wide, expected, self.whole[span])
        self.expected[span], self.spread[span] = expected, spread
        far = np.clip((self.values[span] - expected) / spread, -CUT, CUT)
        self.far[span] = far
        known = ~np.isnan(far)
        self.fars[span] = np.where(known, far, 0.0).tolist()
        self.there[span] = known.tolist()
        low = max(column - 1, 0)
        now, before = self.far[low + 1 : stop], self.far[low : stop - 1]
        self.products[low + 1 : stop] = (now * before).tolist()
        self.squares[low + 1 : stop] = ((now**2 + before**2) / 2).tolist()
        self.due = stop

    def _learn(self, column: int, days: NDArray[np.int64]) -> None:
        """Foresee the states of memory, and which of them holds on each of the days."""
        if column > self.since:
            self.states = self.states[self.state[:, column - self.since - 1]]
        learned = np.maximum(days - self.lag, 0)
        take = self.known[learned] & self._ordinary_then(learned, column) & (days >= self.lag)
        sequence: list[FloatArray] = []
        starts: list[NDArray[np.int64]] = []
        begin = 0
        state = np.empty((self.period, len(days)), np.int64)
        phases = learned % self.period
        for phase in range(self.period):
            taken = take & (phases == phase)
            values = self.values[learned[taken]]
            sequence += [self.states[phase], values]
            state[phase] = sum(len(one) for one in starts) + np.cumsum(taken)
            starts.append(np.arange(begin, begin + len(values) + 1))
            begin += MEMORY + len(values)
        self.states = np.concatenate(sequence)[np.concatenate(starts)[:, None] + _PLACES]
        self.state, self.since = state, column

    def _ordinary_then(self, learned: NDArray[np.int64], column: int) -> NDArray[np.bool_]:
        """Which days are ordinary: those to come are unless an event lasts."""
        flags = np.frombuffer(self.plain, np.bool_)[learned]
        return flags & ((learned < column) | (self.side == 0))

    def _link(self, column: int) -> None:
        """Take in how much an ordinary day is like the one before it."""
        product = self.products[column]
        if isnan(product) or not (self.plain[column] and self.plain[column - 1]):
            return
        kept = 1 - 1 / (LINKED * self.period)
        products, squares, days = self.alike
        products = products * kept + product
        squares = squares * kept + self.squares[column]
        days = days * kept + 1.0
        self.alike = products, squares, days
        share = min(max(products / (squares + self.period), 0.0), MOST_ALIKE)
        spread = (squares + self.period) / (days + self.period)
        self.patience = max(spread * (1 + share) / (1 - share), 1.0)

    def _mark(self, low: int, high: int, *, ordinary: bool) -> None:
        self.plain[low:high] = (b"\1" if ordinary else b"\0") * (high - low)

    def _line(self) -> Line:
        flags = np.frombuffer(bytes(self.plain), np.bool_)
        return Line(self.values, self.expected, self.far, flags)

    def _open(self, column: int, side: _Sum) -> bool:
        """Declare an event, if it is one; what it leaves to be learned changes from there."""
        start = start_of(self._line(), side.since, column, side.sign, self.period)
        if start is None:
            return False
        self.side, self.began, self.found = side.sign, start.column, column
        self.days, self.far_sum, self.silent = start.days, start.far, start.silent
        self.settled = 0 if start.silent else column + 1 - start.column
        self.back, self.back_days = 0.0, 0
        self._mark(start.column, column + 1, ordinary=False)
        self._change(column, start.column)
        return True

    def _change(self, column: int, since: int) -> None:
        """Have foreseen anew what hangs on days from `since` on; both sums start anew."""
        self.due = min(self.due, max(column + 1, since + self.lag))
        self.down.total = self.up.total = 0.0

    def _go_on(self, column: int) -> None:
        """Take a day into the event that lasts; close it when it is over."""
        there, far = self.there[column], self.fars[column]
        self.plain[column] = 0
        if there and not self.zero[column]:
            self.silent = False
        self.settled += not self.silent
        # The likelihood of normal against the level that the event has had so far.
        mean = self.far_sum / max(self.days, 1)
        if self.back <= 0:
            self.back_since, self.back_days = column, 0
        if there:
            self.back = max(self.back + -mean * (far - mean / 2), 0.0)
            self.back_days += 1
            self.days += 1
            self.far_sum += far
        if self.back > BACK and self.back_days >= BACK_DAYS:
            self._close(column)
        elif self.settled >= SETTLED * self.period:
            self._shift(column)

    def _close(self, column: int) -> None:
        """The event is over since the sum for normal began to grow."""
        self._tell(last_known(self.values, self.began, self.back_since), over=column)
        self._mark(self.back_since, column, ordinary=True)
        self._change(column, self.back_since)

    def _shift(self, column: int) -> None:
        """What lasted for weeks is normal from here on: learn the latest of it."""
        self._tell(column, over=column, shift=True)
        self._mark(0, column + 1, ordinary=False)
        self.states = np.full((self.period, MEMORY), np.nan)
        for phase in range(self.period):
            latest = self.values[column - (column - phase) % self.period :: -self.period][:MEMORY]
            self.states[phase, MEMORY - len(latest) :] = latest[::-1]
        self.state = np.tile(np.arange(self.period)[:, None], (1, column + 1 - self.since))
        self._change(column, 0)
        self.due = column + 1

    def _tell(self, last: int | None, *, over: int | None = None, shift: bool = False) -> None:
        """Write the event down and let it end."""
        found = self.side, self.began, self.found
        made = stretch(self._line(), self.row, self.first, *found, last, shift=shift, over=over)
        self.done.append(made)
        self.side = 0
