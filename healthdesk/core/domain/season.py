"""What excuses a fall: the same weeks of a year before, or that most accounts fell with it.

Not here: finding falls (trend.py), saying why in words (services/trend_words.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.trend import Stretch

YEAR: Final = 364
"""Days of a year of whole weeks, so that weekdays meet."""
YEARS: Final = 3
NEAR: Final = 14
"""Days by which moving holidays and school breaks may be off."""
ENOUGH: Final = 0.5
"""Share of a fall's depth that an earlier one must have had to excuse it."""
CROWD: Final = 10
"""Accounts with something to lose on a day, from which most of them say something."""
_LEAST: Final = 2.0
"""Normal level from which an account counts among them."""
LONGEST: Final = 63
"""Days up to which a fall of most accounts is a season; a longer one is none."""
BACK: Final = 0.9
"""Share of normal at which most accounts are back."""
_WEEK: Final = 7

Why = Literal["own", "desk", "now"]


@dataclass(frozen=True)
class Excuse:
    """Why a fall needs nobody: the account's own past, most accounts' past, or most of them now.

    `first` is the earlier fall's first day, `back` the day on which it was over (both 0: now).
    """

    why: Why
    first: int = 0
    back: int = 0


def shares_of_normal(values: FloatArray, expected: FloatArray) -> NDArray[np.float32]:
    """What each account had of its normal on each day; NaN where there was little to lose."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(expected >= _LEAST, np.minimum(values / expected, 1e6), np.nan)
    return share.astype(np.float32)


def crowd(share: NDArray[np.float32]) -> FloatArray:
    """What most accounts had of their normal on each day: the median share; NaN: too few."""
    if not share.size:
        return np.full(share.shape[1], np.nan)
    share = np.sort(share, axis=0)
    count = (~np.isnan(share)).sum(axis=0)
    columns = np.arange(share.shape[1])
    low = share[np.maximum(count - 1, 0) // 2, columns].astype(np.float64)
    high = share[np.minimum(count // 2, len(share) - 1), columns].astype(np.float64)
    return np.where(count >= CROWD, (low + high) / 2, np.nan)


def excuse(
    fall: Stretch, own: Iterable[Stretch], shares: FloatArray, first: int, day: int
) -> Excuse | None:
    """What excuses a fall as of a day, if anything does.

    Args:
        fall: the fall.
        own: everything found in the same series.
        shares: what most accounts had of their normal (`crowd`), up to the day.
        first: the day of its first column.
        day: the day it is asked about.
    """
    end = day if fall.last is None else fall.last
    found = _own(fall, own, end)
    if found is None and end - fall.first < LONGEST:
        found = _desk(fall, shares, first, end)
    return found


def _own(fall: Stretch, own: Iterable[Stretch], end: int) -> Excuse | None:
    """The account fell in the same weeks before, half as deep at least, and came back."""
    for one in own:
        if one.up or one.shift or one.last is None or one.size > ENOUGH * fall.size:
            continue
        for year in range(1, YEARS + 1):
            back = YEAR * year
            if abs(one.first - (fall.first - back)) <= NEAR and end - back <= one.last + NEAR:
                return Excuse("own", one.first, one.last + 1)
    return None


def _desk(fall: Stretch, shares: FloatArray, first: int, end: int) -> Excuse | None:
    """Most accounts fall now, or fell in the same weeks before and came back."""
    enough = 1 + ENOUGH * fall.size
    if _mean(shares, fall.first - first, end - first) <= enough:
        return Excuse("now")
    for year in range(1, YEARS + 1):
        for off in sorted(range(-NEAR, NEAR + 1), key=abs):
            start = fall.first - first - YEAR * year + off
            stop = end - first - YEAR * year + off
            if start >= 0 and _mean(shares, start, stop) <= enough:
                back = _returned(shares, stop)
                if back is not None:
                    return Excuse("desk", first + start, first + back)
    return None


def _mean(shares: FloatArray, start: int, stop: int) -> float:
    """What most accounts had over some columns; infinite where that is not known of half of them.

    The middle day speaks for all: a few holidays make no season of a longer fall.
    """
    part = shares[max(start, 0) : max(stop + 1, 0)]
    known = part[~np.isnan(part)]
    if not len(known) or 2 * len(known) < len(part) - 2 * (len(part) // _WEEK + 1):
        return np.inf
    return float(np.median(known))


def _returned(shares: FloatArray, stop: int) -> int | None:
    """The first column of a week from which most accounts were back at normal; None: never."""
    for start in range(stop + 1, min(stop + 1 + 2 * NEAR, len(shares) - _WEEK + 1)):
        part = shares[start : start + _WEEK]
        known = part[~np.isnan(part)]
        if len(known) and np.median(known) >= BACK and known[0] >= BACK:
            return start
    return None
