"""Gives an import its number, and each of its files a batch of its own to be taken back by."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import DeskError, NotFound
from healthdesk.core.domain.views import TableCount
from healthdesk.core.services.import_batch import Batch, Part
from healthdesk.core.services.import_log import Driver
from healthdesk.core.store.db import Tx

_SHOWN = 3


def begin(driver: Driver, at: str, day: int, names: Sequence[str]) -> tuple[int, dict[str, Part]]:
    """Number an import of these files, and its parts; a single file is the import itself."""
    load = _number(driver, at, day, names)
    if len(names) < 2:
        return load, {name: Part(name, load, 0) for name in names}
    parts = {name: Part(name, _number(driver, at, day, [name]), 0) for name in names}
    driver.many(
        "INSERT INTO import_part (batch_id, load_id) VALUES (?, ?)",
        [(part.batch, load) for part in parts.values()],
    )
    return load, parts


def finish(
    driver: Driver, batch: Batch, tables: dict[str, TableCount], rejects_file: str | None
) -> None:
    """Keep what an import did, in all and by file."""
    rows = [(tables, rejects_file, batch.id)]
    rows.extend(
        (part.tables(), None, part.batch) for part in batch.parts.values() if part.batch != batch.id
    )
    driver.many(
        "UPDATE import_batch SET tables = ?, rejects_file = ? WHERE id = ?",
        [(msgspec.json.encode(told).decode(), *rest) for told, *rest in rows],
    )


def require(tx: Tx, batches: Sequence[int], *, undone: bool) -> None:
    """Refuse in a sentence unless all of these batches stand (or all are undone)."""
    rows = tx.execute(
        text(
            "SELECT id FROM import_batch WHERE undone = :undone"
            " AND id IN (SELECT value FROM json_each(:batches))"
        ),
        {"undone": undone, "batches": msgspec.json.encode(list(batches)).decode()},
    ).scalars()
    other = set(batches) - set(rows)
    if other:
        told = "is not taken back" if undone else "was taken back already"
        raise DeskError(f"Import {min(other)} {told}; nothing was changed.")


def standing(tx: Tx, batch: int, file: str | None) -> tuple[int, ...]:
    """The batches that an import, or one file of it, consists of and that stand.

    The batch of the import itself goes with its last file. A sentence if there is no such batch,
    or nothing of it stands.
    """
    rows = tx.execute(
        text(
            "SELECT b.id, p.load_id, b.files, b.undone FROM import_batch AS b"
            " LEFT JOIN import_part AS p ON p.batch_id = b.id"
            " WHERE b.id = :batch OR p.load_id = :batch ORDER BY b.id"
        ),
        {"batch": batch},
    ).all()
    if not rows:
        raise NotFound(
            f"There is no import number {batch}; nothing was changed.",
            "Look at the list of imports.",
        )
    if rows[0][1] is not None:
        return standing(tx, rows[0][1], msgspec.json.decode(rows[0][2])[0])
    chosen = rows
    if file is not None:
        chosen = [row for row in rows if msgspec.json.decode(row[2]) == [file]]
        if not chosen:
            raise NotFound(f"Import {batch} has no file {file}; nothing was changed.")
    told = f"{file} of import {batch}" if file is not None else f"Import {batch}"
    found = [row[0] for row in chosen if not row[3]]
    if not found:
        raise DeskError(f"{told} was taken back already; nothing was changed.")
    if file is not None:
        found.extend(_import_alone(rows, set(found)))
    return tuple(sorted(set(found)))


def _import_alone(rows: Sequence[tuple[int, int | None, str, bool]], going: set[int]) -> list[int]:
    """The import's own batch, when the last of its files goes."""
    left = [row for row in rows if row[1] is not None and not row[3] and row[0] not in going]
    return [] if left else [row[0] for row in rows if row[1] is None and not row[3]]


def _number(driver: Driver, at: str, day: int, names: Sequence[str]) -> int:
    ((number,),) = driver.run(
        "INSERT INTO import_batch (at, day, label, files, tables, undone)"
        " VALUES (?, ?, ?, ?, '{}', 0) RETURNING id",
        (at, day, ", ".join(names[:_SHOWN]), msgspec.json.encode(list(names)).decode()),
    )
    return int(number)
