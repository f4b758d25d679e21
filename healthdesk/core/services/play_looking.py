"""What plays look at: each play's rules and trigger for all accounts on some days, as of each day.

Facts are read once for all plays; each rule and each trigger is decided once, and what was decided
of committed facts is kept for this state of the desk. How a tick uses it:

    looked = look(tx, plays, range(first - LATE + 1, today + 1))     # before anything is written
    ripe = looked.ripe(play, days)                                   # per play, of some of the days
    looked.changed(day)                                              # attributes changed on a day

Accounts are row numbers of `looked.facts`. Days that are asked about follow each other. What holds
on a day rests on facts up to that day alone, so it is the same whichever days stand around it: of a
state, `Ripe.cause` is the first of the days it must have held on; of an event its own day.

Not here: when a play fires (domain/play_watch.py), the lines that say why (play_lines.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any, Final

import numpy as np
from msgspec import structs
from numpy.typing import NDArray
from sqlalchemy import text

from healthdesk.core.domain.band_names import USUAL, BandNames
from healthdesk.core.domain.column import alive, first_days
from healthdesk.core.domain.decide import Context, ScoreFields, evaluate
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.facts import BoolArray, Facts, IntArray
from healthdesk.core.domain.play import Cause, Play, option
from healthdesk.core.domain.play_watch import NO_RENEWAL, Ripe
from healthdesk.core.domain.portfolio import arr
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import dump_ref
from healthdesk.core.domain.rule import DIMENSION, FieldTest, Rule, dump_rule, rule_readings, tests
from healthdesk.core.domain.score import score
from healthdesk.core.domain.segment_view import FieldChoice
from healthdesk.core.domain.trigger import Records, Seen, Told
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.readings import days_to_renewal
from healthdesk.core.services import (
    band_names,
    play_records,
    play_trends,
    profiles,
    segment_fields,
)
from healthdesk.core.services import facts as facts_service
from healthdesk.core.services.documents import canonical
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.play_gaps import Gaps, Rests, rests
from healthdesk.core.services.play_lines import MOST, Lines
from healthdesk.core.services.play_readings import Once
from healthdesk.core.services.segment_documents import documents
from healthdesk.core.services.segment_rules import parsed
from healthdesk.core.services.segment_scores import Book
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx
from healthdesk.core.triggers import CATALOGUE

_KEY: Final = "decided for plays"
_MOST: Final = 40_000
"""Decisions (of a rule or a trigger on a day, for all accounts) that are kept, a bit each."""
_LARGE: Final = 100_000
"""Values of what a play sees above which it is found anew each time it is asked for."""

Packed = NDArray[np.uint8]


def look(
    tx: Tx,
    plays: Iterable[Play],
    days: Sequence[int] | IntArray = (),
    progress: Progress = NOBODY,
) -> Looked:
    """Get ready to look at some plays; an operation that writes does it before.

    Other plays and other days may be asked about, too: facts that nobody named here are read then.
    `days` are those on which `Looked.ripe` answers where it is told none.
    """
    return Looked(tx, tuple(plays), np.asarray(days, np.int32), progress)


def options_of(cause: Cause) -> dict[str, Any]:
    """All options of a trigger, those that were left out as they are by themselves."""
    spec = CATALOGUE[cause.kind].SPEC
    return {one.key: option(cause, spec, one.key) for one in spec.options}


def options_in_words(
    cause: Cause, metrics: Mapping[str, str], bands: BandNames = USUAL
) -> dict[str, Any]:
    """The options with what the desk calls its metrics and bands, for `Trigger.words`."""
    out = options_of(cause)
    if out.get("metric"):
        out["metric"] = metrics.get(out["metric"], out["metric"])
    if "band" in out:
        out["band"] = bands.of(out["band"])
    return out


def segment_rules(tx: Tx) -> dict[str, Rule]:
    """The rules of the desk's segments by their names, folded; one that cannot be read is none."""
    found: dict[str, Rule] = {}
    for one in documents(tx):
        try:
            found[str(one["name"]).casefold()] = parsed(tx, one["rule"])
        except BadDocument:
            continue
    return found


