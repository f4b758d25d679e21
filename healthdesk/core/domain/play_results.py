"""What came of a play: its firings, the work they led to, its goal, what that suggests; pure.

Not here: what it did to score and usage (play_effect.py), where it is read
(services/play_results.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final, Literal

from healthdesk.core.domain.play import Mode
from healthdesk.core.domain.play_effect import Effect
from healthdesk.core.domain.playbook_view import StepResult

LEAST: Final = 3
"""So many must have done something before it is said that most do."""
ENOUGH: Final = 5
"""Firings that can be told from which a share of them is spoken of."""
IDLE: Final = 90
"""Days without a firing after which a play that is on is said to be idle."""
SLOW: Final = 5
"""Days for a yes from which it is said to come late."""
_SELDOM: Final = 0.2
_MOST_LATER: Final = 10
_NO_EFFECT: Final = Effect(0, 0, 0, ())
Target = Literal["play", "playbook"]


@dataclass(frozen=True)
class GoalResult:
    """How often a play's goal was reached.

    Attributes:
        reached: firings that led to work after which it was, of those that can be told: it was
            reached, or its days are over.
        waiting: those of which it cannot be told yet.
        median_days: from the firing to the goal; None = never.
    """

    name: str
    days: int
    reached: int
    of: int
    waiting: int
    median_days: float | None = None


@dataclass(frozen=True)
class Suggestion:
    """What to think of, where a press leads to.

    Attributes:
        words: one sentence.
        target: where it is changed: in the play or in its playbook.
        name: of the play or the playbook.
        step: id of the step; "" = none.
    """

    words: str
    target: Target
    name: str
    step: str = ""


@dataclass(frozen=True)
class PlayResults:
    """What came of a play by the end of a day.

    Attributes:
        states: how many firings are in each state of firing.STATES.
        passed: why it was passed over, how often, most often first.
        accounts: at how many accounts it fired.
        runs: the runs it started; of which `active`, `done` and `stopped`.
        outcomes: how many of each of run.OUTCOMES; `asks` runs whose outcome is asked for.
        answered_days: days from a suggestion to its yes, in the median; None = no yes yet.
        automatic: starts that nobody had to say yes to.
        minutes: work that those saved, by its owner's estimate; as the log counts it.
    """

    name: str
    day: int
    mode: Mode
    playbook: str
    on_since: int | None
    states: Mapping[str, int]
    passed: tuple[tuple[str, int], ...]
    accounts: int
    first: int | None
    last: int | None
    runs: int
    active: int
    done: int
    stopped: int
    outcomes: Mapping[str, int]
    asks: int
    goal: GoalResult | None
    steps: tuple[StepResult, ...]
    answered_days: float | None
    automatic: int
    minutes: int
    declined_why: str = ""
    """What was said most often where it was declined."""
    effect: Effect = _NO_EFFECT
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def fired(self) -> int:
        """How often it fired; what was passed over or withdrawn does not count."""
        left_out = self.states.get("passed", 0) + self.states.get("withdrawn", 0)
        return sum(self.states.values()) - left_out

    @property
    def told(self) -> int:
        """Outcomes that say something; too early to tell says nothing yet."""
        return sum(count for key, count in self.outcomes.items() if key != "too early")


def suggestions(found: PlayResults) -> tuple[Suggestion, ...]:
    """What its results suggest, what weighs most first."""
    return tuple(
        one
        for some in (_acted(found), _outcomes(found), _steps(found), _play(found))
        for one in some
    )


def _acted(found: PlayResults) -> Iterator[Suggestion]:
    """Whether anybody acts when it fires."""
    states = found.states
    declined, lapsed = states.get("declined", 0), states.get("lapsed", 0)
    answered = declined + lapsed + states.get("started", 0)
    if declined >= LEAST and 2 * declined > answered:
        why = f" (most often “{found.declined_why}”)" if found.declined_why else ""
        told = f"It fires and nobody acts: {declined} of {answered} declined{why}."
        yield _of_play(found, f"{told} Narrow whom it is for, or what it waits for.")
    if lapsed >= LEAST and 2 * lapsed > answered:
        told = f"{lapsed} of {answered} lapsed before anybody said yes"
        yield _of_play(found, f"{told}: let its condition hold some days before it fires.")
    slow = found.answered_days
    if found.mode == "suggest" and slow is not None and slow >= SLOW:
        told = f"A yes takes {slow:g} days in the median"
        yield _of_play(found, f"{told}: look at it daily, or let it start by itself.")
    passed = states.get("passed", 0)
    if passed >= ENOUGH and passed > found.fired:
        why = f", most often because {found.passed[0][0]}" if found.passed else ""
        yield _of_play(
            found, f"It is passed over more often than it fires: {passed} of"
            f" {passed + found.fired}{why}."
        )  # fmt: skip


def _outcomes(found: PlayResults) -> Iterator[Suggestion]:
    """Whether it helped."""
    failed = found.outcomes.get("no", 0)
    if failed >= LEAST and 2 * failed > found.told:
        yield _of_playbook(found, f"{failed} of {found.told} did not work: try other steps.")
    goal = found.goal
    if goal is not None and goal.of >= ENOUGH and goal.reached <= _SELDOM * goal.of:
        told = f"Its goal was reached after {goal.reached} of {goal.of} firings"
        yield _of_play(found, f"{told}: other steps, or another goal.")
    worse = [one.after for one in found.effect.of("score") if one.verdict == "worse"]
    if worse:
        told = f"Scores did worse than those of accounts like them {worse[0]} days after"
        yield _of_playbook(found, f"{told}: does it help?")


def _steps(found: PlayResults) -> Iterator[Suggestion]:
    """Steps that come late, or that most pass over."""
    for one in found.steps:
        if one.late >= LEAST and 2 * one.late > one.done:
            later = min(max(ceil(one.late_days / one.late), 1), _MOST_LATER)
            words = "a working day later" if later == 1 else f"{later} working days later"
            told = f"{one.late} of {one.done} late at step “{one.name}”: make it {words}."
            yield Suggestion(told, "playbook", found.playbook, one.step)
        if one.is_passed_over:
            why = f" (most often “{one.why}”)" if one.why else ""
            told = f"{one.passed} of {one.reached - one.open} passed over step “{one.name}”{why}"
            yield Suggestion(f"{told}: is it needed?", "playbook", found.playbook, one.step)


def _play(found: PlayResults) -> Iterator[Suggestion]:
    """What the play itself lacks."""
    if found.goal is None:
        yield _of_play(found, "It says no measure: what would show that it worked?")
    since = max((one for one in (found.on_since, found.last) if one is not None), default=None)
    if found.on_since is not None and since is not None and found.day - since >= IDLE:
        told = f"It has not fired for {found.day - since} days"
        yield _of_play(found, f"{told}: rehearse it with another condition.")


def _of_play(found: PlayResults, words: str) -> Suggestion:
    return Suggestion(words, "play", found.name)


def _of_playbook(found: PlayResults, words: str) -> Suggestion:
    return Suggestion(words, "playbook", found.playbook)


def most_often(words: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """Words and how often each was said, most often first; empty ones left out."""
    counts: dict[str, int] = {}
    for one in words:
        if one:
            counts[one] = counts.get(one, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
