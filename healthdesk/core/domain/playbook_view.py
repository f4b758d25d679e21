"""Read models of playbooks: the list, versions, what came of them, and a trial on an account.

Not here: the document itself (playbook.py), what differs between two of them
(playbook_difference.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

LEAST_PASSED: Final = 3
"""So many runs must have passed a step over before it is said that most do."""
ENOUGH: Final = 10
"""Runs from which a mean change of scores is told."""
TextKind = Literal["plain", "field", "missing"]
TextRun = tuple[str, TextKind]
"""A stretch of a text as it comes out: written, from a field, or a field without value."""


@dataclass(frozen=True)
class PlaybookRow:
    """A playbook in the list.

    Attributes:
        version: the published version, 0 = none yet.
        steps: how many steps there are, of the draft where nothing is published.
        days: days of the longest way through it; waits for rules count their limit.
        worked: outcomes "worked", of how many that were recorded.
        used_by: sentences: what names it.
        faults: problems of the draft, or of the published document where there is no draft.
        broken: why the document cannot be read; "" = it can.
    """

    name: str
    purpose: str
    cause: str
    measure: str
    version: int
    has_draft: bool
    steps: int
    days: int
    runs_active: int
    runs_done: int
    worked: tuple[int, int]
    used_by: tuple[str, ...]
    archived: bool
    faults: int
    broken: str = ""
    shipped: bool = False


@dataclass(frozen=True)
class VersionRow:
    """A published version of a playbook."""

    version: int
    day: int
    reason: str
    steps: int
    runs: int
    """How many runs were started from it."""


@dataclass(frozen=True)
class TrialRow:
    """A step as it would come on an account; nothing is created.

    Attributes:
        day: the day it would be raised or due on.
        weekday: 0 = Monday.
        detail: whom it would go to, how long it waits, which way is taken.
        subject: of a message, as it would read.
        body: of a message, a guide, a note: as it would read.
        notice: what would hold it up or was supposed; "" = nothing.
    """

    day: int
    weekday: int
    step: str
    kind: str
    title: str
    detail: str
    subject: tuple[TextRun, ...] = ()
    body: tuple[TextRun, ...] = ()
    notice: str = ""


@dataclass(frozen=True)
class Trial:
    """A playbook as it would go on an account."""

    rows: tuple[TrialRow, ...]
    end_day: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class StepResult:
    """How a step did in the runs of a playbook.

    Attributes:
        late_days: days that its closing came after its day, summed over runs.
        median_days: between being raised and closed; None = never closed.
        waits: a person closes it or it waits, so that its days say something.
        passed: skipped by a person, who did not think it worth doing here.
        why: what they said most often; "" = nothing.
        late: closings that came after their day.
    """

    step: str
    kind: str
    name: str
    reached: int
    done: int
    skipped: int
    open: int
    late_days: int
    median_days: float | None
    waits: bool
    passed: int = 0
    why: str = ""
    late: int = 0

    @property
    def is_passed_over(self) -> bool:
        """Whether most who came to it passed it over."""
        return self.passed >= LEAST_PASSED and 2 * self.passed > self.reached - self.open


@dataclass(frozen=True)
class ScoreChange:
    """How the score stood so many days after done runs began, against their first day."""

    after: int
    n: int
    """Runs that long ago whose account has a score on both days."""
    mean: float | None
    """None where there are none."""
    risen: int
    fallen: int


@dataclass(frozen=True)
class RatingChange:
    """What the next answer of an account said after a done run, against the last one before it."""

    n: int
    """Done runs whose account answered an NPS survey before they began and after they ended."""
    mean: float | None
    risen: int
    fallen: int


@dataclass(frozen=True)
class Waiting:
    """A run whose outcome is asked for."""

    run: int
    account_id: str
    account_name: str
    ended_on: int | None
    ask_on: int | None


@dataclass(frozen=True)
class Results:
    """What came of a playbook, by the end of a day."""

    name: str
    cause: str
    measure: str
    runs: int
    active: int
    done: int
    stopped: int
    outcomes: Mapping[str, int]
    """How many of each of run.OUTCOMES."""
    steps: tuple[StepResult, ...]
    changes: tuple[ScoreChange, ...]
    waiting: tuple[Waiting, ...]
    ratings: RatingChange = RatingChange(0, None, 0, 0)
    unsigned: tuple[str, ...] = ()
    """Accounts whose run is done and waits for its sign-off."""


@dataclass(frozen=True)
class ResultRow:
    """A playbook in the list of results.

    Attributes:
        outcomes: how many of each of run.OUTCOMES.
        waiting: runs whose outcome is asked for.
        archived: it was put away.
    """

    name: str
    measure: str
    runs: int
    active: int
    done: int
    stopped: int
    outcomes: Mapping[str, int]
    waiting: int
    archived: bool = False

    @property
    def told(self) -> int:
        """Outcomes that say something; too early to tell says nothing yet."""
        return sum(count for key, count in self.outcomes.items() if key != "too early")

    @property
    def untold(self) -> int:
        """Done runs of which nobody said what came of them."""
        return max(self.done - sum(self.outcomes.values()), 0)
