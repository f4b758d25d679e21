"""Reads tasks: what is due on a day, what an account has, as they stood then.

Apart from tasks.py, which writes them and brings all that takes touches in: the first page of a
desk lists tasks and does not wait for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.task import (
    CheckItem,
    Repeat,
    TaskView,
    in_order,
    origin_in_words,
    overdue,
    state_on,
)
from healthdesk.core.services import segments
from healthdesk.core.services.task_owners import PLAYBOOK, handed_over, owners
from healthdesk.core.services.work_rows import NOTHING_CHANGED
from healthdesk.core.store.db import Tx

_ROWS: Final = """
SELECT t.id, t.title, a.account_id, a.name AS account, c.contact_id, c.name AS contact, t.plan_id,
  p.problem AS plan, t.note, t.checklist, t.priority, t.needs_touch, t.made_on, t.due_on, t.done_on,
  t.dropped_on, t.dropped_why, t.touchpoint_id, t.origin, r.every, r.unit,
  (SELECT count(*) FROM task_snooze s WHERE s.task_id = t.id AND s.day <= :day) AS times,
  (SELECT s.reason FROM task_snooze s WHERE s.task_id = t.id AND s.day <= :day
   ORDER BY s.id DESC LIMIT 1) AS put_off
FROM task t LEFT JOIN account a ON a.id = t.account_id
LEFT JOIN contact c ON c.id = t.contact_id LEFT JOIN plan p ON p.id = t.plan_id
LEFT JOIN task_repeat r ON r.task_id = t.id
WHERE t.made_on <= :day AND """
_OPEN: Final = (
    "(t.done_on IS NULL OR t.done_on > :day) AND (t.dropped_on IS NULL OR t.dropped_on > :day)"
)
_steps: Final = msgspec.json.Decoder(tuple[CheckItem, ...]).decode


def due(tx: Tx, day: int, ahead: int = 0, segment: str | None = None) -> tuple[TaskView, ...]:
    """Open tasks whose day has come by `ahead` days after a day; of a segment, its accounts' only.

    The longest overdue first.
    """
    found = _views(tx, f"{_OPEN} AND t.due_on <= :until", day, until=day + ahead)
    if segment is None:
        return found
    chosen = frozenset(segments.members(tx, segment, day))
    return tuple(one for one in found if one.account_id in chosen)


def everything(tx: Tx, day: int, closed_days: int = 30) -> tuple[TaskView, ...]:
    """Every open task, with or without a day, and what was closed in the last days."""
    recent = "coalesce(t.done_on, t.dropped_on) > :since"
    return _views(tx, f"(({_OPEN}) OR {recent})", day, since=day - closed_days)


def accounts(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Ids and names of the accounts that a task can be of, by name."""
    found = tx.execute(text("SELECT account_id, name FROM account ORDER BY name, account_id"))
    return tuple((account_id, name) for account_id, name in found)


def of_account(tx: Tx, account_id: str, day: int) -> tuple[TaskView, ...]:
    """Every task of an account as of a day: open ones first, then what was done or dropped."""
    return _views(tx, "a.account_id = :account", day, account=account_id)


def of_plan(tx: Tx, plan: int, day: int) -> tuple[TaskView, ...]:
    """The actions of a plan as of a day."""
    return _views(tx, "t.plan_id = :plan", day, plan=plan)


def one(tx: Tx, task: int, day: int) -> TaskView:
    """A task as of a day."""
    found = _views(tx, "t.id = :task", day, task=task)
    if not found:
        raise gone()
    return found[0]


def closed_between(tx: Tx, first: int, last: int) -> tuple[TaskView, ...]:
    """Tasks that were done from a day to another, both in, as they stand on the last."""
    return _views(tx, "t.done_on BETWEEN :first AND :day", last, first=first)


def gone() -> NotFound:
    """What is said of a task that is no longer there."""
    return NotFound(f"The task is no longer there; {NOTHING_CHANGED}.")


def _views(tx: Tx, where: str, day: int, **asked: object) -> tuple[TaskView, ...]:
    rows: Iterable[Any] = tx.execute(text(_ROWS + where), {"day": day, **asked}).all()
    raised = any(row.origin.startswith(PLAYBOOK) for row in rows)
    whose = owners(tx) if raised else handed_over(tx)
    return in_order(_view(row, day, whose.get(row.id, "")) for row in rows)


def _view(row: Any, day: int, owner: str) -> TaskView:  # noqa: ANN401 - a row of the query above
    state = state_on(day, row.done_on, row.dropped_on)
    done, dropped = state == "done", state == "dropped"
    return TaskView(
        id=row.id,
        title=row.title,
        account_id=row.account_id,
        account_name=row.account or "",
        contact_id=row.contact_id,
        contact_name=row.contact or "",
        plan_id=row.plan_id,
        plan=row.plan or "",
        note=row.note,
        checklist=() if row.checklist == "[]" else _steps(row.checklist),
        priority=row.priority,
        needs_touch=bool(row.needs_touch),
        made_on=row.made_on,
        due=row.due_on,
        state=state,
        overdue_days=overdue(day, row.due_on, state),
        done_on=row.done_on if done else None,
        dropped_on=row.dropped_on if dropped else None,
        dropped_why=row.dropped_why if dropped else "",
        touchpoint_id=row.touchpoint_id if done else None,
        origin=row.origin,
        origin_words=origin_in_words(row.origin),
        repeat=None if row.every is None else Repeat(row.every, row.unit),
        put_off=row.put_off or "",
        times_put_off=row.times,
        owner=owner,
    )
