"""What an event of a metric means, in sentences: how much, what else moved, who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.usage_view import (
    FeatureWeeks,
    Finding,
    PersonUse,
    UsageMark,
    UsageSeries,
    WeekdayPattern,
)
from healthdesk.core.domain.usage_weeks import weekday
from healthdesk.core.services.wording import count_of, long_date, number, short_date

_TOLD: Final = frozenset({"touch", "use"})
"""Marks that are no news: many, or told already."""
_NEAR: Final = 7
"""Days before an event in which what happened may have to do with it."""
_NAMED: Final = 3
_OF: Final = "\N{RIGHT SINGLE QUOTATION MARK}s"
_MONTH: Final = 28
_GONE: Final = 0.2
"""Share of the use before below which somebody's use is gone."""


@dataclass(frozen=True)
class Around:
    """What a finding looks at beside the event itself."""

    series: UsageSeries
    weekdays: WeekdayPattern | None
    people: Sequence[PersonUse]
    people_unit: str
    features: FeatureWeeks | None
    marks: Sequence[UsageMark]
    day: int


def finding(event: TrendEvent, around: Around) -> Finding:
    """An event in words: its own sentence, then what stands around it."""
    parts = [
        _levels(event, around),
        _lasts(event, around.day),
        _people(event, around),
        _happened(event, around.marks),
        _features(event, around.features),
    ]
    text = " ".join(part for part in parts if part)
    return Finding(event.text or around.series.metric.name, text, event.kind, event.muted)


def quiet(series: UsageSeries, day: int) -> Finding:
    """That nothing is odd, or that it cannot be told yet, with the last value."""
    name = series.metric.name
    last = next(
        (at for at in range(len(series.values) - 1, -1, -1) if series.values[at] is not None), None
    )
    if last is None:
        return Finding(f"{name} has no values here", "It was never measured for this account.")
    when = series.first + last
    low, high = series.low[last], series.high[last]
    value = series.values[last] or 0.0
    told = f"{number(value)} on {_date(when, day)}"
    if low is None or high is None:
        return Finding(
            f"{name}: too few days to say what is normal",
            f"{told}. A band is drawn once a weekday has four values that are two weeks old.",
        )
    silent = f" No data since {_date(when, day)}." if when < day - 1 else ""
    inside = low <= value <= high
    side = "within" if inside else "below" if value < low else "above"
    return Finding(
        f"No dip, no rise of {_within(name)} found",
        f"{told}, {side} the {_round(low)} to {_round(high)} that are normal for this account."
        + ("" if inside else " One such day alone is no dip or rise.")
        + silent,
    )


def _within(name: str) -> str:
    """A name within a sentence: "Active users" goes small, "API calls" does not."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _date(day: int, asked: int) -> str:
    return short_date(day) if asked - day < 300 else long_date(day)


def _levels(event: TrendEvent, around: Around) -> str:
    """What working days brought where how much was normal, and whether weekends went along."""
    series = around.series
    stop = series.last if event.last is None else event.last
    work = [day for day in range(event.first, stop + 1) if weekday(day) < 5]
    ends = [day for day in range(event.first, stop + 1) if weekday(day) >= 5]
    now, low, high = (
        _middle(row, series, work) for row in (series.values, series.low, series.high)
    )
    if now is None:
        return ""
    if low is None or high is None:
        return f"On working days about {number(now)} a day."
    told = (
        f"On working days about {_round(now)} a day where {_round(low)} to {_round(high)} is"
        " normal for this account"
    )
    quiet_now, usual = _middle(series.values, series, ends), _middle(series.expected, series, ends)
    expected = _middle(series.expected, series, work)
    if quiet_now is None or not usual or not expected:
        return f"{told}."
    alike = abs(quiet_now / usual - now / expected) < 0.25
    return f"{told}; weekends {'moved alike' if alike else 'did not go along'}."


def _round(value: float) -> str:
    return number(round(value) if abs(value) >= 10 else round(value, 1))


def _middle(row: Sequence[float | None], series: UsageSeries, days: Sequence[int]) -> float | None:
    places = [series.place(day) for day in days]
    known = [row[at] for at in places if at is not None and row[at] is not None]
    return float(np.median([one for one in known if one is not None])) if known else None


def _lasts(event: TrendEvent, day: int) -> str:
    """How long it lasts; why it needs nobody."""
    if event.muted:
        return f"Muted: {event.muted}."
    if event.last is not None:
        return ""
    return f"It has lasted {count_of(day - event.first + 1, 'day')}."


def _people(event: TrendEvent, around: Around) -> str:
    """Whose use is gone, and how that of others changed."""
    if event.kind == "rise":
        return ""
    parts = []
    known = [one for one in around.people if one.before and one.since is not None]
    gone = [one for one in known if (one.since or 0.0) <= _GONE * (one.before or 0.0)]
    for one in gone[:_NAMED]:
        unit = f" {around.people_unit}" if around.people_unit else ""
        told = f"{one.name}{_OF} {_round(one.before or 0.0)}{unit} a day are gone"
        if one.last is not None:
            told = f"{told}, last use {_date(one.last, around.day)}"
        parts.append(told)
    if parts:
        return f"{'; '.join(parts)}."
    if known:
        top = known[0]
        return (
            f"Of the heaviest users {top.name} went from {_round(top.before or 0.0)} to"
            f" {_round(top.since or 0.0)} a day."
        )
    return ""


def _happened(event: TrendEvent, marks: Sequence[UsageMark]) -> str:
    """What was noted in the week before it began."""
    near = [one for one in marks if 0 <= event.first - one.day <= _NEAR and one.kind not in _TOLD]
    if not near:
        return ""
    one = max(near, key=lambda mark: mark.day)
    ago = event.first - one.day
    when = "the same day" if not ago else "the day before" if ago == 1 else f"{ago} days before"
    return f"Noted {when}: {one.text}."


def _features(event: TrendEvent, features: FeatureWeeks | None) -> str:
    """Which features were lost with it."""
    if features is None or event.kind == "rise":
        return ""
    lost = [
        row.metric.name
        for row in features.rows
        if row.state == "lost"
        and any(
            value and event.first - _MONTH <= week < event.first
            for week, value in zip(features.weeks, row.values, strict=True)
        )
    ]
    if not lost:
        return ""
    names = ", ".join(lost[:_NAMED])
    more = f" and {len(lost) - _NAMED} more" if len(lost) > _NAMED else ""
    return f"Not used any more: {names}{more}."
