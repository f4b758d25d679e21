"""Which days a backtest is about when nobody says: the last that the facts speak of, and before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import NO_DAY, Facts, IntArray

TWO_YEARS: Final = 730


def period(facts: Facts, today: int, first: int | None, last: int | None) -> tuple[int, int]:
    """First and last day: those asked for, or the two years up to the last day of facts.

    What an import says of accounts has the day of the import and no other: it tells no last day.
    A desk without any dated fact has today alone.
    """
    days = [one[(one != NO_DAY) & (one <= today)] for one in _days(facts)]
    known = [one for one in days if len(one)]
    end = last
    if end is None:
        end = max((int(one.max()) for one in known), default=today)
    if first is not None:
        return min(first, end), end
    begin = min((int(one.min()) for one in known), default=end)
    return max(min(begin, end), end - TWO_YEARS), end


def _days(facts: Facts) -> Iterator[IntArray]:
    """Days on which something is known to have happened."""
    for grid in facts.usage.values():
        yield grid.days[[0, -1]] if len(grid.days) else grid.days
    yield facts.first_usage
    yield facts.churned
    yield facts.surveys.day
    yield facts.sentiments.day
    yield facts.touchpoints.day
    yield facts.tickets.day
    yield facts.tickets.closed
    yield facts.subscriptions.day
    yield facts.invoices.day
    yield facts.invoices.paid
    yield np.asarray(facts.milestones.day)
