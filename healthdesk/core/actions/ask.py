"""A step that asks a person for answers; each may go into an attribute of the account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import AskForm, Effect, Situation
from healthdesk.core.domain.reading import Option

NOWHERE: Final = "-"
"""A line of `fields` that names no attribute."""

SPEC: Final = ActionSpec(
    key="ask",
    title="Ask for information",
    summary="Asks you questions; each answer is kept with the run, or as an attribute.",
    icon="forms",
    options=(
        Option("questions", "Questions, one a line", "lines", ()),
        Option("fields", "Attributes the answers go to, one a line, - for none", "lines", ()),
    ),
    by_hand=True,
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the form; a question without an attribute is kept with the run."""
    questions = options["questions"]
    told = ["" if one == NOWHERE else one for one in options["fields"]]
    fields = (*told, *[""] * len(questions))[: len(questions)]
    return (AskForm(questions, fields, situation.due),)
