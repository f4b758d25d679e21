"""Runs in brief, without their steps: enough to count them, quick for thousands.

Not here: runs with their steps (run_rows.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from healthdesk.core.store.db import Tx

_RUNS: Final = """
SELECT r.id, r.playbook_id, r.name, a.account_id, a.name AS account, r.start_day, r.status,
  r.ended_on, r.outcome, r.outcome_on, r.ask_on
FROM run r JOIN account a ON a.id = r.account_id WHERE r.made_on <= :day ORDER BY r.id"""


@dataclass(frozen=True, slots=True)
class Brief:
    """A run as it was known at the end of a day.

    Attributes:
        ended: "" while it went on, "done" or "stopped".
        outcome: what was told by then, "" = nothing.
        asks: its outcome was asked for.
    """

    id: int
    playbook_id: int | None
    name: str
    account_id: str
    account_name: str
    start: int
    ended: str
    ended_on: int | None
    outcome: str
    outcome_on: int | None
    ask_on: int | None
    asks: bool


def briefs(tx: Tx, day: int) -> list[Brief]:
    """Every run that there was on a day, oldest first."""
    out = []
    for row in tx.execute(text(_RUNS), {"day": day}):
        over = row.ended_on is not None and row.ended_on <= day
        ended = row.status if over else ""
        told = row.outcome if row.outcome_on is not None and row.outcome_on <= day else ""
        settled = row.outcome and row.outcome != "too early"
        due = row.ask_on is not None and row.ask_on <= day
        out.append(
            Brief(
                row.id,
                row.playbook_id,
                row.name,
                row.account_id,
                row.account,
                row.start_day,
                ended,
                row.ended_on if over else None,
                told,
                row.outcome_on if told else None,
                row.ask_on,
                due and not settled and ended != "stopped",
            )
        )
    return out
