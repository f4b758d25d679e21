"""Reads the page Today on a reader thread: first what is at hand, then all of it."""

from __future__ import annotations

from collections.abc import Callable

from healthdesk.core.desk import Tx
from healthdesk.core.domain.band_trend import BandTrend
from healthdesk.core.domain.loose_ends import LooseEnds
from healthdesk.core.domain.today_view import TodayView
from healthdesk.core.services import people, today


def read_quick(tx: Tx, day: int, segment: str | None) -> TodayView:
    """What is known at once."""
    return today.quick(tx, day, segment=segment)


def read_whole(tx: Tx, day: int, segment: str | None) -> TodayView:
    """All of it: trends, people and late feeds too."""
    return today.read(tx, day, segment=segment)


def read_weeks(tx: Tx, day: int, segment: str | None) -> BandTrend:
    """The portfolio over twelve weeks."""
    # Brings numpy and the engine, which the first page does not wait for.
    from healthdesk.core.services import portfolio_trend  # noqa: PLC0415

    return portfolio_trend.read(tx, day, segment)


def keep_weeks() -> Callable[..., object]:
    """The operation that keeps them in the desk."""
    from healthdesk.core.services import portfolio_trend  # noqa: PLC0415 - as above

    return portfolio_trend.keep


def read_names(tx: Tx, account_id: str) -> tuple[tuple[str, str], ...]:
    """The people of an account: id and name."""
    return people.names(tx, account_id)


def read_ends(tx: Tx, day: int, segment: str | None) -> LooseEnds:
    """What was begun and left."""
    # Brings all that takes data in, which the first page does not wait for.
    from healthdesk.core.services import loose_ends  # noqa: PLC0415

    return loose_ends.read(tx, day, segment)
