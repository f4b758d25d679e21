"""Marathon or binge: how evenly an account uses a metric, over days and over people."""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.usage_view import Known, Pair, Steadiness
from healthdesk.core.domain.usage_weeks import Daily, weekday
from healthdesk.core.services.usage_people import People, Window, top_share
from healthdesk.core.services.wording import count_of, number

SPAN: Final = 28
LEAST: Final = 7
TOP: Final = 3
_BINGE_DAYS, _BINGE_SHARE = 0.35, 0.5
_MARATHON_DAYS, _MARATHON_SHARE = 0.6, 0.3


def windows(first: int, day: int, event: int | None, until: int | None) -> tuple[Window, Window]:
    """Two windows of the same length, before and now: at most 28 days, at least a week."""
    if event is None:
        return (day - 2 * SPAN + 1, day - SPAN), (max(day - SPAN + 1, first), day)
    last = day if until is None else until
    length = max(min(SPAN, last - event + 1), LEAST)
    now = (max(event, last - length + 1), last)
    return (event - length, event - 1), now


def steadiness(
    daily: Daily,
    people: tuple[People, Daily] | None,
    day: int,
    split: tuple[int | None, int | None],
) -> Steadiness | None:
    """The measures as of a day; `split` is the first day of an event and the last, if it is over.

    `people` come with the metric that they are known for. None where nothing was measured lately.
    """
    before, now = windows(daily.first, day, *split)
    values, earlier = daily.span(*now), daily.span(*before)
    last = max(day, now[1])
    first = max(last - SPAN + 1, daily.first)
    shown = daily.span(first, last)
    if np.isnan(shown).all() and np.isnan(values).all():
        return None
    users = None
    if people is not None:
        found, whole = people
        totals = (float(np.nansum(whole.span(*before))), float(np.nansum(whole.span(*now))))
        users = top_share(found, totals, before, now)
    return Steadiness(
        first=first,
        bars=tuple(None if np.isnan(one) else float(one) for one in shown),
        active=Pair(_active(earlier), _active(values)),
        of=int((~np.isnan(values)).sum()),
        of_before=int((~np.isnan(earlier)).sum()),
        top_days=Pair(_top(earlier), _top(values)),
        weekend=Pair(_weekend(earlier, before[0]), _weekend(values, now[0])),
        top_users=users,
        words=_words(values),
        users_metric="" if people is None else people[1].metric.name,
        windows=(before, now),
    )


def _active(values: FloatArray) -> Known:
    known = values[~np.isnan(values)]
    return float((known > 0).sum()) if len(known) else None


def _top(values: FloatArray) -> Known:
    """The share that the busiest days hold."""
    known = np.sort(values[~np.isnan(values)])[::-1]
    total = float(known.sum())
    return float(known[:TOP].sum()) / total if len(known) > TOP and total > 0 else None


def _weekend(values: FloatArray, first: int) -> Known:
    known = np.nan_to_num(values)
    total = float(known.sum())
    if total <= 0:
        return None
    ends = [at for at in range(len(values)) if weekday(first + at) >= 5]
    return float(known[ends].sum()) / total


def _words(values: FloatArray) -> str:
    """Whether use is a marathon, a binge, or neither, and why it is called so."""
    active, top = _active(values), _top(values)
    measured = int((~np.isnan(values)).sum())
    if not active or not measured:
        return "No use in these days."
    on = f"used on {number(active)} of {count_of(measured, 'day')}"
    if measured < 2 * LEAST or top is None:
        return f"Too few days to call it steady or not: {on}."
    holds = f"the three busiest hold {number(round(top * 100))} % of it"
    if active / measured >= _MARATHON_DAYS and top <= _MARATHON_SHARE:
        return f"A marathon: {on}, {holds}."
    if active / measured <= _BINGE_DAYS or top >= _BINGE_SHARE:
        return f"A binge: {on}, {holds}."
    return f"Neither marathon nor binge: {on}, {holds}."
