"""How many of the seats paid for are used."""

from __future__ import annotations

from healthdesk.core.domain import events, window
from healthdesk.core.domain.column import life
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import (
    Fact,
    Options,
    ReadingSpec,
    days_option,
    metric_option,
    whole,
    word,
)
from healthdesk.core.domain.spans import seats_known
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="seat_use",
    title="Seat use",
    summary="The metric's level as a share of the seats in force.",
    unit="share",
    needs=frozenset({Fact.USAGE, Fact.SUBSCRIPTIONS}),
    options=(metric_option(), days_option(28)),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Usage level / known seats in force on the day."""
    length = whole(options, "days")
    level = window.level(facts, word(options, "metric"), days, length, life(facts, days, length))
    return level / seats_known(facts, days)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The daily values of the window, and the subscriptions in force."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    used = events.usage_rows(facts, word(options, "metric"), account, first, day)
    return used + events.seat_rows(facts, account, (day,))
