"""A successplay as a document: for whom, when, what then, with which brakes, measured by what.

A play that came from elsewhere is checked, each refusal naming its place. Not here: what a trigger
is (trigger.py, core/triggers), when it fires (play_watch.py), what is unwise in one
(play_faults.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, Final, Literal, cast

import msgspec

from healthdesk.core.domain import document
from healthdesk.core.domain.document import Node
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.reading import OptionValue, Readings
from healthdesk.core.domain.rule import Rule, dump_rule, parse_rule
from healthdesk.core.domain.trigger import Triggers, TriggerSpec

VERSION: Final = 1
MOST_DAYS: Final = 1000
MOST_A_DAY: Final = 1000
MOST_QUIET: Final = 20
Mode = Literal["suggest", "run"]
MODES: Final[dict[str, str]] = {"suggest": "asks before it starts", "run": "starts by itself"}
Often = Literal["always", "once", "renewal", "spaced"]
OFTEN: Final[dict[str, str]] = {
    "always": "each time",
    "once": "once for each account",
    "renewal": "once for each renewal",
    "spaced": "so many times in so many days",
}
Running = Literal["leave", "note", "again"]
RUNNING: Final[dict[str, str]] = {
    "note": "noted on the open run",
    "leave": "left alone",
    "again": "started beside it",
}
"""What is done where the playbook is at work on the account already."""
_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Cause(msgspec.Struct, frozen=True):
    """What starts it: a kind of core/triggers and its options.

    Attributes:
        days: it must have held on so many days running, the last of them too (a state).
        rule: the condition of a trigger that has one.
    """

    kind: str
    options: dict[str, Any] = {}
    rule: Rule | None = None
    days: int = 1


class Brakes(msgspec.Struct, frozen=True):
    """What keeps it from flooding.

    Attributes:
        often: how often at one account; `times` in `days` days where it is "spaced".
        running: what is done where its playbook is at work there already.
        a_day: at how many accounts a day at most, those that pay most first; 0 = no limit.
        each: how many firings of any play an account takes in `each_days` days; 0 = no limit.
        seasons: it is silent in muted seasons, until they are over.
        weekends: it is silent on Saturdays and Sundays.
        quiet: stretches of the year without firings, ("MM-DD", "MM-DD"), both ends in.
        ends: what it started is stopped, what it suggested lapses, when its condition ends.
    """

    often: Often = "spaced"
    times: int = 1
    days: int = 60
    running: Running = "note"
    a_day: int = 3
    each: int = 0
    each_days: int = 7
    seasons: bool = True
    weekends: bool = False
    quiet: tuple[tuple[str, str], ...] = ()
    ends: bool = True


class Goal(msgspec.Struct, frozen=True):
    """What shows that it worked: a rule that comes to hold within so many days."""

    name: str
    rule: Rule
    days: int = 60
    ends: bool = True
    """The run is done when it is reached."""


class Play(msgspec.Struct, frozen=True):
    """One successplay.

    Attributes:
        purpose: when it is meant to help and what it is to bring about.
        segment: name of the segment it is for; "" = all accounts.
        audience: narrows that further, or stands alone.
        cause: what starts it.
        playbook: name of the playbook it starts.
        existing: accounts for which it holds when it is switched on count, not only new ones.
        stop: what it started is stopped on the day this comes to hold.
        owner: who does its runs; "" = whoever looks after the account.
        minutes: the work of one start that it saves, by its owner's estimate.
    """

    name: str
    purpose: str = ""
    segment: str = ""
    audience: Rule | None = None
    cause: Cause = Cause("condition")
    playbook: str = ""
    mode: Mode = "suggest"
    brakes: Brakes = Brakes()
    goal: Goal | None = None
    stop: Rule | None = None
    existing: bool = False
    owner: str = ""
    minutes: int = 10


def parse_play(
    data: Any,  # noqa: ANN401 - any JSON value
    place: str,
    triggers: Triggers,
    metrics: Collection[str],
    readings: Readings,
) -> Play:
    """Check one play of decoded JSON.

    Raises:
        BadDocument: It is none; the place in it is named.
    """
    node = Node(data, place)
    node.version(VERSION)
    read = _Reader(triggers, metrics, readings)
    play = Play(
        name=document.as_text(node.take("name"), node.at("name"), 200),
        purpose=_words(node, "purpose"),
        segment=_words(node, "segment", 200),
        audience=read.rule(node, "audience"),
        cause=read.cause(node),
        playbook=_words(node, "playbook", 200),
        mode=cast("Mode", _choice(node, "mode", MODES, "suggest")),
        brakes=_brakes(node),
        goal=read.goal(node),
        stop=read.rule(node, "stop"),
        existing=_flag(node, "existing", default=False),
        owner=_words(node, "owner", 100),
        minutes=_whole(node, "minutes", 10, 0, 10_000),
    )
    node.end()
    return play


def dump_play(play: Play) -> dict[str, Any]:
    """The play as JSON values, keys in a fixed order, what is as usual left out."""
    out: dict[str, Any] = {"schema_version": VERSION, "name": play.name}
    usual = Play(play.name)
    out.update(_differing(play, usual, ("purpose", "segment")))
    if play.audience is not None:
        out["audience"] = dump_rule(play.audience)
    out["trigger"] = _dump_cause(play.cause)
    out.update(_differing(play, usual, ("playbook", "mode")))
    brakes = _differing(play.brakes, Brakes(), Brakes.__struct_fields__)
    if brakes:
        out["brakes"] = brakes
    if play.goal is not None:
        goal = {"name": play.goal.name, "rule": dump_rule(play.goal.rule), "days": play.goal.days}
        out["goal"] = goal if play.goal.ends else {**goal, "ends": False}
    if play.stop is not None:
        out["stop"] = dump_rule(play.stop)
    return {**out, **_differing(play, usual, ("existing", "owner", "minutes"))}


class _Reader:
    """Reads the parts of a play that name what the desk has."""

    def __init__(self, triggers: Triggers, metrics: Collection[str], readings: Readings) -> None:
        self._triggers, self._metrics, self._readings = triggers, metrics, readings

    def rule(self, node: Node, key: str) -> Rule | None:
        value = node.take(key, None)
        if value is None:
            return None
        return parse_rule(value, node.at(key), self._metrics, self._readings)

    def cause(self, node: Node) -> Cause:
        inner = Node(node.take("trigger"), node.at("trigger"))
        kind = inner.choice("kind", tuple(self._triggers))
        spec = self._triggers[kind].SPEC
        cause = Cause(
            kind,
            self._options(inner, spec),
            self.rule(inner, "rule") if spec.ruled else None,
            _whole(inner, "days", 1, 1, MOST_DAYS) if spec.shape == "state" else 1,
        )
        inner.end()
        return cause

    def goal(self, node: Node) -> Goal | None:
        value = node.take("goal", None)
        if value is None:
            return None
        inner = Node(value, node.at("goal"))
        name = document.as_text(inner.take("name"), inner.at("name"), 200)
        rule = self.rule(inner, "rule")
        if rule is None:
            raise BadDocument(inner.at("rule"), "is missing: a goal is a rule that comes to hold")
        days = _whole(inner, "days", 60, 1, MOST_DAYS)
        ends = _flag(inner, "ends", default=True)
        inner.end()
        return Goal(name, rule, days, ends)

    def _options(self, node: Node, spec: TriggerSpec) -> dict[str, OptionValue]:
        inner = Node(node.take("options", {}), node.at("options"))
        out: dict[str, OptionValue] = {}
        for option in spec.options:
            if option.key not in inner:
                continue
            value = option.parse(inner.take(option.key), self._metrics, inner.at(option.key))
            if value != option.default:
                out[option.key] = value
        inner.end()
        return out


def option(cause: Cause, spec: TriggerSpec, key: str) -> Any:  # noqa: ANN401 - an option's value
    """The value of a trigger's option, its default where none is given."""
    if key in cause.options:
        return cause.options[key]
    return next(one.default for one in spec.options if one.key == key)


