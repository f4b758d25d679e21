"""A step that lets days go by, or waits until a rule holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, Situation
from healthdesk.core.domain.reading import Option

UNTIL: Final = ("days", "day", "rule")

SPEC: Final = ActionSpec(
    key="wait",
    title="Wait",
    summary="Goes on after so many days, on a day, or as soon as a rule holds.",
    icon="hourglass",
    options=(
        Option(
            "until",
            "Wait",
            "choice",
            "days",
            choices=UNTIL,
            labels=("for some days", "until a day", "until a rule holds"),
        ),
        Option("days", "Days", "days", 5, 1, 1000),
        Option("working", "Only working days count", "flag", True),
        Option("day", "Until", "words", ""),
        Option("hold_days", "The rule must hold for, days", "days", 1, 1, 366),
    ),
    flow="wait",
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """A wait asks for nothing."""
    return ()
