"""Features week by week, and means by weekday: pure measures of daily values.

Arrays hold one entry a day from a first day on, NaN where nothing was measured.
Not here: how steady use is (steady.py), where the values come from (services/usage_rows.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.usage_view import (
    FeatureState,
    FeatureWeek,
    FeatureWeeks,
    Known,
    UsageMetric,
    WeekdayPattern,
)

WEEKS: Final = 26
"""Weeks that the map shows."""
YEAR: Final = 52
"""Weeks of a year, the most that bars show."""
BEFORE: Final = 8
"""Weeks before an event that say what was usual."""
SPAN: Final = 28
LOST: Final = 14
"""Days without any use after which a feature that was used counts as lost."""
STEPS: Final = 5
"""Steps of the ramp above none."""
_DOWN, _UP = 0.75, 1.25
"""Shares of what was usual below and above which a feature is down or up."""
_WIDE: Final = 25.0
"""How many times the least used feature's most the whole map's most may be for one scale."""
_FEW: Final = 4
"""Weeks of use that are no mere trial."""
_LAST: Final = ("rare", "never")
_ENOUGH: Final = 5
"""Days of the running week from which it has a column."""
_MONDAY: Final = 4
"""1970-01-05."""


@dataclass(frozen=True, eq=False)
class Daily:
    """A metric's values a day, NaN where not measured."""

    metric: UsageMetric
    first: int
    values: FloatArray

    def span(self, first: int, last: int) -> FloatArray:
        """The values between two days, both in; those outside are NaN."""
        out = np.full(max(last - first + 1, 0), np.nan)
        low = max(first, self.first)
        high = min(last, self.first + len(self.values) - 1)
        if low <= high:
            out[low - first : high - first + 1] = self.values[
                low - self.first : high + 1 - self.first
            ]
        return out


def monday(day: int) -> int:
    """The Monday of a day's week."""
    return day - (day - _MONDAY) % 7


def mondays(first: int, last: int) -> range:
    """The weeks that begin from one day to another, up to a year; the running one at least."""
    end = monday(last)
    begin = monday(first) if monday(first) == first else monday(first) + 7
    return range(max(min(begin, end), end - 7 * (YEAR - 1)), end + 1, 7)


def weekday(day: int) -> int:
    """0 for a Monday."""
    return (day - _MONDAY) % 7


