"""An account comes into a segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import SEGMENT, Seen, Told, TriggerSpec, segment_rules

SPEC: Final = TriggerSpec(
    key="segment",
    title="Enters a segment",
    summary="Fires when an account comes into a segment; it holds while the account is in it.",
    group="Score and segment",
    icon="users",
    shape="state",
    options=(SEGMENT,),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The segment's own; none where it is gone."""
    return segment_rules(options, segments)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where an account is in the segment; nowhere where that is gone."""
    inside = rules(options, seen.segments, seen.context.readings)
    return evaluate(inside[0], seen.context) if inside else seen.nowhere()


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """Nothing beside the lines of the segment."""
    return ()


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    return f"enters the segment {options['segment'] or '(none chosen)'}"
