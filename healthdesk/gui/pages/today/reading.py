"""Reads the page Today on a reader thread: first what is at hand, then all of it."""

from __future__ import annotations

from healthdesk.core.desk import Tx
from healthdesk.core.domain.loose_ends import LooseEnds
from healthdesk.core.domain.today_view import TodayView
from healthdesk.core.services import people, today


def read_quick(tx: Tx, day: int, segment: str | None) -> TodayView:
    """What is known at once."""
    return today.quick(tx, day, segment=segment)


def read_whole(tx: Tx, day: int, segment: str | None) -> TodayView:
    """All of it: trends, people and late feeds too."""
    return today.read(tx, day, segment=segment)


def read_names(tx: Tx, account_id: str) -> tuple[tuple[str, str], ...]:
    """The people of an account: id and name."""
    return people.names(tx, account_id)


def read_ends(tx: Tx, day: int, segment: str | None) -> LooseEnds:
    """What was begun and left."""
    # Brings all that takes data in, which the first page does not wait for.
    from healthdesk.core.services import loose_ends  # noqa: PLC0415

    return loose_ends.read(tx, day, segment)
