"""How soon the contract has to be renewed."""

from __future__ import annotations

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import NO_DAY, Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec
from healthdesk.core.domain.spans import Spans, lowest
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="days_to_renewal",
    title="Days to renewal",
    summary="Days to the earliest end among the subscriptions in force.",
    unit="days",
    needs=frozenset({Fact.SUBSCRIPTIONS}),
    higher=None,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Earliest end of the subscriptions in force minus the day."""
    table = facts.subscriptions
    ending = table.end != NO_DAY
    spans = Spans(facts.count, table.account, table.day, table.end).pick(ending)
    return lowest(spans, days, spans.end) - days


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The subscriptions in force."""
    return events.seat_rows(facts, account, (day,))
