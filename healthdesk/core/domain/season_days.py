"""On which days of a fall it was excused, by what was known on each: season.py for many at once.

Of most accounts' shares every stretch of up to nine weeks is weighed once, so that each day of each
fall of a desk is a look into a table. It says the same as `season.excuse` said day by day.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from healthdesk.core.domain.facts import BoolArray, FloatArray, IntArray
from healthdesk.core.domain.season import BACK, ENOUGH, LONGEST, NEAR, YEAR, YEARS
from healthdesk.core.domain.trend import Stretch

_WEEK: Final = 7


class Seasons:
    """What most accounts had of their normal, ready to be asked about many falls."""

    def __init__(self, shares: FloatArray, first: int) -> None:
        """Weigh the stretches of `shares` (season.crowd), whose first column is `first`."""
        self._first = first
        self._count = len(shares)
        longest = min(LONGEST, self._count)
        self._middle = np.full((longest + 1, self._count), np.inf)
        """By length and first column: what most had over the stretch."""
        for length in range(1, longest + 1):
            parts = sliding_window_view(shares, length)
            self._middle[length, : len(parts)] = _middles(parts)
        self._back = _returned(shares)

    def excused(
        self, fall: Stretch, own: Iterable[Stretch], sizes: FloatArray, until: int
    ) -> BoolArray:
        """Whether a fall was excused on each day from the one it was found on.

        Args:
            fall: the fall; it lasts all the while.
            own: everything else that was found at the account, with the day each was over.
            sizes: how large the fall was as of each of the days.
            until: the last of the days, not after the last share.
        """
        days = np.arange(fall.found, until + 1, dtype=np.int32)
        enough = ENOUGH * sizes
        return self._own(fall, own, days, enough) | self._desk(fall, days, enough)

    def _own(
        self, fall: Stretch, own: Iterable[Stretch], days: IntArray, enough: FloatArray
    ) -> BoolArray:
        """The account fell in the same weeks before, half as deep at least, and came back."""
        out = np.zeros(len(days), bool)
        for one in own:
            if one.up or one.shift or one.last is None or one.over is None:
                continue
            known = (days >= one.over) & (one.size <= enough)
            for year in range(1, YEARS + 1):
                back = YEAR * year
                if abs(one.first - (fall.first - back)) <= NEAR:
                    out |= known & (days - back <= one.last + NEAR)
        return out

    def _desk(self, fall: Stretch, days: IntArray, enough: FloatArray) -> BoolArray:
        """Most accounts fall with it, or fell in the same weeks before and came back."""
        out = np.zeros(len(days), bool)
        begin = fall.first - self._first
        lengths = days - fall.first + 1
        some = np.flatnonzero(lengths < len(self._middle))
        lengths, least = lengths[some], 1 + enough[some]
        excused = self._middle[lengths, begin] <= least
        for year in range(1, YEARS + 1):
            starts = np.arange(begin - YEAR * year - NEAR, begin - YEAR * year + NEAR + 1)
            starts = starts[starts >= 0]
            stops = starts[None, :] + lengths[:, None] - 1
            fell = self._middle[lengths[:, None], starts[None, :]] <= least[:, None]
            excused |= (fell & self._back[stops]).any(axis=1)
        out[some] = excused
        return out


def _middles(parts: FloatArray) -> FloatArray:
    """Of each stretch the middle day; infinite where it is not known of half of its days."""
    length = parts.shape[1]
    ordered = np.sort(parts, axis=1)
    count = length - np.isnan(ordered).sum(axis=1)
    rows = np.arange(len(parts))
    low = ordered[rows, np.maximum(count - 1, 0) // 2]
    high = ordered[rows, np.minimum(count // 2, length - 1)]
    enough = (count > 0) & (2 * count >= length - 2 * (length // _WEEK + 1))
    return np.where(enough, (low + high) / 2, np.inf)


def _returned(shares: FloatArray) -> BoolArray:
    """By the last column of a stretch: whether most accounts were back within four weeks."""
    out = np.zeros(len(shares), bool)
    if len(shares) < _WEEK:
        return out
    weeks = sliding_window_view(shares, _WEEK)
    known = ~np.isnan(weeks)
    some = np.flatnonzero(known.any(axis=1))
    begins = weeks[some, known[some].argmax(axis=1)]
    back = np.zeros(len(weeks), bool)
    back[some] = (np.nanmedian(weeks[some], axis=1) >= BACK) & (begins >= BACK)
    for ahead in range(1, 1 + 2 * NEAR):
        out[: max(len(back) - ahead, 0)] |= back[ahead:]
    return out
