"""The way back: puts a verified backup in a desk's place and keeps the file it replaces."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from healthdesk.core.store import backup, files
from healthdesk.core.store.db import connect
from healthdesk.core.store.lock import DeskLock


def restore(desk: Path, file: Path, now: datetime) -> Path | None:
    """Put a backup in a desk's place; returns where the replaced file is now, if there was one.

    Until the last moment, one rename, the desk is what it was.
    """
    desk = desk.resolve()
    files.make_folder(desk.parent)
    lock = DeskLock(desk)
    try:
        backup.verify(file)
        with files.writing(desk.parent), files.partial(desk) as partial:
            backup.copy(file, partial)
            kept = _set_aside(desk, now) if desk.exists() else None
            files.put_in_place(partial, desk)
    finally:
        lock.release()
    return kept


def _set_aside(desk: Path, now: datetime) -> Path:
    """Keep the present file under another name beside it, log included, and leave it in place."""
    with suppress(dbapi2.Error), closing(connect(desk, "rw")) as connection:
        # A healthy desk then is one file; a damaged one is kept with whatever lies beside it.
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    kept = files.dated_name(desk.parent, f"{desk.stem} replaced", now)
    log = desk.with_name(desk.name + "-wal")
    if log.exists():
        files.duplicate(log, kept.with_name(kept.name + "-wal"))
    files.duplicate(desk, kept)
    return kept
