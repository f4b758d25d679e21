"""One import under way: its number, day and zone, what it counted, rejected and did to each row.

Every file of an import is a part with a batch number of its own, so that it can be taken back by
itself; an import of one file is its own only part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

import msgspec

from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.records import Chunk, Fault, TableSource, Waiting
from healthdesk.core.domain.views import FileResult, TableCount
from healthdesk.core.services.import_changes import Changes
from healthdesk.core.services.import_conflicts import Conflicts
from healthdesk.core.services.import_log import Driver, RowLog
from healthdesk.core.services.import_rejects import RejectLog
from healthdesk.core.services.import_sources import Sources
from healthdesk.core.store.db import Tx


@dataclass
class Counts:
    """What happened to the rows of one table so far."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0
    waiting: int = 0

    def add(self, other: Counts) -> None:
        """Count what another counted, too."""
        for name in _COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def view(self) -> TableCount:
        """The counts as a read model."""
        return TableCount(*(getattr(self, name) for name in _COUNTED))


_COUNTED = tuple(Counts.__dataclass_fields__)


@dataclass
class Part:
    """One file of an import: the batch that its rows belong to, and what became of them."""

    name: str
    batch: int
    number: int
    """Its number in the batch's list of files."""
    counts: dict[str, Counts] = field(default_factory=dict)
    fields: dict[str, int] = field(default_factory=dict)
    """How many changed rows changed a field: {"tickets.closed_on": 41}."""
    maker: str = ""
    """Of rows that waited: the file that made their account known; "" = no single one."""

    def tables(self) -> dict[str, TableCount]:
        """The counts as read models."""
        return {name: count.view() for name, count in self.counts.items()}

    def view(self) -> FileResult:
        """What the file did, as a read model."""
        waiting = sum(count.waiting for count in self.counts.values())
        return FileResult(self.name, self.tables(), waiting, dict(self.fields))


@dataclass
class Batch:
    """Everything that the writers of the single tables share."""

    tx: Tx
    id: int
    day: int
    zone: tzinfo
    rejects: RejectLog
    driver: Driver
    rows: RowLog
    parts: dict[str, Part]
    """The files of the import."""
    conflicts: Conflicts
    sources: Sources
    changes: Changes = field(default_factory=Changes)
    progress: Progress = field(default_factory=NoProgress)
    lines: int = 0
    """About how many records there are in all."""
    notes: list[str] = field(default_factory=list)
    arrived: list[Part] = field(default_factory=list)
    """Rows that waited in earlier imports and came in with this one."""
    accounts: dict[str, int] = field(default_factory=dict)
    """Row ids of the desk's accounts, those of this import included, by their own ids."""
    verb: str = "Importing"
    """What is told to be going on; a dry run only checks."""
    counted: frozenset[str] = frozenset()
    """Files whose records are told to progress where they are read, not where they are written."""
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Columns of foreign files."""
    _done: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        """Every batch that the import consists of."""
        parts = (part.batch for part in (*self.parts.values(), *self.arrived))
        return tuple(sorted({self.id, *parts}))

    def count(self, table: str, file: str) -> Counts:
        """The counts of a file in a table."""
        return self.parts[file].counts.setdefault(table, Counts())

    def number(self, file: str) -> int:
        """The batch that a file's rows belong to."""
        return self.parts[file].batch

    def tables(self) -> dict[str, TableCount]:
        """The counts of all files together."""
        out: dict[str, Counts] = {}
        for part in self.parts.values():
            for table, count in part.counts.items():
                out.setdefault(table, Counts()).add(count)
        return {table: count.view() for table, count in out.items()}

    def reject(
        self,
        file: TableSource,
        line: int,
        cells: Sequence[str],
        fault: Fault,
        raw: Sequence[str] | None = None,
    ) -> None:
        """Count and note a row that does not go in, in the words of the file it came from."""
        self.count(file.table.name, file.name).rejected += 1
        if raw is None:
            self.rejects.add(file.name, line, fault, cells)
            return
        name = file.foreign(fault.column) if fault.column else ""
        header = self.headers.get(file.name, ())
        value = raw[header.index(name)] if name in header else fault.value
        self.rejects.add(file.name, line, Fault(name, value, fault.reason), raw)

    def set_aside(self, file: TableSource, chunk: Chunk) -> None:
        """Count a chunk's records; reject those that could not be read, keep those that wait."""
        table = file.table.name
        count = self.count(table, file.name)
        count.read += len(chunk.cells) + len(chunk.broken)
        count.read += len(chunk.refused) + len(chunk.waiting)
        count.rejected += len(chunk.broken) + len(chunk.refused)
        for broken in chunk.broken:
            self.rejects.add(file.name, broken.line, Fault("", "", broken.reason), ())
        for refused in chunk.refused:
            self.rejects.add(file.name, refused.line, refused.fault, refused.cells)
        count.waiting += len(chunk.waiting)
        self._keep_waiting(file, chunk.waiting)

    def wait(self, file: TableSource, waiting: Waiting) -> None:
        """Keep a row, counted as read before, until somebody says whose it is."""
        self.count(file.table.name, file.name).waiting += 1
        self._keep_waiting(file, (waiting,))

    def step(self, rows: int, file: str) -> None:
        """Tell how far the import is; raises Cancelled when the user asked to stop."""
        if file not in self.counted:
            self._done += rows
        self.progress.step(self._done, max(self.lines, self._done), f"{self.verb} {file}")

    def next_id(self, table: str) -> int:
        """The first row id of a table that no row has or had in any batch."""
        (found,) = self.driver.run(
            "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?1), 0),"
            f" coalesce((SELECT max(id) FROM {table}), 0),"
            " coalesce((SELECT max(row_id) FROM batch_row WHERE table_name = ?1), 0)) + 1",
            (table,),
        )
        return int(found[0])

    def _keep_waiting(self, file: TableSource, waiting: Sequence[Waiting]) -> None:
        """Keep the rows whose account nobody knows."""
        if waiting:
            kept = (self.number(file.name), file.table.name, file.name)
            self.driver.many(
                "INSERT INTO waiting_row (batch_id, table_name, file, line, by, value, cells)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (*kept, one.line, one.by, one.value, msgspec.json.encode(one.cells).decode())
                    for one in waiting
                ],
            )
