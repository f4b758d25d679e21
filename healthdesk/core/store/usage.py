"""Daily usage, the big table: one row per account and day, a REAL column `m<id>` per metric.

It is not mapped: rows go in and out as plain tuples, blocks at a time. A value that is not there
is NULL, and a row exists only while one of its values does. Not here: which metrics there are
(`tables.Metric`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.store import undo, views
from healthdesk.core.store.db import Tx

BLOCK = 2_000
"""Rows fetched at a time: more would hold the interpreter long enough to be felt in the window."""
CHUNK = 20_000
"""Rows written at a time."""
MOST_METRICS = 1_900
"""SQLite allows 2,000 columns."""

GROUP = 100

Row = tuple[Any, ...]
"""(account row id, day, value of the first named metric, of the second, ...)."""


def create(connection: Connection) -> None:
    """Make the table of a new desk, without metrics, and its views."""
    connection.exec_driver_sql(
        "CREATE TABLE usage (account_id INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE,"
        " day INTEGER NOT NULL, PRIMARY KEY (account_id, day)) STRICT, WITHOUT ROWID"
    )
    views.create_usage(connection, ())


def column(metric_id: int) -> str:
    """The column that holds a metric."""
    return f"m{int(metric_id)}"


def columns(tx: Tx) -> tuple[int, ...]:
    """The metric ids that have a column, ascending (after an undo one may outlive its metric)."""
    return _columns(tx.connection())


def add_metrics(tx: Tx, metric_ids: Iterable[int]) -> None:
    """Give metrics their columns (those that have one keep it) and renew the views over usage."""
    connection = _flushed(tx)
    present = set(_columns(connection))
    missing = sorted(set(metric_ids) - present)
    if not missing:
        return
    if len(present) + len(missing) > MOST_METRICS:
        raise DeskError(
            f"A desk holds at most {MOST_METRICS:,} usage metrics; these would be"
            f" {len(present) + len(missing):,}. Nothing was written.",
            "Leave out metrics that no score needs.",
        )
    for metric_id in missing:
        connection.exec_driver_sql(f"ALTER TABLE usage ADD COLUMN {column(metric_id)} REAL")
    views.create_usage(connection, _columns(connection))
    undo.watch_again(tx, "usage")


def upsert(tx: Tx, metric_ids: Sequence[int], rows: Iterable[Row]) -> int:
    """Write values, keeping what a row does not bring (None); returns the number of rows given.

    Rows sorted by (account, day) go in about three times as fast.
    """
    updates = ", ".join(
        f"{name}=coalesce(excluded.{name}, {name})" for name in map(column, metric_ids)
    )
    return _write(tx, metric_ids, rows, updates)


def assign(tx: Tx, metric_ids: Sequence[int], rows: Iterable[Row]) -> int:
    """Write values exactly as given, None included; returns the number of rows given.

    For taking back what a batch did: `drop_empty` afterwards removes the rows that hold nothing
    any more.
    """
    updates = ", ".join(f"{name}=excluded.{name}" for name in map(column, metric_ids))
    return _write(tx, metric_ids, rows, updates)


def drop_empty(tx: Tx, accounts: Sequence[int] | None = None) -> int:
    """Remove rows without any value, of some accounts (row ids) or of all; returns how many."""
    connection = _flushed(tx)
    empty = joined([f"{column(m)} IS NULL" for m in _columns(connection)], "AND")
    sql = f"DELETE FROM usage WHERE {empty or 1}"
    if accounts is None:
        return int(connection.exec_driver_sql(sql).rowcount)
    removed = 0
    for account in accounts:
        removed += connection.exec_driver_sql(f"{sql} AND account_id=?", (account,)).rowcount
    return removed


def blocks(
    tx: Tx,
    metric_ids: Sequence[int],
    *,
    accounts: tuple[int, int] | None = None,
    days: tuple[int, int] | None = None,
) -> Iterator[list[Row]]:
    """Yield rows in order of (account, day), by blocks; ranges include both ends.

    Never more than a block is held, and never more than a block is fetched without letting go of
    the interpreter.
    """
    where: list[str] = []
    values: list[int] = []
    for name, limits in (("account_id", accounts), ("day", days)):
        if limits is not None:
            where.append(f"{name} BETWEEN ? AND ?")
            values += limits
    names = ", ".join(("account_id", "day", *map(column, metric_ids)))
    condition = f" WHERE {' AND '.join(where)}" if where else ""
    # The driver's own cursor: SQLAlchemy would wrap each of millions of rows.
    driver = tx.connection().connection.driver_connection
    cursor = driver.execute(  # type: ignore[union-attr]
        f"SELECT {names} FROM usage{condition} ORDER BY account_id, day", values
    )
    try:
        while block := cursor.fetchmany(BLOCK):
            yield block
    finally:
        cursor.close()


def count(tx: Tx) -> int:
    """The number of values (not rows) in the table."""
    connection = tx.connection()
    sums = joined([f"count({column(m)})" for m in _columns(connection)], "+")
    return int(connection.exec_driver_sql(f"SELECT {sums or 0} FROM usage").scalar_one())


def first_days(tx: Tx) -> dict[int, int]:
    """Each account's first day with a row, by account row id; accounts without usage are absent."""
    found = tx.connection().exec_driver_sql(
        "SELECT id, (SELECT min(day) FROM usage WHERE usage.account_id=account.id) FROM account"
    )
    return {account: day for account, day in found if day is not None}


def joined(terms: Sequence[str], operator: str) -> str:
    """Join SQL terms, one per metric; in groups, since SQLite refuses expressions 1,000 deep."""
    word = f" {operator} "
    groups = [word.join(terms[i : i + GROUP]) for i in range(0, len(terms), GROUP)]
    return word.join(f"({group})" for group in groups)


def _flushed(tx: Tx) -> Connection:
    """The connection, after what the session still holds back was sent through it."""
    tx.flush()
    return tx.connection()


def _columns(connection: Connection) -> tuple[int, ...]:
    found = connection.exec_driver_sql("SELECT name FROM pragma_table_info('usage')")
    return tuple(sorted(int(name[1:]) for (name,) in found if name[1:].isdigit()))


def _write(tx: Tx, metric_ids: Sequence[int], rows: Iterable[Row], updates: str) -> int:
    names = ", ".join(("account_id", "day", *map(column, metric_ids)))
    marks = ", ".join("?" * (len(metric_ids) + 2))
    sql = (
        f"INSERT INTO usage ({names}) VALUES ({marks})"
        f" ON CONFLICT (account_id, day) DO {f'UPDATE SET {updates}' if updates else 'NOTHING'}"
    )
    connection = _flushed(tx)
    written = 0
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        connection.exec_driver_sql(sql, chunk)
        written += len(chunk)
    return written
