"""A step that asks what came of it, and looks at the figures again later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import AskOutcome, Effect, Situation
from healthdesk.core.domain.reading import Option

SPEC: Final = ActionSpec(
    key="outcome",
    title="Ask for the outcome",
    summary="Asks whether it worked, and looks at score and usage again some days later.",
    icon="star",
    options=(Option("look_again", "Look again after, days", "days", 60, 1, 366),),
    by_hand=True,
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the question."""
    return (AskOutcome(situation.due, options["look_again"]),)
