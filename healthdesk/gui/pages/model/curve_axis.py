"""The axis under a measure's curve: how far it goes, its steps, its bars of accounts; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor, log10

import numpy as np

from healthdesk.core.domain.facts import FloatArray

TAIL = 0.25
"""Share of a curve's length that the axis goes on beyond it where accounts stand there."""
ROOM = 0.06
"""Share of it that is left beside its last point, so that a hand can move it on."""
_TICKS, _BARS, _SNAPS = 5, 5, 100
_FINER = 10
_DUST = 1e-9
_COUNTS = frozenset({"days", "tickets", "touches", "contacts"})
_BOUNDS: Mapping[str, tuple[float | None, float | None]] = {
    "usage_frequency": (0, 1),
    "usage_breadth": (0, 1),
    "two_way": (0, 1),
    "milestones": (0, 1),
    "nps": (-100, 100),
    "nps_rating": (0, 10),
    "csat": (1, 5),
    "sentiment": (-1, 1),
    "usage_trend": (-1, None),
    "seat_growth": (-1, None),
    "attribute": (None, None),
}
"""Between which numbers a reading can be; those that are not named are never below 0."""
_ELSE = (0.0, None)


@dataclass(frozen=True, eq=False)
class Values:
    """What a measure reads of the accounts in view.

    Attributes:
        numbers: what it reads as a number, in any order, without those that are missing.
        missing: how many accounts have none.
        texts: what it reads as a text, and of how many accounts.
    """

    numbers: FloatArray = field(default_factory=lambda: np.zeros(0))
    missing: int = 0
    texts: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def rising(self) -> FloatArray:
        """The numbers in their order."""
        return np.sort(self.numbers)

    @property
    def known(self) -> int:
        """How many accounts have a number."""
        return len(self.numbers)

    @property
    def accounts(self) -> int:
        """How many accounts there are."""
        return max(self.known, sum(self.texts.values())) + self.missing

    @cached_property
    def whole(self) -> bool:
        """Whether all numbers are whole."""
        return self.known > 0 and bool(np.all(self.numbers == np.floor(self.numbers)))

    def more(self, x: float) -> int:
        """How many accounts have more."""
        return self.known - int(np.searchsorted(self.rising, x, "right"))

    def less(self, x: float) -> int:
        """How many accounts have less."""
        return int(np.searchsorted(self.rising, x, "left"))


@dataclass(frozen=True)
class Axis:
    """A stretch of readings, cut into bars.

    Attributes:
        low: its left end.
        high: its right end.
        reach: where a handle may be dragged to.
        tick: how far its labels are apart.
        step: by how much a handle moves.
        edges: where bars begin and end.
        counts: accounts of each bar.
        below: accounts left of it.
        beyond: accounts right of it.
    """

    low: float
    high: float
    reach: tuple[float, float]
    tick: float
    step: float
    edges: tuple[float, ...] = ()
    counts: tuple[int, ...] = ()
    below: int = 0
    beyond: int = 0

    @property
    def fine(self) -> float:
        """By how much a handle moves where it is to move finely."""
        return self.step / _FINER

    @property
    def ticks(self) -> tuple[float, ...]:
        """Where labels stand."""
        first = ceil(self.low / self.tick - _DUST)
        last = floor(self.high / self.tick + _DUST)
        return tuple(snapped(at * self.tick, self.tick) for at in range(first, last + 1))

    def bar(self, x: float) -> int:
        """The bar under a reading, -1 outside."""
        at = int(np.searchsorted(self.edges, x, "right")) - 1
        if x == self.high:
            at = len(self.counts) - 1
        return at if 0 <= at < len(self.counts) else -1


def nice(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... that is at least so much."""
    power = 10.0 ** floor(log10(least))
    found = next((one * power for one in (1, 2, 5) if one * power >= least * (1 - _DUST)), None)
    return float(f"{10 * power if found is None else found:.6g}")


def snapped(x: float, step: float) -> float:
    """The nearest multiple of a step, without dust behind the digits that count."""
    digits = max(0, 2 - floor(log10(step)))
    return round(round(x / step) * step, digits) + 0.0


def axis_of(
    kind: str, unit: str, points: Iterable[float], values: Values, *, wide: bool = False
) -> Axis:
    """The axis for a reading, a curve's points, and what the accounts read.

    It holds every point, the whole of what a bounded reading can be, and accounts some way
    beyond the curve; those still further are counted. A `wide` one holds most accounts.
    """
    xs = sorted(points)
    bound = _BOUNDS.get(kind, _ELSE)
    low, high = _ends(xs, values, bound, wide=wide)
    tick = nice((high - low) / _TICKS)
    bar = tick / _BARS
    counted = unit in _COUNTS or (values.whole and high - low >= 5)
    if counted and (values.whole or not values.known):
        bar, tick = max(1.0, bar), max(1.0, tick)
    low, high = floor(low / bar + _DUST) * bar, ceil(high / bar - _DUST) * bar
    if bound[0] is not None and xs[0] >= bound[0]:
        low = max(low, bound[0])
    reach, step = (low, high), nice((high - low) / _SNAPS)
    if counted:
        step = max(1.0, step)
    if counted and bar == 1.0:
        low, high = low - 0.5, high + 0.5
    return _counted(Axis(low, high, reach, tick, step), bar, values)


def _ends(
    xs: list[float], values: Values, bound: tuple[float | None, float | None], *, wide: bool
) -> tuple[float, float]:
    """From where to where an axis goes at least."""
    first, last = xs[0], xs[-1]
    numbers, (least, most) = values.rising, bound
    if (wide or first == last) and len(numbers):
        first = min(first, float(np.quantile(numbers, 0.1)))
        last = max(last, float(np.quantile(numbers, 0.9)))
    if last - first <= abs(first) * _DUST:
        pad = abs(first) / 2 or 1.0
        first, last = first - pad, last + pad
        if least is not None and xs[0] >= least:
            first = max(first, least)
    span = last - first
    low, high = first - ROOM * span, last + ROOM * span
    if len(numbers):
        low = min(low, max(float(numbers[0]), first - TAIL * span))
        high = max(high, min(float(numbers[-1]), last + TAIL * span))
    if least is not None and xs[0] >= least:
        low = least if low - least <= span / 2 else low
    if least is not None and most is not None:
        return min(least, xs[0]), max(most, xs[-1])
    return low, high


def _counted(axis: Axis, bar: float, values: Values) -> Axis:
    """The axis with its bars."""
    number = max(1, round((axis.high - axis.low) / bar))
    edges = np.linspace(axis.low, axis.high, number + 1)
    dust = bar * _DUST
    cuts = np.searchsorted(values.rising, edges - dust, "left")
    cuts[-1] = np.searchsorted(values.rising, axis.high + dust, "right")
    return Axis(
        axis.low,
        axis.high,
        axis.reach,
        axis.tick,
        axis.step,
        tuple(map(float, edges)),
        tuple(map(int, np.diff(cuts))),
        int(cuts[0]),
        values.known - int(cuts[-1]),
    )
