"""How often we speak."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.column import life
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.spans import total, trailing
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="touches",
    title="Touches",
    summary="Matching touchpoints in the window.",
    unit="touches",
    needs=frozenset({Fact.TOUCHPOINTS}),
    options=(days_option(90), *events.TOUCH_OPTIONS),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Number of matching touchpoints in the window."""
    length, table = whole(options, "days"), facts.touchpoints
    chosen = events.chosen_touches(facts, options)
    spans = trailing(facts, table.account[chosen], table.day[chosen], days, length)
    return np.where(np.isnan(life(facts, days, length)), np.nan, total(spans, days))


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The matching touchpoints of the window."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    return events.touch_rows(facts, events.chosen_touches(facts, options), account, first, day)
