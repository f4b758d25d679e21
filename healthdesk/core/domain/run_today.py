"""What playbooks ask of a person on a day, beside the tasks they made: lines for Today.

Not here: where they are read (services/run_today.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

PlayKind = Literal["failed", "message", "ask", "outcome", "notice"]
KINDS: Final[Mapping[PlayKind, str]] = {
    "failed": "Did not work",
    "message": "Messages to write",
    "ask": "Questions to answer",
    "outcome": "Outcomes to tell",
    "notice": "Told lately",
}
"""In the order in which they are told: what went wrong first."""
MARK: Final = "play:"
"""How the keys of marks on such lines begin (services/today_marks.py)."""


@dataclass(frozen=True)
class PlayLine:
    """Something that a run asks for, or tells.

    Attributes:
        step: id of the step; "" = the run as a whole.
        message: row of the message that waits; None = it is none.
        text: what it is about: the step's name, the words of a notice, what did not work.
        due: its day; `overdue` the days since, 0 = its day is today.
    """

    kind: PlayKind
    run: int
    step: str
    playbook: str
    account_id: str
    account_name: str
    text: str
    due: int
    overdue: int = 0
    message: int | None = None

    @property
    def key(self) -> str:
        """What a mark on it is kept under; "" where it cannot be put away: it asks for something.

        >>> PlayLine("notice", 7, "tell", "Fading", "a", "Aldermoor", "They fade", 20_000).key
        'play:7:tell'
        """
        told = self.kind in {"notice", "failed"} and self.step
        return f"{MARK}{self.run}:{self.step}" if told else ""


@dataclass(frozen=True)
class PlaysToday:
    """All of a day, each kind in the order of its days."""

    day: int
    lines: tuple[PlayLine, ...] = ()

    def of(self, kind: PlayKind) -> tuple[PlayLine, ...]:
        """Those of a kind."""
        return tuple(one for one in self.lines if one.kind == kind)
