"""What starts a successplay: its declared options, and what its module must offer.

A trigger looks at facts as of days and says where it holds or happened; it knows nothing of what
is fired. Not here: the triggers themselves (core/triggers, one file each, and their catalogue),
when a play fires (play_watch.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

from healthdesk.core.domain.decide import Context
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.reading import Option
from healthdesk.core.domain.rule import Rule

Shape = Literal["state", "event", "hand"]
"""A state fires on the day it begins to hold; an event on its own day; by hand: never by itself."""


@dataclass(frozen=True)
class TriggerSpec:
    """How a trigger is named and asked for.

    Attributes:
        key: the file's name; a play's `trigger.kind`.
        summary: when it fires, one sentence.
        group: under which head it is offered.
        icon: name of its icon.
        shape: what its days mean.
        options: what its form asks for.
        ruled: it has a rule of its own, a condition that is put together by hand.
    """

    key: str
    title: str
    summary: str
    group: str
    icon: str
    shape: Shape
    options: tuple[Option, ...] = ()
    ruled: bool = False


@dataclass(frozen=True, eq=False)
class Seen:
    """What a trigger looks at.

    Attributes:
        context: facts and days, readings and scores as rules see them; accounts x days.
        segments: the rule of each of the desk's segments, by its name.
        imports: days on which an import brought something of an account: source, account's place
            among the facts, day.
    """

    context: Context
    segments: Mapping[str, Rule]
    imports: tuple[tuple[str, int, int], ...] = ()

    def nowhere(self) -> BoolArray:
        """Nothing holds: accounts x days, to be filled."""
        return np.zeros(self.context.shape, bool)


@dataclass(frozen=True)
class Told:
    """One line of why a play fired: what was looked at, its value then, and what was asked of it.

    `held` is false for a line that stands in the way (where it is asked why it did not fire).
    """

    what: str
    value: str
    asked: str = ""
    held: bool = True


class Trigger(Protocol):
    """A module of core/triggers."""

    SPEC: TriggerSpec

    def rules(self, options: Mapping[str, Any], segments: Mapping[str, Rule]) -> tuple[Rule, ...]:
        """The rules it decides, so that the facts they need are read (its own metric as well)."""

    def holds(self, seen: Seen, options: Mapping[str, Any], rule: Rule | None) -> BoolArray:
        """Where it holds (a state) or happened (an event): accounts x days, by each day's facts."""

    def words(self, options: Mapping[str, Any], rule: Rule | None) -> str:
        """The trigger in words: "no touch for 30 days"."""


Triggers = Mapping[str, Trigger]
