"""Imports: takes exchange folders in as one batch, lists batches, takes a batch back whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import text

from healthdesk import paths as places
from healthdesk.core.clock import default_zone
from healthdesk.core.domain.errors import DeskError, DiskTrouble, NotFound
from healthdesk.core.domain.exchange import BY_NAME
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.views import BatchView, ImportResult, TableCount
from healthdesk.core.importers import exchange
from healthdesk.core.importers.exchange import Sources
from healthdesk.core.services import import_documents, profiles, settings
from healthdesk.core.services.import_accounts import AccountWriter
from healthdesk.core.services.import_batch import Batch, Driver, RejectLog, RowLog
from healthdesk.core.services.import_tables import TableWriter
from healthdesk.core.services.import_undo import reinstate_rows, take_back_rows
from healthdesk.core.services.import_usage import UsageWriter
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
    """Take folders and files in as one batch: refused whole, or done but for the rejected rows.

    A dry run does everything and keeps nothing. Without `rejects_dir`, the file of rejected rows
    goes beside the desk.
    """
    try:
        sources = exchange.discover([Path(path) for path in paths])
        return _run(tx, sources, dry_run, progress or NoProgress(), rejects_dir)
    except OSError as error:
        raise DiskTrouble(
            f"{error.filename or 'A file'} cannot be read ({error.strerror}); nothing was imported."
        ) from None


def _run(
    tx: Tx, sources: Sources, dry_run: bool, progress: Progress, rejects_dir: Path | None
) -> ImportResult:
    folder = None if dry_run else rejects_dir or _beside(tx)
    rejects = RejectLog(folder)
    now = tx.info["clock"].now()
    try:
        with undo.suspended(tx):
            batch = _begin(tx, sources, progress, rejects)
            batch.verb = "Checking" if dry_run else "Importing"
            _write(batch, sources)
            tables = {name: count.view() for name, count in batch.counts.items()}
            file = rejects.keep(batch.id, now.strftime("%Y-%m-%d %H%M%S"))
            _finish(tx, batch, tables, file)
    except BaseException:
        rejects.drop()
        raise
    number = batch.id
    if dry_run:
        undo.roll_back(tx)
    else:
        undo.register(
            tx,
            undo=lambda later: _take_back(later, number),
            redo=lambda later: reinstate(later, number),
        )
    return ImportResult(
        batch=None if dry_run else number,
        dry_run=dry_run,
        tables=tables,
        rejects=tuple(rejects.shown),
        rejects_file=file,
        notes=(*sources.notes, *batch.notes),
    )


def _begin(tx: Tx, sources: Sources, progress: Progress, rejects: RejectLog) -> Batch:
    """Give the import its number and everything that its writers share."""
    driver = Driver(tx)
    day = settings.today(tx)
    at = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    label = ", ".join(sources.names[:3])
    files = msgspec.json.encode(sources.names).decode()
    ((number,),) = driver.run(
        "INSERT INTO import_batch (at, day, label, files, tables, undone)"
        " VALUES (?, ?, ?, ?, '{}', 0) RETURNING id",
        (at, day, label, files),
    )
    rows = RowLog(driver, number)
    batch = Batch(tx, number, day, _zone(tx), sources.lines, progress, rejects, driver, rows)
    batch.accounts.update(driver.each("SELECT account_id, id FROM account"))
    return batch


def _write(batch: Batch, sources: Sources) -> None:
    """Write every table in its order, then the documents."""
    accounts = [file for file in sources.files if file.table.name == "accounts"]
    if accounts:
        writer = AccountWriter(batch)
        for file in accounts:
            writer.take(file)
        writer.write()
    usage = [file for file in sources.files if file.table.name == "usage"]
    for name in BY_NAME:
        files = [file for file in sources.files if file.table.name == name]
        if not files or name == "accounts":
            continue
        if name == "usage":
            columns = UsageWriter(batch)
            for file in usage:
                columns.take(file, sources.names.index(file.name))
            columns.finish()
            continue
        table = TableWriter(batch, BY_NAME[name])
        for file in files:
            table.take(file)
        if name == "metrics":
            table.add_usage_columns()
    before = import_documents.state(batch.driver)
    import_documents.take(batch, sources.documents)
    profiles.ensure_default(batch.tx)
    batch.tx.flush()
    import_documents.note_changes(batch, before, "profiles.json")


def _finish(tx: Tx, batch: Batch, tables: dict[str, TableCount], file: str | None) -> None:
    batch.driver.run(
        "UPDATE import_batch SET tables = ?, rejects_file = ? WHERE id = ?",
        (msgspec.json.encode(tables).decode(), file, batch.id),
    )
    tx.expire_all()


def history(tx: Tx) -> tuple[BatchView, ...]:
    """Every batch, newest first, undone ones too."""
    rows = tx.execute(
        text(
            "SELECT id, at, files, tables, undone, rejects_file FROM import_batch ORDER BY id DESC"
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
        )
        for number, at, files, tables, undone, file in rows
    )


@op("Undo import")
def take_back(tx: Tx, batch: int) -> tuple[str, ...]:
    """Take a batch back whole, updates included; what later batches touched stays theirs.

    Returns notes: rows that had to stay because facts of others hang on them.
    """
    _require(tx, batch, undone=False)
    with undo.suspended(tx):
        notes = _take_back(tx, batch)
    undo.register(
        tx,
        undo=lambda later: reinstate(later, batch),
        redo=lambda later: _take_back(later, batch),
    )
    return notes


def reinstate(tx: Tx, batch: int) -> None:
    """Put back what taking a batch back took away: the redo of an import."""
    _require(tx, batch, undone=True)
    reinstate_rows(tx, batch)
    tx.expire_all()


def _take_back(tx: Tx, batch: int) -> tuple[str, ...]:
    _require(tx, batch, undone=False)
    notes = take_back_rows(tx, batch)
    tx.expire_all()
    return notes


def _require(tx: Tx, batch: int, *, undone: bool) -> None:
    found = tx.execute(
        text("SELECT undone FROM import_batch WHERE id = :batch"), {"batch": batch}
    ).first()
    if found is None:
        raise NotFound(
            f"There is no import number {batch}; nothing was changed.",
            "Look at the list of imports.",
        )
    if bool(found[0]) != undone:
        told = "is not taken back" if undone else "was taken back already"
        raise DeskError(f"Import {batch} {told}; nothing was changed.")


def _zone(tx: Tx) -> tzinfo:
    """The desk's reporting zone, where days begin and end."""
    return ZoneInfo(settings.read(tx).zone or default_zone())


def _beside(tx: Tx) -> Path:
    """Where rejected rows go when nobody says: beside the desk's file."""
    file = tx.execute(
        text("SELECT file FROM pragma_database_list WHERE name = 'main'")
    ).scalar_one()
    return places.rejects_folder(Path(file))
