"""How content customers were with what they were asked about."""

from __future__ import annotations

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.spans import total, trailing
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="csat",
    title="CSAT",
    summary="Mean CSAT rating in the window, 1 to 5.",
    unit="of 5",
    needs=frozenset({Fact.SURVEYS}),
    options=(days_option(90),),
    ages=True,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Mean rating in the window."""
    table = facts.surveys
    rows = events.answers(facts, events.CSAT)
    spans = trailing(facts, table.account[rows], table.day[rows], days, whole(options, "days"))
    return events.shares(total(spans, days, table.rating[rows]), total(spans, days))


def newest(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Day of the newest answer."""
    return events.latest_answer(facts, days, events.CSAT)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The answers of the window."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    rows = events.answers(facts, events.CSAT)
    on = facts.surveys.day[rows]
    return events.answer_rows(facts, rows[(on >= first) & (on <= day)], account, "CSAT")
