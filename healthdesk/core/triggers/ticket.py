"""A ticket is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.events import tickets_from
from healthdesk.core.domain.facts import PRIORITIES, BoolArray
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import PRIORITY, Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import date, or_above

SPEC: Final = TriggerSpec(
    key="ticket",
    title="A ticket is opened",
    summary="Fires on the day on which a ticket of a priority or above is opened.",
    group="Support",
    icon="ticket",
    shape="event",
    options=(PRIORITY,),
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
    what, asked = f"Tickets opened on {date(day)}", or_above(options["priority"])
    return (Told(what, ", ".join(names) or "none", asked, held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    name = options["priority"]
    return "a ticket is opened" + ("" if name == PRIORITIES[0] else f" ({or_above(name)})")
