"""When a successplay fires: one day of one play on what it saw, pure. Ticks and rehearsals alike.

What "ripe" means: on a day d an account is ripe for a play where it is among those the play is for
and the trigger holds on d and on the days before it that were asked for (a state), or happened on
d (an event): as of d, by the facts known now.

* **A state** fires when it comes to hold. While it holds the play remembers since when the account
  is inside; who is inside is no candidate. A brake holds a candidate back as long as it is ripe.
  On the day on which it fired an account stays inside whatever the facts of that same day still
  become, and it fires once that day at most.
* **An event** is dealt with once. Candidates of d are the events of the last `LATE` days that were
  not dealt with: what an import brings late still fires, on the first day that is gone through
  after it. Brakes of number (`often`, a run that is left alone) deal with it for good: it is passed
  over. The others (silent days, `each`, `a_day`) put it off; one put off for `LATE` days is
  forgotten.
* **Missing data** is no cause: while data that a play rests on does not come (`Ripe.gap`), what is
  ripe is held back. A state stays a candidate, and who is inside stays inside; an event is held
  where its own day lies in the gap, until that day's data is there.
* **Brakes** are asked in the order silent days, missing data, running, often, each, a_day. Those
  that number firings come last. Candidates are taken
  in the order of what accounts pay (`Ripe.rank`, strict), an account's own events from the oldest.
  What is noted on a run that is open brings no new work: only silent days hold it back, and it
  takes no place of `each` and `a_day`; for `often` it counts as a firing.
* A day may be gone through again: what fired on it fires no second time, and `a_day` counts what
  fired before. Nothing depends on the order of accounts; of several plays the desk's order decides.
* **Switched on** (`begin`): what is ripe or happened lately is taken as seen, or, where accounts
  for which it holds already are wanted, nothing is. The same when the clock had been wrong.

Accounts are row numbers of the facts. Not here: what is looked at (services/play_looking.py), what
a firing brings (services/play_ticks.py), what a year would have brought (play_rehearsal.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.events import span_words
from healthdesk.core.domain.facts import BoolArray, IntArray, to_date, to_day
from healthdesk.core.domain.number_style import STYLES
from healthdesk.core.domain.play import Brakes, Play
from healthdesk.core.domain.trigger import Shape

LATE: Final = 30
"""Days back to which an event still counts when the desk learns of it."""
NO_RENEWAL: Final = -1
Brake = Literal["silent", "season", "data", "running", "often", "each", "a_day"]
BRAKES: Final[dict[Brake, str]] = {
    "silent": "a day without plays",
    "season": "a muted season",
    "data": "data it rests on was missing",
    "running": "its playbook is at work already",
    "often": "it fired there before",
    "each": "enough plays at one account",
    "a_day": "enough accounts for one day",
}
"""What holds a play back, and how that reads."""
_FOR_GOOD: Final = ("running", "often")
"""Brakes that deal with an event for good."""
_SATURDAY: Final = 5
_EN: Final = STYLES["en"]


@dataclass(frozen=True, eq=False)
class Ripe:
    """What a play sees on some days one after the other; each array is accounts x days.

    Attributes:
        days: the days; for events they begin `LATE` - 1 days before the first that is stepped.
        shape: what the trigger's days mean.
        ripe: where it is ripe; of events where one happened, as of its day.
        cause: since when it holds, or the day of the event; -1 where it is not ripe.
        rank: the place of an account by what it pays, most first, each place once a day.
        renewal: the next renewal as known then, -1 = none.
        muted: where the account's season excuses it; None = nowhere.
        gap: since when data that the play rests on is missing there, -1 = it is not; None =
            nowhere.
    """

    days: IntArray
    shape: Shape
    ripe: BoolArray
    cause: IntArray
    rank: IntArray
    renewal: IntArray
    muted: BoolArray | None = None
    gap: IntArray | None = None

    def missing(self, account: int, day: int) -> int:
        """Since when data was missing on one of the days, -1 = it was not."""
        at = day - int(self.days[0])
        known = self.gap is not None and 0 <= at < len(self.days)
        return int(self.gap[account, at]) if self.gap is not None and known else -1


@dataclass(frozen=True)
class Past:
    """A firing that counts: its day, the day of its cause, the renewal that was next."""

    day: int
    cause_day: int
    renewal: int = NO_RENEWAL
    noted: bool = False


@dataclass(frozen=True)
class Memory:
    """What a play remembers between days.

    Attributes:
        seen_day: the last day gone through.
        inside: of a state: accounts that are inside, since when it holds.
        dealt: of events: account and day of those dealt with.
        fired: by account, what fired there.
    """

    seen_day: int
    inside: Mapping[int, int] = field(default_factory=dict)
    dealt: frozenset[tuple[int, int]] = frozenset()
    fired: Mapping[int, tuple[Past, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Fired:
    """It fires; `noted`: on the run that is open there."""

    account: int
    day: int
    cause_day: int
    renewal: int = NO_RENEWAL
    noted: bool = False


class Held(NamedTuple):
    """It does not fire, and which brake is why: put off, or passed over for good."""

    account: int
    day: int
    cause_day: int
    brake: Brake
    why: str


@dataclass(frozen=True, eq=False)
class Crowd:
    """Events that wait for a place of the day, and nothing else: whose they are, and of when."""

    accounts: NDArray[np.intp]
    causes: IntArray
    day: int
    why: str

    def each(self) -> Iterator[Held]:
        """One by one."""
        for account, cause in zip(self.accounts.tolist(), self.causes.tolist(), strict=True):
            yield Held(account, self.day, cause, "a_day", self.why)


@dataclass(frozen=True)
class Step:
    """What a day brought.

    Attributes:
        fired: in the order in which they were taken.
        passed: events that are passed over for good.
        alone: candidates that are put off, each by what holds it; `held` has the crowd with them.
        ended: accounts at which a state holds no more.
        crowd: of a full day, those that only wait for a place; None = nobody.
    """

    memory: Memory
    fired: tuple[Fired, ...] = ()
    passed: tuple[Held, ...] = ()
    alone: tuple[Held, ...] = ()
    ended: tuple[int, ...] = ()
    crowd: Crowd | None = field(default=None, compare=False)

    @property
    def held(self) -> tuple[Held, ...]:
        """All candidates that are put off."""
        return self.alone if self.crowd is None else (*self.alone, *self.crowd.each())


class World(Protocol):
    """What is around a play on the day that is gone through."""

    def running(self, account: int) -> bool:
        """Whether its playbook is at work there."""

    def taken(self, account: int, days: int) -> int:
        """Firings of all plays there in so many days up to this one, noted ones left out."""

    def quiet(self, day: int) -> str:
        """Why nothing fires on a day, beside what the play itself says of its days; "" = it may."""


def begin(ripe: Ripe, at: int, before: Memory, *, existing: bool) -> Memory:
    """What a play remembers that is switched on: what is ripe counts as seen, unless wanted."""
    day = int(ripe.days[at])
    if existing:
        return Memory(day, fired=before.fired)
    inside: dict[int, int] = {}
    dealt: frozenset[tuple[int, int]] = frozenset()
    if ripe.shape == "state":
        inside = {int(one): _since(ripe, int(one), at) for one in np.flatnonzero(ripe.ripe[:, at])}
    elif ripe.shape == "event":
        dealt = frozenset(_events(ripe, at))
    return Memory(day, inside, dealt, before.fired)


def step(play: Play, memory: Memory, ripe: Ripe, at: int, world: World) -> Step:
    """Go through one day of a play; `at` is its place among the days of what is seen."""
    day = _Day(play, memory, ripe, at, world)
    if ripe.shape == "state":
        day.states()
    elif ripe.shape == "event":
        day.events()
    return day.done()


def silent(brakes: Brakes, day: int) -> str:
    """Why a play says of itself that it does not fire on a day; "" = it may."""
    when = to_date(day)
    if brakes.weekends and when.weekday() >= _SATURDAY:
        return "it is silent at weekends"
    here = f"{when:%m-%d}"
    for first, last in brakes.quiet:
        inside = first <= here <= last if first <= last else here >= first or here <= last
        if inside:
            return f"it is silent from {_day_of(first)} to {_day_of(last)}"
    return ""


class _Day:
    """One day of one play, while it is gone through."""

    def __init__(self, play: Play, memory: Memory, ripe: Ripe, at: int, world: World) -> None:
        self._brakes, self._memory, self._ripe = play.brakes, memory, ripe
        self._at, self._world = at, world
        self._mode = play.mode
        self._day = int(ripe.days[at])
        self._inside = dict(memory.inside)
        self._dealt = set(memory.dealt)
        self._past = dict(memory.fired)
        self._fired: list[Fired] = []
        self._passed: list[Held] = []
        self._held: list[Held] = []
        self._ended: list[int] = []
        self._crowd: Crowd | None = None
        self._mine: dict[int, int] = {}
        """Firings of this step by account, noted ones left out."""
        self._places = {
            account
            for account, fired in memory.fired.items()
            for one in fired
            if one.day == self._day and not one.noted
        }
        """Accounts that took a place of the day."""
        self._quiet = silent(play.brakes, self._day) or world.quiet(self._day)
        muted = ripe.muted if play.brakes.seasons else None
        self._mute: list[bool] | None = None if muted is None else muted[:, at].tolist()
        self._numbers = self._in_force(play.brakes)

    def _in_force(self, brakes: Brakes) -> list[tuple[Brake, Callable[[int], str]]]:
        """The brakes that count firings, and what says why each holds at an account."""
        found: list[tuple[Brake, Callable[[int], str]]] = []
        if brakes.often != "always":
            found.append(("often", self._too_often))
        if brakes.each:
            found.append(("each", self._too_many))
        if brakes.a_day:
            found.append(("a_day", self._no_place))
        return found

    def done(self) -> Step:
        """What the day brought."""
        oldest = self._day - LATE
        dealt = frozenset(one for one in self._dealt if one[1] > oldest)
        seen = max(self._memory.seen_day, self._day)
        return Step(
            Memory(seen, self._inside, dealt, self._past),
            tuple(self._fired),
            tuple(self._passed),
            tuple(self._held),
            tuple(self._ended),
            self._crowd,
        )

    def states(self) -> None:
        """A condition that holds, or holds no more."""
        now = self._ripe.ripe[:, self._at]
        for account in sorted(self._memory.inside):
            missing = self._ripe.missing(account, self._day) >= 0
            if not now[account] and not missing and not self._fired_today(account):
                del self._inside[account]
                self._ended.append(account)
        for account in self._in_order(np.flatnonzero(now)):
            if account in self._inside:
                continue
            since = _since(self._ripe, account, self._at)
            if self._fired_today(account) or self._try(account, since) is None:
                self._inside[account] = since

    def events(self) -> None:
        """What happened lately and was not dealt with."""
        accounts, causes = self._waiting()
        if not len(accounts):
            return
        own, begin = np.unique(accounts, return_index=True)
        end = np.append(begin[1:], len(accounts))
        order = np.argsort(self._ripe.rank[own, self._at], kind="stable")
        for at, place in enumerate(order.tolist()):
            if self._is_full:
                rest = order[at:]
                break
            self._events_of(int(own[place]), causes[begin[place] : end[place]].tolist())
        else:
            return
        left = self._left(own[rest].tolist())
        for place in rest.tolist():
            if int(own[place]) not in left:
                self._events_of(int(own[place]), causes[begin[place] : end[place]].tolist())
        crowd = np.isin(accounts, np.fromiter(left, np.intp, len(left)))
        self._crowd = Crowd(accounts[crowd], causes[crowd], self._day, self._full)

    def _waiting(self) -> tuple[NDArray[np.intp], IntArray]:
        """Events not dealt with, an account's one after the other from the oldest: whose, when."""
        days, at = self._ripe.days, self._at
        first = int(np.searchsorted(days, self._day - LATE, side="right"))
        there = self._ripe.ripe[:, first : at + 1]
        dealt = [(one, day) for one, day in self._dealt if day >= days[first]]
        if dealt:
            there = there.copy()
            rows, on = np.array(dealt, np.intp).T
            there[rows, on - int(days[first])] = False
        rows, columns = np.nonzero(there)
        return rows, days[first + columns]

    @property
    def _is_full(self) -> bool:
        """Whether whoever has no past here waits for another day, if nothing else holds."""
        brakes = self._brakes
        return 0 < brakes.a_day <= len(self._places) and not brakes.each and not self._quiet

    def _left(self, accounts: Sequence[int]) -> set[int]:
        """Of some accounts those that only wait for a place: they are thousands, each day anew."""
        gap, first = self._ripe.gap, max(self._at + 1 - LATE, 0)
        late: list[bool] | None = None
        if gap is not None:
            late = np.any(gap[:, first : self._at + 1] >= 0, axis=1).tolist()
        alone, mute, past = self._brakes.running != "again", self._mute, self._past
        return {
            one
            for one in accounts
            if one not in past
            and not (mute is not None and mute[one])
            and not (late is not None and late[one])
            and not (alone and self._running(one))
        }

    def _events_of(self, account: int, causes: Sequence[int]) -> None:
        """An account's events, the oldest first; what puts one off puts off the next."""
        off: tuple[Brake, str] | None = None
        past = self._past.get(account)
        known = {one.cause_day for one in past} if past else ()
        for cause in causes:
            if cause in known:
                self._dealt.add((account, cause))
            elif off is not None:
                self._held.append(Held(account, self._day, cause, *off))
            else:
                held = self._try(account, cause)
                if held is None or held.brake in _FOR_GOOD:
                    self._dealt.add((account, cause))
                elif held.brake != "data":
                    off = held.brake, held.why
                if held is not None and held.brake in _FOR_GOOD:
                    self._passed.append(self._held.pop())

    def _in_order(self, accounts: NDArray[np.intp]) -> list[int]:
        """Accounts by what they pay."""
        ranks = self._ripe.rank[accounts, self._at]
        found: list[int] = accounts[np.argsort(ranks, kind="stable")].tolist()
        return found

    def _fired_today(self, account: int) -> bool:
        return any(one.day == self._day for one in self._past.get(account, ()))

    def _try(self, account: int, cause: int) -> Held | None:
        """Fire unless a brake holds; the brake that does."""
        noted = self._brakes.running == "note" and self._running(account)
        holding = self._holding(account, cause, noted)
        if holding is not None:
            held = Held(account, self._day, cause, *holding)
            self._held.append(held)
            return held
        renewal = int(self._ripe.renewal[account, self._at])
        self._fired.append(Fired(account, self._day, cause, renewal, noted))
        past = Past(self._day, cause, renewal, noted)
        self._past[account] = (*self._past.get(account, ()), past)
        if not noted:
            self._places.add(account)
            self._mine[account] = self._mine.get(account, 0) + 1
        return None

    def _holding(self, account: int, cause: int, noted: bool) -> tuple[Brake, str] | None:
        """The first brake that holds, and why."""
        held = self._holding_all(account, cause)
        if held is not None or noted:
            return held
        if self._brakes.running == "leave" and self._running(account):
            return "running", "its playbook is at work there already"
        for brake, asked in self._numbers:
            why = asked(account)
            if why:
                return brake, why
        return None

    def _holding_all(self, account: int, cause: int) -> tuple[Brake, str] | None:
        """The first brake that holds what is noted as well."""
        if self._quiet:
            return "silent", self._quiet
        if self._mute is not None and self._mute[account]:
            return "season", "its season is muted"
        event = self._ripe.shape == "event"
        missing = self._ripe.missing(account, cause if event else self._day)
        return ("data", f"data missing since {_EN.date(missing)}") if missing >= 0 else None

    def _running(self, account: int) -> bool:
        mine = self._mode == "run" and account in self._mine
        return mine or self._world.running(account)

    def _too_many(self, account: int) -> str:
        most, days = self._brakes.each, self._brakes.each_days
        if self._mine.get(account, 0) + self._world.taken(account, days) < most:
            return ""
        return f"{_times(most, 'play')} in {span_words(days)} is what one account takes"

    @property
    def _full(self) -> str:
        return f"{_times(self._brakes.a_day, 'account')} a day, and others pay more"

    def _no_place(self, account: int) -> str:
        most = self._brakes.a_day
        if len(self._places) < most or account in self._places:
            return ""
        return self._full

    def _too_often(self, account: int) -> str:
        past, brakes = self._past.get(account), self._brakes
        if not past or not self._is_often(account, past):
            return ""
        allowed = {
            "once": "once for each account",
            "renewal": "once for each renewal",
            "spaced": f"{_times(brakes.times, 'time')} in {span_words(brakes.days)}",
        }[brakes.often]
        last = _EN.date(max(one.day for one in past))
        return f"it fired there on {last}, and does so {allowed}"

    def _is_often(self, account: int, past: Sequence[Past]) -> bool:
        brakes = self._brakes
        if brakes.often == "renewal":
            renewal = int(self._ripe.renewal[account, self._at])
            return any(one.renewal == renewal for one in past)
        since = self._day - brakes.days
        return brakes.often == "once" or sum(one.day > since for one in past) >= brakes.times


def _events(ripe: Ripe, at: int) -> list[tuple[int, int]]:
    """The events that still count on a day: account and day, an account's oldest first."""
    first = int(np.searchsorted(ripe.days, int(ripe.days[at]) - LATE, side="right"))
    rows, columns = np.nonzero(ripe.ripe[:, first : at + 1])
    days = ripe.days[first + columns]
    return list(zip(rows.tolist(), days.tolist(), strict=True))


def _since(ripe: Ripe, account: int, at: int) -> int:
    cause = int(ripe.cause[account, at])
    return cause if cause >= 0 else int(ripe.days[at])


def _day_of(month_day: str) -> str:
    """A day of the year: "22 Dec" of "12-22"."""
    return _EN.date(to_day(date.fromisoformat(f"2000-{month_day}")), year=False)


def _times(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
