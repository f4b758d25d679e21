"""A step at which a run takes one of several ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.action import ActionSpec
from healthdesk.core.domain.effect import Effect, Situation

SPEC: Final = ActionSpec(
    key="branch",
    title="Branch",
    summary="Takes the first way whose rule holds on its day, else the last one.",
    icon="arrows-split-2",
    flow="branch",
)


def run(situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
    """A branch asks for nothing."""
    return ()
