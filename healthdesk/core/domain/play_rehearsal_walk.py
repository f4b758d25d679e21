"""Goes through the past with a play, day by day, as the desk does it; pure.

It is switched on the day before the first one, and nothing that was known later counts. Where its
playbook would be at work is supposed: each firing starts it, and it takes as long as its longest
way; it stops where the play says that it ends with its condition, and where its goal or its stop
comes to hold on a day after the firing. As the desk does, goals and stops are looked at first of a
day, then it fires; what ends with its condition ends last.

Not here: when a play fires (play_watch.py), what is told of it (play_rehearsal.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_rehearsal import HeldBack
from healthdesk.core.domain.play_watch import (
    BRAKES,
    Brake,
    Fired,
    Memory,
    Ripe,
    Step,
    begin,
    step,
)
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.trigger import Shape

_EVERY: Final = 16
"""Days that are gone through before somebody may stop it."""
_BITS: Final[dict[Brake, int]] = {brake: 1 << at for at, brake in enumerate(BRAKES)}


@dataclass(frozen=True, eq=False)
class Around:
    """What is around a play in the past, beside what it sees; arrays are accounts x its days.

    Attributes:
        length: days that its playbook is at work.
        goal: where its goal holds, which ends a run; None = nowhere, or it ends none.
        goal_days: days after a firing in which the goal counts.
        stop: where its stop holds, which ends a run; None = nowhere.
        taken: by account, the days on which other plays fired there.
        quiet: why nothing fires on a day, "" = it may; days not named are as usual.
    """

    length: int = 0
    goal: BoolArray | None = None
    goal_days: int = 0
    stop: BoolArray | None = None
    taken: Mapping[int, Sequence[int]] = field(default_factory=dict)
    quiet: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gone:
    """What going through the days brought: firings, and each cause that a brake held back."""

    fired: tuple[Fired, ...]
    held: tuple[HeldBack, ...]


class _Supposed:
    """The world while a past is gone through: runs as they are supposed, firings as they were."""

    def __init__(self, around: Around) -> None:
        self._around = around
        self._until: dict[int, int] = {}
        """By account: the last day on which its run is at work."""
        self._mine: dict[int, list[int]] = {}
        self._day = 0

    def at(self, day: int) -> None:
        """Go to a day."""
        self._day = day

    def note(self, fired: Fired) -> None:
        """A firing starts the playbook."""
        if fired.noted:
            return
        self._mine.setdefault(fired.account, []).append(fired.day)
        self._until[fired.account] = max(
            self._until.get(fired.account, -1), fired.day + self._around.length
        )

    def over(self, accounts: Iterable[int]) -> None:
        """The runs of some accounts end on the day."""
        for one in accounts:
            self._until.pop(one, None)

    def holding(self, column: int) -> list[int]:
        """Accounts whose run ends by its goal or its stop on the day of a column."""
        return [one for one in self._until if self._is_over(one, column)]

    def _is_over(self, account: int, column: int) -> bool:
        """Both count from the day after the firing."""
        around, days = self._around, self._day - self._mine[account][-1]
        if days < 1:
            return False
        stop, goal = around.stop, around.goal
        stopped = stop is not None and bool(stop[account, column])
        reached = goal is not None and days <= around.goal_days and bool(goal[account, column])
        return stopped or reached

    def running(self, account: int) -> bool:
        return self._day <= self._until.get(account, self._day - 1)

    def taken(self, account: int, days: int) -> int:
        since = self._day - days
        found = (*self._mine.get(account, ()), *self._around.taken.get(account, ()))
        return sum(since < one <= self._day for one in found)

    def quiet(self, day: int) -> str:
        return self._around.quiet.get(day, "")


def go_through(
    play: Play, ripe: Ripe, first: int, around: Around | None = None, progress: Progress = NOBODY
) -> Gone:
    """Switch a play on the day before a first one and go through all days from there.

    Args:
        play: the play.
        ripe: what it sees; the day before the first is among its days.
        first: the first day on which it may fire.
        around: what else there is.
        progress: told where it is.

    Raises:
        Cancelled: The user asked to stop.
    """
    start = int(np.searchsorted(ripe.days, first))
    memory = begin(ripe, start - 1, Memory(first - 1), existing=play.existing)
    world = _Supposed(around or Around())
    fired: list[Fired] = []
    tally = _Tally(ripe.shape)
    for at in range(start, len(ripe.days)):
        if (at - start) % _EVERY == 0:
            progress.step(at - start, len(ripe.days) - start, "Going through the days")
        world.at(int(ripe.days[at]))
        world.over(world.holding(at))
        done = step(play, memory, ripe, at, world)
        memory = done.memory
        for one in done.fired:
            world.note(one)
            fired.append(one)
        if play.brakes.ends:
            world.over(done.ended)
        tally.add(done)
    return Gone(tuple(fired), tally.told())


class _Tally:
    """Counts what brakes held back: an event each, or a stretch of days that a state waited."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._waiting: dict[tuple[int, int], int] = {}
        """By account and event (a state: 0): the brakes that held it so far, a bit each."""
        self._fired: set[tuple[int, int]] = set()
        self._times = dict.fromkeys(BRAKES, 0)
        self._never = dict.fromkeys(BRAKES, 0)

    def add(self, done: Step) -> None:
        """Count a day."""
        if self._shape == "state":
            self._stretches(done)
            return
        waiting = self._waiting
        for held in (done.held, done.passed):
            for one in held:
                key = one.account, one.cause_day
                waiting[key] = waiting.get(key, 0) | _BITS[one.brake]
        self._fired.update((one.account, one.cause_day) for one in done.fired)

    def told(self) -> tuple[HeldBack, ...]:
        """What was held back, in the order of the brakes."""
        for key, bits in self._waiting.items():
            self._close(bits, fired=key in self._fired)
        return tuple(
            HeldBack(one, self._times[one], self._never[one]) for one in BRAKES if self._times[one]
        )

    def _stretches(self, done: Step) -> None:
        """A stretch goes on while a state is held back; it ends as it fires or holds no more."""
        before, waits = self._waiting, {}
        for one in done.held:
            key = one.account, 0
            waits[key] = before.get(key, 0) | _BITS[one.brake]
        fired = {(one.account, 0) for one in done.fired}
        for key in before.keys() - waits.keys():
            self._close(before[key], fired=key in fired)
        self._waiting = waits

    def _close(self, bits: int, *, fired: bool) -> None:
        for brake, bit in _BITS.items():
            if bits & bit:
                self._times[brake] += 1
                self._never[brake] += not fired
