"""Rows that waited as records of exchange tables, read from the desk a piece at a time.

Rows that a later import overtook are not handed out. Usage that its file combined is combined
here too: with the other rows that waited, and with what the same import wrote for the accounts
that it knew.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from typing import Final, NamedTuple, cast

import msgspec
import numpy as np

from healthdesk.core.domain.columns import Columns
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.records import COMBINE, Chunk
from healthdesk.core.domain.waits import PERSONS
from healthdesk.core.mapping import strangers
from healthdesk.core.mapping.aggregate import Aggregate, Cells, How
from healthdesk.core.mapping.usage import numbers
from healthdesk.core.services import waiting_rows
from healthdesk.core.services.import_cells import unpack
from healthdesk.core.services.import_log import Driver
from healthdesk.core.services.import_wide import Bools, Longs, Reals, row_key

ACCOUNT: Final = "account_id"
CELLS: Final = msgspec.json.Decoder(dict[str, str])
_PIECE: Final = 20_000
_CONTACTS: Final = ("contact_id", "contact_ids")

Person = Callable[[str, str, str], str | None]
"""The contact's own id by the way of naming, the name and the account it is sought in first."""
Own = Callable[[str, str], str | None]
"""The account's own id by the way of naming and the name."""


@dataclass
class Group:
    """Rows of one import, one file, one table and the same columns, combined the same way."""

    origin: int
    file: str
    table: str
    header: tuple[str, ...]
    combine: str = ""
    rows: array[int] = field(default_factory=lambda: array("q"))


GroupKey = tuple[int, str, str, tuple[str, ...], str]


def place(
    groups: dict[GroupKey, Group], where: tuple[int, str, str], row: int, cells: dict[str, str]
) -> None:
    """Put a row of an import, a file and a table to the others of its kind."""
    key = (*where, tuple(cells), cells.get(COMBINE, ""))
    there = groups.get(key)
    if there is None:
        there = groups[key] = Group(*key)
    there.rows.append(row)


class Read(NamedTuple):
    """A row that waited, with the account that its name means."""

    id: int
    line: int
    own: str
    cells: dict[str, str]


@dataclass
class Desk:
    """What reading rows that waited needs of the desk."""

    driver: Driver
    own: Own
    person: Person
    accounts: Mapping[str, int] = field(default_factory=dict)
    """Row ids of accounts by their own ids."""
    contacts: Mapping[str, int] = field(default_factory=dict)
    """Row ids of contacts by their own ids."""
    writes: set[int] = field(default_factory=set)
    """The batches that take the rows in: what they wrote overtakes nothing."""


def source(desk: Desk, group: Group) -> Waited:
    """The rows of a group as a file of its exchange table."""
    kind = {"usage": _Usage, PERSONS: _OfPersons}.get(group.table, _Rows)
    return kind(desk, group)


class Waited:
    """Rows that waited, whatever table they are of."""

    def __init__(self, desk: Desk, group: Group) -> None:
        self._desk = desk
        self._group = group
        self.table = BY_NAME[group.table]
        self.name = group.file
        self.header: tuple[str, ...] = (ACCOUNT, *group.header)
        self.about = len(group.rows)
        self.nameless = group.table == "accounts"
        """Accounts that waited under a name: whom it means keeps the name it has."""
        self.gone: set[int] = set()
        """Rows that a later import overtook, as far as they were read: they go on waiting."""

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The rows that nothing overtook."""
        raise NotImplementedError

    def foreign(self, column: str) -> str:
        """The exchange folder's own name: what the file called it is not known any more."""
        return column

    def _pages(self, size: int) -> Iterator[list[Read]]:
        """The rows in the order in which they came."""
        rows = self._group.rows
        for low in range(0, len(rows), size):
            told = msgspec.json.encode(rows[low : low + size].tolist()).decode()
            found = self._desk.driver.each(
                "SELECT id, line, by, value, cells FROM waiting_row"
                " WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
                (told,),
            )
            yield [
                Read(number, line, self._desk.own(by, value) or "", CELLS.decode(cells))
                for number, line, by, value, cells in found
            ]


