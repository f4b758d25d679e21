"""Human touches over stretches of time: how many, and how good they were.

A touch is a call, meeting, review, event, mail or message; a note is none. Live ones are calls,
meetings, reviews and events; two-way is the share in which they spoke to us, of those that have a
direction. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import DIRECTIONS, TOUCH_KINDS, BoolArray, Facts

LIVE: Final = ("call", "meeting", "review", "event")


@dataclass(frozen=True)
class TouchSpan:
    """The touches from one day to another, both in.

    Attributes:
        live: calls, meetings, reviews and events of them.
        reached: accounts with any touch.
        inbound: those in which they spoke to us.
        directed: those that have a direction.
    """

    first: int
    last: int
    count: int
    live: int
    reached: int
    inbound: int
    directed: int

    @property
    def two_way(self) -> float | None:
        """The share in which they spoke to us; None where no direction is known."""
        return self.inbound / self.directed if self.directed else None


def human(facts: Facts) -> BoolArray:
    """Which touchpoints are touches: all but notes."""
    told: BoolArray = facts.touchpoints.kind != TOUCH_KINDS.index("note")
    return told


def is_live(facts: Facts) -> BoolArray:
    """Which touchpoints are calls, meetings, reviews or events."""
    return np.isin(facts.touchpoints.kind, [TOUCH_KINDS.index(one) for one in LIVE])


def touch_spans(
    facts: Facts, spans: Sequence[tuple[int, int]], accounts: BoolArray
) -> tuple[TouchSpan, ...]:
    """Count the touches of some accounts in each stretch."""
    table = facts.touchpoints
    ours = accounts[table.account] & human(facts)
    account, day = table.account[ours], table.day[ours]
    live = is_live(facts)[ours]
    way = table.direction[ours]
    out = []
    for first, last in spans:
        some = (day >= first) & (day <= last)
        out.append(
            TouchSpan(
                first,
                last,
                int(some.sum()),
                int((some & live).sum()),
                len(np.unique(account[some])),
                int((some & (way == DIRECTIONS.index("inbound"))).sum()),
                int((some & (way > 0)).sum()),
            )
        )
    return tuple(out)
