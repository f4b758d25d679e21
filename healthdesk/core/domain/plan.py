"""A get-well plan: problem, cause, actions, and the condition under which it is over.

The condition is a rule (rule.py); the simple ones a person builds with a few choices are made here.
Not here: how plans are kept and their condition is watched (services/plans.py, plan_watch.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from healthdesk.core.domain.task import TaskDraft, TaskView

Document = Mapping[str, Any]
ClosedHow = Literal["", "met", "stopped"]
MOST_DAYS: Final = 366
"""Days in a row that an exit condition may ask for."""
WINDOWS: Final = (1, 7, 28)
"""Days over which a level of usage may be averaged."""
SCORE: Final = "score"
_USAGE: Final = "usage_level"
_OPS: Final = {True: ">=", False: "<="}


@dataclass(frozen=True)
class ExitDraft:
    """A simple exit condition: something at least (or at most) at a level on days in a row."""

    what: str
    """ "score", the kind of a reading, or "usage_level:METRIC"."""
    level: float
    days: int
    least: bool = True
    """At least the level; False: at most."""
    window: int = 7
    """Days that a level of usage is averaged over: 7 evens out the weekend."""

    @property
    def rule(self) -> dict[str, Any]:
        """The rule that watches it, as a document."""
        kind, _, metric = self.what.partition(":")
        test = {"op": _OPS[self.least], "value": self.level}
        if kind == SCORE:
            return {"field": SCORE, **test}
        if kind == _USAGE:
            return {"reading": {"kind": kind, "metric": metric, "days": self.window}, **test}
        return {"reading": {"kind": kind}, **test}


def simple_exit(rule: Document | None, days: int) -> ExitDraft | None:
    """The simple condition that a rule is; None where it is another kind of rule."""
    if rule is None or rule.get("op") not in _OPS.values():
        return None
    level = rule.get("value")
    if isinstance(level, bool) or not isinstance(level, int | float):
        return None
    least = rule["op"] == ">="
    if rule.get("field") == SCORE:
        return ExitDraft(SCORE, level, days, least)
    reading = rule.get("reading")
    if not isinstance(reading, Mapping):
        return None
    what = str(reading.get("kind"))
    if what != _USAGE:
        return ExitDraft(what, level, days, least)
    return ExitDraft(
        f"{what}:{reading.get('metric')}", level, days, least, int(reading.get("days", 28))
    )


@dataclass(frozen=True)
class ExitChoice:
    """Something that an exit condition may watch, with how it stands."""

    what: str
    name: str
    now: float | None
    """Its reading on the day asked about; None = not measured."""
    least: bool
    """Whether more of it is better."""


@dataclass(frozen=True)
class PlanDraft:
    """A plan as a person writes it; `exit_rule` None = nobody watches an exit condition."""

    account_id: str
    problem: str
    cause: str = ""
    owner: str = ""
    due: int | None = None
    exit_rule: Document | None = None
    exit_days: int = 1
    finding_id: int | None = None
    actions: tuple[TaskDraft, ...] = ()
    """Tasks to make along with it; of no effect when a plan is edited."""


@dataclass(frozen=True)
class PlanView:
    """A plan as it stood on a day, with its actions."""

    id: int
    account_id: str
    account_name: str
    finding_id: int | None
    problem: str
    cause: str
    owner: str
    made_on: int
    due: int | None
    overdue_days: int
    exit_rule: Document | None
    exit_days: int
    exit_words: str
    """ "Active users, average of 7 days, at least 12 on 14 days in a row"; "" without one."""
    closed_on: int | None
    closed_how: ClosedHow
    actions: tuple[TaskView, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still runs."""
        return self.closed_on is None

    @property
    def done(self) -> int:
        """How many of its actions are done."""
        return sum(one.state == "done" for one in self.actions)

    @property
    def draft(self) -> PlanDraft:
        """The same as a person would write it, to be edited."""
        return PlanDraft(
            self.account_id,
            self.problem,
            self.cause,
            self.owner,
            self.due,
            self.exit_rule,
            self.exit_days,
            self.finding_id,
        )


@dataclass(frozen=True)
class ExitDay:
    """Whether the condition held on a day; `held` None = nothing is known of that day."""

    day: int
    held: bool | None
    words: str = ""
    """What was read on it: "7.4"; "" where the rule has no single reading."""


@dataclass(frozen=True)
class ExitState:
    """How far the exit condition of a plan holds, as of a day."""

    plan_id: int
    words: str
    needed: int
    held: int
    """Days in a row on which it held, up to the last day that is known."""
    since: int | None
    """First of those days."""
    met: bool
    """Whether it holds on as many days in a row as are needed."""
    met_on: int | None
    """The day on which that was first so since the plan was made, even if it broke later."""
    days: tuple[ExitDay, ...]
    """The days of the plan, oldest first, no more than are needed."""
    sentence: str
    """ "Held on 6 of 14 days in a row, since 17 Nov"."""
    note: str = ""
    """What keeps it from being known: "Usage: no data since 5 Nov, 17 days"."""


def run_at(held: tuple[bool | None, ...]) -> int:
    """How many days in a row hold up to the last one that is known."""
    count = 0
    for one in reversed(_known(held)):
        if not one:
            break
        count += 1
    return count


def first_met(held: tuple[bool | None, ...], needed: int) -> int | None:
    """The place at which as many days in a row as needed held for the first time."""
    count = 0
    for at, one in enumerate(held):
        count = count + 1 if one else 0
        if count >= needed:
            return at
    return None


def _known(held: tuple[bool | None, ...]) -> tuple[bool | None, ...]:
    """The days up to the last one of which something is known."""
    end = len(held)
    while end and held[end - 1] is None:
        end -= 1
    return held[:end]
