"""How often they ask for help in anger."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.column import life
from healthdesk.core.domain.facts import (
    SENTIMENT_SOURCES,
    BoolArray,
    Facts,
    FloatArray,
    IntArray,
)
from healthdesk.core.domain.reading import (
    Fact,
    Option,
    Options,
    ReadingSpec,
    days_option,
    real,
    whole,
)
from healthdesk.core.domain.spans import total, trailing
from healthdesk.core.domain.views import EvidenceRow

_TICKET = SENTIMENT_SOURCES.index("ticket")
SPEC = ReadingSpec(
    key="angry_tickets",
    title="Tickets with anger",
    summary="Tickets opened in the window whose sentiment is at or below a value.",
    unit="tickets",
    needs=frozenset({Fact.TICKETS, Fact.SENTIMENTS}),
    options=(
        days_option(90),
        Option("at_most", "Sentiment at most", "number", -0.4, -1, 1),
        Option("estimated", "Count estimates from text", "flag", default=False),
    ),
    higher=False,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Number of such tickets; missing where tickets came and the mood of none is known."""
    length, table = whole(options, "days"), facts.sentiments
    told = _told(facts, options)
    spans = trailing(facts, table.account, table.day, days, length)
    angry = total(spans.pick(told & (table.value <= real(options, "at_most"))), days)
    tickets = facts.tickets
    came = total(trailing(facts, tickets.account, tickets.day, days, length), days)
    unknown = (came > 0) & (total(spans.pick(told), days) == 0)
    return np.where(unknown | np.isnan(life(facts, days, length)), np.nan, angry)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The tickets of the window that were angry."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    angry = _told(facts, options) & (facts.sentiments.value <= real(options, "at_most"))
    return events.feeling_rows(facts, angry, account, first, day)


def _told(facts: Facts, options: Options) -> BoolArray:
    """Which sentiment values are of tickets and count."""
    counted = events.felt(facts, estimated=bool(options["estimated"]))
    return np.asarray(counted & (facts.sentiments.source == _TICKET))
