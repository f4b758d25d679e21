"""Sums and counts over the trailing days of a usage metric.

Sums go through one fixed tree of additions per window: a day's sum has the same bits whether it is
asked for alone or with a year of other days, and nothing cancels (as in running totals).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray, UsageGrid

FEW = 4
"""Days spread so thinly that the span holds this many times their number are read one by one."""


def scattered(days: IntArray) -> bool:
    """Whether days are too far apart for one pass over everything between them."""
    return len(days) <= 2 or int(days.max()) - int(days.min()) + 1 > FEW * len(days)


def grid(facts: Facts, metric: str) -> UsageGrid:
    """The values of a metric; one without any value is empty, not wrong."""
    found = facts.usage.get(metric)
    if found is not None:
        return found
    return UsageGrid(np.empty(0, np.int32), np.empty((facts.count, 0), np.float64))


def _tree(block: FloatArray) -> FloatArray:
    """Sum of each row: cut into powers of two, the widest last, each added up pair by pair."""
    width = block.shape[1]
    total: FloatArray | None = None
    start, bit = 0, 1
    while bit <= width:
        if width & bit:
            part = block[:, start : start + bit]
            start += bit
            while part.shape[1] > 1:
                part = part[:, 1::2] + part[:, ::2]
            total = part[:, 0] if total is None else part[:, 0] + total
        bit *= 2
    return np.zeros(block.shape[0]) if total is None else total


def _slide(block: FloatArray, window: int) -> FloatArray:
    """The same sums for every window of a block; column t is the window that starts at t."""
    out = block.shape[1] - window + 1
    total: FloatArray | None = None
    powers, bit, offset = block, 1, 0
    while bit <= window:
        # powers[:, t] is the sum of `bit` columns from t on; `offset` columns are summed already.
        if window & bit:
            part = powers[:, offset : offset + out]
            total = part if total is None else part + total
            offset += bit
        bit *= 2
        if bit <= window:
            powers = powers[:, bit // 2 :] + powers[:, : -(bit // 2)]
    return block[:, :out] if total is None else total


def trailing_sum(values: FloatArray, window: int) -> FloatArray:
    """Sums of every `window` neighbouring columns (no NaN): columns - window + 1 of them."""
    return _tree(values)[:, None] if values.shape[1] == window else _slide(values, window)


def trailing_count(marks: BoolArray, window: int) -> IntArray:
    """How many of every `window` neighbouring columns are set."""
    if marks.shape[1] == window:
        return np.asarray(marks.sum(axis=1, dtype=np.int32)[:, None])
    running = np.zeros((marks.shape[0], marks.shape[1] + 1), np.int32)
    np.cumsum(marks, axis=1, out=running[:, 1:])
    return np.subtract(running[:, window:], running[:, :-window])


def _blocks(
    source: UsageGrid, days: IntArray, window: int
) -> list[tuple[slice | IntArray, IntArray | slice, NDArray[np.floating]]]:
    """What to read: (columns of the result, columns of the block's windows, block)."""
    if scattered(days):
        return [
            (slice(i, i + 1), slice(0, 1), source.window(int(day) - window + 1, int(day)))
            for i, day in enumerate(days)
        ]
    low, high = int(days.min()), int(days.max())
    return [(slice(None), days - low, source.window(low - window + 1, high))]


def sums(facts: Facts, metric: str, days: IntArray, window: int) -> FloatArray:
    """Sum of the values in the window, days without a value counting 0."""
    out = np.empty((facts.count, len(days)))
    for place, columns, block in _blocks(grid(facts, metric), days, window):
        filled = np.where(np.isnan(block), 0.0, block).astype(np.float64, copy=False)
        out[:, place] = trailing_sum(filled, window)[:, columns]
    return out


def counts(facts: Facts, metric: str, days: IntArray, window: int, *, positive: bool) -> IntArray:
    """Days in the window with a value (or with a value above 0)."""
    out = np.empty((facts.count, len(days)), np.int32)
    for place, columns, block in _blocks(grid(facts, metric), days, window):
        marks = block > 0 if positive else ~np.isnan(block)
        out[:, place] = trailing_count(marks, window)[:, columns]
    return out


def level(facts: Facts, metric: str, days: IntArray, window: int, life: FloatArray) -> FloatArray:
    """`usage_level`: a day's average over the window (`life` = days left of it, NaN = none)."""
    total = sums(facts, metric, days, window)
    known = facts.metrics.get(metric)
    if known is not None and known.fill == "gap":
        present = counts(facts, metric, days, window, positive=False)
        with np.errstate(invalid="ignore"):
            mean = total / np.where(present > 0, present, np.nan)
        return np.where(np.isnan(life), np.nan, mean)
    return total / life
