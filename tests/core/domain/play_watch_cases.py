"""Random plays and what they see, and a small desk on which several of them go through days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from hypothesis import strategies as st

from healthdesk.core.domain.play import Brakes, Cause, Play
from healthdesk.core.domain.play_watch import LATE, Fired, Memory, Ripe, step

FIRST = 20_700
"""A Friday."""


@st.composite
def brakes(draw):
    return Brakes(
        often=draw(st.sampled_from(["always", "once", "renewal", "spaced"])),
        times=draw(st.integers(1, 2)),
        days=draw(st.integers(1, 12)),
        running=draw(st.sampled_from(["leave", "note", "again"])),
        a_day=draw(st.integers(0, 2)),
        each=draw(st.integers(0, 2)),
        each_days=draw(st.integers(1, 5)),
        seasons=draw(st.booleans()),
        weekends=draw(st.booleans()),
        quiet=draw(st.sampled_from([(), (("09-05", "09-07"),), (("12-22", "01-04"),)])),
    )


@st.composite
def plays(draw, name="Play"):
    mode = draw(st.sampled_from(["suggest", "run"]))
    return Play(name, cause=Cause("condition"), mode=mode, brakes=draw(brakes()))


@st.composite
def ripes(draw, accounts=3, days=14):
    """What a play sees; events have a past of `LATE` days before the first that is stepped."""
    shape = draw(st.sampled_from(["state", "event"]))
    salt = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    ripe = salt.random((accounts, days)) < draw(st.sampled_from([0.15, 0.5, 0.85]))
    on = np.arange(FIRST, FIRST + days, dtype=np.int32)
    cause = np.where(ripe, on[None, :], -1).astype(np.int32)
    rank = np.argsort(salt.random((accounts, days)), axis=0).astype(np.int32)
    renewal = salt.choice([-1, FIRST + 5, FIRST + 9], (accounts, days)).astype(np.int32)
    muted = salt.random((accounts, days)) < 0.2
    return Ripe(on, shape, ripe, cause, rank, renewal, muted)


@dataclass
class Around:
    """A world that runs its playbooks for some days and counts all firings."""

    lasts: int = 4
    closed: frozenset[int] = frozenset()
    fired: list[tuple[str, Fired, str]] = field(default_factory=list)
    play: str = ""
    day: int = 0

    def running(self, account):
        return any(
            name == self.play
            and mode == "run"
            and not one.noted
            and one.account == account
            and one.day <= self.day < one.day + self.lasts
            for name, one, mode in self.fired
        )

    def taken(self, account, days):
        return sum(
            one.account == account and not one.noted and self.day - days < one.day <= self.day
            for _, one, _ in self.fired
        )

    def quiet(self, day):
        return "everything is stopped" if day in self.closed else ""


def go(pairs, first, last, memories=None, around=None, *, twice=False):
    """Go through days with some plays in their order; memories and all that came of it."""
    around = around or Around()
    memories = dict(memories or {})
    steps = []
    for at in range(first, last):
        for play, ripe in pairs:
            for _ in range(2 if twice else 1):
                around.play, around.day = play.name, int(ripe.days[at])
                memory = memories.get(play.name, Memory(around.day - 1))
                done = step(play, memory, ripe, at, around)
                memories[play.name] = done.memory
                around.fired += [(play.name, one, play.mode) for one in done.fired]
                steps.append((play.name, around.day, done))
    return memories, steps, around


def cut(ripe, at):
    """The same, but nothing is known of the days behind one."""
    dead = ripe.ripe.copy()
    dead[:, at + 1 :] = ~dead[:, at + 1 :]
    return replace(ripe, ripe=dead)


def turned(ripe, order):
    """The accounts in another order."""
    keys = ("ripe", "cause", "rank", "renewal", "muted")
    return replace(ripe, **{key: getattr(ripe, key)[order] for key in keys})


def window(day):
    return range(day - LATE + 1, day + 1)
