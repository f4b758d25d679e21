"""Plain desks with what stands in no facts, laid out as triggers see them; triggers at random."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import numpy as np

from healthdesk.core.domain.decide import Context
from healthdesk.core.domain.facts import NO_DAY
from healthdesk.core.domain.play import Cause, parse_play
from healthdesk.core.domain.profile import Published, parse_profiles
from healthdesk.core.domain.rule import parse_rule
from healthdesk.core.domain.score import score
from healthdesk.core.domain.trigger import Records, Seen, gathered
from healthdesk.core.readings import CATALOGUE as READINGS
from healthdesk.core.services import play_trends
from healthdesk.core.triggers import CATALOGUE
from tests.core.plain_desk import PlainDesk, cut, to_facts

PROFILE = {
    "key": "default",
    "bands": {"strong": 70, "average": 40},
    "dimensions": [
        {
            "key": "use",
            "weight": 1,
            "measures": [
                {
                    "key": "m",
                    "weight": 1,
                    "missing": "skip",
                    "reading": {"kind": "usage_level", "metric": "load", "days": 7},
                    "scale": {"kind": "curve", "points": [[0, 0], [20, 100]]},
                },
                {
                    "key": "t",
                    "weight": 1,
                    "missing": "skip",
                    "reading": {"kind": "nps_rating", "days": 20},
                    "scale": {"kind": "curve", "points": [[0, 0], [10, 100]]},
                },
            ],
        }
    ],
}
SEGMENTS = {
    "Weak": {"field": "score", "op": "<", "value": 55},
    "Quiet": {"reading": {"kind": "days_since_touch"}, "op": ">=", "value": 9},
}


@dataclass(frozen=True)
class Row:
    """A record that is no fact; `done` (of milestones) may be to come."""

    account: str
    day: int
    word: str = ""
    due: int | None = None


@dataclass(frozen=True)
class World:
    """A plain desk and the rest of what triggers see."""

    desk: PlainDesk
    rows: dict[str, tuple[Row, ...]] = field(default_factory=dict)
    comments: frozenset[int] = frozenset()
    """Days on which all answers had a comment."""

    def cut(self, day: int) -> World:
        """The world as it was on a day."""
        rows = {
            name: tuple(
                replace(one, day=NO_DAY) if name == "milestone" and one.day > day else one
                for one in some
                if name == "milestone" or one.day <= day
            )
            for name, some in self.rows.items()
        }
        return World(cut(self.desk, day), rows, self.comments)


def seen(world: World, days: Any, profile: Any = PROFILE) -> Seen:
    """The world as triggers see it on some days."""
    facts = to_facts(world.desk)
    metrics = {one.key for one in world.desk.metrics}
    published = [Published(one, 1, 0) for one in parse_profiles([profile], metrics, READINGS)]

    def scores(on: Any) -> Any:
        return score(facts, published, on, READINGS, detail=False)

    def records(name: str) -> Records:
        if name.startswith("trend "):
            key = name.removeprefix("trend ") or "logins"
            known = key in facts.usage
            return (
                play_trends.records_of(play_trends.go_through(facts, key))
                if known
                else play_trends.NOTHING
            )
        if name == "comment":
            table = facts.surveys
            return gathered(
                [
                    (int(account), int(day), "", None, int(day), int(row))
                    for account, day, row in zip(table.account, table.day, table.row, strict=True)
                    if int(day) in world.comments
                ]
            )
        place = {account: at for at, account in enumerate(facts.account_ids)}
        rows = []
        for at, one in enumerate(world.rows.get(name, ())):
            due = NO_DAY if one.due is None else one.due
            rows.append((place[one.account], one.day, one.word, None, due, at))
        return gathered(rows)

    segments = {
        name.casefold(): parse_rule(rule, name, metrics, READINGS)
        for name, rule in SEGMENTS.items()
    }
    on = np.asarray(days, np.int32)
    return Seen(Context(facts, on, READINGS, scores), segments, records)


def cause_of(kind: str, /, rule: Any = None, **options: Any) -> Cause:
    """A trigger as a document brings it."""
    asked: dict[str, Any] = {"kind": kind, "options": options}
    if rule is not None:
        asked["rule"] = rule
    document = {"name": "Play", "trigger": asked}
    metrics = ("logins", "load", "export", "board", "unused", "m", "gauge", "f")
    return parse_play(document, "play", CATALOGUE, metrics, READINGS).cause


def options_of(cause: Cause) -> dict[str, Any]:
    """All of its options."""
    spec = CATALOGUE[cause.kind].SPEC
    return {one.key: cause.options.get(one.key, one.default) for one in spec.options}


def holds(world: World, cause: Cause, days: Any) -> Any:
    """Where a trigger holds or happened: accounts x days."""
    sight = seen(world, days)
    held = CATALOGUE[cause.kind].holds(sight, options_of(cause), cause.rule)
    return np.broadcast_to(held, sight.context.shape)


def told(world: World, cause: Cause, account: int, day: int) -> Any:
    """The lines of a trigger about an account on a day."""
    return CATALOGUE[cause.kind].told(seen(world, [day]), options_of(cause), account, 0)


def random_options(rng: Random, kind: str) -> dict[str, Any]:
    """Options of a trigger, all within their bounds."""
    out: dict[str, Any] = {}
    for one in CATALOGUE[kind].SPEC.options:
        if one.kind == "choice":
            out[one.key] = rng.choice(one.choices)
        elif one.kind == "flag":
            out[one.key] = rng.random() < 0.5
        elif one.kind == "metric":
            out[one.key] = rng.choice(("logins", "load"))
        elif one.kind == "segment":
            out[one.key] = rng.choice((*SEGMENTS, "Gone"))
        elif one.kind == "words":
            out[one.key] = rng.choice(("", "a", "zz"))
        else:
            low, high = max(int(np.ceil(one.low)), 0), min(int(one.high), 40)
            out[one.key] = min(max(rng.choice((low, 3, high, rng.randint(low, high))), low), high)
    return out


def random_cause(rng: Random, kind: str = "") -> Cause:
    """A trigger with options; a condition on the touch."""
    kind = kind or rng.choice(list(CATALOGUE))
    rule = rng.choice(list(SEGMENTS.values())) if CATALOGUE[kind].SPEC.ruled else None
    return cause_of(kind, rule, **random_options(rng, kind))


def random_world(rng: Random, desk: PlainDesk, first: int, span: int) -> World:
    """What stands in no facts, at random."""

    def some(words: tuple[str, ...], *, milestone: bool = False) -> tuple[Row, ...]:
        out = []
        for _ in range(rng.randrange(2 * len(desk.accounts) + 1)):
            day = first + rng.randrange(span)
            due = first + rng.randrange(span) if milestone and rng.random() < 0.8 else None
            done = NO_DAY if milestone and rng.random() < 0.4 else day
            out.append(Row(rng.choice(desk.accounts), done, rng.choice(words), due))
        return tuple(out)

    rows = {
        "contact": some(("admin", "user")),
        "mention": some(("press", "social")),
        "outcome": some(("renewed", "expanded")),
        "import": some(("a.csv", "Zendesk")),
        "milestone": some(("a", "go live"), milestone=True),
    }
    comments = frozenset(rng.sample(range(first, first + span), span // 3))
    return World(desk, rows if desk.accounts else {}, comments)
