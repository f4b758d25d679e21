"""What cannot be: rejected rows, days out of the calendar, negative money, empty contracts."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.cell_guard import unguarded
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.quality import FindingRow
from healthdesk.core.services.quality.check import (
    MOST_ROWS,
    Check,
    Found,
    Source,
    query,
    together,
    with_days,
)
from healthdesk.core.services.queries import either
from healthdesk.core.store import usage
from healthdesk.core.store.db import Tx

_RECENT: Final = 10
"""Newest imports whose rejected rows are told."""
_READ: Final = 5_000
"""Lines of each file of rejected rows that are read."""
_AT_ONCE: Final = 100
"""Metrics looked at in one pass over usage."""
_FIRST: Final = to_day(date(1900, 1, 1))
_LAST: Final = to_day(date(2200, 1, 1))
_DAYS: Final = (
    ("survey", "response_id", "day", "surveys"),
    ("touchpoint", "touchpoint_id", "day", "touchpoints"),
    ("ticket", "ticket_id", "opened_on", "tickets"),
    ("ticket", "ticket_id", "closed_on", "tickets"),
    ("subscription", "subscription_id", "start", "subscriptions"),
    ("subscription", "subscription_id", "end", "subscriptions"),
    ("invoice", "invoice_id", "issued_on", "invoices"),
    ("invoice", "invoice_id", "due_on", "invoices"),
    ("invoice", "invoice_id", "paid_on", "invoices"),
    ("mention", "mention_id", "day", "mentions"),
    ("outcome", "kind", "day", "outcomes"),
)
"""Table, what names its rows, a column of days, and the exchange table."""
_HAPPENED: Final = frozenset({"day", "opened_on", "closed_on", "issued_on", "paid_on"})
"""Columns of what has happened: it cannot lie ahead."""


def _rejected(tx: Tx, day: int) -> Found:
    """Rejected rows of the newest imports, those with the commonest reason first."""
    del day
    sql = (
        "SELECT tables, rejects_file FROM import_batch WHERE NOT undone"
        f" AND rejects_file IS NOT NULL ORDER BY id DESC LIMIT {_RECENT}"
    )
    count = 0
    rows: list[tuple[str, FindingRow]] = []
    for tables, file in tx.execute(text(sql)):
        found = msgspec.json.decode(tables)
        count += sum(int(one.get("rejected", 0)) for one in found.values())
        rows += _lines(Path(file))
    often = Counter(reason for reason, _ in rows)
    rows.sort(key=lambda one: (-often[one[0]], one[0]))
    (reason, times), *_ = often.most_common(1) or [("", 0)]
    detail = f"; mostly: {reason}" if times > 1 else ""
    return Found(count, tuple(row for _, row in rows[:MOST_ROWS]), detail)


def _lines(file: Path) -> Iterator[tuple[str, FindingRow]]:
    """The rows of a file of rejected rows, which may have been moved away since."""
    with suppress(OSError, csv.Error), file.open(encoding="utf-8", newline="") as stream:
        for cells in islice(csv.reader(stream), 1, _READ):
            if len(cells) >= 5 and cells[1].isdecimal():
                name, line, column, value, reason = map(unguarded, cells[:5])
                row = FindingRow(reason, column, value, file=name, line=int(line))
                yield reason, row


def _calendar(tx: Tx, day: int) -> Found:
    """Days before 1900 and after 2200, in every table."""
    parts = [
        _days_where(tx, day, at, f't."{at[2]}" < {_FIRST} OR t."{at[2]}" > {_LAST}') for at in _DAYS
    ]
    return with_days(together([*parts, _usage_where(tx, day, f"< {_FIRST}")]))


def _ahead(tx: Tx, day: int) -> Found:
    """What has happened cannot lie ahead of today."""
    parts = [
        _days_where(tx, day, at, f't."{at[2]}" > :day AND t."{at[2]}" <= {_LAST}')
        for at in _DAYS
        if at[2] in _HAPPENED
    ]
    return with_days(together([*parts, _usage_where(tx, day, "> :day")]))


def _days_where(tx: Tx, day: int, at: tuple[str, str, str, str], where: str) -> Found:
    table, name, column, exchange = at
    sql = (
        f't.{name}, t."{column}", a.account_id FROM {table} t JOIN account a ON a.id = t.account_id'
        f' WHERE {where} ORDER BY t."{column}", t.id'
    )
    spoken = column.replace("_", " ")
    return query(tx, Source(table, f"{exchange} · {spoken}"), f"SELECT t.id, {sql}", day)


def _usage_where(tx: Tx, day: int, beyond: str) -> Found:
    """Accounts whose usage reaches beyond a day, found at the ends of the table's key."""
    end = "min" if "<" in beyond else "max"
    sql = (
        "SELECT id, name, far, account_id FROM (SELECT a.id, a.name, a.account_id,"
        f" (SELECT {end}(u.day) FROM usage u WHERE u.account_id = a.id) AS far FROM account a)"
        f" WHERE far {beyond} ORDER BY far, id"
    )
    return query(tx, Source("", "usage · day"), sql, day)


