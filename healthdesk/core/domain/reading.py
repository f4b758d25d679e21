"""What a health reading is: its declared options, and what its module must offer.

Not here: the readings themselves (core/readings, one file per kind, and their catalogue).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol

import msgspec
import numpy as np

from healthdesk.core.domain import document
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.facts import Facts, FloatArray, IntArray
from healthdesk.core.domain.views import EvidenceRow

OptionValue = str | int | float | bool | tuple[str, ...]
Options = Mapping[str, OptionValue]
MAX_DAYS = 3660
MAX_PROSE = 20_000
MAX_LINES = 50


class Fact(StrEnum):
    """A kind of fact that a reading rests on."""

    USAGE = "usage"
    SURVEYS = "surveys"
    SENTIMENTS = "sentiments"
    TOUCHPOINTS = "touchpoints"
    TICKETS = "tickets"
    SUBSCRIPTIONS = "subscriptions"
    INVOICES = "invoices"
    MILESTONES = "milestones"
    ATTRIBUTES = "attributes"


@dataclass(frozen=True)
class Option:
    """A declared parameter of a reading or a widget; without a default it must be given.

    Attributes:
        kind: metric, days (a whole number), number, choice, choices ("any" or some of the
            choices), text, flag; those that may be empty: segment, field and playbook (the name
            of one), words (a line) and prose (several), merge and merge_prose (the same, with
            fields that are filled in), lines (a list of texts, `high` of them at most), fields (a
            list of attributes, - for none, one for each line of another option).
        labels: what people read for each of the choices, where that is not the choice itself.
    """

    key: str
    title: str
    kind: Literal[
        "metric", "days", "number", "choice", "choices", "text", "flag",
        "segment", "field", "words", "prose", "playbook", "merge", "merge_prose", "lines",
        "fields",
    ]  # fmt: skip
    default: OptionValue | None = None
    low: float = 0
    high: float = 0
    choices: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def parse(self, value: object, metrics: Collection[str], place: str) -> OptionValue:
        """The value as the reading wants it, or a refusal."""
        return _PARSERS[self.kind](self, value, metrics, place)


def _metric(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    key = document.as_text(value, place)
    if key not in metrics:
        raise BadDocument(place, f"names a metric that the desk does not have: {key}")
    return key


def _days(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    return document.as_whole(value, place, int(option.low), int(option.high))


def _number(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    return document.as_number(value, place, option.low, option.high)


def _choice(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    return document.as_choice(value, option.choices, place)


def _choices(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    if value == "any":
        return "any"
    listed = [value] if isinstance(value, str) else document.as_list(value, place)
    chosen = {document.as_choice(one, option.choices, place) for one in listed}
    if not chosen:
        raise BadDocument(place, 'must be "any" or a list that is not empty')
    return tuple(choice for choice in option.choices if choice in chosen)


def _text(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    return document.as_text(value, place)


def _words(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    if not isinstance(value, str) or len(value) > MAX_PROSE:
        raise BadDocument(place, f"must be a text of at most {MAX_PROSE} characters")
    return value


def _lines(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    listed = document.as_list(value, place, int(option.high) or MAX_LINES)
    return tuple(
        document.as_text(one, document.under(place, at + 1)) for at, one in enumerate(listed)
    )


def _flag(option: Option, value: object, metrics: Collection[str], place: str) -> OptionValue:
    if not isinstance(value, bool):
        raise BadDocument(place, "must be true or false")
    return value


_PARSERS: dict[str, Callable[[Option, object, Collection[str], str], OptionValue]] = {
    "metric": _metric,
    "days": _days,
    "number": _number,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
    "flag": _flag,
    "segment": _words,
    "field": _words,
    "words": _words,
    "prose": _words,
    "playbook": _words,
    "merge": _words,
    "merge_prose": _words,
    "lines": _lines,
    "fields": _lines,
}


def metric_option() -> Option:
    """The usage metric a reading is about."""
    return Option("metric", "Metric", "metric")


def days_option(default: int) -> Option:
    """The length of a reading's window."""
    return Option("days", "Days", "days", default, 1, MAX_DAYS)


