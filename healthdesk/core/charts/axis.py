"""Round values and real dates along the sides of a chart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import Final

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.number_style import NumberStyle

_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_ROUNDING: Final = 1e-9
_HALVES: Final = 2.5
_WEEKS_UP_TO: Final = 75
_DAYS_UP_TO: Final = 10
_YEARS_FROM: Final = 1600
_LEAST_MONTH: Final = 20
"""Days of a month that began before the chart, from which it is named."""


@dataclass(frozen=True)
class Scale:
    """From values to places: `low` at `start`, `high` at `stop`; `ticks` are its round values."""

    low: float
    high: float
    start: float
    stop: float
    ticks: tuple[float, ...] = ()
    digits: int = 0

    def at(self, value: float) -> float:
        """The place of a value."""
        span = self.high - self.low
        return self.start + (value - self.low) / span * (self.stop - self.start)


@dataclass(frozen=True)
class DayTick:
    """A named day on the axis of days."""

    day: int
    words: str


def scale(
    low: float,
    high: float,
    count: int,
    places: tuple[float, float],
    *,
    exact: bool = False,
    whole: bool = False,
) -> Scale:
    """A scale with about so many round steps.

    `exact` ends it where the values end; `whole` has steps of 1 at least, as what is counted has.
    """
    if not (isfinite(low) and isfinite(high)):
        low, high = 0.0, 1.0
    if high <= low:
        high = low + (abs(low) or 1.0)
    step = _step((high - low) / max(count, 1))
    if whole:
        step = max(step, 1.0) if step < _HALVES else ceil(step)
    first, last = floor(low / step + _ROUNDING), ceil(high / step - _ROUNDING)
    if exact:
        first, last = ceil(low / step - _ROUNDING), floor(high / step + _ROUNDING)
    ticks = tuple(one * step for one in range(first, last + 1))
    digits = max(0, -floor(log10(step) + _ROUNDING))
    digits += round(step * 10**digits, 6) != round(step * 10**digits)
    bounds = (low, high) if exact else (first * step, last * step)
    return Scale(*bounds, *places, ticks, digits)


def bottom(values: list[float]) -> float:
    """Where an axis of lines begins: at zero, unless all values lie far above it."""
    least, most = min(values), max(values)
    if least > most * 0.5 > 0:
        return max(least - (most - least) * 0.3, 0.0)
    return min(least, 0.0)


def counted(values: Iterable[float | None]) -> bool:
    """Whether all values are whole."""
    return all(one is None or one == round(one) for one in values)


def days(
    first: int, last: int, room: float, measure: Callable[[str], float], style: NumberStyle
) -> tuple[DayTick, ...]:
    """Days to name: as dense as their words leave room."""
    span = max(last - first, 1)
    for made in _choices(first, last, style):
        widest = max((measure(one.words) for one in made), default=0.0)
        gaps = [(two.day - one.day) * room / span for one, two in pairwise(made)]
        if all(gap >= widest * 1.35 for gap in gaps):
            return made
    return ()


def _choices(first: int, last: int, style: NumberStyle) -> list[tuple[DayTick, ...]]:
    span, made = last - first, list[tuple[DayTick, ...]]()
    if span <= _DAYS_UP_TO:
        made.append(_each(range(first, last + 1), style))
    if span <= _WEEKS_UP_TO:
        monday = first + (4 - first) % 7
        made += [_each(range(monday, last + 1, 7 * step), style) for step in (1, 2)]
    if span < _YEARS_FROM:
        made += [_months(first, last, step, style) for step in (1, 2, 3, 6)]
    made += [_years(first, last, step) for step in (1, 2, 5, 10, 25, 100)]
    made.append(_each(range(first, last + 1, max(span, 1)), style))
    made.append(_each(range(last, last + 1), style))
    return [one for one in made if one]


def _each(found: range, style: NumberStyle) -> tuple[DayTick, ...]:
    return tuple(DayTick(day, style.date(day, year=False)) for day in found)


def _months(first: int, last: int, step: int, style: NumberStyle) -> tuple[DayTick, ...]:
    start, made = to_date(first), list[DayTick]()
    year, month = start.year, start.month
    while (day := to_day(date(year, month, 1))) <= last:
        named = (month - 1) % step == 0 if step > 1 else True
        month += 1
        year, month = (year + 1, 1) if month > 12 else (year, month)
        if not named or (day < first and to_day(date(year, month, 1)) - first < _LEAST_MONTH):
            continue
        shown = to_date(day)
        words = style.month(day, year=shown.month == 1 or step == 6)
        made.append(DayTick(max(day, first), words))
    return tuple(made)


def _years(first: int, last: int, step: int) -> tuple[DayTick, ...]:
    found = range(to_date(first).year, to_date(last).year + 1)
    return tuple(
        DayTick(to_day(date(year, 1, 1)), str(year))
        for year in found
        if year % step == 0 and to_day(date(year, 1, 1)) >= first
    )


def _step(rough: float) -> float:
    power = 10.0 ** floor(log10(rough))
    return next(one * power for one in _STEPS if one * power >= rough * (1 - _ROUNDING))
