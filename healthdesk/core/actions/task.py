"""A step that puts a task on the list: what to do, how, by when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import AddTask, Effect, Situation
from healthdesk.core.domain.kinds import PRIORITIES
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.task import CheckItem, TaskDraft

SPEC: Final = ActionSpec(
    key="task",
    title="Task",
    summary="Puts a task on your list, due on its day, with a checklist where it needs one.",
    icon="square-check",
    options=(
        Option("note", "How to do it", "prose", ""),
        Option("checklist", "Checklist", "lines", ()),
        Option(
            "priority",
            "Priority",
            "choice",
            "normal",
            choices=PRIORITIES,
            labels=tuple(one.capitalize() for one in PRIORITIES),
        ),
        Option("needs_touch", "Done only with a logged touch", "flag", False),
        Option("milestone", "Milestone it belongs to", "words", ""),
    ),
    ahead=True,
    by_hand=True,
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the task."""
    return (
        AddTask(
            TaskDraft(
                title=situation.name,
                account_id=situation.account_id,
                due=situation.due,
                priority=options["priority"],
                note=options["note"],
                checklist=tuple(CheckItem(text) for text in options["checklist"]),
                needs_touch=options["needs_touch"],
                origin=f"playbook:{situation.playbook}",
            )
        ),
    )
