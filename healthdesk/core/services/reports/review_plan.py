"""Pages of an account's review on the way: milestones, actions, and what comes next.

Promises and what was agreed in a review are told to the customer; other tasks are kept inside.
"""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.commercial import Renewal
from healthdesk.core.domain.moment import MomentView
from healthdesk.core.domain.report import (
    Figure,
    Figures,
    Inside,
    Line,
    Section,
    State,
    Step,
    Steps,
)
from healthdesk.core.domain.stamp import Stamp
from healthdesk.core.domain.task import TaskView
from healthdesk.core.services import commercial, milestones, moments, tasks
from healthdesk.core.services.reports import review_words, reviews
from healthdesk.core.services.reports.blocks import ahead, beside, listed, on, rows, short
from healthdesk.core.services.reports.review_facts import Gathered
from healthdesk.core.services.reports.review_goals import Told, words
from healthdesk.core.services.wording import begun, count_of

_STAMPS: Final = 7
_LIST: Final = 6
_YEAR: Final = 365
_STATES: Final[dict[str, State]] = {"done": "done", "overdue": "late"}


class Way:
    """What was reached, what is open and what comes next, read once for three pages."""

    def __init__(self, found: Gathered, goals: tuple[Told, ...]) -> None:
        self._found = found
        self._goals = goals
        tx, account, day = found.tx, found.account, found.day
        self._stamps = milestones.of_account(tx, account, day)
        self._moments = moments.of_account(tx, account, day)
        self._tasks = tasks.of_account(tx, account, day)
        self._reviews = reviews.of_account(tx, account, day)

    def milestones(self) -> Section | None:
        """The journey, and what was reached in the period."""
        steps = self._journey()
        if not steps:
            return None
        shown = tuple(one for _, one in _around(steps, self._found.day))
        won, ahead_of = self.won(), self._planned()
        lines = (
            *rows(Steps(key="journey", journey=True, items=shown)),
            *beside(
                Steps(key="won", title=f"Reached in {self._found.period.name}", items=won)
                if won
                else None,
                Steps(key="ahead", title="Ahead", items=ahead_of) if ahead_of else None,
            ),
        )
        own = [one for one in self._stamps if not one.fixed and one.ref is not None]
        done = sum(one.state == "done" for one in own)
        told = f"{done} of {count_of(len(own), 'milestone')} reached" if own else "The way so far"
        return Section(key="milestones", title="Milestones", headline=told, lines=lines)

    def actions(self) -> Section | None:
        """What is open, and what was done in the period."""
        opened, done = self._open(), self._done()
        lines = beside(
            Steps(key="open", title="Open", items=opened) if opened else None,
            Steps(key="done", title=f"Done in {self._found.period.name}", items=done)
            if done
            else None,
        )
        if not lines:
            return None
        public = [one for one in opened if not one.inside]
        late = sum(one.state == "late" for one in public)
        told = "What we do for one another"
        if late:
            told = f"{begun(review_words.count(late))} open actions are past their day"
        if late == 1:
            told = "One open action is past its day"
        return Section(key="actions", title="Actions", headline=told, lines=lines)

    def next(self) -> Section:
        """The contract, what we ask for, and the next steps with a day."""
        found = self._found
        asks = found.asked.choices["asks"]
        items = tuple(
            Step(key=f"ask{at}", text=one)
            for at, one in enumerate(asks if isinstance(asks, tuple) else ())
        )
        steps = self._ahead()
        if not any(one.key == "review" for one in steps):
            steps = (*steps, Step(key="review", text="Next review", when="day to agree"))
        lines: list[Line] = list(rows(contract(found)))
        lines += beside(
            Steps(key="steps", title="Next steps", items=steps),
            Steps(key="asks", title="What we ask you for", items=items) if items else None,
        )
        return Section(key="next", title="Next", headline="What comes next", lines=tuple(lines))

    def coming(self) -> str:
        """The next step with a day, in a line; "" where there is none."""
        steps = [one for one in self._ahead() if not one.inside]
        if not steps:
            return ""
        return ", ".join(part for part in (steps[0].text, steps[0].when) if part)

    # ---- milestones ----------------------------------------------------------------------------

    def _journey(self) -> list[tuple[int, Step]]:
        """Milestones with a day or a stamp, and wins of a year, in the order of their days."""
        out = []
        for at, one in enumerate(self._stamps):
            when = one.done_on if one.done_on is not None else one.due
            if one.ref is not None and when is not None:
                out.append((when, self._stamp(one, at)))
        since = self._found.end - _YEAR
        out += [
            (win.day, self._win(win))
            for win in self._moments
            if win.kind == "win" and since < win.day <= self._found.day
        ]
        return sorted(out, key=_day_first)

    def _stamp(self, one: Stamp, at: int) -> Step:
        found = self._found
        state = _STATES.get(one.state, "open")
        day = one.done_on if one.done_on is not None else one.due
        when = on(found.style, day, found.day)
        return Step(
            key=f"stamp{at}",
            text=short(one.name, 60),
            state=state,
            when=f"due {when}" if state == "late" else when,
            notes=(found.notes.stored(_kept(one)),),
        )

    def _win(self, one: MomentView) -> Step:
        found = self._found
        return Step(
            key=f"win{one.id}",
            text=short(one.text, 60),
            state="done",
            when=on(found.style, one.day, found.day),
            notes=(found.notes.stored("moment"),),
        )

    def won(self) -> tuple[Step, ...]:
        """What was reached in the period."""
        first, end = self._found.period.first, self._found.end
        return tuple(
            one for day, one in self._journey() if one.state == "done" and first <= day <= end
        )

    def _planned(self) -> tuple[Step, ...]:
        """Milestones that are to be reached yet, late ones first."""
        found = [
            self._stamp(one, at)
            for at, one in enumerate(self._stamps)
            if not one.fixed and one.ref is not None and one.state in {"overdue", "planned"}
        ]
        return tuple(found[:_LIST])

    # ---- actions -------------------------------------------------------------------------------

    def _open(self) -> tuple[Step, ...]:
        given = [self._promise(one) for one in self._moments if one.is_open]
        todo = [self._task(one) for one in self._tasks if one.state == "open"]
        public = [one for one in todo if not one.inside]
        return tuple([*given, *public, *(one for one in todo if one.inside)][:_LIST])

    def _done(self) -> tuple[Step, ...]:
        first = self._found.period.first
        kept = [
            self._promise(one)
            for one in self._moments
            if one.kind == "promise" and one.done_on is not None and one.done_on >= first
        ]
        done = [
            self._task(one)
            for one in self._tasks
            if one.state == "done" and one.done_on is not None and one.done_on >= first
        ]
        return tuple([*kept, *sorted(done, key=_inside_last)][:_LIST])

    def _promise(self, one: MomentView) -> Step:
        found = self._found
        return Step(
            key=f"promise{one.id}",
            text=short(one.text, 120),
            state=self._state(one.done_on, one.overdue_days),
            when=self._when(one.due, one.done_on),
            who="we" if one.by == "us" else "you",
            notes=(found.notes.stored("moment"),),
        )

    def _task(self, one: TaskView) -> Step:
        agreed = one.origin == reviews.ORIGIN
        marks = () if agreed else (Inside("notes", f"the task “{short(one.title, 60)}”"),)
        return Step(
            key=f"task{one.id}",
            text=short(one.title, 120),
            state=self._state(one.done_on, one.overdue_days),
            when=self._when(one.due, one.done_on),
            who=one.owner,
            notes=(self._found.notes.stored("task"),),
            inside=marks,
        )

    @staticmethod
    def _state(done_on: int | None, overdue: int) -> State:
        if done_on is not None:
            return "done"
        return "late" if overdue else "open"

    def _when(self, due: int | None, done_on: int | None) -> str:
        found = self._found
        if done_on is not None:
            return on(found.style, done_on, found.day)
        return "" if due is None else f"by {on(found.style, due, found.day)}"

    # ---- next ----------------------------------------------------------------------------------

    def _ahead(self) -> tuple[Step, ...]:
        """What has a day to come: the next review, promises, goals, milestones, agreed tasks."""
        found, day = self._found, self._found.day
        out: list[tuple[int, Step]] = []
        coming = [one.next_on for one in self._reviews if one.next_on is not None]
        if coming and max(coming) >= day:
            when = on(found.style, max(coming), day)
            out.append((max(coming), Step(key="review", text="Next review", when=when)))
        out += [
            (one.due, self._promise(one))
            for one in self._moments
            if one.is_open and one.due is not None and one.due >= day
        ]
        out += [
            (one.goal.due, self._goal(one, at))
            for at, one in enumerate(self._goals)
            if not one.reached and one.goal.due is not None and one.goal.due >= day
        ]
        out += [
            (one.due, self._stamp(one, at))
            for at, one in enumerate(self._stamps)
            if one.state == "planned" and one.due is not None and not one.fixed
        ]
        out += [
            (one.due, self._task(one))
            for one in self._tasks
            if one.state == "open" and one.due is not None and one.due >= day
        ]
        return tuple(one for _, one in sorted(out, key=_day_first)[:_LIST])

    def _goal(self, one: Told, at: int) -> Step:
        when = self._when(one.goal.due, None)
        return Step(
            key=f"goal{at}", text=short(words(self._found, one), 120), when=when, notes=one.notes
        )


