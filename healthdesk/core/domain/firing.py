"""What a successplay fired: the words of its states, and rows as screens read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.trigger import Told

FiringState = Literal["suggested", "started", "noted", "passed", "declined", "lapsed", "withdrawn"]
STATES: Final[dict[str, str]] = {
    "suggested": "waits for a yes",
    "started": "started its playbook",
    "noted": "noted on the run that was open",
    "passed": "passed over",
    "declined": "declined",
    "lapsed": "lapsed: its condition ended",
    "withdrawn": "withdrawn: the data it rested on was taken back",
}
"""What became of a firing, and how that reads."""
Way = Literal["", "itself", "yes", "hand"]
WAYS: Final[dict[Way, str]] = {
    "": "",
    "itself": "by itself",
    "yes": "after a yes",
    "hand": "by hand",
}
"""What brought a firing to its run, as it reads."""
BY_HAND: Final = "Started by hand"
"""What the first line of the reasons is called where a person fired it."""
FIRED: Final = ("suggested", "started", "noted", "declined", "lapsed")
"""States that count as having fired, for how often a play may."""


def way_of(state: str, closed_on: int | None, because: Sequence[Told]) -> Way:
    """What brought a firing to its run; "" = it came to none.

    A person's answer closes it on a day; what a play starts or notes by itself stays without one.
    """
    if state not in {"started", "noted"}:
        return ""
    if because and because[0].what == BY_HAND:
        return "hand"
    return "itself" if closed_on is None else "yes"


def state_words(state: str, way: Way, why: str = "") -> str:
    """What became of a firing; the usual reason is left out where another one is told."""
    told = STATES[state]
    if why and not way:
        told = told.partition(":")[0]
    return with_way(told, state, way)


def with_way(told: str, state: str, way: Way) -> str:
    """Words with what brought it there; that something is noted by itself goes without saying."""
    usual = not way or (state, way) == ("noted", "itself")
    return told if usual else f"{told} {WAYS[way]}"


@dataclass(frozen=True)
class FiringRow:
    """One firing.

    Attributes:
        day: when it was due; `known_on` the day on which the desk got to it.
        cause_day: the day of the event, or since when the condition holds.
        run: row of the run it started or was noted on.
        goal_on: the day on which its goal was reached; `goal_until` the last that counts.
    """

    id: int
    play: str
    version: int
    account_id: str
    account_name: str
    day: int
    known_on: int
    cause_day: int
    because: tuple[Told, ...]
    state: FiringState
    why: str
    run: int | None
    goal_until: int | None
    goal_on: int | None
    closed_on: int | None

    @property
    def way(self) -> Way:
        """What brought it to its run."""
        return way_of(self.state, self.closed_on, self.because)

    @property
    def told(self) -> str:
        """What became of it, in words."""
        return state_words(self.state, self.way, self.why)
