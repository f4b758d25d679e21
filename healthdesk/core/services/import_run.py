"""Writes any records of exchange tables as one import, whatever they were read from.

Not here: which files there are and how foreign ones become exchange tables (imports.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Final

from sqlalchemy import event, text
from sqlalchemy.orm import SessionTransaction

from healthdesk import paths as places
from healthdesk.core.domain.intake import Decisions
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.records import TableSource
from healthdesk.core.domain.views import ImportResult, Unmatched
from healthdesk.core.importers.exchange import Document
from healthdesk.core.services import (
    import_documents,
    import_linking,
    import_parts,
    import_rules,
    merges,
    naming,
    plays,
    profiles,
    settings,
    source_rules,
    waiting_rows,
)
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.services.import_conflicts import Conflicts
from healthdesk.core.services.import_doubles import note_doubles
from healthdesk.core.services.import_log import Driver, RowLog
from healthdesk.core.services.import_rejects import RejectLog
from healthdesk.core.services.import_sources import Sources
from healthdesk.core.services.import_starts import note_unbegun
from healthdesk.core.services.import_undo import reinstate_rows, take_back_rows
from healthdesk.core.services.import_waiting import Arrivals
from healthdesk.core.services.import_writers import EARLIER, LAST, write_table
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx

UNMATCHED: Final = 1_000
"""Unknown names that a result carries."""


@dataclass(frozen=True)
class Watch:
    """What an import lets others know while it goes on."""

    lines: int = 0
    """About how many records there are in all; 0: what the files say."""
    counted: frozenset[str] = frozenset()
    """Files that tell progress themselves while they are read."""
    headers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Columns of the foreign files, to tell raw values by."""
    started: Callable[[Batch], object] = lambda batch: None
    """Called before anything is written."""
    written: Callable[[str], object] = lambda table: None
    """Called with each table that has been written."""
    named: Callable[[Batch], object] = lambda batch: None
    """Called when everything is written that others are found through, usage is not."""


_UNDECIDED: Final = Decisions()
_NOBODY: Final = Watch()


def write(
    tx: Tx,
    files: Sequence[TableSource],
    documents: Sequence[Document] = (),
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    rejects_dir: Path | None = None,
    notes: Sequence[str] = (),
    decisions: Decisions = _UNDECIDED,
    watch: Watch = _NOBODY,
) -> ImportResult:
    """Write records as one import, one step of undo; a dry run does everything, keeps nothing.

    Without `rejects_dir`, the file of rejected rows goes beside the desk. Whoever calls it is an
    operation of the desk. Unmatched names come without candidates.
    """
    now = tx.info["clock"].now()
    rejects = RejectLog(None if dry_run else rejects_dir or _beside(tx), now)
    _drop_unless_committed(tx, rejects)
    try:
        with undo.suspended(tx):
            batch = _begin(tx, files, documents, decisions, rejects)
            batch.verb = "Checking" if dry_run else "Importing"
            batch.progress = progress or NoProgress()
            batch.lines = watch.lines or sum(file.about for file in files)
            batch.counted, batch.headers = watch.counted, watch.headers
            watch.started(batch)
            _write(batch, files, watch)
            _write_documents(batch, documents)
            note_unbegun(batch)
            note_doubles(batch)
            batch.notes.extend(batch.sources.notes())
            batch.sources.finish()
            tables = batch.tables()
            unmatched = _unmatched(batch)
            file = rejects.keep(batch.id)
            import_parts.finish(batch.driver, batch, tables, file)
            tx.expire_all()
    except BaseException:
        rejects.drop()
        raise
    if dry_run:
        undo.roll_back(tx)
    else:
        _register(tx, batch)
    return ImportResult(
        batch=None if dry_run else batch.id,
        dry_run=dry_run,
        tables=tables,
        rejects=tuple(rejects.shown),
        rejects_file=file,
        notes=(*notes, *batch.notes),
        files=tuple(part.view() for part in batch.parts.values()),
        changes=tuple(batch.changes.shown),
        unmatched=unmatched,
        conflicts=tuple(batch.conflicts.met),
        words=batch.sources.words,
        overruled=batch.sources.overruled,
    )


