"""What both ways of the trend detector share: its constants, results, and the figures of a day.

Not here: going through the days (trend.py: many rows at once; trend_row.py: one row).
"""

from __future__ import annotations

from dataclasses import dataclass
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
CUT: Final = 3.0
"""Spreads beyond which a day's distance counts no more."""
SLACK: Final = 0.5
"""Spreads that a day may be off without adding to the sum."""
ALARM: Final = (7.0, 11.0)
"""What the sum must pass, for a dip and a rise: counts stray upwards further than down."""
DAYS: Final = (3, 5)
"""Measured days that a dip and a rise need."""
SIZE: Final = 0.2
"""Share of normal below which nothing is an event."""
OFTEN: Final = 0.6
"""Share of days that a rise must be above normal on: bursts are no rise."""
BACK: Final = 9.0
"""What the sum for normal must pass until an event is over."""
BACK_DAYS: Final = 5
LINKED: Final = 12
"""Weeks that tell how much days are like the days before them."""
MOST_ALIKE: Final = 0.7
_RELATIVE: Final = 0.1
_FLAT: Final = 0.05
"""Share of the mean level below which a weekday's own level says nothing about its spread."""
_STRAY: Final = 0.7
"""Weight of the mean deviation, which sees what quarters do not, against theirs."""
HUGE: Final = 1e30
_MOST: Final = 99.0
_MIDDLE: Final = 0.7413
"""Standard deviations in the width of the middle half of normal values, inverted."""
_MEAN: Final = 1.2533
"""The same for the mean deviation."""


@dataclass(frozen=True)
class Stretch:
    """One event of one row; days count as the caller's do. `up`: a rise; `last`: None, it lasts.

    `found` is the day on which it was declared, `over` the one on which it was known to be over
    (None: it lasts). `expected` and `actual` are a measured day's means.
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
    over: int | None = None


@dataclass(frozen=True, eq=False)
class Course:
    """What was found, row by row in order of days, and what was normal on each day (NaN: no word).

    `expected` and `spread` are rows x days.
    """

    stretches: tuple[Stretch, ...]
    expected: FloatArray
    spread: FloatArray


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


def clean(values: FloatArray) -> FloatArray:
    """Values as they are gone through: no infinities, nothing whose square would be one."""
    return np.clip(np.where(np.isfinite(values), values, np.nan), -HUGE, HUGE)


def weigh(kept: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Middle and width of what is known of a weekday: values (or NaN) x MEMORY."""
    kept = np.sort(kept, axis=1)
    if not np.isnan(kept[:, -1]).any():
        return _weigh_whole(kept)
    none = np.isnan(kept)
    count = MEMORY - np.count_nonzero(none, axis=1)
    kept[none] = 0.0
    middle = np.einsum("ij,ij->i", kept, _MIDDLE_OF[count])
    width = np.einsum("ij,ij->i", kept, _WIDTH_OF[count])
    far = np.abs(kept - middle[:, None])
    far[none] = 0.0
    stray = far.sum(axis=1) / np.maximum(count, 1)
    enough = count >= LEAST
    wide = np.maximum(width, _STRAY * _MEAN * stray)
    return np.where(enough, middle, np.nan), np.where(enough, wide, np.nan)


def _weigh_whole(kept: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The same of sorted values of which none is missing."""
    middle = np.einsum("ij,ij->i", kept, np.broadcast_to(_MIDDLE_OF[MEMORY], kept.shape))
    width = np.einsum("ij,ij->i", kept, np.broadcast_to(_WIDTH_OF[MEMORY], kept.shape))
    stray = np.abs(kept - middle[:, None]).sum(axis=1) / MEMORY
    return middle, np.maximum(width, _STRAY * _MEAN * stray)


def spread_of(
    centre: FloatArray, wide: FloatArray, expected: FloatArray, whole: BoolArray
) -> FloatArray:
    """How far days stray: `centre` and `wide` are weekdays x days, the rest is by day."""
    size = np.abs(centre)
    there = ~np.isnan(size)
    count = np.maximum(there.sum(axis=0), 1)
    level = np.where(there, size, 0.0).sum(axis=0) / count
    floor = np.maximum(_FLAT * level, 1e-300)
    # The spread grows as the root of the level, alike on all weekdays.
    each = wide / np.sqrt(np.maximum(size, floor))
    pooled = np.where(there, each, 0.0).sum(axis=0) / count
    own = np.abs(expected)
    spread = pooled * np.sqrt(np.maximum(own, floor))
    spread = np.maximum(spread, np.maximum(_RELATIVE * own, _RELATIVE * _FLAT * level))
    counted = np.where(whole, np.sqrt(np.maximum(own, 1.0)), 1e-9)
    return np.where(np.isnan(expected), np.nan, np.maximum(spread, counted))


@dataclass(frozen=True, eq=False)
class Line:
    """One row: its values, what was expected, distances (single precision), ordinary days."""

    values: FloatArray
    expected: FloatArray
    far: NDArray[np.float32]
    ordinary: BoolArray


@dataclass(frozen=True)
class Start:
    """Where an event begins, its measured days, the sum of its distances, whether all is zero."""

    column: int
    days: int
    far: float
    silent: bool


def start_of(line: Line, since: int, column: int, sign: int, period: int) -> Start | None:
    """Date an event that a sum declares on a day, if it is large and long enough from there."""
    low = max(0, since - period // 2)
    last = np.flatnonzero(~line.ordinary[low:column])
    low += int(last[-1]) + 1 if len(last) else 0
    far = sign * line.far[low : column + 1].astype(np.float64)
    known = ~np.isnan(far)
    far = np.where(known, far, 0.0)
    total, count = np.cumsum(far[::-1])[::-1], np.cumsum(known[::-1])[::-1]
    gain = np.where(known & (total > 0), total**2 / np.maximum(count, 1), -1.0)
    begin = int(np.argmax(gain))
    span = slice(low + begin, column + 1)
    measured = ~np.isnan(line.far[span])
    values = line.values[span][measured]
    now, normal = float(values.sum()), float(line.expected[span][measured].sum())
    days = int(measured.sum())
    if days < DAYS[sign > 0] or sign * (now - normal) < SIZE * abs(normal):
        return None
    return Start(low + begin, days, sign * float(total[begin]), not values.any())


def last_known(values: FloatArray, began: int, since: int) -> int:
    """The last measured day of an event that was over from `since` on."""
    known = np.flatnonzero(~np.isnan(values[began:since]))
    return began + int(known[-1]) if len(known) else since - 1


def stretch(  # noqa: PLR0917 - the whole of an event
    line: Line,
    row: int,
    first: int,
    side: int,
    began: int,
    found: int,
    last: int | None,
    *,
    shift: bool,
    over: int | None = None,
) -> Stretch:
    """An event in the caller's days, its figures over its own days only."""
    span = slice(began, None if last is None else last + 1)
    there = ~np.isnan(line.far[span])
    count = int(there.sum())
    actual = float(line.values[span][there].sum()) / max(count, 1)
    expected = float(line.expected[span][there].sum()) / max(count, 1)
    most = abs(actual - expected) / _MOST
    size = (actual - expected) / max(abs(expected), most, 1e-300)
    return Stretch(
        row=row,
        up=side > 0,
        first=first + began,
        last=None if last is None else first + last,
        found=first + found,
        size=float(size),
        expected=expected,
        actual=actual,
        days=count,
        shift=shift,
        silent=actual == 0 and not line.values[span][there].any(),
        over=None if over is None else first + over,
    )
