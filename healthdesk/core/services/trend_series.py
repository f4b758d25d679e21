"""The daily series that trends are found in, as of a day, and days on which no source delivered.

Not here: finding anything in them (domain/trend.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import BoolArray, FloatArray, Metric, UsageGrid, to_date, to_day
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.queries import either, pairs
from healthdesk.core.store import usage as table
from healthdesk.core.store.db import Tx

YEARS: Final = 4
"""Calendar years before the one asked about that are gone through: a stray old day costs nothing,
and what is found does not hang on the day it is asked on."""
_WEEKS: Final = 8
_USUAL: Final = 5
"""Accounts with a value on a weekday, from which none at all is a day without delivery."""
_THIN: Final = 0.05
"""Share of the usual accounts below which values are strays (as in feeds.py)."""


@dataclass(frozen=True, eq=False)
class OneSeries:
    """The series of one account: metric by metric, from its first day of use to the day asked."""

    row: int
    """The account's primary key."""
    first: int
    values: Mapping[str, FloatArray]
    metrics: Mapping[str, Metric]


def one(
    tx: Tx, account_id: str, wanted: Sequence[str], day: int, holes: Mapping[str, Collection[int]]
) -> OneSeries:
    """Read an account's series of some metrics, up to a day and to the day before it churned."""
    found = tx.execute(
        text(
            "SELECT a.id, (SELECT min(day) FROM usage u WHERE u.account_id = a.id),"
            " (SELECT min(day) FROM outcome o WHERE o.account_id = a.id AND kind = 'churned')"
            " FROM account a WHERE account_id = :account"
        ),
        {"account": account_id},
    ).first()
    if found is None:
        raise NotFound(f"No account has the id {account_id!r}.")
    row, first, churned = found
    last = day if churned is None else min(day, int(churned) - 1)
    known = metrics(tx)
    ids = metric_ids(tx, [key for key in wanted if key in known])
    if first is None or first > last:
        return OneSeries(int(row), last + 1, {key: np.empty(0) for key in ids}, known)
    low = max(int(first), earliest(day))
    if low > last:
        return OneSeries(int(row), last + 1, {key: np.empty(0) for key in ids}, known)
    rows = [
        each
        for block in table.blocks(
            tx, list(ids.values()), accounts=(int(row), int(row)), days=(low, last)
        )
        for each in block
    ]
    block = np.array(rows, np.float64).reshape(len(rows), len(ids) + 2)
    values = {}
    for at, key in enumerate(ids):
        out = np.full(last - low + 1, np.nan)
        out[block[:, 1].astype(np.int64) - low] = block[:, at + 2]
        values[key] = filled(out[None, :], known[key], np.array([low]), low, holes.get(key, ()))[0]
    return OneSeries(int(row), low, values, known)


def earliest(day: int) -> int:
    """The first day that is gone through for what is asked about a day."""
    return to_day(date(max(to_date(day).year - YEARS, 1), 1, 1))


def filled(
    values: FloatArray,
    metric: Metric,
    lives: NDArray[np.int64],
    first: int,
    holes: Collection[int],
) -> FloatArray:
    """Let absent days of a count read 0 within the accounts' lives, but where nobody has any.

    `lives` are the accounts' first days, `first` is the day of the first column.
    """
    if metric.fill == "zero":
        columns = np.arange(values.shape[1]) + first
        alive = columns[None, :] >= lives[:, None]
        values = np.where(np.isnan(values) & alive, 0.0, values)
    off = [day - first for day in holes if 0 <= day - first < values.shape[1]]
    if off:
        values[:, off] = np.nan
    return values


def of_grid(grid: UsageGrid, rows: slice, first: int, last: int) -> FloatArray:
    """A part of a grid with a column for every day between two, both in."""
    return np.array(grid.window(first, last)[rows], np.float64)


def undelivered(grid: UsageGrid, first: int, last: int) -> tuple[int, ...]:
    """The days on which a metric has values of (nearly) nobody where it usually has.

    A day is held against the same weekday of the eight weeks before it that had any: a feed that
    stopped is no fall of each account, and a Sunday without work is no feed that stopped.
    """
    if last < first:
        return ()
    some: BoolArray = ~np.isnan(grid.window(first, last))
    count = some.sum(axis=0)
    usual: list[list[int]] = [[] for _ in range(7)]
    out = []
    for column, now in enumerate(count.tolist()):
        before = usual[column % 7]
        middle = float(np.median(before)) if before else 0.0
        if middle >= _USUAL and now <= _THIN * middle:
            out.append(first + column)
            continue
        before.append(now)
        del before[:-_WEEKS]
    return tuple(out)


def metric_ids(tx: Tx, wanted: Sequence[str]) -> dict[str, int]:
    """The ids of those metrics that have a column, in the order asked for."""
    present = set(table.columns(tx))
    ids = pairs(tx, "SELECT metric, id FROM metric")
    return {key: ids[key] for key in wanted if ids.get(key) in present}


def used_at_all(tx: Tx, row: int, first: int, last: int) -> bool:
    """Whether an account has any use between two days, of whatever metric."""
    columns = [f"{table.column(one)} <> 0" for one in table.columns(tx)]
    found = tx.execute(
        text(
            "SELECT 1 FROM usage WHERE account_id = :row AND day BETWEEN :first AND :last"
            f" AND {either(columns)} LIMIT 1"
        ),
        {"row": row, "first": first, "last": last},
    ).first()
    return found is not None
