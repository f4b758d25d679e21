"""The nearest line of steps that never falls, and chances that few cases may not make extreme.

Steps are found by pooling neighbours that stand in the wrong order (isotonic least squares).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import FloatArray

Counts = NDArray[np.int64]


def rising(values: FloatArray, weights: FloatArray) -> FloatArray:
    """The values that never fall and are nearest to the given ones, in weighted least squares.

    >>> rising(np.array([1.0, 3.0, 2.0, 4.0]), np.ones(4)).tolist()
    [1.0, 2.5, 2.5, 4.0]
    """
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        pools.append((value, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            second, first = pools.pop(), pools.pop()
            pools.append(_pooled(first, second))
    return np.repeat([one[0] for one in pools], [one[2] for one in pools]).astype(np.float64)


def falling(values: FloatArray, weights: FloatArray) -> FloatArray:
    """As `rising`, for values that never rise."""
    return -rising(-values, weights)


def shrunk(some: Counts, of: Counts, prior: float) -> FloatArray:
    """Shares `some` / `of`, drawn towards that of all: as if `prior` more of that kind had been.

    No share is 0 or 1, unless that of all is.
    """
    whole = int(of.sum())
    usual = int(some.sum()) / whole if whole else 0.5
    shares: FloatArray = (some + prior * usual) / (of + prior)
    return shares


def odds(shares: FloatArray) -> FloatArray:
    """Logarithm of the odds."""
    safe = np.clip(shares, 1e-9, 1 - 1e-9)
    return np.asarray(np.log(safe / (1 - safe)))


def _pooled(
    first: tuple[float, float, int], second: tuple[float, float, int]
) -> tuple[float, float, int]:
    weight = first[1] + second[1]
    mean = (first[0] * first[1] + second[0] * second[1]) / weight
    return mean, weight, first[2] + second[2]
