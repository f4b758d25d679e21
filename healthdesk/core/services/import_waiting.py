"""Brings in what waited: rows whose account an import made known come in with that import.

What persons used waits for its contact instead, and comes in the same way.
They are parts of the import, one for each file that they waited in and each file that made them
known, so that they wait again when either is taken back. Not here: what a person decides
(waiting.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal, cast

import msgspec

from healthdesk.core.domain.mapping import By
from healthdesk.core.domain.waits import PERSONS
from healthdesk.core.services import import_links, import_parts, matching, waiting_rows
from healthdesk.core.services.finding import DeskFinder
from healthdesk.core.services.import_batch import Batch, Counts, Part
from healthdesk.core.services.import_waiting_rows import (
    CELLS,
    Desk,
    Group,
    GroupKey,
    Waited,
    place,
    source,
)
from healthdesk.core.services.import_writers import ORDER, write_table

_PAGE: Final = 5_000
_LONGEST: Final = 200
"""Texts in which an account is mentioned are kept up to here: of longer ones not all is known."""

Kind = Literal["rows", "usage", "persons"]
"""What comes in together: all but usage, usage of accounts, what persons used."""
_WHICH: Final[dict[Kind, str]] = {
    "rows": f"{waiting_rows.UNSETTLED} AND w.table_name <> 'usage'",
    "usage": f"{waiting_rows.UNSETTLED} AND w.table_name = 'usage'",
    "persons": waiting_rows.UNSETTLED_PERSONS,
}
Name = tuple[str, str]
"""The way of naming, and the name."""
_Key = tuple[int, str, str]
"""The batch that rows wait in, their file, and the file that made them known."""


class Arrivals:
    """What comes in with one import."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._told: dict[str, int] = {}
        self._contacts: dict[str, int] = {}
        """Row ids of contacts that rows of persons name, by their own ids."""
        self._names: set[Name] = set()
        """Whose rows came in, but for those that wait on because something overtook them."""

    def bring(self, kind: Kind) -> None:
        """Bring in all rows of a kind that are known by now.

        What comes in may make more known: a contact its tickets.
        """
        self._names.clear()
        which = _WHICH[kind]
        if kind == "persons" and not self._contacts_came():
            return
        known, made = (
            (self._persons, self._makers_of_persons)
            if kind == "persons"
            else (self._accounts, self._makers)
        )
        while makers := made(names := known(which)):
            for (origin, file, maker), rows in self._rows(which, makers):
                part = import_parts.arrive(self._batch, file, maker)
                if not self._write(part, origin, rows, names):
                    import_parts.forget(self._batch, part)
            self._names.update(makers)

    def tell(self) -> None:
        """Say which files' rows came in, and which wait for contacts: nobody settles these."""
        for file, rows in self._told.items():
            told = f"1 row of {file}" if rows == 1 else f"{rows:,} rows of {file}"
            self._batch.notes.append(f"{told} waited for what this import brought, and came in.")
        for part in self._batch.parts.values():
            rows = part.counts.get(PERSONS, Counts()).waiting
            if rows:
                self._batch.notes.append(_waits(rows, part.name))

    def _contacts_came(self) -> bool:
        """Whether this import changed who is known: rows of persons wait for nothing else."""
        parts = (*self._batch.parts.values(), *self._batch.arrived)
        brought = (part.counts.get("contacts", Counts()) for part in parts)
        return any(one.new or one.changed for one in brought)

    def _accounts(self, which: str) -> dict[Name, str]:
        """The names of rows that wait, as far as an account goes by them now."""
        accounts = self._batch.accounts
        found = self._known(which, lambda finder, by, value: finder.account(by, value))
        return {name: own for name, own in found.items() if own in accounts}

    def _persons(self, which: str) -> dict[Name, str]:
        """The same where contacts go by them."""
        return self._known(which, lambda finder, by, value: finder.contact(by, value, ""))

    def _known(
        self, which: str, find: Callable[[DeskFinder, By, str], str | None]
    ) -> dict[Name, str]:
        """The names of rows that wait, with whom each means now."""
        spellings = self._batch.driver.run(f"SELECT DISTINCT w.by, w.value{which}")
        if not spellings:
            return {}
        finder = matching.finder(self._batch.tx)
        out: dict[Name, str] = {}
        for seen, (by, value) in enumerate(spellings):
            if not seen % _PAGE:
                self._batch.step(0, "what waited")
            if (by, value) in self._names or (by == "mention" and len(value) >= _LONGEST):
                continue
            own = find(finder, cast("By", by), value)
            if own is not None:
                out[by, value] = own
        return out

    def _rows(self, which: str, makers: Mapping[Name, str]) -> list[tuple[_Key, array[int]]]:
        """The rows of these names, what came last first: it holds against what came before."""
        found: dict[_Key, array[int]] = {}
        sql = f"SELECT w.id, w.batch_id, w.file, w.by, w.value{which} ORDER BY w.id"
        for seen, (row, origin, file, by, value) in enumerate(self._batch.driver.each(sql)):
            if not seen % _PAGE:
                self._batch.step(0, file)
            if (by, value) in makers:
                key = (origin, file, makers[by, value])
                found.setdefault(key, array("q")).append(row)
        return sorted(found.items(), key=lambda one: one[0], reverse=True)

    def _write(
        self, part: Part, origin: int, rows: Sequence[int], names: Mapping[Name, str]
    ) -> bool:
        """Write the rows of one part, and note that they wait no more; False if none came in."""
        batch = self._batch
        other = replace(batch, parts={part.name: part}, rows=batch.rows.beside(part.batch))
        writes = {part.batch}
        desk = Desk(
            batch.driver,
            lambda by, value: names.get((by, value)),
            import_links.persons(matching.finder(batch.tx)),
            batch.accounts,
            self._contacts,
            writes,
        )
        found = [source(desk, group) for group in self._groups(part.name, origin, rows)]
        for table in ORDER:
            mine = [one for one in found if one.table.name == table]
            if mine:
                write_table(other, table, mine)
        gone = {row for one in found for row in one.gone}
        for low in range(0, len(rows), _PAGE):
            batch.driver.many(
                "UPDATE waiting_row SET settled_by = ? WHERE id = ?",
                [(part.batch, row) for row in rows[low : low + _PAGE] if row not in gone],
            )
            batch.step(0, part.name)
        if len(gone) == len(rows):
            return False
        self._count(part, origin, found)
        return True

    def _groups(self, file: str, origin: int, rows: Sequence[int]) -> list[Group]:
        groups: dict[GroupKey, Group] = {}
        for low in range(0, len(rows), _PAGE):
            told = msgspec.json.encode(list(rows[low : low + _PAGE])).decode()
            for row, table, cells in self._batch.driver.run(
                "SELECT id, table_name, cells FROM waiting_row"
                " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (told,),
            ):
                place(groups, (origin, file, table), row, CELLS.decode(cells))
            self._batch.step(0, file)
        return list(groups.values())

    def _count(self, part: Part, origin: int, found: Sequence[Waited]) -> None:
        """Count the rows with the file that made them known; those of this import only once."""
        parts = self._batch.parts
        waited = next((one for one in parts.values() if one.batch == origin), None)
        if waited is None:
            shown = parts.get(part.maker) or next(iter(parts.values()))
            rows = sum(one.about - len(one.gone) for one in found)
            self._told[part.name] = self._told.get(part.name, 0) + rows
        else:
            shown = waited
            for one in found:
                count = waited.counts[one.table.name]
                count.waiting -= one.about - len(one.gone)
                count.read -= one.about - len(one.gone)
        for table, counts in part.counts.items():
            shown.counts.setdefault(table, Counts()).add(counts)
        for name, changed in part.fields.items():
            shown.fields[name] = shown.fields.get(name, 0) + changed

    def _makers(self, names: Mapping[Name, str]) -> dict[Name, str]:
        """The file of this import that made each name known; "" where a decision did.

        Names that the desk knew before are not among them: their rows wait for a person.
        """
        batch, files = self._batch, self._files()
        accounts = batch.accounts
        told = [(by, value, accounts[own]) for (by, value), own in names.items()]
        if not told:
            return {}
        asked = msgspec.json.encode(told).decode()
        out: dict[Name, str] = {}
        for row, where in _THROUGH:
            sql = f"{_ASKED} CROSS JOIN {row} WHERE {where}"
            for by, value, number in batch.driver.each(sql, (asked,)):
                if number in files:
                    out.setdefault((by, value), files[number])
        return out

    def _makers_of_persons(self, names: Mapping[Name, str]) -> dict[Name, str]:
        """The same of contacts; nobody is asked for these: who was known before comes in too."""
        files = self._files()
        out = dict.fromkeys(names, "")
        asked = msgspec.json.encode([(*name, own) for name, own in names.items()]).decode()
        for by, value, own, row, number in self._batch.driver.each(_CONTACTS, (asked,)):
            self._contacts[own] = row
            if number in files and not (out[by, value] and by in _OWN_ID):
                out[by, value] = files[number]
        return out

    def _files(self) -> dict[int, str]:
        """The file that each batch of the import is of."""
        batch = self._batch
        files = {batch.id: ""}
        files |= {part.batch: part.name for part in batch.parts.values()}
        return files | {part.batch: part.maker for part in batch.arrived}


