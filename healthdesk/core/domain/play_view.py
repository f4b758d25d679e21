"""Read models of successplays: the list, versions, what ran by itself, what a tick brought.

A firing is told in firing.py. Not here: the document (play.py), rehearsals (play_rehearsal.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.firing import Way
from healthdesk.core.domain.run_view import Ticked
from healthdesk.core.domain.trigger import Told

NO_STEPS: Final = Ticked(0, 0, 0, 0, ())
"""No run went on."""


@dataclass(frozen=True)
class PlayRow:
    """A play in the list.

    Attributes:
        on: it is switched on; `on_since` the day on which that was done last.
        version: the live version, 0 = only a draft.
        segment: whom it is for, "" = all accounts; `narrowed` by a rule of its own.
        members: how many accounts it is for on the day; None = cannot be told.
        trigger: when it fires, in words; `kind` the trigger's key.
        waiting: suggestions that wait for a yes.
        fired_30: firings in the 30 days up to the day, those passed over left out.
        goal: the name of its goal, "" = it has no measure.
        worked: firings that started work whose goal was reached, of those that can be told.
        faults: what is wrong or unwise in it, in sentences, of the draft where there is one.
        broken: why its document cannot be read; "" = it can.
        shipped: it came with the program.
    """

    name: str
    purpose: str
    on: bool
    on_since: int | None
    version: int
    has_draft: bool
    segment: str
    narrowed: bool
    members: int | None
    trigger: str
    kind: str
    playbook: str
    mode: str
    waiting: int
    fired_30: int
    last_fired: int | None
    goal: str
    worked: tuple[int, int]
    faults: tuple[str, ...]
    rehearsed_on: int | None
    archived: bool
    broken: str = ""
    shipped: bool = False
    minutes: int = 0
    owner: str = ""


@dataclass(frozen=True)
class PlayVersionRow:
    """A version of a play that went live."""

    version: int
    day: int
    reason: str
    firings: int


@dataclass(frozen=True)
class LogRow:
    """Something that a play did by itself, or that became of it.

    Attributes:
        what: in words: "started “Get well” by itself", "waits for a yes", "passed over".
        why: why it was passed over, declined, lapsed or withdrawn.
        minutes: the work that it saved, by the play's owner's estimate; 0 = none: nothing is
            saved where a person said yes.
        run: row of the run, None = none.
        late: days between its day and the one on which the desk got to it.
        way: what brought it to its run (firing.WAYS).
        because: what it fired for, with the values then.
    """

    day: int
    play: str
    account_id: str
    account_name: str
    firing: int
    state: str
    what: str
    why: str
    minutes: int
    run: int | None
    late: int = 0
    way: Way = ""
    because: tuple[Told, ...] = ()


@dataclass(frozen=True)
class FiredRow:
    """A firing of a tick."""

    day: int
    account_id: str
    account_name: str
    play: str
    playbook: str
    state: str
    firing: int
    cause_day: int


@dataclass(frozen=True)
class PlayTicked:
    """What a tick brought: plays first, then the steps of runs, day by day.

    Attributes:
        days: how many days were gone through.
        fired: what fired or was passed over, in order.
        lapsed: suggestions that lapsed, runs that were stopped as their condition ended.
        reached: goals that were reached.
        told: what there is to say beside: that the clock had been wrong, what a play lacks.
        runs: what going on with the runs brought.
    """

    day: int
    days: int
    fired: tuple[FiredRow, ...] = ()
    lapsed: int = 0
    reached: int = 0
    told: tuple[str, ...] = ()
    runs: Ticked = NO_STEPS

    def count(self, state: str) -> int:
        """How many of what fired are in a state."""
        return sum(one.state == state for one in self.fired)

    @property
    def suggested(self) -> int:
        """Suggestions that wait for a yes."""
        return self.count("suggested")

    @property
    def started(self) -> int:
        """Playbooks that were started."""
        return self.count("started")
