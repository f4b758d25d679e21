"""What a play would have done over some days of the past, held against what happened; pure.

When it would have fired rests on what was known on each day (play_rehearsal_walk.py). Only what is
told beside it looks ahead: who was lost, and who was touched by hand. A loss counts as caught where
the play would have fired in the `BEFORE` days before; the first of these firings says how long
before.

Not here: where it is read (services/play_rehearsal.py), how it is told (play_rehearsal_words.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.facts import NO_DAY, BoolArray, IntArray
from healthdesk.core.domain.judgement import Share
from healthdesk.core.domain.loss_signs import Sign
from healthdesk.core.domain.play_watch import Brake, Fired, Ripe
from healthdesk.core.domain.trigger import Told

BEFORE: Final = 180
"""Days before a loss in which a firing counts as having caught it."""
TOUCHED: Final = 14
"""Days around a firing in which a touch by hand is told."""
FEW: Final = 3
"""Losses below which nothing is said of the share that was caught."""
_WEEK: Final = 7
_MONDAY: Final = 3
"""Days from 1970-01-01, a Thursday, back to a Monday."""
Group = Literal["caught", "stayed", "missed"]
GROUPS: Final[Mapping[Group, str]] = {
    "caught": "Lost, and it would have fired before",
    "stayed": "Stayed",
    "missed": "Lost, and it would not have fired",
}


@dataclass(frozen=True)
class Would:
    """A firing that would have been.

    Attributes:
        cause_day: the day of the event, or since when the condition held.
        because: what was seen, with the values then.
        touched: the day nearest to it, of two weeks before and after, on which somebody touched
            the account by hand; None = nobody did.
        noted: it would only have been noted on the playbook that was at work there.
    """

    account_id: str
    account_name: str
    day: int
    cause_day: int
    because: tuple[Told, ...] = ()
    touched: int | None = None
    noted: bool = False

    @property
    def words(self) -> str:
        """Why it would have fired, in one line."""
        return "; ".join(f"{one.what}: {one.value}" for one in self.because if one.held)


@dataclass(frozen=True)
class Withheld:
    """A cause that a brake held back and that never fired: its day, or since when it waited."""

    day: int
    brake: Brake


@dataclass(frozen=True)
class Strip:
    """An account in the plot: when it would have fired there, and whether it was lost.

    Attributes:
        noted: what would only have been noted on the playbook that was at work there.
        held: what was held back and never fired.
        lead: days before the loss of the first firing that counts.
        signs: of one that was not caught: what else told of its loss.
    """

    account_id: str
    name: str
    group: Group
    fired: tuple[Would, ...] = ()
    lost: int | None = None
    lead: int | None = None
    signs: tuple[Sign, ...] = ()
    noted: tuple[Would, ...] = ()
    held: tuple[Withheld, ...] = ()


@dataclass(frozen=True)
class HeldBack:
    """How often a brake held back, and how often nothing came of it later on.

    An event counts once; a state once for each stretch of days on which it waited.
    """

    brake: Brake
    times: int
    never: int


@dataclass(frozen=True)
class Muted:
    """A stretch of days, both ends in, on which most accounts were excused by their season."""

    first: int
    last: int


@dataclass(frozen=True)
class Rehearsal:
    """A play over some days of the past.

    Attributes:
        first: the first day on which it could have fired, `last` the last.
        strips: by group in the order of GROUPS; caught and missed by the day of their loss, stayed
            by their first firing.
        elsewhere: losses of accounts it is not for.
        kept: accounts that it was for on any of the days, and that were not lost.
        touches_known: whether the desk knows of any touch at all.
        members: accounts it is for on the last day; `members_mean` in the mean of all days.
        who: ids and names of the accounts it is for on the last day, by name.
        minutes: work of one run, by the playbook's steps; None = it has no playbook.
        data_from: the first day of which the desk has any data, where that is after the first.
        withheld: causes that a brake held back and that never fired, at any account.
        seasons: stretches in which it would have kept still because of the season.
        goal_anyway: of so many firings long enough ago, after how many its goal came to hold all
            the same, though nothing was done; None = it has no goal.
        seconds: how long it took.
    """

    play: str
    first: int
    last: int
    strips: tuple[Strip, ...] = ()
    elsewhere: int = 0
    kept: int = 0
    touches_known: bool = True
    members: int = 0
    members_mean: float = 0.0
    who: tuple[tuple[str, str], ...] = ()
    minutes: int | None = None
    data_from: int | None = None
    seasons: tuple[Muted, ...] = ()
    held: tuple[HeldBack, ...] = ()
    withheld: int = 0
    goal_anyway: tuple[int, int] | None = None
    seconds: float = field(default=0.0, compare=False)

    @cached_property
    def rows(self) -> tuple[Would, ...]:
        """Every firing, by day; what would only have been noted is none."""
        found = [one for strip in self.strips for one in strip.fired]
        return tuple(sorted(found, key=lambda one: (one.day, one.account_id, one.cause_day)))

    def of(self, group: Group) -> tuple[Strip, ...]:
        """The accounts of a group."""
        return tuple(one for one in self.strips if one.group == group)

    @property
    def times(self) -> int:
        """How often it would have fired."""
        return len(self.rows)

    @property
    def accounts(self) -> int:
        """At how many accounts."""
        return sum(bool(one.fired) for one in self.strips)

    @property
    def noted(self) -> int:
        """How often it would only have been noted on a playbook at work there."""
        return sum(len(one.noted) for one in self.strips)

    @cached_property
    def busiest_week(self) -> int:
        """The most firings of a week, Monday to Sunday."""
        weeks: dict[int, int] = {}
        for one in self.rows:
            week = (one.day + _MONDAY) // _WEEK
            weeks[week] = weeks.get(week, 0) + 1
        return max(weeks.values(), default=0)

    @property
    def caught(self) -> Share:
        """Losses that it would have caught, of all there were, with the range of the share."""
        caught = len(self.of("caught"))
        return Share(caught, caught + len(self.of("missed")))

    @property
    def lead(self) -> float | None:
        """Days before the loss, in the median of those caught."""
        leads = [one.lead for one in self.strips if one.lead is not None]
        return float(median(leads)) if leads else None

    @property
    def touched(self) -> int:
        """Firings around which the account was touched by hand anyway."""
        return sum(one.touched is not None for one in self.rows)


@dataclass(frozen=True, eq=False)
class Hindsight:
    """What became of the accounts, as it is known now.

    Attributes:
        days: the days of `audience`, from the first to the last of the rehearsal.
        audience: for whom the play is, accounts x days.
        lost: the day from which each account is lost, NO_DAY = it is not.
        touches: by account, the days on which it was touched by hand, rising.
    """

    account_ids: tuple[str, ...]
    names: tuple[str, ...]
    days: IntArray
    audience: BoolArray
    lost: IntArray
    touches: Mapping[int, Sequence[int]]


def losses(seen: Hindsight) -> tuple[dict[int, int], int]:
    """Accounts lost on these days that the play was for shortly before; how many others were."""
    first, last = int(seen.days[0]), int(seen.days[-1])
    # Before a loss on the first day there is nothing to be seen.
    gone = np.flatnonzero((seen.lost > first) & (seen.lost <= last) & (seen.lost != NO_DAY))
    mine = {}
    for one in gone.tolist():
        day = int(seen.lost[one])
        low, high = max(day - BEFORE - first, 0), day - first
        if seen.audience[one, low:high].any():
            mine[one] = day
    return mine, len(gone) - len(mine)


def strips(
    fired: Sequence[Fired],
    seen: Hindsight,
    because: Mapping[tuple[int, int, int], tuple[Told, ...]],
    signs: Mapping[int, tuple[Sign, ...]],
    held: Mapping[int, tuple[Withheld, ...]] | None = None,
) -> tuple[Strip, ...]:
    """An account each: what would have fired there, whether it was lost and how long before.

    `held` is what was held back, by account; it makes no strip of its own.
    """
    gone, _ = losses(seen)
    by_account: dict[int, list[Would]] = {}
    for one in fired:
        would = Would(
            seen.account_ids[one.account],
            seen.names[one.account],
            one.day,
            one.cause_day,
            because.get((one.account, one.day, one.cause_day), ()),
            touch_near(seen.touches.get(one.account, ()), one.day),
            one.noted,
        )
        by_account.setdefault(one.account, []).append(would)
    out = []
    for account in {**by_account, **gone}:
        own = tuple(by_account.get(account, ()))
        strip = _strip(seen, account, own, gone.get(account), signs.get(account, ()))
        out.append(replace(strip, held=(held or {}).get(account, ())))
    order = list(GROUPS)
    return tuple(sorted(out, key=lambda one: (order.index(one.group), _when(one), one.account_id)))


def _strip(
    seen: Hindsight, account: int, own: tuple[Would, ...], lost: int | None, signs: tuple[Sign, ...]
) -> Strip:
    names = seen.account_ids[account], seen.names[account]
    fired = tuple(one for one in own if not one.noted)
    noted = tuple(one for one in own if one.noted)
    if lost is None:
        return Strip(*names, "stayed", fired, noted=noted)
    leads = [lost - one.day for one in fired if 0 < lost - one.day <= BEFORE]
    if leads:
        return Strip(*names, "caught", fired, lost, max(leads), noted=noted)
    return Strip(*names, "missed", fired, lost, signs=signs, noted=noted)


def _when(strip: Strip) -> int:
    if strip.lost is not None:
        return strip.lost
    return min(one.day for one in (*strip.fired, *strip.noted))


def touch_near(touches: Sequence[int], day: int) -> int | None:
    """The touch nearest to a day, of two weeks before and after; of two as near the earlier."""
    near = [one for one in touches if abs(one - day) <= TOUCHED]
    return min(near, key=lambda one: (abs(one - day), one), default=None)


def muted_seasons(ripe: Ripe, audience: BoolArray, first: int) -> tuple[Muted, ...]:
    """Stretches of days on which at least half of those it is for were excused by their season.

    `audience` begins with the first day.
    """
    if ripe.muted is None:
        return ()
    start = int(np.searchsorted(ripe.days, first))
    there = audience.sum(axis=0)
    excused = (ripe.muted[:, start:] & audience).sum(axis=0)
    return stretches((there > 0) & (2 * excused >= there), first)


def stretches(holds: BoolArray, first: int) -> tuple[Muted, ...]:
    """The stretches of days on which something holds; the first column is the first day's."""
    edges = np.diff(np.concatenate(([0], holds.astype(np.int8), [0])))
    starts, ends = np.flatnonzero(edges == 1).tolist(), np.flatnonzero(edges == -1).tolist()
    return tuple(Muted(first + a, first + b - 1) for a, b in zip(starts, ends, strict=True))


def goal_anyway(
    fired: Sequence[Fired], goal: BoolArray, days: IntArray, within: int
) -> tuple[int, int]:
    """After how many firings a goal came to hold within its days, of those long enough ago."""
    reached = asked = 0
    for one in fired:
        low = one.day + 1 - int(days[0])
        if one.day + within > int(days[-1]):
            continue
        asked += 1
        reached += bool(goal[one.account, low : low + within].any())
    return reached, asked
