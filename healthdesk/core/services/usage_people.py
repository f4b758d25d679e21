"""Who of an account's contacts used it how much, before a day and since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.usage_view import Known, Pair, PersonUse
from healthdesk.core.store.db import Tx

HEAVIEST: Final = 3
MOST: Final = 6
"""People who are named."""
_ROWS: Final = (
    "SELECT c.contact_id, coalesce(nullif(c.name, ''), nullif(c.email, ''), c.contact_id),"
    " m.metric, u.day, u.value, k.left_on, u.id FROM contact_usage u"
    " JOIN contact c ON c.id = u.contact_id JOIN metric m ON m.id = u.metric_id"
    " LEFT JOIN contact_care k ON k.contact_id = c.id"
    " WHERE c.account_id = :account AND u.day BETWEEN :first AND :last AND u.value > 0"
)
Window = tuple[int, int]
"""First and last day, both in."""


@dataclass(frozen=True)
class People:
    """What is known of who used what; `metric` is the one most is known of."""

    metric: str
    first: int
    """The first day that anybody's use is known of."""
    names: Mapping[str, str]
    days: Mapping[str, Mapping[int, float]]
    """Contact, day, value."""
    left: Mapping[str, int]
    rows: Mapping[str, Mapping[int, int]]
    """Contact, day, stored row."""

    def mean(self, contact: str, window: Window) -> Known:
        """A contact's use a day; None for days before anything is known."""
        first = max(window[0], self.first)
        if first > window[1]:
            return None
        return self.sum(contact, (first, window[1])) / (window[1] - first + 1)

    def sum(self, contact: str, window: Window) -> float:
        """A contact's use in a window."""
        return sum(v for day, v in self.days[contact].items() if window[0] <= day <= window[1])


def read(tx: Tx, account_row: int, first: int, day: int) -> People | None:
    """The contacts' use between two days; None where nobody knows it."""
    rows = tx.execute(text(_ROWS), {"account": account_row, "first": first, "last": day}).all()
    if not rows:
        return None
    counts: dict[str, int] = {}
    for one in rows:
        counts[one[2]] = counts.get(one[2], 0) + 1
    metric = max(counts, key=lambda key: (counts[key], key))
    chosen = [one for one in rows if one[2] == metric]
    days: dict[str, dict[int, float]] = {}
    keys: dict[str, dict[int, int]] = {}
    for contact, _, _, when, value, _, row in chosen:
        days.setdefault(contact, {})[int(when)] = float(value)
        keys.setdefault(contact, {})[int(when)] = int(row)
    return People(
        metric=metric,
        first=min(int(one[3]) for one in chosen),
        names={one[0]: one[1] for one in chosen},
        days=days,
        left={one[0]: int(one[5]) for one in chosen if one[5] is not None and one[5] <= day},
        rows=keys,
    )


def heaviest(found: People, before: Window, since: Window) -> tuple[PersonUse, ...]:
    """The contacts who used it most before or since, with a day's use of each."""
    rows = [
        PersonUse(
            contact,
            name,
            found.mean(contact, before),
            found.mean(contact, since),
            found.left.get(contact),
            max((day for day in found.days[contact]), default=None),
            tuple(
                row
                for day, row in found.rows[contact].items()
                if before[0] <= day <= before[1] or since[0] <= day <= since[1]
            ),
        )
        for contact, name in found.names.items()
    ]
    rows = [one for one in rows if one.before or one.since]
    rows.sort(key=lambda one: (-max(one.before or 0.0, one.since or 0.0), one.name))
    return tuple(rows[:MOST])


def top_share(found: People, totals: tuple[float, float], before: Window, since: Window) -> Pair:
    """The share of the three heaviest users in a metric's total, before and since."""
    return Pair(_share(found, totals[0], before), _share(found, totals[1], since))


def _share(found: People, total: float, window: Window) -> Known:
    if found.first > window[0]:
        return None
    sums = sorted((found.sum(contact, window) for contact in found.names), reverse=True)
    whole = max(total, sum(sums))
    return sum(sums[:HEAVIEST]) / whole if whole > 0 else None