class Looked:
    """What plays see on a desk.

    Attributes:
        days: the days that were named at first.
        facts: the facts; `account_ids` names accounts by their row numbers.
        segments: the rules of segments by their names, folded.
    """

    def __init__(self, tx: Tx, plays: Sequence[Play], days: IntArray, progress: Progress) -> None:
        self._tx = tx
        self._progress = progress
        self.days = days
        self.segments: Mapping[str, Rule] = segment_rules(tx)
        rules = [rule for play in plays for rule in self.rules_of(play)]
        self._metrics = self._metrics_of(rules)
        if not self._metrics <= facts_service.metrics_needed(tx):
            # What scores need is kept ready; other metrics come quicker on top of it.
            facts_service.load(tx)
        self._dimensions = any(map(_asks_dimension, rules))
        self._decided = remembered(tx, _KEY, _Decided, of_facts=True)
        self._gaps: Gaps
        self._clean = True
        """Nothing of what is decided rests on what the operation has written."""
        self._titles: tuple[Mapping[str, FieldChoice], BandNames] | None = None
        self._told: dict[int, Lines] = {}
        self._recorded: dict[str, Records] = {}
        self._causes: dict[int, _Asked] = {}
        self._rests: dict[tuple[int, int, str], tuple[Play, Rests]] = {}
        self._names: dict[int, tuple[Rule, str]] = {}
        """What rules and triggers are kept under; they are told by what they are."""
        self._contexts: dict[bytes, Context] = {}
        self._ranks: dict[bytes, tuple[IntArray, IntArray]] = {}
        self._ripe: dict[tuple[int, int, str, bool, bytes], tuple[Play, Ripe]] = {}
        """What plays were found to see; a day is gone through until nothing moves any more."""
        self._here: dict[tuple[bool, bytes], BoolArray] = {}
        self._renew(facts_service.load(tx, self._metrics))

    @property
    def account_ids(self) -> tuple[str, ...]:
        """The accounts by their row numbers."""
        return self.facts.account_ids

    def place(self, account_id: str) -> int | None:
        """The row number of an account."""
        return self._places.get(account_id)

    def ripe(self, play: Play, days: Sequence[int] | IntArray | None = None) -> Ripe:
        """Where a play is ripe; without days on all that were named at first.

        Raises:
            Cancelled: The user asked to stop.
        """
        on = self.days if days is None else np.asarray(days, np.int32)
        key = id(play.cause), id(play.audience), play.segment, play.brakes.seasons, on.tobytes()
        if key not in self._ripe:
            found = self._found(play, on)
            if self.facts.count * len(on) > _LARGE:
                return found
            self._ripe[key] = play, found  # the play is held, so that its parts keep their ids
        return self._ripe[key][1]

    def _found(self, play: Play, on: IntArray) -> Ripe:
        shape = CATALOGUE[play.cause.kind].SPEC.shape
        held = self.triggered(play.cause, on)
        if held.any():
            held = held & self.audience(play, on)
        first = on - np.int32(play.cause.days - 1) if shape == "state" else on
        cause = np.where(held, first[None, :], np.int32(-1)).astype(np.int32, copy=False)
        rank, renewal = self._ranked(on)
        muted = None
        if play.brakes.seasons and held.any():
            muted = play_trends.muted(self._tx, self.facts, on)
        return Ripe(on, shape, held, cause, rank, renewal, muted, self._gap(play, on))

    def _gap(self, play: Play, days: IntArray) -> IntArray | None:
        """Since when data that a play rests on is missing at accounts that are there."""
        key = id(play.cause), id(play.audience), play.segment
        known = self._rests.get(key)
        if known is None:
            asked = self._asked(play.cause)
            own = (*asked.rules, *_some(play.cause.rule), *_some(play.audience))
            found = rests(play.cause.kind, (*own, *_some(self.segment_of(play))))
            known = self._rests[key] = play, found
        return self._gaps.of(known[1], days)

    def triggered(self, cause: Cause, days: IntArray) -> BoolArray:
        """Where a trigger holds on all days it must have held on, whomever the play is for."""
        if not len(days):
            return np.zeros((self.facts.count, 0), bool)
        asked = self._asked(cause)
        module = CATALOGUE[cause.kind]

        def made(on: IntArray) -> BoolArray:
            return module.holds(self.seen(on), asked.options, cause.rule)

        more = cause.days - 1
        on = np.arange(int(days[0]) - more, int(days[-1]) + 1, dtype=np.int32)
        found = self._looked_up(asked.name, on, made)
        held = found[:, more:].copy()
        for back in range(more):
            held &= found[:, back : back + len(days)]
        return held

    def audience(self, play: Play, days: IntArray) -> BoolArray:
        """Who a play is for on some days: accounts that had begun and had not churned.

        A play that outcomes start is for those that left, too. One whose segment is gone is for
        nobody.
        """
        held = np.broadcast_to(self._there(play, days), (self.facts.count, len(days)))
        if play.segment:
            rule = self.segment_of(play)
            held = np.zeros_like(held) if rule is None else held & self.holds(rule, days)
        return held if play.audience is None else held & self.holds(play.audience, days)

    def _there(self, play: Play, days: IntArray) -> BoolArray:
        """Accounts that had begun, and had not churned unless outcomes start the play."""
        left = play.cause.kind == "created" and play.cause.options.get("record") == "outcome"
        key = left, days.tobytes()
        if key not in self._here:
            facts = self.facts
            held = first_days(facts, days) <= days[None, :] if left else alive(facts, days)
            self._here[key] = held
        return self._here[key]

    def segment_of(self, play: Play) -> Rule | None:
        """The rule of the segment a play is for; None where it is for all, or the segment gone."""
        return self.segments.get(play.segment.casefold()) if play.segment else None

    def holds(self, rule: Rule, days: Sequence[int] | IntArray) -> BoolArray:
        """Where a rule holds (a goal, a reason to stop): accounts x days."""
        name = self._named(rule)
        on = np.asarray(days, np.int32)
        return self._looked_up(name, on, lambda some: evaluate(rule, self.context(some)))

    def because(self, play: Play, account: int, day: int) -> tuple[Told, ...]:
        """What a play asks and an account's values on a day: its trigger first, then for whom.

        A line that stands in the way is not `held`.
        """
        on = np.array([day], np.int32)
        asked = self._asked(play.cause)
        for narrowing in _some(play.audience):
            self._named(narrowing)
        lines = self._lines(on)
        told = CATALOGUE[play.cause.kind].told(self.seen(on), asked.options, account, 0)
        out = list(lines.named(told) or lines.of(asked.rules, account))
        out += lines.of(_some(play.cause.rule), account)
        if play.cause.days > 1:
            out.append(self._lasted(play.cause, account, day))
        if play.segment:
            rule = self.segment_of(play)
            held = rule is not None and bool(self.holds(rule, on)[account, 0])
            value = "gone" if rule is None else "in it" if held else "not in it"
            out.append(Told(f"Segment {play.segment}", value, "in it", held))
        out += lines.of(_some(play.audience), account)
        if not self._there(play, on)[account, 0]:
            gone = day >= int(self.facts.churned[account])
            out.append(Told("Account", "left" if gone else "not begun", "a customer", held=False))
        return tuple(out[:MOST])

    def segment_lines(self, play: Play, account: int, day: int) -> tuple[Told, ...]:
        """The lines of the segment a play is for."""
        return self._lines(np.array([day], np.int32)).of(_some(self.segment_of(play)), account)

    def _lasted(self, cause: Cause, account: int, day: int) -> Told:
        """For how many days a trigger has held, of those it must."""
        days = np.arange(day - cause.days + 1, day + 1, dtype=np.int32)
        held = self.triggered(structs.replace(cause, days=1), days)[account]
        count = len(held) if held.all() else int(held[::-1].argmin())
        asked = f"{count_of(cause.days, 'day')} running"
        return Told("Held for", count_of(count, "day"), asked, count >= cause.days)

    def _lines(self, on: IntArray) -> Lines:
        day = int(on[0])
        if day not in self._told:
            if self._titles is None:
                # Which values there are differs from day to day; what they are called does not.
                self._titles = segment_fields.titles(self._tx, day), band_names.read(self._tx)
            self._told[day] = Lines(self.context(on), *self._titles)
        return self._told[day]

    def rules_of(self, play: Play) -> tuple[Rule, ...]:
        """Every rule that is decided for a play."""
        named = CATALOGUE[play.cause.kind].rules(self._options(play.cause), self.segments, READINGS)
        goal = None if play.goal is None else play.goal.rule
        own = (self.segment_of(play), play.audience, play.cause.rule, goal, play.stop)
        return (*(one for one in own if one is not None), *named)

    def changed(self, day: int) -> None:
        """Attributes of accounts changed on a day: what is decided from then on sees that."""
        rows = self._tx.execute(text("SELECT id, account_id FROM account"))
        places = {row: at for row, key in rows if (at := self.place(key)) is not None}
        attributes = facts_service.attributes(self._tx, places)
        made = replace(self.facts, attributes=attributes)
        made.memory.update(play_trends.of_usage(self.facts))
        gaps = self._gaps.changed(made, day)
        self._renew(made)
        self._gaps = gaps
        self._clean = False
        self._decided = self._decided.before(day)

    def seen(self, days: IntArray) -> Seen:
        """What triggers look at on some days."""
        return Seen(self.context(days), self.segments, self._records)

    def context(self, days: IntArray) -> Context:
        """What rules are decided on, on some days."""
        key = days.tobytes()
        if key not in self._contexts:
            self._contexts[key] = Context(self.facts, days, self._once, self._scores)
        return self._contexts[key]

    def _options(self, cause: Cause) -> dict[str, Any]:
        """All options of a trigger; a metric that may be left open is the main one."""
        out = options_of(cause)
        if CATALOGUE[cause.kind].SPEC.main and not out["metric"]:
            out["metric"] = play_trends.main(self._tx) or None
        return out

    def _asked(self, cause: Cause) -> _Asked:
        """What a trigger asks; the facts it needs are there."""
        known = self._causes.get(id(cause))
        if known is None:
            options = self._options(cause)
            rules = CATALOGUE[cause.kind].rules(options, self.segments, READINGS)
            self._read((*rules, *_some(cause.rule)))
            rule = None if cause.rule is None else dump_rule(cause.rule)
            name = f"cause {canonical([cause.kind, options, rule])}"
            known = self._causes[id(cause)] = _Asked(cause, options, rules, name)
        return known

    def _named(self, rule: Rule) -> str:
        """What a rule is kept under; the facts it needs are there."""
        known = self._names.get(id(rule))
        if known is None:
            self._read((rule,))
            known = self._names[id(rule)] = rule, f"rule {canonical(dump_rule(rule))}"
        return known[1]

    def _records(self, name: str) -> Records:
        # Kept here: what an operation has written nobody else remembers anything of.
        if name not in self._recorded:
            self._recorded[name] = play_records.records(self._tx, self.facts, name)
        return self._recorded[name]

    def ready(self, day: int) -> None:
        """Have what lines are told with; an operation asks before it writes."""
        self._lines(np.array([day], np.int32))

    def _renew(self, facts: Facts) -> None:
        """Look at other facts from now on."""
        self.facts: Facts = facts
        self._places = {key: at for at, key in enumerate(facts.account_ids)}
        self._once = Once(READINGS)
        self._contexts.clear()
        self._ranks.clear()
        self._here.clear()
        self._ripe.clear()
        self._told.clear()
        self._book = Book(self._tx, dimensions=self._dimensions, progress=self._progress)
        self._gaps = Gaps(self._tx, facts)

    def _read(self, rules: Iterable[Rule]) -> None:
        """Have the facts that some rules ask for."""
        asked = tuple(rules)
        metrics = self._metrics_of(asked) - self._metrics
        dimensions = any(map(_asks_dimension, asked)) and not self._dimensions
        self._metrics |= metrics
        self._dimensions |= dimensions
        if metrics - self.facts.usage.keys():
            read = facts_service.load(self._tx, self._metrics)
            self._renew(read if self._clean else replace(read, attributes=self.facts.attributes))
        elif dimensions:
            self._renew(self.facts)

    def _metrics_of(self, rules: Iterable[Rule]) -> set[str]:
        references = [dump_ref(ref) for one in rules for ref in rule_readings(one)]
        return facts_service.metrics_of(self._tx, references)

    def _scores(self, days: IntArray) -> ScoreFields:
        if self._clean:
            return self._book.read(days)
        return score(
            self.facts,
            profiles.published(self._tx),
            days,
            READINGS,
            detail=False,
            dimensions=self._dimensions,
        )

    def _looked_up(
        self, name: str, days: IntArray, make: Callable[[IntArray], BoolArray]
    ) -> BoolArray:
        """What was decided on some days, decided now where it was not."""
        on = days.tolist()
        missing = [day for day in on if not self._decided.has(name, day)]
        if missing:
            first, last = min(missing), max(missing)
            some = np.arange(first, last + 1, dtype=np.int32)
            self._progress.step(0, 1, "Looking at accounts")
            held = np.broadcast_to(make(some), (self.facts.count, len(some)))
            self._decided.put(name, first, held)
        return self._decided.get(name, on, self.facts.count)

    def _ranked(self, days: IntArray) -> tuple[IntArray, IntArray]:
        """Places of accounts by what they pay, most first; their next renewals."""
        key = days.tobytes()
        if key not in self._ranks:
            facts = self.facts
            paid = np.nan_to_num(
                np.broadcast_to(arr(facts, days), (facts.count, len(days))), nan=-1
            )
            order = np.argsort(-paid, axis=0, kind="stable")
            rank = np.empty_like(order)
            np.put_along_axis(rank, order, np.arange(facts.count)[:, None], axis=0)
            left = days_to_renewal.read(facts, days, {})
            renewal = np.where(np.isnan(left), NO_RENEWAL, np.nan_to_num(left) + days[None, :])
            self._ranks[key] = rank.astype(np.int32), renewal.astype(np.int32)
        return self._ranks[key]


