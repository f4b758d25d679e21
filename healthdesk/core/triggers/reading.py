"""A reading passes a threshold, or changes by so much."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.reading import Option, ReadingRef, Readings, read
from healthdesk.core.domain.rule import ReadingTest, Rule
from healthdesk.core.domain.trigger import METRIC, Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import count, figure, signed

KINDS: Final = {
    "usage_level": "Usage level",
    "usage_trend": "Usage trend",
    "usage_frequency": "Active days",
    "usage_breadth": "Breadth of use",
    "seat_use": "Seat use",
    "nps": "NPS",
    "nps_rating": "NPS rating",
    "csat": "CSAT",
    "sentiment": "Sentiment",
    "days_since_touch": "Days since last touch",
    "touches": "Touches",
    "two_way": "Two-way balance",
    "contacts_engaged": "Contacts engaged",
    "open_tickets": "Open tickets",
    "ticket_age": "Ticket age",
    "tickets_opened": "Tickets opened",
    "angry_tickets": "Tickets with anger",
    "days_to_renewal": "Days to renewal",
    "overdue_days": "Days overdue",
    "seat_growth": "Seat growth",
    "milestones": "Onboarding milestones",
}
"""Readings that want to be told nothing, or only which metric."""
OF_METRIC: Final = ("usage_level", "usage_trend", "usage_frequency", "seat_use")
"""Those of them that are of a metric."""
_TESTS: Final = {
    "at least": "is at least",
    "at most": "is at most",
    "rises by": "rises by",
    "falls by": "falls by",
    "rises by %": "rises by per cent",
    "falls by %": "falls by per cent",
}
_OPERATORS: Final = {"at least": ">=", "at most": "<="}
_MOST: Final = 1e12
SPEC: Final = TriggerSpec(
    key="reading",
    title="A reading passes a threshold or changes",
    summary="Fires when a reading is beyond a figure, or has moved by so much over so many days.",
    group="Use",
    icon="activity",
    shape="state",
    options=(
        Option(
            "reading",
            "Reading",
            "choice",
            "usage_level",
            choices=tuple(KINDS),
            labels=tuple(KINDS.values()),
        ),
        METRIC,
        Option(
            "test",
            "It",
            "choice",
            "falls by %",
            choices=tuple(_TESTS),
            labels=tuple(_TESTS.values()),
        ),
        Option("value", "Figure", "number", 20, -_MOST, _MOST),
        Option("over", "Over days", "days", 28, 1, 3660),
    ),
    used={
        "metric": ("reading", OF_METRIC),
        "over": ("test", ("rises by", "falls by", "rises by %", "falls by %")),
    },
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The reading's own: beyond the figure, or that it is there at all."""
    ref = _ref(options, readings)
    if ref is None:
        return ()
    op = _OPERATORS.get(options["test"])
    if op is None:
        return (ReadingTest(ref, "is present"),)
    return (ReadingTest(ref, op, float(options["value"])),)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where the reading is beyond the figure, or moved by so much; nowhere where it is missing."""
    inside = rules(options, seen.segments, seen.context.readings)
    if not inside:
        return seen.nowhere()
    if options["test"] in _OPERATORS:
        return evaluate(inside[0], seen.context)
    with np.errstate(invalid="ignore"):
        return np.asarray(_moved(options, *_values(seen, options)) >= abs(options["value"]))


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The values then and before, where it is a change."""
    if options["test"] in _OPERATORS or _ref(options, seen.context.readings) is None:
        return ()
    one = seen.on(seen.context.days[at : at + 1])
    then, now = (float(part[account, 0]) for part in _values(one, options))
    named = options["metric"] if options["reading"] in OF_METRIC else None
    metric = seen.context.facts.metrics.get(named or "")
    title = KINDS[options["reading"]]
    title = title if metric is None else f"{title} of {metric.name or metric.key}"
    what = f"{title}, change over {count(options['over'], 'day')}"
    unit = seen.context.readings[options["reading"]].SPEC.unit
    held = bool(holds(one, options, None)[account, 0])
    asked = f"{_TESTS[options['test']].split(' per')[0]} {_figure(options)} or more"
    return (Told(what, _change(options, then, now, unit), asked, held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    title = KINDS[options["reading"]]
    of = f" of {options['metric'] or '(none chosen)'}" if options["reading"] in OF_METRIC else ""
    asked = f"{title}{of} {_TESTS[options['test']].split(' per')[0]} {_figure(options)}"
    if options["test"] in _OPERATORS:
        return asked
    return f"{asked} or more over {count(options['over'], 'day')}"


def _ref(options: Mapping[str, Any], readings: Readings) -> ReadingRef | None:
    """The reading; None where it lacks its metric."""
    asked: dict[str, Any] = {}
    for one in readings[options["reading"]].SPEC.options:
        value = options["metric"] if one.kind == "metric" else one.default
        if value is None:
            return None
        asked[one.key] = value
    return ReadingRef(kind=options["reading"], options=asked)


def _values(seen: Seen, options: Mapping[str, Any]) -> tuple[FloatArray, FloatArray]:
    """The reading so many days before, and on each day; before an account began it has none."""
    context = seen.context
    ref = _ref(options, context.readings)
    if ref is None:
        raise ValueError("a reading of a metric without one")
    before = context.days - np.int32(options["over"])
    then = read(context.facts, ref, before, context.readings)
    now = read(context.facts, ref, context.days, context.readings)
    begun = first_days(context.facts, context.days) <= before[None, :]
    return np.where(begun, then, np.nan), np.broadcast_to(now, context.shape)


def _moved(options: Mapping[str, Any], then: FloatArray, now: FloatArray) -> FloatArray:
    """How far it moved the way that is asked for, as it is asked."""
    moved = then - now if "falls" in options["test"] else now - then
    if "%" not in options["test"]:
        return moved
    return 100 * moved / np.where(then > 0, then, np.nan)


def _figure(options: Mapping[str, Any]) -> str:
    value = float(options["value"])
    if options["test"] not in _OPERATORS:
        value = abs(value)
    return f"{figure(value)} %" if "%" in options["test"] else figure(value)


def _change(options: Mapping[str, Any], then: float, now: float, unit: str) -> str:
    if np.isnan(then) or np.isnan(now):
        return "not known then and now"
    course = f"{figure(then, unit)} \u2192 {figure(now, unit)}"
    if "%" in options["test"]:
        return f"{signed(100 * (now - then) / then, '%')} ({course})" if then > 0 else course
    return f"{signed(now - then)} ({course})" if unit not in ("share", "change") else course
