"""Files kept with an account, and what matters to the customer; the bytes lie in the desk."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import DeskError, NotFound, UsageError
from healthdesk.core.domain.kept_file import LIMIT, FileBytes, KeptFile, safe_name
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings
from healthdesk.core.services.timeline_work import size_words
from healthdesk.core.services.wording import number
from healthdesk.core.store.db import Tx

MOST_WORDS: Final = 20_000
"""Letters of a note of a file, and of what matters to a customer."""
_KEPT: Final = "nothing was kept"


@op("Attach files")
def add(
    tx: Tx, account_id: str, paths: Sequence[Path], note: str = "", touchpoint: int | None = None
) -> tuple[int, ...]:
    """Keep files with an account, all of them or none; returns their rows."""
    account = _account(tx, account_id)
    day = settings.today(tx)
    rows = []
    for path in paths:
        content = _content(path)
        made = tx.execute(
            text(
                "INSERT INTO attachment (account_id, touchpoint_id, name, note, made_on, size,"
                " content) VALUES (:account, :touchpoint, :name, :note, :day, :size, :content)"
                " RETURNING id"
            ),
            {
                "account": account,
                "touchpoint": touchpoint,
                "name": safe_name(path.name),
                "note": _words(note),
                "day": day,
                "size": len(content),
                "content": content,
            },
        )
        rows.append(int(made.scalar_one()))
    return tuple(rows)


@op("Remove file")
def remove(tx: Tx, row: int) -> None:
    """Remove a file; undo brings it back with its bytes."""
    gone = tx.execute(text("DELETE FROM attachment WHERE id = :row RETURNING id"), {"row": row})
    if gone.first() is None:
        raise NotFound("This file is no longer in the desk.")


@op("Edit note of a file")
def set_note(tx: Tx, row: int, note: str) -> None:
    """Say what a file is about."""
    found = tx.execute(
        text("UPDATE attachment SET note = :note WHERE id = :row RETURNING id"),
        {"note": _words(note), "row": row},
    )
    if found.first() is None:
        raise NotFound("This file is no longer in the desk.")


@op("Edit what matters to the customer")
def set_matters(tx: Tx, account_id: str, words: str) -> None:
    """Keep what matters to a customer, in our words."""
    tx.execute(
        text(
            "INSERT INTO account_care (account_id, matters) VALUES (:account, :words)"
            " ON CONFLICT (account_id) DO UPDATE SET matters = excluded.matters"
        ),
        {"account": _account(tx, account_id), "words": _words(words)},
    )


def matters(tx: Tx, account_id: str) -> str:
    """What matters to a customer, "" where nobody wrote it down."""
    found = tx.execute(
        text(
            "SELECT c.matters FROM account_care AS c JOIN account AS a ON a.id = c.account_id"
            " WHERE a.account_id = :name"
        ),
        {"name": account_id},
    )
    return str(found.scalar_one_or_none() or "")


def listed(tx: Tx, account_id: str, day: int) -> tuple[KeptFile, ...]:
    """The files of an account that were there on a day, the newest first."""
    found = tx.execute(
        text(
            "SELECT f.id, f.name, f.note, f.made_on, f.size, f.touchpoint_id FROM attachment AS f"
            " JOIN account AS a ON a.id = f.account_id"
            " WHERE a.account_id = :name AND f.made_on <= :day ORDER BY f.made_on DESC, f.id DESC"
        ),
        {"name": account_id, "day": day},
    )
    return tuple(KeptFile(*row) for row in found)


def content(tx: Tx, row: int) -> FileBytes:
    """A file with its bytes."""
    found = tx.execute(
        text("SELECT name, content FROM attachment WHERE id = :row"), {"row": row}
    ).one_or_none()
    if found is None:
        raise NotFound("This file is no longer in the desk.")
    return FileBytes(found[0], found[1])


def write(file: FileBytes, path: Path) -> Path:
    """Write a file's bytes where the person said; what was there is replaced as a whole."""
    beside = path.with_name(f".{path.name[:80]}.part")
    try:
        beside.write_bytes(file.content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise DeskError(
            f"{path.name} could not be written: {error.strerror or error}.",
            "Choose another folder.",
        ) from error
    return path


def write_copy(file: FileBytes, folder: Path) -> Path:
    """Write a copy to look at into a folder of ours; a name that is taken gets a number."""
    name = safe_name(file.name)
    stem, dot, ending = name.rpartition(".")
    for number_of in range(1, 1000):
        tried = (
            name
            if number_of == 1
            else (f"{stem} ({number_of}).{ending}" if dot else f"{name} ({number_of})")
        )
        if not (folder / tried).exists():
            return write(file, folder / tried)
    raise DeskError(
        "The folder for copies is full.", "Close HealthDesk once; it empties the folder."
    )


def _content(path: Path) -> bytes:
    """The bytes of a file, or a sentence why it is not kept."""
    name = safe_name(path.name)
    try:
        if not path.is_file():
            raise UsageError(f"{name} is a folder or no file; {_KEPT}.", "Choose single files.")
        size = path.stat().st_size
        if size > LIMIT:
            raise UsageError(
                f"{name} has {size_words(size)}; a desk keeps files of up to {size_words(LIMIT)};"
                f" {_KEPT}.",
                "Write a note with the place where the file lies.",
            )
        with path.open("rb") as file:
            found = file.read(LIMIT + 1)
    except OSError as error:
        raise UsageError(
            f"{name} could not be read: {error.strerror or error}; {_KEPT}."
        ) from error
    if len(found) > LIMIT:
        raise UsageError(f"{name} grew while it was read; {_KEPT}.")
    return found


def _words(told: str) -> str:
    words = told.strip()
    if len(words) > MOST_WORDS or "\0" in words:
        raise UsageError(
            f"That is too long: {number(len(words))} letters of at most {number(MOST_WORDS)};"
            " nothing was changed."
        )
    return words


def _account(tx: Tx, account_id: str) -> int:
    row = tx.execute(
        text("SELECT id FROM account WHERE account_id = :name"), {"name": account_id}
    ).scalar_one_or_none()
    if row is None:
        raise NotFound(f"There is no account {account_id}; nothing was changed.")
    return int(row)
