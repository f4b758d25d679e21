"""Rehearses an import: does all of it, looks at what it would bring, and keeps nothing.

What is read after its own writes is true for nobody else: scores are computed with a memory of
their own, and all of it goes with the transaction.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.cell_guard import unguarded
from healthdesk.core.domain.errors import DeskError, DiskTrouble
from healthdesk.core.domain.intake import Plan
from healthdesk.core.domain.moved import Moved
from healthdesk.core.domain.op import op
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.views import ImportResult
from healthdesk.core.services import imports, moved, waiting_rows
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx
from healthdesk.core.store.memory import Memory

SCORED_MOST: Final = 1_000
"""Accounts up to which a rehearsal also computes the scores."""
CELLS_MOST: Final = 1_500_000
"""Cells of usage up to which it does: about a second's work."""
Name = tuple[str, str]
"""A way of naming an account: how, and the text."""
Seen = tuple[int, int]
"""How many rows of a file, and the first line."""


@dataclass(frozen=True)
class Rehearsal:
    """What an import would do."""

    result: ImportResult
    names: Mapping[str, Mapping[Name, Seen]] = field(default_factory=dict)
    """By file: the accounts that nobody knows."""
    moved: Moved | None = None
    """Which scores would be others; None where that was not asked or takes too long."""
    seconds: float = 0.0
    """How long the scores took."""


@op("Import")
def rehearse(
    tx: Tx,
    paths: Sequence[Path],
    *,
    plan: Plan | None = None,
    scores: bool = False,
    progress: Progress | None = None,
) -> Rehearsal:
    """Do an import and keep nothing of it; with `scores`, see what would move because of it."""
    then = moved.before(tx) if scores and _is_small(tx) else None
    newest = tx.execute(text("SELECT coalesce(max(id), 0) FROM import_batch")).scalar_one()
    result = imports.run(tx, paths, plan=plan, dry_run=True, progress=progress)
    names = _names(tx, newest)
    if then is None or not _is_small(tx):
        return Rehearsal(result, names)
    began = time.monotonic()
    memory, tx.info["memory"] = tx.info["memory"], Memory(apart=True)
    try:
        found: Moved | None = moved.moved(tx, then)
    except DeskError:
        found = None
    finally:
        tx.info["memory"] = memory
    return Rehearsal(result, names, found, time.monotonic() - began)


@op("Import")
def rejected_rows(
    tx: Tx,
    paths: Sequence[Path],
    target: Path,
    *,
    plan: Plan | None = None,
    file: str = "",
    progress: Progress | None = None,
) -> Path:
    """Write the rows that an import would reject, as they stand, with the reason beside each.

    Nothing is imported; `file` takes the rows of one file alone.
    """
    with tempfile.TemporaryDirectory() as folder:
        result = imports.run(tx, paths, plan=plan, progress=progress, rejects_dir=Path(folder))
        undo.roll_back(tx)
        if result.rejects_file is not None:
            _copy(Path(result.rejects_file), target, file)
    return target


def _is_small(tx: Tx) -> bool:
    """Whether the scores of a desk are computed in about a second; not of one without accounts."""
    accounts, days, metrics = tx.execute(
        text(
            "SELECT (SELECT count(*) FROM account), (SELECT count(*) FROM usage),"
            " (SELECT count(*) FROM metric)"
        )
    ).one()
    return bool(0 < accounts <= SCORED_MOST and days * metrics <= CELLS_MOST)


def _names(tx: Tx, newest: int) -> dict[str, dict[Name, Seen]]:
    """The names that nobody knows, by the file that has them."""
    found: dict[str, dict[Name, Seen]] = {}
    for file, by, value, rows, line in tx.execute(
        text(
            "SELECT file, by, value, count(*), min(line) FROM waiting_row AS w"
            f" WHERE {waiting_rows.OF_ACCOUNT} AND batch_id > :newest AND settled_by IS NULL"
            " GROUP BY file, by, value"
        ),
        {"newest": newest},
    ):
        found.setdefault(file, {})[by, value] = (rows, line)
    return found


def _copy(source: Path, target: Path, file: str) -> None:
    """Copy the rejected rows of one file, or of all."""
    try:
        with (
            source.open(encoding="utf-8", newline="") as given,
            target.open("w", encoding="utf-8", newline="") as taken,
        ):
            rows, out = csv.reader(given), csv.writer(taken)
            out.writerow(next(rows, ()))
            out.writerows(row for row in rows if not file or unguarded(row[0]) == file)
    except OSError as error:
        raise DiskTrouble(
            f"The rejected rows could not be saved to {target} ({error.strerror}).",
            "Nothing else was changed.",
        ) from None
