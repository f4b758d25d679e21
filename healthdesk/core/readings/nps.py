"""What customers say when asked whether they would recommend us."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.spans import total
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="nps",
    title="NPS",
    summary="Promoters minus detractors among each contact's latest answer, -100 to 100.",
    unit="points",
    needs=frozenset({Fact.SURVEYS}),
    options=(days_option(180),),
    ages=True,
)

PROMOTER = 9
DETRACTOR = 6


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """100 x (promoters - detractors) / answers, over each contact's latest answer."""
    rows, spans = events.nps_spans(facts, days, whole(options, "days"))
    rating = facts.surveys.rating[rows]
    opinion = (rating >= PROMOTER).astype(np.float64) - (rating <= DETRACTOR)
    return events.shares(100 * total(spans, days, opinion), total(spans, days))


def newest(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Day of the newest answer."""
    return events.latest_answer(facts, days, events.NPS)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """Each contact's latest answer in the window."""
    return events.nps_rows(facts, account, day, whole(options, "days"))
