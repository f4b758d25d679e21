"""How customers feel: what people and sources said of their mood, the newest counting most."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import (
    MAX_DAYS,
    Fact,
    Option,
    Options,
    ReadingSpec,
    days_option,
    real,
    whole,
)
from healthdesk.core.domain.spans import latest, trailing
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="sentiment",
    title="Sentiment",
    summary="Mean of the sentiment values in the window (-1 to 1), halved in weight by age.",
    unit="-1 to 1",
    needs=frozenset({Fact.SENTIMENTS}),
    options=(
        days_option(90),
        Option("half_life", "Half-life in days", "number", 30, 0.01, MAX_DAYS),
        Option("estimated", "Count estimates from text", "flag", default=False),
    ),
    ages=True,
)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Weighted mean; a value's weight halves with every half-life of its age."""
    length, half_life = whole(options, "days"), real(options, "half_life")
    table = facts.sentiments
    chosen = events.felt(facts, estimated=bool(options["estimated"]))
    account, value = table.account[chosen], table.value[chosen]
    spans = trailing(facts, account, table.day[chosen], days, length)
    # Weights are taken from the newest value's on: the mean is the same, and they never all vanish.
    decay = 0.5 ** (np.arange(length) / half_life)
    out = np.empty((facts.count, len(days)))
    for column, _, rows in spans.each(days):
        owner, day = account[rows], spans.start[rows]
        newest_day = np.full(facts.count, np.iinfo(np.int32).min, np.int32)
        np.maximum.at(newest_day, owner, day)
        weight = decay[newest_day[owner] - day]
        out[:, column] = events.shares(
            np.bincount(owner, weight * value[rows], facts.count),
            np.bincount(owner, weight, facts.count),
        )
    return out


def newest(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """Day of the newest value."""
    chosen = events.felt(facts, estimated=bool(options["estimated"]))
    table = facts.sentiments
    return latest(facts, table.account[chosen], table.day[chosen], days)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The values of the window."""
    first = events.window_start(facts, account, day, whole(options, "days"))
    chosen = events.felt(facts, estimated=bool(options["estimated"]))
    return events.feeling_rows(facts, chosen, account, first, day)
