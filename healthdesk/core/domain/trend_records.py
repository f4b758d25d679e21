"""Records of a series: months and weeks that were better or worse than any before, or than long.

Only whole months and weeks count, as of a day; what came later changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.facts import FloatArray, to_date, to_day
from healthdesk.core.domain.trend_view import Record

_MONDAY: Final = 3
"""Days from 1970-01-01, a Thursday, back to a Monday."""
_WEEK: Final = 7


@dataclass(frozen=True)
class _Rule:
    """Periods before the latest that must be there, and those that "since" must span."""

    period: Literal["month", "week"]
    history: int
    since: int
    fresh: int
    """Days after its end in which a record is news."""


_RULES: Final = (_Rule("month", 3, 6, 31), _Rule("week", 13, 13, 7))


def records_of(metric: str, values: FloatArray, first: int, day: int) -> tuple[Record, ...]:
    """The records that the latest whole month and the latest whole week before a day's end set.

    Args:
        metric: the key of the metric.
        values: one value a day from `first` on, NaN where not measured.
        first: the account's first day.
        day: the day they are told on.
    """
    out = []
    values = values[: max(day - first + 1, 0)]
    for rule in _RULES:
        spans = _spans(rule.period, first, first + len(values) - 1)
        found = _record(metric, values, first, spans, rule)
        if found is not None and day - found.last <= rule.fresh:
            out.append(found)
    return tuple(out)


def _spans(period: str, first: int, last: int) -> list[tuple[int, int]]:
    """The whole months or weeks between two days."""
    if period == "week":
        start = first + (-(first + _MONDAY)) % _WEEK
        return [(at, at + _WEEK - 1) for at in range(start, last - _WEEK + 2, _WEEK)]
    out: list[tuple[int, int]] = []
    begin = to_date(first)
    month = begin if begin.day == 1 else _next_month(first)
    while True:
        after = _next_month(to_day(month))
        if to_day(after) - 1 > last:
            return out
        out.append((to_day(month), to_day(after) - 1))
        month = after


def _next_month(day: int) -> date:
    """The first of the month after a day's."""
    return (to_date(day).replace(day=1) + timedelta(days=32)).replace(day=1)


def _record(
    metric: str,
    values: FloatArray,
    first: int,
    spans: Sequence[tuple[int, int]],
    rule: _Rule,
) -> Record | None:
    """What the latest of some periods is, against those before it."""
    known = [(span, _mean(values[span[0] - first : span[1] - first + 1])) for span in spans]
    some = [(span, value) for span, value in known if not np.isnan(value)]
    if len(some) <= rule.history or not spans or some[-1][0] != spans[-1]:
        return None
    (start, end), value = some[-1]
    before = some[:-1]
    for best in (True, False):
        as_good = [span for span, old in before if (old >= value if best else old <= value)]
        if not as_good:
            began = before[0][0][0]
            return Record(metric, rule.period, best, start, end, value, None, began)
        later = [span for span, _ in before if span[0] > as_good[-1][0]]
        if len(later) >= rule.since:
            since = as_good[-1][0]
            return Record(metric, rule.period, best, start, end, value, since, since)
    return None


def _mean(part: FloatArray) -> float:
    """A measured day's mean; a period of which less than half was measured says nothing."""
    known = part[~np.isnan(part)]
    return float(known.mean()) if 2 * len(known) >= len(part) else float("nan")
