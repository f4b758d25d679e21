"""A step that gives the account a tag, or takes one off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, SetTag, Situation
from healthdesk.core.domain.reading import Option

SPEC: Final = ActionSpec(
    key="tag",
    title="Tag",
    summary="Gives the account a tag on its day, or takes it off.",
    icon="tag",
    options=(
        Option("tag", "Tag", "words", ""),
        Option("on", "Give it (else take it off)", "flag", True),
    ),
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the tag."""
    return (SetTag(options["tag"], options["on"]),)
