"""How long open tickets have been waiting."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.column import BEFORE_ALL
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, word
from healthdesk.core.domain.spans import total
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="ticket_age",
    title="Ticket age",
    summary="Mean age of the tickets open on the day; none open: 0.",
    unit="days",
    needs=frozenset({Fact.TICKETS}),
    options=(events.PRIORITY_OPTION,),
    higher=False,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Mean of day minus opening day over the open tickets."""
    _, spans = events.open_ticket_spans(facts, word(options, "min_priority"))
    count = total(spans, days)
    age = count * days - total(spans, days, spans.start.astype(np.float64))
    return age / np.where(count == 0, 1, count)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The open tickets."""
    opened, priority = (BEFORE_ALL, day), word(options, "min_priority")
    return events.ticket_rows(facts, account, priority, opened, open_only=True)
