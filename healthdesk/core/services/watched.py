"""A watched folder: which of its files are new or changed since last time, and finished.

Not here: what becomes of them (sources.py).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.progress import Progress

QUIET: Final = 3.0
"""Seconds without a change after which a file counts as finished."""
_PARTIAL: Final = (".part", ".partial", ".crdownload", ".download", ".tmp", ".swp")
_HIDDEN: Final = (".", "~$")
_BLOCK: Final = 1 << 20


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as it was when it was looked at last; `error` says why it could not be read."""

    size: int
    time: int
    """Nanoseconds, as the file system tells its last change."""
    hash: str
    error: str = ""


@dataclass(frozen=True)
class Scan:
    """A folder now: `changed` are to be read, `touched` only have another time on them."""

    changed: Mapping[str, Seen]
    touched: Mapping[str, Seen]
    busy: tuple[str, ...]
    names: frozenset[str]
    """All files that could ever be read."""


def scan(folder: Path, known: Mapping[str, Seen], now: float, progress: Progress) -> Scan:
    """Compare a folder's files with what was seen: by size and time first, then by their bytes.

    A file that changed less than three seconds before `now`, or while it was read, is still being
    written: it is left for the next time. So are empty ones. Folders inside are not looked into.
    """
    changed: dict[str, Seen] = {}
    touched: dict[str, Seen] = {}
    busy: list[str] = []
    files = _files(folder)
    for at, path in enumerate(files):
        progress.step(at, len(files), f"Looking at {path.name}")
        try:
            state = path.stat()
            before = known.get(path.name)
            if before is not None and (before.size, before.time) == (
                state.st_size,
                state.st_mtime_ns,
            ):
                continue
            if not state.st_size or 0 <= now - state.st_mtime < QUIET:
                busy.append(path.name)
                continue
            seen = Seen(state.st_size, state.st_mtime_ns, _hash(path))
            after = path.stat()
        except OSError:
            busy.append(path.name)  # gone, or locked by whoever writes it
            continue
        if (after.st_size, after.st_mtime_ns) != (seen.size, seen.time):
            busy.append(path.name)
        elif before is not None and before.hash == seen.hash:
            touched[path.name] = msgspec.structs.replace(seen, error=before.error)
        else:
            changed[path.name] = seen
    return Scan(changed, touched, tuple(busy), frozenset(path.name for path in files))


def _files(folder: Path) -> list[Path]:
    """The files of a folder by name; what programs leave while they write is none."""
    try:
        with os.scandir(folder) as entries:
            found = [Path(entry.path) for entry in entries if entry.is_file()]
    except OSError as error:
        raise DeskError(
            f"The folder {folder} cannot be read ({error.strerror}); nothing was imported.",
            "Bring it back, or remove the source: its data stays.",
        ) from None
    return sorted(
        path
        for path in found
        if not path.name.startswith(_HIDDEN) and not path.name.lower().endswith(_PARTIAL)
    )


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
