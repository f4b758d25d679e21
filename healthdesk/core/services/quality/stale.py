"""What stopped: feeds, the usage of one account, touches, contracts that ran out."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.quality import FindingRow
from healthdesk.core.services import feeds
from healthdesk.core.services.quality.check import (
    ALIVE,
    Check,
    Found,
    Source,
    query,
    with_days,
)
from healthdesk.core.services.wording import begun, count_of, long_date
from healthdesk.core.store.db import Tx

_SILENT_USE: Final = 30
_SILENT_TOUCH: Final = 90


def _late(tx: Tx, day: int) -> Found:
    found = tuple(one for one in feeds.late(tx, day) if one.pack is None)
    rows = tuple(
        FindingRow(
            what=begun(one.name),
            where=one.table,
            value=f"last {long_date(one.newest)}, {count_of(one.quiet, 'day')} ago",
        )
        for one in found
    )
    return Found(len(rows), rows)


def _use(tx: Tx, day: int) -> Found:
    """Accounts that used the product before and do not now, while the feed goes on for others."""
    runs = [one for one in feeds.feeds(tx, day) if one.table == "usage" and not one.late]
    if not runs:
        return Found(0)
    newest = max(one.newest for one in runs)
    sql = (
        "SELECT id, name, last, account_id FROM (SELECT a.id, a.name, a.account_id,"
        " (SELECT max(u.day) FROM usage u WHERE u.account_id = a.id AND u.day <= :day) AS last"
        f" FROM account a WHERE {ALIVE}) WHERE last < :since ORDER BY last DESC, id"
    )
    source = Source("", "usage · last day")
    return with_days(query(tx, source, sql, day, since=newest - _SILENT_USE))


def _touch(tx: Tx, day: int) -> Found:
    """Accounts nobody touched for a quarter, while touches are recorded for others."""
    known = [one for one in feeds.feeds(tx, day) if one.table == "touchpoints"]
    if not known or known[0].late:
        return Found(0)
    sql = (
        "SELECT id, name, last, account_id FROM (SELECT a.id, a.name, a.account_id,"
        " (SELECT max(t.day) FROM touchpoint t WHERE t.account_id = a.id AND t.kind <> 'note'"
        f" AND t.day <= :day) AS last FROM account a WHERE {ALIVE})"
        " WHERE last IS NULL OR last < :since ORDER BY last IS NOT NULL, last, id"
    )
    source = Source("", "touchpoints · last day")
    found = with_days(query(tx, source, sql, day, since=day - _SILENT_TOUCH))
    rows = tuple(
        FindingRow(one.what, one.where, one.value or "never", one.account_id) for one in found.rows
    )
    return Found(found.count, rows)


def _ran_out(tx: Tx, day: int) -> Found:
    """Accounts whose contracts all ended, and nobody said what became of them."""
    sql = (
        "SELECT id, name, last, account_id FROM (SELECT a.id, a.name, a.account_id,"
        ' max(coalesce(s."end", 2147483647)) AS last FROM account a'
        f" JOIN subscription s ON s.account_id = a.id WHERE {ALIVE} GROUP BY a.id)"
        " WHERE last <= :day ORDER BY last DESC, id"
    )
    return with_days(query(tx, Source("", "subscriptions · last end"), sql, day))


CHECKS: Final = (
    Check(
        "late-feeds",
        "Feeds that are late",
        "{n} feed brings nothing any more",
        "{n} feeds bring nothing any more",
        "Bring the newest files, or look why the source stopped: scores that rest on them are"
        " greyed meanwhile.",
        "wrong",
        _late,
        "sources",
    ),
    Check(
        "ran-out",
        "Contracts that ran out",
        "All contracts of {n} account ended, and nothing says that it left",
        "All contracts of {n} accounts ended, and nothing says that they left",
        "Bring the renewed subscriptions, or the outcomes (churned, with its day).",
        "doubtful",
        _ran_out,
        "accounts",
    ),
    Check(
        "use-stopped",
        "Usage that stopped",
        "{n} account has no usage for 30 days and more, while the feed goes on",
        "{n} accounts have no usage for 30 days and more, while the feed goes on",
        "Ask whether they really stopped, or whether their key in the product has changed.",
        "doubtful",
        _use,
        "accounts",
    ),
    Check(
        "no-touch",
        "Not touched for 90 days",
        "{n} account was not touched for 90 days and more",
        "{n} accounts were not touched for 90 days and more",
        "Get in touch, or bring the calls and mails that are recorded elsewhere.",
        "missing",
        _touch,
        "accounts",
    ),
)