@dataclass(frozen=True)
class _Asked:
    """A trigger with all of its options, the rules it decides, and what it is kept under.

    The cause itself is held, so that no other one takes its place in memory.
    """

    cause: Cause
    options: dict[str, Any]
    rules: tuple[Rule, ...]
    name: str


class _Decided:
    """Decisions by name and day, packed; any thread may use it."""

    def __init__(self, known: Mapping[tuple[str, int], Packed] | None = None) -> None:
        self._lock = Lock()
        self._known: dict[tuple[str, int], Packed] = dict(known or {})

    def has(self, name: str, day: int) -> bool:
        """Whether it was decided."""
        return (name, day) in self._known

    def get(self, name: str, days: Sequence[int], count: int) -> BoolArray:
        """What was decided: accounts x days."""
        if not days:
            return np.zeros((count, 0), bool)
        packed = np.stack([self._known[name, day] for day in days], axis=1)
        return np.unpackbits(packed, axis=0, count=count).astype(bool)

    def put(self, name: str, first: int, held: BoolArray) -> None:
        """Keep what was decided on days from one on."""
        packed = np.packbits(held, axis=0)
        with self._lock:
            if len(self._known) > _MOST:
                self._known = {}
            for at in range(packed.shape[1]):
                self._known[name, first + at] = np.ascontiguousarray(packed[:, at])

    def before(self, day: int) -> _Decided:
        """A copy with what was decided on days before one, for one operation alone."""
        with self._lock:
            return _Decided({key: one for key, one in self._known.items() if key[1] < day})


def _some(rule: Rule | None) -> tuple[Rule, ...]:
    return () if rule is None else (rule,)


def _asks_dimension(rule: Rule) -> bool:
    return any(
        isinstance(one, FieldTest) and one.field.startswith(DIMENSION) for one in tests(rule)
    )
