"""Files written safely: under a temporary name, flushed, renamed; trouble told in sentences."""

from __future__ import annotations

import errno
import glob
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.store.db import private
from healthdesk.paths import SUFFIX

NAMED = "%Y%m%dT%H%M%SZ"
"""How an instant stands in a file's name."""
SIDES = ("-wal", "-shm")
"""What SQLite lays beside a desk; a log left there would be played into the next desk so named."""
ABANDONED = 3_600
"""Seconds after which nobody is writing a half-written file any more."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Tell an OSError while files in a folder are written as trouble with the disk."""
    try:
        yield
    except OSError as trouble:
        full = trouble.errno in {errno.ENOSPC, errno.EDQUOT}
        what = "is on a full disk" if full else f"cannot be written to ({trouble.strerror})"
        raise DiskTrouble(
            f"{folder} {what}; nothing half-written was kept and what was there is untouched.",
            "Make room there, or choose another folder.",
        ) from trouble


@contextmanager
def partial(to: Path) -> Iterator[Path]:
    """An empty file beside `to`, its owner's only; renamed to it or, whatever happens, removed."""
    name = to.with_name(f".{to.name}.{secrets.token_hex(4)}.new")
    try:
        with private():
            name.touch(0o600, exist_ok=False)
        yield name
    finally:
        name.unlink(missing_ok=True)
        remove_sides(name)


def sweep(folder: Path, now: datetime, name: str = "*") -> None:
    """Remove what a killed process left half-written: files of `partial`, an hour old or older."""
    for left in folder.glob(f".{glob.escape(name) if name != '*' else name}.????????.new"):
        with suppress(OSError):
            if now.timestamp() - left.stat().st_mtime >= ABANDONED:
                left.unlink()


def put_in_place(file: Path, to: Path) -> None:
    """Rename a finished desk so that after a power cut either the old or the new one is there."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
    remove_sides(to)
    file.replace(to)
    if os.name == "nt":
        return  # folders cannot be opened there, and need not be
    handle = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def duplicate(here: Path, there: Path) -> None:
    """Copy bytes to a new file, flushed, its owner's only."""
    with private(), here.open("rb") as source, there.open("xb") as target:
        while block := source.read(1 << 20):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def remove_sides(desk: Path) -> None:
    """Remove what SQLite laid beside a desk that nobody has open."""
    for side in SIDES:
        desk.with_name(desk.name + side).unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder, its owner's only, if it is not there."""
    with writing(folder), private():
        folder.mkdir(parents=True, exist_ok=True)


def dated_name(folder: Path, stem: str, now: datetime) -> Path:
    """A free name for a desk's file in a folder, dated; within one second a number goes before."""
    date = now.astimezone(UTC).strftime(NAMED)
    name = folder / f"{stem} {date}{SUFFIX}"
    number = 2
    while name.exists():
        name = folder / f"{stem} {number} {date}{SUFFIX}"
        number += 1
    return name


def date_of(file: Path) -> datetime | None:
    """The instant in a dated name, or None."""
    try:
        return datetime.strptime(file.stem.rpartition(" ")[2], NAMED).replace(tzinfo=UTC)
    except ValueError:
        return None
