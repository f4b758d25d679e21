"""How a run of a playbook goes on: day by day, in order, nothing twice. Pure.

A run's steps are walked in order on a day; what the walk reaches is planned, raised or closed, and
it stops at what holds it up. Walking again on the same day changes nothing. A playbook is never
written here, nor is anything done: `Raised` says which steps came up, whoever keeps the run does
what they ask for (services/run_effects.py).

A branch does not decide by a rule that rests on missing data: it is open until the data comes, or
until a person says that it is to be decided as things are (`ANYWAY`).

Not here: what a person does to a run (play_hand.py), the arithmetic of days (run_days.py).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from healthdesk.core.domain.action import Actions
from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.number_style import STYLES
from healthdesk.core.domain.playbook import PREVIOUS, RENEWAL, START, Playbook, Step, every
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.run import Entry, RunState
from healthdesk.core.domain.run_days import earlier, held, later

Decide = Callable[[Rule, int], bool]
"""Whether a rule holds for the run's account as of a day."""


@dataclass(frozen=True)
class Judge:
    """Decides rules, and knows since when data that one rests on is missing, None = it is not."""

    decide: Decide
    missing: Callable[[Rule, int], int | None]

    def __call__(self, rule: Rule, day: int) -> bool:
        """Whether a rule holds as of a day."""
        return self.decide(rule, day)


NO_CONDITION: Final = "its condition did not hold"
NO_WAY: Final = "no way fitted"
NO_RENEWAL: Final = "no renewal was known: counted from the start"
NO_SUCH_DAY: Final = "no day is known to wait for"
RULE_HELD: Final = "the rule held"
LIMIT: Final = "the rule did not hold in time"
ANYWAY: Final = "decided without the missing data"
"""What an open branch says of itself that a person wants decided as things are."""
WAITS: Final = "waits: its data is missing since"
CLOSED: Final = ("done", "skipped")


@dataclass(frozen=True)
class Raised:
    """A step that came up, and the day it is due."""

    step: Step
    due: int
    day: int


@dataclass(frozen=True)
class Advance:
    """Where a run came to, and what was raised on the way, in order.

    `next_day` is the first later day on which anything can come up by itself; None = none.
    """

    state: RunState
    raised: tuple[Raised, ...]
    next_day: int | None


def advance(
    playbook: Playbook, state: RunState, day: int, decide: Decide, actions: Actions
) -> Advance:
    """Go through every day that was not seen yet, up to a day; a day seen before changes nothing.

    Days on which nothing can come up are passed over.
    """
    raised: list[Raised] = []
    next_day: int | None = state.seen + 1
    while not state.ended and next_day is not None and next_day <= day:
        gone = one_day(playbook, state, next_day, decide, actions)
        state, next_day = gone.state, gone.next_day
        raised.extend(gone.raised)
    if not state.ended and state.seen < day:
        state = replace(state, seen=day)
    return Advance(state, tuple(raised), None if state.ended else next_day)


def one_day(
    playbook: Playbook, state: RunState, day: int, decide: Decide, actions: Actions
) -> Advance:
    """Go on to one day, which must be the next on which anything can come up."""
    if state.paused or held(day, state.pauses):
        return Advance(replace(state, seen=day), (), day + 1)
    return _walked(playbook, replace(state, seen=day), day, decide, actions, fresh=True)


def settle(
    playbook: Playbook, state: RunState, day: int, decide: Decide, actions: Actions
) -> Advance:
    """Go on within a day after a person did something; days not seen yet come first."""
    if state.seen < day:
        gone = advance(playbook, state, day, decide, actions)
        if gone.state.ended or gone.state.paused:
            return gone
        rest = _walked(playbook, gone.state, day, decide, actions, fresh=False)
        return replace(rest, raised=gone.raised + rest.raised)
    if state.ended or held(state.seen, state.pauses) or state.seen < state.start:
        return Advance(state, (), None if state.ended else state.seen + 1)
    return _walked(playbook, state, state.seen, decide, actions, fresh=False)


def waits_for_rule(playbook: Playbook, state: RunState) -> bool:
    """Whether a run stands at a wait that ends on the day its rule comes to hold.

    So does one at a branch that waits for data.
    """
    open_now = {key for key, entry in state.entries.items() if entry.state == "open"}
    return any(
        step.id in open_now
        and (bool(step.arms) or (step.until is not None and step.options.get("hold_days", 1) == 1))
        for step in every(playbook.steps)
    )


def path(playbook: Playbook, state: RunState) -> tuple[tuple[Step, ...], bool]:
    """The steps on a run's way as far as it is known, and whether all of it is.

    Of a branch that was not decided no way is among them, but what comes behind it.
    """
    found: list[Step] = []
    whole, _ = _follow(playbook.steps, state, found)
    return tuple(found), whole