class _Rows(Waited):
    """Rows of every table but usage."""

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The rows that nothing overtook."""
        for page in self._pages(size):
            self.gone |= self._overtaken(page)
            kept = [row for row in page if row.id not in self.gone]
            links = self._links(kept)
            cells = [[row.own, *row.cells.values()] for row in kept]
            yield Chunk(cells, [row.line for row in kept], links=links)

    def _links(self, rows: Sequence[Read]) -> dict[int, str]:
        """Set the contacts of rows as far as they are known; by line, where some are not."""
        out: dict[int, str] = {}
        for column in _CONTACTS:
            if column not in self._group.header:
                continue
            for row in rows:
                told = row.cells[column]
                if strangers.MARK not in told:
                    continue
                now = strangers.found(told, partial(self._person, row.own))
                row.cells[column] = strangers.known(now)
                if strangers.MARK in now:
                    out[row.line] = now
        return out

    def _overtaken(self, page: Sequence[Read]) -> set[int]:
        rows = [(row.id, self._desk.accounts.get(row.own, -1)) for row in page]
        return waiting_rows.overtaken(self._desk.driver, rows, self._desk.writes)

    def _person(self, account: str, by: str, name: str) -> str | None:
        return self._desk.person(by, name, account)


class _Usage(Waited):
    """Usage, a cell once where its file combined what came for it."""

    def __init__(self, desk: Desk, group: Group) -> None:
        super().__init__(desk, group)
        self.header = tuple(column.name for column in self.table.columns)
        self._who: dict[str, int] = defaultdict(count().__next__)
        self._metric: dict[str, int] = defaultdict(count().__next__)

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The values that nothing overtook."""
        how = _HOW.get(self._group.combine)
        if how is None:
            for page in self._pages(size):
                yield self._chunk(self._cells(page))
            return
        with Aggregate(how) as combined:
            for page in self._pages(_PIECE):
                combined.add(self._cells(page))
                yield Chunk([], [])  # whoever cancels need not wait
            for part in combined.cells():
                for low in range(0, len(part.line), size):
                    cells = _only(part, slice(low, low + size))
                    yield self._chunk(replace(cells, value=self._joined(cells)))

    def _cells(self, page: Sequence[Read]) -> Cells:
        """What nothing overtook of some rows."""
        days = np.array([row.cells["day"][:10] for row in page], "datetime64[D]")
        cells = Cells(
            np.array([self._who[row.own] for row in page], np.int64),
            np.array([self._metric[row.cells["metric"]] for row in page], np.int64),
            days.astype(np.int64),
            np.array([float(row.cells["value"]) for row in page], np.float64),
            np.array([row.line for row in page], np.int64),
        )
        there = self._there(cells)
        kept = ~there.met | there.ours
        self.gone.update(page[at].id for at in np.flatnonzero(~kept).tolist())
        return _only(cells, kept)

    def _there(self, cells: Cells) -> _There:
        accounts = self._desk.accounts
        rows = np.array([accounts.get(name, -1) for name in self._who], np.int64)
        written = _Written(self._desk, self._group.origin)
        return written.look(rows[cells.account], list(self._metric), cells)

    def _chunk(self, cells: Cells) -> Chunk:
        names, metrics = list(self._who), list(self._metric)
        columns = (
            [names[at] for at in cells.account.tolist()],
            [metrics[at] for at in cells.metric.tolist()],
            [to_date(day).isoformat() for day in cells.day.tolist()],
            numbers(cells.value),
        )
        return Chunk(Columns(columns, len(cells.line)), cells.line.tolist())

    def _joined(self, cells: Cells) -> Reals:
        """The values, combined with what the same import wrote into their cells."""
        there = self._there(cells)
        match self._group.combine:
            case "sum" | "distinct":
                both = there.value + cells.value
            case "max":
                both = np.maximum(there.value, cells.value)
            case _:
                both = np.where(there.line > cells.line, there.value, cells.value)
        return cast("Reals", np.where(there.ours, both, cells.value))


class _OfPersons(_Usage):
    """What persons used: its rows wait for contacts, and stand in a table of rows."""

    def _there(self, cells: Cells) -> _There:
        contacts = self._desk.contacts
        rows = np.array([contacts.get(name, -1) for name in self._who], np.int64)
        written = _Written(self._desk, self._group.origin)
        return written.look_in_rows(rows[cells.account], list(self._metric), cells)


