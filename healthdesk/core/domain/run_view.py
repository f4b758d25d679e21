"""Read models of runs: the list, one run with its steps, counts for Today.

Not here: the run as the engine sees it (run.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from healthdesk.core.domain.playbook_difference import Difference

StepState = Literal["to come", "planned", "open", "done", "skipped", "not taken"]


@dataclass(frozen=True)
class RunRow:
    """A run in a list.

    Attributes:
        band: of the account on the day, "" = it has no score.
        status: active, waiting (nothing is open, it waits for a day or a rule), done or stopped.
        next_day: day of the next step that is open or planned; None = none is known.
        done: steps closed, of so many that are on its way.
        overdue: open steps whose day is past.
        changed: its steps differ from the playbook's version it started from.
        origin: what started it, in words; "" = a person.
    """

    id: int
    playbook: str
    account_id: str
    account_name: str
    band: str
    shown: int | None
    status: str
    started: int
    next_day: int | None
    next_step: str
    done: int
    of: int
    overdue: int
    paused: bool
    changed: bool
    owner: str
    outcome: str
    version: int
    origin: str
    ended: int | None = None
    ask_due: bool = False
    """Its outcome is asked for."""
    asks_sign_off: bool = False
    """Its document asks for a sign-off at the end."""
    signed_by: str = ""
    signed_on: int | None = None

    @property
    def unsigned(self) -> bool:
        """Whether it is done and waits for its sign-off."""
        return self.asks_sign_off and self.status == "done" and not self.signed_by


@dataclass(frozen=True)
class StepView:
    """A step of a run.

    Attributes:
        depth: 0 = on the run's own line, 1 = in an arm of a branch, and so on.
        arm: name of the arm it stands in, told at the arm's first step.
        planned: its day, None = not known yet.
        task, message: rows of what it raised.
        not_taken: it stands on a way that was not taken.
        days_late: days since an open step was due, or by which it was closed late.
        moved: a person gave it this day.
    """

    id: str
    depth: int
    kind: str
    icon: str
    name: str
    state: StepState
    planned: int | None
    raised: int | None
    closed: int | None
    how: str
    task: int | None
    message: int | None
    required: bool
    not_taken: bool
    days_late: int
    arm: str = ""
    moved: bool = False
    text: str = ""
    """What a notice or a note says; what a wait waits for; the arm a branch took."""
    questions: tuple[str, ...] = ()
    answers: Mapping[str, str] | None = None
    owner: str = ""
    """Who does it where that is not whoever does the run."""


@dataclass(frozen=True)
class RunView:
    """One run in full."""

    row: RunRow
    steps: tuple[StepView, ...]
    purpose: str
    measure: str
    differences: tuple[Difference, ...]
    """What was changed for this account, against the version it started from."""
    ask_due: bool
    outcome_words: str = ""
    outcome_on: int | None = None
    look_on: int | None = None
    """The day on which score and usage are looked at again."""
    ended_why: str = ""
    pauses: tuple[tuple[int, int | None], ...] = ()
    signer: str = ""
    """Who would sign it off: whoever does it, else you."""
    hold_why: str = ""
    """Why it is on hold, where somebody said so."""
    after: str = ""
    """What score and answers say since the day on which they are looked at again."""


@dataclass(frozen=True)
class OpenStep:
    """A step of a run that is open and asks for a person, where it has no task of its own."""

    run: int
    step: str
    kind: str
    name: str
    text: str
    playbook: str
    account_id: str
    account_name: str
    due: int
    overdue_days: int


@dataclass(frozen=True)
class OpenCounts:
    """What runs have open on a day."""

    active: int
    waiting: int
    paused: int
    overdue: int
    """Open steps whose day is past."""
    outcomes: int
    """Runs whose outcome is asked for."""
    notices: tuple[OpenStep, ...]
    """Questions and outcomes to answer, and what was told this day."""


@dataclass(frozen=True)
class RaisedStep:
    """A step that came up."""

    day: int
    run: int
    account_id: str
    playbook: str
    step: str
    kind: str
    name: str


@dataclass(frozen=True)
class Ticked:
    """What going on with the runs brought."""

    day: int
    days: int
    """How many days were gone through."""
    runs: int
    """Runs that went on."""
    raised: int
    """Steps raised."""
    labels: tuple[str, ...]
    """The first few in words: "Introduce yourself, Aldermoor Freight"."""
    steps: tuple[RaisedStep, ...] = ()
    """All that came up, in order."""
