"""Who moved a portfolio: accounts that fell or rose by a band, came or churned, with their ARR."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from healthdesk.core.domain.views import Band

Way = Literal["fell", "rose", "gone", "new"]
WAYS: Final[Mapping[Way, str]] = {
    "fell": "Fell to a lower band",
    "gone": "Churned",
    "rose": "Rose to a higher band",
    "new": "New",
}
"""In the order in which they are told."""
RANK: Final[Mapping[Band | None, int]] = {"Poor": 0, "Average": 1, "Strong": 2}


class BandMove(msgspec.Struct, frozen=True):
    """An account that moved: its bands and scores on the first and the last day, and why.

    `arr` is that of the last day, of one that churned that of the first; None = not known.
    """

    way: Way
    account_id: str
    name: str
    before: Band | None
    after: Band | None
    was: int | None
    shown: int | None
    arr: float | None
    currency: str
    reason: str


def way_of(before: Band | None, after: Band | None) -> Way | None:
    """How an account moved between two bands; None: it did not, or one of them has no score.

    >>> way_of("Average", "Poor"), way_of("Poor", "Strong"), way_of("Unknown", "Poor")
    ('fell', 'rose', None)
    """
    first, last = RANK.get(before), RANK.get(after)
    if first is None or last is None or first == last:
        return None
    return "fell" if last < first else "rose"


def in_order(moves: Iterable[BandMove]) -> tuple[BandMove, ...]:
    """As they are told: by way, those with the most ARR first, the unknown ones last."""
    order = list(WAYS)

    def place(one: BandMove) -> tuple[int, bool, float, str, str]:
        return (
            order.index(one.way),
            one.arr is None,
            -(one.arr or 0.0),
            one.name.casefold(),
            one.account_id,
        )

    return tuple(sorted(moves, key=place))
