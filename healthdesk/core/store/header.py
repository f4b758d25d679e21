"""Looks at a file before it is opened: a desk of this program, or why not. Changes nothing."""

from __future__ import annotations

import os
import stat
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from healthdesk.core.domain.errors import (
    DamagedDesk,
    DiskTrouble,
    NewerDesk,
    NotADesk,
    NotFound,
)
from healthdesk.core.store.db import APPLICATION_ID, SCHEMA, connect

MAGIC = b"SQLite format 3\x00"
UNTOUCHED = "The file was left as it is."


@dataclass(frozen=True)
class Header:
    """What a desk's file says of itself."""

    schema: int
    unclean: bool
    """A log was left beside it: its last holder did not close it (or still has it open)."""


def look(path: Path) -> Header:
    """Tell that a file is a desk this program can read, or raise the error that says why not."""
    _require_file(path)
    head = _read_head(path)
    if head[:16] != MAGIC:
        raise NotADesk(f"{path} is not a desk: it is some other kind of file.", UNTOUCHED)
    _require_desk(path, _number(head, 68), _number(head, 60))
    _require_whole(path, head)
    log = path.with_name(path.name + "-wal")
    unclean = log.exists() and log.stat().st_size > 0
    return Header(_ask(path, unclean=unclean), unclean)


def reading_mode(path: Path) -> str:
    """How to open a file for reading: where its folder cannot be written, without side files."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "rw"
    has_log = path.with_name(path.name + "-wal").exists()
    return "ro" if has_log else "ro&immutable=1"


def _require_file(path: Path) -> None:
    try:
        kind = path.stat().st_mode
    except FileNotFoundError:
        raise NotFound(f"There is no desk at {path}.", "Make one, or name another file.") from None
    except OSError as trouble:
        raise DiskTrouble(f"{path} cannot be reached ({trouble.strerror}).", UNTOUCHED) from None
    if stat.S_ISDIR(kind):
        raise NotADesk(f"{path} is a folder, not a desk.", "Name the desk's file.")
    if not stat.S_ISREG(kind):
        raise NotADesk(f"{path} is not a file.", "Name the desk's file.")


def _read_head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except PermissionError:
        raise DiskTrouble(
            f"You may not read {path}.", "Ask its owner for the right to; nothing was changed."
        ) from None
    except OSError as trouble:
        raise DiskTrouble(f"{path} cannot be read ({trouble.strerror}).", UNTOUCHED) from None
    if not head:
        raise NotADesk(f"{path} is empty, so it is not a desk.", UNTOUCHED)
    if len(head) < 100:
        raise NotADesk(f"{path} is not a desk: it is far too short.", UNTOUCHED)
    return head


def _require_desk(path: Path, application: int, schema: int) -> None:
    if application != APPLICATION_ID:
        raise NotADesk(f"{path} is a database of another program, not a desk.", UNTOUCHED)
    if schema > SCHEMA:
        raise NewerDesk(
            f"{path} was written by a newer HealthDesk (its format is {schema}, this one knows"
            f" {SCHEMA}). {UNTOUCHED}",
            "Update HealthDesk on this computer to open it.",
        )


def _require_whole(path: Path, head: bytes) -> None:
    page = int.from_bytes(head[16:18], "big")
    size = (65_536 if page == 1 else page) * _number(head, 28)
    changed, valid_for = _number(head, 24), _number(head, 92)
    if changed == valid_for and path.stat().st_size < size:
        raise DamagedDesk(
            f"{path} is cut off: {path.stat().st_size:,} of {size:,} bytes are there. {UNTOUCHED}",
            "Restore a backup.",
        )


def _ask(path: Path, *, unclean: bool) -> int:
    """Ask SQLite itself, which also sees what is still in the log; returns the schema."""
    # Without a log nothing beside the file may appear either; with one, it must be read.
    mode = "ro" if unclean else "ro&immutable=1"
    try:
        with closing(connect(path, mode)) as connection:
            application, schema, tables = (
                int(connection.execute(question).fetchone()[0])
                for question in (
                    "PRAGMA application_id",
                    "PRAGMA user_version",
                    "SELECT count(*) FROM sqlite_master",
                )
            )
    except dbapi2.Error as trouble:
        raise DamagedDesk(
            f"{path} is damaged ({trouble}). {UNTOUCHED}", "Restore a backup."
        ) from None
    _require_desk(path, application, schema)
    if schema > 0 and not tables:
        raise DamagedDesk(f"{path} has lost its tables. {UNTOUCHED}", "Restore a backup.")
    return schema


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")
