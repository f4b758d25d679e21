"""Data quality: what is missing, stale, impossible or doubtful in a desk, with its rows.

Each module holds some checks; a new one is a line in `CATALOGUE` (a module) or in its `CHECKS`.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.quality import Finding, Severity
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.quality import doubles, ids, missing, orphans, ranges, stale, times
from healthdesk.core.services.quality.check import Check, finding
from healthdesk.core.store.db import Tx

CATALOGUE: Final = (orphans, ranges, stale, times, ids, doubles, missing)
CHECKS: Final[tuple[Check, ...]] = tuple(check for module in CATALOGUE for check in module.CHECKS)
_WEIGHT: Final[dict[Severity, int]] = {"wrong": 0, "doubtful": 1, "missing": 2}


def found(tx: Tx, day: int, *, progress: Progress = NOBODY) -> tuple[Finding, ...]:
    """Everything that is doubtful as of a day, what is wrong first; nothing where all is well.

    Each check tells `progress`, which may cancel: in a large desk they take seconds together.
    `day` is the day on which the desk is looked at: what is late or ahead follows from it. The
    rows are those of the desk as it is now.
    """
    return remembered(tx, f"quality {day}", lambda: _found(tx, day, progress))


def _found(tx: Tx, day: int, progress: Progress) -> tuple[Finding, ...]:
    findings = []
    for at, check in enumerate(CHECKS):
        progress.step(at, len(CHECKS), f"Looking for: {check.title}")
        findings.append(finding(check, check.find(tx, day)))
    return tuple(
        sorted(
            (one for one in findings if one.count),
            key=lambda one: _WEIGHT[one.severity],
        )
    )
