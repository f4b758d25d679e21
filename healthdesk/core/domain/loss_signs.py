"""What else told that an account would be lost: tickets, answers, silence, in few words.

What is not known is not told: where a desk has no touches at all, nobody was silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.facts import PRIORITIES, SURVEY_KINDS, Facts, IntArray

BACK: Final = 90
"""Days before a loss in which tickets tell of it."""
ANSWERED: Final = 180
"""Days back to which the last answer counts."""
SILENT: Final = 45
"""Days without a touch from which it was silent."""
Kind = Literal["tickets", "survey", "silence"]
SIGNS: Final[Mapping[Kind, str]] = {
    "tickets": "tickets",
    "survey": "a survey",
    "silence": "silence",
}
"""By kind of sign: how it reads in "tickets told of two of them"."""
_HIGH: Final = PRIORITIES.index("high")
_LOW: Final[Mapping[str, float]] = {"nps": 6, "csat": 2, "ces": 3}
"""By kind of survey: the highest rating that tells of a loss."""


@dataclass(frozen=True)
class Sign:
    """One thing that told of a loss: "2 urgent tickets"."""

    kind: Kind
    words: str


def signs(facts: Facts, account: int, lost: int) -> tuple[Sign, ...]:
    """What told of a loss on the days before it."""
    found: dict[Kind, str] = {
        "tickets": _tickets(facts, account, lost),
        "survey": _survey(facts, account, lost),
        "silence": _silence(facts, account, lost),
    }
    return tuple(Sign(kind, words) for kind, words in found.items() if words)


def _rows(accounts: IntArray, account: int) -> slice:
    """The rows of an account in a table that is sorted by account."""
    low, high = np.searchsorted(accounts, (account, account + 1)).tolist()
    return slice(low, high)


def _tickets(facts: Facts, account: int, lost: int) -> str:
    table = facts.tickets
    here = _rows(table.account, account)
    day, priority = table.day[here], table.priority[here]
    near = (day < lost) & (day >= lost - BACK) & (priority >= _HIGH)
    count = int(near.sum())
    if not count:
        return ""
    return f"{count} urgent ticket" if count == 1 else f"{count} urgent tickets"


def _survey(facts: Facts, account: int, lost: int) -> str:
    table = facts.surveys
    here = _rows(table.account, account)
    near = (table.day[here] < lost) & (table.day[here] >= lost - ANSWERED)
    near &= ~np.isnan(table.rating[here])
    places = np.flatnonzero(near)
    if not len(places):
        return ""
    newest = places[np.lexsort((table.order[here][places], table.day[here][places]))[-1]]
    kind = SURVEY_KINDS[int(table.kind[here][newest])]
    rating = float(table.rating[here][newest])
    return f"{kind.upper()} {rating:g}" if rating <= _LOW[kind] else ""


def _silence(facts: Facts, account: int, lost: int) -> str:
    table = facts.touchpoints
    day = table.day[_rows(table.account, account)]
    before = day[day < lost]
    # Without any touch it is not known since when nobody spoke.
    if not len(before):
        return ""
    days = lost - int(before.max())
    return f"{days} days without a touch" if days >= SILENT else ""
