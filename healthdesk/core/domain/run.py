"""A run of a playbook on an account: where it stands, as the engine reads and writes it.

Not here: how it goes on (play_engine.py), how it is kept (services/runs.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final, Literal

EntryState = Literal["planned", "open", "done", "skipped"]
RunStatus = Literal["waiting", "active", "done", "stopped"]
OUTCOMES: Final = ("worked", "partly", "no", "too early")
VERDICTS: Final[Mapping[str, str]] = {
    "worked": "It worked",
    "partly": "Partly",
    "no": "No",
    "too early": "Too early to tell",
}


@dataclass(frozen=True)
class Entry:
    """A step of a run that was reached, or whose day is known.

    Attributes:
        state: planned (its day is to come), open (raised, a person closes it), done, skipped.
        planned: the day it is planned for.
        raised: the day it was raised on.
        closed: the day it was closed on; what follows counts from here where it held the run up.
        how: in words why it was closed: "the rule held", "not applicable: no admin".
        streak: a wait's days one after the other on which its rule held.
        arm: place of the arm a branch took; -1 = none.
    """

    state: EntryState
    planned: int
    raised: int | None = None
    closed: int | None = None
    how: str = ""
    streak: int = 0
    arm: int = -1


@dataclass(frozen=True)
class RunState:
    """A run as the engine sees it. Immutable.

    Attributes:
        start: its first day.
        seen: the last day the engine went through; `start - 1` before the first.
        renewal: day of the account's next renewal as it was when the run started, None = none.
        entries: by id of the step.
        moved: days that a person gave to steps.
        pauses: stretches on hold, (first day, first day that counts again); None = still on hold.
        ended: "" while it goes on, "done" or "stopped".
        ended_on: the day it ended.
    """

    start: int
    seen: int
    renewal: int | None = None
    entries: Mapping[str, Entry] = field(default_factory=lambda: MappingProxyType({}))
    moved: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    pauses: tuple[tuple[int, int | None], ...] = ()
    ended: Literal["", "done", "stopped"] = ""
    ended_on: int | None = None

    @property
    def paused(self) -> bool:
        """Whether it is on hold."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    def with_entry(self, step: str, entry: Entry) -> RunState:
        """The same run with another state of a step."""
        return replace(self, entries=MappingProxyType({**self.entries, step: entry}))
