"""Turns SQLite's complaints into sentences: what happened, what is untouched, what to do."""

from __future__ import annotations

from pathlib import Path

from healthdesk.core.domain.errors import DamagedDesk, DeskError, DeskInUse, DiskTrouble

FULL = ("database or disk is full",)
LOCKED = ("database is locked", "database table is locked", "database schema is locked")
DAMAGED = ("malformed", "file is not a database", "unsupported file format")
FAILING = ("disk i/o error", "unable to open database file", "large file support is disabled")
READ_ONLY = ("readonly database",)


def sentence_for(error: BaseException, path: Path) -> DeskError | None:
    """The error to tell the user, or None when it is no trouble of the disk or file but a bug."""
    told = str(getattr(error, "orig", error)).lower()

    def says(words: tuple[str, ...]) -> bool:
        return any(word in told for word in words)

    if says(FULL):
        return DiskTrouble(
            f"The disk that holds {path} is full; what was being written was taken back"
            " and the desk is as it was before.",
            "Make room there and try again.",
        )
    if says(LOCKED):
        return DeskInUse(
            f"Another program is writing to {path}; nothing was changed.",
            "Close it there and try again.",
        )
    if says(DAMAGED):
        return DamagedDesk(
            f"{path} is damaged; nothing was written to it.", "Restore a backup, then go on."
        )
    if says(READ_ONLY):
        return DiskTrouble(
            f"{path} cannot be written to; nothing was changed.",
            "Check the rights to the file and its folder, or copy the desk elsewhere.",
        )
    if says(FAILING):
        return DiskTrouble(
            f"The disk that holds {path} fails or is gone; what was being written was taken back.",
            "Check the disk, then open the desk again.",
        )
    return None
