"""Changing a playbook: put in, take out, move, copy steps and ways.

Every function gives a new playbook. A step that counts its days from one that no longer stands
before it counts them from the step before it then; `mended` tells which did so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from msgspec.structs import replace as with_fields

from healthdesk.core.domain.playbook import (
    ANCHORS,
    MAX_ARMS,
    MAX_DEPTH,
    MAX_STEPS,
    PREVIOUS,
    Arm,
    Playbook,
    Step,
    When,
    every,
)

Steps = tuple[Step, ...]
Way = Literal["up", "down", "left", "right"]
NAMES: Final = ("yes", "no")
"""What the two ways of a new branch are called."""


@dataclass(frozen=True)
class Place:
    """A place between steps: before what stands at `at` now.

    Attributes:
        branch: id of the branch in one of whose ways it is; "" = in none.
        arm: which of its ways.
    """

    branch: str = ""
    arm: int = 0
    at: int = 0


def lists(steps: Steps, branch: str = "", arm: int = 0) -> Iterator[tuple[str, int, Steps]]:
    """Every list of steps with the branch and the way it lies in, outer ones first."""
    yield branch, arm, steps
    for step in steps:
        for number, one in enumerate(step.arms):
            yield from lists(one.steps, step.id, number)


def steps_at(playbook: Playbook, branch: str, arm: int = 0) -> Steps:
    """The steps of a way of a branch, or of none."""
    return next(
        steps for name, number, steps in lists(playbook.steps) if (name, number) == (branch, arm)
    )


def place_of(playbook: Playbook, key: str) -> Place:
    """Where a step stands.

    Raises:
        KeyError: There is no such step.
    """
    for branch, arm, steps in lists(playbook.steps):
        for at, step in enumerate(steps):
            if step.id == key:
                return Place(branch, arm, at)
    raise KeyError(key)


def depth_of(playbook: Playbook, key: str) -> int:
    """How many branches a step lies in."""
    place, deep = place_of(playbook, key), 0
    while place.branch:
        place, deep = place_of(playbook, place.branch), deep + 1
    return deep


def end_of(playbook: Playbook) -> Place:
    """The place behind the last step."""
    return Place("", 0, len(playbook.steps))


def behind(playbook: Playbook, key: str) -> Place:
    """The place right behind a step."""
    place = place_of(playbook, key)
    return replace(place, at=place.at + 1)


def inside(step: Step) -> frozenset[str]:
    """The ids of a step and of all in its ways."""
    return frozenset(one.id for one in every((step,)))


def insert(playbook: Playbook, place: Place, step: Step) -> Playbook:
    """Put a step in; its ids must be new ones."""
    return mend(
        _with(playbook, place, lambda steps: (*steps[: place.at], step, *steps[place.at :]))
    )


def remove(playbook: Playbook, key: str) -> Playbook:
    """Take a step out, with all in its ways."""
    return mend(_without(playbook, key))


def move(playbook: Playbook, key: str, place: Place) -> Playbook:
    """Move a step to a place as places are before the move; not into itself."""
    step = playbook.step(key)
    if step is None or place.branch in inside(step):
        return playbook
    here = place_of(playbook, key)
    same = (here.branch, here.arm) == (place.branch, place.arm)
    at = place.at - 1 if same and place.at > here.at else place.at
    return insert(_without(playbook, key), replace(place, at=at), step)


def put(playbook: Playbook, step: Step) -> Playbook:
    """Have a step as it is given in the place of the one with its id."""
    place = place_of(playbook, step.id)

    def swapped(steps: Steps) -> Steps:
        return (*steps[: place.at], step, *steps[place.at + 1 :])

    return mend(_with(playbook, place, swapped))


def duplicate(playbook: Playbook, key: str) -> tuple[Playbook, str]:
    """Put a copy of a step right behind it; gives the id of the copy too."""
    step = playbook.step(key)
    if step is None:
        raise KeyError(key)
    taken = {one.id for one in every(playbook.steps)}
    names: dict[str, str] = {}
    for one in every((step,)):
        names[one.id] = free_id(taken, one.kind)
        taken.add(names[one.id])
    return insert(playbook, behind(playbook, key), _renamed(step, names)), names[key]


def free_id(taken: Collection[str], kind: str) -> str:
    """An id that is not taken: the kind and the next free number."""
    number = 1
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"


def shift(playbook: Playbook, key: str, way: Way) -> Playbook:
    """Move a step by one; where there is no such place nothing changes.

    Up and down pass the step beside it; at the ends of a way they lead out of its branch. Left and
    right lead to the way beside, or into the first or last way of a branch that stands beside it.
    """
    place = _next_place(playbook, place_of(playbook, key), way)
    return playbook if place is None else move(playbook, key, place)


def _next_place(playbook: Playbook, here: Place, way: Way) -> Place | None:
    siblings = steps_at(playbook, here.branch, here.arm)
    if way in {"up", "down"}:
        return _past(playbook, siblings, here, up=way == "up")
    return _to_arm(playbook, here, way) if here.branch else _into_beside(siblings, here, way)


def _past(playbook: Playbook, siblings: Steps, here: Place, *, up: bool) -> Place | None:
    if up and here.at > 0:
        return replace(here, at=here.at - 1)
    if not up and here.at < len(siblings) - 1:
        return replace(here, at=here.at + 2)
    if not here.branch:
        return None
    return place_of(playbook, here.branch) if up else behind(playbook, here.branch)


def _to_arm(playbook: Playbook, here: Place, way: Way) -> Place | None:
    branch = playbook.step(here.branch)
    arm = here.arm + (1 if way == "right" else -1)
    if branch is None or not 0 <= arm < len(branch.arms):
        return None
    return Place(here.branch, arm, min(here.at, len(branch.arms[arm].steps)))


def _into_beside(siblings: Steps, here: Place, way: Way) -> Place | None:
    for beside in (here.at + 1, here.at - 1):
        if 0 <= beside < len(siblings) and siblings[beside].arms:
            step = siblings[beside]
            arm = 0 if way == "left" else len(step.arms) - 1
            at = 0 if beside > here.at else len(step.arms[arm].steps)
            return Place(step.id, arm, at)
    return None


def add_arm(playbook: Playbook, key: str) -> Playbook:
    """Give a branch one more way, before the one that is taken otherwise."""
    step = playbook.step(key)
    if step is None or len(step.arms) >= MAX_ARMS:
        return playbook
    names = {arm.name for arm in step.arms}
    number = len(step.arms) + 1
    while f"way {number}" in names:
        number += 1
    last = len(step.arms)
    at = last - 1 if last and step.arms[-1].rule is None else last
    arms = (*step.arms[:at], Arm(f"way {number}"), *step.arms[at:])
    return put(playbook, with_fields(step, arms=arms))


def remove_arm(playbook: Playbook, key: str, arm: int) -> Playbook:
    """Take a way out of a branch, with its steps."""
    step = playbook.step(key)
    if step is None:
        return playbook
    return put(playbook, with_fields(step, arms=(*step.arms[:arm], *step.arms[arm + 1 :])))


def move_arm(playbook: Playbook, key: str, arm: int, to: int) -> Playbook:
    """Put a way of a branch in another place among its ways."""
    step = playbook.step(key)
    if step is None:
        return playbook
    rest = [*step.arms[:arm], *step.arms[arm + 1 :]]
    rest.insert(max(0, min(to, len(rest))), step.arms[arm])
    return put(playbook, with_fields(step, arms=tuple(rest)))


def mend(playbook: Playbook) -> Playbook:
    """Have every step that counts from one not before it count from the step before it."""
    before: set[str] = set(ANCHORS)

    def mended(steps: Steps) -> Steps:
        out = []
        for step in steps:
            when = step.when
            told = step
            if when.after not in before:
                told = with_fields(told, when=When(max(when.days, 0), PREVIOUS, when.working))
            before.add(step.id)
            if told.arms:
                arms = tuple(with_fields(arm, steps=mended(arm.steps)) for arm in told.arms)
                told = told if _same(arms, told.arms) else with_fields(told, arms=arms)
            out.append(told)
        return steps if _same(out, steps) else tuple(out)

    steps = mended(playbook.steps)
    return playbook if steps is playbook.steps else with_fields(playbook, steps=steps)


def mended(old: Playbook, new: Playbook) -> Steps:
    """The steps that counted from a certain step in the one and no longer do in the other."""
    was = {step.id: step.when.after for step in every(old.steps)}
    return tuple(
        step
        for step in every(new.steps)
        if was.get(step.id, PREVIOUS) not in ANCHORS and step.when.after == PREVIOUS
    )


def refusal(playbook: Playbook) -> str:
    """Why a playbook is too large, in a sentence; "" where it is not."""
    if sum(1 for _ in every(playbook.steps)) > MAX_STEPS:
        return f"A playbook has {MAX_STEPS} steps at most."
    deep = _deep(playbook.steps)
    return f"Branches can lie {MAX_DEPTH - 1} deep at most." if deep > MAX_DEPTH else ""


def _deep(steps: Steps) -> int:
    inner = (_deep(arm.steps) for step in steps for arm in step.arms)
    return 1 + max(inner, default=0)


def _with(playbook: Playbook, place: Place, change: Callable[[Steps], Steps]) -> Playbook:
    def changed(steps: Steps, branch: str, arm: int) -> Steps:
        if (branch, arm) == (place.branch, place.arm):
            return change(steps)
        out = []
        for step in steps:
            arms = tuple(
                with_fields(one, steps=changed(one.steps, step.id, number))
                for number, one in enumerate(step.arms)
            )
            out.append(with_fields(step, arms=arms) if arms else step)
        return tuple(out)

    return with_fields(playbook, steps=changed(playbook.steps, "", 0))


def _without(playbook: Playbook, key: str) -> Playbook:
    place = place_of(playbook, key)
    return _with(playbook, place, lambda steps: (*steps[: place.at], *steps[place.at + 1 :]))


def _renamed(step: Step, names: Mapping[str, str]) -> Step:
    when = with_fields(step.when, after=names.get(step.when.after, step.when.after))
    arms = tuple(
        with_fields(arm, steps=tuple(_renamed(one, names) for one in arm.steps))
        for arm in step.arms
    )
    options = dict(step.options)
    return with_fields(step, id=names[step.id], when=when, arms=arms, options=options)


def _same(one: Collection[object], other: Collection[object]) -> bool:
    return all(a is b for a, b in zip(one, other, strict=True))