def _follow(steps: tuple[Step, ...], state: RunState, found: list[Step]) -> tuple[bool, bool]:
    """Whether the way is known, and whether it goes on behind these steps."""
    whole = True
    for step in steps:
        found.append(step)
        entry = state.entries.get(step.id)
        closed = entry is not None and entry.state in CLOSED
        if step.kind == "end" and not (entry is not None and entry.state == "skipped"):
            return whole, False
        if not step.arms:
            continue
        if not closed:
            whole = False
        elif entry is not None and entry.arm >= 0:
            inner, on = _follow(step.arms[entry.arm].steps, state, found)
            whole = whole and inner
            if not on:
                return whole, False
    return whole, True


def planned_of(playbook: Playbook, state: RunState, key: str, actions: Actions) -> int | None:
    """The day an open step would be planned for as things stand; None = it is not reached."""

    def never(rule: Rule, day: int) -> bool:
        return False

    walk = _Walk(state, state.seen, never, actions, fresh=False)
    walk.asked = key
    walk.steps(playbook.steps)
    return walk.answer


def _walked(
    playbook: Playbook, state: RunState, day: int, decide: Decide, actions: Actions, *, fresh: bool
) -> Advance:
    walk = _Walk(state, day, decide, actions, fresh=fresh)
    through = walk.steps(playbook.steps) or walk.over
    entries = walk.entries
    after = state if entries == state.entries else _with(state, entries)
    if through and not any(one.state not in CLOSED for one in entries.values()):
        after = replace(after, ended="done", ended_on=day)
        return Advance(after, tuple(walk.raised), None)
    return Advance(after, tuple(walk.raised), walk.next_day)


def _with(state: RunState, entries: dict[str, Entry]) -> RunState:
    return replace(state, entries=MappingProxyType(entries))


