"""What the usage chart says in words: its read-out for a day, its table, its summary."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.usage_view import UsageMark, UsageSeries
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.usage_chart_layout import figure

_MARKS_SAID = 3
_LINE, _LINES = 42, 3
"""Letters a line, and lines, of what was written."""
Rows = list[tuple[str, str]]


def event_on(events: Sequence[TrendEvent], day: int) -> TrendEvent | None:
    """The event that a day lies in; of several the one that began last."""
    inside = [one for one in events if one.first <= day and (one.last is None or day <= one.last)]
    return max(inside, key=lambda one: one.first, default=None)


def value_words(series: UsageSeries, day: int, words: Words) -> str:
    """A day's value with its unit, or that it is missing."""
    at = series.place(day)
    value = series.values[at] if at is not None else None
    if value is None:
        return "no data" if series.metric.fill == "zero" else "not measured"
    if day in series.implied:
        return "none (no row)"
    return f"{figure(value, words)} {series.metric.unit}".strip()


def normal_words(series: UsageSeries, day: int, words: Words) -> str:
    """The day's normal range, or that it is not known."""
    at = series.place(day)
    low = series.low[at] if at is not None else None
    high = series.high[at] if at is not None else None
    if low is None or high is None:
        return "not known"
    return f"{figure(low, words)} to {figure(high, words)}"


def read(
    series: UsageSeries,
    events: Sequence[TrendEvent],
    marks: Sequence[UsageMark],
    day: int,
    words: Words,
) -> Rows:
    """Rows of the read-out: value, normal range, seven-day mean, event, and what happened."""
    at = series.place(day)
    mean = series.means[at] if at is not None else None
    rows: Rows = [
        (series.metric.name, value_words(series, day, words)),
        ("Normal here", normal_words(series, day, words)),
        ("7-day mean", DASH if mean is None else figure(mean, words)),
    ]
    event = event_on(events, day)
    if event is not None:
        rows.append((event.kind.capitalize(), event.muted or f"{words.signed(event.size * 100)} %"))
    happened = [mark for mark in marks if mark.day == day]
    for mark in happened[:_MARKS_SAID]:
        rows.append((mark.kind.capitalize(), mark.text))
        rows += [(line, "") for line in _quoted(mark.words)]
    if len(happened) > _MARKS_SAID:
        rows.append(("And", f"{len(happened) - _MARKS_SAID} more"))
    return rows


def _quoted(words: str) -> list[str]:
    """What was written, as lines of the read-out."""
    if not words:
        return []
    told = f"\N{LEFT DOUBLE QUOTATION MARK}{words}\N{RIGHT DOUBLE QUOTATION MARK}"
    return wrap(told, _LINE, max_lines=_LINES, placeholder="…")


def said(series: UsageSeries, day: int, words: Words) -> str:
    """A day for screen readers."""
    return (
        f"{words.weekday(day)}: {value_words(series, day, words)},"
        f" normal {normal_words(series, day, words)}"
    )


def table(
    series: UsageSeries,
    events: Sequence[TrendEvent],
    marks: Sequence[UsageMark],
    words: Words,
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The days as a table, newest first: for Ctrl+T and screen readers."""
    happened: dict[int, list[str]] = {}
    for mark in marks:
        happened.setdefault(mark.day, []).append(mark.text)
    out = []
    for day in range(series.last, series.first - 1, -1):
        at = day - series.first
        value, mean = series.values[at], series.means[at]
        event = event_on(events, day)
        out.append(
            (
                words.weekday(day),
                "no data" if value is None else figure(value, words),
                normal_words(series, day, words),
                DASH if mean is None else figure(mean, words),
                "" if event is None else f"{event.kind} {event.muted}".strip(),
                "; ".join(happened.get(day, ())),
            )
        )
    return ("Day", "Value", "Normal here", "7-day mean", "Odd", "What happened"), tuple(out)
