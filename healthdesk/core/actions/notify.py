"""A step that tells the person something on Today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, Notify, Situation
from healthdesk.core.domain.reading import Option

SPEC: Final = ActionSpec(
    key="notify",
    title="Notice",
    summary="Tells you something on Today on its day.",
    icon="bell",
    options=(Option("text", "What to tell", "merge", ""),),
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the notice."""
    return (Notify(options["text"]),)
