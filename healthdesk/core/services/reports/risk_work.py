"""What is being done about accounts at risk: plan, next step with its day, owner, my own notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from healthdesk.core.domain.plan import PlanView
from healthdesk.core.domain.task import TaskView
from healthdesk.core.services import overrides, plans, task_reading
from healthdesk.core.services.reports.blocks import short
from healthdesk.core.services.reports.risk_rows import Risk
from healthdesk.core.store.db import Tx

_LONG = 90
"""Letters of a plan's problem, of a task, of a note."""
BY_HAND = "Set by hand"


@dataclass(frozen=True)
class Work:
    """What is done about an account.

    Attributes:
        plan: the get-well plan that runs; "" = none.
        owner: whose it is: of the plan, else of the account.
        next: what comes next; "" = nothing is planned.
        day: when; None = no day is set.
        notes: what I noted for myself: why a score was set by hand, the reason of a forecast.
    """

    plan: str
    owner: str
    next: str
    day: int | None
    notes: str


def work(tx: Tx, day: int, some: Iterable[Risk]) -> dict[str, Work]:
    """The work of the accounts, by their ids, as of a day."""
    running: dict[str, PlanView] = {}
    for plan in plans.running(tx, day):
        running.setdefault(plan.account_id, plan)
    open_tasks: dict[str, list[TaskView]] = {}
    for task in task_reading.everything(tx, day, 0):
        if task.account_id is not None and task.state == "open":
            open_tasks.setdefault(task.account_id, []).append(task)
    return {
        one.row.account_id: _work(
            tx, day, one, running.get(one.row.account_id), open_tasks.get(one.row.account_id, [])
        )
        for one in some
    }


def reason(one: Risk) -> str:
    """The main reason, without what a person wrote for themselves."""
    return BY_HAND if one.row.overridden else one.row.reason


def _work(tx: Tx, day: int, one: Risk, plan: PlanView | None, tasks: list[TaskView]) -> Work:
    step, on = _next(one, plan, tasks)
    owner = plan.owner if plan is not None and plan.owner else ""
    return Work(
        plan="" if plan is None else _plan(plan),
        owner=owner or one.row.attributes.get("owner", ""),
        next=step,
        day=on,
        notes=_notes(tx, day, one),
    )


def _plan(plan: PlanView) -> str:
    done = f", {plan.done} of {len(plan.actions)} done" if plan.actions else ""
    return f"{short(plan.problem, _LONG)}{done}"


def _next(one: Risk, plan: PlanView | None, tasks: list[TaskView]) -> tuple[str, int | None]:
    """The open task whose day is nearest; else what was said with the forecast; else the plan's."""
    dated = sorted((task.due, task.id, task.title) for task in tasks if task.due is not None)
    if dated:
        return short(dated[0][2], _LONG), dated[0][0]
    said = "" if one.said is None else one.said.next_step
    due = None if plan is None else plan.due
    if said:
        return short(said, _LONG), due
    if tasks:
        return short(tasks[0].title, _LONG), due
    return ("The plan is due" if due is not None else ""), due


def _notes(tx: Tx, day: int, one: Risk) -> str:
    told = []
    if one.row.overridden:
        held = overrides.in_force(tx, one.row.account_id, day)
        if held is not None and held.draft.reason:
            told.append(f"{BY_HAND}: {short(held.draft.reason, _LONG)}")
    if one.said is not None and one.said.reason:
        told.append(f"Forecast: {short(one.said.reason, _LONG)}")
    return "; ".join(told)
