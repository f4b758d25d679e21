"""Marathon or binge: how evenly an account uses a metric, over days and over people."""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain.steady import Steadiness as Measured
from healthdesk.core.domain.steady import steadiness as measure
from healthdesk.core.domain.usage_view import Known, Pair, Steadiness
from healthdesk.core.domain.usage_weeks import Daily
from healthdesk.core.services.usage_people import People, Window, top_share
from healthdesk.core.services.wording import count_of, number

SPAN: Final = 28
LEAST: Final = 7
_RHYTHMS: Final = {
    "marathon": "A marathon",
    "binge": "A binge",
    "mixed": "Neither marathon nor binge",
}


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
    was, found = measure(earlier, before[0]), measure(values, now[0])
    users = None
    if people is not None:
        using, whole = people
        totals = (float(np.nansum(whole.span(*before))), float(np.nansum(whole.span(*now))))
        users = top_share(using, totals, before, now)
    return Steadiness(
        first=first,
        bars=tuple(None if np.isnan(one) else float(one) for one in shown),
        active=Pair(_active(was), _active(found)),
        of=found.measured,
        of_before=was.measured,
        top_days=Pair(was.top_days, found.top_days),
        weekend=Pair(was.weekend, found.weekend),
        top_users=users,
        words=_words(found),
        users_metric="" if people is None else people[1].metric.name,
        windows=(before, now),
    )


def _active(found: Measured) -> Known:
    return float(found.active) if found.measured else None


def _words(found: Measured) -> str:
    """Whether use is a marathon, a binge, or neither, and why it is called so."""
    if found.rhythm == "none" or not found.active:
        return "No use in these days."
    on = f"used on {number(found.active)} of {count_of(found.measured, 'day')}"
    if found.rhythm is None or found.top_days is None:
        return f"Too few days to call it steady or not: {on}."
    told = f"{on}, the three busiest hold {number(round(found.top_days * 100))} % of it"
    if found.quiet is not None and found.quiet.days >= LEAST:
        told = f"{told}; nothing on {count_of(found.quiet.days, 'day')} in a row"
    return f"{_RHYTHMS[found.rhythm]}: {told}."