def _money(tx: Tx, day: int) -> Found:
    contracts = (
        "SELECT s.id, s.subscription_id, s.arr, a.account_id FROM subscription s"
        " JOIN account a ON a.id = s.account_id WHERE s.arr < 0 ORDER BY s.arr, s.id"
    )
    accounts = (
        "SELECT a.id, a.name, v.value, a.account_id FROM account a"
        " JOIN attribute_value v ON v.account_id = a.id JOIN attribute k ON k.id = v.attribute_id"
        " WHERE k.key = 'arr' AND cast(v.value AS REAL) < 0 AND v.id = (SELECT w.id"
        "  FROM attribute_value w WHERE w.account_id = a.id AND w.attribute_id = k.id"
        "  ORDER BY w.day DESC, w.id DESC LIMIT 1) ORDER BY a.name, a.id"
    )
    return together(
        (
            query(tx, Source("subscription", "subscriptions · arr"), contracts, day),
            query(tx, Source("account", "accounts · arr"), accounts, day),
        )
    )


def _seats(tx: Tx, day: int) -> Found:
    sql = (
        "SELECT s.id, s.subscription_id, s.seats, a.account_id FROM subscription s"
        " JOIN account a ON a.id = s.account_id WHERE s.seats = 0 AND s.start <= :day"
        ' AND (s."end" IS NULL OR s."end" > :day) ORDER BY a.name, s.id'
    )
    return query(tx, Source("subscription", "subscriptions · seats"), sql, day)


def _negative_use(tx: Tx, day: int) -> Found:
    """Counts below nothing; gauges may be."""
    metrics = tx.execute(text("SELECT id, metric FROM metric WHERE fill <> 'gap'")).all()
    present = set(usage.columns(tx))
    names = {usage.column(row): str(name) for row, name in metrics if row in present}
    parts = []
    listed = list(names)
    for start in range(0, len(listed), _AT_ONCE):
        some = listed[start : start + _AT_ONCE]
        which = " ".join(f"WHEN u.{one} < 0 THEN '{one} ' || u.{one}" for one in some)
        sql = (
            f"SELECT a.id, a.name, CASE {which} END, a.account_id FROM usage u"
            f" JOIN account a ON a.id = u.account_id"
            f" WHERE {either([f'u.{one} < 0' for one in some])} ORDER BY a.name, u.day"
        )
        parts.append(query(tx, Source("", "usage"), sql, day))
    found = together(parts)
    rows = []
    for one in found.rows:
        column, _, value = one.value.partition(" ")
        rows.append(FindingRow(one.what, f"usage · {names[column]}", value, one.account_id))
    return Found(found.count, tuple(rows))


CHECKS: Final = (
    Check(
        "rejected",
        "Rejected rows",
        "{n} row of the latest imports was rejected",
        "{n} rows of the latest imports were rejected",
        "Put them right where they come from and import the file again: the other rows stay as they"
        " are. The history of imports has all of them.",
        "wrong",
        _rejected,
        "imports",
    ),
    Check(
        "calendar",
        "Days out of the calendar",
        "{n} fact is dated before 1900 or after 2200",
        "{n} facts are dated before 1900 or after 2200",
        "Look how the file spells its days, and import it again with the right mapping.",
        "wrong",
        _calendar,
        "accounts",
    ),
    Check(
        "ahead",
        "Facts from the future",
        "{n} fact is dated after today",
        "{n} facts are dated after today",
        "Look whether day and month changed places; such facts count from their day on.",
        "doubtful",
        _ahead,
        "accounts",
    ),
    Check(
        "negative-money",
        "Negative ARR",
        "{n} ARR is below 0",
        "{n} figures of ARR are below 0",
        "Credit notes belong to invoices; a contract's ARR is what it brings a year.",
        "wrong",
        _money,
        "accounts",
    ),
    Check(
        "negative-use",
        "Negative usage",
        "{n} count of usage is below 0",
        "{n} counts of usage are below 0",
        "Look how the product counts; a metric that may be negative is a gauge (fill: gap).",
        "wrong",
        _negative_use,
        "accounts",
    ),
    Check(
        "no-seats",
        "Contracts of no seats",
        "{n} contract in force has 0 seats",
        "{n} contracts in force have 0 seats",
        "An unknown number of seats is left empty; 0 makes seat use unknown.",
        "doubtful",
        _seats,
        "accounts",
    ),
)
