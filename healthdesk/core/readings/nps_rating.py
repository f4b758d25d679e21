"""What customers say when asked whether they would recommend us, as an average."""

from __future__ import annotations

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.spans import total
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="nps_rating",
    title="NPS rating",
    summary="Mean of each contact's latest NPS answer, 0 to 10.",
    unit="of 10",
    needs=frozenset({Fact.SURVEYS}),
    options=(days_option(180),),
    ages=True,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Mean of each contact's latest answer."""
    rows, spans = events.nps_spans(facts, days, whole(options, "days"))
    return events.shares(total(spans, days, facts.surveys.rating[rows]), total(spans, days))


def newest(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Day of the newest answer."""
    return events.latest_answer(facts, days, events.NPS)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """Each contact's latest answer in the window."""
    return events.nps_rows(facts, account, day, whole(options, "days"))
