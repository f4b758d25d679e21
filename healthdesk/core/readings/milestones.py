"""How far they are with their onboarding."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import NO_DAY, Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec
from healthdesk.core.domain.spans import Spans, total
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="milestones",
    title="Onboarding milestones",
    summary="Milestones done as a share of all of the account's.",
    unit="share",
    needs=frozenset({Fact.MILESTONES}),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Milestones done by the day / all of the account's milestones."""
    table = facts.milestones
    never = np.full(len(table.day), NO_DAY, np.int32)
    done = total(Spans(facts.count, table.account, table.day, never), days)
    return events.shares(done, np.bincount(table.account, minlength=facts.count)[:, None])


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The account's milestones."""
    table = facts.milestones
    here = events.of_account(table.account, account)
    rows = []
    for index in range(here.start, here.stop):
        on = int(table.day[index])
        done = on <= day
        text = "Milestone done" if done else "Milestone not done"
        rows.append(EvidenceRow(on if done else None, text, "", "milestone", int(table.row[index])))
    return events.newest_first(rows)
