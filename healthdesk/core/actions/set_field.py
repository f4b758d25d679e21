"""A step that gives an attribute of the account a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, SetField, Situation
from healthdesk.core.domain.reading import Option

SPEC: Final = ActionSpec(
    key="set_field",
    title="Set field",
    summary="Gives an attribute of the account a value on its day, or clears it.",
    icon="pencil",
    options=(
        Option("field", "Field", "field", ""),
        Option("value", "Value", "merge", ""),
    ),
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """Ask for the value."""
    return (SetField(options["field"], options["value"]),)
