"""Values of a metric that came regularly come no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, UsageGrid, remember
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import METRIC, Seen, Told, TriggerSpec, metric_rules
from healthdesk.core.domain.trigger_words import count, date

SPEC: Final = TriggerSpec(
    key="source_stopped",
    title="Data stops coming",
    summary="Fires when no value of a metric came for so many days, though they came regularly.",
    group="Data",
    icon="plane-departure",
    shape="state",
    options=(
        METRIC,
        Option("days", "Days without a value", "days", 7, 2, 366),
        Option("everyone", "Also when nobody's values come", "flag", default=False),
    ),
)
REGULAR: Final = 28
"""Days before a silence on which values must have come without such a break."""


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The level of its metric, so that this is read."""
    return metric_rules(options)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """Where the last value is so long ago, and they came regularly before."""
    facts = seen.context.facts
    grid = facts.usage.get(options["metric"] or "")
    if grid is None or not len(grid.days):
        return seen.nowhere()
    silent, regular = _silence(facts, grid, options)
    columns = np.minimum(seen.context.days - int(grid.days[0]), silent.shape[1] - 1)
    after = (seen.context.days - int(grid.days[0]) - columns)[None, :]
    known = columns >= 0
    columns = np.maximum(columns, 0)
    since = silent[:, columns] + after
    out = (since >= options["days"]) & regular[:, columns] & known[None, :]
    if not options["everyone"]:
        out &= np.nanmin(since, axis=0, initial=np.inf)[None, :] < options["days"]
    return np.asarray(out)


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The day of the last value."""
    facts, one = seen.context.facts, seen.on(seen.context.days[at : at + 1])
    day = int(one.context.days[0])
    metric = facts.metrics.get(options["metric"] or "")
    name = "No metric chosen" if metric is None else metric.name or metric.key
    grid = facts.usage.get(options["metric"] or "")
    asked = f"none for {count(options['days'], 'day')}"
    if grid is None:
        return (Told(name, "no value", asked, held=False),)
    here = grid.days[(grid.days <= day) & ~np.isnan(grid.values[account])]
    value = f"last on {date(int(here[-1]))}" if len(here) else "never any value"
    return (Told(name, value, asked, bool(holds(one, options, None)[account, 0])),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    what = options["metric"] or "a metric (none chosen)"
    return f"no value of {what} for {count(options['days'], 'day')}"


def _silence(
    facts: Facts, grid: UsageGrid, options: Mapping[str, Any]
) -> tuple[FloatArray, BoolArray]:
    """Accounts x days of the metric: days since the last value, whether it came regularly."""

    def made() -> tuple[FloatArray, BoolArray]:
        first, last = int(grid.days[0]), int(grid.days[-1])
        some = ~np.isnan(grid.window(first, last))
        place = np.arange(some.shape[1])
        latest = np.maximum.accumulate(np.where(some, place, -1), axis=1)
        since = np.where(latest < 0, np.nan, place - latest)
        with np.errstate(invalid="ignore"):
            fine = since < options["days"]
        running = np.cumsum(fine, axis=1)
        past = np.zeros_like(running)
        past[:, REGULAR:] = running[:, :-REGULAR] if some.shape[1] > REGULAR else 0
        steady = running - past >= REGULAR
        regular = np.take_along_axis(steady, np.maximum(latest, 0), axis=1) & (latest >= 0)
        return since, regular

    return remember(facts, ("silence", options["metric"], options["days"]), made)
