"""Takes the usage of a batch back, cell by cell, and puts it back again.

A cell that a later batch wrote stays as it is; what that batch remembers as replaced becomes what
ours replaced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from healthdesk.core.services.import_cells import Cells, pack, unpack
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.import_wide import (
    Bools,
    Longs,
    Reals,
    accounts_of,
    row_key,
    widen,
)
from healthdesk.core.store import usage
from healthdesk.core.store.db import Tx

_GROUP = 400_000
"""Cells worked on at once."""


@dataclass(frozen=True, eq=False)
class _Part:
    """The cells of one metric that a batch wrote in one block."""

    id: int
    metric: int
    low: int
    high: int
    cells: Cells

    @property
    def key(self) -> Longs:
        """Account and day in one number; rises."""
        return row_key(self.cells.account, self.cells.day)


@dataclass(frozen=True, eq=False)
class _Values:
    """Values for cells, in no order; NaN = nothing."""

    key: Longs
    metric: Longs
    value: Reals


def take_back_usage(tx: Tx, driver: Driver, batch: int) -> None:
    """Put into the cells of a batch what it replaced, unless a later batch wrote them."""
    touched: set[int] = set()
    for parts in _groups(driver, batch):
        values = []
        for part in parts:
            free = _repoint(driver, batch, part, part.cells.before)
            chosen = np.full(int(free.sum()), part.metric)
            values.append(_Values(part.key[free], chosen, part.cells.before[free]))
        together = _together(values)
        _assign(driver, together)
        empty = np.isnan(together.value)
        touched.update(np.unique(accounts_of(together.key[empty])).tolist())
    if touched:
        usage.drop_empty(tx, sorted(touched))


def put_back_usage(tx: Tx, driver: Driver, batch: int) -> None:
    """Put the values of a batch back into its cells, below what later batches wrote."""
    # An account that a person removed meanwhile stays removed, and its cells with it.
    there = np.array([row for (row,) in driver.run("SELECT id FROM account")], np.int64)
    for parts in _groups(driver, batch):
        values = []
        for part in parts:
            free = _repoint(driver, batch, part, part.cells.value)
            free &= np.isin(part.cells.account, there)
            chosen = np.full(int(free.sum()), part.metric)
            values.append(_Values(part.key[free], chosen, part.cells.value[free]))
        cells = _together(values)
        for wide in widen(cells.key, cells.metric, cells.value):
            usage.upsert(tx, wide.metrics, wide.rows())


def _groups(driver: Driver, batch: int) -> Iterator[list[_Part]]:
    """The parts of a batch in the order in which it wrote them, a bounded number at once."""
    numbers = driver.run(
        "SELECT id, count FROM batch_usage WHERE batch_id = ? ORDER BY id", (batch,)
    )
    group: list[_Part] = []
    waiting = 0
    for number, count in numbers:
        group.extend(_parts(driver, "u.id = ?", (number,)))
        waiting += count
        if waiting >= _GROUP:
            yield group
            group, waiting = [], 0
    if group:
        yield group


def _parts(driver: Driver, where: str, values: tuple[int, ...]) -> Iterator[_Part]:
    for number, metric, low, high, count, payload in driver.each(
        "SELECT u.id, u.metric_id, u.account_low, u.account_high, u.count, u.payload"
        f" FROM batch_usage u JOIN import_batch b ON b.id = u.batch_id WHERE {where}"
        " ORDER BY u.batch_id, u.id",
        values,
    ):
        yield _Part(number, metric, low, high, unpack(payload, count))


def _repoint(driver: Driver, batch: int, part: _Part, values: Reals) -> Bools:
    """Tell later batches that wrote the same cells what they replaced; returns the other cells."""
    free = np.ones(len(values), bool)
    key = part.key
    for later in _parts(
        driver,
        "u.batch_id > ? AND NOT b.undone AND u.metric_id = ?"
        " AND u.account_low <= ? AND u.account_high >= ?",
        (batch, part.metric, part.high, part.low),
    ):
        theirs = later.key
        at = np.minimum(np.searchsorted(theirs, key), len(theirs) - 1)
        hit = (theirs[at] == key) & free
        if not hit.any():
            continue
        later.cells.before[at[hit]] = values[hit]
        driver.run("UPDATE batch_usage SET payload = ? WHERE id = ?", (pack(later.cells), later.id))
        free &= ~hit
    return free


def _together(values: list[_Values]) -> _Values:
    return _Values(
        np.concatenate([one.key for one in values]),
        np.concatenate([one.metric for one in values]),
        np.concatenate([one.value for one in values]),
    )


def _assign(driver: Driver, values: _Values) -> None:
    """Set cells of rows that are there, to nothing too, and leave the cells beside them alone."""
    for wide in widen(values.key, values.metric, values.value):
        sets = ", ".join(f"{name} = iif(?, ?, {name})" for name in map(usage.column, wide.metrics))
        driver.many(f"UPDATE usage SET {sets} WHERE account_id = ? AND day = ?", wide.assignments())
