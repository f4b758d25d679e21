"""Tasks that come again: how often, and the next one, made as the last is closed.

Here too: how the steps of a checklist are kept.
"""

from __future__ import annotations

from typing import Any, Final, Literal, cast

import msgspec
from sqlalchemy import select, text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.task import CheckItem, Repeat, again_on
from healthdesk.core.services import settings
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, optional_line
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Task, TaskRepeat

MOST: Final = 366
_CARRIED: Final = (
    *("title", "account_id", "contact_id", "plan_id", "note", "priority", "needs_touch", "origin"),
)


def set_repeat(tx: Tx, task: int, repeat: Repeat | None) -> None:
    """Say how often a task comes again, or that it does not."""
    kept = _kept(tx, task)
    if repeat is None:
        if kept is not None:
            tx.delete(kept)
        return
    if not 1 <= repeat.every <= MOST or repeat.unit not in ("days", "weeks", "months"):
        raise UsageError(
            f"A task repeats every 1 to {MOST} days, weeks or months; {NOTHING_CHANGED}."
        )
    if kept is None:
        tx.add(TaskRepeat(task_id=task, every=repeat.every, unit=repeat.unit))
    else:
        kept.every, kept.unit = repeat.every, repeat.unit
    tx.flush()


def come_again(tx: Tx, row: Task) -> int | None:
    """Make the task that follows a closed one, if it repeats; returns its row.

    Its day keeps the rhythm of the old one's and lies behind today; its checklist begins anew.
    """
    kept = _kept(tx, row.id)
    if kept is None:
        return None
    today = settings.today(tx)
    repeat = Repeat(kept.every, cast("Literal['days', 'weeks', 'months']", kept.unit))
    again = Task(
        **{name: getattr(row, name) for name in _CARRIED},
        made_on=today,
        due_on=again_on(today if row.due_on is None else row.due_on, repeat, today),
        checklist=[kept_step(CheckItem(one.text, optional=one.optional)) for one in steps_of(row)],
    )
    tx.add(again)
    tx.flush()
    # The rhythm goes on with the new one: closing the old one twice makes no two of them.
    tx.execute(
        text("UPDATE task_repeat SET task_id = :new WHERE id = :id"),
        {"new": again.id, "id": kept.id},
    )
    tx.expire(kept)
    return again.id


def steps_of(row: Task) -> tuple[CheckItem, ...]:
    """The checklist of a task."""
    return msgspec.convert(row.checklist, tuple[CheckItem, ...])


def kept_step(step: CheckItem) -> dict[str, Any]:
    """A step as it is kept: what is usual is left out."""
    out: dict[str, Any] = {"text": line_of(step.text, "A step"), "done": step.done}
    if step.optional:
        out["optional"] = True
    if step.without:
        out["without"] = optional_line(step.without, "Not applicable")
    return out


def _kept(tx: Tx, task: int) -> TaskRepeat | None:
    return tx.scalars(select(TaskRepeat).where(TaskRepeat.task_id == task)).one_or_none()
