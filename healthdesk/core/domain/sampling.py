"""Which accounts a backtest looks at, and on which day of each: its sampling.

Of the outcomes known (health-model §13), or of one day with a rule that says who left. Nothing here
knows a score.
"""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import hierarchy
from healthdesk.core.domain.cells import Cells
from healthdesk.core.domain.column import alive
from healthdesk.core.domain.facts import BoolArray, Facts


def by_outcomes(facts: Facts, lead: int, first: int, last: int, *, lent: bool = False) -> Cells:
    """Who churned in first..last, `lead` days before; who lives on `last`, `lead` days before it.

    To the letter of health-model §13: every account once, or not at all. `lent`: a parent that has
    not begun by itself lives through those below it, as in a book that gives it their mean.
    """
    days = np.array([last], np.int32)
    lost = (facts.churned >= first) & (facts.churned <= last)
    living = alive(facts, days)
    if lent and hierarchy.any_parents(facts):
        living = living | hierarchy.lent_life(facts, living, days)
    kept = living[:, 0] & ~lost
    account = np.flatnonzero(lost | kept).astype(np.int32)
    ends = np.where(lost, facts.churned, np.int32(last))
    return Cells(account, (ends - np.int32(lead))[account], lost[account])


def by_snapshot(facts: Facts, lost: BoolArray, day: int) -> Cells:
    """Every account once, on one day; `lost` says who left.

    Who was lost when is not known then, so nothing is foretold: it is told apart who left. An
    account without any first day is read as it stands.
    """
    account = np.arange(facts.count, dtype=np.int32)
    return Cells(account, np.full(facts.count, day, np.int32), lost.copy(), unborn=True)


def split(facts: Facts, lead: int, first: int, at: int, last: int) -> tuple[Cells, Cells]:
    """What was known on the day `at`, and what came after it, up to `last`.

    Who churned later was kept as far as anybody could know on that day, and counts so there.
    """
    return by_outcomes(facts, lead, first, at), by_outcomes(facts, lead, at + 1, last)
