"""The stored rows behind what the desk sees of an account: how far feeds reach, who is there.

Not here: the sentences (checklist.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.source import Feed
from healthdesk.core.domain.source_ref import Ref, RowRef, UsageRef
from healthdesk.core.services.queries import either, pairs
from healthdesk.core.store import usage
from healthdesk.core.store.db import Tx

_DAYS: Final = {
    "surveys": ("survey", "day"),
    "touchpoints": ("touchpoint", "day"),
    "tickets": ("ticket", "opened_on"),
    "subscriptions": ("subscription", "start"),
    "invoices": ("invoice", "issued_on"),
    "mentions": ("mention", "day"),
}
"""The desk's table of a feed, and the day of its facts."""
_FEW: Final = 20
_METRICS: Final = 12
"""Rows and metrics of one feed that are led to: they say how far it reaches, no more is needed."""
_PEOPLE: Final = 60
_TOUCHES: Final = 120
_YEAR: Final = 365


def of_feeds(tx: Tx, feeds: Iterable[Feed], account_id: str, day: int) -> tuple[Ref, ...]:
    """The newest facts of some feeds, up to a day; of this account where it has any of that day."""
    out: list[Ref] = []
    for feed in feeds:
        if feed.newest > day:
            continue
        if feed.table == "usage":
            out += _values(tx, feed, account_id)
        elif feed.table in _DAYS:
            out += _facts(tx, feed, account_id)
    return tuple(out)


def of_people(tx: Tx, account_id: str, day: int) -> tuple[Ref, ...]:
    """The contacts of an account, and its touches of a year: what is said of its people."""
    asked = {"account": account_id, "day": day, "low": day - _YEAR}
    contacts = tx.execute(
        text(
            "SELECT c.id FROM contact c JOIN account a ON a.id = c.account_id"
            f" WHERE a.account_id = :account ORDER BY c.name, c.id LIMIT {_PEOPLE}"
        ),
        asked,
    )
    touches = tx.execute(
        text(
            "SELECT t.id FROM touchpoint t JOIN account a ON a.id = t.account_id"
            " WHERE a.account_id = :account AND t.kind <> 'note' AND t.day > :low"
            f" AND t.day <= :day ORDER BY t.day DESC, t.id DESC LIMIT {_TOUCHES}"
        ),
        asked,
    )
    return (
        *(RowRef("contact", row) for (row,) in contacts),
        *(RowRef("touchpoint", row) for (row,) in touches),
    )


def _facts(tx: Tx, feed: Feed, account_id: str) -> list[Ref]:
    table, column = _DAYS[feed.table]
    kind = feed.key.partition(":")[2] if feed.table == "surveys" else ""
    sql = (
        f"SELECT f.id FROM {table} f JOIN account a ON a.id = f.account_id"
        f" WHERE f.{column} = :day AND f.batch_id IS NOT NULL"
        f"{' AND f.kind = :kind' if kind else ''}"
        f" ORDER BY a.account_id = :account DESC, f.id LIMIT {_FEW}"
    )
    asked = {"day": feed.newest, "account": account_id, "kind": kind}
    found = tx.execute(text(sql), asked if kind else {"day": feed.newest, "account": account_id})
    return [RowRef(table, row) for (row,) in found]


def _values(tx: Tx, feed: Feed, account_id: str) -> list[Ref]:
    """Values of one account on the feed's newest day; account by account through the key."""
    columns = set(usage.columns(tx))
    numbers = pairs(tx, "SELECT metric, id FROM metric")
    present = [one for one in feed.metrics if numbers.get(one) in columns][:_METRICS]
    if not present:
        return []
    some = either([f"{usage.column(numbers[one])} IS NOT NULL" for one in present])
    found = tx.execute(
        text(
            "SELECT a.account_id FROM account a WHERE EXISTS (SELECT 1 FROM usage u"
            f" WHERE u.account_id = a.id AND u.day = :day AND {some})"
            " ORDER BY a.account_id = :account DESC LIMIT 1"
        ),
        {"day": feed.newest, "account": account_id},
    ).scalar()
    if found is None:
        return []
    return [UsageRef(found, one, feed.newest, feed.newest) for one in present]
