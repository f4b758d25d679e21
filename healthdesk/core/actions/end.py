"""A step at which a run ends, whatever follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, Situation

SPEC: Final = ActionSpec(
    key="end",
    title="End",
    summary="The run ends here; nothing behind it is reached.",
    icon="flag",
    flow="end",
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """An end asks for nothing."""
    return ()
