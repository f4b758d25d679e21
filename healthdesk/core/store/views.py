"""Views for SQL tools: usage in long form, and facts in the columns of exchange folders.

Nothing in HealthDesk reads them but tests and exports; they are made anew whenever the schema or
the metrics change.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Table

from healthdesk.core.store.tables import Base

READABLE = {
    "accounts": "account",
    "contacts": "contact",
    "surveys": "survey",
    "pulses": "pulse",
    "touchpoints": "touchpoint",
    "tickets": "ticket",
    "subscriptions": "subscription",
    "invoices": "invoice",
    "milestones": "milestone",
    "mentions": "mention",
    "overrides": "score_override",
    "outcomes": "outcome",
}
"""Readable view to table: ids as the source wrote them, days as ISO text."""

DAYS = frozenset(
    {
        *("day", "opened_on", "closed_on", "start", "end", "issued_on", "due_on", "paid_on"),
        *("done_on", "first_day", "until_day", "last_day", "made_on", "left_on", "closed_on"),
        *("verdict_on", "dropped_on", "answered_on", "heard_on", "acted_on", "told_on"),
        *("renewal_day", "start_day", "seen_day", "planned_day", "raised_day", "closed_day"),
        *("from_day", "ended_on", "ask_on", "look_on", "outcome_on", "handed_on"),
        *("filed_on", "held_on", "next_on", "found_on", "on_since", "rehearsed_on", "cause_day"),
        *("known_on", "goal_until", "goal_on", "written_on", "queued_on"),
    }
)
"""Columns that hold a day, in any table."""

TERMS = 400
"""SQLite joins at most 500 SELECTs by UNION ALL."""


def create_readable(connection: Connection) -> None:
    """Make the views over mapped tables anew."""
    for view, table in READABLE.items():
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view}")
        connection.exec_driver_sql(_readable(view, Base.metadata.tables[table]))


def create_usage(connection: Connection, metric_ids: Sequence[int]) -> None:
    """Make `usage_long` (row ids and day numbers) and `usage_by_day` (ids and ISO days) anew."""
    connection.exec_driver_sql("DROP VIEW IF EXISTS usage_by_day")
    connection.exec_driver_sql("DROP VIEW IF EXISTS usage_long")
    terms = [
        f"SELECT account_id, {m} AS metric_id, day, m{m} AS value FROM usage WHERE m{m} IS NOT NULL"
        for m in metric_ids
    ] or ["SELECT account_id, 0 AS metric_id, day, 0.0 AS value FROM usage WHERE 0"]
    parts = [" UNION ALL ".join(terms[i : i + TERMS]) for i in range(0, len(terms), TERMS)]
    union = (
        parts[0] if len(parts) == 1 else " UNION ALL ".join(f"SELECT * FROM ({p})" for p in parts)
    )
    connection.exec_driver_sql(
        "CREATE VIEW usage_long(account_id, metric, day, value) AS"
        " SELECT long.account_id, metric.metric, long.day, long.value"
        f" FROM ({union}) AS long JOIN metric ON metric.id = long.metric_id"
    )
    connection.exec_driver_sql(
        "CREATE VIEW usage_by_day(account_id, metric, day, value) AS"
        " SELECT account.account_id, usage_long.metric, date(usage_long.day * 86400, 'unixepoch'),"
        " usage_long.value FROM usage_long JOIN account ON account.id = usage_long.account_id"
    )


def _readable(view: str, table: Table) -> str:
    """The view's SQL: the table's columns in their order, ids and days as a person reads them."""
    shown, joined = [], ""
    for column in table.columns:
        name = column.name
        if name in {"id", "batch_id"}:
            continue
        if name in {"account_id", "contact_id", "parent_id"} and column.foreign_keys:
            (key,) = column.foreign_keys
            other = key.column.table.name
            alias = f"the_{name[:-3]}"
            joined += f" LEFT JOIN {other} AS {alias} ON {alias}.id = t.{name}"
            shown.append(f"{alias}.{other}_id AS {name}")
        elif name in DAYS:
            shown.append(f'date(t."{name}" * 86400, \'unixepoch\') AS "{name}"')
        else:
            shown.append(f't."{name}"')
    return f"CREATE VIEW {view} AS SELECT {', '.join(shown)} FROM {table.name} AS t{joined}"
