"""An import brought something of an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Option, Readings
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Seen, Told, TriggerSpec
from healthdesk.core.domain.trigger_words import date

SPEC: Final = TriggerSpec(
    key="imported",
    title="An import brought something",
    summary="Fires on the day of an import that brought records of the account; values of use"
    " alone do not count.",
    group="Data",
    icon="file-import",
    shape="event",
    options=(Option("source", "Only where its name has", "words", ""),),
)


def rules(
    options: Mapping[str, Any], segments: Mapping[str, Rule], readings: Readings
) -> tuple[Rule, ...]:
    """None: it looks at facts alone."""
    return ()


def holds(seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
    """The days of such imports."""
    found = seen.records("import")
    wanted = options["source"].strip().casefold()
    chosen = np.array([wanted in word.casefold() for word in found.word], bool)
    return seen.marked(found.account[chosen], found.day[chosen])


def told(seen: Seen, options: Mapping[str, Any], account: int, at: int) -> tuple[Told, ...]:
    """The imports of the day, by their names."""
    found, day = seen.records("import"), int(seen.context.days[at])
    here = np.flatnonzero((found.account == account) & (found.day == day)).tolist()
    names = list(dict.fromkeys(found.word[place] for place in here))
    wanted = options["source"].strip().casefold()
    held = any(wanted in name.casefold() for name in names)
    asked = f"with \u201c{options['source'].strip()}\u201d" if wanted else "any"
    return (Told(f"Imports of {date(day)}", "; ".join(names) or "none", asked, held),)


def words(options: Mapping[str, Any], rule: Rule | None) -> str:
    """The trigger in words."""
    source = options["source"].strip()
    of = f" (\u201c{source}\u201d)" if source else ""
    return f"an import{of} brought something"
