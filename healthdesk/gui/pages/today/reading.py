"""Reads the page Today on a reader thread: first what is at hand, then all of it.

Each brings its services on the thread that it runs on: the page itself is there before them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.domain.band_trend import BandTrend
    from healthdesk.core.domain.loose_ends import LooseEnds
    from healthdesk.core.domain.run_today import PlaysToday
    from healthdesk.core.domain.today_view import TodayView


def read_quick(tx: Tx, day: int, segment: str | None) -> TodayView:
    """What is known at once."""
    from healthdesk.core.services import today  # noqa: PLC0415

    return today.quick(tx, day, segment=segment)


def read_whole(tx: Tx, day: int, segment: str | None) -> TodayView:
    """All of it: trends, people and late feeds too."""
    from healthdesk.core.services import today  # noqa: PLC0415

    return today.read(tx, day, segment=segment)


def read_weeks(tx: Tx, day: int, segment: str | None) -> BandTrend:
    """The portfolio over twelve weeks."""
    from healthdesk.core.services import portfolio_trend  # noqa: PLC0415

    return portfolio_trend.read(tx, day, segment)


def read_year(tx: Tx, day: int, segment: str | None) -> BandTrend:
    """The portfolio over a year."""
    from healthdesk.core.services import portfolio_trend  # noqa: PLC0415

    return portfolio_trend.year(tx, day, segment)


def keep_weeks() -> Callable[..., object]:
    """The operation that keeps them in the desk."""
    from healthdesk.core.services import portfolio_trend  # noqa: PLC0415

    return portfolio_trend.keep


def read_names(tx: Tx, account_id: str) -> tuple[tuple[str, str], ...]:
    """The people of an account: id and name."""
    from healthdesk.core.services import people  # noqa: PLC0415

    return people.names(tx, account_id)


def read_ends(tx: Tx, day: int, segment: str | None) -> LooseEnds:
    """What was begun and left."""
    from healthdesk.core.services import loose_ends  # noqa: PLC0415

    return loose_ends.read(tx, day, segment)


def read_plays(tx: Tx, day: int, segment: str | None) -> PlaysToday:
    """What playbooks ask for beside tasks."""
    from healthdesk.core.services import run_today  # noqa: PLC0415

    return run_today.read(tx, day, segment)
