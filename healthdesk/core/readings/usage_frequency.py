"""How regularly a metric is used: the share of days with any use."""

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
    key="usage_frequency",
    title="Active days",
    summary="Days of the window with a value above 0, as a share of its days.",
    unit="share",
    needs=frozenset({Fact.USAGE}),
    options=(metric_option(), days_option(28)),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Days with a value above 0 / days of the window."""
    length = whole(options, "days")
    used = window.counts(facts, word(options, "metric"), days, length, positive=True)
    return used / life(facts, days, length)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The daily values of the window."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    return events.usage_rows(facts, word(options, "metric"), account, first, day)