def mean(values: FloatArray) -> Known:
    """Mean of what was measured, None where nothing was."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def total(values: FloatArray) -> float:
    """Sum of what was measured."""
    return float(np.nansum(values))


def features(
    daily: Sequence[Daily], day: int, event: int | None, until: int | None = None
) -> FeatureWeeks | None:
    """The map of features as of a day; the rows' words speak of an event if there is one.

    `until` is the last day of an event that is over.
    """
    if not daily:
        return None
    last = monday(day) if day - monday(day) + 1 >= _ENOUGH else monday(day) - 7
    born = min(one.first for one in daily)
    first = max(last - 7 * (WEEKS - 1), monday(born))
    weeks = tuple(range(first, last + 1, 7))
    means = [[mean(one.span(week, min(week + 6, day))) for week in weeks] for one in daily]
    mosts = [max((value for value in row if value), default=0.0) for row in means]
    used = [most for most in mosts if most > 0]
    own = bool(used) and max(used) > _WIDE * min(used)
    rows = []
    for one, row, most in zip(daily, means, mosts, strict=True):
        scale = most if own else max(used, default=0.0)
        steps = tuple(step(value, scale) for value in row)
        # Of an event that is over the map shows the days; the words tell how things are now.
        since = event if until is None else None
        rows.append(FeatureWeek(one.metric, tuple(row), steps, state(one, day, since)))
    rows.sort(key=lambda one: _LAST.index(one.state) if one.state in _LAST else -1)
    before = day - SPAN if event is None or until is not None else event - 1
    return FeatureWeeks(
        weeks=weeks,
        rows=tuple(rows),
        used=used_between(daily, day - SPAN + 1, day),
        used_before=used_between(daily, before - SPAN + 1, before),
        event=event,
        own_scale=own,
    )


def used_between(daily: Sequence[Daily], first: int, last: int) -> int | None:
    """How many features were used between two days; None where none was measured."""
    spans = [one.span(first, last) for one in daily]
    if all(np.isnan(span).all() for span in spans):
        return None
    return sum(bool((np.nan_to_num(span) > 0).any()) for span in spans)


def _spans(day: int, event: int | None) -> tuple[tuple[int, int], tuple[int, int]]:
    """The days now and the days before that are held against one another."""
    if event is None:
        return (day - SPAN + 1, day), (day - SPAN - 7 * BEFORE + 1, day - SPAN)
    return (event, day), (event - 7 * BEFORE, event - 1)


def step(value: Known, most: float) -> int | None:
    """The step of the ramp: 0 for none, 1 to 5 up to the most, None where not measured."""
    if value is None:
        return None
    if value <= 0 or most <= 0:
        return 0
    # By the root of the share: the ramp still parts small features from one another.
    return min(max(int(np.ceil(STEPS * np.sqrt(value / most) - 1e-9)), 1), STEPS)


def state(one: Daily, day: int, event: int | None = None) -> FeatureState:
    """How a feature fares: against the weeks before an event, or before the last four.

    Only what was used in most weeks can be lost: what was used now and then is rare.
    """
    used = np.flatnonzero(np.nan_to_num(one.span(one.first, day)) > 0)
    if not len(used):
        return "never"
    now, before = _spans(day, event)
    if np.isnan(one.span(max(day - LOST + 1, one.first), day)).all():
        return "no data"
    if one.first + int(used[0]) >= now[0] and one.first < now[0]:
        return "new"
    regular = _regular(one.first + used, day)
    if one.first + int(used[-1]) <= day - LOST:
        return "lost" if regular else "rare"
    usual, current = mean(one.span(*before)), mean(one.span(*now))
    if not regular or usual is None:
        return "rare" if not regular else "steady"
    share = (current or 0.0) / usual if usual > 0 else _UP + 1
    return "down" if share < _DOWN else "up" if share > _UP else "steady"


def _regular(used: NDArray[np.int64], day: int) -> bool:
    """Whether most weeks have use, from the first to the last of the map that has any."""
    weeks = np.unique((day - used[used > day - 7 * WEEKS]) // 7)
    if not len(weeks):
        return False
    span = int(weeks[-1] - weeks[0]) + 1
    return span >= _FEW and 2 * len(weeks) >= span


def weekdays(one: Daily, day: int, event: int | None, until: int | None) -> WeekdayPattern | None:
    """Means by weekday in the eight weeks before an event and since; else of the last eight.

    None where nothing was measured in those weeks.
    """
    if event is None:
        first, last = max(day - 7 * BEFORE + 1, one.first), day
    else:
        first, last = max(event - 7 * BEFORE, one.first), event - 1
    before, days = _by_weekday(one, first, last)
    since: tuple[Known, ...] = ()
    days_since: tuple[int, ...] = ()
    if event is not None:
        since, days_since = _by_weekday(one, event, day if until is None else until)
    if not any(days) and not any(days_since):
        return None
    weeks = max(-(-(last - first + 1) // 7), 0)
    return WeekdayPattern(before, since, weeks, days, days_since)


def _by_weekday(one: Daily, first: int, last: int) -> tuple[tuple[Known, ...], tuple[int, ...]]:
    values = one.span(first, last)
    places = np.arange(first, first + len(values))
    parts = [values[(places - _MONDAY) % 7 == number] for number in range(7)]
    counts = tuple(int((~np.isnan(part)).sum()) for part in parts)
    return tuple(mean(part) for part in parts), counts


def trailing_mean(values: FloatArray, days: int = 7) -> FloatArray:
    """Means of each so many days up to a day; NaN where one of them was not measured."""
    if len(values) < days:
        return np.full(len(values), np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(values, days)
    return np.concatenate([np.full(days - 1, np.nan), windows.mean(axis=1)])