def _waits(rows: int, file: str) -> str:
    if rows == 1:
        return f"1 row of {file} on what persons used waits for its contact, and comes in with it."
    told = f"{rows:,} rows of {file} on what persons used wait for their contacts"
    return f"{told}, and come in with them."


_OWN_ID: Final = frozenset({"", "id", "contact"})
"""Ways of naming a contact by its own id: who made it made it known."""
_CONTACTS: Final = (
    "SELECT json_extract(k.value, '$[0]'), json_extract(k.value, '$[1]'), c.contact_id, c.id,"
    " r.batch_id FROM json_each(?) AS k"
    " CROSS JOIN contact AS c ON c.contact_id = json_extract(k.value, '$[2]')"
    " LEFT JOIN batch_row AS r ON r.table_name = 'contact' AND r.row_id = c.id ORDER BY r.batch_id"
)
_ASKED: Final = (
    "WITH k AS MATERIALIZED (SELECT json_extract(j.value, '$[0]') AS by,"
    " json_extract(j.value, '$[1]') AS value, json_extract(j.value, '$[2]') AS account"
    " FROM json_each(?) AS j) SELECT k.by, k.value, o.batch_id FROM k"
)
_LOGGED: Final = " CROSS JOIN batch_row AS o ON o.row_id = d.id"
_THROUGH: Final = (
    ("subscription AS o ON o.subscription_id = k.value", "k.by = 'subscription'"),
    ("ticket AS o ON o.ticket_id = k.value", "k.by = 'ticket'"),
    ("contact AS o ON o.contact_id = k.value", "k.by = 'contact'"),
    ("contact AS o ON o.account_id = k.account", "o.email = k.value COLLATE NOCASE"),
    ("attribute_value AS o ON o.account_id = k.account", "o.value = k.value"),
    ("account AS o ON o.id = k.account", "1"),
    ("account_alias AS o ON o.account_id = k.account", "1"),
    ("batch_row AS o ON o.table_name = 'account' AND o.row_id = k.account", "1"),
    (
        f"attribute_value AS d ON d.account_id = k.account{_LOGGED}",
        "o.table_name = 'attribute_value'",
    ),
    (f"contact AS d ON d.account_id = k.account{_LOGGED}", "o.table_name = 'contact'"),
)
"""Rows that a name may be found through, the likeliest first."""
