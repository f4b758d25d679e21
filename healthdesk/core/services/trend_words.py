"""Dips, rises and silences in plain words, with their sizes and days."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import FloatArray, to_date
from healthdesk.core.domain.season import Excuse
from healthdesk.core.domain.trend_view import Record
from healthdesk.core.services.wording import count_of, long_date, number, short_date

_TIMES: Final = 2.0
"""Rises from which times are told in place of per cent."""
_PATTERN_DAYS: Final = 10
"""Measured days from which a weekday pattern is compared."""
_INTACT: Final = 0.12
"""Share of a week's use that may stand on other weekdays and still be the same pattern."""
_NAMES: Final = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")
_MONDAY: Final = 3
"""Days from 1970-01-01, a Thursday, back to a Monday."""


def date_words(day: int, asked: int) -> str:
    """A day as "12 Feb", with its year where that is another one than the year asked about."""
    same = to_date(day).year == to_date(asked).year
    return short_date(day) if same else long_date(day)


def size_words(size: float) -> str:
    """A size against normal: "41 % below normal", "3.2 times normal"."""
    if size > _TIMES:
        return f"{'more than ' if size > 20 else ''}{number(min(1 + size, 20))} times normal"
    return f"{number(round(abs(size) * 100))} % {'below' if size < 0 else 'above'} normal"


def span_words(first: int, last: int | None, asked: int) -> str:
    """Say when: "since 12 Feb", or "from 12 Feb to 3 Mar"."""
    if last is None:
        return f"since {date_words(first, asked)}"
    if last == first:
        return f"on {date_words(first, asked)}"
    return f"from {date_words(first, asked)} to {date_words(last, asked)}"


def moved(
    name: str,
    size: float,
    span: tuple[int, int | None],
    asked: int,
    pattern: str,
    *,
    shift: bool,
) -> str:
    """The sentence of a dip or a rise."""
    first, last = span
    end = f"; {pattern}" if pattern else ""
    if shift and last is not None:
        before = f"what was normal until {date_words(first - 1, asked)}"
        return (
            f"{name} {size_words(size).replace('normal', before)};"
            f" that is the new normal since {date_words(last + 1, asked)}{end}."
        )
    return f"{name} {size_words(size)} {span_words(first, last, asked)}{end}."


def stopped(name: str, expected: float, span: tuple[int, int | None], days: int, asked: int) -> str:
    """The sentence of an account of which nothing is heard at all; `days` were measured."""
    return (
        f"No use of anything {span_words(*span, asked)}, {count_of(days, 'day')};"
        f" {name} normally {number(expected)} a day."
    )


def undelivered(name: str, first: int, last: int, asked: int) -> str:
    """The sentence of days on which nobody's values came."""
    return (
        f"{name}: no data of any account {span_words(first, last, asked)},"
        f" {count_of(last - first + 1, 'day')}."
    )


def excuse_words(found: Excuse, asked: int) -> str:
    """Why a fall needs nobody."""
    if found.why == "now":
        return "most accounts of the desk fell in the same days"
    year = to_date(found.first).year
    back = date_words(found.back, asked)
    if to_date(found.back).year == year and back.endswith(str(year)):
        back = short_date(found.back)
    who = "also fell" if found.why == "own" else "most accounts fell"
    return f"{who} in the same weeks of {year}, came back on {back}"


def pattern_words(values: FloatArray, expected: FloatArray, first: int) -> str:
    """How the weekday pattern of an event compares to what is normal; "" = too early to say.

    Both are the event's days; shares of a week's use by weekday are compared.
    """
    known = ~np.isnan(values) & ~np.isnan(expected)
    weekday = (np.arange(len(values)) + first + _MONDAY) % 7
    counts = np.array([(known & (weekday == one)).sum() for one in range(7)])
    if known.sum() < _PATTERN_DAYS or counts.min() < 1:
        return ""
    now = np.array([values[known & (weekday == one)].mean() for one in range(7)])
    usual = np.array([expected[known & (weekday == one)].mean() for one in range(7)])
    total = float(values[known].sum())
    if now.sum() <= 0 or usual.sum() <= 0 or now.min() < 0 or usual.min() < 0:
        return ""
    off = now / now.sum() - usual / usual.sum()
    moved_share = float(np.abs(off).sum()) / 2
    # Small counts scatter: what chance alone moves is allowed for.
    whole = bool((values[known] == np.rint(values[known])).all())
    chance = 1.5 * float(np.sqrt(7 / max(total, 1.0))) if whole else 0.0
    if moved_share <= max(_INTACT, chance):
        return "weekday pattern intact"
    ends = float(off[5:].sum())
    if abs(ends) >= 0.6 * moved_share:
        return "weekends make more of it" if ends > 0 else "weekends make less of it"
    most = int(np.argmax(np.abs(off[:5])))
    return f"{_NAMES[most]} make {'more' if off[most] > 0 else 'less'} of it"


def told(record: Record, name: str, asked: int) -> Record:
    """A record with its sentence: "Active users: best month ever, 48.2 a day in Oct 2026."."""
    what = f"{'best' if record.best else 'lowest'} {record.period}"
    if record.since is None:
        reach = "ever"
    elif record.period == "month":
        reach = f"since {long_date(record.since).split(' ', 1)[1]}"
    else:
        reach = f"since the week of {date_words(record.since, asked)}"
    when = (
        f"in {long_date(record.first).split(' ', 1)[1]}"
        if record.period == "month"
        else f"in the week of {date_words(record.first, asked)}"
    )
    return replace(record, text=f"{name}: {what} {reach}, {number(record.value)} a day {when}.")
