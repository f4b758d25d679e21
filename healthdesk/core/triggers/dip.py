"""A metric's use dips, rises, or stays at another level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import METRIC, Records, Seen, Told, TriggerSpec, metric_rules
from healthdesk.core.domain.trigger_words import date, figure

_WAYS: Final = {"dip": "a dip", "rise": "a rise", "level": "a new level"}
SPEC: Final = TriggerSpec(
    key="dip",
    title="A dip or a rise is found",
    summary="Fires on the day on which a dip or a rise is found, or has lasted so long that it is"
    " the new normal.",
    group="Use",
    icon="trending-down",
    shape="event",
    options=(
        METRIC,
        Option(
            "way",
            "What",
            "choice",
            "dip",
            choices=tuple(_WAYS),
            labels=("A dip", "A rise", "A new level"),
        ),
        Option("least", "Per cent of normal at least", "number", 20, 0, 100),
    ),
    main=True,
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """The level of its metric, so that this is read; without one it is the main one."""
    return metric_rules(options)


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """The days on which such an event could be known, large enough as it was then."""
    found = _found(seen, options)
    large = np.abs(found.value) * 100 >= options["least"]
    chosen = large & np.array([word == options["way"] for word in found.word], bool)
    return seen.marked(found.account[chosen], found.day[chosen])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """What was found on the day, with its begin and its size then."""
    found, day = _found(seen, options), int(seen.context.days[at])
    metric = seen.context.facts.metrics.get(options["metric"] or "")
    name = "Main metric" if metric is None else metric.name or metric.key
    asked = f"{_WAYS[options['way']]} of {figure(options['least'])} % or more"
    out = []
    here = (found.account == account) & (found.day == day)
    for place in here.nonzero()[0].tolist():
        size, kind = float(found.value[place]), found.word[place]
        held = kind == options["way"] and abs(size) * 100 >= options["least"]
        value = f"{_WAYS[kind]} of {figure(size, 'change')} since {date(int(found.since[place]))}"
        out.append(Told(name, value, asked, held))
    return tuple(out) or (Told(name, f"nothing found on {date(day)}", asked, held=False),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    of = f" of {options['metric']}" if options["metric"] else ""
    return f"{_WAYS[options['way']]}{of} of {figure(options['least'])} % or more is found"


def _found(seen: Seen, options: Mapping[str, Any]) -> Records:
    return seen.records(f"trend {options['metric'] or ''}")
