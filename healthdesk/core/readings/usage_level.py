"""How much a metric is used: its average a day over a window."""

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
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="usage_level",
    title="Usage level",
    summary="The metric's average a day over the window.",
    unit="a day",
    needs=frozenset({Fact.USAGE}),
    options=(metric_option(), days_option(28)),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Average a day; of a gauge, over the days that were measured."""
    length = whole(options, "days")
    return window.level(facts, word(options, "metric"), days, length, life(facts, days, length))


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The daily values of the window."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    return events.usage_rows(facts, word(options, "metric"), account, first, day)
