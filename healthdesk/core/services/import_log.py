"""What a batch did to each row, written down as it happens, so that it can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any, cast

from healthdesk.core.store.db import Tx

_FLUSH = 5_000

Place = tuple[str, int]
"""A file and a line in it."""


class Driver:
    """The driver's own connection in the running transaction: bulk work, no wrapping."""

    def __init__(self, tx: Tx) -> None:
        self._connection = cast("Any", tx.connection().connection.driver_connection)

    @property
    def changes(self) -> int:
        """Rows that this connection wrote so far: the same number means that nothing is new."""
        return int(self._connection.total_changes)

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


class RowLog:
    """Writes down what an import did to each row, in the batch that the row's file belongs to."""

    def __init__(
        self,
        driver: Driver,
        batches: Mapping[str, int],
        rest: int,
        seq: Iterator[int] | None = None,
    ) -> None:
        self._driver = driver
        self._batches = batches
        self._rest = rest
        """The batch of what no file of a table brought."""
        self._seq = seq or count(1)
        self._made: list[tuple[Any, ...]] = []
        self._changed: list[tuple[Any, ...]] = []

    def made(self, table: str, row: int, place: Place) -> None:
        """A row that was not there before; the row itself says what it holds."""
        self._made.append((self._batch(place), next(self._seq), table, row, *place))
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
        told = (json.dumps(before), json.dumps(after))
        self._changed.append((self._batch(place), next(self._seq), table, row, *place, *told))
        self._flush_if_full()

    def beside(self, batch: int) -> RowLog:
        """A log for another batch of the same import, which goes on counting where this is."""
        return RowLog(self._driver, {}, batch, self._seq)

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

    def _batch(self, place: Place) -> int:
        return self._batches.get(place[0], self._rest)

    def _flush_if_full(self) -> None:
        if len(self._made) + len(self._changed) >= _FLUSH:
            self.flush()
