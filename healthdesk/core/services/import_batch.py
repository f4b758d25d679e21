"""One import under way: its number, day and zone, what it counted, rejected and did to each row."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any, TextIO, cast

from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.records import Fault
from healthdesk.core.domain.views import Reject, TableCount
from healthdesk.core.importers.exchange.cells import shorten
from healthdesk.core.store.db import Tx

SHOWN_REJECTS = 1_000
"""Rejections that a result carries; the file has all of them."""
_FLUSH = 5_000

Place = tuple[str, int]
"""A file and a line in it."""


class Driver:
    """The driver's own connection in the running transaction: bulk work, no wrapping."""

    def __init__(self, tx: Tx) -> None:
        self._connection = cast("Any", tx.connection().connection.driver_connection)

    def run(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement and fetch what it gives; meant for small answers."""
        return list(self._connection.execute(sql, values).fetchall())

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterable[tuple[Any, ...]]:
        """Run one statement and hand out its rows as they come."""
        cursor = self._connection.execute(sql, values)
        while rows := cursor.fetchmany(2_000):
            yield from rows

    def many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row of values."""
        self._connection.executemany(sql, rows)


def quoted(names: Iterable[str]) -> str:
    """Column names as SQL; some of ours (by, end) are words of SQL."""
    return ", ".join(f'"{name}"' for name in names)


@dataclass
class Counts:
    """What happened to the rows of one table so far."""

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    rejected: int = 0

    def view(self) -> TableCount:
        """The counts as a read model."""
        return TableCount(self.read, self.new, self.changed, self.same, self.rejected)


class RejectLog:
    """Keeps the first rejections for the result, and writes all of them to a file."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._stream: TextIO | None = None
        self.shown: list[Reject] = []

    def add(self, file: str, line: int, fault: Fault, cells: Sequence[str]) -> None:
        """Take in one rejected row."""
        reject = Reject(file, line, fault.column, shorten(fault.value), fault.reason)
        if len(self.shown) < SHOWN_REJECTS:
            self.shown.append(reject)
        if self._folder is None:
            return
        try:
            if self._stream is None:
                self._stream = self._begin(self._folder)
            writer = csv.writer(self._stream)
            writer.writerow((file, line, fault.column, shorten(fault.value), fault.reason, *cells))
        except OSError as error:
            raise DiskTrouble(
                f"The rejected rows cannot be written to {self._folder} ({error.strerror}); "
                "nothing was imported."
            ) from None

    def keep(self, batch: int, stamp: str) -> str | None:
        """Give the file its final name; None when no row was rejected or no file was wanted."""
        if self._stream is None or self._path is None:
            return None
        self._stream.close()
        self._stream = None
        final = self._path.with_name(f"{stamp} import {batch} rejected rows.csv")
        self._path.replace(final)
        self._path = None
        return str(final)

    def drop(self) -> None:
        """Remove what was written: the import did not happen."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _begin(self, folder: Path) -> TextIO:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f".rejected rows {os.getpid()}.partial"
        stream = self._path.open("w", encoding="utf-8", newline="")
        csv.writer(stream).writerow(("file", "line", "column", "value", "reason", "row"))
        return stream


class RowLog:
    """Writes down what the batch did to each row, so that it can be taken back."""

    def __init__(self, driver: Driver, batch: int) -> None:
        self._driver = driver
        self._batch = batch
        self._seq = 0
        self._made: list[tuple[Any, ...]] = []
        self._changed: list[tuple[Any, ...]] = []

    def made(self, table: str, row: int, place: Place) -> None:
        """A row that was not there before; the row itself says what it holds."""
        self._seq += 1
        self._made.append((self._batch, self._seq, table, row, *place))
        self._flush_if_full()

    def changed(
        self,
        table: str,
        row: int,
        place: Place,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        """A row that was there: every column the batch brought, with its old and its new value."""
        self._seq += 1
        told = (json.dumps(before), json.dumps(after))
        self._changed.append((self._batch, self._seq, table, row, *place, *told))
        self._flush_if_full()

    def flush(self) -> None:
        """Write what waits."""
        names = "batch_id, seq, table_name, row_id, file, line, made"
        self._driver.many(
            f"INSERT INTO batch_row ({names}, after) VALUES (?, ?, ?, ?, ?, ?, 1, '{{}}')",
            self._made,
        )
        self._driver.many(
            f"INSERT INTO batch_row ({names}, before, after) VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)",
            self._changed,
        )
        self._made.clear()
        self._changed.clear()

    def _flush_if_full(self) -> None:
        if len(self._made) + len(self._changed) >= _FLUSH:
            self.flush()


@dataclass
class Batch:
    """Everything that the writers of the single tables share."""

    tx: Tx
    id: int
    day: int
    zone: tzinfo
    lines: int
    progress: Progress
    rejects: RejectLog
    driver: Driver
    rows: RowLog
    counts: dict[str, Counts] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    accounts: dict[str, int] = field(default_factory=dict)
    """Row ids of the desk's accounts, those of this import included, by their own ids."""
    verb: str = "Importing"
    """What is told to be going on; a dry run only checks."""
    _done: int = 0

    def count(self, table: str) -> Counts:
        """The counts of a table."""
        return self.counts.setdefault(table, Counts())

    def reject(self, table: str, file: str, line: int, cells: Sequence[str], fault: Fault) -> None:
        """Count and note a row that does not go in."""
        self.count(table).rejected += 1
        self.rejects.add(file, line, fault, cells)

    def step(self, rows: int, file: str) -> None:
        """Tell how far the import is; raises Cancelled when the user asked to stop."""
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
