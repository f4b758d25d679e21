"""How many different people we speak with."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.column import life
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.spans import total
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="contacts_engaged",
    title="Contacts engaged",
    summary="Different contacts on the touchpoints of the window.",
    unit="contacts",
    needs=frozenset({Fact.TOUCHPOINTS}),
    options=(days_option(90),),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Number of different contacts on touchpoints in the window, notes left out."""
    length = whole(options, "days")
    met = total(events.meeting_spans(facts, days, length), days)
    return np.where(np.isnan(life(facts, days, length)), np.nan, met)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The touchpoints of the window with the contacts on them."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    return events.met_rows(facts, account, first, day)
