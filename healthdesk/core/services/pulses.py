"""The pulse of an account: how a person feels it goes, with the reason, beside what is computed."""

from __future__ import annotations

from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.services import edits, settings
from healthdesk.core.services.work_rows import NOTHING_CHANGED, account_row, line_of
from healthdesk.core.store.db import Tx


@op("Set pulse")
def put(tx: Tx, account_id: str, value: float, note: str, by: str = "") -> int:
    """Keep today's pulse of an account, one a day and person; returns its row.

    A reason is needed: a judgement without one helps nobody a month later.
    """
    if not -1 <= value <= 1:
        raise UsageError(f"A pulse lies between -1 and 1; {NOTHING_CHANGED}.")
    said = line_of(note, "Reason")
    if not said:
        raise UsageError(f"Say in a few words why; {NOTHING_CHANGED}.")
    row = tx.execute(
        text(
            'INSERT INTO pulse (account_id, day, "by", value, note)'
            " VALUES (:account, :day, :by, :value, :note)"
            ' ON CONFLICT (account_id, day, "by")'
            " DO UPDATE SET value = excluded.value, note = excluded.note RETURNING id"
        ),
        {
            "account": account_row(tx, account_id),
            "day": settings.today(tx),
            "by": by,
            "value": float(value),
            "note": said,
        },
    ).scalar_one()
    edits.remember(tx, "pulse", int(row), "value", float(value))
    tx.execute(text("DELETE FROM pulse_inherited WHERE pulse_id = :row"), {"row": row})
    tx.expire_all()
    return int(row)


def latest(tx: Tx, account_id: str, day: int) -> tuple[int, float, int, str, str] | None:
    """The newest pulse up to a day: row, value, day, whose, and why."""
    found = tx.execute(
        text(
            "SELECT p.id, p.value, p.day, p.\"by\", coalesce(p.note, '') FROM pulse AS p"
            " JOIN account AS a ON a.id = p.account_id"
            " WHERE a.account_id = :account AND p.day <= :day"
            " ORDER BY p.day DESC, p.id DESC LIMIT 1"
        ),
        {"account": account_id, "day": day},
    ).one_or_none()
    if found is None:
        return None
    row, value, on, by, note = found
    return int(row), float(value), int(on), str(by), str(note)
