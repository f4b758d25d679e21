"""A condition that is put together by hand comes to hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec

SPEC: Final = TriggerSpec(
    key="condition",
    title="A condition becomes true",
    summary="Fires when all of what it asks for comes to hold: readings, fields, score, tags.",
    group="Any",
    icon="filter",
    shape="state",
    ruled=True,
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None beside the play's own condition."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where the condition holds; without one nowhere."""
    return seen.nowhere() if rule is None else evaluate(rule, seen.context)


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """Nothing beside the condition's own lines."""
    return ()


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """Told by the rule itself."""
    return "its condition becomes true"
