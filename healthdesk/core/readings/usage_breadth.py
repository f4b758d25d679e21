"""How much of the product is used: the share of feature metrics with any use."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events, window
from healthdesk.core.domain.column import life
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec, days_option, whole
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="usage_breadth",
    title="Breadth of use",
    summary="Feature metrics with any use in the window, as a share of all of the desk's.",
    unit="share",
    needs=frozenset({Fact.USAGE}),
    options=(days_option(28),),
    features=True,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Feature metrics used in the window / all feature metrics of the desk."""
    length = whole(options, "days")
    used = np.zeros((facts.count, len(days)))
    features = 0
    for key, metric in facts.metrics.items():
        if metric.feature:
            features += 1
            used += window.counts(facts, key, days, length, positive=True) > 0
    if not features:
        return np.full(used.shape, np.nan)
    return np.where(np.isnan(life(facts, days, length)), np.nan, used / features)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """Each feature metric with its days of use in the window."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    rows = []
    for key, metric in facts.metrics.items():
        if metric.feature:
            used = [
                row
                for row in events.usage_rows(facts, key, account, first, day)
                if float(row.value) > 0
            ]
            value = events.span_words(len(used)) if used else "not used"
            rows.append(
                EvidenceRow(used[0].day if used else None, metric.name or key, value, "usage")
            )
    return events.newest_first(rows)
