"""A record is new: an account, a person, a ticket, a mention, an outcome, a touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import PRIORITIES, TOUCH_KINDS, BoolArray, IntArray
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import date

_RECORDS: Final = {
    "account": "an account",
    "contact": "a contact",
    "ticket": "a ticket",
    "mention": "a mention",
    "outcome": "an outcome",
    "touchpoint": "a touchpoint",
}
SPEC: Final = TriggerSpec(
    key="created",
    title="A record is new",
    summary="Fires on the day of a new record: an account's first, a contact's import, or its own.",
    group="Data",
    icon="plus",
    shape="event",
    options=(
        Option(
            "record",
            "Record",
            "choice",
            "account",
            choices=tuple(_RECORDS),
            labels=tuple(one.split()[1].capitalize() for one in _RECORDS.values()),
        ),
        Option("kind", "Only of the kind", "words", ""),
    ),
    used={"kind": ("record", tuple(one for one in _RECORDS if one != "account"))},
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """The days of such records."""
    if options["record"] == "account":
        days = seen.context.days
        return np.broadcast_to(first_days(seen.context.facts, days) == days, seen.context.shape)
    account, day, kinds = _rows(seen, options["record"])
    chosen = np.array([_matches(options, kind) for kind in kinds], bool)
    return seen.marked(account[chosen], day[chosen])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The records of the day, by their kinds."""
    one, asked = seen.on(seen.context.days[at : at + 1]), options["kind"].strip() or "any"
    day, held = int(one.context.days[0]), bool(holds(one, options, None)[account, 0])
    if options["record"] == "account":
        first = first_days(one.context.facts, one.context.days)[account, 0]
        return (Told("First day of the account", date(int(first)), f"on {date(day)}", held),)
    owner, when, kinds = _rows(seen, options["record"])
    here = np.flatnonzero((owner == account) & (when == day)).tolist()
    value = ", ".join(kinds[place] or "new" for place in here) or "none"
    what = f"{options['record'].capitalize()}s of {date(day)}"
    return (Told(what, value, asked, held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    kind = options["kind"].strip()
    of = f" (\u201c{kind}\u201d)" if kind and options["record"] != "account" else ""
    return f"{_RECORDS[options['record']]}{of} is new"


def _rows(seen: Seen, record: str) -> tuple[IntArray, IntArray, tuple[str, ...]]:
    """Account, day and kind of all records of a sort."""
    facts = seen.context.facts
    if record == "ticket":
        known = facts.tickets
        return known.account, known.day, tuple(PRIORITIES[one] for one in known.priority)
    if record == "touchpoint":
        some = facts.touchpoints
        return some.account, some.day, tuple(TOUCH_KINDS[one] for one in some.kind)
    found = seen.records(record)
    return found.account, found.day, found.word


def _matches(options: Mapping[str, Any], kind: str) -> bool:
    return options["kind"].strip().casefold() in kind.casefold()