def _drop_unless_committed(tx: Tx, rejects: RejectLog) -> None:
    """Remove the file of rejected rows where the transaction comes to nothing after all."""
    event.listen(tx, "after_commit", lambda _: rejects.settle())

    def ended(session: Tx, transaction: SessionTransaction) -> None:
        del session
        if transaction.parent is None:
            rejects.drop()

    event.listen(tx, "after_transaction_end", ended)


def _begin(
    tx: Tx,
    files: Sequence[TableSource],
    documents: Sequence[Document],
    decisions: Decisions,
    rejects: RejectLog,
) -> Batch:
    """Give the import its number and everything that its writers share."""
    driver = Driver(tx)
    day = settings.today(tx)
    at = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    names = [*(file.name for file in files), *(document.name for document in documents)]
    number, parts = import_parts.begin(driver, at, day, list(dict.fromkeys(names)))
    rows = RowLog(driver, {name: part.batch for name, part in parts.items()}, number)
    conflicts = Conflicts(driver, decisions, import_rules.kept(tx))
    zone = settings.zone_of_desk(tx)
    sources = Sources(driver, source_rules.kept(tx), day)
    batch = Batch(tx, number, day, zone, rejects, driver, rows, parts, conflicts, sources)
    batch.accounts.update(driver.each(naming.MERGED_ACCOUNTS))
    batch.accounts.update(driver.each("SELECT account_id, id FROM account"))
    return batch


def _write(batch: Batch, files: Sequence[TableSource], watch: Watch) -> None:
    """Write every table in its order, and what waited for it."""
    arrivals = Arrivals(batch)
    _write_tables(batch, files, watch, EARLIER)
    watch.named(batch)
    arrivals.bring("rows")
    import_linking.bring(batch)
    _write_tables(batch, files, watch, LAST)
    arrivals.bring("usage")
    arrivals.bring("persons")
    arrivals.tell()


def _write_tables(
    batch: Batch, files: Sequence[TableSource], watch: Watch, names: Sequence[str]
) -> None:
    for name in names:
        found = [file for file in files if file.table.name == name]
        if found:
            write_table(batch, name, found)
            watch.written(name)


def _write_documents(batch: Batch, documents: Sequence[Document]) -> None:
    """Take the documents, and let the desk's own profile fit what is known now."""
    before = import_documents.state(batch.driver)
    import_documents.take(batch, documents)
    profiles.ensure_default(batch.tx)
    plays.fit_starters(batch.tx)
    batch.tx.flush()
    import_documents.note_changes(batch, before, documents)


def _unmatched(batch: Batch) -> tuple[Unmatched, ...]:
    """The names of accounts that nobody knows, those with most rows first."""
    found = batch.driver.run(
        "SELECT by, value, count(*), file, min(line) FROM waiting_row AS w"
        f" WHERE settled_by IS NULL AND {waiting_rows.OF_ACCOUNT} AND (batch_id = ?1"
        " OR batch_id IN (SELECT batch_id FROM import_part WHERE load_id = ?1))"
        f" GROUP BY by, value ORDER BY count(*) DESC, value, by LIMIT {UNMATCHED}",
        (batch.id,),
    )
    return tuple(Unmatched(*row) for row in found)


def _register(tx: Tx, batch: Batch) -> None:
    """Let Undo take the import back, and Redo put it back."""
    numbers = batch.numbers
    undo.register(
        tx,
        undo=lambda later: remove(later, numbers),
        redo=lambda later: put_back(later, numbers),
    )


def remove(tx: Tx, batches: Sequence[int]) -> tuple[str, ...]:
    """Take batches of one import back, with the log of undo suspended; tells what had to stay."""
    import_parts.require(tx, batches, undone=False)
    with merges.apart(tx, batches):
        notes = take_back_rows(tx, batches)
    tx.expire_all()
    return notes


def put_back(tx: Tx, batches: Sequence[int]) -> None:
    """Put back what `remove` took away."""
    import_parts.require(tx, batches, undone=True)
    with merges.apart(tx, batches):
        reinstate_rows(tx, batches)
    tx.expire_all()


def _beside(tx: Tx) -> Path:
    """Where rejected rows go when nobody says: beside the desk's file."""
    file = tx.execute(
        text("SELECT file FROM pragma_database_list WHERE name = 'main'")
    ).scalar_one()
    return places.rejects_folder(Path(file))
