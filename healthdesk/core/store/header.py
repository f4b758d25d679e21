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
    DeskError,
    DiskTrouble,
    NewerDesk,
    NotADesk,
    NotFound,
)
from healthdesk.core.store import schema
from healthdesk.core.store.driver import APPLICATION_ID, SCHEMA, connect, has_log
from healthdesk.core.store.trouble import sentence_for

MAGIC = b"SQLite format 3\x00"
UNTOUCHED = "The file was left as it is."
RESTORE = "Restore a backup."
UPDATE = "Update HealthDesk on this computer to open it."


@dataclass(frozen=True)
class Header:
    """What a desk's file says of itself."""

    schema: int
    unclean: bool
    """A log was left beside it: its last holder did not close it (or has it open now)."""


def look(path: Path) -> Header:
    """Tell that a file is a desk this program can read, or raise the error that says why not."""
    _require_file(path)
    head = _read_head(path)
    if head[:16] != MAGIC:
        raise NotADesk(f"{path} is not a desk: it is some other kind of file.", UNTOUCHED)
    unclean = has_log(path)
    if not unclean:  # else what counts may be in the log, which only SQLite reads
        _require_desk(path, _number(head, 68), _number(head, 60))
        _require_whole(path, head)
    return Header(_ask(path), unclean)


def reading_mode(path: Path) -> str:
    """How to open a file for reading: where its folder cannot be written, without side files."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "rw"
    return looking_mode(path)


def looking_mode(path: Path) -> str:
    """How to open a file just to look: without a log nothing may appear beside it either."""
    return "ro" if has_log(path) else "ro&immutable=1"


def _require_file(path: Path) -> None:
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
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


def _require_desk(path: Path, application: int, version: int) -> None:
    newer = f"{path} was written by a newer HealthDesk"
    if application != APPLICATION_ID:
        if application >> 8 == APPLICATION_ID >> 8:
            raise NewerDesk(f"{newer}. {UNTOUCHED}", UPDATE)
        raise NotADesk(f"{path} is a database of another program, not a desk.", UNTOUCHED)
    if version > SCHEMA:
        told = f"its format is {version}, this HealthDesk knows up to {SCHEMA}"
        raise NewerDesk(f"{newer} ({told}). {UNTOUCHED}", UPDATE)


def _require_whole(path: Path, head: bytes) -> None:
    page = int.from_bytes(head[16:18], "big")
    whole = (65_536 if page == 1 else page) * _number(head, 28)
    size = path.stat().st_size
    # The count of pages is good only if written by the same change as the rest of the header.
    if _number(head, 24) == _number(head, 92) and size < whole:
        raise DamagedDesk(
            f"{path} is cut off: {size:,} of {whole:,} bytes are there. {UNTOUCHED}", RESTORE
        )


def _ask(path: Path) -> int:
    """Ask SQLite itself, which also sees what is still in the log; returns the schema."""
    try:
        with closing(connect(path, looking_mode(path))) as connection:
            application, version = (
                int(connection.execute(f"PRAGMA {name}").fetchone()[0])
                for name in ("application_id", "user_version")
            )
            _require_desk(path, application, version)
            if version == SCHEMA:
                _require_tables(path, schema.differences(connection))
    except dbapi2.Error as trouble:
        raise _told(trouble, path) from None
    return version


def _told(trouble: dbapi2.Error, path: Path) -> DeskError:
    """What SQLite's complaint on opening a file means."""
    if "unable to open" in str(trouble) and has_log(path):
        return DiskTrouble(
            f"{path} was not closed by its last user, and in a folder that cannot be written to it"
            f" cannot be put in order. {UNTOUCHED}",
            "Copy it and its -wal file to a folder of your own and open it there.",
        )
    told = sentence_for(trouble, path)
    if told is not None and not isinstance(told, DamagedDesk):
        return told
    return DamagedDesk(f"{path} is damaged ({trouble}). {UNTOUCHED}", RESTORE)


def _require_tables(path: Path, differences: schema.Differences) -> None:
    if differences.missing:
        lost = differences.missing[0]
        raise DamagedDesk(f"{path} is damaged: it has lost {lost}. {UNTOUCHED}", RESTORE)
    if differences.unknown:
        raise NewerDesk(
            f"{path} holds {differences.unknown[0]}, which this HealthDesk does not know: a newer"
            f" one may have written it. {UNTOUCHED}",
            UPDATE,
        )
    if differences.triggers:
        raise NotADesk(
            f"{path} would run code of its own ({differences.triggers[0]}) when it is changed;"
            f" no desk does that. {UNTOUCHED}",
            RESTORE,
        )


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")
