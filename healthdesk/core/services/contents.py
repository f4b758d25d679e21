"""What is in the desk: rows and the newest day of every table of facts."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.views import TableContents
from healthdesk.core.services import usage
from healthdesk.core.services.memory import remembered
from healthdesk.core.store.db import Tx

_TABLES: Final = (
    ("accounts", "account", ""),
    ("contacts", "contact", ""),
    ("usage", "usage", ""),
    ("surveys", "survey", "day"),
    ("pulses", "pulse", "day"),
    ("touchpoints", "touchpoint", "day"),
    ("tickets", "ticket", "opened_on"),
    ("subscriptions", "subscription", "start"),
    ("invoices", "invoice", "issued_on"),
    ("milestones", "milestone", "done_on"),
    ("mentions", "mention", "day"),
    ("overrides", "score_override", "first_day"),
    ("contact_usage", "contact_usage", "day"),
    ("outcomes", "outcome", "day"),
)
"""Name of the exchange table, the desk's own table, and the column of its newest day."""


def contents(tx: Tx) -> tuple[TableContents, ...]:
    """Count the rows of every table that has any; counted once for each state of the desk."""
    return remembered(tx, "contents", lambda: _counted(tx))


def _counted(tx: Tx) -> tuple[TableContents, ...]:
    found = []
    for name, table, column in _TABLES:
        newest = f'max("{column}")' if column else "NULL"
        how_many = _values(tx) if name == "usage" else "count(*)"
        rows, day = tx.execute(text(f"SELECT {how_many}, {newest} FROM {table}")).one()
        if rows:
            last = usage.newest_day(tx) if name == "usage" else day
            found.append(TableContents(name, int(rows), None if last is None else int(last)))
    return tuple(found)


def _values(tx: Tx) -> str:
    """SQL that counts usage as the exchange folder does: every value of every metric, not days."""
    metrics = tx.execute(text("SELECT id FROM metric ORDER BY id")).scalars().all()
    return " + ".join(f"count(m{metric})" for metric in metrics) or "count(NULL)"
