"""Imports: takes exchange folders and mapped foreign files in as one batch, and takes it back.

Not here: what foreign files are and how they map (intake.py), the writing itself (import_run.py).
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import text

from healthdesk.core import importers
from healthdesk.core.domain.errors import BadImport, DiskTrouble
from healthdesk.core.domain.intake import Plan
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import NoProgress, Progress
from healthdesk.core.domain.records import TableSource
from healthdesk.core.domain.views import BatchView, ImportResult, TableCount
from healthdesk.core.importers import exchange
from healthdesk.core.importers.exchange import Sources
from healthdesk.core.services import (
    import_garbage,
    import_mapped,
    import_parts,
    import_rules,
    import_run,
    mappings,
    matching,
    play_withdrawing,
    settings,
    source_rules,
    waiting,
)
from healthdesk.core.services.finding import DeskFinder
from healthdesk.core.services.import_batch import Batch
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx

_NOTHING = Sources((), (), (), 0)


@op("Import")
def run(
    tx: Tx,
    paths: Sequence[Path],
    *,
    plan: Plan | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    rejects_dir: Path | None = None,
) -> ImportResult:
    """Take folders and files in as one import: refused whole, or done but for the rejected rows.

    `paths` need no mapping; `plan` holds foreign files with theirs. A dry run does everything and
    keeps nothing. Without `rejects_dir`, the file of rejected rows goes beside the desk.
    """
    try:
        found = _NOTHING
        if paths or plan is None:
            found = exchange.discover([Path(path) for path in paths])
        if plan is None:
            plan = Plan()
        with import_garbage.seldom() if plan.files else nullcontext():
            return _Run(tx, found, plan, dry_run=dry_run, progress=progress).run(rejects_dir)
    except OSError as error:
        raise _trouble(error) from None
    except UnicodeEncodeError as error:
        told = error.object[max(0, error.start - 20) : error.end + 20]
        raise BadImport(
            f"“{told.encode('utf-8', 'replace').decode()}” holds a letter that is none (half of"
            " one); nothing was imported.",
            "Have the file written again, or take that letter out of it or of its name.",
        ) from None


def _trouble(error: OSError) -> DiskTrouble:
    """What a file system says, as a sentence."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        place = error.filename or tempfile.gettempdir()
        return DiskTrouble(
            f"The disk that holds {place} is full; nothing was imported.",
            "Make room there and try again.",
        )
    name = error.filename or "A file"
    return DiskTrouble(f"{name} cannot be read ({error.strerror}); nothing was imported.")


class _Run:
    """One import of exchange files and foreign ones."""

    def __init__(
        self, tx: Tx, found: Sources, plan: Plan, *, dry_run: bool, progress: Progress | None
    ) -> None:
        self._tx = tx
        self._found = found
        self._plan = plan
        self._dry_run = dry_run
        total = found.lines + import_mapped.about(plan)
        verb = "Checking" if dry_run else "Importing"
        self._counted = import_mapped.Counted(progress or NoProgress(), total, verb)
        names = [file.name for file in found.files] + [one.raw.name for one in plan.files]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise BadImport(
                f"Two of these files are called {twice}; nothing was imported.",
                "Import them one after the other, or rename one.",
            )

    def run(self, rejects_dir: Path | None) -> ImportResult:
        """Write everything; keep what was decided on the way."""
        tx, plan = self._tx, self._plan
        self._require_unchanged()
        finder = matching.finder(tx, plan.decisions.matches)
        joined = import_mapped.looked_into(plan.files, self._counted)
        mapped = import_mapped.sources(
            plan.files, self._counted, finder, settings.zone_of_desk(tx), joined
        )
        made = waiting.made_source(finder)
        files: list[TableSource] = [*([made] if made else ()), *self._found.files, *mapped]
        result = import_run.write(
            tx,
            files,
            self._found.documents,
            dry_run=self._dry_run,
            progress=self._counted,
            rejects_dir=rejects_dir,
            notes=(*self._found.notes, *_notes_of(plan), *joined.notes),
            decisions=plan.decisions,
            watch=import_run.Watch(
                counted=frozenset(one.raw.name for one in plan.files),
                headers={one.raw.name: one.raw.header for one in plan.files},
                written=partial(self._written, finder),
                named=self._named,
            ),
        )
        if not self._dry_run:
            self._keep()
        texts = [one.value for one in result.unmatched]
        named = matching.candidates(tx, texts) if texts else {}
        return replace(
            result,
            notes=tuple(dict.fromkeys((*result.notes, *import_mapped.told(mapped)))),
            unmatched=tuple(
                replace(one, candidates=named.get(one.value, ())) for one in result.unmatched
            ),
        )

    def _written(self, finder: DeskFinder, table: str) -> None:
        # Whoever writes a file on may do so while it is read.
        self._require_unchanged()
        if table == "accounts":
            finder.refresh()  # names and domains of accounts that were there may be others now

    def _named(self, batch: Batch) -> None:
        """Keep whom names mean, for what waits under them."""
        # Taken back and put back with the import.
        matching.remember(self._tx, self._plan.decisions.matches, batch.id)

    def _require_unchanged(self) -> None:
        for planned in self._plan.files:
            importers.require_unchanged(planned.raw)

    def _keep(self) -> None:
        """Keep what else is for always: rules, mappings."""
        tx, decisions = self._tx, self._plan.decisions
        if decisions.rules:
            import_rules.write(tx, {**import_rules.kept(tx), **decisions.rules})
        if self._plan.keep:
            mappings.remember(tx, self._plan.files)


def _notes_of(plan: Plan) -> list[str]:
    """What readers of the foreign files left out or decided."""
    return [f"{one.raw.name}: {note}." for one in plan.files for note in one.raw.notes]


def history(tx: Tx) -> tuple[BatchView, ...]:
    """Every import, newest first, undone ones too."""
    gone: dict[int, list[str]] = {}
    for load, files in tx.execute(
        text(
            "SELECT p.load_id, b.files FROM import_part AS p JOIN import_batch AS b"
            " ON b.id = p.batch_id AND json_array_length(b.files) = 1"
            " WHERE b.undone ORDER BY b.id"
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

    Where an order of sources rules, the next source's word stands then. What plays fired on it
    goes, too. Returns notes: rows that had to stay because facts of others hang on them, runs that
    stay as somebody worked in them.
    """
    batches = import_parts.standing(tx, batch, file)
    stays = play_withdrawing.before(tx, batches)
    with undo.suspended(tx):
        notes = import_run.remove(tx, batches)
    undo.register(
        tx,
        undo=lambda later: import_run.put_back(later, batches),
        redo=lambda later: import_run.remove(later, batches),
    )
    source_rules.settle(tx)
    return (*notes, *stays, *play_withdrawing.after(tx, batches))
