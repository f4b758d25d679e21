"""Remembers which contacts rows of an import name that nobody knows, so that they are set later.

Each is kept beside the rows that wait: by which row of the desk names it, how and by what name.
What the newest standing import says of a row holds. Not here: setting them (import_linking.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

import msgspec
import numpy as np

from healthdesk.core.domain.exchange import Cell, Column, Table
from healthdesk.core.domain.mapping import By
from healthdesk.core.domain.records import Chunk, TableSource
from healthdesk.core.importers.exchange import Row
from healthdesk.core.importers.exchange.cells import Value
from healthdesk.core.mapping import strangers
from healthdesk.core.mapping.mapped import MappedFile
from healthdesk.core.services import matching, waiting_rows
from healthdesk.core.services.finding import DeskFinder
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.services.import_log import Driver, Place
from healthdesk.core.services.import_wide import Longs

TOLD: Final = "told"
"""Among the cells of what is kept: the whole list of contacts, where a row may have several."""
ROW: Final = "row"
"""Among them: the row of the desk."""
_NO_ROW: Final = -1
"""In its place where it is kept by what a file names all its contacts."""
ROW_OF: Final = f"CAST(json_extract(w.cells, '$.{ROW}') AS INT)"
"""SQL: the row of the desk that a kept name is of."""
_WAYS: Final = frozenset({"email", "name"})
"""Ways of naming contacts by something else than their own ids."""
_CELLS: Final = msgspec.json.Decoder(dict[str, str])

Find = Callable[[str, str, str], str | None]
"""The contact's own id by the way of naming, the name and the account it is sought in first."""
_Say = tuple[int, Place, str]
"""A row of the desk, where the file speaks of it, and its contacts as they are told."""


def column_of(table: Table) -> Column | None:
    """The column of a table that names contacts, where rows stand without them."""
    if table.name not in waiting_rows.LINKED:
        return None
    return next(one for one in table.columns if one.cell in {Cell.CONTACT, Cell.CONTACTS})


def persons(finder: DeskFinder) -> Find:
    """Looks contacts up as kept rows name them."""

    def find(by: str, name: str, account: str) -> str | None:
        return finder.contact(cast("By", by), name, account)

    return find


def way(by: str) -> str:
    """The way of naming a contact, from what is kept."""
    return by.removeprefix(waiting_rows.LINK).strip()


def link(by: str) -> str:
    """How a way of naming is kept."""
    return f"{waiting_rows.LINK} {by}".strip()


def ways(driver: Driver, table: Table) -> dict[tuple[int, str], str]:
    """By import and file: the way of naming all its contacts, where it is not their own id."""
    rows = driver.each(
        f"SELECT w.batch_id, w.file, w.by FROM waiting_row AS w WHERE {waiting_rows.IS_LINK}"
        f" AND w.table_name = ? AND w.value = '' AND {ROW_OF} = {_NO_ROW}",
        (table.name,),
    )
    return {(batch, file): way(by) for batch, file, by in rows}


def any_kept(driver: Driver) -> bool:
    """Whether the name of a contact was ever kept."""
    sql = f"SELECT 1 FROM waiting_row AS w WHERE {waiting_rows.IS_LINK} LIMIT 1"
    return bool(driver.run(sql))


def kept(table: Table) -> str:
    """SQL: of each kept name its row of the desk, its own row, its import, and whether it holds."""
    column = column_of(table)
    field = column.kept if column else ""
    return (
        f"SELECT {ROW_OF}, w.id, w.batch_id, (s.id IS NULL OR s.undone) AND NOT EXISTS ("
        "SELECT 1 FROM batch_row AS r JOIN import_batch AS l ON l.id = r.batch_id"
        f" WHERE r.table_name = '{table.store}' AND r.row_id = {ROW_OF}"
        " AND r.batch_id > w.batch_id AND NOT l.undone"
        f" AND json_type(r.after, '$.{field}') IS NOT NULL"
        f" AND json_type(r.after, '$.{table.key[0]}') IS NOT NULL)"
        " FROM waiting_row AS w JOIN import_batch AS b ON b.id = w.batch_id AND NOT b.undone"
        " LEFT JOIN import_batch AS s ON s.id = w.settled_by"
        f" WHERE {waiting_rows.IS_LINK} AND w.table_name = '{table.name}'"
    )


