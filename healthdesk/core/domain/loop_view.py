"""Loops that are open: customers' words, insights without action, actions without a measure.

Not here: where they are read (services/loops.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from healthdesk.core.domain.feedback import csv_of
from healthdesk.core.domain.views import Band

LoopKind = Literal[
    "said", "heard", "acted", "finding", "dip", "plan", "run", "playbook", "play"
]  # fmt: skip
KINDS: Final[Mapping[LoopKind, tuple[str, str]]] = {
    "said": ("What customers said", "Said, nobody heard it"),
    "heard": ("What customers said", "Heard, not acted on"),
    "acted": ("What customers said", "Acted on, not told back"),
    "finding": ("Insights without action", "Findings without action"),
    "dip": ("Insights without action", "Dips nobody acted on"),
    "plan": ("Actions without measure", "Plans without an exit"),
    "run": ("Actions without measure", "Runs without an outcome"),
    "playbook": ("Actions without measure", "Playbooks without measure"),
    "play": ("Actions without measure", "Plays without measure"),
}
"""Group and title of each kind, in the order in which they are told."""
AGES: Final = (7, 30, 90)
"""Days up to which ages are counted together."""


@dataclass(frozen=True)
class LoopRow:
    """A loop that is not closed.

    Attributes:
        account_id: "" where it is of no account.
        words: what it is about.
        since: the day it waits from; None = not bound to a day.
        tab: the tab of the account's page where something is done about it; "" = another place.
        table: where the words stand, of feedback; `row` with it.
        playbook: "" where it is of none.
        play: "" where it is of none.
        run: the row of the run, None = it is of none.
    """

    kind: LoopKind
    account_id: str
    account_name: str
    band: Band | None
    words: str
    since: int | None
    tab: str = ""
    table: str = ""
    row: int | None = None
    playbook: str = ""
    run: int | None = None
    play: str = ""

    def days(self, day: int) -> int | None:
        """Days it waits on a day."""
        return None if self.since is None else max(day - self.since, 0)

    @property
    def key(self) -> str:
        """Names it among all."""
        of = self.playbook or self.play
        return f"{self.kind}:{self.table}:{self.row}:{self.run}:{of}:{self.account_id}"


@dataclass(frozen=True)
class Heard:
    """How much was said and heard in the year to a day.

    Attributes:
        contacts: people who are there to be asked.
        people: those of them who answered a survey.
        answers: answers to surveys.
        voices: pieces of feedback; so many were heard, acted on, told back.
        inbound: touches that came from customers, and `outbound` those that went to them.
    """

    contacts: int
    people: int
    answers: int
    voices: int
    heard: int
    acted: int
    told: int
    inbound: int
    outbound: int

    @property
    def listening(self) -> float | None:
        """Touches that came in for each that went out; None where none went out."""
        return self.inbound / self.outbound if self.outbound else None


@dataclass(frozen=True)
class Loops:
    """Loops that are open on a day, by kind, the longest waiting first."""

    day: int
    heard: Heard
    rows: tuple[LoopRow, ...]

    def of(self, kind: LoopKind) -> tuple[LoopRow, ...]:
        """Those of a kind."""
        return tuple(self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> dict[str, list[LoopRow]]:
        found: dict[str, list[LoopRow]] = {}
        for one in self.rows:
            found.setdefault(one.kind, []).append(one)
        return found

    def ages(self, kind: LoopKind) -> tuple[int, ...]:
        """How many wait up to each of AGES days, and longer."""
        return ages([one.days(self.day) for one in self.of(kind)])


def ages(days: Iterable[int | None]) -> tuple[int, ...]:
    """How many are up to each of AGES days old, and how many older; those without a day apart."""
    counts = [0] * (len(AGES) + 1)
    for one in days:
        if one is not None:
            counts[next((at for at, most in enumerate(AGES) if one <= most), len(AGES))] += 1
    return tuple(counts)


_HEAD: Final = ("group", "kind", "account_id", "account", "what", "since", "days")


def loops_csv(rows: Iterable[LoopRow], day: int, dates: Mapping[int, str]) -> str:
    """Rows as CSV for a spreadsheet; `dates` are the days as they are to be written."""
    return csv_of(
        _HEAD,
        (
            (
                *KINDS[one.kind],
                one.account_id,
                one.account_name,
                " ".join(one.words.split()),
                "" if one.since is None else dates[one.since],
                "" if one.since is None else str(one.days(day)),
            )
            for one in rows
        ),
    )
