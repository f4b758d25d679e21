"""What the successplays that are switched on find on each day; nothing is written.

Not here: when a play fires (domain/play_watch.py), doing what it asks for (play_going.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.firing import FIRED
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_watch import LATE, Fired, Memory, Step, begin, step
from healthdesk.core.domain.rule import Rule
from healthdesk.core.domain.trigger import Told
from healthdesk.core.services import playbook_names
from healthdesk.core.services.play_looking import Looked, look, options_of
from healthdesk.core.services.play_open import Open, open_firings
from healthdesk.core.services.play_rows import Watched, accounts, memories
from healthdesk.core.services.play_switching import unmuted
from healthdesk.core.services.run_rows import UNDER_WAY, Kept
from healthdesk.core.services.run_touched import LEFT, RENEWAL_OVER, STOP_HELD
from healthdesk.core.store.db import Tx
from healthdesk.core.triggers import CATALOGUE

AT_ONCE: Final = 16
"""Days that rules are decided for together."""
_TAKING: Final = ", ".join(f"'{one}'" for one in FIRED if one != "noted")
_GOALS: Final = ("suggested", "started", "noted")
_LONGEST: Final = 1000
"""Days that a limit of plays at one account may look back over."""


class Sight:
    """What plays find on the days that they have not gone through.

    Attributes:
        first: the first of those days; behind the last where there is none.
        told: what there is to say of plays that cannot go on as they are.
        rows: rows of accounts by their places among the facts; `places` the other way round.
        names: own ids and names of accounts by their rows.
        open: firings that something can still become of.
        now: what plays remember, by their rows; `before` what they remembered.
    """

    def __init__(self, tx: Tx, plays: Sequence[Watched], day: int) -> None:
        """Look at the desk; before an operation writes anything."""
        self._tx, self._day = tx, day
        self.told: list[str] = []
        readable = [one for one in plays if one.play is not None]
        self._from = {one.id: _first(one, day) for one in readable if one.seen_day != day + 1}
        since = min([*self._from.values(), day])
        self.open = open_firings(tx, since - LATE)
        self.looked: Looked = look(tx, [one.play for one in readable if one.play is not None])
        self.names = accounts(tx)
        at = {key: place for place, key in enumerate(self.looked.account_ids)}
        self.places = {row: at[key] for row, (key, _) in self.names.items() if key in at}
        self.rows = {place: row for row, place in self.places.items()}
        self.before = memories(tx, readable, self.places)
        self.now: dict[int, Memory] = {}
        self.told += [f"“{one.name}” cannot be read: {one.broken}" for one in plays if one.broken]
        self._plays = [one for one in readable if one.id in self._from and self._goes(one)]
        goals = any(one.goal_until is not None for one in self.open)
        self.first = since if self._from else day + (not goals)
        self.playbooks = {one.id: _playbook(tx, one) for one in readable}
        self.work: dict[int, dict[int, int]] = {}
        """Runs under way on the day at hand: by playbook, then by account."""
        self._runs = _under_way(tx)
        self.taken = self._takings(since)

    def comes(self) -> bool:
        """Whether anything is to be seen of it that plays go through the days."""
        for day in range(self.first, self._day + 1):
            self.begin(day, {})
            if any(self.goals(day)) or any(self.stops(day)) or any(self.over(day)):
                return True
            for one in self.due(day):
                done = self.step(one, day)
                if done.fired or done.passed or any(self.ends(one, done)):
                    return True
                self.now[one.id] = done.memory
        return False

    def is_behind(self) -> bool:
        """Whether there is anything new to remember, after the days were gone through."""
        return any(self.memory(key) != self.before.get(key) for key in self._from)

    def memory(self, play: int) -> Memory:
        """What a play remembers now; one that does not go on has seen the day all the same."""
        known = self.now.get(play) or self.before.get(play) or Memory(self._day)
        return replace(known, seen_day=max(known.seen_day, self._day))

    @property
    def gone(self) -> Iterator[int]:
        """The rows of the plays that went through the days."""
        yield from self._from

    def begin(self, day: int, in_hand: Mapping[int, Kept]) -> None:
        """Get ready for a day; what holds on the next days is decided along with it."""
        if (day - self.first) % AT_ONCE == 0 and day < self._day:
            days = range(day - LATE + 1, min(day + AT_ONCE, self._day + 1))
            for one in self._plays:
                if one.play is not None:
                    self.looked.ripe(unmuted(one.play), days)
        self.see_runs(day, in_hand)

    def due(self, day: int) -> Iterator[Watched]:
        """The plays that have a day to go through, in their order."""
        return (one for one in self._plays if self._from[one.id] <= day)

    def step(self, one: Watched, day: int) -> Step:
        """What a play makes of a day."""
        if one.play is None:
            return Step(self.before[one.id])
        days = range(day - LATE + 1, day + 1) if one.shape == "event" else (day,)
        memory = self.now.get(one.id) or self.before[one.id]
        around = _Around(self, one, day)
        awake = unmuted(one.play)
        done = step(awake, memory, self.looked.ripe(awake, days), len(days) - 1, around)
        if awake is one.play or not (done.fired or done.passed):
            return done
        # Only now it matters whose season is muted, which takes a look at all their use.
        return step(one.play, memory, self.looked.ripe(one.play, days), len(days) - 1, around)

    def goals(self, day: int) -> Iterator[tuple[Open, int]]:
        """Firings whose goal was reached, and on which day.

        Of a play that is switched off all days since are looked at, on the last day.
        """
        for one in self.open:
            document, until = one.document, one.goal_until
            if one.goal_on is not None or one.state not in _GOALS or until is None:
                continue
            if document is None or document.goal is None or one.account not in self.places:
                continue
            watched = one.play_id in self._from
            first = day if watched else one.day + 1
            days = range(max(first, one.day + 1), min(day, until) + 1)
            if not days or not (watched or day == self._day):
                continue
            held = np.flatnonzero(self._held(document.goal.rule, one, days))
            if held.size:
                yield one, days[int(held[0])]

    def stops(self, day: int) -> Iterator[Open]:
        """Firings of plays that are switched on which what stops the play came to hold for."""
        for one in self.open:
            document = one.document
            if one.play_id not in self._from or document is None or document.stop is None:
                continue
            if one.day < day and self._ends_yet(one) and not one.why.startswith(STOP_HELD):
                held = one.account in self.places and self._held(document.stop, one, (day,)).any()
                if held:
                    yield one

    def over(self, day: int) -> Iterator[tuple[Open, str]]:
        """Suggestions that can help no more: the account left since, or its renewal has passed."""
        for one in self.open:
            if one.state != "suggested" or one.play_id not in self._from or one.day >= day:
                continue
            place = self.places.get(one.account)
            if place is not None and one.day < self.looked.facts.churned[place] <= day:
                yield one, LEFT
            elif one.renewal is not None and one.renewal < day and _about_renewal(one.document):
                yield one, RENEWAL_OVER

    def ends(self, one: Watched, done: Step) -> Iterator[Open]:
        """Firings whose condition holds no more, where that ends them."""
        if one.play is None or not one.play.brakes.ends or not done.ended:
            return
        rows = {self.rows[place] for place in done.ended}
        for told in self.open:
            if told.play_id == one.id and told.account in rows and self._ends_yet(told):
                yield told

    def because(self, one: Watched, fired: Fired) -> tuple[Told, ...]:
        """Why a play fired: the values of the day it rests on."""
        if one.play is None:
            return ()
        on = fired.cause_day if one.shape == "event" else fired.day
        return self.looked.because(one.play, fired.account, on)

    def see_runs(self, day: int, in_hand: Mapping[int, Kept]) -> None:
        """See which playbooks are at work on a day; those in hand are told by whoever has them."""
        self.work = {}
        for run, playbook, account, since in self._runs:
            if since <= day and run not in in_hand:
                self.work.setdefault(playbook, {})[account] = run
        for kept in in_hand.values():
            if kept.playbook_id is not None and kept.under_way and kept.made_on <= day:
                self.work.setdefault(kept.playbook_id, {})[kept.account] = kept.id

    def playbook_of(self, one: Watched) -> int | None:
        """The row of what a play starts; None = it is gone."""
        return self.playbooks[one.id]

    def _goes(self, one: Watched) -> bool:
        """Whether a play can go on as it is; one whose clock was wrong goes on from today."""
        if one.play is None:
            return False
        lost = self._lost(one.play)
        if lost:
            self.told.append(f"“{one.name}” does not fire: there is no segment “{lost}”.")
            return False
        if one.seen_day > self._day + 1:
            days = range(self._day - LATE + 1, self._day + 1)
            ripe = self.looked.ripe(unmuted(one.play), days)
            known = begin(ripe, LATE - 1, self.before[one.id], existing=False)
            self.now[one.id] = known
            told = "had seen days that are to come: it goes on from today, nothing fires twice"
            self.told.append(f"“{one.name}” {told}.")
        return True

    def _lost(self, play: Play) -> str:
        """A segment that a play needs and that is gone; "" = none."""
        options = options_of(play.cause)
        wanted = [str(options[one.key]) for one in CATALOGUE[play.cause.kind].SPEC.options
                  if one.kind == "segment"]  # fmt: skip
        named = [one for one in (play.segment, *wanted) if one]
        return next((one for one in named if one.casefold() not in self.looked.segments), "")

    def _held(self, rule: Rule, one: Open, days: Sequence[int]) -> BoolArray:
        held: BoolArray = self.looked.holds(rule, list(days))[self.places[one.account]]
        return held

    def _ends_yet(self, one: Open) -> bool:
        return one.state == "suggested" or (one.state == "started" and one.under_way)

    def _takings(self, since: int) -> dict[int, list[int]]:
        """Days of firings by account, of all plays."""
        found: dict[int, list[int]] = {}
        sql = f"SELECT account_id, day FROM firing WHERE state IN ({_TAKING}) AND day > :since"
        for account, day in self._tx.execute(text(sql), {"since": since - _LONGEST}):
            found.setdefault(account, []).append(day)
        return found


@dataclass(frozen=True)
class _Around:
    """What is around a play on a day."""

    sight: Sight
    play: Watched
    day: int

    def running(self, account: int) -> bool:
        """Whether its playbook is at work there."""
        playbook = self.sight.playbook_of(self.play)
        work = {} if playbook is None else self.sight.work.get(playbook, {})
        return self.sight.rows[account] in work

    def taken(self, account: int, days: int) -> int:
        """Firings of all plays there in so many days up to this one."""
        told = self.sight.taken.get(self.sight.rows[account], ())
        return sum(self.day - days < one <= self.day for one in told)

    def quiet(self, day: int) -> str:
        """Nothing beside what the play itself says."""
        return ""


def _first(one: Watched, day: int) -> int:
    """The first day a play has to go through: the last one again where it was seen already."""
    return min(one.seen_day + 1, day)


def _about_renewal(play: Play | None) -> bool:
    """Whether a play is to help before a renewal."""
    if play is None:
        return False
    told = options_of(play.cause) if play.cause.kind == "moment" else {}
    before = (told.get("moment"), told.get("way")) == ("renewal", "before")
    return before or play.brakes.often == "renewal"


def _playbook(tx: Tx, one: Watched) -> int | None:
    return None if one.play is None else playbook_names.find(tx, one.play.playbook)


def _under_way(tx: Tx) -> list[tuple[int, int, int, int]]:
    """Runs under way: run, playbook, account, the day on which each was made."""
    sql = (
        "SELECT r.id, r.playbook_id, r.account_id, r.made_on FROM run r"
        f" WHERE {UNDER_WAY} AND r.playbook_id IS NOT NULL ORDER BY r.id"
    )
    return [(run, book, account, on) for run, book, account, on in tx.execute(text(sql))]