_HOW: Final[dict[str, How]] = {"sum": "sum", "max": "max", "last": "last", "distinct": "sum"}
"""How rows of several names are combined: what two names counted apart adds up."""


@dataclass(frozen=True, eq=False)
class _There:
    """What standing imports since then wrote into some cells."""

    met: Bools
    ours: Bools
    """Whether the last of them is the import that the rows waited in, or brought others of it."""
    value: Reals
    line: Longs


class _Written:
    """Looks up what was written into cells since their rows wait."""

    def __init__(self, desk: Desk, origin: int) -> None:
        self._driver = desk.driver
        self._origin = origin
        self._writes = desk.writes
        found = desk.driver.run(
            "SELECT DISTINCT settled_by FROM waiting_row"
            " WHERE batch_id = ? AND settled_by IS NOT NULL",
            (origin,),
        )
        self._ours = {origin, *(batch for (batch,) in found)}

    def look(self, account: Longs, metrics: Sequence[str], cells: Cells) -> _There:
        """What stands in cells, accounts given by their row ids."""
        there = _nothing(len(cells.line))
        key = row_key(account, cells.day)
        for number in np.unique(cells.metric).tolist():
            mine = np.flatnonzero(cells.metric == number)
            self._look(there, metrics[number], mine, key[mine], account[mine])
        return there

    def _look(self, there: _There, metric: str, mine: Longs, key: Longs, account: Longs) -> None:
        for batch, size, payload in self._driver.each(
            "SELECT u.batch_id, u.count, u.payload FROM batch_usage AS u"
            " JOIN import_batch AS b ON b.id = u.batch_id AND NOT b.undone"
            " JOIN metric AS m ON m.id = u.metric_id"
            " WHERE m.metric = ? AND u.batch_id >= ?"
            f" AND u.batch_id NOT IN ({', '.join(map(str, self._writes))})"
            " AND u.account_high >= ? AND u.account_low <= ? ORDER BY u.batch_id, u.id",
            (metric, self._origin, int(account.min()), int(account.max())),
        ):
            theirs = unpack(payload, size)
            keys = row_key(theirs.account, theirs.day)
            at = np.minimum(np.searchsorted(keys, key), len(keys) - 1)
            hit = keys[at] == key
            chosen, at = mine[hit], at[hit]
            there.met[chosen] = True
            there.ours[chosen] = batch in self._ours
            there.value[chosen] = theirs.value[at]
            there.line[chosen] = theirs.line[at]

    def look_in_rows(self, contact: Longs, metrics: Sequence[str], cells: Cells) -> _There:
        """What stands in cells of persons, given by their row ids."""
        there = _nothing(len(cells.line))
        names = [metrics[at] for at in cells.metric.tolist()]
        asked = list(zip(contact.tolist(), names, cells.day.tolist(), strict=True))
        for at, value, batch, line in self._driver.each(
            "SELECT k.key, u.value, r.batch_id, r.line FROM json_each(?) AS k"
            " CROSS JOIN metric AS m ON m.metric = json_extract(k.value, '$[1]')"
            " CROSS JOIN contact_usage AS u ON u.contact_id = json_extract(k.value, '$[0]')"
            " AND u.metric_id = m.id AND u.day = json_extract(k.value, '$[2]')"
            " CROSS JOIN batch_row AS r ON r.table_name = 'contact_usage' AND r.row_id = u.id"
            " JOIN import_batch AS b ON b.id = r.batch_id AND NOT b.undone"
            " WHERE r.batch_id >= ?"
            f" AND r.batch_id NOT IN ({', '.join(map(str, self._writes))}) ORDER BY r.batch_id",
            (msgspec.json.encode(asked).decode(), self._origin),
        ):
            there.met[at] = True
            there.ours[at] = batch in self._ours
            there.value[at] = value
            there.line[at] = line
        return there


def _nothing(size: int) -> _There:
    return _There(
        np.zeros(size, bool), np.zeros(size, bool), np.zeros(size), np.zeros(size, np.int64)
    )


def _only(cells: Cells, which: Bools | slice) -> Cells:
    return Cells(
        cells.account[which],
        cells.metric[which],
        cells.day[which],
        cells.value[which],
        cells.line[which],
    )
