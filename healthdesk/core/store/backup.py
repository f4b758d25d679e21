"""Backups: consistent copies made while the desk is in use, believed only after they were verified.

A file with a backup's name is whole: it was read back before it got that name. They live in the
user's folder, away from the desk. Not here: which of them stay (retention.py), the way back
(restore.py), when one is due (core/desk.py).
"""

from __future__ import annotations

import hashlib
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from healthdesk.core.domain.errors import DamagedDesk, DeskError, DeskInUse, DiskTrouble, NotADesk
from healthdesk.core.store import check, driver, files, header, schema
from healthdesk.core.store.db import SCHEMA, connect
from healthdesk.core.store.retention import Backup, thin
from healthdesk.core.store.trouble import sentence_for
from healthdesk.paths import SUFFIX, user_folder

OTHER_NAME = "Name another file."


@dataclass(frozen=True)
class BackupInfo:
    """A backup that was made and verified."""

    file: Path
    bytes: int


def folder_of(desk: Path) -> Path:
    """Where the backups of a desk live: away from it, under its name and a mark of its place."""
    place = str(desk.resolve()).encode("utf-8", "surrogateescape")
    return user_folder() / "backups" / f"{desk.stem}-{hashlib.sha256(place).hexdigest()[:8]}"


def listed(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, oldest first; other files are not looked at."""
    found = []
    for file in folder.glob(f"*{SUFFIX}") if folder.is_dir() else ():
        at = files.date_of(file)
        if at is not None:
            with suppress(OSError):
                found.append(Backup(file, at, file.stat().st_size))
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.file.name)))


def take(desk: Path, now: datetime, to: Path | None = None) -> BackupInfo:
    """Back up a desk, verified, to a file or to its own folder; old backups there are thinned.

    A desk that fails its check is not backed up, and then nothing older is removed either.
    """
    if to is not None:
        _require_replaceable(to, desk)
        return copy(desk, to)
    folder = folder_of(desk)
    files.make_folder(folder)
    files.sweep(folder, now)
    made = copy(desk, files.dated_name(folder, desk.stem, now))
    for old in thin(listed(folder), now):
        if old.file != made.file:
            with suppress(OSError):
                old.file.unlink()
    return made


def verify(file: Path) -> dict[str, int]:
    """Prove that a backup would open and is whole; returns the number of rows per table."""
    found = header.look(file)
    with closing(connect(file, header.looking_mode(file))) as connection:
        problems = check.damage(connection, full=False)
        if problems:
            raise DamagedDesk(f"{file} fails its check: {problems[0]}.", "Use another backup.")
        return _counts(connection, found.schema)


def copy(source: Path, to: Path) -> BackupInfo:
    """Copy a desk whole by SQLite's own means, verify the copy, and only then give it its name."""
    with files.writing(to.parent), files.partial(to) as partial:
        counts = _transfer(source, partial)
        try:
            copied = verify(partial)
        except DamagedDesk as damage:
            raise DamagedDesk(
                f"{source} is damaged, so it was not backed up ({damage.sentence}).",
                "Restore an older backup; none was removed.",
            ) from None
        if copied != counts:
            raise DamagedDesk(f"The copy of {source} differs from it and was thrown away.")
        files.put_in_place(partial, to)
    return BackupInfo(to, to.stat().st_size)


def _transfer(source: Path, target: Path) -> dict[str, int]:
    """Copy page by page out of one consistent state; returns that state's numbers of rows."""
    mode = header.reading_mode(source)
    try:
        with closing(connect(source, mode)) as reading, closing(connect(target, "rw")) as out:
            reading.execute("PRAGMA query_only=ON").close()
            reading.execute("BEGIN").close()
            (version,) = reading.execute("PRAGMA user_version").fetchone()
            counts = _counts(reading, version)
            out.execute("PRAGMA journal_mode=OFF").close()  # a copy that fails is thrown away
            reading.backup(out)
            reading.execute("ROLLBACK").close()
    except dbapi2.Error as error:
        told = sentence_for(error, target if _is_about_writing(error) else source)
        if told is None:
            raise
        raise told from error
    return counts


def _is_about_writing(error: dbapi2.Error) -> bool:
    return any(word in str(error) for word in ("full", "readonly"))


def _counts(connection: dbapi2.Connection, version: int) -> dict[str, int]:
    if version != SCHEMA:
        return {}
    return {
        name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])
        for name in schema.tables()
    }


def _require_replaceable(to: Path, desk: Path) -> None:
    """A backup may replace an older backup, never a desk in use or a file of another kind."""
    if to.is_dir():
        raise DiskTrouble(f"{to} is a folder; nothing was written.", "Name a file.")
    if not to.exists():
        return
    if to.resolve() == desk.resolve():
        raise DeskError("A desk is no backup of itself; nothing was written.", OTHER_NAME)
    try:
        header.look(to)
    except NotADesk:
        raise DeskError(
            f"{to} is there already and is no desk; it was left as it is.", OTHER_NAME
        ) from None
    if driver.has_log(to):
        raise DeskInUse(f"{to} is a desk in use; it was left as it is.", OTHER_NAME)
