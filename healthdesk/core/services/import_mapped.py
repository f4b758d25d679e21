"""Foreign files with finished mappings as sources of exchange records, read with progress."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from healthdesk.core import importers
from healthdesk.core.domain.intake import Plan, Planned
from healthdesk.core.domain.lookup import Finder
from healthdesk.core.domain.mapping import TableMap
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.records import Chunk, RawTable, TableSource
from healthdesk.core.mapping import joins
from healthdesk.core.mapping.joins import Joined, Read
from healthdesk.core.mapping.mapped import MappedFile

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
    return sum(
        planned.raw.about
        * (
            len(planned.file.tables)
            + sum(joins.matches(join.file, planned.raw.name) for join in looked)
        )
        for planned in plan.files
    )


def looked_into(files: Sequence[Planned], counted: Counted) -> Joined:
    """Read what the mappings of these files look up in each other."""
    tables = [table for planned in files for table in planned.file.tables]
    raws = [(planned.raw, counted.reads(planned.raw)) for planned in files]
    return joins.load(tables, raws)


def sources(
    files: Sequence[Planned], counted: Counted, finder: Finder, zone: tzinfo, joined: Joined
) -> tuple[list[TableSource], list[tuple[str, list[str]]]]:
    """Every table of every file as a source, and beside it, by file, the notes it will fill."""
    found: list[TableSource] = []
    notes: list[tuple[str, list[str]]] = []
    for planned in files:
        for table in planned.file.tables:
            mine: list[str] = []
            found.append(_source(planned.raw, table, counted, finder, zone, joined, mine))
            notes.append((planned.raw.name, mine))
    return found, notes


def _source(  # noqa: PLR0917 - what a mapped file is made of, in its order
    raw: RawTable,
    table: TableMap,
    counted: Counted,
    finder: Finder,
    zone: tzinfo,
    joined: Joined,
    notes: list[str],
) -> TableSource:
    return MappedFile(raw, counted.reads(raw), table, finder, zone, joined, notes)