def _dump_cause(cause: Cause) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": cause.kind}
    if cause.options:
        out["options"] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in sorted(cause.options.items())
        }
    if cause.rule is not None:
        out["rule"] = dump_rule(cause.rule)
    if cause.days != 1:
        out["days"] = cause.days
    return out


def _brakes(node: Node) -> Brakes:
    inner = Node(node.take("brakes", {}), node.at("brakes"))
    usual = Brakes()
    brakes = Brakes(
        often=cast("Often", _choice(inner, "often", OFTEN, usual.often)),
        times=_whole(inner, "times", usual.times, 1, MOST_A_DAY),
        days=_whole(inner, "days", usual.days, 1, MOST_DAYS),
        running=cast("Running", _choice(inner, "running", RUNNING, usual.running)),
        a_day=_whole(inner, "a_day", usual.a_day, 0, MOST_A_DAY),
        each=_whole(inner, "each", usual.each, 0, MOST_A_DAY),
        each_days=_whole(inner, "each_days", usual.each_days, 1, MOST_DAYS),
        seasons=_flag(inner, "seasons", default=usual.seasons),
        weekends=_flag(inner, "weekends", default=usual.weekends),
        quiet=_quiet(inner),
        ends=_flag(inner, "ends", default=usual.ends),
    )
    inner.end()
    return brakes


def _quiet(node: Node) -> tuple[tuple[str, str], ...]:
    place = node.at("quiet")
    found = []
    for at, one in enumerate(document.as_list(node.take("quiet", ()), place, MOST_QUIET)):
        where = document.under(place, at + 1)
        ends = [document.as_text(end, where, 5) for end in document.as_list(one, where, 2)]
        if len(ends) != 2 or not all(_MONTH_DAY.fullmatch(end) for end in ends):
            raise BadDocument(where, 'must be two days of the year, "12-22" and "01-04"')
        found.append((ends[0], ends[1]))
    return tuple(found)


def _differing(
    value: msgspec.Struct, usual: msgspec.Struct, keys: Collection[str]
) -> dict[str, Any]:
    """What of a struct is not as usual, as JSON values."""
    out: dict[str, Any] = {}
    for key in keys:
        one = getattr(value, key)
        if one != getattr(usual, key):
            out[key] = [list(pair) for pair in one] if key == "quiet" else one
    return out


def _whole(node: Node, key: str, usual: int, low: int, high: int) -> int:
    return document.as_whole(node.take(key, usual), node.at(key), low, high)


def _choice(node: Node, key: str, choices: Collection[str], usual: str) -> str:
    return document.as_choice(node.take(key, usual), choices, node.at(key))


def _flag(node: Node, key: str, *, default: bool) -> bool:
    value = node.take(key, default)
    if not isinstance(value, bool):
        raise BadDocument(node.at(key), "must be true or false")
    return value


def _words(node: Node, key: str, most: int = document.MAX_TEXT) -> str:
    value = node.take(key, "")
    if not isinstance(value, str) or len(value) > most:
        raise BadDocument(node.at(key), f"must be a text of at most {most} characters")
    return value.strip()
