"""A record is new: an account, a person, a ticket, a mention, an outcome, a touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.column import first_days
from healthdesk.core.domain.facts import NO_DAY, PRIORITIES, TOUCH_KINDS, BoolArray, IntArray
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
    account, day, code, kinds = _rows(seen, options["record"])
    chosen = np.array([_matches(options, kind) for kind in kinds], bool)[code]
    return seen.marked(account[chosen], day[chosen])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The records of the day, by their kinds."""
    facts, days = seen.context.facts, seen.context.days[at : at + 1]
    day = int(days[0])
    if options["record"] == "account":
        first = int(first_days(facts, days)[account, 0])
        value = "none known" if first == NO_DAY else date(first)
        return (Told("First day of the account", value, f"on {date(day)}", first == day),)
    owner, when, code, kinds = _rows(seen, options["record"])
    here = [kinds[one] for one in code[(owner == account) & (when == day)].tolist()]
    value = ", ".join(one or "new" for one in here) or "none"
    held = any(_matches(options, kind) for kind in here)
    what = f"{options['record'].capitalize()}s of {date(day)}"
    return (Told(what, value, options["kind"].strip() or "any", held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    kind = options["kind"].strip()
    of = f" (\u201c{kind}\u201d)" if kind and options["record"] != "account" else ""
    return f"{_RECORDS[options['record']]}{of} is new"


def _rows(seen: Seen, record: str) -> tuple[IntArray, IntArray, IntArray, tuple[str, ...]]:
    """Account, day and kind of all records of a sort; kinds as places among their names."""
    facts = seen.context.facts
    if record == "ticket":
        known = facts.tickets
        return known.account, known.day, known.priority.astype(np.int32), PRIORITIES
    if record == "touchpoint":
        some = facts.touchpoints
        return some.account, some.day, some.kind.astype(np.int32), TOUCH_KINDS
    found = seen.records(record)
    names = {word: at for at, word in enumerate(dict.fromkeys(found.word))}
    code = np.array([names[word] for word in found.word], np.int32)
    return found.account, found.day, code, tuple(names)


def _matches(options: Mapping[str, Any], kind: str) -> bool:
    return options["kind"].strip().casefold() in kind.casefold()
