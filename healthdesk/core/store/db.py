"""Engines of one desk file: one writer, readers that cannot write, and the pragmas of both.

Not here: what is in the file (tables.py), who commits (core/desk.py).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool
from sqlcipher3 import dbapi2

from healthdesk.core.store import driver

APPLICATION_ID, SCHEMA, PAGE = driver.APPLICATION_ID, driver.SCHEMA, driver.PAGE
SHARED, connect, uri = driver.SHARED, driver.connect, driver.uri

Tx = Session
"""What services get as their first argument: a session in a transaction the desk opened."""

WRITER = (
    *SHARED,
    "PRAGMA secure_delete=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA journal_size_limit=67108864",
    # REPLACE must fire the delete triggers that undo listens to.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-32768",
    *(("PRAGMA checkpoint_fullfsync=ON",) if sys.platform == "darwin" else ()),
)
READER = (*SHARED, "PRAGMA query_only=ON", "PRAGMA cache_size=-16384")


def writer(path: Path) -> Engine:
    """The engine of the only connection that writes; a transaction takes the lock at once.

    The driver's own transactions are off (`isolation_level=None`): they would skip BEGIN for DDL
    and leave half a migration behind.
    """
    return _engine(path, "rw", WRITER, "BEGIN IMMEDIATE", poolclass=StaticPool)


def readers(path: Path, mode: str = "rw") -> Engine:
    """The engine of reading connections: SQLite refuses whoever writes through one."""
    return _engine(path, mode, READER, "BEGIN", poolclass=QueuePool, pool_size=4, max_overflow=12)


def migrator(path: Path) -> Engine:
    """An engine that may rebuild tables: foreign keys are off, and whoever uses it checks them."""
    pragmas = (*WRITER, "PRAGMA foreign_keys=OFF")  # off must be said before BEGIN
    return _engine(path, "rw", pragmas, "BEGIN IMMEDIATE", poolclass=StaticPool)


def _engine(
    path: Path,
    mode: str,
    pragmas: tuple[str, ...],
    begin: str,
    **pool: Any,  # noqa: ANN401 - handed on to SQLAlchemy
) -> Engine:
    def opened() -> dbapi2.Connection:
        connection = connect(path, mode)
        try:
            for pragma in pragmas:
                connection.execute(pragma).close()
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        URL.create("sqlite", database=str(path)), module=dbapi2, creator=opened, **pool
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


@contextmanager
def private() -> Iterator[None]:
    """Create files for their owner only: SQLite gives its side files the main file's mode."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def mark(connection: Connection, schema: int = SCHEMA) -> None:
    """Write into the file's header that it is a desk, and of which schema."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={schema}")
