"""The command that says what is due: tasks."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from healthdesk.cli import desks
from healthdesk.cli.output import Json, print_json, print_line, print_table
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.task import TaskView
from healthdesk.core.services import tasks

_DONE = 0


def _tasks(asked: Namespace) -> int:
    with desks.reading(asked) as desk:
        found = desk.read(
            tasks.due, desks.day_of(asked, desk), ahead=asked.ahead, segment=asked.segment
        )
    if asked.json:
        print_json([_document(one) for one in found])
    elif found:
        print_table(
            ("due", "overdue", "priority", "account", "task", ""),
            [
                (
                    _iso(one.due) or "-",
                    f"{one.overdue_days} d" if one.overdue_days else "-",
                    one.priority,
                    one.account_id or "-",
                    one.title,
                    _remarks(one),
                )
                for one in found
            ],
            " r",
        )
    else:
        print_line("No task is due.")
    return _DONE


def _remarks(one: TaskView) -> str:
    """What stands beside a task: how far its checklist is, that it needs a touch, its origin."""
    words = [f"{one.progress} steps"] if one.progress else []
    words += ["needs a touch"] if one.needs_touch else []
    words += [one.origin_words] if one.origin_words else []
    return "; ".join(words)


def _document(one: TaskView) -> Json:
    return {
        "id": one.id,
        "account_id": one.account_id,
        "account": one.account_name or None,
        "title": one.title,
        "due": _iso(one.due),
        "priority": one.priority,
        "overdue_days": one.overdue_days,
        "needs_touch": one.needs_touch,
        "checklist": [{"text": step.text, "done": step.done} for step in one.checklist],
        "contact_id": one.contact_id,
        "plan": one.plan_id,
        "note": one.note,
        "origin": one.origin,
        "made_on": _iso(one.made_on),
    }


def _iso(day: int | None) -> str | None:
    return None if day is None else to_date(day).isoformat()


COMMANDS: dict[str, Callable[[Namespace], int]] = {"tasks": _tasks}