def _kept(one: Stamp) -> str:
    """Where a stamp is kept: renewals come from contracts and outcomes."""
    if not one.fixed:
        return "milestone"
    return "subscription" if one.done_on is None else "outcome"


def contract(found: Gathered) -> Figures | None:
    """Contract, seats, and the day it ends."""
    view = commercial.view(found.tx, found.account, found.day)
    style, day = found.style, found.day
    key = found.notes.contract()
    items = []
    if found.seats.seats is not None:
        used = found.seats.used
        items.append(
            Figure(
                key="seats",
                label="Seats",
                text=style.number(found.seats.seats),
                value=found.seats.seats,
                detail="" if used is None else f"{style.number(used)} in use",
                notes=(key,),
            )
        )
    held = [one for one in view.terms if one.holds(day) and one.product]
    names = listed(list(dict.fromkeys(short(one.product, 40) for one in held)))
    if view.renewals:
        first = min(view.renewals, key=_soonest)
        items.append(
            Figure(
                key="renewal",
                label="The contract runs until",
                text=style.date(first.day),
                value=first.days,
                detail=", ".join(part for part in (ahead(first.day, day), names) if part),
                notes=(key,),
            )
        )
    return Figures(key="contract", items=tuple(items)) if items else None


def _soonest(one: Renewal) -> int:
    return one.day


def _around(steps: list[tuple[int, Step]], day: int) -> list[tuple[int, Step]]:
    """As many as a line holds: those around the day."""
    if len(steps) <= _STAMPS:
        return steps
    ahead_at = next((at for at, (when, _) in enumerate(steps) if when > day), len(steps))
    first = max(min(ahead_at - (_STAMPS + 1) // 2, len(steps) - _STAMPS), 0)
    return steps[first : first + _STAMPS]


def _day_first(one: tuple[int, Step]) -> tuple[int, str]:
    return (one[0], one[1].key)


def _inside_last(one: Step) -> bool:
    return bool(one.inside)