class Pending:
    """The kept names that hold for the rows of a table: two numbers each, by row."""

    def __init__(self, driver: Driver, table: Table) -> None:
        self._driver = driver
        found = array("q"), array("q"), array("q"), array("q")
        for values in driver.each(kept(table)):
            for one, value in zip(found, values, strict=True):
                one.append(value)
        rows, ids, batches, holds = (np.array(one, np.int64) for one in found)
        order = np.lexsort((ids, batches, rows))
        rows, ids, batches, holds = rows[order], ids[order], batches[order], holds[order]
        # What an import before the newest says of a row does not count, settled or not.
        last = np.searchsorted(rows, rows, "right") - 1
        which = (holds == 1) & (batches == batches[last]) if len(rows) else holds == 1
        self.rows: Longs = rows[which]
        self.ids: Longs = ids[which]

    def of(self, rows: Sequence[int]) -> dict[int, str]:
        """The contacts of rows as they were told, where something is kept of them."""
        wanted = np.unique(np.array(rows, np.int64))
        low = np.searchsorted(self.rows, wanted, "left")
        count = np.searchsorted(self.rows, wanted, "right") - low
        if not count.any():
            return {}
        ids = self.ids[np.repeat(low - np.cumsum(count) + count, count) + np.arange(count.sum())]
        out: dict[int, str] = {}
        for by, name, cells in self._driver.each(
            "SELECT w.by, w.value, w.cells FROM json_each(?) AS k"
            " CROSS JOIN waiting_row AS w ON w.id = k.value",
            (msgspec.json.encode(ids.tolist()).decode(),),
        ):
            told = _CELLS.decode(cells)
            one = strangers.unknown(way(by), name) if name else ""
            out[int(told[ROW])] = told.get(TOLD, one)
        return out


class Links:
    """Keeps what the files of an import say of contacts that nobody knows, for one table."""

    def __init__(self, batch: Batch, table: Table) -> None:
        self._batch = batch
        self._table = table
        self._column = column_of(table)
        self._several = self._column is not None and self._column.cell is Cell.CONTACTS
        self._met = self._column is not None and any_kept(batch.driver)
        self._pending: Pending | None = None
        self._file: TableSource | None = None
        self._told: Mapping[int, str] = {}
        self._says: list[_Say] = []
        self._same: list[tuple[_Say, str]] = []

    def begin(self, file: TableSource, chunk: Chunk) -> None:
        """Take in what the next rows say."""
        if file is not self._file:
            self._file = file
            self._note_way(file)
        self._told = chunk.links

    def told(self, number: int, row: Row, values: Mapping[str, Value]) -> None:
        """Keep whom a row names that was written, unless what was typed stands there."""
        told = self._told.get(row.line)
        if told is not None and self._column is not None and self._column.kept in values:
            self._says.append((number, row.place, told))

    def again(self, number: int, row: Row, values: Mapping[str, Value]) -> None:
        """Keep whom a row names that the desk had just so, if it did not name them before."""
        column, file = self._column, self._file
        if column is None or file is None or column.kept not in values:
            return
        if not (self._met or self._told):
            return
        told = self._told.get(row.line)
        if told is None:
            told = row.cells[file.header.index(column.name)]
        account = row.cells[file.header.index("account_id")]
        self._same.append(((number, row.place, told), account))

    def flush(self) -> None:
        """Write what is to be kept."""
        if self._same:
            self._says.extend(self._others())
            self._same.clear()
        if self._says:
            self._batch.driver.many(
                "INSERT INTO waiting_row (batch_id, table_name, file, line, by, value, cells)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [row for say in self._says for row in self._rows(*say)],
            )
            self._says.clear()

    def _note_way(self, file: TableSource) -> None:
        """Keep by what a file names its contacts: they may go, and its rows wait for them then."""
        by = file.person_by if isinstance(file, MappedFile) else ""
        if self._column is None or by not in _WAYS:
            return
        batch, name = self._batch.number(file.name), self._table.name
        cells = msgspec.json.encode({ROW: str(_NO_ROW)}).decode()
        self._batch.driver.run(
            "INSERT INTO waiting_row (batch_id, table_name, file, line, by, value, cells)"
            " VALUES (?, ?, ?, 0, ?, '', ?)",
            (batch, name, file.name, link(by), cells),
        )

    def _others(self) -> list[_Say]:
        """What says something else than what is kept."""
        if self._pending is None:
            self._pending = Pending(self._batch.driver, self._table)
        known = self._pending.of([number for (number, _, _), _ in self._same])
        find = persons(matching.finder(self._batch.tx)) if known else None
        out = []
        for say, account in self._same:
            number, _, told = say
            before = known.get(number)
            if before is None or find is None:
                if strangers.MARK in told:
                    out.append(say)
                continue
            look = _within(find, account)
            if before != told and strangers.found(before, look) != strangers.found(told, look):
                out.append(say)
        return out

    def _rows(self, number: int, place: Place, told: str) -> list[tuple[object, ...]]:
        """What is kept of a row: each unknown name, or that it has none."""
        file, line = place
        cells = {ROW: str(number)}
        if self._several:
            cells[TOLD] = told
        where = (self._batch.number(file), self._table.name, file, line)
        spelled = msgspec.json.encode(cells).decode()
        names = [(by, name) for by, name in strangers.people(told) if by is not None]
        return [(*where, link(by), name, spelled) for by, name in names or [("", "")]]


def _within(find: Find, account: str) -> strangers.Person:
    return lambda by, name: find(by, name, account)
