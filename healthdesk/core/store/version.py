"""Which SQLite may write a desk: one without the fault that can corrupt a file in WAL mode."""

from __future__ import annotations

from sqlcipher3 import dbapi2

from healthdesk.core.domain.errors import DeskError

FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""First fixed version of each repaired line; the last one holds for everything after it."""


def is_safe(version: str) -> bool:
    """Whether this SQLite version is free of the race between a reset of the log and a writer.

    The fault is in 3.7.0 to 3.51.2 (https://sqlite.org/wal.html); two older lines were repaired
    too.
    """
    parts = tuple(int(part) for part in version.split("."))[:3]
    if parts >= FIXED[-1]:
        return True
    return any(parts[:2] == fixed[:2] and parts >= fixed for fixed in FIXED[:-1])


def require_safe() -> None:
    """Refuse to write a desk with an SQLite that may corrupt it."""
    if not is_safe(dbapi2.sqlite_version):
        raise DeskError(
            f"SQLite {dbapi2.sqlite_version} as installed may corrupt files; nothing was opened.",
            "Install sqlcipher3 0.6.4 or newer.",
        )
