"""Reads the findings on a reader thread; brings services, so imported by name only."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from healthdesk.core.domain.cell_guard import guarded
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.quality import Finding, FindingRow

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx


def read_findings(tx: Tx, day: int, *, progress: Progress | None = None) -> tuple[Finding, ...]:
    """Everything that is doubtful as of a day."""
    from healthdesk.core.services import quality  # noqa: PLC0415 - brings SQLAlchemy

    return quality.found(tx, day, progress=progress or NOBODY)


def save_rows(rows: Sequence[FindingRow], target: Path) -> Path:
    """Write the rows of a finding for a spreadsheet; no cell can become a formula."""
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("what", "where", "value", "account_id", "file", "line"))
        for row in rows:
            cells = (row.what, row.where, row.value, row.account_id, row.file)
            writer.writerow([*map(guarded, cells), str(row.line or "")])
    return target
