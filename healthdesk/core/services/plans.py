"""Get-well plans: problem, cause, owner, actions and exit condition; made, edited, closed by hand.

Not here: whether the exit condition holds (plan_watch.py).
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.plan import MOST_DAYS, ClosedHow, ExitState, PlanDraft, PlanView
from healthdesk.core.domain.rule import dump_rule, parse_rule
from healthdesk.core.domain.source_ref import Ref
from healthdesk.core.domain.task import TaskDraft
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services import plan_watch, profiles, settings, tasks
from healthdesk.core.services.documents import canonical, decoded
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    line_of,
    optional_line,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Plan

_ROWS: Final = """
SELECT p.id, a.account_id, a.name, p.finding_id, p.problem, p.cause, p.owner, p.made_on, p.due_on,
  p.exit_rule, p.exit_days, p.closed_on, p.closed_how
FROM plan p JOIN account a ON a.id = p.account_id WHERE p.made_on <= :day AND """


def of_account(tx: Tx, account_id: str, day: int) -> tuple[PlanView, ...]:
    """The plans of an account as of a day: open ones first, the newest first."""
    return _views(tx, "a.account_id = :account", day, account=account_id)


def one(tx: Tx, plan: int, day: int) -> PlanView:
    """A plan as of a day."""
    found = _views(tx, "p.id = :plan", day, plan=plan)
    if not found:
        raise _gone()
    return found[0]


def running(tx: Tx, day: int) -> tuple[PlanView, ...]:
    """The plans of all accounts that are open on a day."""
    return _views(tx, "(p.closed_on IS NULL OR p.closed_on > :day)", day)


def state(tx: Tx, plan: int, day: int) -> ExitState | None:
    """How far a plan's exit condition holds as of a day; None where it has none.

    A plan is never closed by it: when it is met, closing is suggested to a person.
    """
    return plan_watch.watch(tx, one(tx, plan, day), day)


def rows_behind(tx: Tx, plan: int, day: int) -> tuple[Ref, ...]:
    """The stored rows that a plan's exit condition looked at for a day; none for the score."""
    return plan_watch.behind(tx, one(tx, plan, day), day)


@op("Make get-well plan")
def add(tx: Tx, draft: PlanDraft) -> int:
    """Make a plan with its actions; the finding it came from is answered by it. Returns its row."""
    row = Plan(**_columns(tx, draft), made_on=settings.today(tx))
    tx.add(row)
    tx.flush()
    for action in draft.actions:
        tasks.add(tx, _action(action, draft.account_id, row.id))
    if draft.finding_id is not None:
        tx.execute(
            text("UPDATE finding SET action = 'plan' WHERE id = :id"), {"id": draft.finding_id}
        )
        tx.expire_all()
    return int(row.id)


@op("Edit get-well plan")
def edit(tx: Tx, plan: int, draft: PlanDraft) -> None:
    """Say something else of a plan; its actions are tasks and edited as such."""
    row = _row(tx, plan)
    for name, value in _columns(tx, draft).items():
        setattr(row, name, value)
    tx.flush()


@op("Close get-well plan")
def close(tx: Tx, plan: int, how: ClosedHow = "met") -> None:
    """Close a plan: its condition was met, or it was stopped."""
    row = _row(tx, plan)
    if row.closed_on is not None:
        raise UsageError(f"The plan is closed already; {NOTHING_CHANGED}.")
    if how not in {"met", "stopped"}:
        raise UsageError(f"A plan is closed as met or as stopped; {NOTHING_CHANGED}.")
    row.closed_on, row.closed_how = settings.today(tx), how
    tx.flush()


@op("Reopen get-well plan")
def reopen(tx: Tx, plan: int) -> None:
    """Go on with a plan that was closed."""
    row = _row(tx, plan)
    row.closed_on, row.closed_how = None, ""
    tx.flush()


def _action(action: TaskDraft, account_id: str, plan: int) -> TaskDraft:
    """A task as an action of a plan."""
    return TaskDraft(
        action.title,
        account_id,
        action.due,
        action.priority,
        action.note,
        action.checklist,
        action.needs_touch,
        action.contact_id,
        plan,
        action.origin or "plan",
    )


def _columns(tx: Tx, draft: PlanDraft) -> dict[str, Any]:
    """The columns of a plan as a draft says, checked."""
    account = account_row(tx, draft.account_id)
    if draft.exit_rule is not None and not 1 <= draft.exit_days <= MOST_DAYS:
        raise UsageError(
            f"An exit condition holds on 1 to {MOST_DAYS} days in a row; {NOTHING_CHANGED}."
        )
    return {
        "account_id": account,
        "finding_id": _finding_of(tx, draft.finding_id, account),
        "problem": line_of(draft.problem, "A plan"),
        "cause": prose_of(draft.cause, "The cause"),
        "owner": optional_line(draft.owner, "The owner"),
        "due_on": draft.due,
        "exit_rule": None if draft.exit_rule is None else _rule_text(tx, draft.exit_rule),
        "exit_days": draft.exit_days,
    }


def _rule_text(tx: Tx, document: object) -> str:
    """A rule as it is kept, refused with its place where it is none."""
    metrics = profiles.known_metrics(tx) | profiles.metrics_named(document)
    return canonical(dump_rule(parse_rule(document, "exit condition", metrics, CATALOGUE)))


def _finding_of(tx: Tx, finding: int | None, account: int) -> int | None:
    if finding is None:
        return None
    found = tx.execute(
        text("SELECT 1 FROM finding WHERE id = :id AND account_id = :account"),
        {"id": finding, "account": account},
    ).scalar()
    if found is None:
        raise NotFound(f"The account has no such finding; {NOTHING_CHANGED}.")
    return finding


def _row(tx: Tx, plan: int) -> Plan:
    row = tx.get(Plan, plan)
    if row is None:
        raise _gone()
    return row


def _gone() -> NotFound:
    return NotFound(f"The plan is no longer there; {NOTHING_CHANGED}.")


def _views(tx: Tx, where: str, day: int, **asked: object) -> tuple[PlanView, ...]:
    rows = tx.execute(text(_ROWS + where), {"day": day, **asked})
    found = [_view(tx, row, day) for row in rows.all()]
    return tuple(sorted(found, key=lambda one: (not one.is_open, -one.made_on, -one.id)))


def _view(tx: Tx, row: Any, day: int) -> PlanView:  # noqa: ANN401 - a row of the query above
    closed = row.closed_on is not None and row.closed_on <= day
    rule = None if row.exit_rule is None else decoded(row.exit_rule)
    late = row.due_on is not None and not closed
    return PlanView(
        id=row.id,
        account_id=row.account_id,
        account_name=row.name,
        finding_id=row.finding_id,
        problem=row.problem,
        cause=row.cause,
        owner=row.owner,
        made_on=row.made_on,
        due=row.due_on,
        overdue_days=max(day - row.due_on, 0) if late else 0,
        exit_rule=rule,
        exit_days=row.exit_days,
        exit_words=plan_watch.in_words(tx, rule, row.exit_days),
        closed_on=row.closed_on if closed else None,
        closed_how=row.closed_how if closed else "",
        actions=tasks.of_plan(tx, row.id, day),
    )
