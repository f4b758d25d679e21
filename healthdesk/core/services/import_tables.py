"""Writes the rows of one exchange table into the desk: finds, inserts, updates, counts.

Not here: accounts (import_accounts.py) and usage (import_usage.py), which need more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from healthdesk.core.domain.exchange import Cell, Table
from healthdesk.core.domain.records import Chunk, Fault, TableSource
from healthdesk.core.domain.source_order import CONTACTS
from healthdesk.core.domain.waits import PERSONS
from healthdesk.core.importers import exchange
from healthdesk.core.importers.exchange import Row, RowReader
from healthdesk.core.importers.exchange.cells import Value
from healthdesk.core.services import import_metrics, naming
from healthdesk.core.services.import_batch import Batch, Counts
from healthdesk.core.services.import_changes import Words
from healthdesk.core.services.import_links import Links
from healthdesk.core.services.import_log import quoted
from healthdesk.core.store import usage

CHUNK = 5_000
_NOWHERE = {
    Cell.ACCOUNT: "names no account of the desk or of this import",
    Cell.CONTACT: "names no contact of the desk or of this import",
    Cell.CONTACTS: "names a contact that is not in the desk or in this import",
    Cell.METRIC: "names no metric of the desk or of this import",
}
TWICE = "the same key stands twice in this import, here with other values"

Key = tuple[Value, ...]


@dataclass
class Known:
    """A row of the desk: its id and fields, brought up to date as the import goes."""

    id: int
    fields: dict[str, Value]


class References:
    """Finds the row ids behind the ids of accounts, contacts and metrics."""

    def __init__(self, batch: Batch, table: Table) -> None:
        self._batch = batch
        self._columns = [column for column in table.columns if column.cell in _NOWHERE]
        self._names: dict[Cell, dict[str, int]] = {Cell.ACCOUNT: batch.accounts}

    def resolve(self, row: Row) -> Fault | None:
        """Put row ids in the place of ids; tell the first that is nowhere."""
        for column in self._columns:
            told = row.values.get(column.kept)
            if not told:
                continue
            names = self._of(column.cell)
            if column.cell is Cell.CONTACTS:
                found = [names.get(part) for part in str(told).split(";")]
                if None in found:
                    return Fault(column.name, str(told), _NOWHERE[column.cell])
                row.values[column.kept] = ";".join(map(str, found))
                continue
            one = names.get(str(told))
            if one is None:
                return Fault(column.name, str(told), _NOWHERE[column.cell])
            row.values[column.kept] = one
        return None

    def make_metrics(self, file: str, rows: Sequence[Row]) -> None:
        """Make the metrics that rows of known contacts name and nobody described."""
        known, persons = self._of(Cell.METRIC), self._of(Cell.CONTACT)
        new: dict[str, int] = {}
        for row in rows:
            name = str(row.values["metric_id"])
            if name not in known and str(row.values["contact_id"]) in persons:
                new.setdefault(name, row.line)
        made = import_metrics.make(self._batch, file, list(new.items()))
        known.update(zip(new, made, strict=True))
        usage.add_metrics(self._batch.tx, made)

    def _of(self, cell: Cell) -> dict[str, int]:
        if cell is Cell.CONTACTS:
            cell = Cell.CONTACT
        names = self._names.get(cell)
        if names is None:
            table, column = (
                ("metric", "metric") if cell is Cell.METRIC else ("contact", "contact_id")
            )
            names = dict(self._batch.driver.each(f"SELECT {column}, id FROM {table}"))
            if cell is Cell.CONTACT:
                names = {**dict(self._batch.driver.each(naming.MERGED_CONTACTS)), **names}
            self._names[cell] = names
        return names


class TableWriter:
    """Writes one table; remembers, one bit a row, which rows this import has already met."""

    def __init__(self, batch: Batch, table: Table) -> None:
        self._batch = batch
        self._table = table
        self._references = References(batch, table)
        self._key = [table.column(name).kept for name in table.key]
        self._fields = fields(table)
        self._words = Words(batch.driver)
        self._met = bytearray()
        self._links = Links(batch, table)
        self._next = batch.next_id(table.store)
        self._file: TableSource
        self._count: Counts
        self._raw: dict[int, list[str]] = {}

    def take(self, file: TableSource) -> None:
        """Read and write one file."""
        reader = RowReader(self._table, file.header, self._batch.zone)
        self._file = file
        self._count = self._batch.count(self._table.name, file.name)
        note_unknown(self._batch, reader, file)
        for chunk in file.chunks(CHUNK):
            self._raw = raw_of(chunk)
            self._links.begin(file, chunk)
            self._write(read_rows(self._batch, reader, file, chunk))
            self._batch.step(len(chunk.cells), file.name)

    def add_usage_columns(self) -> None:
        """Give every metric of the desk its column of usage."""
        metrics = self._batch.driver.run("SELECT id FROM metric ORDER BY id")
        usage.add_metrics(self._batch.tx, [metric for (metric,) in metrics])

    def _write(self, rows: list[Row]) -> None:
        if self._table.name == PERSONS and not isinstance(self._file, exchange.TableFile):
            self._references.make_metrics(self._file.name, rows)
        good = []
        for row in rows:
            fault = self._references.resolve(row)
            if fault is None:
                good.append(row)
            else:
                self._reject(row, fault)
        known = self._find(good)
        made: list[Known] = []
        changed: dict[tuple[str, ...], list[list[Value]]] = {}
        for row in good:
            if self._table.name == CONTACTS:
                self._hear(row, known)
            self._place(row, known, made, changed)
        self._insert(made)
        for names, values in changed.items():
            sets = ", ".join(f'"{name}" = ?' for name in names)
            self._batch.driver.many(f"UPDATE {self._table.store} SET {sets} WHERE id = ?", values)
        self._batch.rows.flush()
        self._links.flush()

    def _place(
        self,
        row: Row,
        known: dict[Key, Known],
        made: list[Known],
        changed: dict[tuple[str, ...], list[list[Value]]],
    ) -> None:
        """Decide what one row is: new, changed, same or rejected."""
        key = tuple(row.values.get(name, self._default(name)) for name in self._key)
        there = known.get(key)
        log = self._batch.rows
        if there is None:
            new = Known(self._next, {**self._fields, **row.values})
            self._next += 1
            known[key] = new
            made.append(new)
            self._meet(new.id)
            self._count.new += 1
            log.made(self._table.store, new.id, row.place)
            self._links.told(new.id, row, row.values)
            return
        met = self._meet(there.id)
        after = row.values
        if not met and self._batch.conflicts.typed(self._table.store, there.id):
            after = self._undisputed(row, there)
        before = {name: there.fields[name] for name in after}
        if before == after:
            self._count.same += 1
            if not met:
                self._links.again(there.id, row, after)
            return
        fault = (
            Fault(self._table.key[0], "", TWICE)
            if met and not self._is_ruled(before, after)
            else exchange.check(self._table, {**there.fields, **after})
        )
        if fault is not None:
            self._reject(row, fault)
            return
        self._count.changed += 1
        self._tell(row, before, after, there)
        log.changed(self._table.store, there.id, row.place, before, after)
        self._links.told(there.id, row, after)
        there.fields.update(after)
        changed.setdefault(tuple(after), []).append([*after.values(), there.id])

    def _hear(self, row: Row, known: Mapping[Key, Known]) -> None:
        """Note what a contact's row says; where an order of sources rules, its word goes in."""
        sources, table = self._batch.sources, self._table.name
        own = str(row.values["contact_id"])
        said = {name: value for name, value in row.values.items() if name not in _WHOSE}
        number = self._batch.number(row.file)
        sources.take(table, number, row, own, said)
        there = known.get((own,))
        typed = {} if there is None else self._batch.conflicts.typed(self._table.store, there.id)
        for name in sources.ruled(table):
            verdict = sources.decide(table, own, name) if name in said else None
            if verdict is None or verdict.say.value == said[name]:
                continue
            if said[name] not in {None, ""}:
                sources.lose(table, (number, row.file), own, name, verdict.say)
            if name in typed and not verdict.ours:
                del row.values[name]
            else:
                row.values[name] = verdict.say.value

    def _is_ruled(self, before: Mapping[str, Value], after: Mapping[str, Value]) -> bool:
        """Whether two rows of one import differ only where an order of sources rules."""
        ruled = self._batch.sources.ruled(self._table.name)
        return bool(ruled) and all(name in ruled for name in after if before[name] != after[name])

    def _undisputed(self, row: Row, there: Known) -> dict[str, Value]:
        """What of a row goes in: a field that a person typed may stay as it is here."""
        out = dict(row.values)
        for name, typed in self._batch.conflicts.typed(self._table.store, there.id).items():
            column = self._table.column(name)
            here, told = there.fields.get(column.kept), row.values.get(column.kept)
            if column.kept not in out or here != typed.value or told == here:
                continue
            where = (self._table.name, self._words.key(self._table, there.fields), name)
            texts = (
                self._words.cell(column, there.fields),
                self._words.cell(column, row.values),
            )
            if self._batch.conflicts.stays(typed, where, texts, row.place):
                del out[column.kept]
                out.pop(column.at, None)
        return out

    def _tell(
        self, row: Row, before: dict[str, Value], after: dict[str, Value], there: Known
    ) -> None:
        """Count which fields a row changes, and keep the first changes in full."""
        changes, counted = self._batch.changes, self._batch.parts[row.file].fields
        for column in self._table.columns:
            told = (column.kept, column.at)
            if all(before.get(name) == after.get(name) for name in told):
                continue
            changes.count(counted, self._table.name, column.name)
            if not changes.full:
                key = self._words.key(self._table, there.fields)
                texts = (self._words.cell(column, before), self._words.cell(column, after))
                changes.keep(row.place, (self._table.name, key, column.name), texts)

    def _default(self, name: str) -> Value:
        return self._fields.get(name)

    def _insert(self, made: Sequence[Known]) -> None:
        # Columns that are empty in all of them stay out: binding None is slow.
        filled = [
            name for name in self._fields if any(new.fields[name] is not None for new in made)
        ]
        names = ("id", *filled, "batch_id")
        batch = self._batch.number(self._file.name)
        marks = ", ".join("?" * len(names))
        self._batch.driver.many(
            f"INSERT INTO {self._table.store} ({quoted(names)}) VALUES ({marks})",
            [(new.id, *(new.fields[name] for name in filled), batch) for new in made],
        )

    def _meet(self, row: int) -> bool:
        """Whether this import met a row before; from now on it has."""
        place, bit = row >> 3, 1 << (row & 7)
        if place >= len(self._met):
            self._met.extend(bytes(place + 1024 - len(self._met)))
        before = bool(self._met[place] & bit)
        self._met[place] |= bit
        return before

    def _find(self, rows: Sequence[Row]) -> dict[Key, Known]:
        """The rows of the desk that have one of these keys."""
        table = self._table
        by = [name for name in self._key if table.name != "overrides" or name in _SURE]
        keys = {tuple(row.values.get(name, self._default(name)) for name in by) for row in rows}
        match = " AND ".join(
            f"t.\"{name}\" = json_extract(k.value, '$[{place}]')" for place, name in enumerate(by)
        )
        names = ", ".join(f't."{name}"' for name in self._fields)
        # CROSS JOIN keeps the order: for each key, the row through the index.
        found = self._batch.driver.each(
            f"SELECT t.id, {names} FROM json_each(?) AS k CROSS JOIN {table.store} AS t ON {match}",
            (json.dumps(list(keys)),),
        )
        out: dict[Key, Known] = {}
        for row_id, *values in found:
            there = dict(zip(self._fields, values, strict=True))
            out[tuple(there[name] for name in self._key)] = Known(row_id, there)
        return out

    def _reject(self, row: Row, fault: Fault) -> None:
        """Reject a row; the value is told as the file spells it."""
        if fault.column in self._file.header:
            told = row.cells[self._file.header.index(fault.column)]
            fault = replace(fault, value=told)
        self._batch.reject(self._file, row.line, row.cells, fault, self._raw.get(row.line))


