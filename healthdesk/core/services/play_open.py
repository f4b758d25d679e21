"""Firings that something can still become of: a yes, an end, a goal that is reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.play import Play
from healthdesk.core.services.play_documents import readable
from healthdesk.core.store.db import Tx

_UNDER_WAY: Final = "coalesce(r.status IN ('active', 'waiting'), 0)"
_OPEN: Final = f"""
SELECT f.id, f.play_id, f.play, f.account_id, f.day, f.state, f.why, f.run_id, f.goal_until,
  f.goal_on, f.closed_on, f.renewal_day, coalesce(v.body, p.body) AS body, {_UNDER_WAY} AS under_way
FROM firing f LEFT JOIN run r ON r.id = f.run_id LEFT JOIN play p ON p.id = f.play_id
  LEFT JOIN play_version v ON v.play_id = f.play_id AND v.version = f.version
WHERE f.state = 'suggested' OR (f.state = 'started' AND {_UNDER_WAY})
  OR (f.state IN ('started', 'noted') AND f.goal_on IS NULL AND f.goal_until >= :first)
ORDER BY f.id"""
_UPDATE: Final = (
    "UPDATE firing SET state = :state, why = :why, goal_on = :goal_on, closed_on = :closed_on"
    " WHERE id = :id"
)


@dataclass
class Open:
    """A firing that is open, as it stands and, while an operation works on it, as it will stand.

    Attributes:
        account: the row of its account.
        renewal: the renewal that was next when it fired.
        document: the play as it was when it fired; None = it is gone or cannot be read.
        under_way: its run is.
        new: it is not written yet.
    """

    id: int
    play_id: int | None
    play: str
    account: int
    day: int
    state: str
    why: str
    run: int | None
    goal_until: int | None
    goal_on: int | None = None
    closed_on: int | None = None
    renewal: int | None = None
    document: Play | None = None
    under_way: bool = False
    new: bool = False
    changed: bool = False

    def values(self) -> dict[str, Any]:
        """What may become of it, as it is kept."""
        return {
            "state": self.state,
            "why": self.why,
            "goal_on": self.goal_on,
            "closed_on": self.closed_on,
        }

    def lapse(self, why: str, day: int) -> None:
        """It waits no more."""
        self.state, self.why, self.closed_on, self.changed = "lapsed", why, day, True

    def tell(self, why: str) -> None:
        """Note what there is to tell of it."""
        self.why, self.changed = why, True


def any_open(tx: Tx, day: int) -> bool:
    """Whether a goal can still be reached on a day."""
    sql = "SELECT 1 FROM firing WHERE goal_on IS NULL AND goal_until >= :day LIMIT 1"
    return tx.execute(text(sql), {"day": day}).first() is not None


def open_firings(tx: Tx, first: int) -> list[Open]:
    """Those that are open; goals that were to be reached before a day are over."""
    return [_open(row) for row in tx.execute(text(_OPEN), {"first": first})]


def write(tx: Tx, some: Iterable[Open]) -> None:
    """Write what became of some of them."""
    rows = [{"id": one.id, **one.values()} for one in some if one.changed and not one.new]
    if rows:
        tx.execute(text(_UPDATE), rows)


def _open(row: Any) -> Open:  # noqa: ANN401 - a row of the query above
    return Open(
        id=row.id,
        play_id=row.play_id,
        play=row.play,
        account=row.account_id,
        day=row.day,
        state=row.state,
        why=row.why,
        run=row.run_id,
        goal_until=row.goal_until,
        goal_on=row.goal_on,
        closed_on=row.closed_on,
        renewal=row.renewal_day,
        document=readable(row.body),
        under_way=bool(row.under_way),
    )
