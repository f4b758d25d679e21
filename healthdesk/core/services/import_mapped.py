"""Foreign files with finished mappings as sources of exchange records, read with progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo

from healthdesk.core import importers
from healthdesk.core.domain.columns import at_places, column_of
from healthdesk.core.domain.intake import Plan, Planned
from healthdesk.core.domain.lookup import Finder
from healthdesk.core.domain.mapping import TableMap, Where
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping import joins
from healthdesk.core.mapping.joins import Joined, Read
from healthdesk.core.mapping.mapped import MappedFile
from healthdesk.core.mapping.tally import Tally
from healthdesk.core.mapping.texts import sources as columns_of
from healthdesk.core.mapping.where import parting

_REMEMBERED = 2_000_000
"""Different records that are left out when they come again; later ones are only read again."""
_CHUNK = 10_000
"""Foreign records read at once, so that whoever cancels need not wait."""


class Counted:
    """Progress over what is read of foreign files and what is written of all others."""

    def __init__(self, progress: Progress, total: int, verb: str) -> None:
        self._progress = progress
        self._total = total
        self._verb = verb
        self._read = 0
        self._written = 0

    def step(self, done: int, total: int, text: str) -> None:
        """Take in how far the writing is."""
        del total
        self._written = done
        self._tell(text)

    def reads(self, raw: RawTable) -> Read:
        """Reads a table, telling each piece."""

        def read(size: int) -> Iterator[Chunk]:
            for chunk in importers.chunks(raw, min(size, _CHUNK)):
                self._read += len(chunk.cells)
                self._tell(f"{self._verb} {raw.name}")
                yield chunk

        return read

    def _tell(self, text: str) -> None:
        done = self._read + self._written
        self._progress.step(done, max(done, self._total), text)


def about(plan: Plan) -> int:
    """About how many foreign records a plan reads, those it reads twice counted twice."""
    tables = [table for planned in plan.files for table in planned.file.tables]
    looked = joins.joins_of(tables)
    total = 0
    for planned in plan.files:
        name = planned.raw.name
        times = sum(joins.matches(join.file, name) for join in looked)
        times += sum(_known(planned, table) is None for table in planned.file.tables)
        total += planned.raw.about * times
    return total


def looked_into(files: Sequence[Planned], counted: Counted) -> Joined:
    """Read what the mappings of these files look up in each other."""
    tables = [table for planned in files for table in planned.file.tables]
    raws = [(planned.raw, counted.reads(planned.raw)) for planned in files]
    return joins.load(tables, raws)


def sources(
    files: Sequence[Planned], counted: Counted, finder: Finder, zone: tzinfo, joined: Joined
) -> list[MappedFile]:
    """Every table of every file as a source."""
    found = []
    for planned in files:
        for table in planned.file.tables:
            read = _read(planned, table, counted)
            parted = parting(table.where, _elsewhere(planned, table))
            found.append(MappedFile(planned.raw, read, table, finder, zone, joined, [], parted))
    return found


def told(sources: Sequence[MappedFile]) -> list[str]:
    """What reading left out, a sentence for each file and reason."""
    by_file: dict[str, Tally] = {}
    for source in sources:
        tally = by_file.setdefault(source.name, Tally())
        for what, rows in source.counted.items():
            tally.add(what, rows)
    return [f"{name}: {one}." for name, tally in by_file.items() for one in tally.sentences()]


def _elsewhere(planned: Planned, table: TableMap) -> list[Where]:
    """The conditions of the other mappings of a file that feed the same table."""
    others = [one for one in planned.file.tables if one is not table and one.table == table.table]
    return [where for one in others for where in one.where]


def _read(planned: Planned, table: TableMap, counted: Counted) -> Read:
    """How the records for one table are read: those that come out equal only once, if at all."""
    known = _known(planned, table)
    if known is not None:
        column, cells = known
        return _given(planned.raw, column, cells)
    read = counted.reads(planned.raw)
    places = _places(planned.raw, table)
    return read if places is None else _once(read, places)


def _places(raw: RawTable, table: TableMap) -> tuple[int, ...] | None:
    """The columns that rows of a distinct table come out by; None where every row counts."""
    if not table.distinct or table.latest is not None:
        return None
    names = {name for one in table.columns.values() for name in columns_of(one)}
    names |= {where.column for where in table.where}
    if not names or not names <= set(raw.header):
        return None
    return tuple(sorted(raw.header.index(name) for name in names))


def _known(planned: Planned, table: TableMap) -> tuple[int, tuple[str, ...]] | None:
    """The one column that a distinct table is made of, and all its cells, where they are known."""
    places = _places(planned.raw, table)
    if places is None or len(places) != 1:
        return None
    cells = planned.values.get(planned.raw.header[places[0]])
    return None if cells is None else (places[0], cells)


def _once(read: Read, places: tuple[int, ...]) -> Read:
    """Records that differ in these columns: the others come out the same."""

    def once(size: int) -> Iterator[Chunk]:
        seen: set[object] = set()
        for chunk in read(size):
            found = list(zip(*(column_of(chunk.cells, place) for place in places), strict=True))
            keys = dict(zip(reversed(found), range(len(found))[::-1], strict=True))
            new = sorted(at for key, at in keys.items() if key not in seen)
            if len(seen) < _REMEMBERED:
                seen.update(keys)
            cells = at_places(chunk.cells, new)
            yield replace(chunk, cells=cells, lines=[chunk.lines[at] for at in new])

    return once


def _given(raw: RawTable, column: int, cells: tuple[str, ...]) -> Read:
    """One record for each cell of a column; they stand in no line of their own."""

    def given(size: int) -> Iterator[Chunk]:
        for low in range(0, len(cells), size):
            part = cells[low : low + size]
            rows = [[""] * len(raw.header) for _ in part]
            for row, cell in zip(rows, part, strict=True):
                row[column] = cell
            yield Chunk(rows, [1] * len(rows))

    return given
