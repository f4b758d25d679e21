"""Tickets stay open, or many are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.events import open_ticket_spans
from healthdesk.core.domain.facts import PRIORITIES, BoolArray, FloatArray
from healthdesk.core.domain.reading import Option, ReadingRef, Readings
from healthdesk.core.domain.rule import ReadingTest, Rule
from healthdesk.core.domain.spans import lowest
from healthdesk.core.domain.trigger import PRIORITY, Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import count, or_above

SPEC: Final = TriggerSpec(
    key="tickets_open",
    title="Tickets stay open",
    summary="Fires when a ticket has been open for so many days, or when so many are open at once.",
    group="Support",
    icon="clock-exclamation",
    shape="state",
    options=(
        Option(
            "what",
            "What",
            "choice",
            "age",
            choices=("age", "count"),
            labels=("Days the oldest is open", "Number open"),
        ),
        Option("least", "At least", "days", 7, 1, 10_000),
        PRIORITY,
    ),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The number of open tickets, where that is asked."""
    if options["what"] == "age":
        return ()
    ref = ReadingRef(kind="open_tickets", options={"min_priority": options["priority"]})
    return (ReadingTest(ref, ">=", float(options["least"])),)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where the oldest is that old, or that many are open."""
    if options["what"] == "count":
        return evaluate(rules(options, {}, {})[0], seen.context)
    with np.errstate(invalid="ignore"):
        return np.asarray(_oldest(seen, options) >= options["least"])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """How long the oldest was open then."""
    if options["what"] == "count":
        return ()
    one = seen.on(seen.context.days[at : at + 1])
    age = float(_oldest(one, options)[account, 0])
    value = "none open" if np.isnan(age) else count(age, "day")
    asked = f"at least {count(options['least'], 'day')}"
    return (Told(f"Oldest open ticket{_kind(options)}", value, asked, age >= options["least"]),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    if options["what"] == "count":
        return f"{count(options['least'], 'ticket')}{_kind(options)} or more open"
    return f"a ticket{_kind(options)} open for {count(options['least'], 'day')}"


def _oldest(seen: Seen, options: Mapping[str, Any]) -> FloatArray:
    """Days for which the oldest open ticket has been open; NaN = none is."""
    context = seen.context
    _, spans = open_ticket_spans(context.facts, options["priority"])
    return context.days[None, :] - lowest(spans, context.days, spans.start)


def _kind(options: Mapping[str, Any]) -> str:
    name = options["priority"]
    return "" if name == PRIORITIES[0] else f" ({or_above(name)})"
