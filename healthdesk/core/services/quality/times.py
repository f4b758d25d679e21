"""What contradicts itself in time: before the start, after the end, closed before opened."""

from __future__ import annotations

from typing import Final

from healthdesk.core.services.quality.check import (
    Check,
    Found,
    Source,
    query,
    together,
    with_days,
)
from healthdesk.core.store.db import Tx

_FACTS: Final = (
    ("survey", "response_id", "day", "surveys"),
    ("touchpoint", "touchpoint_id", "day", "touchpoints"),
    ("ticket", "ticket_id", "opened_on", "tickets"),
    ("subscription", "subscription_id", "start", "subscriptions"),
)
_STARTED: Final = (
    "(SELECT a.id, a.account_id, (SELECT v.value FROM attribute_value v JOIN attribute k"
    "  ON k.id = v.attribute_id WHERE k.key = 'started_on' AND v.account_id = a.id"
    "  ORDER BY v.day DESC, v.id DESC LIMIT 1) AS started FROM account a)"
)
"""SQL: every account with the day it says it started on, as text."""
_START_DAY: Final = "cast(julianday(a.started) - 2440587.5 AS INTEGER)"
_ENDED: Final = (
    "(SELECT a.id, a.account_id, a.name, min(o.day) AS ended FROM account a"
    " JOIN outcome o ON o.account_id = a.id AND o.kind = 'churned' GROUP BY a.id)"
)


def _before(tx: Tx, day: int) -> Found:
    """Facts of accounts that say they started later; their scores begin with the earlier one."""
    parts = []
    for table, name, column, exchange in _FACTS:
        sql = (
            f'SELECT t.id, t.{name}, t."{column}", a.account_id FROM {table} t'
            f" JOIN {_STARTED} a ON a.id = t.account_id"
            f" WHERE a.started <> '' AND t.\"{column}\" < {_START_DAY} ORDER BY a.id, t.id"
        )
        parts.append(query(tx, Source(table, f"{exchange} · {_spoken(column)}"), sql, day))
    sql = (
        "SELECT id, account_id, first, account_id FROM (SELECT a.id, a.account_id, a.started,"
        " (SELECT min(u.day) FROM usage u WHERE u.account_id = a.id) AS first"
        f" FROM {_STARTED} a) a WHERE a.started <> '' AND a.first < {_START_DAY} ORDER BY id"
    )
    parts.append(query(tx, Source("", "usage · first day"), sql, day))
    return with_days(together(parts))


def _after(tx: Tx, day: int) -> Found:
    """Usage, answers and tickets of accounts that had left."""
    parts = []
    for table, name, column, exchange in _FACTS:
        sql = (
            f'SELECT t.id, t.{name}, t."{column}", a.account_id FROM {table} t'
            f' JOIN {_ENDED} a ON a.id = t.account_id WHERE t."{column}" > a.ended'
            " ORDER BY a.id, t.id"
        )
        parts.append(query(tx, Source(table, f"{exchange} · {_spoken(column)}"), sql, day))
    sql = (
        "SELECT id, name, last, account_id FROM (SELECT a.id, a.name, a.account_id, a.ended,"
        f" (SELECT max(u.day) FROM usage u WHERE u.account_id = a.id) AS last FROM {_ENDED} a)"
        " WHERE last > ended ORDER BY id"
    )
    parts.append(query(tx, Source("", "usage · last day"), sql, day))
    return with_days(together(parts))


def _closed(tx: Tx, day: int) -> Found:
    sql = (
        "SELECT t.id, t.ticket_id, t.closed_on, a.account_id FROM ticket t"
        " JOIN account a ON a.id = t.account_id WHERE t.closed_on < t.opened_on ORDER BY t.id"
    )
    return with_days(query(tx, Source("ticket", "tickets · closed on"), sql, day))


def _bills(tx: Tx, day: int) -> Found:
    parts = []
    for column in ("due_on", "paid_on"):
        sql = (
            f"SELECT i.id, i.invoice_id, i.{column}, a.account_id FROM invoice i"
            f" JOIN account a ON a.id = i.account_id WHERE i.{column} < i.issued_on ORDER BY i.id"
        )
        parts.append(query(tx, Source("invoice", f"invoices · {_spoken(column)}"), sql, day))
    return with_days(together(parts))


def _overlapping(tx: Tx, day: int) -> Found:
    """Contracts of one account for one product that are in force on the same days."""
    sql = (
        "SELECT s.id, s.subscription_id, coalesce(s.product, ''), a.account_id FROM subscription s"
        " JOIN account a ON a.id = s.account_id WHERE EXISTS (SELECT 1 FROM subscription t"
        "  WHERE t.account_id = s.account_id AND t.id <> s.id"
        "  AND coalesce(t.product, '') = coalesce(s.product, '')"
        '  AND t.start < coalesce(s."end", 2147483647) AND s.start < coalesce(t."end", 2147483647)'
        '  AND t.start < coalesce(t."end", 2147483647) AND s.start < coalesce(s."end", 2147483647))'
        " ORDER BY a.name, s.product, s.start, s.id"
    )
    return query(tx, Source("subscription", "subscriptions · product"), sql, day)


def _spoken(column: str) -> str:
    return column.replace("_", " ")


CHECKS: Final = (
    Check(
        "closed-before-opened",
        "Closed before opened",
        "{n} ticket was closed before it was opened",
        "{n} tickets were closed before they were opened",
        "Look whether day and month changed places in one of the two columns.",
        "wrong",
        _closed,
        "accounts",
    ),
    Check(
        "bills-backwards",
        "Due or paid before issued",
        "{n} invoice is due or was paid before it was issued",
        "{n} days of invoices lie before the day of issue",
        "Look whether day and month changed places in one of the columns.",
        "doubtful",
        _bills,
        "accounts",
    ),
    Check(
        "after-end",
        "Facts after the end",
        "{n} fact is later than the day its account left",
        "{n} facts are later than the day their account left",
        "Look whether the account came back (then the outcome is wrong) or the day is.",
        "doubtful",
        _after,
        "accounts",
    ),
    Check(
        "before-start",
        "Facts before the start",
        "{n} fact is earlier than the day its account says it started on",
        "{n} facts are earlier than the day their account says it started on",
        "Look whether started_on is the day of the first contract; scores begin with the earliest"
        " of all.",
        "doubtful",
        _before,
        "accounts",
    ),
    Check(
        "overlapping",
        "Overlapping contracts",
        "{n} contract overlaps another one of its account for the same product",
        "{n} contracts overlap another one of their account for the same product",
        "If a renewal replaces the old contract, give the old one its end: seats and ARR are added"
        " up as long as both are in force.",
        "doubtful",
        _overlapping,
        "accounts",
    ),
)
