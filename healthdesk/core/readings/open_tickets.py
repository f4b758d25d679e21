"""How much is waiting for our help."""

from __future__ import annotations

from healthdesk.core.domain import events
from healthdesk.core.domain.column import BEFORE_ALL
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, word
from healthdesk.core.domain.spans import total
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="open_tickets",
    title="Open tickets",
    summary="Tickets open on the day, of the priority or above.",
    unit="tickets",
    needs=frozenset({Fact.TICKETS}),
    options=(events.PRIORITY_OPTION,),
    higher=False,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Number of tickets opened by the day and not closed by it."""
    _, spans = events.open_ticket_spans(facts, word(options, "min_priority"))
    return total(spans, days)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The open tickets."""
    opened, priority = (BEFORE_ALL, day), word(options, "min_priority")
    return events.ticket_rows(facts, account, priority, opened, open_only=True)
