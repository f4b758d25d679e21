"""Sets the contacts of rows that an import made known, in every row that named them before.

They are parts of the import, as rows that waited are (import_waiting.py): one for each file that
named them and each file that made them known. Not here: what is kept of them (import_links.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from healthdesk.core.domain.exchange import BY_NAME, Cell, Column, Table
from healthdesk.core.mapping import strangers
from healthdesk.core.services import import_links, import_parts, matching, waiting_rows
from healthdesk.core.services.import_batch import Batch, Counts, Part
from healthdesk.core.services.import_changes import Words
from healthdesk.core.services.import_log import RowLog

_PAGE: Final = 5_000
_CELLS: Final = msgspec.json.Decoder(dict[str, str])

_Key = tuple[int, str, str]
"""The batch that named contacts, its file, and the file that made them known."""


class _Named(NamedTuple):
    """A row of the desk, and a contact that it named."""

    id: int
    batch: int
    file: str
    line: int
    by: str
    name: str
    cells: str
    row: int
    account: str
    here: str | int | None
    key: str
    """The row's own id."""


def bring(batch: Batch) -> None:
    """Set every contact that is known by now in the rows that named it."""
    parts = (*batch.parts.values(), *batch.arrived)
    brought = (part.counts.get("contacts", Counts()) for part in parts)
    if not any(one.new or one.changed for one in brought) or not import_links.any_kept(
        batch.driver
    ):
        return
    find = import_links.persons(matching.finder(batch.tx))
    for name in waiting_rows.LINKED:
        _Table(batch, BY_NAME[name], find).bring()


