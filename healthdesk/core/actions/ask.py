"""A step that asks a person for answers; each may go into an attribute of the account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
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
        Option("fields", "Where the answers go", "fields", ()),
    ),
    by_hand=True,
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the form; a question without an attribute is kept with the run."""
    questions = options["questions"]
    told = ["" if one == NOWHERE else one for one in options["fields"]]
    fields = (*told, *[""] * len(questions))[: len(questions)]
    return (AskForm(questions, fields, situation.due),)


def moved(fields: Sequence[str], before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The attributes of other questions: one that stayed, or was only reworded, keeps its own.

    >>> moved(("-", "seats"), ("Who?", "How many?"), ("When?", "Who?", "How many seats?"))
    ('-', '-', 'seats')
    """
    known = (*fields, *[NOWHERE] * len(before))[: len(before)]
    found = [NOWHERE] * len(after)
    matched = SequenceMatcher(None, before, after, autojunk=False)
    for _, low, high, first, last in matched.get_opcodes():
        if high - low == last - first:
            found[first:last] = known[low:high]
    while found and found[-1] == NOWHERE:
        found.pop()
    return tuple(found)
