"""Tasks: what is due on a day, what an account has, and everything that is done with one.

A task of a day is what was made by then: done or dropped later, it was still open.
"""

from __future__ import annotations

from datetime import UTC
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import PRIORITIES
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import (
    TaskDraft,
)
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import findings, settings, touches
from healthdesk.core.services.task_reading import (
    closed_between,
    due,
    gone,
    of_account,
    of_plan,
    one,
)
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    contact_row,
    line_of,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Task

__all__ = [
    "add",
    "add_from_finding",
    "closed_between",
    "complete",
    "drop",
    "due",
    "edit",
    "of_account",
    "of_plan",
    "one",
    "reopen",
    "snooze",
    "tick_item",
]
_MOST_STEPS: Final = 50


@op("Add task")
def add(tx: Tx, draft: TaskDraft) -> int:
    """Write a task down; returns its row."""
    row = Task(**_columns(tx, draft), made_on=settings.today(tx), origin=draft.origin)
    tx.add(row)
    tx.flush()
    return row.id


@op("Make task of finding")
def add_from_finding(tx: Tx, draft: TaskDraft, finding: int) -> int:
    """Write down the task that came of a finding, which is answered by it; returns its row."""
    row = add(tx, draft)
    findings.acted(tx, finding, "task")
    return row


@op("Edit task")
def edit(tx: Tx, task: int, draft: TaskDraft) -> None:
    """Say something else of a task; when it was made, what made it and its state stay."""
    row = _row(tx, task)
    for name, value in _columns(tx, draft).items():
        setattr(row, name, value)
    tx.flush()


@op("Complete task")
def complete(tx: Tx, task: int, touch: TouchDraft | None = None) -> int | None:
    """Call a task done; one that needs a touch only with the touch, written along with it.

    Returns the row of the touchpoint, if there is one.
    """
    row = _open_row(tx, task)
    left = [str(step["text"]) for step in row.checklist if not step["done"]]
    if left:
        steps = f"{len(left)} steps" if len(left) > 1 else "1 step"
        are = "are" if len(left) > 1 else "is"
        raise UsageError(
            f"“{row.title}” is not done: {steps} of its checklist {are} not ticked"
            f" ({_some(left)}).",
            "Tick them, or take them off the checklist.",
        )
    if row.needs_touch and touch is None:
        raise UsageError(f"“{row.title}” is done only with a note of the touch; {NOTHING_CHANGED}.")
    if touch is not None:
        if row.account_id is None or account_row(tx, touch.account_id) != row.account_id:
            raise UsageError(f"The touch is of another account; {NOTHING_CHANGED}.")
        row.touchpoint_id = touches.add(tx, touch)
    row.done_on = settings.today(tx)
    row.done_at = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    tx.flush()
    return row.touchpoint_id


@op("Reopen task")
def reopen(tx: Tx, task: int) -> None:
    """Call a task open again; a touch that was noted with it took place, and stays."""
    row = _row(tx, task)
    row.done_on = row.done_at = row.dropped_on = row.touchpoint_id = None
    row.dropped_why = ""
    tx.flush()


@op("Drop task")
def drop(tx: Tx, task: int, reason: str) -> None:
    """Give a task up, and say why."""
    row = _open_row(tx, task)
    row.dropped_why = line_of(reason, "Dropping a task")
    row.dropped_on = settings.today(tx)
    tx.flush()


@op("Tick step")
def tick_item(tx: Tx, task: int, place: int, done: bool) -> None:
    """Tick a step of a task's checklist, or untick it; `place` counts from 0."""
    row = _row(tx, task)
    if not 0 <= place < len(row.checklist):
        raise NotFound(f"“{row.title}” has no step {place + 1}; {NOTHING_CHANGED}.")
    row.checklist = [
        {**step, "done": done} if at == place else step for at, step in enumerate(row.checklist)
    ]
    tx.flush()


@op("Set due day")
def snooze(tx: Tx, task: int, due_on: int | None) -> None:
    """Give a task another due day, or none."""
    _open_row(tx, task).due_on = due_on
    tx.flush()


def _columns(tx: Tx, draft: TaskDraft) -> dict[str, Any]:
    """The columns of a task as a draft says, checked."""
    if draft.priority not in PRIORITIES:
        raise UsageError(f"A task cannot have the priority {draft.priority!r}; {NOTHING_CHANGED}.")
    if draft.needs_touch and draft.account_id is None:
        raise UsageError(f"A task that needs a touch needs an account; {NOTHING_CHANGED}.")
    steps = [step for step in draft.checklist if step.text.strip()]
    if len(steps) > _MOST_STEPS:
        raise UsageError(f"A checklist has at most {_MOST_STEPS} steps; {NOTHING_CHANGED}.")
    account = None if draft.account_id is None else account_row(tx, draft.account_id)
    return {
        "title": line_of(draft.title, "A task"),
        "account_id": account,
        "contact_id": contact_row(tx, draft.contact_id, account),
        "plan_id": _plan_of(tx, draft.plan_id, account),
        "note": prose_of(draft.note, "The note"),
        "checklist": [{"text": line_of(s.text, "A step"), "done": s.done} for s in steps],
        "priority": draft.priority,
        "needs_touch": draft.needs_touch,
        "due_on": draft.due,
    }


def _plan_of(tx: Tx, plan: int | None, account: int | None) -> int | None:
    """A plan of the task's account; None for none."""
    if plan is None:
        return None
    found = tx.execute(
        text("SELECT 1 FROM plan WHERE id = :plan AND account_id IS :account"),
        {"plan": plan, "account": account},
    ).scalar()
    if found is None:
        raise NotFound(f"The account has no such plan; {NOTHING_CHANGED}.")
    return plan


def _row(tx: Tx, task: int) -> Task:
    row = tx.get(Task, task)
    if row is None:
        raise gone()
    return row


def _open_row(tx: Tx, task: int) -> Task:
    """A task that is still open."""
    row = _row(tx, task)
    if row.done_on is not None or row.dropped_on is not None:
        how = "done" if row.done_on is not None else "dropped"
        raise UsageError(f"“{row.title}” is {how} already; {NOTHING_CHANGED}.")
    return row


def _some(texts: list[str], most: int = 3) -> str:
    """Some texts in a row, and how many more there are."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more
