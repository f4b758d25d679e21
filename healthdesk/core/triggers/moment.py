"""So many days before or after a renewal, a start, the end of contracts, a milestone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import NO_DAY, BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.reading import Option, ReadingRef, Readings, read
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import count, date

_MOMENTS: Final = {
    "renewal": "renewal",
    "start": "start",
    "contract_end": "end of the last contract",
    "milestone_due": "due day of a milestone",
    "milestone_done": "day a milestone was reached",
}
SPEC: Final = TriggerSpec(
    key="moment",
    title="Days before or after a moment",
    summary="Fires so many days before or after a renewal, the start, the end of the last contract"
    " or a milestone.",
    group="Time",
    icon="hourglass",
    shape="state",
    options=(
        Option("days", "Days", "days", 90, 0, 3660),
        Option("way", "Which way", "choice", "before", choices=("before", "after")),
        Option(
            "moment",
            "The moment",
            "choice",
            "renewal",
            choices=tuple(_MOMENTS),
            labels=tuple(one.capitalize() for one in _MOMENTS.values()),
        ),
        Option("milestone", "Name of the milestone", "words", ""),
    ),
    used={"milestone": ("moment", ("milestone_due", "milestone_done"))},
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where the day is reached: before a moment up to its day, after one until the next of it."""
    away = _away(seen, options)
    with np.errstate(invalid="ignore"):
        if options["way"] == "before":
            return np.asarray((away >= 0) & (away <= options["days"]))
        return np.asarray(away <= -options["days"])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The day of the moment, as it was known then."""
    one = seen.on(seen.context.days[at : at + 1])
    away = float(_away(one, options)[account, 0])
    held = bool(holds(one, options, None)[account, 0])
    what = _named(options)
    what = f"{what[:1].upper()}{what[1:]}"
    if np.isnan(away):
        return (Told(what, "none known", _asked(options), held=False),)
    day = int(one.context.days[0]) + int(away)
    ago = f"in {count(away, 'day')}" if away >= 0 else f"{count(-away, 'day')} ago"
    within = "at most" if options["way"] == "before" else "at least"
    asked = f"{within} {_asked(options)}"
    return (Told(what, f"{date(day)}, {ago if away else 'the same day'}", asked, held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    return f"{_asked(options)} the {_named(options)}"


def _asked(options: Mapping[str, Any]) -> str:
    return f"{count(options['days'], 'day')} {options['way']}"


def _named(options: Mapping[str, Any]) -> str:
    name = _MOMENTS[options["moment"]]
    milestone = options["milestone"].strip() if SPEC.counts("milestone", options) else ""
    return name.replace("a milestone", f"\u201c{milestone}\u201d") if milestone else name


def _away(seen: Seen, options: Mapping[str, Any]) -> FloatArray:
    """Days to the moment, as of each day: accounts x days; below nought it is over; NaN = none."""
    context, moment = seen.context, options["moment"]
    facts, days = context.facts, context.days
    if moment == "start":
        # Nobody knows of an account before its first day.
        away = first_days(facts, days) - days[None, :].astype(np.float64)
        return np.where(away > 0, np.nan, away)
    if moment.startswith("milestone"):
        return _milestone(seen, options)
    if moment == "renewal" and options["way"] == "before":
        return read(facts, ReadingRef(kind="days_to_renewal"), days, context.readings)
    table = facts.subscriptions
    out = np.full(context.shape, np.nan)
    for column, day in enumerate(days.tolist()):
        signed = (table.day <= day) & (table.day < table.end)
        in_force = _accounts(facts, table.account[signed & (table.end > day)])
        if moment == "renewal":
            ended = signed & (table.end <= day)
            last = _latest(facts, table.account[ended], table.end[ended])
            last[~in_force] = np.nan
        else:
            last = _latest(facts, table.account[signed], table.end[signed])
            last[last == NO_DAY] = np.nan
        out[:, column] = last - day
    return out


def _milestone(seen: Seen, options: Mapping[str, Any]) -> FloatArray:
    """Of the milestone of that name (of all, the earliest due or the latest done)."""
    found, days = seen.records("milestone"), seen.context.days
    facts = seen.context.facts
    wanted = options["milestone"].strip().casefold()
    named = [not wanted or word.strip().casefold() == wanted for word in found.word]
    chosen = np.array(named, bool)
    out = np.full(seen.context.shape, np.nan)
    for column, day in enumerate(days.tolist()):
        if options["moment"] == "milestone_done":
            here = chosen & (found.day <= day)
            out[:, column] = _latest(facts, found.account[here], found.day[here]) - day
        else:
            here = chosen & (found.since != NO_DAY) & (found.day > day)
            if options["way"] == "before":
                here &= found.since >= day
            out[:, column] = -_latest(facts, found.account[here], -found.since[here]) - day
    return out


def _latest(facts: Facts, account: IntArray, day: IntArray) -> FloatArray:
    """The latest day of each account; NaN = none."""
    out = np.full(facts.count, -np.inf)
    np.maximum.at(out, account, day)
    return np.where(np.isinf(out), np.nan, out)


def _accounts(facts: Facts, account: IntArray) -> BoolArray:
    out = np.zeros(facts.count, bool)
    out[account] = True
    return out
