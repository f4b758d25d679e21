"""Whether a metric grows or shrinks: a window against the one before it."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events, window
from healthdesk.core.domain.column import first_days, life
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
    key="usage_trend",
    title="Usage trend",
    summary="The metric's level in the window against the window before, as a change.",
    unit="change",
    needs=frozenset({Fact.USAGE}),
    options=(metric_option(), days_option(28)),
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Level now over level before, minus 1; the earlier window must lie in the account's life."""
    metric, length = word(options, "metric"), whole(options, "days")
    before = days - np.int32(length)
    now = window.level(facts, metric, days, length, life(facts, days, length))
    then = window.level(facts, metric, before, length, life(facts, before, length))
    inside = first_days(facts, days) <= before - (length - 1)
    return now / np.where(inside & (then != 0), then, np.nan) - 1


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The daily values of both windows."""
    length = whole(options, "days")
    first = events.window_start(facts, account, day, 2 * length)
    return events.usage_rows(facts, word(options, "metric"), account, first, day)
