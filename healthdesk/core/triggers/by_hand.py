"""Only when a person says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec

SPEC: Final = TriggerSpec(
    key="by_hand",
    title="By hand",
    summary="Never fires by itself; you start it on the accounts you choose.",
    group="Any",
    icon="hand-stop",
    shape="hand",
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Nowhere."""
    return seen.nowhere()


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """That it waits for a person."""
    return (Told("The play", "is started by hand", "", held=False),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    return "is started by hand"
