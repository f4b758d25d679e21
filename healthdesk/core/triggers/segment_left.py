"""An account leaves a segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import SEGMENT, Seen, Told, TriggerSpec, segment_rules

SPEC: Final = TriggerSpec(
    key="segment_left",
    title="Leaves a segment",
    summary="Fires on the first day on which an account is no longer in a segment.",
    group="Score and segment",
    icon="users-minus",
    shape="event",
    options=(SEGMENT,),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The segment's own; none where it is gone."""
    return segment_rules(options, segments)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """The days on which an account is out and was in the day before."""
    inside = rules(options, seen.segments, seen.context.readings)
    days = seen.context.days
    if not inside or not len(days):
        return seen.nowhere()
    longer = np.concatenate(([days[0] - 1], days)).astype(np.int32)
    held = evaluate(inside[0], seen.on(longer).context)
    return np.asarray(held[:, :-1] & ~held[:, 1:])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """That it is out."""
    days = seen.context.days[at : at + 1]
    left = bool(holds(seen.on(days), options, None)[account, 0])
    value = "left it" if left else "did not leave it that day"
    return (Told(f"Segment {options['segment']}", value, "leaves it", left),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    return f"leaves the segment {options['segment'] or '(none chosen)'}"
