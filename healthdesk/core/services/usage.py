"""Reads usage out of the desk as one grid a metric (accounts x days), block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.facts import NO_DAY, IntArray, UsageGrid, Values
from healthdesk.core.services import usage_since
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.usage_since import Kept, State, put
from healthdesk.core.store import usage as table
from healthdesk.core.store.db import Tx

_KEY = "usage"
_FOREVER = 2**62
"""A stamp that no commit reaches: what tells old from new here is the state that is kept along."""
_LONGEST = 4000
"""Days between the first and the last value up to which a grid has a column for every day."""


@dataclass(frozen=True, eq=False)
class Grids:
    """The grids that were asked for, and each account's first day with any value of any metric."""

    grids: dict[str, UsageGrid]
    first: IntArray


def grids(
    tx: Tx, number: Mapping[int, int], metrics: Sequence[str], since: int | None = None
) -> Grids:
    """Read the values of these metrics; `number` gives the row of an account's key.

    With `since`, only the values from that day on, which are not kept.
    They are kept over changes of the desk: only batches and merges write usage, so as long as
    those and the accounts are the same, so are the values; and what a new batch wrote it also
    noted down, which is put into the grids without reading the whole table again.
    """
    first_days = table.first_days(tx)
    first = np.full(len(number), NO_DAY, np.int32)
    for account, day in first_days.items():
        first[number[account]] = day
    ids = _metric_ids(tx, metrics)
    if not ids or not first_days:
        return Grids({}, first)
    if since is not None:
        low = max(since, int(first.min()))
        return Grids(_fill(tx, number, ids, _days(tx, low)), first)
    state = State(_batches(tx), _merges(tx), dict(number), first.tobytes(), newest_day(tx))
    memory = tx.info.get("memory")
    kept: Kept | None = memory.get(_KEY, _FOREVER) if memory is not None else None
    known = {} if kept is None else _known(tx, kept, state, int(first.min()))
    missing = {key: row for key, row in ids.items() if key not in known}
    if missing:
        known = {**known, **_fill(tx, number, missing, _days(tx, int(first.min())))}
    if memory is not None and (missing or kept is None or kept[0] != state):
        memory.put(_KEY, _FOREVER, (state, known))
    return Grids({key: known[key] for key in ids}, first)


def some(tx: Tx, number: Mapping[int, int], metrics: Sequence[str]) -> Grids:
    """The values of a few accounts, read from the table as it is now; they are not kept."""
    known = table.first_days(tx)
    first = np.array([known.get(row, NO_DAY) for row in number], np.int32)
    ids = _metric_ids(tx, metrics)
    begun = first[first != NO_DAY]
    if not ids or not len(begun):
        return Grids({}, first)
    days = _days(tx, int(begun.min()))
    span = (int(days[0]), int(days[-1]))
    values = [np.full((len(number), len(days)), np.nan) for _ in ids]
    for row, at in number.items():
        for rows in table.blocks(tx, list(ids.values()), accounts=(row, row), days=span):
            block = np.array(rows, np.float64)
            columns = np.searchsorted(days, block[:, 1].astype(np.int32))
            for place, grid in enumerate(values):
                grid[at, columns] = block[:, place + 2]
    return Grids({key: UsageGrid(days, values[at]) for at, key in enumerate(ids)}, first)


def remember_grids(tx: Tx, grids: Mapping[str, UsageGrid], first: IntArray) -> None:
    """Hold grids that were kept with the facts, as if they had been read from the table."""
    memory = tx.info.get("memory")
    if memory is None or not grids or memory.get(_KEY, _FOREVER) is not None:
        return
    rows = tx.execute(text("SELECT id FROM account ORDER BY account_id"))
    numbers = {key: at for at, (key,) in enumerate(rows)}
    state = State(_batches(tx), _merges(tx), numbers, first.tobytes(), newest_day(tx))
    memory.put(_KEY, _FOREVER, (state, dict(grids)))


def _known(tx: Tx, kept: Kept, state: State, low: int) -> dict[str, UsageGrid]:
    """The grids that were kept, brought up to the desk's state where that can be done."""
    if kept[0] == state:
        return kept[1]
    found = usage_since.caught_up(tx, kept, state, _days(tx, low))
    return {} if found is None else found


def _merges(tx: Tx) -> tuple[int, int]:
    """What tells one state of the merges of accounts from another: they move usage."""
    row = tx.execute(text("SELECT count(*), coalesce(sum(undone), 0) FROM account_merge")).one()
    return int(row[0]), int(row[1])


def _batches(tx: Tx) -> dict[int, bool]:
    """The imports, and which of them were taken back."""
    rows = tx.execute(text("SELECT id, undone FROM import_batch"))
    return {int(batch): bool(undone) for batch, undone in rows}


def newest_day(tx: Tx) -> int | None:
    """The last day with any value, found account by account through the table's key."""
    found = tx.execute(
        text("SELECT max((SELECT max(day) FROM usage WHERE account_id = a.id)) FROM account a")
    ).scalar_one()
    return None if found is None else int(found)


def _metric_ids(tx: Tx, metrics: Sequence[str]) -> dict[str, int]:
    """The ids of those metrics that have a column."""
    present = set(table.columns(tx))
    ids = pairs(tx, "SELECT metric, id FROM metric")
    return {key: ids[key] for key in metrics if ids.get(key) in present}


def _days(tx: Tx, low: int) -> IntArray:
    """The columns of the grid: every day, or only the days there are when the span is very long."""
    high = newest_day(tx) or low
    if high - low < _LONGEST:
        return np.arange(low, high + 1, dtype=np.int32)
    rows = tx.execute(text("SELECT DISTINCT day FROM usage ORDER BY day"))
    return np.fromiter((day for (day,) in rows), np.int32)


def _fill(
    tx: Tx, number: Mapping[int, int], ids: Mapping[str, int], days: IntArray
) -> dict[str, UsageGrid]:
    """Stream the table into the grids."""
    rows_of = np.full(max(number) + 1, -1, np.int64)
    rows_of[list(number)] = list(number.values())
    values: list[Values] = [np.full((len(number), len(days)), np.nan, np.float32) for _ in ids]
    span = (int(days[0]), int(days[-1]))
    for rows in table.blocks(tx, list(ids.values()), days=span):
        block = np.array(rows, np.float64)
        accounts = rows_of[block[:, 0].astype(np.int64)]
        columns = np.searchsorted(days, block[:, 1].astype(np.int32))
        for at, grid in enumerate(values):
            values[at] = put(grid, accounts, columns, block[:, at + 2])
    return {key: UsageGrid(days, values[at]) for at, key in enumerate(ids)}
