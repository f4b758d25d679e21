"""Why a play fired at an account on a day, or why not, with the values of that day.

A day is looked at with the facts up to it, by the play as it is handed in; what fired until then,
and which runs were under way, is what the desk knows of it. Nothing is written. Not here: the lines
of rules and triggers (play_lines.py), when a play fires (domain/play_watch.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import BoolArray, to_date
from healthdesk.core.domain.firing import FIRED, FiringRow
from healthdesk.core.domain.play import Brakes, Play
from healthdesk.core.domain.play_watch import LATE, NO_RENEWAL, Memory, Past, Ripe, silent, step
from healthdesk.core.domain.trigger import Told
from healthdesk.core.domain.trigger_words import WEEKDAYS
from healthdesk.core.services import play_reading, playbook_names
from healthdesk.core.services.play_looking import Looked, look
from healthdesk.core.services.play_rows import accounts, memories, watched
from healthdesk.core.services.wording import count_of, long_date
from healthdesk.core.store.db import Tx

_RUNS: Final = """
SELECT a.account_id, min(r.made_on) FROM run r JOIN account a ON a.id = r.account_id
WHERE r.playbook_id = :playbook AND r.made_on <= :day
  AND (r.ended_on IS NULL OR r.ended_on > :day) GROUP BY 1"""
_FIRINGS: Final = f"""
SELECT a.account_id, f.play, f.day, f.cause_day, f.renewal_day, f.state
FROM firing f JOIN account a ON a.id = f.account_id
WHERE f.day <= :day AND f.state IN ({", ".join(f"'{one}'" for one in FIRED)}) ORDER BY f.id"""


@dataclass(frozen=True)
class Why:
    """Why a play fires at an account on a day, or does not.

    Attributes:
        fires: it fired on the day, or would.
        sentence: that in a sentence.
        lines: what was looked at, with the values then; those that stand in the way are not held.
        brakes: what may hold it back, with how that stood then.
        last: what it did there last, up to the day.
    """

    fires: bool
    sentence: str
    lines: tuple[Told, ...]
    brakes: tuple[Told, ...]
    last: FiringRow | None


def why(tx: Tx, play: Play, account_id: str, day: int) -> Why:
    """Why a play fired at an account on a day, or why not.

    Raises:
        NotFound: There is no such account.
    """
    return _Asked(tx, [play], account_id, day).of(play)


def every(tx: Tx, account_id: str, day: int) -> tuple[tuple[str, Why], ...]:
    """The same of each play that is switched on, by their names in their order.

    Raises:
        NotFound: There is no such account.
    """
    plays = [one.play for one in watched(tx) if one.play is not None]
    asked = _Asked(tx, plays, account_id, day)
    return tuple((one.name, asked.of(one)) for one in plays)


class _Asked:
    """An account on a day, about which some plays are asked."""

    def __init__(self, tx: Tx, plays: Iterable[Play], account_id: str, day: int) -> None:
        self._tx, self._day = tx, day
        self._looked: Looked = look(tx, plays)
        place = self._looked.place(account_id)
        if place is None:
            raise NotFound(f"No account has the id {account_id!r}.")
        self._place = place
        told = play_reading.firings(tx, account=account_id)
        self._here = [one for one in told if one.day <= day]
        self._past = self._firings()
        self._known = self._remembered()

    def of(self, play: Play) -> Why:
        """Why a play fires or not."""
        looked, day = self._looked, self._day
        own = [one for one in self._here if one.play == play.name]
        last = own[0] if own else None
        ripe = looked.ripe(play, range(day - LATE, day + 1))
        lines = looked.because(play, self._place, self._cause(ripe))
        world = _World(self, play)
        brakes = tuple(_brakes(play.brakes, self, world, ripe))
        if last is not None and last.day == day and last.state != "passed":
            return Why(True, f"It fired: {last.told}.", lines, brakes, last)
        fires, sentence = self._sentence(play, ripe, world, lines)
        return Why(fires, sentence, lines, brakes, last)

    def _cause(self, ripe: Ripe) -> int:
        """The day whose values are told: of events the latest one, where one still counts."""
        if ripe.shape == "event":
            found = np.flatnonzero(ripe.ripe[self._place, 1:])
            if len(found):
                return int(ripe.days[1 + int(found[-1])])
        return self._day

    def _sentence(
        self, play: Play, ripe: Ripe, world: _World, lines: tuple[Told, ...]
    ) -> tuple[bool, str]:
        here = ripe.ripe[self._place]
        wanted = here[1:].any() if ripe.shape == "event" else here[-1]
        if ripe.shape == "hand":
            return False, "It is started by hand."
        if not wanted:
            return False, _missing(lines)
        past = self._past.get(play.name, {})
        memory = self._memory(play, ripe, past)
        if self._place in memory.inside:
            return False, self._inside(ripe)
        done = step(play, memory, ripe, len(ripe.days) - 1, world)
        if any(one.account == self._place for one in done.fired):
            return True, "Everything it asks for holds: it fires."
        held = next((one for one in (*done.held, *done.passed) if one.account == self._place), None)
        if held is not None:
            return False, f"It is held back: {held.why}."
        return False, "What it asks for happened, and was dealt with already."

    def _inside(self, ripe: Ripe) -> str:
        since = self._since(ripe)
        long = since <= int(ripe.days[0])
        told = f"for more than {LATE} days" if long else f"since {long_date(since)}"
        return f"What it asks for holds {told}; it fires when it comes to hold anew."

    def _since(self, ripe: Ripe) -> int:
        here = ripe.ripe[self._place]
        out = np.flatnonzero(~here)
        return int(ripe.days[int(out[-1]) + 1]) if len(out) else int(ripe.days[0])

    def _memory(self, play: Play, ripe: Ripe, past: Mapping[int, tuple[Past, ...]]) -> Memory:
        """What the play remembered when the day began.

        Of a play that is switched on and asked about as of now it is what it remembers. Else who
        was ripe the day before is supposed to be inside, what had happened to be dealt with.
        """
        fired = {
            account: before
            for account, some in past.items()
            if (before := tuple(one for one in some if one.day < self._day))
        }
        known = self._known.get(play.name)
        if known is not None and known[0] == play and known[1].seen_day <= self._day:
            return replace(known[1], fired=fired)
        if ripe.shape == "state":
            inside = np.flatnonzero(_held_before(ripe)).tolist()
            return Memory(self._day - 1, dict.fromkeys(inside, self._day - 1), fired=fired)
        places, columns = np.nonzero(ripe.ripe[:, :-1])
        days = ripe.days[columns].tolist()
        dealt = frozenset(zip(places.tolist(), days, strict=True))
        return Memory(self._day - 1, dealt=dealt, fired=fired)

    def _remembered(self) -> dict[str, tuple[Play, Memory]]:
        """What plays that are switched on remember, by their names."""
        on = watched(self._tx)
        places = {
            row: place
            for row, (key, _) in accounts(self._tx).items()
            if (place := self._looked.place(key)) is not None
        }
        known = memories(self._tx, on, places)
        return {one.name: (one.play, known[one.id]) for one in on if one.play is not None}

    def _firings(self) -> dict[str, dict[int, tuple[Past, ...]]]:
        """What fired up to the day, by play and account."""
        found: dict[str, dict[int, list[Past]]] = {}
        for account_id, play, day, cause, renewal, state in self._tx.execute(
            text(_FIRINGS), {"day": self._day}
        ):
            place = self._looked.place(account_id)
            if place is not None:
                one = Past(day, cause, NO_RENEWAL if renewal is None else renewal, state == "noted")
                found.setdefault(play, {}).setdefault(place, []).append(one)
        return {
            play: {place: tuple(past) for place, past in some.items()}
            for play, some in found.items()
        }

    @property
    def day(self) -> int:
        """The day that is asked about."""
        return self._day

    @property
    def place(self) -> int:
        """The account that is asked about."""
        return self._place

    def past(self, play: str) -> Mapping[int, tuple[Past, ...]]:
        """What a play fired, by account."""
        return self._past.get(play, {})

    def takings(self, account: int, days: int) -> int:
        """Firings of all plays at an account in so many days up to the day."""
        return sum(
            self._day - days < one.day <= self._day and not one.noted
            for some in self._past.values()
            for one in some.get(account, ())
        )

    def work(self, playbook: str) -> dict[int, int]:
        """Where a playbook was at work on the day, and since when."""
        row = playbook_names.find(self._tx, playbook) if playbook else None
        if row is None:
            return {}
        found = self._tx.execute(text(_RUNS), {"playbook": row, "day": self._day})
        places = ((self._looked.place(account), since) for account, since in found)
        return {place: since for place, since in places if place is not None}


class _World:
    """What was around a play on the day."""

    def __init__(self, asked: _Asked, play: Play) -> None:
        self._asked = asked
        self.play = play
        self.work = asked.work(play.playbook)

    def running(self, account: int) -> bool:
        """Whether its playbook was at work there."""
        return account in self.work

    def taken(self, account: int, days: int) -> int:
        """Firings of all plays there."""
        return self._asked.takings(account, days)

    def quiet(self, day: int) -> str:
        """Nothing beside what the play itself says."""
        return ""


def _held_before(ripe: Ripe) -> BoolArray:
    """Where a state was ripe the day before; in a gap of data, on the last day before the gap."""
    before = ripe.ripe[:, :-1]
    if ripe.gap is None:
        return before[:, -1]
    known = ripe.gap[:, :-1] < 0
    last = before.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    held: BoolArray = before[np.arange(len(before)), last]
    return held


def _missing(lines: tuple[Told, ...]) -> str:
    """What stands in the way: the first of it, and how much more."""
    away = [one for one in lines if not one.held]
    if not away:
        return "What it asks for did not hold on all of the days."
    first = away[0]
    asked = f" (asked: {first.asked})" if first.asked else ""
    more = f"; {len(away) - 1} more not met" if len(away) > 1 else ""
    return f"It does not fire. {first.what}: {first.value}{asked}{more}."


def _brakes(brakes: Brakes, asked: _Asked, world: _World, ripe: Ripe) -> Iterable[Told]:
    """The brakes that a play has, and how each stood."""
    day, place = asked.day, asked.place
    if brakes.weekends or brakes.quiet:
        yield _silent(brakes, day)
    if brakes.seasons:
        muted = ripe.muted is not None and bool(ripe.muted[place, -1])
        yield Told("Season", "muted" if muted else "not muted", "not muted", not muted)
    yield from _data(asked, ripe)
    if brakes.running != "again" and world.play.playbook:
        since = world.work.get(place)
        value = "not at work" if since is None else f"at work since {long_date(since)}"
        wanted = "noted on it if it is" if brakes.running == "note" else "not at work"
        held = since is None or brakes.running == "note"
        yield Told(f"Playbook {world.play.playbook}", value, wanted, held)
    if brakes.often != "always":
        yield _often(brakes, asked, world.play.name, int(ripe.renewal[place, -1]))
    if brakes.each:
        count = world.taken(place, brakes.each_days)
        wanted = f"fewer than {brakes.each} in {count_of(brakes.each_days, 'day')}"
        yield Told("Plays at the account", str(count), wanted, count < brakes.each)
    if brakes.a_day:
        fired = sum(
            any(one.day == day and not one.noted for one in some)
            for account, some in asked.past(world.play.name).items()
            if account != place
        )
        wanted = f"fewer than {brakes.a_day} a day"
        yield Told("Other accounts on the day", str(fired), wanted, fired < brakes.a_day)


def _data(asked: _Asked, ripe: Ripe) -> Iterable[Told]:
    """Data that does not come, where the play rests on it."""
    since = ripe.missing(asked.place, asked.day)
    if since >= 0:
        yield Told("Data it rests on", f"missing since {long_date(since)}", "there", held=False)


def _silent(brakes: Brakes, day: int) -> Told:
    spans = [f"not {first} to {last}" for first, last in brakes.quiet]
    wanted = ", ".join((["no weekend"] if brakes.weekends else []) + spans)
    value = f"{WEEKDAYS[to_date(day).weekday()]}, {long_date(day)}"
    return Told("The day", value, wanted, not silent(brakes, day))


def _often(brakes: Brakes, asked: _Asked, play: str, renewal: int) -> Told:
    past = [one for one in asked.past(play).get(asked.place, ()) if one.day < asked.day]
    value = f"last on {long_date(max(one.day for one in past))}" if past else "never here"
    if brakes.often == "once":
        return Told("Fired before", value, "once for each account", not past)
    if brakes.often == "renewal":
        same = any(one.renewal == renewal for one in past)
        return Told("Fired before", value, "once for each renewal", not same)
    near = sum(one.day > asked.day - brakes.days for one in past)
    times = "once" if brakes.times == 1 else f"{brakes.times} times"
    wanted = f"at most {times} in {count_of(brakes.days, 'day')}"
    return Told("Fired before", value, wanted, near < brakes.times)
