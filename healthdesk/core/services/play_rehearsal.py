"""Rehearses a play: what it would have done over some days of the past, and how that turned out.

Every day is looked at with the facts up to it, by the profiles, segments and rules of now. Nothing
that it fires is written.

Not here: how the days are gone through (domain/play_rehearsal_walk.py), how it is told
(domain/play_rehearsal_words.py).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.actions import CATALOGUE as ACTIONS
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.facts import DIRECTIONS, NO_DAY, BoolArray, Facts, IntArray
from healthdesk.core.domain.loss_signs import signs
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_rehearsal import (
    Hindsight,
    Rehearsal,
    Withheld,
    goal_anyway,
    losses,
    muted_seasons,
    strips,
)
from healthdesk.core.domain.play_rehearsal_walk import Around, Kept, go_through
from healthdesk.core.domain.play_watch import LATE, Fired
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.playbook_length import longest
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.trigger import Told
from healthdesk.core.services import play_names, playbooks, settings
from healthdesk.core.services.play_looking import Looked, look
from healthdesk.core.services.wording import long_date
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx
from healthdesk.core.triggers import CATALOGUE as TRIGGERS

YEAR: Final = 365
MOST_DAYS: Final = 1_100
"""Days that are gone through at most: three years."""
_INBOUND: Final = DIRECTIONS.index("inbound")
_OTHERS: Final = """
SELECT a.account_id, f.day FROM firing f JOIN account a ON a.id = f.account_id
WHERE f.play <> :play AND f.day BETWEEN :first AND :last
  AND f.state IN ('suggested', 'started', 'declined', 'lapsed')"""
_OF_PLAYS: Final = """
SELECT m.touchpoint_id FROM message m JOIN run_step s ON s.message_id = m.id
JOIN run r ON r.id = s.run_id WHERE r.origin LIKE 'play:%' AND m.touchpoint_id IS NOT NULL"""


def year_to(day: int) -> tuple[int, int]:
    """The first and the last day of the year up to a day."""
    return day - YEAR + 1, day


def rehearse(
    tx: Tx,
    play: Play,
    first: int,
    last: int,
    progress: Progress = NOBODY,
    *,
    reasons: bool = False,
) -> Rehearsal:
    """What a play would have done from one day to another, both in.

    With `reasons` every firing says why, which takes its time; else they are asked one by one
    (play_why.py).

    Raises:
        UsageError: The days are none that can be gone through.
        Cancelled: The user asked to stop.
    """
    _check(tx, first, last)
    began = time.perf_counter()
    days = np.arange(first - LATE, last + 1, dtype=np.int32)
    looked = look(tx, [play], days, progress)
    ripe = looked.ripe(play)
    audience = looked.audience(play, days[LATE:])
    playbook = _playbook(tx, play)
    gone = go_through(play, ripe, first, _around(tx, play, playbook, looked, days), progress)
    facts = looked.facts
    seen = Hindsight(
        facts.account_ids,
        facts.names,
        days[LATE:],
        audience,
        np.minimum(facts.churned, NO_DAY),
        _touches(tx, facts, {one.account for one in gone.fired}),
    )
    lost, elsewhere = losses(seen)
    goal = None if play.goal is None else looked.holds(play.goal.rule, days[LATE:])
    counts = audience.sum(axis=0)
    data = _data_from(facts)
    return Rehearsal(
        play.name,
        first,
        last,
        strips=strips(
            gone.fired,
            seen,
            _because(looked, play, gone.fired, progress) if reasons else {},
            {one: signs(facts, one, day) for one, day in lost.items()},
            _held(gone.kept, first),
        ),
        elsewhere=elsewhere,
        kept=int((audience.any(axis=1) & (facts.churned > last)).sum()),
        touches_known=bool(len(facts.touchpoints.day)),
        members=int(counts[-1]),
        members_mean=float(counts.mean()),
        who=_members(facts, audience[:, -1]),
        minutes=None if playbook is None else work(playbook, play.minutes),
        data_from=data if data is None or data > first else None,
        seasons=muted_seasons(ripe, audience, first) if play.brakes.seasons else (),
        held=gone.held,
        withheld=len(gone.kept),
        goal_anyway=None
        if play.goal is None or goal is None
        else goal_anyway(
            [one for one in gone.fired if not one.noted], goal, days[LATE:], play.goal.days
        ),
        seconds=time.perf_counter() - began,
    )


def _members(facts: Facts, those: BoolArray) -> tuple[tuple[str, str], ...]:
    """Ids and names of accounts, by name."""
    found = [(facts.account_ids[at], facts.names[at]) for at in np.flatnonzero(those)]
    return tuple(sorted(found, key=_by_name))


def _by_name(one: tuple[str, str]) -> tuple[str, str]:
    return one[1].casefold(), one[0]


@op("Note a rehearsal")
def note(tx: Tx, name: str) -> None:
    """Note that a play was rehearsed today; the list says so. No step of work that is undone."""
    asked = {"play": play_names.find(tx, name), "day": settings.today(tx)}
    known = tx.execute(text("SELECT rehearsed_on FROM play WHERE id = :play"), asked).scalar()
    if known != asked["day"]:
        with undo.aside(tx, "play"):
            tx.execute(text("UPDATE play SET rehearsed_on = :day WHERE id = :play"), asked)
        undo.tell(tx, Topic.PLAYS)


def work(playbook: Playbook, minutes: int) -> int:
    """Minutes of work of one run on the way that takes most.

    A step that says how long it takes is taken at its word; every other one that a person closes is
    taken for as long as the play says that its start takes.
    """
    return _work(playbook.steps, minutes)


def _work(steps: Sequence[Step], minutes: int) -> int:
    total = 0
    for step in steps:
        spec = ACTIONS[step.kind].SPEC
        declared = {one.key: one.default for one in spec.options}
        if spec.by_hand:
            told = {**declared, **step.options}.get("minutes", minutes)
            total += int(told) if isinstance(told, int | float) else minutes
        if step.arms:
            total += max(_work(arm.steps, minutes) for arm in step.arms)
    return total


def _check(tx: Tx, first: int, last: int) -> None:
    today = settings.today(tx)
    if last < first:
        raise UsageError(
            f"The last day, {long_date(last)}, is before the first, {long_date(first)}."
        )
    if last > today:
        raise UsageError(
            f"{long_date(last)} is still to come.",
            f"A rehearsal goes to {long_date(today)} at most.",
        )
    if last - first >= MOST_DAYS:
        raise UsageError(f"A rehearsal goes through {MOST_DAYS:,} days at most.")


def _playbook(tx: Tx, play: Play) -> Playbook | None:
    try:
        return playbooks.document(tx, play.playbook) if play.playbook else None
    except NotFound:
        return None


def _around(
    tx: Tx, play: Play, playbook: Playbook | None, looked: Looked, days: IntArray
) -> Around:
    """What is supposed of runs, and what else fired."""
    goal = play.goal
    return Around(
        length=0 if playbook is None else longest(playbook, ACTIONS),
        goal=looked.holds(goal.rule, days) if goal is not None and goal.ends else None,
        goal_days=0 if goal is None else goal.days,
        stop=None if play.stop is None else looked.holds(play.stop, days),
        taken=_others(tx, play, looked, days) if play.brakes.each else {},
    )


def _others(tx: Tx, play: Play, looked: Looked, days: IntArray) -> Mapping[int, list[int]]:
    """By account, the days on which other plays fired there."""
    found: dict[int, list[int]] = {}
    asked = {
        "play": play.name,
        "first": int(days[0]) - play.brakes.each_days,
        "last": int(days[-1]),
    }
    for account_id, day in tx.execute(text(_OTHERS), asked):
        place = looked.place(account_id)
        if place is not None:
            found.setdefault(place, []).append(day)
    return found


def _held(kept: Sequence[Kept], first: int) -> dict[int, tuple[Withheld, ...]]:
    """By account what never fired, one a day; an event before the first day counts on that."""
    found: dict[int, dict[int, Withheld]] = {}
    for one in kept:
        day = max(one.day, first)
        found.setdefault(one.account, {}).setdefault(day, Withheld(day, one.brake))
    return {account: tuple(days.values()) for account, days in found.items()}


def _touches(tx: Tx, facts: Facts, accounts: Iterable[int]) -> dict[int, list[int]]:
    """By account, the days on which somebody here touched it by hand.

    What customers send is no touch of ours, nor is a message that a play made.
    """
    made = {row for (row,) in tx.execute(text(_OF_PLAYS))}
    table = facts.touchpoints
    found = {}
    for account in accounts:
        low, high = np.searchsorted(table.account, (account, account + 1)).tolist()
        found[account] = [
            int(table.day[at])
            for at in range(low, high)
            if table.direction[at] != _INBOUND and int(table.row[at]) not in made
        ]
    return found


def _because(
    looked: Looked, play: Play, fired: Sequence[Fired], progress: Progress
) -> dict[tuple[int, int, int], tuple[Told, ...]]:
    found = {}
    event = TRIGGERS[play.cause.kind].SPEC.shape == "event"
    for at, one in enumerate(fired):
        if at % 50 == 0:
            progress.step(at, len(fired), "Saying why")
        # An event is told as of its own day, as the desk does.
        on = one.cause_day if event else one.day
        found[one.account, one.day, one.cause_day] = looked.because(play, one.account, on)
    return found


def _data_from(facts: Facts) -> int | None:
    """The first day of which the desk has any data; contracts and fields have no such day."""
    tables = (facts.surveys, facts.touchpoints, facts.tickets, facts.sentiments, facts.invoices)
    firsts = [int(one.day.min()) for one in tables if len(one.day)]
    used = facts.first_usage[facts.first_usage != NO_DAY]
    return min([*firsts, *([int(used.min())] if len(used) else [])], default=None)
