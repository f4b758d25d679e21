"""A ticket is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.events import tickets_from
from healthdesk.core.domain.facts import PRIORITIES, BoolArray
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import date

SPEC: Final = TriggerSpec(
    key="ticket",
    title="A ticket is opened",
    summary="Fires on the day on which a ticket of a priority or above is opened.",
    group="Support",
    icon="ticket",
    shape="event",
    options=(
        Option(
            "priority",
            "Priority at least",
            "choice",
            "low",
            choices=PRIORITIES,
            labels=tuple(one.capitalize() for one in PRIORITIES),
        ),
    ),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """The days on which such tickets were opened."""
    facts = seen.context.facts
    chosen, table = tickets_from(facts, options["priority"]), facts.tickets
    return seen.marked(table.account[chosen], table.day[chosen])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The tickets opened on the day, by their priorities."""
    table, day = seen.context.facts.tickets, int(seen.context.days[at])
    rows = np.flatnonzero((table.account == account) & (table.day == day)).tolist()
    names = [PRIORITIES[int(table.priority[row])] for row in rows]
    least = PRIORITIES.index(options["priority"])
    held = any(PRIORITIES.index(name) >= least for name in names)
    asked = options["priority"] if least == len(PRIORITIES) - 1 else _or_above(options["priority"])
    return (Told(f"Tickets opened on {date(day)}", ", ".join(names) or "none", asked, held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    name = options["priority"]
    if name == PRIORITIES[0]:
        return "a ticket is opened"
    asked = name if name == PRIORITIES[-1] else _or_above(name)
    return f"a ticket is opened ({asked})"


def _or_above(name: str) -> str:
    return f"{name} or above"
