"""Gives an import its number, and each of its files a batch of its own to be taken back by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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


def arrive(batch: Batch, file: str, maker: str) -> Part:
    """A part of an import for rows that waited in a file, and that another file made known.

    It goes with the file that made them known, which its list names second, and with the import
    that they waited in.
    """
    ((at,),) = batch.driver.run("SELECT at FROM import_batch WHERE id = ?", (batch.id,))
    number = _number(batch.driver, at, batch.day, [file, maker])
    batch.driver.run(
        "INSERT INTO import_part (batch_id, load_id) VALUES (?, ?)", (number, batch.id)
    )
    part = Part(file, number, 0, maker=maker)
    batch.arrived.append(part)
    return part


def forget(batch: Batch, part: Part) -> None:
    """No part after all: nothing came in with it."""
    batch.arrived.remove(part)
    batch.driver.run("DELETE FROM import_part WHERE batch_id = ?", (part.batch,))
    batch.driver.run("DELETE FROM import_batch WHERE id = ?", (part.batch,))


def finish(
    driver: Driver, batch: Batch, tables: dict[str, TableCount], rejects_file: str | None
) -> None:
    """Keep what an import did, in all and by file."""
    rows = [(tables, rejects_file, batch.id)]
    parts = (*batch.parts.values(), *batch.arrived)
    rows.extend((part.tables(), None, part.batch) for part in parts if part.batch != batch.id)
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


class _Row(NamedTuple):
    """A batch of an import; `load` is None where it is the import itself."""

    batch: int
    load: int | None
    files: list[str]
    undone: bool

    @property
    def arrived(self) -> bool:
        """Whether it is of rows that waited: no file of the import."""
        return self.load is not None and len(self.files) > 1


def standing(tx: Tx, batch: int, file: str | None) -> tuple[int, ...]:
    """The batches that an import, or one file of it, consists of and that stand.

    The batch of the import itself goes with its last file. Rows that waited go with the file that
    made them known, and with the one that they waited in. A sentence if there is no such batch, or
    nothing of it stands.
    """
    rows = [
        _Row(number, load, msgspec.json.decode(files), bool(undone))
        for number, load, files, undone in tx.execute(
            text(
                "SELECT b.id, p.load_id, b.files, b.undone FROM import_batch AS b"
                " LEFT JOIN import_part AS p ON p.batch_id = b.id"
                " WHERE b.id = :batch OR p.load_id = :batch ORDER BY b.id"
            ),
            {"batch": batch},
        )
    ]
    if not rows:
        raise NotFound(
            f"There is no import number {batch}; nothing was changed.",
            "Look at the list of imports.",
        )
    if rows[0].load is not None:
        return standing(tx, rows[0].load, rows[0].files[0])
    chosen = rows
    if file is not None:
        chosen = [row for row in rows if row.files == [file]]
        if not chosen:
            raise NotFound(f"Import {batch} has no file {file}; nothing was changed.")
        chosen += [row for row in rows if row.arrived and row.files[1] == file]
    told = f"{file} of import {batch}" if file is not None else f"Import {batch}"
    found = {row.batch for row in chosen if not row.undone}
    if not found:
        raise DeskError(f"{told} was taken back already; nothing was changed.")
    if file is not None:
        found.update(_import_alone(rows, found))
    return tuple(sorted(found | _brought(tx, found)))


def _import_alone(rows: Sequence[_Row], going: set[int]) -> list[int]:
    """The import's own batch and what hangs on no file of it, when the last of its files goes."""
    files = [row for row in rows if row.load is not None and not row.arrived]
    if any(not row.undone and row.batch not in going for row in files):
        return []
    return [row.batch for row in rows if not row.undone]


def _brought(tx: Tx, going: set[int]) -> set[int]:
    """What came in later of the rows that waited in batches."""
    return set(
        tx.execute(
            text(
                "SELECT DISTINCT b.id FROM waiting_row AS w"
                " JOIN import_batch AS b ON b.id = w.settled_by AND NOT b.undone"
                " JOIN import_part AS p ON p.batch_id = b.id"
                " WHERE w.batch_id IN (SELECT value FROM json_each(:batches))"
                " AND json_array_length(b.files) > 1"
            ),
            {"batches": msgspec.json.encode(sorted(going)).decode()},
        ).scalars()
    )


def _number(driver: Driver, at: str, day: int, names: Sequence[str]) -> int:
    ((number,),) = driver.run(
        "INSERT INTO import_batch (at, day, label, files, tables, undone)"
        " VALUES (?, ?, ?, ?, '{}', 0) RETURNING id",
        (
            at,
            day,
            ", ".join(filter(None, names[:_SHOWN])),
            msgspec.json.encode(list(names)).decode(),
        ),
    )
    return int(number)
