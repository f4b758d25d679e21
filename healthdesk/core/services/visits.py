"""Visits: when somebody looked at Today, and what a look ended with. No part of undo."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import text

from healthdesk.core.domain.op import op
from healthdesk.core.domain.today_view import VisitView
from healthdesk.core.services import settings
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Visit

FIRST_DAYS: Final = 7
"""Days that a first look goes back."""
_COLUMNS: Final = 'id, at, day, done_at, handled, snoozed, "left"'


def before(tx: Tx, day: int) -> VisitView | None:
    """The last look on an earlier day: what changed since then is news all of this day."""
    sql = f"SELECT {_COLUMNS} FROM visit WHERE day < :day ORDER BY day DESC, id DESC LIMIT 1"
    return _view(tx, sql, day)


def latest(tx: Tx, day: int) -> VisitView | None:
    """The last look on a day itself."""
    sql = f"SELECT {_COLUMNS} FROM visit WHERE day = :day ORDER BY id DESC LIMIT 1"
    return _view(tx, sql, day)


def since(tx: Tx, day: int) -> int:
    """The day that changes are told since: of the look before, a week ago without one."""
    found = before(tx, day)
    return day - FIRST_DAYS if found is None else found.day


@op("Look at Today")
def begin(tx: Tx, day: int) -> int:
    """Note that somebody looks; returns the row of the visit."""
    row = Visit(at=_now(tx), day=day)
    tx.add(row)
    tx.flush()
    return row.id


@op("Done for today")
def finish(tx: Tx, day: int, handled: int, snoozed: int, left: int) -> None:
    """Close the look of a day, with what it ended with; the time is kept."""
    found = latest(tx, day)
    row = begin(tx, day) if found is None else found.row
    told = {"row": row, "at": _now(tx), "handled": handled, "snoozed": snoozed, "left": left}
    tx.execute(
        text(
            "UPDATE visit SET done_at = :at, handled = :handled, snoozed = :snoozed,"
            ' "left" = :left WHERE id = :row'
        ),
        told,
    )


def _view(tx: Tx, sql: str, day: int) -> VisitView | None:
    found = tx.execute(text(sql), {"day": day}).first()
    if found is None:
        return None
    row, at, when, done, handled, snoozed, left = found
    zone = settings.read(tx).zone
    return VisitView(
        row, when, _time(at, zone), _time(done, zone) if done else "", handled, snoozed, left
    )


def _time(at: str, zone: str) -> str:
    """The time of day of an instant, where the desk's days are counted."""
    moment = datetime.fromisoformat(at)
    try:
        local = moment.astimezone(ZoneInfo(zone)) if zone else moment.astimezone()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        local = moment.astimezone()
    return f"{local:%H:%M}"


def _now(tx: Tx) -> str:
    moment: datetime = tx.info["clock"].now()
    return moment.astimezone(UTC).isoformat(timespec="seconds")
