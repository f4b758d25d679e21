"""Converts the records of every table but usage: column by column, then row by row where it must.

Not here: which file goes where (mapped.py), usage (usage.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from hashlib import blake2b
from operator import attrgetter

from healthdesk.core.domain.columns import at_places
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import Cell, Column, Table
from healthdesk.core.domain.lookup import Finder
from healthdesk.core.domain.mapping import ColumnMap, TableMap, Where
from healthdesk.core.domain.records import Chunk, Fault, RawTable, Refused, Waiting
from healthdesk.core.mapping.day_cells import DayCells
from healthdesk.core.mapping.joins import Joined, Read
from healthdesk.core.mapping.latest import newest
from healthdesk.core.mapping.strangers import known
from healthdesk.core.mapping.styles import Cells, cells, zone_of
from healthdesk.core.mapping.tally import Tally
from healthdesk.core.mapping.texts import Take, sources, taker
from healthdesk.core.mapping.where import Filter
from healthdesk.core.mapping.whom import LEFT_OUT, MARK, Accounts, Contacts, OwnId, Parents

DISTINCT = 5_000_000
"""Most different rows where equal ones count once: some 500 MB."""
_BETWEEN = "\x1f"
_SPELLED = {Cell.DAY, Cell.NUMBER, Cell.FLAG, Cell.CHOICE}


@dataclass(frozen=True)
class Source:
    """What is converted, and what it is converted with."""

    raw: RawTable
    read: Read
    mapping: TableMap
    table: Table
    header: tuple[str, ...]
    """Exchange columns in the order in which they come out."""
    finder: Finder
    zone: tzinfo
    joined: Joined
    parting: Collection[Where] = ()
    """Conditions whose rows another mapping of the same table takes."""

    def column(self, name: str) -> Column | None:
        """The exchange column of a name; None = an attribute of accounts."""
        return next((one for one in self.table.columns if one.name == name), None)

    def foreign(self, name: str) -> str:
        """What the file calls an exchange column."""
        mapping = self.mapping.columns.get(name)
        return (" + ".join(sources(mapping)) if mapping else "") or name

    def spelled(self) -> dict[str, Cells]:
        """Columns of the file whose spelling may vary while they say the same."""
        found: dict[str, Cells] = {}
        for name, mapping in self.mapping.columns.items():
            column = self.column(name)
            if mapping.source and column is not None and column.cell in _SPELLED:
                found.setdefault(mapping.source, self.cells(name, required=False))
        return found

    def cells(self, name: str, *, required: bool | None = None) -> Cells:
        """The cells of a column that names nobody."""
        column = self.column(name)
        if required is None:
            required = column is not None and column.required
        mapping = self.mapping.columns[name]
        made = cells(column, mapping, self.joined, self.zone, required=required)
        if column is not None and column.cell is Cell.DAY and not column.at and _plain(mapping):
            zone = zone_of(mapping.zone) if mapping.zone else self.zone
            return DayCells(made.convert, mapping.date, zone, self.zone)
        return made


def _plain(mapping: ColumnMap) -> bool:
    """Whether what stands in a cell is the day itself."""
    return bool(mapping.source) and not (mapping.values or mapping.through or mapping.split)


@dataclass(frozen=True)
class Picked:
    """A chunk of the file, with the records of it that count and their lines."""

    chunk: Chunk
    records: Sequence[list[str]]
    lines: Sequence[int]


class Chosen:
    """The records of a file that count: by the conditions, and the newest of each history."""

    def __init__(self, source: Source, tally: Tally) -> None:
        mapping, raw = source.mapping, source.raw
        self._filter = Filter(raw.header, mapping.where, source.joined, tally, source.parting)
        self._source = source
        self._tally = tally

    def chunks(self, size: int) -> Iterator[Picked]:
        """Each chunk of the file, with the records of it that count and their lines."""
        source = self._source
        flags = bytearray()
        if source.mapping.latest is not None:
            first = Filter(source.raw.header, source.mapping.where, source.joined, Tally())
            flags = newest(source.raw, source.read(size), source.mapping, first, source.zone)
        seen = 0
        for chunk in source.read(size):
            kept = self._filter.keep(chunk.cells)
            if flags:
                kept = self._newest(flags, seen, range(len(chunk.cells)) if kept is None else kept)
            seen += len(chunk.cells)
            if kept is None:
                yield Picked(chunk, chunk.cells, chunk.lines)
            else:
                lines = chunk.lines
                yield Picked(chunk, at_places(chunk.cells, kept), [lines[at] for at in kept])

    def _newest(self, flags: bytearray, seen: int, kept: Sequence[int]) -> list[int]:
        found = [at for at in kept if flags[seen + at]]
        self._tally.add("left out: a later one is in force", len(kept) - len(found))
        return found


@dataclass
class _Part:
    """One exchange column on its way."""

    name: str
    take: Take
    cells: Cells


class RowConverter:
    """Converts one file, once, from its beginning."""

    def __init__(self, source: Source, tally: Tally) -> None:
        self._source = source
        self._tally = tally
        self._account: Accounts | None = None
        self._contacts: list[tuple[int, Take, Contacts]] = []
        self._parts: dict[int, _Part] = {}
        spelled = source.spelled()
        for place, name in enumerate(source.header):
            mapping = source.mapping.columns[name]
            take = taker(mapping, source.raw.header, spelled)
            column = source.column(name)
            if column is not None and column.cell in {Cell.CONTACT, Cell.CONTACTS}:
                finds = Contacts(
                    mapping,
                    source.joined,
                    source.finder,
                    source.foreign(name),
                    tally,
                    several=column.cell is Cell.CONTACTS,
                )
                self._contacts.append((place, take, finds))
            else:
                self._parts[place] = _Part(name, take, self._cells(name, mapping, column))
        self._seen: set[bytes] = set()

    def chunks(self, size: int) -> Iterator[Chunk]:
        """The converted records, chunk by chunk of the file."""
        for picked in Chosen(self._source, self._tally).chunks(size):
            yield self._chunk(picked)

    def _cells(self, name: str, mapping: ColumnMap, column: Column | None) -> Cells:
        source = self._source
        if column is None or (column.cell is not Cell.ACCOUNT and name != "account_id"):
            return source.cells(name)
        if name == "parent_id":
            own = _own(source) if mapping.source else {}
            return Parents(mapping, source.joined, source.finder, own)
        if column.cell is Cell.ID:
            return OwnId(mapping, source.joined, source.finder)
        self._account = Accounts(mapping, source.joined, source.finder)
        return self._account

    def _chunk(self, picked: Picked) -> Chunk:
        chunk, records = picked.chunk, picked.records
        columns: list[list[str]] = [[] for _ in self._source.header]
        faults: dict[int, tuple[int, Fault]] = {}
        for place, part in self._parts.items():
            texts = part.take(records)
            columns[place] = part.cells.all(texts)
            if part.cells.bad:
                self._faults(part, place, texts, faults)
            if isinstance(part.cells, Parents) and part.cells.unknown:
                count = sum(text in part.cells.unknown for text in texts)
                self._tally.add(
                    f"without their parent: {self._source.foreign(part.name)} is no account", count
                )
        accounts = self._accounts(columns, len(records))
        for place, take, contacts in self._contacts:
            columns[place] = contacts.all(take(records), accounts)
        rows = list(map(list, zip(*columns, strict=True)))
        marked = self._account is not None and self._account.marked
        if not faults and not marked and not self._source.mapping.distinct:
            links = self._links(rows, picked.lines)
            return Chunk(rows, picked.lines, chunk.broken, chunk.refused, raw=records, links=links)
        return self._sorted_out(picked, rows, accounts, faults)

    def _links(self, rows: Sequence[list[str]], lines: Sequence[int]) -> dict[int, str]:
        """Take contacts that nobody knows out of rows; by line, as they were told."""
        out: dict[int, str] = {}
        for place, _, contacts in self._contacts:
            if not contacts.marked:
                continue
            for row, line in zip(rows, lines, strict=True):
                told = row[place]
                if MARK in told:
                    row[place] = known(told)
                    out[line] = told
        return out

    def _accounts(self, columns: list[list[str]], count: int) -> list[str]:
        if self._account is None:
            return [""] * count
        return columns[self._source.header.index("account_id")]

    def _faults(
        self, part: _Part, place: int, texts: Sequence[str], faults: dict[int, tuple[int, Fault]]
    ) -> None:
        bad = part.cells.bad
        foreign = self._source.foreign(part.name)
        for at, text in enumerate(texts):
            if text in bad and (at not in faults or faults[at][0] > place):
                faults[at] = (place, Fault(foreign, text, bad[text]))

    def _sorted_out(
        self,
        picked: Picked,
        rows: list[list[str]],
        accounts: Sequence[str],
        faults: dict[int, tuple[int, Fault]],
    ) -> Chunk:
        """The rows one by one: refused, left out, the same as before, waiting, or good."""
        chunk, records, lines = picked.chunk, picked.records, picked.lines
        refused = list(chunk.refused)
        waiting: list[Waiting] = []
        good: list[int] = []
        for at, row in enumerate(rows):
            if at in faults:
                refused.append(Refused(lines[at], records[at], faults[at][1]))
            elif accounts[at] == LEFT_OUT:
                self._tally.add(
                    f"left out: so decided for their {self._source.foreign('account_id')}"
                )
            elif self._source.mapping.distinct and self._again(row):
                self._tally.add("left out: the same as an earlier one")
            elif accounts[at].startswith(MARK):
                waiting.append(self._waiting(row, lines[at], accounts[at]))
            else:
                good.append(at)
        kept, told = [rows[at] for at in good], [lines[at] for at in good]
        return Chunk(
            kept,
            told,
            chunk.broken,
            tuple(sorted(refused, key=attrgetter("line"))),
            tuple(waiting),
            [records[at] for at in good],
            self._links(kept, told),
        )

    def _waiting(self, row: list[str], line: int, marked: str) -> Waiting:
        told = dict(zip(self._source.header, row, strict=True))
        del told["account_id"]
        by = self._account.by if self._account else ""
        return Waiting(line, told, by, marked[len(MARK) :])

    def _again(self, row: list[str]) -> bool:
        """Whether an equal row was met before."""
        told = blake2b(_BETWEEN.join(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if told in self._seen:
            return True
        self._seen.add(told)
        if len(self._seen) > DISTINCT:
            raise BadImport(
                f"{self._source.raw.name} has more than {DISTINCT:,} different rows, too many to "
                "tell which are equal; nothing was imported."
            )
        return False


def _own(source: Source) -> dict[str, str]:
    """The accounts that a file brings itself, by id and by name: a parent may be one of them."""
    spelled = source.spelled()
    columns: list[tuple[str, Callable[[str], str], Take]] = []
    for name in ("name", "account_id"):
        mapping = source.mapping.columns[name]
        own = OwnId(mapping, source.joined, source.finder) if name == "account_id" else None
        finds = own or source.cells(name)
        columns.append((name, finds.__getitem__, taker(mapping, source.raw.header, spelled)))
    found: dict[str, str] = {}
    ids: dict[str, str] = {}
    for picked in Chosen(source, Tally()).chunks(20_000):
        names, own_ids = ([get(text) for text in take(picked.records)] for _, get, take in columns)
        ids.update(zip(own_ids, own_ids, strict=True))
        for name, told in zip(names, own_ids, strict=True):
            found.setdefault(name, told)
    return {**found, **ids} if source.mapping.columns["parent_id"].by in {"", "name"} else ids
