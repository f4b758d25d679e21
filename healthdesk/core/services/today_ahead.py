"""Keeps Today in the desk for its next opening: of the day itself, and of days to come.

What a morning shows follows from what the desk holds the evening before, unless something comes
in meanwhile: then what was kept is good no more, and the page is worked out anew.

Working a day out takes a while and is a reader's; keeping it is a short write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.domain.today_view import TodayView
from healthdesk.core.domain.views import AccountsView
from healthdesk.core.services import accounts, snapshots, today
from healthdesk.core.services.today_kept import PREFIX, key_of
from healthdesk.core.store.db import Tx

_MONDAY: Final = 4
"""Of the days since 1970-01-01, by seven."""


@dataclass(frozen=True)
class Ahead:
    """The page of a day and the table it was made of, as the desk stood under a stamp."""

    stamp: int
    view: TodayView
    table: AccountsView


def days_ahead(day: int) -> tuple[int, ...]:
    """The days that are the next to be looked at: tomorrow, and Monday where no work lies before.

    On a Friday these are Saturday and Monday.
    """
    monday = day + 1 + (_MONDAY - (day + 1)) % 7
    return (day + 1, monday) if day + 1 < monday <= day + 3 else (day + 1,)


def work_out(tx: Tx, day: int) -> Ahead | None:
    """The page of a day; None where it lies ready already."""
    if _is_kept(tx, day):
        return None
    return Ahead(int(tx.info["stamp"]), today.read(tx, day), accounts.accounts_table(tx, day))


@op("Keep Today")
def keep(tx: Tx, ahead: Ahead, now: int) -> bool:
    """Keep a page, unless the desk is another one by now; pages before the day it is now go."""
    stamp = int(tx.info["stamp"])
    if ahead.stamp != stamp:
        return False
    _sweep(tx, now)
    snapshots.keep(tx, key_of(ahead.view.day), stamp, ahead.view)
    if ahead.view.day != now:
        accounts.keep_ahead(tx, stamp, ahead.table)
    return True


@op("Keep Today")
def keep_at_hand(tx: Tx, now: int) -> int:
    """Keep what takes no time: of today and of the next days, where the table was had already.

    Returns how many were kept. For the moment in which a desk is left.
    """
    memory = tx.info["memory"]
    wanted = (now, *days_ahead(now))
    some = [one for one in wanted if memory.get(accounts.key_of(one), tx.info["stamp"])]
    found = [one for day in some if (one := work_out(tx, day)) is not None]
    return sum(keep(tx, one, now) for one in found)


def _is_kept(tx: Tx, day: int) -> bool:
    found = tx.execute(text("SELECT stamp FROM snapshot WHERE key = :key"), {"key": key_of(day)})
    return bool(found.scalar_one_or_none() == tx.info["stamp"])


def _sweep(tx: Tx, now: int) -> None:
    """Let pages go that nobody will look at again: of another state, or of a day that is over."""
    sql = text("SELECT key, stamp FROM snapshot WHERE key LIKE :any")
    for key, stamp in tx.execute(sql, {"any": f"{PREFIX}%"}).all():
        if stamp != tx.info["stamp"] or int(key[len(PREFIX) :]) < now:
            tx.execute(text("DELETE FROM snapshot WHERE key = :key"), {"key": key})
    accounts.sweep_ahead(tx, now)
