"""Turns cells of usage (account, day, metric, value) into wide rows as the desk keeps them, some at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Reals = NDArray[np.float64]
Bools = NDArray[np.bool_]

DAY_BITS: Final = 22
ACCOUNT_BITS: Final = 26
EARLY: Final = 1_000_000
"""Added to day numbers so that every day of the calendar is positive."""
_CELLS: Final = 300_000
"""Cells of a block of wide rows, empty ones included."""


def row_key(account: Longs, day: Longs) -> Longs:
    """Account and day in one number that sorts as the table does."""
    return (account << DAY_BITS) | (day + EARLY)


def accounts_of(key: Longs) -> Longs:
    """The accounts of some keys."""
    return key >> DAY_BITS


def starts(rising: Longs) -> Longs:
    """Where each run of equal numbers begins; the numbers rise and are not negative."""
    return np.flatnonzero(np.diff(rising, prepend=-1))


@dataclass(frozen=True, eq=False)
class Wide:
    """Rows sorted by (account, day), a column for each metric; `there` marks the cells that were given."""

    metrics: list[int]
    account: Longs
    day: Longs
    values: NDArray[Any]
    there: Bools

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Account, day and the values; None where none was given."""
        out = np.empty((len(self.account), len(self.metrics) + 2), object)
        out[:, 0], out[:, 1], out[:, 2:] = self.account, self.day, self.values
        return map(tuple, out.tolist())

    def assignments(self) -> Iterator[tuple[Any, ...]]:
        """For each metric whether it is given, and its value; then account and day."""
        width = 2 * len(self.metrics)
        out = np.empty((len(self.account), width + 2), object)
        out[:, 0:width:2], out[:, 1:width:2] = self.there, self.values
        out[:, width], out[:, width + 1] = self.account, self.day
        return map(tuple, out.tolist())


def widen(key: Longs, metric: Longs, value: Reals) -> Iterator[Wide]:
    """Cells in any order as blocks of wide rows; NaN becomes None."""
    order = np.argsort(key, kind="stable")
    key, metric, value = key[order], metric[order], value[order]
    begins = starts(key)
    row = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(key)))
    height = max(1_000, _CELLS // (len(np.unique(metric)) + 2))
    for low in range(0, len(begins), height):
        heads = begins[low : low + height]
        end = begins[low + height] if low + height < len(begins) else len(key)
        part = slice(heads[0], end)
        metrics, column = np.unique(metric[part], return_inverse=True)
        values = np.full((len(heads), len(metrics)), None, object)
        there = np.zeros(values.shape, bool)
        told = value[part].astype(object)
        told[np.isnan(value[part])] = None
        values[row[part] - low, column] = told
        there[row[part] - low, column] = True
        day = (key[heads] & ((1 << DAY_BITS) - 1)) - EARLY
        yield Wide(metrics.tolist(), accounts_of(key[heads]), day, values, there)
