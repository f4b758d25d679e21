"""Parts of a finding's page: what was looked at, what came of it, and when that is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from healthdesk.core.domain.investigation import TOPICS, Check, Seen
from healthdesk.core.domain.plan import PlanView
from healthdesk.core.domain.report import (
    Block,
    Cell,
    Column,
    Inside,
    Paragraph,
    Row,
    State,
    Step,
    Steps,
    Table,
)
from healthdesk.core.domain.task import TaskView
from healthdesk.core.services import checklist, plans, tasks
from healthdesk.core.services.reports.blocks import listed, on, short
from healthdesk.core.services.reports.finding_facts import Facts

NOTE: Final = (Inside("notes", "what was looked at, in my words"),)
_WORK: Final = (Inside("notes", "work that is kept inside"),)
_MARKS: Final = {"": "not yet", "looked": "looked at", "found": "finding"}
_VERDICTS: Final = {"right": "It turned out right", "wrong": "It turned out wrong"}
_GONE: Final = "What came of it is not known to the desk any more."
_SAID: Final = {
    "": "No action yet.",
    "note": "It is noted; nothing more was decided.",
    "plan": _GONE,
    "task": _GONE,
}
_MOST: Final = 6


def looked_at(found: Facts) -> Table:
    """The eight topics: whether each was looked at, what was found, what the desk sees."""
    seen = checklist.look(found.tx, found.account, found.first, found.last)
    checks = found.draft.checks
    rows = list[Row]()
    first = [one for one in seen if _told(checks, one)]
    rest = [one for one in seen if not _told(checks, one)]
    for one in (*first, *rest):
        check = checks.get(one.topic, Check())
        rows.append(
            Row(
                key=one.topic,
                cells=(
                    Cell(text=TOPICS[one.topic]),
                    Cell(text=_MARKS[check.state]),
                    Cell(text=short(check.text, 200)),
                    Cell(text=short(one.text, 200)),
                ),
            )
        )
    note = found.notes.own(
        "checklist",
        "What was looked at",
        whence="typed and computed here",
        on=found.last,
    )
    open_ = [TOPICS[one.topic] for one in seen if not _state(checks, one)]
    title = f"Looked at: {len(seen) - len(open_)} of {len(seen)}"
    if found.view is None:
        title = "Nobody wrote a finding about these days yet; what the desk sees"
    elif open_ and len(open_) < len(seen):
        title += f"; not yet {listed(open_, len(open_)).lower()}"
    return Table(
        key="checklist",
        title=title,
        columns=(
            Column(key="topic", title="Topic", width=0.9),
            Column(key="state", title="State", width=0.8),
            Column(key="mine", title="Found", width=2, wraps=True),
            Column(key="seen", title="What the desk sees", width=3.6, wraps=True),
        ),
        rows=tuple(rows),
        most=min(max(len(first), 3), 5),
        notes=(note,),
        inside=NOTE,
    )


def _state(checks: Mapping[str, Check], one: Seen) -> str:
    return checks.get(one.topic, Check()).state


def _told(checks: Mapping[str, Check], one: Seen) -> bool:
    """Whether a topic is told on the page: somebody looked, or the desk sees something there."""
    return bool(_state(checks, one)) or one.notable


def verdict(found: Facts) -> str:
    """Whether the hypothesis held, as far as somebody said so."""
    view = found.view
    if view is None or not view.verdict:
        return ""
    return f"{_VERDICTS[view.verdict]} ({on(found.style, view.verdict_on, found.day)})."


def came_of_it(found: Facts) -> tuple[Block, ...]:
    """The plan with its actions and its exit condition, tasks, or why there is none."""
    view = found.view
    if view is None:
        return ()
    if view.action == "dismissed":
        return (_words(f"Nothing has to be done: {view.dismissed_why or 'no reason was given'}."),)
    for one in plans.of_account(found.tx, found.account, found.day):
        if one.finding_id == view.row:
            return _plan(found, one)
    made = _tasks(found, view.made_on) if view.action == "task" else ()
    return (_steps(found, made, "Action: tasks"),) if made else (_words(_SAID[view.action]),)


def _words(text: str) -> Paragraph:
    return Paragraph(key="action", title="Action", text=text, inside=_WORK)


def _plan(found: Facts, plan: PlanView) -> tuple[Block, ...]:
    style, day = found.style, found.day
    note = found.notes.stored("plan")
    state = "runs"
    if plan.closed_on is not None:
        how = "its condition was met" if plan.closed_how == "met" else "stopped"
        state = f"closed on {on(style, plan.closed_on, day)}, {how}"
    elif plan.overdue_days:
        state = f"runs, {plan.overdue_days} days late"
    told = [f"{plan.problem.rstrip('.')}: it {state}."]
    told += [f"Cause: {plan.cause.rstrip('.')}."] if plan.cause else []
    told += [f"Owner: {plan.owner}."] if plan.owner else []
    told += [] if plan.due is None else [f"Due {on(style, plan.due, day)}."]
    told.append(f"Over when: {plan.exit_words or 'no condition was set'}.")
    words = Paragraph(
        key="plan",
        title="Action: a get-well plan, and when it is over",
        text=" ".join(told),
        notes=(note,),
        inside=_WORK,
    )
    return (words, _steps(found, plan.actions, "Its actions")) if plan.actions else (words,)


def _tasks(found: Facts, since: int) -> tuple[TaskView, ...]:
    """Tasks that came of findings since this one was written."""
    made = tasks.of_account(found.tx, found.account, found.day)
    return tuple(one for one in made if one.origin == "finding" and one.made_on >= since)


def _steps(found: Facts, made: tuple[TaskView, ...], title: str) -> Steps:
    return Steps(
        key="steps",
        title=title,
        items=tuple(_step(found, one) for one in made[:_MOST]),
        notes=(found.notes.stored("task"),),
        inside=_WORK,
    )


def _step(found: Facts, one: TaskView) -> Step:
    state: State = "open"
    if one.state == "done":
        state = "done"
    elif one.state != "open":
        state = "left"
    elif one.overdue_days:
        state = "late"
    due = "" if one.due is None else f"due {on(found.style, one.due, found.day)}"
    told = ", ".join(part for part in (short(one.title, 120), due, one.owner) if part)
    return Step(key=f"task{one.id}", text=told, state=state)
