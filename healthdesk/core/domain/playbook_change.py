"""Changing the document of a run under way: what came up stays, what is to come may differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.run import RunState

_Place = tuple[str, int]
"""Id of the branch a step stands in, and place of the arm."""


def refusal(old: Playbook, new: Playbook, state: RunState) -> str:
    """Why a run cannot go on with another document, a sentence; "" = it can."""
    if state.ended:
        return "The run has ended; its steps stay as they are."
    before, after = dict(_places(old.steps)), dict(_places(new.steps))
    for key, entry in state.entries.items():
        if entry.state == "planned" or key not in before:
            continue
        place, step = before[key]
        if key not in after:
            return f"“{step.name}” came up already and cannot be taken out."
        if after[key][0] != place:
            return f"“{step.name}” came up already and stays where it is."
        if _own(after[key][1]) != _own(step):
            return f"“{step.name}” came up already and stays as it is."
    return ""


def without_planned(state: RunState) -> RunState:
    """The state without steps that did not come up yet: they are planned anew."""
    kept = {key: entry for key, entry in state.entries.items() if entry.state != "planned"}
    return replace(state, entries=MappingProxyType(kept))


def _places(
    steps: tuple[Step, ...], where: _Place = ("", 0)
) -> Iterator[tuple[str, tuple[_Place, Step]]]:
    for step in steps:
        yield step.id, (where, step)
        for at, arm in enumerate(step.arms):
            yield from _places(arm.steps, (step.id, at))


def _own(step: Step) -> tuple[Any, ...]:
    """What a step is by itself, without the steps of its arms."""
    arms = tuple((arm.name, arm.rule) for arm in step.arms)
    return (
        step.kind,
        step.name,
        step.when,
        step.required,
        step.hold,
        step.only_if,
        step.until,
        step.options,
        arms,
    )
