"""The score of an account falls or rises by so many points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from healthdesk.core.domain.decide import evaluate
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import MAX_RELATIVE_DAYS, FieldTest, Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import count

SPEC: Final = TriggerSpec(
    key="score_change",
    title="The score changes by so many points",
    summary="Fires when the score has fallen or risen by so many points over so many days.",
    group="Score and segment",
    icon="trending-down",
    shape="state",
    options=(
        Option("way", "It", "choice", "falls", choices=("falls", "rises")),
        Option("points", "By points", "number", 10, 0.1, 100),
        Option("over", "Over days", "days", 28, 1, MAX_RELATIVE_DAYS),
    ),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The change of the score."""
    points = float(options["points"])
    op, value = ("<=", -points) if options["way"] == "falls" else (">=", points)
    return (FieldTest("score_change", op, value, options["over"]),)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where it changed by so much; without a score then and now nowhere."""
    return evaluate(rules(options, {}, {})[0], seen.context)


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """Nothing beside the lines of its rule."""
    return ()


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    by, over = count(options["points"], "point"), count(options["over"], "day")
    return f"the score {options['way']} by {by} or more over {over}"
