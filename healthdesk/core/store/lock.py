"""One writer a desk: a lock of the operating system's, held while a desk is open for writing.

The lock belongs to the process and ends with it, however it ends. Readers take none: the file's
log lets them read beside the writer. Not here: the message that raises the other window (the
screen listens at `instance_name`).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import IO

from healthdesk.core.domain.errors import DeskInUse, DiskTrouble

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FAR = 1 << 30
"""Windows locks bytes and then lets nobody read them: this one, which is never written."""

TRIES = 20


def instance_name(path: Path) -> str:
    """A short name, the same for every path to one desk, under which its window can be found."""
    real = os.path.normcase(path.resolve())
    return f"healthdesk-{hashlib.sha256(real.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def lock_path(path: Path) -> Path:
    """The lock file of a desk."""
    real = path.resolve()
    return real.with_name(real.name + ".lock")


class DeskLock:
    """Holds the desk from construction to `release`; raises `DeskInUse` when another holds it."""

    def __init__(self, path: Path) -> None:
        self._desk = path
        self._path = lock_path(path)
        for _ in range(TRIES):
            file = self._taken()
            # The holder before may have removed the file between our opening and our locking it.
            if _is_at(file, self._path):
                break
            file.close()
        else:
            raise _in_use(path, None)
        self._file: IO[str] | None = file
        try:
            file.seek(0)
            file.truncate()
            json.dump({"pid": os.getpid(), "name": instance_name(path)}, file)
            file.flush()
        except OSError as trouble:
            self.release()
            raise _unwritable(path, trouble) from None

    def release(self) -> None:
        """Let go of the desk; harmless when it was let go of before."""
        file, self._file = self._file, None
        if file is None:
            return
        if sys.platform == "win32":
            # An open file cannot be removed there; one that the next holder has open stays.
            file.close()
            with contextlib.suppress(OSError):
                self._path.unlink()
        else:
            with contextlib.suppress(OSError):
                self._path.unlink()
            file.close()

    def _taken(self) -> IO[str]:
        try:
            handle = os.open(
                self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600
            )
        except OSError as trouble:
            raise _unwritable(self._desk, trouble) from None
        file = os.fdopen(handle, "r+", encoding="utf-8")
        try:
            _lock(file)
        except OSError:
            holder = _holder(file)
            file.close()
            raise _in_use(self._desk, holder) from None
        return file


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_at(file: IO[str], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except OSError:
        return False


def _holder(file: IO[str]) -> int | None:
    """The process that says it holds the lock, if it got as far as saying so."""
    try:
        file.seek(0)
        said = json.load(file)
    except (OSError, ValueError):
        return None
    pid = said.get("pid") if isinstance(said, dict) else None
    return pid if isinstance(pid, int) else None


def _in_use(path: Path, pid: int | None) -> DeskInUse:
    who = "another HealthDesk" if pid is None else f"another HealthDesk (process {pid})"
    return DeskInUse(
        f"{path} is open in {who}; nothing was changed.",
        "Close it there; until then it can only be read.",
        pid,
    )


def _unwritable(path: Path, trouble: OSError) -> DiskTrouble:
    return DiskTrouble(
        f"{path.parent} cannot be written to ({trouble.strerror}), so the desk there cannot be"
        " changed; nothing was touched.",
        "Open it for reading only, or copy it to a folder of your own.",
    )
