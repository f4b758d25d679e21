"""How late they are with paying."""

from __future__ import annotations

import numpy as np

from healthdesk.core.domain import events
from healthdesk.core.domain.facts import NO_DAY, Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Fact, Options, ReadingSpec
from healthdesk.core.domain.spans import Spans, lowest
from healthdesk.core.domain.views import EvidenceRow

SPEC = ReadingSpec(
    key="overdue_days",
    title="Days overdue",
    summary="Age of the oldest invoice that is due and not paid; none: 0.",
    unit="days",
    needs=frozenset({Fact.INVOICES}),
    higher=False,
)


def _late(facts: Facts) -> Spans:
    """Invoices, each counting from the day after it was due (and was issued) until it is paid."""
    table = facts.invoices
    # A due day that is not known (the last day there is) must not wrap round to the first.
    start = np.maximum(table.due.astype(np.int64) + 1, table.day)
    return Spans(facts.count, table.account, np.minimum(start, NO_DAY).astype(np.int32), table.paid)


def read(facts: Facts, days: IntArray, options: Options) -> FloatArray:
    """The day minus the due day of the oldest unpaid invoice due before it."""
    oldest = lowest(_late(facts), days, facts.invoices.due)
    return np.where(np.isnan(oldest), 0.0, days - oldest)


def evidence(facts: Facts, account: int, day: int, options: Options) -> tuple[EvidenceRow, ...]:
    """The invoices that are late."""
    table = facts.invoices
    rows = []
    for index in _late(facts).open(0, day):
        if table.account[index] == account:
            due = int(table.due[index])
            text = f"Invoice due {events.day_words(due)}, not paid"
            value = events.span_words(day - due)
            rows.append(EvidenceRow(due, text, value, "invoice", int(table.row[index])))
    return events.newest_first(rows)
