"""The desk at a glance: how far its data reaches, and which sources have gone quiet."""

from __future__ import annotations

from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.views import DeskSummary
from healthdesk.core.services import settings, usage
from healthdesk.core.services.wording import count_of, short_date
from healthdesk.core.store.db import Tx

_EVENTS: Final = (
    ("Survey answers", "survey", "day"),
    ("Touchpoints", "touchpoint", "day"),
    ("Tickets", "ticket", "opened_on"),
)
_ENOUGH = 8
"""Days with facts that make a rhythm."""
_RECENT = 60


def desk_summary(tx: Tx, day: int) -> DeskSummary:
    """What the top bar says about the desk as of a day."""
    accounts = tx.execute(text("SELECT count(*) FROM account")).scalar_one()
    sources = [("Usage", _usage_days(tx, day)), *_event_days(tx, day)]
    newest = [days[0] for _, days in sources if days]
    late = [_late(name, days, day) for name, days in sources]
    return DeskSummary(
        name=settings.read(tx).name,
        accounts=int(accounts),
        newest_day=max(newest, default=None),
        late=tuple(one for one in late if one),
    )


def newest_day(tx: Tx) -> int | None:
    """The last day that any usage, answer, touchpoint or ticket speaks of."""
    found = [usage.newest_day(tx)]
    for _, table, column in _EVENTS:
        found.append(tx.execute(text(f"SELECT max({column}) FROM {table}")).scalar_one())
    return max((int(one) for one in found if one is not None), default=None)


def _event_days(tx: Tx, day: int) -> list[tuple[str, list[int]]]:
    """The newest days of each kind of event, newest first."""
    out = []
    for name, table, column in _EVENTS:
        sql = (
            f"SELECT DISTINCT {column} FROM {table} WHERE {column} <= :day"
            f" ORDER BY {column} DESC LIMIT {_RECENT}"
        )
        out.append((name, [one for (one,) in tx.execute(text(sql), {"day": day})]))
    return out


def _usage_days(tx: Tx, day: int) -> list[int]:
    """The newest days of usage of the account that has the newest: its rhythm is the feed's."""
    account = tx.execute(
        text(
            "SELECT id FROM (SELECT a.id, (SELECT max(day) FROM usage u"
            " WHERE u.account_id = a.id AND u.day <= :day) AS newest FROM account a)"
            " WHERE newest IS NOT NULL ORDER BY newest DESC, id LIMIT 1"
        ),
        {"day": day},
    ).scalar()
    if account is None:
        return []
    sql = (
        "SELECT day FROM usage WHERE account_id = :account AND day <= :day"
        f" ORDER BY day DESC LIMIT {_RECENT}"
    )
    return [one for (one,) in tx.execute(text(sql), {"account": account, "day": day})]


def _late(name: str, days: list[int], today: int) -> str:
    """Say that a source is late: quiet for more than twice the longest pause of its recent days."""
    if len(days) < _ENOUGH:
        return ""
    longest = int(np.max(-np.diff(days)))
    quiet = today - days[0]
    if quiet <= 2 * longest:
        return ""
    return f"{name}: nothing for {count_of(quiet, 'day')}, last on {short_date(days[0])}"
