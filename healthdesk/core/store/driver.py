"""The bare driver: a desk's file by its address, its marks, the pragmas of every connection.

Brings no SQLAlchemy, so that something of a desk can be read while that is still to be imported.
Not here: engines and transactions (db.py).
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from sqlcipher3 import dbapi2

APPLICATION_ID = 0x4865446B
"""In the file's header, "HeDk": how a desk is told from any other SQLite file."""

SCHEMA = 8
"""The schema this program writes (`user_version`); the number of migrations (migrations.py)."""

PAGE = 4096
BUSY_MS = 5_000

SHARED = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
)


def uri(path: Path, mode: str) -> str:
    """The file as SQLite's own address; `mode` is `rw`, `ro` or `ro&immutable=1`."""
    return f"file:{quote(os.fsencode(path))}?mode={mode}"


def connect(path: Path, mode: str) -> dbapi2.Connection:
    """Open a bare connection in autocommit, never creating a file."""
    return dbapi2.connect(
        uri(path, mode),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_MS / 1000,
    )


def has_log(path: Path) -> bool:
    """Whether a log with something in it lies beside a file."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False
