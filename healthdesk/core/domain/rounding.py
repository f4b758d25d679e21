"""Rounding that keeps its promise: shown figures add up to the shown total.

Not here: rounding of scores (half up, score.py); this is only for what people see side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

_NO_BOUND = 10**9


def half_up(value: float) -> int:
    """The nearest whole number, halves upwards, as every shown figure of HealthDesk is rounded."""
    return floor(value + 0.5)


def add_up(
    values: Sequence[float],
    total: int,
    low: Sequence[int] | None = None,
    high: Sequence[int] | None = None,
) -> tuple[int, ...]:
    """Whole numbers near `values` that add up to `total`: the method of the largest remainder.

    Each value starts at its nearest whole number; what is then too much or too little is taken from
    or given to the values that it brings least away from themselves. `low` and `high` bound each
    figure; where they leave no room the sum stays short of the total.
    """
    lows = list(low) if low is not None else [-_NO_BOUND] * len(values)
    highs = list(high) if high is not None else [_NO_BOUND] * len(values)
    rounded = [
        min(max(half_up(value), least), most)
        for value, least, most in zip(values, lows, highs, strict=True)
    ]
    step = 1 if total > sum(rounded) else -1
    while sum(rounded) != total:
        free = [
            index
            for index, value in enumerate(rounded)
            if lows[index] <= value + step <= highs[index]
        ]
        if not free:
            break
        best = min(free, key=lambda i: (abs(rounded[i] + step - values[i]), -abs(values[i]), i))
        rounded[best] += step
    return tuple(rounded)
