"""A step that asks for a call or a meeting: whom to meet, for how long, what to say and ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import AddTask, Effect, Situation
from healthdesk.core.domain.playbook import RECIPIENTS
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.task import TaskDraft

FORMS: Final = ("call", "meeting", "review")

SPEC: Final = ActionSpec(
    key="call",
    title="Call or meeting",
    summary="Puts a call or a meeting on your list with what to say and to ask; done once logged.",
    icon="phone",
    options=(
        Option(
            "to",
            "With",
            "choice",
            "",
            choices=tuple(RECIPIENTS),
            labels=tuple(RECIPIENTS.values()),
        ),
        Option(
            "form",
            "Form",
            "choice",
            "call",
            choices=FORMS,
            labels=tuple(one.capitalize() for one in FORMS),
        ),
        Option("minutes", "Minutes", "days", 30, 5, 480),
        Option("guide", "What to say and to ask", "merge_prose", ""),
        Option("invite", "Offer a calendar file", "flag", False),
        Option("milestone", "Milestone it belongs to", "words", ""),
    ),
    ahead=True,
    by_hand=True,
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the task; it is done together with a note of the touch."""
    return (
        AddTask(
            TaskDraft(
                title=situation.name,
                account_id=situation.account_id,
                due=situation.due,
                note=options["guide"],
                needs_touch=True,
                origin=f"playbook:{situation.playbook}",
            ),
            to=options["to"],
            merged=True,
        ),
    )
