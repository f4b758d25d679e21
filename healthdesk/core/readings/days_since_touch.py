"""How long ago we last spoke."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.column import BEFORE_ALL, first_days
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec
from healthdesk.core.domain.spans import latest
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="days_since_touch",
    title="Days since last touch",
    summary="Days since the latest matching touchpoint; never any: days since the first day.",
    unit="days",
    needs=frozenset({Fact.TOUCHPOINTS}),
    options=events.TOUCH_OPTIONS,
    higher=False,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """The day minus the latest touchpoint's, or minus the account's first day."""
    table = facts.touchpoints
    chosen = events.chosen_touches(facts, options)
    touched = latest(facts, table.account[chosen], table.day[chosen], days)
    first = first_days(facts, days)
    born = np.where(first <= days[None, :], first, np.nan)
    return np.asarray(days[None, :] - np.where(np.isnan(touched), born, touched), np.float64)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The latest matching touchpoints, up to five."""
    chosen = events.chosen_touches(facts, options)
    return events.touch_rows(facts, chosen, account, BEFORE_ALL, day)[:5]
