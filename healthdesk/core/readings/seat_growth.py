"""Whether they buy more or fewer seats."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.spans import seats_known
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="seat_growth",
    title="Seat growth",
    summary="Seats in force on the day against those some days before, as a change.",
    unit="change",
    needs=frozenset({Fact.SUBSCRIPTIONS}),
    options=(days_option(90),),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Seats on the day / seats some days before, minus 1."""
    before = days - np.int32(whole(options, "days"))
    return seats_known(facts, days) / seats_known(facts, before) - 1


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The subscriptions in force on either day."""
    return events.seat_rows(facts, account, (day, day - whole(options, "days")))
