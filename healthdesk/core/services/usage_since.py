"""Brings grids of usage up to date by what new batches noted down, without reading the table.

A batch keeps the cells that it wrote so that it can be taken back; the same cells are what the
grids of before lack.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, text

from healthdesk.core.domain.facts import IntArray, UsageGrid, Values
from healthdesk.core.services.import_cells import unpack
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx


@dataclass(frozen=True)
class State:
    """What the grids were read from; equal states have equal usage."""

    batches: Mapping[int, bool]
    """Imports, and whether they were taken back."""
    merges: tuple[int, int]
    numbers: Mapping[int, int]
    """The row of each account's key."""
    first: bytes
    newest: int | None


Kept = tuple[State, dict[str, UsageGrid]]


def caught_up(tx: Tx, kept: Kept, now: State, days: IntArray) -> dict[str, UsageGrid] | None:
    """The kept grids with what came since; None where they must be read anew.

    That is so where a batch was taken back or put back, where accounts were merged or went, and
    where the days of the grid are not every day.
    """
    old, grids = kept
    if not grids:
        return {}
    fresh = now.batches.keys() - old.batches.keys()
    same = all(now.batches.get(batch) == undone for batch, undone in old.batches.items())
    held = all(account in now.numbers for account in old.numbers)
    was = next(iter(grids.values())).days
    if not (same and held and old.merges == now.merges):
        return None
    if not (_every_day(was) and _every_day(days) and days[0] <= was[0] and was[-1] <= days[-1]):
        return None
    frame = _Frame(old.numbers, now.numbers, int(was[0]), days)
    alike = old.numbers == now.numbers and len(days) == len(was)
    out = dict(grids) if alike else {key: frame.moved(grid) for key, grid in grids.items()}
    ids = {row: key for key, row in pairs(tx, "SELECT metric, id FROM metric").items()}
    _add(tx, frame, out, ids, [batch for batch in fresh if not now.batches[batch]], owned=not alike)
    return out


def put(
    grid: Values,
    accounts: NDArray[np.int64],
    columns: NDArray[np.int64],
    values: NDArray[np.float64],
) -> Values:
    """Write values into their cells; at the first that float32 would bend, turn to float64."""
    if grid.dtype == np.float32:
        with np.errstate(over="ignore"):
            small = values.astype(np.float32)
        if not np.array_equal(small.astype(np.float64), values, equal_nan=True):
            grid = grid.astype(np.float64)
    grid[accounts, columns] = values
    return grid


class _Frame:
    """The rows and columns of grids as they are to be."""

    def __init__(
        self, old: Mapping[int, int], now: Mapping[int, int], first: int, days: IntArray
    ) -> None:
        self.days = days
        self.rows = np.full(max(now) + 1, -1, np.int64)
        self.rows[list(now)] = list(now.values())
        self._count = len(now)
        self._from = np.fromiter(old.values(), np.int64)
        self._to = self.rows[np.fromiter(old, np.int64)]
        self._shift = first - int(days[0])

    def moved(self, grid: UsageGrid) -> UsageGrid:
        """A grid with room for the accounts and days there are now."""
        values = np.full((self._count, len(self.days)), np.nan, grid.values.dtype)
        high = self._shift + grid.values.shape[1]
        values[self._to, self._shift : high] = grid.values[self._from]
        return UsageGrid(self.days, values)


def _add(
    tx: Tx,
    frame: _Frame,
    grids: dict[str, UsageGrid],
    names: Mapping[int, str],
    batches: list[int],
    *,
    owned: bool,
) -> None:
    """Put the cells of batches into grids; those that somebody else holds are copied first."""
    mine = set(grids) if owned else set()
    sql = text(
        "SELECT metric_id, count, payload FROM batch_usage WHERE batch_id IN :batches ORDER BY id"
    ).bindparams(bindparam("batches", expanding=True))
    for metric, count, payload in tx.execute(sql, {"batches": batches}):
        key = names.get(int(metric), "")
        if key not in grids:
            continue
        cells = unpack(payload, count)
        values = grids[key].values if key in mine else grids[key].values.copy()
        mine.add(key)
        columns = cells.day - int(frame.days[0])
        grids[key] = UsageGrid(
            frame.days, put(values, frame.rows[cells.account], columns, cells.value)
        )


def _every_day(days: IntArray) -> bool:
    return len(days) > 0 and int(days[-1]) - int(days[0]) + 1 == len(days)
