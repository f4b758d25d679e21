"""What was looked for where no row was found: of which kind, in which days, whence it would come.

So that a figure that is 0 or missing because nothing is there can be followed as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.reading import Fact, ReadingRef
from healthdesk.core.domain.source_ref import Sought
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.wording import begun, long_date, short_date
from healthdesk.core.store.db import Tx

_BY_HAND: Final = {
    "touchpoints": "Log touch",
    "milestones": "the tab Work",
    "mentions": "the tab Timeline",
    "pulses": "Your pulse",
    "accounts": "Edit fields",
}
"""Where rows of a table can be written down here."""
_FILLED: Final = frozenset({"usage_level", "usage_frequency", "usage_breadth"})
_TABLES: Final[Mapping[Fact, tuple[str, ...]]] = {
    Fact.SENTIMENTS: ("touchpoints", "surveys", "tickets", "mentions", "pulses"),
    Fact.ATTRIBUTES: ("accounts",),
}
"""The tables of the kinds of facts that are not called by their table."""
_OVER: Final = frozenset({"", "low"})

_What = Callable[[Mapping[str, Any], int], str]


def _tickets(options: Mapping[str, Any], day: int) -> str:
    return f"{_loud(options)}opened by {long_date(day)} and not closed by then"


def _loud(options: Mapping[str, Any]) -> str:
    least = str(options.get("min_priority", ""))
    return "tickets " if least in _OVER else f"tickets of priority {least} or above, "


def _opened(options: Mapping[str, Any], day: int) -> str:
    return f"{_loud(options)}opened {_window(options, day)}"


def _touches(options: Mapping[str, Any], day: int) -> str:
    way, kinds = str(options.get("direction", "any")), options.get("kinds", "any")
    told = "" if way == "any" else f" that are {way}"
    if kinds not in ("any", ("any",), ["any"]):
        listed = [kinds] if isinstance(kinds, str) else list(kinds)
        told = f"{told} of kind {' or '.join(map(str, listed))}"
    when = _window(options, day) if options.get("days") else f"up to {long_date(day)}"
    return f"touchpoints{told} (no notes) {when}"


def _window(options: Mapping[str, Any], day: int) -> str:
    days = int(options.get("days", 0))
    if not days:
        return f"up to {long_date(day)}"
    return f"from {short_date(day - days + 1)} to {long_date(day)}"


def _in_force(options: Mapping[str, Any], day: int) -> str:
    del options
    return f"subscriptions in force on {long_date(day)}"


def _overdue(options: Mapping[str, Any], day: int) -> str:
    del options
    return f"invoices that were due before {long_date(day)} and not paid by then"


_WHAT: Final[Mapping[str, _What]] = {
    "open_tickets": _tickets,
    "ticket_age": _tickets,
    "tickets_opened": _opened,
    "angry_tickets": _opened,
    "days_since_touch": _touches,
    "touches": _touches,
    "two_way": _touches,
    "contacts_engaged": _touches,
    "days_to_renewal": _in_force,
    "seat_growth": _in_force,
    "overdue_days": _overdue,
}
_NAMES: Final = {
    "nps": "NPS answers",
    "nps_rating": "NPS answers",
    "csat": "CSAT answers",
    "sentiment": "tones of touches, answers, tickets, mentions and pulses",
    "milestones": "milestones",
}


def of_reading(tx: Tx, ref: ReadingRef, day: int) -> Sought:
    """What a reading looked for on a day and did not find, and where such rows come from."""
    made = _WHAT.get(ref.kind)
    if made is not None:
        what = made(ref.options, day)
    elif ref.kind == "attribute":
        what = f"the attribute {ref.options.get('key', '')} up to {long_date(day)}"
    else:
        what = f"{_NAMES.get(ref.kind) or _values(tx, ref)} {_window(ref.options, day)}"
    zero = "A count without a row reads 0. " if ref.kind in _FILLED else ""
    needed = CATALOGUE[ref.kind].SPEC.needs
    tables = [name for one in sorted(needed) for name in _TABLES.get(one, (one.value,))]
    return Sought(f"Looked for {what}", f"{zero}{whence(tx, tables)}")


def of_table(tx: Tx, what: str, table: str) -> Sought:
    """The same of rows of one table, in one's own words."""
    small = what[:1].lower() + what[1:] if what[1:2].islower() else what
    return Sought(f"Looked for {small}", whence(tx, (table,)))


def whence(tx: Tx, tables: Sequence[str]) -> str:
    """Which import brought such rows last, or that none did yet."""
    last = _last(tx, tables)
    told = []
    for name in tables:
        if name in last:
            file, number, on = last[name]
            told.append(f"{begun(name)} came last with {file}, import {number} on {long_date(on)}.")
        else:
            other = f", or are written in {_BY_HAND[name]}" if name in _BY_HAND else ""
            told.append(f"{begun(name)} come with a file of {name}{other}; none was imported yet.")
    return " ".join(told)


def _values(tx: Tx, ref: ReadingRef) -> str:
    metric = str(ref.options.get("metric", ""))
    known = metrics(tx)
    if not metric:
        names = [one.name or key for key, one in known.items() if one.feature]
        return f"values of {', '.join(names) or 'features (no metric is marked as one)'}"
    return f"values of {known[metric].name or metric}" if metric in known else f"values of {metric}"


def _last(tx: Tx, tables: Sequence[str]) -> dict[str, tuple[str, int, int]]:
    """By table: file, number and day of the newest import that had rows of it."""
    out: dict[str, tuple[str, int, int]] = {}
    sql = text(
        "SELECT coalesce(p.load_id, b.id), b.day, b.files, b.tables FROM import_batch b"
        " LEFT JOIN import_part p ON p.batch_id = b.id"
        " WHERE NOT b.undone ORDER BY b.id DESC"
    )
    for number, on, files, counts in tx.execute(sql):
        brought = msgspec.json.decode(counts)
        for name in set(tables) - out.keys():
            if brought.get(name, {}).get("read", 0):
                listed = msgspec.json.decode(files)
                out[name] = (listed[0] if len(listed) == 1 else f"{len(listed)} files", number, on)
        if len(out) == len(set(tables)):
            break
    return out
