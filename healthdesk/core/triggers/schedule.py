"""A day of the calendar has come."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, to_date
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import MONTHS, WEEKDAYS
from healthdesk.core.domain.trigger_words import date as named

_EVERY: Final = ("week", "month", "quarter", "year")
SPEC: Final = TriggerSpec(
    key="schedule",
    title="On a calendar",
    summary="Fires each week, month, quarter or year on its day.",
    group="Time",
    icon="calendar",
    shape="event",
    options=(
        Option("every", "Each", "choice", "month", choices=_EVERY),
        Option(
            "weekday",
            "Weekday",
            "choice",
            "monday",
            choices=tuple(one.lower() for one in WEEKDAYS),
            labels=WEEKDAYS,
        ),
        Option("day", "Day of the month", "days", 1, 1, 31),
        Option(
            "month",
            "Month",
            "choice",
            "january",
            choices=tuple(one.lower() for one in MONTHS),
            labels=MONTHS,
        ),
    ),
    used={
        "weekday": ("every", ("week",)),
        "day": ("every", ("month", "quarter", "year")),
        "month": ("every", ("year",)),
    },
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Everywhere on those days; a month that is too short has its last day."""
    on = [_is_due(day, options) for day in seen.context.days.tolist()]
    return np.broadcast_to(np.array(on, bool), seen.context.shape)


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The day."""
    day = int(seen.context.days[at])
    value = f"{WEEKDAYS[to_date(day).weekday()]}, {named(day)}"
    return (Told("The day", value, words(options, None), _is_due(day, options)),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    day, every = options["day"], options["every"]
    if every == "week":
        return f"each {options['weekday'].capitalize()}"
    if every == "year":
        return f"each year on {day} {options['month'].capitalize()}"
    return f"each {every} on day {day}" + (" of its first month" if every == "quarter" else "")


def _is_due(day: int, options: Mapping[str, Any]) -> bool:
    at, every = to_date(day), options["every"]
    if every == "week":
        return bool(WEEKDAYS[at.weekday()].lower() == options["weekday"])
    last = monthrange(at.year, at.month)[1]
    if at.day != min(options["day"], last):
        return False
    if every == "year":
        return bool(MONTHS[at.month - 1].lower() == options["month"])
    return bool(every == "month" or at.month % 3 == 1)