@dataclass(frozen=True)
class ReadingSpec:
    """What a reading is called and takes.

    Attributes:
        unit: what its number counts ("days", "tickets", "share", "change", "" for none).
        needs: the facts it rests on.
        ages: its newest fact has an age, so that a measure on it may say `stale_after`.
        text: it can also be read as text, for a `map` scale.
        features: it looks at every feature metric of the desk.
        higher: whether more of it is better (None: neither).
    """

    key: str
    title: str
    summary: str
    unit: str
    needs: frozenset[Fact]
    options: tuple[Option, ...] = ()
    ages: bool = False
    text: bool = False
    features: bool = False
    higher: bool | None = True


@dataclass(frozen=True, eq=False)
class Texts:
    """A reading as text: `codes` (accounts x days) index `words`; -1 = missing."""

    codes: IntArray
    words: tuple[str, ...]

    def word(self, account: int, column: int) -> str | None:
        """The text of one cell."""
        code = int(self.codes[account, column])
        return None if code < 0 else self.words[code]


class ReadingModule(Protocol):
    """The module of one reading kind."""

    SPEC: ReadingSpec

    def read(self, facts: Facts, days: IntArray, options: Options) -> FloatArray:
        """The reading as accounts x days; NaN = missing."""

    def evidence(
        self, facts: Facts, account: int, day: int, options: Options
    ) -> tuple[EvidenceRow, ...]:
        """The facts behind one account's reading on a day, newest first."""


class AgingReading(ReadingModule, Protocol):
    """A reading whose newest fact has a day."""

    def newest(self, facts: Facts, days: IntArray, options: Options) -> FloatArray:
        """Day of the newest fact in the reading, accounts x days; NaN = none."""


class TextReading(ReadingModule, Protocol):
    """A reading that can be read as text."""

    def texts(self, facts: Facts, days: IntArray, options: Options) -> Texts:
        """The reading as text."""


Readings = Mapping[str, ReadingModule]


class ReadingRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which reading with which options; every option is present, in the order declared."""

    kind: str
    options: dict[str, OptionValue] = {}

    def __hash__(self) -> int:
        return hash((self.kind, tuple(self.options.items())))


def parse_ref(
    value: object, metrics: Collection[str], readings: Readings, place: str
) -> ReadingRef:
    """Read `{"kind": ..., options}`; options left out take their defaults."""
    node = document.Node(value, place)
    kind = node.text("kind")
    if kind not in readings:
        raise BadDocument(place, f"has an unknown kind of reading {document.shorten(kind)}")
    options: dict[str, OptionValue] = {}
    for option in readings[kind].SPEC.options:
        if option.default is not None and option.key not in node:
            options[option.key] = option.default
        else:
            options[option.key] = option.parse(node.take(option.key), metrics, node.at(option.key))
    node.end()
    return ReadingRef(kind=kind, options=options)


def dump_ref(ref: ReadingRef) -> dict[str, object]:
    """The reading as it stands in a document."""
    shown: dict[str, object] = {"kind": ref.kind}
    for key, value in ref.options.items():
        if isinstance(value, tuple):
            shown[key] = list(value)
        elif isinstance(value, float):
            shown[key] = document.plain(value)
        else:
            shown[key] = value
    return shown


def read(facts: Facts, ref: ReadingRef, days: IntArray, readings: Readings) -> FloatArray:
    """Read a reading."""
    return readings[ref.kind].read(facts, days, ref.options)


def read_texts(facts: Facts, ref: ReadingRef, days: IntArray, readings: Readings) -> Texts:
    """Read a reading as text; one that has none is missing everywhere."""
    module = readings[ref.kind]
    texts: Callable[[Facts, IntArray, Options], Texts] | None = getattr(module, "texts", None)
    if texts is None:
        return Texts(np.full((facts.count, len(days)), -1, np.int32), ())
    return texts(facts, days, ref.options)


def newest_days(
    facts: Facts, ref: ReadingRef, days: IntArray, readings: Readings
) -> FloatArray | None:
    """Day of the newest fact behind a reading; None for readings whose facts do not age."""
    newest: Callable[[Facts, IntArray, Options], FloatArray] | None = getattr(
        readings[ref.kind], "newest", None
    )
    return None if newest is None else newest(facts, days, ref.options)


def whole(options: Options, key: str) -> int:
    """An option that is a whole number."""
    value = options[key]
    if not isinstance(value, int | float):
        raise TypeError(key)
    return int(value)


def real(options: Options, key: str) -> float:
    """An option that is a number."""
    value = options[key]
    if not isinstance(value, int | float):
        raise TypeError(key)
    return float(value)


def word(options: Options, key: str) -> str:
    """An option that is a text."""
    return str(options[key])
