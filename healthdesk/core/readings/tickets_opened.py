"""How often they need help."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.column import life
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole, word
from healthdesk.core.domain.spans import total, trailing
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="tickets_opened",
    title="Tickets opened",
    summary="Tickets opened in the window, of the priority or above.",
    unit="tickets",
    needs=frozenset({Fact.TICKETS}),
    options=(days_option(30), events.PRIORITY_OPTION),
    higher=False,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Number of tickets opened in the window."""
    length, table = whole(options, "days"), facts.tickets
    chosen = events.tickets_from(facts, word(options, "min_priority"))
    spans = trailing(facts, table.account[chosen], table.day[chosen], days, length)
    return np.where(np.isnan(life(facts, days, length)), np.nan, total(spans, days))


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The tickets opened in the window."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    priority = word(options, "min_priority")
    return events.ticket_rows(facts, account, priority, (first, day), open_only=False)
