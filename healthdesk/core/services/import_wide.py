"""Turns cells of usage into wide rows as the desk keeps them, some at a time."""

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
    """Rows sorted by (account, day), a column a metric; `there` marks the cells that were given.

    What is not there is NaN, and goes to the driver as NaN: SQLite keeps that as NULL, and
    binding None takes the driver ten times as long.
    """

    metrics: list[int]
    account: Longs
    day: Longs
    values: Reals
    there: Bools

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Account, day and the values."""
        return zip(self.account.tolist(), self.day.tolist(), *self.values.T.tolist(), strict=True)

    def assignments(self) -> Iterator[tuple[Any, ...]]:
        """For each metric whether it is given (1 or 0), and its value; then account and day."""
        given = self.there.T.astype(np.int8).tolist()
        pairs = zip(given, self.values.T.tolist(), strict=True)
        columns = [column for pair in pairs for column in pair]
        return zip(*columns, self.account.tolist(), self.day.tolist(), strict=True)


def widen(key: Longs, metric: Longs, value: Reals) -> Iterator[Wide]:
    """Cells in any order as blocks of wide rows."""
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
        values = np.full((len(heads), len(metrics)), np.nan)
        there = np.zeros(values.shape, bool)
        values[row[part] - low, column] = value[part]
        there[row[part] - low, column] = True
        day = (key[heads] & ((1 << DAY_BITS) - 1)) - EARLY
        yield Wide(metrics.tolist(), accounts_of(key[heads]), day, values, there)
