"""Tasks: what is due on a day, what an account has, and everything that is done with one.

A task of a day is what was made by then: done or dropped later, it was still open.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import PRIORITIES
from healthdesk.core.domain.op import op
from healthdesk.core.domain.task import Bulk, TaskDraft
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import findings, runs, settings, task_repeats, touches
from healthdesk.core.services.task_reading import (
    closed_between,
    due,
    everything,
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
    optional_line,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Task, TaskSnooze

__all__ = [
    "add",
    "add_from_finding",
    "change_many",
    "closed_between",
    "complete",
    "drop",
    "due",
    "edit",
    "everything",
    "not_applicable",
    "of_account",
    "of_plan",
    "one",
    "reopen",
    "skip_item",
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
    task_repeats.set_repeat(tx, row.id, draft.repeat)
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
    task_repeats.set_repeat(tx, task, draft.repeat)
    tx.flush()
    runs.move_of_task(tx, task, draft.due)


@op("Complete task")
def complete(tx: Tx, task: int, touch: TouchDraft | None = None) -> int | None:
    """Call a task done; one that needs a touch only with the touch, written along with it.

    Returns the row of the touchpoint, if there is one.
    """
    row = _open_row(tx, task)
    left = [step.text for step in task_repeats.steps_of(row) if not step.closed]
    if left:
        steps = f"{len(left)} steps" if len(left) > 1 else "1 step"
        are = "are" if len(left) > 1 else "is"
        raise UsageError(
            f"“{row.title}” is not done: {steps} of its checklist {are} not ticked"
            f" ({_some(left)}).",
            "Tick them, or say why they do not apply.",
        )
    if row.needs_touch and touch is None:
        raise UsageError(f"“{row.title}” is done only with a note of the touch; {NOTHING_CHANGED}.")
    if touch is not None:
        if row.account_id is None or account_row(tx, touch.account_id) != row.account_id:
            raise UsageError(f"The touch is of another account; {NOTHING_CHANGED}.")
        row.touchpoint_id = touches.add(tx, touch)
    row.done_on = settings.today(tx)
    row.done_at = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    task_repeats.come_again(tx, row)
    tx.flush()
    noted = row.touchpoint_id
    runs.close_of_task(tx, task)
    return noted


@op("Reopen task")
def reopen(tx: Tx, task: int) -> None:
    """Call a task open again; a touch that was noted with it took place, and stays."""
    row = _row(tx, task)
    row.done_on = row.done_at = row.dropped_on = row.touchpoint_id = None
    row.dropped_why = ""
    tx.flush()
    runs.reopen_of_task(tx, task)


@op("Drop task")
def drop(tx: Tx, task: int, reason: str) -> None:
    """Give a task up, and say why; one that repeats does not come again."""
    row = _open_row(tx, task)
    row.dropped_why = line_of(reason, "Dropping a task")
    row.dropped_on = settings.today(tx)
    why = row.dropped_why
    tx.flush()
    runs.close_of_task(tx, task, why)


@op("Mark as not applicable")
def not_applicable(tx: Tx, task: int, why: str) -> None:
    """Close a task that does not apply this time, and say why; one that repeats comes again."""
    row = _open_row(tx, task)
    drop(tx, task, f"Not applicable: {line_of(why, 'Not applicable')}")
    task_repeats.come_again(tx, row)
    tx.flush()


@op("Mark step as not applicable")
def skip_item(tx: Tx, task: int, place: int, why: str) -> None:
    """Say why a step of a checklist does not apply; without words it does again."""
    row = _row(tx, task)
    _step_at(row, place)
    told = optional_line(why, "Not applicable")
    row.checklist = [
        {**step, "without": told, "done": False} if at == place else step
        for at, step in enumerate(row.checklist)
    ]
    tx.flush()


@op("Tick step")
def tick_item(tx: Tx, task: int, place: int, done: bool) -> None:
    """Tick a step of a task's checklist, or untick it; `place` counts from 0."""
    row = _row(tx, task)
    _step_at(row, place)
    row.checklist = [
        {**step, "done": done, "without": ""} if at == place else step
        for at, step in enumerate(row.checklist)
    ]
    tx.flush()


@op("Set due day")
def snooze(tx: Tx, task: int, due_on: int | None, reason: str = "") -> None:
    """Give a task another due day, or none; a reason for putting it off is kept."""
    row = _open_row(tx, task)
    told = optional_line(reason, "The reason")
    later = due_on is not None and row.due_on is not None and due_on > row.due_on
    if due_on is not None and due_on != row.due_on and (later or told):
        kept = TaskSnooze(task_id=task, day=settings.today(tx), from_day=row.due_on)
        kept.until_day, kept.reason = due_on, told
        tx.add(kept)
    row.due_on = due_on
    tx.flush()
    runs.move_of_task(tx, task, due_on)


@op("Change tasks")
def change_many(tx: Tx, changed: Sequence[int], change: Bulk) -> int:
    """Do the same with several tasks, or with none of them; returns how many.

    Raises:
        UsageError: One of them does not allow it; it is named, and nothing was changed.
    """
    for task in dict.fromkeys(changed):
        if change.what == "done":
            complete(tx, task)
        elif change.what == "drop":
            drop(tx, task, change.why)
        elif change.what == "put off":
            snooze(tx, task, change.day, change.why)
        else:
            _open_row(tx, task).priority = _priority(change.priority)
    tx.flush()
    return len(set(changed))


def _columns(tx: Tx, draft: TaskDraft) -> dict[str, Any]:
    """The columns of a task as a draft says, checked."""
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
        "checklist": [task_repeats.kept_step(one) for one in steps],
        "priority": _priority(draft.priority),
        "needs_touch": draft.needs_touch,
        "due_on": draft.due,
    }


def _priority(told: str) -> str:
    if told not in PRIORITIES:
        raise UsageError(f"A task cannot have the priority {told!r}; {NOTHING_CHANGED}.")
    return told


def _step_at(row: Task, place: int) -> None:
    """Refuse the place of a step that is not there."""
    if not 0 <= place < len(row.checklist):
        raise NotFound(f"“{row.title}” has no step {place + 1}; {NOTHING_CHANGED}.")


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