_WHOSE = ("contact_id", "account_id")
"""Columns of a contact that no source wins: they say who it is."""
_SURE = ("account_id", "first_day")
"""Columns of an override's key that are never empty: the look-up goes by them."""


def fields(table: Table) -> dict[str, Value]:
    """The fields that a table's columns fill, each with what an empty cell leaves there."""
    out: dict[str, Value] = {}
    for column in table.columns:
        if column.cell is Cell.IGNORED:
            continue
        out[column.kept] = column.default
        if column.at:
            out[column.at] = None
    return out


def raw_of(chunk: Chunk) -> dict[int, list[str]]:
    """The foreign records behind a chunk's, by line; none where the file speaks our language."""
    return {} if chunk.raw is None else dict(zip(chunk.lines, chunk.raw, strict=True))


def read_rows(batch: Batch, reader: RowReader, file: TableSource, chunk: Chunk) -> list[Row]:
    """The rows of a chunk that can be read; the others are rejected and counted."""
    raw = raw_of(chunk)
    merged = naming.merged(batch.driver, file.table.name)
    out = []
    for cells, line in zip(chunk.cells, chunk.lines, strict=True):
        row = reader.read(file.name, line, cells)
        if isinstance(row, Fault):
            batch.reject(file, line, cells, row, raw.get(line))
        elif merged and _is_merged(row, file, merged):
            batch.count(file.table.name, file.name).same += 1
        else:
            out.append(row)
    batch.set_aside(file, chunk)
    return out


def _is_merged(row: Row, file: TableSource, merged: Mapping[str, str]) -> bool:
    """Whether a record became part of another one: that one stands; children follow it."""
    parent = row.values.get("parent_id")
    if parent in merged:
        row.values["parent_id"] = merged[str(parent)]
    return row.values[file.table.key[0]] in merged


def note_unknown(batch: Batch, reader: RowReader, file: TableSource) -> None:
    """Tell which columns of a file the desk has no place for."""
    if reader.unknown:
        told = ", ".join(reader.unknown[:10])
        batch.notes.append(f"{file.name}: left out what the table does not know: {told}.")
