"""Reads what the Accounts table can show beside the score, for all accounts at once.

Not here: the table itself (accounts.py), what an account's own page says of the same things.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.account_more import AccountMore, need, usual_arr
from healthdesk.core.domain.views import AccountRow
from healthdesk.core.services import people, time_to_value
from healthdesk.core.services.memory import remembered_aside
from healthdesk.core.services.pulse_reading import latest_all
from healthdesk.core.services.stamp_template import template
from healthdesk.core.services.today_events import events
from healthdesk.core.store.db import Tx

_Kept = tuple[str, int | None, bool]
"""A stamp that is stored: its name, when it is due, whether it is done."""
BACK: Final = 28
"""Days in which what happened makes need."""
_STAMPS: Final = (
    "SELECT a.account_id, m.milestone, m.due_on, m.done_on FROM milestone m"
    " JOIN account a ON a.id = m.account_id ORDER BY coalesce(m.due_on, m.done_on), m.id"
)


@dataclass(frozen=True)
class Journey:
    """How far an account's stamps are."""

    done: int
    count: int
    next: str = ""
    due: int | None = None


_NO_JOURNEY: Final = Journey(0, 0)


def of_rows(tx: Tx, day: int, rows: Sequence[AccountRow]) -> Mapping[str, AccountMore]:
    """By account id, for the rows of a table of a day; kept until the desk changes."""
    key = f"accounts more {day} {hash(tuple(row.account_id for row in rows))}"

    def make() -> Mapping[str, AccountMore]:
        return _of_rows(tx, day, rows)

    return remembered_aside(tx, key, make)


def _of_rows(tx: Tx, day: int, rows: Sequence[AccountRow]) -> Mapping[str, AccountMore]:
    told = latest_all(tx, day)
    ways = people.cadences(tx, day)
    gravest = _gravest(tx, day)
    usual = usual_arr(rows)
    stamps = journeys(tx, day)
    values = {one.account_id: one for one in time_to_value.times(tx, day)}
    out = {}
    for row in rows:
        account = row.account_id
        journey = stamps.get(account, _NO_JOURNEY)
        out[account] = AccountMore(
            cadence=ways[account],
            need=need(row, usual, gravest.get(account, 0.0)),
            pulse=told.get(account),
            stamps=journey.count,
            stamps_done=journey.done,
            next_stamp=journey.next,
            next_due=journey.due,
            value=values.get(account),
        )
    return out


def journeys(tx: Tx, day: int) -> Mapping[str, Journey]:
    """The stamps of every account that has any, as its own page counts them."""
    planned = {one.name.casefold(): one.name for one in template(tx)}
    kept: dict[str, dict[str, _Kept]] = {}
    for account, name, due, done in tx.execute(text(_STAMPS)):
        mine = kept.setdefault(account, {})
        mine[name.casefold()] = (name, due, done is not None and done <= day)
    return {account: _journey(mine, planned) for account, mine in kept.items()}


def _journey(mine: Mapping[str, _Kept], planned: Mapping[str, str]) -> Journey:
    left = [(name, due) for name, due, done in mine.values() if not done]
    left += [(name, None) for key, name in planned.items() if key not in mine]
    dated = [one for one in left if one[1] is not None]
    first = min(dated, key=lambda one: one[1] or 0, default=left[0] if left else ("", None))
    count = len(mine) + sum(key not in mine for key in planned)
    return Journey(sum(done for _, _, done in mine.values()), count, *first)


def _gravest(tx: Tx, day: int) -> Mapping[str, float]:
    """The weight of the gravest thing that happened to each account in four weeks."""
    out: dict[str, float] = {}
    for account, reason in events(tx, day, day - BACK):
        if reason.way < 0:
            out[account] = max(out.get(account, 0.0), reason.weight)
    return out
