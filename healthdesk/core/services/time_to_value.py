"""How long accounts took from their start to their first value, as their stamps say.

An account whose start nobody knows, or that has no such stamp yet, is not among them.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.stamp import VALUE, ValueTime
from healthdesk.core.services.stamp_rules import OF_RULE, STARTED
from healthdesk.core.store.db import Tx

_TIMES: Final = text(
    f"SELECT a.account_id, a.name, {STARTED} AS started, m.done_on, {OF_RULE}"
    " FROM milestone AS m JOIN account AS a ON a.id = m.account_id"
    " WHERE lower(m.milestone) = :name AND m.done_on <= :day AND started IS NOT NULL"
    " ORDER BY a.name, a.id"
)


def times(tx: Tx, day: int) -> tuple[ValueTime, ...]:
    """Every account that had its first value by a day, with its start, by name."""
    return tuple(
        ValueTime(account_id, name, started, on, bool(by_rule))
        for account_id, name, started, on, by_rule in tx.execute(
            _TIMES, {"name": VALUE.casefold(), "day": day}
        )
    )
