"""Whether they speak to us as we speak to them."""

from __future__ import annotations

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.spans import total, trailing
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="two_way",
    title="Two-way balance",
    summary="Inbound touchpoints as a share of inbound and outbound ones in the window.",
    unit="share",
    needs=frozenset({Fact.TOUCHPOINTS}),
    options=(days_option(90),),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Inbound / (inbound + outbound) in the window."""
    length, table = whole(options, "days"), facts.touchpoints
    counts = []
    for direction in ("inbound", "outbound"):
        chosen = events.touches(facts, direction, "any")
        spans = trailing(facts, table.account[chosen], table.day[chosen], days, length)
        counts.append(total(spans, days))
    return events.shares(counts[0], counts[0] + counts[1])


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The touchpoints of the window that have a direction."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    said = events.touches(facts, "inbound", "any") | events.touches(facts, "outbound", "any")
    return events.touch_rows(facts, said, account, first, day)