class _Walk:
    """One walk through the steps of a run on a day."""

    def __init__(
        self, state: RunState, day: int, decide: Decide, actions: Actions, *, fresh: bool
    ) -> None:
        self.entries = dict(state.entries)
        self.raised: list[Raised] = []
        self.next_day: int | None = None
        self.over = False
        """An end was reached."""
        self.asked = ""
        """A step whose planned day is asked for."""
        self.answer: int | None = None
        self._state = state
        self._day = day
        self._decide = decide
        self._actions = actions
        self._fresh = fresh
        """The day is gone through for the first time: rules that are waited for count it."""
        self._floor = state.start
        self._previous: Step | None = None
        self._visited: set[str] = set()

    def steps(self, steps: tuple[Step, ...]) -> bool:
        """Walk steps one after another; whether the walk goes on behind them."""
        return all(self._step(step) for step in steps)

    def _step(self, step: Step) -> bool:
        """Walk one step; whether the walk goes on behind it."""
        flow = self._actions[step.kind].SPEC.flow
        entry = self.entries.get(step.id)
        if step.id == self.asked:
            self.answer = self._planned(step)[0]
        if entry is None or entry.state == "planned":
            entry = self._reach(step, flow)
            if entry is None:
                return False
        elif flow == "wait" and entry.state == "open":
            entry = self._waited(step, entry, first=False)
        elif flow == "branch" and entry.state == "open":
            again = self._branched(step, entry.planned, anyway=entry.how.startswith(ANYWAY))
            entry = replace(again, raised=entry.raised)
        self._keep(step.id, entry)
        self._visited.add(step.id)
        self._previous = step
        if entry.state not in CLOSED:
            return not (flow or step.hold)
        if (flow or step.hold) and entry.closed is not None:
            self._floor = max(self._floor, entry.closed)
        if flow == "end" and entry.state == "done":
            self.over = True
            return False
        return self.steps(step.arms[entry.arm].steps) if self._took(step, entry) else True

    def _took(self, step: Step, entry: Entry) -> bool:
        return 0 <= entry.arm < len(step.arms)

    def _keep(self, key: str, entry: Entry) -> None:
        if self.entries.get(key) != entry:
            self.entries[key] = entry

    def _soon(self, day: int) -> None:
        """A day on which something comes up."""
        day = max(day, self._day + 1)
        self.next_day = day if self.next_day is None else min(self.next_day, day)

    # What a step that is not raised comes to

    def _reach(self, step: Step, flow: str) -> Entry | None:
        """The entry of a step that is not raised yet; None = the walk does not come to it."""
        planned, how = self._planned(step)
        if planned is None:
            return None
        if flow == "wait":
            return self._begin(step, planned, how)
        spec = self._actions[step.kind].SPEC
        if planned > self._day and not spec.ahead:
            self._soon(planned)
            return Entry("planned", planned, how=how)
        if not self._allowed(step):
            return Entry("skipped", planned, closed=self._day, how=NO_CONDITION)
        return self._branched(step, planned) if flow == "branch" else self._up(step, planned, how)

    def _up(self, step: Step, planned: int, how: str) -> Entry:
        """A step whose time has come."""
        spec = self._actions[step.kind].SPEC
        if not spec.flow:
            self.raised.append(Raised(step, planned, self._day))
        if spec.by_hand:
            return Entry("open", planned, self._day, how=how)
        return Entry("done", planned, self._day, self._day, how)

    def _allowed(self, step: Step) -> bool:
        return step.only_if is None or self._decide(step.only_if, self._day)

    def _branched(self, step: Step, planned: int, *, anyway: bool = False) -> Entry:
        """Which way it takes; it stays open where a rule whose turn it is rests on missing data."""
        for at, arm in enumerate(step.arms):
            if arm.rule is None:
                continue
            since = None if anyway else self._missing(arm.rule)
            if since is not None:
                self._soon(self._day + 1)
                told = f"{WAITS} {STYLES['en'].date(since)}"
                return Entry("open", planned, self._day, how=told)
            if self._decide(arm.rule, self._day):
                return Entry("done", planned, self._day, self._day, arm.name, arm=at)
        for at, arm in enumerate(step.arms):
            if arm.rule is None:
                return Entry("done", planned, self._day, self._day, arm.name, arm=at)
        return Entry("done", planned, self._day, self._day, NO_WAY)

    def _missing(self, rule: Rule) -> int | None:
        judge = self._decide
        return judge.missing(rule, self._day) if isinstance(judge, Judge) else None

    # Waits

    def _begin(self, step: Step, begin: int, how: str) -> Entry:
        """A wait on the day it begins or before."""
        begin = max(begin, self._day)
        end, told = self._wait_end(step, begin)
        how = told or how
        if begin > self._day:
            self._soon(begin)
            return Entry("planned", end, how=how)
        if not self._allowed(step):
            return Entry("skipped", begin, closed=self._day, how=NO_CONDITION)
        return self._waited(step, Entry("open", end, self._day, how=how), first=True)

    def _waited(self, step: Step, entry: Entry, *, first: bool) -> Entry:
        """A wait that has begun, on a day: over, or not; where its end lies is seen anew."""
        began = self._day if entry.raised is None else entry.raised
        end = self._wait_end(step, began)[0]
        if end != entry.planned:
            entry = replace(entry, planned=end)
        rule = step.until if self._option(step, "until") == "rule" else None
        needed = int(self._option(step, "hold_days"))
        # What becomes true within the day ends a wait that asks for one; a day counts only once.
        if rule is not None and (first or self._fresh or needed == 1):
            streak = entry.streak + 1 if self._decide(rule, self._day) else 0
            if streak != entry.streak:
                entry = replace(entry, streak=streak)
            if streak >= needed:
                return replace(entry, state="done", closed=self._day, how=RULE_HELD)
        if self._day >= entry.planned:
            how = LIMIT if rule is not None else entry.how
            return replace(entry, state="done", closed=self._day, how=how)
        self._soon(self._day + 1 if rule is not None else entry.planned)
        return entry

    def _wait_end(self, step: Step, begin: int) -> tuple[int, str]:
        """The day a wait that begins on a day is over at the latest, and what is told of it."""
        if step.id in self._state.moved:
            return max(self._state.moved[step.id], begin), ""
        if self._option(step, "until") == "day":
            day = self._named_day(str(self._option(step, "day")))
            return (begin, NO_SUCH_DAY) if day is None else (max(day, begin), "")
        working = bool(self._option(step, "working"))
        days = int(self._option(step, "days"))
        return later(begin, days, working=working, pauses=self._state.pauses), ""

    def _named_day(self, told: str) -> int | None:
        """An ISO day, or so many days before or after the renewal: "-30 renewal"."""
        words = told.split()
        if words[1:] == [RENEWAL]:
            number = words[0].removeprefix("+")
            if self._state.renewal is None or not number.lstrip("-").isdecimal():
                return None
            return self._state.renewal + int(number)
        try:
            return to_day(date.fromisoformat(told.strip()))
        except ValueError:
            return None

    def _option(self, step: Step, key: str) -> Any:  # noqa: ANN401 - the value of an option
        if key in step.options:
            return step.options[key]
        spec = self._actions[step.kind].SPEC
        return next(one.default for one in spec.options if one.key == key)

    # Days

    def _planned(self, step: Step) -> tuple[int | None, str]:
        """The day of a step and what is told of it; None = what it counts from is not done."""
        waits = self._actions[step.kind].SPEC.flow == "wait"
        if step.id in self._state.moved and not waits:
            return max(self._state.moved[step.id], self._floor), ""
        when, pauses = step.when, self._state.pauses
        if when.after == RENEWAL and self._state.renewal is not None:
            days, renewal = when.days, self._state.renewal
            if days < 0:
                found = earlier(renewal, -days, working=when.working)
            else:
                found = later(renewal, days, working=when.working)
            return max(found, self._floor), ""
        base = self._base(when.after)
        if base is None:
            return None, ""
        how = NO_RENEWAL if when.after == RENEWAL else ""
        found = later(base, max(when.days, 0), working=when.working, pauses=pauses)
        return max(found, self._floor), how

    def _base(self, after: str) -> int | None:
        """The day that a step's days count from; None = the step it names is not closed."""
        if after in (START, RENEWAL):
            return self._state.start
        if after != PREVIOUS and after in self._visited:
            return self.entries[after].closed
        before = self._previous
        if before is None:
            return self._state.start
        entry = self.entries[before.id]
        held_up = before.hold or self._actions[before.kind].SPEC.flow
        if held_up and entry.closed is not None:
            return entry.closed
        return entry.planned
