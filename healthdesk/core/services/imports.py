"""Imports: takes exchange folders in as one batch, lists batches, takes a batch back whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import DiskTrouble
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.views import BatchView, ImportResult, TableCount
from healthdesk.core.importers import exchange
from healthdesk.core.services import import_parts, import_run
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx


@op("Import")
def run(
    tx: Tx,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    rejects_dir: Path | None = None,
) -> ImportResult:
    """Take folders and files in as one import: refused whole, or done but for the rejected rows.

    A dry run does everything and keeps nothing. Without `rejects_dir`, the file of rejected rows
    goes beside the desk.
    """
    try:
        sources = exchange.discover([Path(path) for path in paths])
        return import_run.write(
            tx,
            sources.files,
            sources.documents,
            dry_run=dry_run,
            progress=progress,
            rejects_dir=rejects_dir,
            notes=sources.notes,
            watch=import_run.Watch(lines=sources.lines),
        )
    except OSError as error:
        raise DiskTrouble(
            f"{error.filename or 'A file'} cannot be read ({error.strerror}); nothing was imported."
        ) from None


def history(tx: Tx) -> tuple[BatchView, ...]:
    """Every import, newest first, undone ones too."""
    gone: dict[int, list[str]] = {}
    for load, files in tx.execute(
        text(
            "SELECT p.load_id, b.files FROM import_part AS p"
            " JOIN import_batch AS b ON b.id = p.batch_id WHERE b.undone ORDER BY b.id"
        )
    ):
        gone.setdefault(load, []).extend(msgspec.json.decode(files))
    rows = tx.execute(
        text(
            "SELECT id, at, files, tables, undone, rejects_file FROM import_batch"
            " WHERE id NOT IN (SELECT batch_id FROM import_part) ORDER BY id DESC"
        )
    )
    return tuple(
        BatchView(
            batch=number,
            at=at,
            files=tuple(msgspec.json.decode(files)),
            tables=msgspec.json.decode(tables, type=dict[str, TableCount]),
            undone=bool(undone),
            rejects_file=file,
            undone_files=tuple(gone.get(number, ())),
        )
        for number, at, files, tables, undone, file in rows
    )


@op("Undo import")
def take_back(tx: Tx, batch: int, *, file: str | None = None) -> tuple[str, ...]:
    """Take an import back, whole or one file of it; what later imports touched stays theirs.

    Returns notes: rows that had to stay because facts of others hang on them.
    """
    batches = import_parts.standing(tx, batch, file)
    with undo.suspended(tx):
        notes = import_run.remove(tx, batches)
    undo.register(
        tx,
        undo=lambda later: import_run.put_back(later, batches),
        redo=lambda later: import_run.remove(later, batches),
    )
    return notes
