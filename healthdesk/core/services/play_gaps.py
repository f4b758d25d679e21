"""Since when data that a play rests on is missing at each account, as of each day.

A score that rests on missing data is no drop anywhere on the desk, and no cause for a play: the
feeds that are late (late.py) and accounts whose own usage stopped (accounts.py) decide it here as
they do in Today and on an account's page. What rests on the score goes by the measures that count
in it; a reading goes by the feed that it looks at.

Not here: what a gap holds back (domain/play_watch.py), when a feed is late (feeds.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from healthdesk.core.domain.column import alive
from healthdesk.core.domain.facts import Facts, IntArray, remember
from healthdesk.core.domain.reading import ReadingRef, dump_ref
from healthdesk.core.domain.rule import Rule, needs_score, rule_readings
from healthdesk.core.services import profiles, settings
from healthdesk.core.services.accounts import quiet_since, rests_on
from healthdesk.core.services.documents import canonical
from healthdesk.core.services.health import compute
from healthdesk.core.services.late import Late, late_through
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.play_trends import OF_USAGE
from healthdesk.core.store.db import Tx

NONE: Final = np.int32(-1)
_AT_ONCE: Final = 14
"""Late days whose scores are looked into in one go."""
_KEY: Final = "gaps of data for plays"
_OF_TICKETS: Final = ReadingRef(kind="open_tickets", options={"min_priority": "low"})


@dataclass(frozen=True)
class Rests:
    """What rules and a trigger look at: the score, and readings."""

    score: bool
    readings: tuple[ReadingRef, ...]
    name: str = ""

    def __bool__(self) -> bool:
        return self.score or bool(self.readings)


def rests(kind: str, rules: Iterable[Rule]) -> Rests:
    """What a play rests on whose trigger is of a kind.

    What asks for missing data itself rests on none.
    """
    if kind == "source_stopped":
        return Rests(score=False, readings=())
    known = tuple(rules)
    readings = {canonical(dump_ref(ref)): ref for one in known for ref in rule_readings(one)}
    if kind == "tickets_open":
        readings["tickets"] = _OF_TICKETS
    scored = kind == "band" or any(map(needs_score, known))
    return Rests(scored, tuple(readings.values()), f"{scored} {sorted(readings)}")


class Gaps:
    """The gaps of one state of the facts."""

    def __init__(self, tx: Tx, facts: Facts, kept: Kept | None = None) -> None:
        """Get ready; what was found out of committed facts is kept for this state of the desk."""
        self._tx, self._facts = tx, facts
        self._now = settings.today(tx)
        key = f"{_KEY} {self._now} {sorted(facts.usage)}"
        self._kept = kept or remembered(tx, key, Kept, of_facts=True)
        self._known: dict[tuple[str, bytes], IntArray | None] = {}

    def changed(self, facts: Facts, day: int) -> Gaps:
        """The same of facts whose attributes an operation changed on a day."""
        before = {one: since for one, since in self._kept.scores.items() if one < day}
        return Gaps(self._tx, facts, Kept(self._kept.late, before))

    def of(self, asked: Rests, days: IntArray) -> IntArray | None:
        """Since when data is missing, accounts x days, -1 = it is not; None = nowhere.

        The days rise; they need not follow each other.
        """
        if not asked or not len(days):
            return None
        key = asked.name, days.tobytes()
        if key not in self._known:
            self._known[key] = self._found(asked, days)
        return self._known[key]

    def _found(self, asked: Rests, days: IntArray) -> IntArray | None:
        late = self._late(days)
        out = np.full((self._facts.count, len(days)), NONE, np.int32)
        for at, day in enumerate(days.tolist()):
            if day not in late:
                continue
            feeds = [feed for one in asked.readings if (feed := late[day].moved(one)) is not None]
            if feeds:
                out[:, at] = min(one.newest for one in feeds) + 1
            elif asked.score:
                out[:, at] = self._unheard(day, late)
        if asked.score or any(_of_usage(one) for one in asked.readings):
            out = np.where(out < 0, self._quiet(days), out)
        out = np.where(alive(self._facts, days), out, NONE)
        return out if (out >= 0).any() else None

    def _late(self, days: IntArray) -> Mapping[int, Late]:
        """What was late, of the days on which anything was."""
        known = self._kept.late
        missing = [day for day in days.tolist() if day not in known]
        if missing:
            found = late_through(self._tx, missing, self._now, self._facts)
            known.update({day: found.get(day) for day in missing})
        return {day: late for day in days.tolist() if (late := known[day]) is not None}

    def _unheard(self, day: int, late: Mapping[int, Late]) -> IntArray:
        """Since when feeds behind each account's score are silent, as of a day."""
        known = self._kept.scores
        if day not in known:
            days = [one for one in sorted(late) if one not in known][:_AT_ONCE]
            days = days if day in days else [day]
            found = compute(self._facts, profiles.published(self._tx), days)
            for at, one in enumerate(days):
                since = np.full(self._facts.count, NONE, np.int32)
                for accounts, feed in rests_on(found, late[one], at):
                    first = since[accounts] < 0
                    since[accounts[first]] = feed.newest + 1
                known[one] = since
        return known[day]

    def _quiet(self, days: IntArray) -> IntArray:
        """Since when an account's own usage has stopped."""
        facts, whole = self._facts, np.arange(days[0], days[-1] + 1, dtype=np.int32)
        key = (*OF_USAGE, "quiet", whole.tobytes())
        found = remember(facts, key, lambda: quiet_since(facts, whole))
        return found if len(whole) == len(days) else found[:, days - days[0]]


@dataclass(frozen=True)
class Kept:
    """What was found out, by day: what was late, and since when each score rests on silence."""

    late: dict[int, Late | None] = field(default_factory=dict)
    scores: dict[int, IntArray] = field(default_factory=dict)


def _of_usage(reading: ReadingRef) -> bool:
    return reading.kind == "usage_breadth" or bool(reading.options.get("metric"))