class _Table:
    """The rows of one table."""

    def __init__(self, batch: Batch, table: Table, find: import_links.Find) -> None:
        column = import_links.column_of(table)
        assert column is not None  # noqa: S101 - of these tables alone
        self._column: Column = column
        self._batch = batch
        self._table = table
        self._find = find
        self._words = Words(batch.driver)
        self._makers: dict[str, str] = {}
        """By the own id of a contact: the file of this import that made it known."""
        self._numbers: dict[str, int] = {}

    def bring(self) -> None:
        """Set what is known, part by part."""
        found: dict[_Key, array[int]] = {}
        pending = import_links.Pending(self._batch.driver, self._table)
        ids = pending.ids
        for low in range(0, len(ids), _PAGE):
            page = self._known(ids[low : low + _PAGE].tolist())
            self._look_up({own for _, own in page})
            for one, own in page:
                key = (one.batch, one.file, self._makers[own])
                found.setdefault(key, array("q")).append(one.id)
            self._batch.step(0, self._table.name)
        for (origin, file, maker), links in sorted(found.items()):
            part = import_parts.arrive(self._batch, file, maker)
            rows = self._write(part, links)
            self._count(part, origin, rows)

    def _known(self, ids: Sequence[int]) -> list[tuple[_Named, str]]:
        """Those of some kept names that somebody goes by, each with the contact's own id."""
        several = self._column.cell is Cell.CONTACTS
        out = []
        for one in self._named(ids):
            typed = self._batch.conflicts.typed(self._table.store, one.row)
            if (one.here is not None and not several) or self._column.name in typed:
                continue
            own = self._find(import_links.way(one.by), one.name, one.account)
            if own is not None:
                out.append((one, own))
        return out

    def _named(self, ids: Sequence[int]) -> Iterator[_Named]:
        """Kept names whose rows are in the desk, in the order given."""
        rows = self._batch.driver.run(
            "SELECT w.id, w.batch_id, w.file, w.line, w.by, w.value, w.cells, t.id,"
            f" coalesce(a.account_id, ''), t.{self._column.kept}, t.{self._table.key[0]}"
            " FROM json_each(?) AS k CROSS JOIN waiting_row AS w ON w.id = k.value"
            f" CROSS JOIN {self._table.store} AS t ON t.id = {import_links.ROW_OF}"
            " LEFT JOIN account AS a ON a.id = t.account_id WHERE w.value <> '' ORDER BY k.key",
            (msgspec.json.encode(list(ids)).decode(),),
        )
        return (_Named(*row) for row in rows)

    def _look_up(self, owns: set[str]) -> None:
        """The rows of contacts, and the files of this import that made them known."""
        new = sorted(owns - self._numbers.keys())
        if not new:
            return
        batch = self._batch
        asked = msgspec.json.encode(new).decode()
        sql = " FROM json_each(?) AS k CROSS JOIN contact AS c ON c.contact_id = k.value"
        self._numbers.update(batch.driver.each(f"SELECT c.contact_id, c.id{sql}", (asked,)))
        files = {part.batch: part.name for part in batch.parts.values()}
        files |= {part.batch: part.maker for part in batch.arrived}
        self._makers.update(dict.fromkeys(new, ""))
        for own, number in batch.driver.each(
            f"SELECT c.contact_id, r.batch_id{sql} CROSS JOIN batch_row AS r"
            " ON r.table_name = 'contact' AND r.row_id = c.id",
            (asked,),
        ):
            self._makers[own] = files.get(number, self._makers[own])

    def _write(self, part: Part, links: Sequence[int]) -> int:
        """Set contacts; how many rows have theirs now."""
        log = self._batch.rows.beside(part.batch)
        done = 0
        for page in self._pages(links):
            rows: dict[int, list[tuple[_Named, str]]] = {}
            for one, own in self._known(page):
                rows.setdefault(one.row, []).append((one, own))
            self._look_up(self._everybody(rows))
            store, field = self._table.store, self._column.kept
            changed = [(self._set(part, log, mine), row) for row, mine in rows.items()]
            self._batch.driver.many(f"UPDATE {store} SET {field} = ? WHERE id = ?", changed)
            self._batch.driver.many(
                "UPDATE waiting_row SET settled_by = ? WHERE id = ?",
                [(part.batch, one.id) for mine in rows.values() for one, _ in mine],
            )
            log.flush()
            done += len(rows)
            self._batch.step(0, part.name)
        return done

    def _pages(self, links: Sequence[int]) -> Iterator[list[int]]:
        """Some thousand names at a time, all names of a row together: they follow each other."""
        low = 0
        while low < len(links):
            high = min(low + _PAGE, len(links))
            if high < len(links):
                told = [one.row for one in self._named(links[low : high + _PAGE])]
                while high - low < len(told) and told[high - low] == told[high - low - 1]:
                    high += 1
            yield list(links[low:high])
            low = high

    def _everybody(self, rows: dict[int, list[tuple[_Named, str]]]) -> set[str]:
        """The own ids of all contacts that rows name and that are known."""
        out: set[str] = set()
        for mine in rows.values():
            out.update(own for _, own in mine)
            if self._column.cell is Cell.CONTACTS:
                told = strangers.known(self._now(mine[0][0]))
                out.update(filter(None, told.split(";")))
        return out

    def _now(self, one: _Named) -> str:
        """The list of contacts that a row named, as far as they are known."""
        told = _CELLS.decode(one.cells).get(import_links.TOLD, "")
        return strangers.found(told, lambda by, name: self._find(by, name, one.account))

    def _set(self, part: Part, log: RowLog, mine: Sequence[tuple[_Named, str]]) -> str | int:
        """What a row's contacts are now, noted and told."""
        one, own = mine[0]
        field = self._column.kept
        now: str | int = self._numbers[own]
        if self._column.cell is Cell.CONTACTS:
            now = self._list(mine)
        before, after = {field: one.here}, {field: now}
        place = (one.file, one.line)
        log.changed(self._table.store, one.row, place, before, after)
        changes = self._batch.changes
        changes.count(part.fields, self._table.name, self._column.name)
        if not changes.full:
            texts = (self._words.cell(self._column, before), self._words.cell(self._column, after))
            changes.keep(place, (self._table.name, one.key, self._column.name), texts)
        return now

    def _list(self, mine: Sequence[tuple[_Named, str]]) -> str:
        """The contacts of a row in the order in which its file tells them, others behind."""
        here = [part for part in str(mine[0][0].here or "").split(";") if part]
        there = {*here, *(str(self._numbers[own]) for _, own in mine)}
        told = strangers.known(self._now(mine[0][0])).split(";")
        order = [str(self._numbers[own]) for own in told if own in self._numbers]
        chosen = [part for part in order if part in there]
        return ";".join(dict.fromkeys((*chosen, *here)))

    def _count(self, part: Part, origin: int, rows: int) -> None:
        """Count the rows with the file that made their contacts known; new ones are told alone."""
        batch = self._batch
        told = "1 row" if rows == 1 else f"{rows:,} rows"
        what = "has its contact" if rows == 1 else "have their contacts"
        batch.notes.append(f"{told} of {part.name} {what} now, whom this import made known.")
        part.counts[self._table.name] = Counts(read=rows, changed=rows)
        if any(one.batch == origin for one in batch.parts.values()):
            return
        shown = batch.parts.get(part.maker) or next(iter(batch.parts.values()))
        for table, counts in part.counts.items():
            shown.counts.setdefault(table, Counts()).add(counts)
        for name, changed in part.fields.items():
            shown.fields[name] = shown.fields.get(name, 0) + changed
