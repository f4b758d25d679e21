"""A foreign file seen through a mapping: a source of exchange records like a file of the folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import tzinfo

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import BY_NAME, Table
from healthdesk.core.domain.lookup import Finder
from healthdesk.core.domain.mapping import By, ColumnMap, TableMap, Where
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping.joins import Joined, Read
from healthdesk.core.mapping.rows import RowConverter, Source
from healthdesk.core.mapping.styles import zone_of
from healthdesk.core.mapping.tally import Tally
from healthdesk.core.mapping.texts import sources
from healthdesk.core.mapping.usage import UsageConverter

CHUNK = 20_000
USAGE = ("usage", "contact_usage")


class MappedFile:
    """One table of a foreign file, as exchange records.

    What is left out on the way is counted in `notes` when the records were read to the end;
    reading again replaces what the reading before had noted.
    """

    def __init__(  # noqa: PLR0917 what the way in hands over, in its order
        self,
        raw: RawTable,
        read: Read,
        table_map: TableMap,
        finder: Finder,
        zone: tzinfo,
        joined: Joined,
        notes: list[str],
        parting: Collection[Where] = (),
    ) -> None:
        table = BY_NAME.get(table_map.table)
        if table is None:
            raise BadImport(
                f"The mapping of {raw.name} names the table “{table_map.table}”, which HealthDesk "
                "does not have; nothing was imported."
            )
        header = _header(table, table_map)
        self._source = Source(raw, read, table_map, table, header, finder, zone, joined, parting)
        self._notes = notes
        self._told: list[str] = []
        self.counted = Tally()
        """What the last whole reading left out, and why."""
        check(raw, table, table_map)

    @property
    def table(self) -> Table:
        """The exchange table."""
        return self._source.table

    @property
    def name(self) -> str:
        """The file, as shown to people and kept in the history."""
        return self._source.raw.name

    @property
    def header(self) -> tuple[str, ...]:
        """Exchange columns in the order of the cells; for accounts attributes too."""
        return self._source.header

    @property
    def about(self) -> int:
        """About how many records there are, for progress."""
        return self._source.raw.about

    @property
    def own_by(self) -> By:
        """By what the file knows the accounts it brings; "" = by their ids."""
        mapping = self._source.mapping.columns.get("account_id")
        return mapping.by if mapping is not None and self.table.name == "accounts" else ""

    @property
    def person_by(self) -> By:
        """By what the file names the contacts of its rows; "" = by anything, or it names none."""
        columns = self._source.mapping.columns
        mapping = columns.get("contact_id") or columns.get("contact_ids")
        return mapping.by if mapping is not None and self.table.name != "contacts" else ""

    @property
    def nameless(self) -> bool:
        """Whether the accounts it brings have no names beside what they are known by."""
        columns = self._source.mapping.columns
        if self.table.name != "accounts":
            return False
        return sources(columns["name"]) == sources(columns["account_id"])

    def leaves_out(self, account: str) -> bool:
        """Whether a person decided that an account it brings stays out; that is counted."""
        out = self._source.finder.left_out(self.own_by, account)
        if out:
            self.counted.add(f"left out: so decided for their {self.foreign('account_id')}", 1)
        return out

    def foreign(self, column: str) -> str:
        """What the file itself calls an exchange column."""
        return self._source.foreign(column)

    def chunks(self, size: int = CHUNK) -> Iterator[Chunk]:
        """The records, about `size` at a time; each call reads from the beginning."""
        tally = Tally()
        converter: RowConverter | UsageConverter
        if self.table.name in USAGE:
            converter = UsageConverter(self._source, tally)
        else:
            converter = RowConverter(self._source, tally)
        yield from converter.chunks(size)
        for sentence in self._told:
            self._notes.remove(sentence)
        self._told = tally.sentences()
        self._notes.extend(self._told)
        self.counted = tally


def _header(table: Table, mapping: TableMap) -> tuple[str, ...]:
    """The table's columns that are mapped, in its order; then attributes, in the mapping's."""
    if table.name in USAGE:
        return tuple(column.name for column in table.columns)
    own = tuple(column.name for column in table.columns if column.name in mapping.columns)
    return own + tuple(name for name in mapping.columns if name not in own)


def check(raw: RawTable, table: Table, mapping: TableMap) -> None:
    """Refuse a mapping that does not fit the file or the table, with a sentence that says why."""
    known = {column.name for column in table.columns}
    strange = [name for name in mapping.columns if name not in known]
    if strange and table.name != "accounts":
        raise BadImport(
            f"The mapping of {raw.name} fills {strange[0]}, which {table.name} does not have; "
            "nothing was imported."
        )
    wide = mapping.usage.wide if mapping.usage else {}
    given = set(mapping.columns) | ({"metric", "value"} if wide else set())
    missing = [one.name for one in table.columns if one.required and one.name not in given]
    if table.one_of and not set(table.one_of) & given:
        missing.append(" or ".join(table.one_of))
    if missing:
        raise BadImport(
            f"The mapping of {raw.name} says nothing about {', '.join(missing)}, which every row "
            f"of {table.name} needs; nothing was imported."
        )
    empty = [name for name, one in mapping.columns.items() if not _filled(one)]
    if wide:
        empty = [name for name in empty if name != "value"]
    if empty:
        raise BadImport(
            f"The mapping of {raw.name} does not say what fills {empty[0]}; nothing was imported."
        )
    for column in _needed(mapping):
        if column not in raw.header:
            raise BadImport(
                f"{raw.name} has no column “{column}”, which the mapping reads; "
                "nothing was imported.",
                f"It has: {', '.join(raw.header)[:300]}.",
            )
    for one in mapping.columns.values():
        if one.zone:
            zone_of(one.zone)


def _filled(mapping: ColumnMap) -> bool:
    """Whether a column comes from anywhere."""
    return bool(mapping.source or mapping.text or mapping.digest or mapping.constant is not None)


def _needed(mapping: TableMap) -> list[str]:
    """Every column of the file that a mapping reads."""
    found = [name for one in mapping.columns.values() for name in sources(one)]
    found += [where.column for where in mapping.where]
    if mapping.latest is not None:
        found += [*mapping.latest.by, mapping.latest.order]
    if mapping.usage is not None:
        found += mapping.usage.wide
    return found
