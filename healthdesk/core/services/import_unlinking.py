"""Takes contacts that go with their import out of the rows of others that name them.

Such rows stand without their contacts and wait for them again, as if these had never been known.
Not here: which contacts go (import_undo.py), how rows wait for them (import_links.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell, Column, Table
from healthdesk.core.mapping import strangers
from healthdesk.core.services import import_links, waiting_rows
from healthdesk.core.services.import_log import Driver

_PAGE: Final = 4_000

Told = int | str | None
"""The contacts of a row: the row id of one, or several joined by ";"."""


@dataclass
class Unlinked:
    """What was changed, to be put back exactly."""

    rows: list[tuple[str, str, int, Told]] = field(default_factory=list)
    """Table, column, row and the contacts that stood there."""
    logs: list[tuple[int, str | None, str]] = field(default_factory=list)
    """What imports had noted of such rows."""
    cells: list[tuple[int, str]] = field(default_factory=list)
    """What was kept of the names of lists."""
    settled: list[tuple[int, int | None]] = field(default_factory=list)
    made: list[int] = field(default_factory=list)
    """Names that are kept from now on."""

    @property
    def any(self) -> bool:
        """Whether there is anything to put back."""
        return bool(self.rows or self.logs or self.made)


class _Person(NamedTuple):
    """A contact that goes."""

    own: str
    names: Mapping[str, str | None]
    """What else it goes by, by the way of naming."""


@dataclass
class _Said:
    """What one import said of a row."""

    log: int
    batch: int
    file: str
    line: int
    made: bool
    before: dict[str, Any] | None
    after: dict[str, Any]


def unlink(driver: Driver, gone: Sequence[int], going: Sequence[int]) -> Unlinked:
    """Take contacts out of all rows that name them; `going` are the batches taken back."""
    out = Unlinked()
    people = {
        row: _Person(own, {"email": mail, "name": name})
        for row, own, mail, name in driver.each(
            "SELECT id, contact_id, email, name FROM contact"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(gone)),),
        )
    }
    for name in waiting_rows.LINKED:
        _Table(driver, BY_NAME[name], people, frozenset(going), out).unlink()
    return out


def relink(driver: Driver, batches: Sequence[int]) -> None:
    """Put contacts back into the rows that lost them when these batches were taken back.

    To be called before all else of them is put back: what they hang on comes after them.
    """
    for (told,) in driver.run(
        "SELECT json_extract(after, '$.\"\".links') FROM batch_row WHERE table_name = 'contact'"
        " AND batch_id IN (SELECT value FROM json_each(?))"
        " AND json_type(after, '$.\"\".links') IS NOT NULL",
        (json.dumps(list(batches)),),
    ):
        found = msgspec.json.decode(told, type=Unlinked)
        driver.run("PRAGMA defer_foreign_keys = ON")
        for table, column, row, value in found.rows:
            driver.run(f'UPDATE {table} SET "{column}" = ? WHERE id = ?', (value, row))
        driver.many(
            "UPDATE batch_row SET before = ?, after = ? WHERE id = ?",
            [(before, after, log) for log, before, after in found.logs],
        )
        driver.many(
            "UPDATE waiting_row SET cells = ? WHERE id = ?",
            [(cells, one) for one, cells in found.cells],
        )
        driver.many(
            "UPDATE waiting_row SET settled_by = ? WHERE id = ?",
            [(batch, one) for one, batch in found.settled],
        )
        driver.many("DELETE FROM waiting_row WHERE id = ?", [(one,) for one in found.made])


class _Table:
    """The rows of one table."""

    def __init__(
        self,
        driver: Driver,
        table: Table,
        people: Mapping[int, _Person],
        going: frozenset[int],
        out: Unlinked,
    ) -> None:
        column = import_links.column_of(table)
        assert column is not None  # noqa: S101 - of these tables alone
        self._driver = driver
        self._table = table
        self._column: Column = column
        self._field = column.kept
        self._several = column.cell is Cell.CONTACTS
        self._people = people
        self._going = going
        self._out = out
        self._ways = import_links.ways(driver, table)

    def unlink(self) -> None:
        """Take the contacts out."""
        rows = self._linked()
        affected = sorted({*rows, *self._logged()})
        for low in range(0, len(affected), _PAGE):
            page = affected[low : low + _PAGE]
            for row, said in self._said(page):
                self._keep(row, said, rows.get(row))
                self._forget(said)
        field = self._field
        for row, value in rows.items():
            self._out.rows.append((self._table.store, field, row, value))
        self._driver.many(
            f'UPDATE {self._table.store} SET "{field}" = ? WHERE id = ?',
            [(self._without(value), row) for row, value in rows.items()],
        )

    def _linked(self) -> dict[int, Told]:
        """The rows that name them now."""
        where = f"{self._field} <> ''"
        values: tuple[str, ...] = ()
        if not self._several:
            where = f"{self._field} IN (SELECT value FROM json_each(?))"
            values = (json.dumps(list(self._people)),)
        sql = f"SELECT id, {self._field} FROM {self._table.store} WHERE {where}"
        return {row: told for row, told in self._driver.each(sql, values) if self._names(told)}

    def _logged(self) -> Iterator[int]:
        """The rows that named them before, or do so in the view of some import."""
        path = f"'$.{self._field}'"
        for row, before, after in self._driver.each(
            f"SELECT row_id, json_extract(before, {path}), json_extract(after, {path})"
            " FROM batch_row WHERE table_name = ? AND after <> '{}'"
            f" AND json_type(after, {path}) IS NOT NULL",
            (self._table.store,),
        ):
            if self._names(before) or self._names(after):
                yield row

    def _said(self, rows: Sequence[int]) -> Iterator[tuple[int, list[_Said]]]:
        """What standing imports did to rows, oldest first."""
        found: dict[int, list[_Said]] = {row: [] for row in rows}
        for row, log, batch, file, line, made, before, after in self._driver.each(
            "SELECT r.row_id, r.id, r.batch_id, r.file, r.line, r.made, r.before, r.after"
            " FROM json_each(?) AS k CROSS JOIN batch_row AS r"
            " ON r.table_name = ? AND r.row_id = k.value"
            " JOIN import_batch AS b ON b.id = r.batch_id AND NOT b.undone"
            " ORDER BY r.batch_id, r.seq",
            (json.dumps(list(rows)), self._table.store),
        ):
            told = None if before is None else json.loads(before)
            one = _Said(log, batch, file, line, bool(made), told, json.loads(after))
            found[row].append(one)
        yield from found.items()

    def _keep(self, row: int, said: Sequence[_Said], now: Told) -> None:
        """Keep whom each import named, so that the row gets its contact when it is known again."""
        field, key = self._field, self._table.key[0]
        for at, one in enumerate(said):
            if field in one.after:
                value = one.after[field]
            elif one.made:
                later = (other.before for other in said[at + 1 :] if field in other.after)
                value = (next(later, None) or {field: now})[field]
            else:
                continue
            gone = self._names(value)
            if not gone or one.batch in self._going:
                continue
            if one.made or key in one.after:
                self._wait(row, one, value, gone)
            else:  # rows that waited for the contact, and got it
                self._unsettle(row, one.batch)

    def _wait(self, row: int, one: _Said, value: Told, gone: Sequence[int]) -> None:
        """Keep the names of those that go beside what is kept of the row in that import."""
        spelled = {who: self._spelled(one, who) for who in gone}
        told = ""
        if self._several:
            told = self._respelled(row, one.batch, spelled) or self._list(value, spelled)
        for by, name in spelled.values():
            cells = {import_links.ROW: str(row)}
            if self._several:
                cells[import_links.TOLD] = told
            self._out.made.extend(
                number
                for (number,) in self._driver.run(
                    "INSERT INTO waiting_row (batch_id, table_name, file, line, by, value, cells)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                    (
                        *(one.batch, self._table.name, one.file, one.line),
                        *(import_links.link(by), name, msgspec.json.encode(cells).decode()),
                    ),
                )
            )

    def _spelled(self, one: _Said, who: int) -> tuple[str, str]:
        """How the file of an import named a contact: its own id where nothing else is known."""
        person = self._people[who]
        by = self._ways.get((one.batch, one.file), "")
        name = person.names.get(by)
        return (by, name) if name else ("contact", person.own)

    def _respelled(
        self, row: int, batch: int, spelled: Mapping[int, tuple[str, str]]
    ) -> str | None:
        """The list that is kept already of a row, with those in it who are gone as strangers."""
        names = {self._people[who].own: strangers.unknown(*one) for who, one in spelled.items()}
        out = None
        for number, cells in self._driver.run(
            "SELECT w.id, w.cells FROM waiting_row AS w WHERE w.batch_id = ?"
            f" AND w.table_name = ? AND {waiting_rows.IS_LINK} AND {import_links.ROW_OF} = ?",
            (batch, self._table.name, row),
        ):
            told: dict[str, str] = json.loads(cells)
            if import_links.TOLD not in told:
                continue
            parts = told[import_links.TOLD].split(";")
            out = told[import_links.TOLD] = ";".join(names.get(part, part) for part in parts)
            self._out.cells.append((number, cells))
            self._driver.run(
                "UPDATE waiting_row SET cells = ? WHERE id = ?",
                (msgspec.json.encode(told).decode(), number),
            )
        return out

    def _list(self, value: Told, spelled: Mapping[int, tuple[str, str]]) -> str:
        """A list of contacts by their own ids, with those who are gone as strangers."""
        rows = [int(part) for part in str(value or "").split(";") if part]
        own = dict(
            self._driver.run(
                "SELECT id, contact_id FROM contact WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(rows),),
            )
        )
        parts = [
            strangers.unknown(*spelled[row]) if row in spelled else own.get(row, "") for row in rows
        ]
        return ";".join(filter(None, parts))

    def _unsettle(self, row: int, batch: int) -> None:
        """Let the names of a row wait again that an import, which stays, had found."""
        for number, before in self._driver.run(
            "SELECT w.id, w.settled_by FROM waiting_row AS w WHERE w.settled_by = ?"
            f" AND w.table_name = ? AND {waiting_rows.IS_LINK} AND {import_links.ROW_OF} = ?",
            (batch, self._table.name, row),
        ):
            self._out.settled.append((number, before))
            self._driver.run("UPDATE waiting_row SET settled_by = NULL WHERE id = ?", (number,))

    def _forget(self, said: Sequence[_Said]) -> None:
        """Take the contacts out of what imports noted of a row."""
        field = self._field
        for one in said:
            if one.batch in self._going or field not in one.after:
                continue
            if not (self._names(one.after[field]) or self._names((one.before or {}).get(field))):
                continue
            before = None if one.before is None else json.dumps(one.before)
            self._out.logs.append((one.log, before, json.dumps(one.after)))
            after = json.dumps({**one.after, field: self._without(one.after[field])})
            if one.before is not None and field in one.before:
                before = json.dumps({**one.before, field: self._without(one.before[field])})
            self._driver.run(
                "UPDATE batch_row SET before = ?, after = ? WHERE id = ?",
                (before, after, one.log),
            )

    def _names(self, told: Told) -> list[int]:
        """Which of those that go stand in a cell, in its order."""
        if told is None or told == "":
            return []
        parts = [int(part) for part in told.split(";")] if isinstance(told, str) else [told]
        return [part for part in parts if part in self._people]

    def _without(self, told: Told) -> Told:
        if self._several:
            parts = str(told or "").split(";")
            return ";".join(part for part in parts if part and int(part) not in self._people)
        return None if told in self._people else told
