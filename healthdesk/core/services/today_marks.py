"""What a person does with a row of Today: snooze, handle, dismiss, call it a data problem.

What playbooks told (domain/run_today.py) is put away by a mark, too.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.run_today import MARK
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.domain.today import State
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import settings, tasks, touches
from healthdesk.core.services.work_rows import line_of
from healthdesk.core.store.db import Tx

LONGEST: Final = 365
"""Days that a row may be snoozed for."""


@op("Snooze")
def snooze(tx: Tx, key: str, account_id: str, days: int, reason: str) -> int:
    """Put a row off for some days, and say why; returns the row of the mark."""
    if not 1 <= days <= LONGEST:
        raise UsageError(f"A row is snoozed for 1 to {LONGEST} days, not for {days}.")
    told = line_of(reason, "Snoozing")
    return _mark(tx, key, account_id, "snoozed", told, settings.today(tx) + days)


@op("Mark as handled")
def handle(tx: Tx, key: str, account_id: str, reason: str = "") -> int:
    """Say that something was done about a row."""
    return _mark(tx, key, account_id, "handled", reason)


@op("Dismiss")
def dismiss(tx: Tx, key: str, account_id: str, reason: str) -> int:
    """Say why a row needs nothing."""
    return _mark(tx, key, account_id, "dismissed", line_of(reason, "Dismissing"))


@op("Put notice away")
def put_away(tx: Tx, key: str, account_id: str) -> int:
    """What a playbook told was read, or needs nothing more."""
    if not key.startswith(MARK):
        raise UsageError("Only what a playbook told is put away; nothing was changed.")
    return _mark(tx, key, account_id, "handled", "")


@op("Mark as data problem")
def call_problem(tx: Tx, key: str, account_id: str, reason: str = "") -> int:
    """Say that a row tells of data and not of health."""
    return _mark(tx, key, account_id, "problem", reason)


@op("Wake up")
def wake(tx: Tx, mark: int) -> None:
    """Take a mark away: its row shows again."""
    found = tx.execute(text("DELETE FROM today_mark WHERE id = :row"), {"row": mark})
    if not found.rowcount:  # type: ignore[attr-defined]
        raise NotFound("That mark is gone already; nothing was changed.")


@op("Add task")
def add_task(tx: Tx, key: str, account_id: str, draft: TaskDraft) -> int:
    """Write down a task about a row, which is handled by it; returns the task's row."""
    made = tasks.add(tx, draft)
    _mark(tx, key, account_id, "handled", f"Task: {draft.title}")
    return made


@op("Log touch")
def log_touch(tx: Tx, key: str, account_id: str, draft: TouchDraft) -> int:
    """Log a touch about a row, which is handled by it; returns the touchpoint's row."""
    made = touches.add(tx, draft)
    _mark(tx, key, account_id, "handled", f"Touch: {draft.subject or draft.kind}")
    return made


def _mark(  # noqa: PLR0917 - a row of the table
    tx: Tx, key: str, account_id: str, state: State, reason: str, until: int | None = None
) -> int:
    """Keep a mark; the last one made of a row stands."""
    row = tx.execute(
        text("SELECT id FROM account WHERE account_id = :account"), {"account": account_id}
    ).scalar()
    if row is None:
        raise NotFound(f"There is no account {account_id!r} any more; nothing was changed.")
    now: datetime = tx.info["clock"].now()
    told = {
        "key": key,
        "account": row,
        "state": state,
        "day": settings.today(tx),
        "until": until,
        "reason": reason.strip(),
        "at": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    sql = (
        "INSERT INTO today_mark (key, account_id, state, day, until_day, reason, at)"
        " VALUES (:key, :account, :state, :day, :until, :reason, :at)"
        " ON CONFLICT (key) DO UPDATE SET state = excluded.state, day = excluded.day,"
        " until_day = excluded.until_day, reason = excluded.reason, at = excluded.at RETURNING id"
    )
    return int(tx.execute(text(sql), told).scalar_one())
