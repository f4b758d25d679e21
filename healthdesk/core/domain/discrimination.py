"""How well a number tells those who left from those who stayed: AUC, and how sure that is.

AUC is the share of pairs of a lost and a kept one in which the lost one has the lower number, ties
counting half. Its range is DeLong's, in the fast form by ranks; two numbers on the same cells are
compared by the paired form.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray

Z: Final = 1.959963984540054
"""Of the normal distribution, for ranges that hold 95 times of 100."""
LEAST: Final = 2
"""Of either kind, to say anything at all."""


@dataclass(frozen=True)
class Auc:
    """An AUC with its range of 95 %, and how many it rests on."""

    value: float
    low: float
    high: float
    lost: int
    kept: int


@dataclass(frozen=True)
class Paired:
    """Two AUCs of the same cells: the second minus the first, its range, how likely by chance."""

    first: Auc
    second: Auc
    difference: float
    low: float
    high: float
    p: float

    @property
    def told(self) -> bool:
        """Whether the range leaves out that they are equal."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, eq=False)
class _Placed:
    """For every lost one the share of kept ones above it, for every kept one of lost ones below."""

    lost: FloatArray
    kept: FloatArray


def auc(numbers: FloatArray, lost: BoolArray) -> Auc | None:
    """AUC of some numbers; missing ones are left out. None below 2 of either kind.

    >>> auc(np.array([1.0, 2.0, 2.0, 3.0, 4.0]), np.array([True, True, False, False, False])).value
    0.9166666666666666
    """
    known = ~np.isnan(numbers)
    # What is looked up is sorted too: the search then walks forward and stays in the cache.
    placed = _placed(np.sort(numbers[known & lost]), np.sort(numbers[known & ~lost]))
    return None if placed is None else _auc(placed)


def paired(first: FloatArray, second: FloatArray, lost: BoolArray) -> Paired | None:
    """Compare two numbers on the cells that have both. None below 2 of either kind."""
    known = ~np.isnan(first) & ~np.isnan(second)
    before, after = auc(first[known], lost[known]), auc(second[known], lost[known])
    gone, there = known & lost, known & ~lost
    one, other = _placed(first[gone], first[there]), _placed(second[gone], second[there])
    if before is None or after is None or one is None or other is None:
        return None
    difference = after.value - before.value
    error = sqrt(_variance(other.lost - one.lost) + _variance(other.kept - one.kept))
    low, high = max(difference - Z * error, -1.0), min(difference + Z * error, 1.0)
    sure = 1.0 if difference == 0 else 0.0  # that they are equal, where nothing varies
    p = erfc(abs(difference) / error / sqrt(2)) if error > 0 else sure
    return Paired(before, after, difference, low, high, p)


def _placed(lost: FloatArray, kept: FloatArray) -> _Placed | None:
    if len(lost) < LEAST or len(kept) < LEAST:
        return None
    return _Placed(1.0 - _below(lost, np.sort(kept)), _below(kept, np.sort(lost)))


def _below(numbers: FloatArray, others: FloatArray) -> FloatArray:
    """For every number the share of the (sorted) others below it, ties half."""
    low = np.searchsorted(others, numbers, side="left")
    high = np.searchsorted(others, numbers, side="right")
    return np.asarray((low + high) / (2.0 * len(others)))


def _auc(placed: _Placed) -> Auc:
    value = float(placed.lost.mean())
    half = Z * sqrt(_variance(placed.lost) + _variance(placed.kept))
    return Auc(
        value,
        max(value - half, 0.0),
        min(value + half, 1.0),
        len(placed.lost),
        len(placed.kept),
    )


def _variance(shares: FloatArray) -> float:
    """Variance of the mean of some shares."""
    return float(shares.var(ddof=1)) / len(shares)
