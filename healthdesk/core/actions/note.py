"""A step that writes an internal note on the account's timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import AddNote, Effect, Situation
from healthdesk.core.domain.reading import Option

SPEC: Final = ActionSpec(
    key="note",
    title="Note",
    summary="Writes an internal note on the account's timeline on its day.",
    icon="note",
    options=(Option("text", "Note", "merge_prose", ""),),
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the note."""
    return (AddNote(options["text"]),)
