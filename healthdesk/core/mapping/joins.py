"""Looks into other files of the same import: usage hangs on a subscription, that on an account.

Every joined file is read once, before any conversion, into dictionaries that stay in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from healthdesk.core.domain.columns import column_of
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.mapping import Join, TableMap
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping.tally import told

KEYS = 5_000_000
"""Most keys of one joined file: some 700 MB."""
_CHUNK = 20_000

Read = Callable[[int], Iterator[Chunk]]
"""Reads a raw table from its beginning, so many records at a time."""


@dataclass(frozen=True)
class Joined:
    """What the joins of a plan need, read: what stands in `take`, by the text in `key`."""

    looks: dict[Join, dict[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def follow(self, joins: Sequence[Join], text: str) -> str | None:
        """What stands at the end of the joins; None = one of them knows no such row."""
        for join in joins:
            found = self.looks[join].get(text.strip())
            if found is None:
                return None
            text = found
        return text


def matches(pattern: str, name: str) -> bool:
    """Whether a name of a file is of a pattern, without case."""
    return fnmatchcase(name.casefold(), pattern.casefold())


def joins_of(tables: Iterable[TableMap]) -> tuple[Join, ...]:
    """Every join of some mappings, once, in the order in which they stand there."""
    found: dict[Join, None] = {}
    for table in tables:
        for column in table.columns.values():
            found.update(dict.fromkeys(column.through))
        for where in table.where:
            found.update(dict.fromkeys(where.through))
    return tuple(found)


def load(tables: Iterable[TableMap], raws: Sequence[tuple[RawTable, Read]]) -> Joined:
    """Read the files that mappings look into; `BadImport` if one of them is not there.

    Where a key comes twice with different texts the later one counts, and a note says so.
    """
    joins = joins_of(tables)
    looks: dict[Join, dict[str, str]] = {join: {} for join in joins}
    notes: list[str] = []
    for join in joins:
        named = [(raw, read) for raw, read in raws if matches(join.file, raw.name)]
        if not named:
            raise BadImport(
                f"The mapping needs the file {join.file} as well; nothing was imported.",
                "Import it together with the others.",
            )
        differing = sum(_fill(looks[join], join, raw, read) for raw, read in named)
        if differing:
            notes.append(
                f"{named[0][0].name}: in {told(differing)} the {join.key} came before with another "
                f"{join.take}; the last one counts"
            )
    return Joined(looks, tuple(notes))


def _fill(look: dict[str, str], join: Join, raw: RawTable, read: Read) -> int:
    """Read one file into a dictionary; how many of its rows changed what an earlier one said."""
    places = []
    for column in (join.key, join.take):
        if column not in raw.header:
            raise BadImport(
                f"{raw.name} lacks the column “{column}”, which the mapping looks into; "
                "nothing was imported."
            )
        places.append(raw.header.index(column))
    differing = 0
    for chunk in read(_CHUNK):
        for key, take in zip(*(column_of(chunk.cells, at) for at in places), strict=True):
            told_key = key.strip()
            if told_key:
                differing += look.get(told_key, take) != take
                look[told_key] = take
        if len(look) > KEYS:
            raise BadImport(
                f"{raw.name} has more than {KEYS:,} different {join.key}, too many to look "
                "others up in; nothing was imported."
            )
    return differing
