"""What a kind of playbook step is: its declared options, and what its module must offer.

Not here: the kinds themselves (core/actions, one file each, and their catalogue).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from healthdesk.core.domain.effect import Effect, Situation
from healthdesk.core.domain.reading import Option

Flow = Literal["", "wait", "branch", "end"]


@dataclass(frozen=True)
class ActionSpec:
    """How a kind of step is named and asked for.

    Attributes:
        key: the file's name; a step's `kind`.
        summary: what it does, one sentence.
        icon: name of its icon.
        options: what its form asks for beside what every step has.
        flow: what the engine does with it itself; empty: it raises its effects.
        ahead: it is raised as soon as the run reaches it, due on its day (a task in a list); else
            on its day.
        by_hand: a person closes it; else it is done once it was raised.
    """

    key: str
    title: str
    summary: str
    icon: str
    options: tuple[Option, ...] = ()
    flow: Flow = ""
    ahead: bool = False
    by_hand: bool = False


class Action(Protocol):
    """A module of core/actions."""

    SPEC: ActionSpec

    def run(self, situation: Situation, options: Mapping[str, Any]) -> tuple[Effect, ...]:
        """What the step asks for, without doing it."""


Actions = Mapping[str, Action]
