"""Nobody was in touch for so many days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Option, ReadingRef, Readings
from healthdesk.core.domain.rule import ReadingTest, Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import count

_WAYS: Final = {"any": "no touch", "inbound": "nothing from them", "outbound": "nothing to them"}
SPEC: Final = TriggerSpec(
    key="silence",
    title="No touch for so many days",
    summary="Fires when nobody was in touch for so many days, since the first day if never.",
    group="Voice and touch",
    icon="phone",
    shape="state",
    options=(
        Option("days", "Days", "days", 30, 1, 3660),
        Option(
            "direction",
            "Of which touches",
            "choice",
            "any",
            choices=tuple(_WAYS),
            labels=("Any", "From them", "To them"),
        ),
    ),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The days since the last touch."""
    asked = {"direction": options["direction"], "kinds": "any"}
    ref = ReadingRef(kind="days_since_touch", options=asked)
    return (ReadingTest(ref, ">=", float(options["days"])),)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where it is so long ago; nowhere before an account began."""
    return evaluate(rules(options, {}, {})[0], seen.context)


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """Nothing beside the lines of its rule."""
    return ()


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    return f"{_WAYS[options['direction']]} for {count(options['days'], 'day')}"
