"""What a task is: something to do, of an account or of none, as written and as it stands.

Not here: how tasks are kept (services/tasks.py).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from healthdesk.core.domain.kinds import PRIORITIES

TaskState = Literal["open", "done", "dropped"]
NO_ACCOUNT: Final = "No account"
_EPOCH: Final = date(1970, 1, 1).toordinal()
"""Not by domain/facts: the first page imports this, and no numpy with it."""
_ORIGINS: Final = {
    "finding": "from a finding",
    "plan": "from a get-well plan",
    "playbook": "from a playbook",
    "play": "from a play",
    "promise": "from a promise",
    "today": "from Today",
    "review": "agreed in a review",
    "moment": "from wins and perks",
    "onboarding": "from the onboarding",
    "thanks": "a thank-you to say",
}


@dataclass(frozen=True)
class CheckItem:
    """One step of a task's checklist."""

    text: str
    done: bool = False
    optional: bool = False
    """The task may be done without it."""
    without: str = ""
    """Why it does not apply here; "" = it does."""

    @property
    def closed(self) -> bool:
        """Whether nothing is left to do here before the task can be done."""
        return self.done or self.optional or bool(self.without)


@dataclass(frozen=True)
class Repeat:
    """A task comes again once it is closed: so many days, weeks or months after it was due."""

    every: int
    unit: Literal["days", "weeks", "months"]

    @property
    def words(self) -> str:
        """How often, in words."""
        one = self.unit.removesuffix("s")
        return f"every {one}" if self.every == 1 else f"every {self.every} {self.unit}"


@dataclass(frozen=True)
class Bulk:
    """What is done with several tasks at once."""

    what: Literal["done", "drop", "put off", "priority"]
    day: int | None = None
    """The new due day of what is put off."""
    why: str = ""
    priority: str = "normal"


@dataclass(frozen=True)
class TaskDraft:
    """A task as a person writes it; `due` is a day or None, `account_id` None = of no account."""

    title: str
    account_id: str | None = None
    due: int | None = None
    priority: str = "normal"
    note: str = ""
    checklist: tuple[CheckItem, ...] = ()
    needs_touch: bool = False
    """It is done only together with a note of a touchpoint."""
    contact_id: str | None = None
    plan_id: int | None = None
    origin: str = ""
    """What made it: "" = a person; "finding", "plan", or with a name: "playbook:Champion left"."""
    repeat: Repeat | None = None


@dataclass(frozen=True)
class TaskView:
    """A task as it stood at the end of a day."""

    id: int
    title: str
    account_id: str | None
    account_name: str
    """ "" where it is of no account."""
    contact_id: str | None
    contact_name: str
    plan_id: int | None
    plan: str
    """The problem of its plan, "" = of none."""
    note: str
    checklist: tuple[CheckItem, ...]
    priority: str
    needs_touch: bool
    made_on: int
    due: int | None
    state: TaskState
    overdue_days: int
    """Days since it was due; 0 while it is not, or is no longer open."""
    done_on: int | None
    dropped_on: int | None
    dropped_why: str
    touchpoint_id: int | None
    """Row of the touchpoint that was noted with it."""
    origin: str
    origin_words: str
    """ "from a finding"; "" where a person made it."""
    repeat: Repeat | None = None
    put_off: str = ""
    """Why it was put off the last time; "" = it was not, or nobody said why."""
    times_put_off: int = 0
    owner: str = ""
    """Who does it: of the step that raised it, else of its run; "" = you."""

    @property
    def ticked(self) -> int:
        """How many steps of the checklist are ticked."""
        return sum(one.done for one in self.checklist)

    @property
    def left(self) -> tuple[str, ...]:
        """Steps that must be ticked, or said not to apply, before it is done."""
        return tuple(one.text for one in self.checklist if not one.closed)

    @property
    def progress(self) -> str:
        """How far the checklist is: "2 of 5"; "" without one."""
        return f"{self.ticked} of {len(self.checklist)}" if self.checklist else ""

    @property
    def draft(self) -> TaskDraft:
        """The same as a person would write it, to be edited."""
        return TaskDraft(
            self.title,
            self.account_id,
            self.due,
            self.priority,
            self.note,
            self.checklist,
            self.needs_touch,
            self.contact_id,
            self.plan_id,
            self.origin,
            self.repeat,
        )


def origin_in_words(origin: str) -> str:
    """Where a task comes from, in words."""
    kind, _, name = origin.partition(":")
    words = _ORIGINS.get(kind, f"from {kind}" if kind else "")
    return f"{words}: {name}" if name else words


def state_on(day: int, done_on: int | None, dropped_on: int | None) -> TaskState:
    """What became of a task by the end of a day."""
    if done_on is not None and done_on <= day:
        return "done"
    return "dropped" if dropped_on is not None and dropped_on <= day else "open"


def overdue(day: int, due: int | None, state: TaskState) -> int:
    """Days since an open task was due."""
    return max(day - due, 0) if due is not None and state == "open" else 0


def again_on(due: int, repeat: Repeat, day: int) -> int:
    """The next due day after a day, in the rhythm counted from when it was due.

    Months end where a shorter one ends: from the 31st, the 30th or the 28th.
    """
    at, times = due, 0
    while at <= day or times == 0:
        times += 1
        at = _after(due, repeat, times)
    return at


def _after(due: int, repeat: Repeat, times: int) -> int:
    count = repeat.every * times
    if repeat.unit != "months":
        return due + count * (7 if repeat.unit == "weeks" else 1)
    start = date.fromordinal(due + _EPOCH)
    months = start.month - 1 + count
    year, month = start.year + months // 12, months % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, min(start.day, last)).toordinal() - _EPOCH


def in_order(tasks: Iterable[TaskView]) -> tuple[TaskView, ...]:
    """Open ones first: the longest due, then the most urgent; then the others, newest first."""
    return tuple(sorted(tasks, key=_place))


def _place(one: TaskView) -> tuple[int, int, int, int, int]:
    urgent = -PRIORITIES.index(one.priority) if one.priority in PRIORITIES else 0
    if one.state == "open":
        without = one.due is None
        return 0, int(without), 0 if one.due is None else one.due, urgent, one.id
    closed = one.done_on if one.state == "done" else one.dropped_on
    return 1, 0, -(closed or 0), urgent, -one.id
