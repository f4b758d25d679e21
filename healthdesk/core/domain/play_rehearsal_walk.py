"""Goes through the past with a play, day by day, as the desk does it; pure.

It is switched on the day before the first one, and nothing that was known later counts. Where its
playbook would be at work is supposed: each firing starts it, and it takes as long as its longest
way; it stops where the play says that it ends with its condition, and where its goal or its stop
comes to hold on a day after the firing. As the desk does, goals and stops are looked at first of a
day, then it fires; what ends with its condition ends last.

Not here: when a play fires (play_watch.py), what is told of it (play_rehearsal.py).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

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

_EVERY: Final = 16
"""Days that are gone through before somebody may stop it."""
_BITS: Final[dict[Brake, int]] = {brake: 1 << at for at, brake in enumerate(BRAKES)}
_FIRST: Final[tuple[Brake, ...]] = tuple(
    next((brake for brake, bit in _BITS.items() if bits & bit), "silent")
    for bits in range(1 << len(BRAKES))
)
"""By the bits of several brakes: the first of them."""


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


class Kept(NamedTuple):
    """A cause that a brake held back and that never fired: its day, or since when it waited.

    Of several brakes the first in their order is named.
    """

    account: int
    day: int
    brake: Brake


@dataclass(frozen=True)
class Gone:
    """What going through the days brought: firings, and each cause that a brake held back.

    Attributes:
        held: how often each brake held back.
        kept: what never fired.
    """

    fired: tuple[Fired, ...]
    held: tuple[HeldBack, ...]
    kept: tuple[Kept, ...] = ()


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
    tally = _Events(ripe) if ripe.shape == "event" else _States()
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
    return Gone(tuple(fired), tally.told(), tally.kept())


class _Tally(ABC):
    """Counts what brakes held back."""

    def __init__(self) -> None:
        self._times = dict.fromkeys(BRAKES, 0)
        self._never = dict.fromkeys(BRAKES, 0)
        self._kept: list[Kept] = []

    @abstractmethod
    def add(self, done: Step) -> None:
        """Count a day."""

    @abstractmethod
    def told(self) -> tuple[HeldBack, ...]:
        """What was held back, in the order of the brakes."""

    @abstractmethod
    def kept(self) -> tuple[Kept, ...]:
        """What never fired, by account and day; after `told`."""

    def _in_order(self) -> tuple[HeldBack, ...]:
        return tuple(
            HeldBack(one, self._times[one], self._never[one]) for one in BRAKES if self._times[one]
        )


class _Events(_Tally):
    """An event counts once: which brakes held it, a bit each, accounts x days of events."""

    def __init__(self, ripe: Ripe) -> None:
        super().__init__()
        self._first = int(ripe.days[0])
        self._held = np.zeros(ripe.ripe.shape, np.uint8)
        self._fired = np.zeros(ripe.ripe.shape, bool)

    def add(self, done: Step) -> None:
        """Count a day."""
        for held in (done.alone, done.passed):
            for account, _, cause, brake, _ in held:
                self._held[account, cause - self._first] |= _BITS[brake]
        if done.crowd is not None:
            self._held[done.crowd.accounts, done.crowd.causes - self._first] |= _BITS["a_day"]
        for one in done.fired:
            self._fired[one.account, one.cause_day - self._first] = True

    def told(self) -> tuple[HeldBack, ...]:
        """What was held back, in the order of the brakes."""
        for brake, bit in _BITS.items():
            held = (self._held & bit).astype(bool)
            self._times[brake] = int(held.sum())
            self._never[brake] = int((held & ~self._fired).sum())
        return self._in_order()

    def kept(self) -> tuple[Kept, ...]:
        """What never fired, by account and day."""
        rows, columns = np.nonzero((self._held > 0) & ~self._fired)
        bits = self._held[rows, columns].tolist()
        days = (columns + self._first).tolist()
        return tuple(
            Kept(account, day, _FIRST[held])
            for account, day, held in zip(rows.tolist(), days, bits, strict=True)
        )


class _States(_Tally):
    """A state counts for each stretch of days on which it waited."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[int, tuple[int, int]] = {}
        """By account: the brakes that held it so far, a bit each, and since when."""

    def add(self, done: Step) -> None:
        """A stretch goes on while a state is held back; it ends as it fires or holds no more."""
        before, waits = self._waiting, {}
        for one in done.alone:
            bits, since = before.get(one.account, (0, one.day))
            waits[one.account] = bits | _BITS[one.brake], since
        fired = {one.account for one in done.fired}
        for account in before.keys() - waits.keys():
            self._close(account, *before[account], fired=account in fired)
        self._waiting = waits

    def told(self) -> tuple[HeldBack, ...]:
        """What was held back, in the order of the brakes."""
        for account, (bits, since) in self._waiting.items():
            self._close(account, bits, since, fired=False)
        self._waiting = {}
        return self._in_order()

    def kept(self) -> tuple[Kept, ...]:
        """What never fired, by account and day."""
        return tuple(sorted(self._kept))

    def _close(self, account: int, bits: int, since: int, *, fired: bool) -> None:
        for brake, bit in _BITS.items():
            if bits & bit:
                self._times[brake] += 1
                self._never[brake] += not fired
        if not fired:
            self._kept.append(Kept(account, since, _FIRST[bits]))
