"""The tables of work that pass between two desks: columns, what they point at, what is a note.

Facts pass as exchange tables (domain/exchange.py). `note` marks what a person noted for
themselves. Not here: how rows are read and written (handover_reading.py,
handover_writing.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final, Literal

import msgspec

from healthdesk.core.domain.exchange import LONG_LIMIT
from healthdesk.core.domain.investigation import TOPICS
from healthdesk.core.domain.kinds import PRIORITIES

Kind = Literal[
    "text", "day", "whole", "number", "flag", "json", "ref", "names", "signs", "digest", "rule"
]
"""`ref` points at a row of `of`; `names` are the names of themes, `signs` those before a loss;
`digest` stands for bytes."""
Inside = Literal["", "note"]
UNKEPT: Final = frozenset({"names", "signs"})
"""Kinds of fields that are no column, but rows that go with theirs."""


@dataclass(frozen=True)
class Field:
    """A column: what it holds, what it points at, and what is written where it is left out."""

    name: str
    kind: Kind = "text"
    of: str = ""
    inside: Inside = ""
    choices: tuple[str, ...] = ()
    empty: Any = None
    wanted: bool = False
    """A row without it is none."""

    @property
    def column(self) -> str:
        """The column of the desk."""
        return f"{self.name}_id" if self.kind == "ref" else self.name

    @property
    def blank(self) -> Any:  # noqa: ANN401 - what the column holds
        """What stands for nothing."""
        if self.empty is not None:
            return self.empty
        return "" if self.kind == "text" else [] if self.kind in UNKEPT else None


@dataclass(frozen=True)
class Work:
    """A table of work; `key` names the fields that identify a row, () = its own number."""

    name: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    note: bool = False
    """All of it is a person's own note."""

    @property
    def by_contact(self) -> bool:
        """Whether its rows hang on a contact alone."""
        return not any(one.name == "account" for one in self.fields)

    def field(self, name: str) -> Field:
        """The field of that name."""
        return next(one for one in self.fields if one.name == name)


def _ref(name: str, of: str = "", *, wanted: bool = False) -> Field:
    return Field(name, "ref", of or name, wanted=wanted)


def _note(name: str) -> Field:
    return Field(name, inside="note")


def _day(name: str, *, wanted: bool = False) -> Field:
    return Field(name, "day", wanted=wanted)


def _flag(name: str) -> Field:
    return Field(name, "flag", empty=False)


def _choice(name: str, *choices: str, empty: str = "") -> Field:
    return Field(name, choices=choices, empty=empty)


_ACCOUNT: Final = _ref("account", wanted=True)
_CONTACT: Final = _ref("contact", wanted=True)

WORK: Final[tuple[Work, ...]] = (
    Work("account_care", (_ACCOUNT, Field("matters")), ("account",)),
    Work(
        "contact_care",
        (
            _CONTACT,
            Field("influence", "whole", inside="note"),
            Field(
                "stance", inside="note", choices=("", "friendly", "neutral", "doubtful", "against")
            ),
            _choice("part", "", "asks", "decides", "signs"),
            _day("left_on"),
            _ref("successor", "contact"),
            _note("personal"),
        ),
        ("contact",),
    ),
    Work(
        "finding",
        (
            _ACCOUNT,
            _day("first_day", wanted=True),
            _day("last_day", wanted=True),
            _day("made_on", wanted=True),
            Field("hypothesis"),
            Field("checks", "json", empty={}),
            Field("lines", "json", empty=[]),
            _choice("verdict", "", "right", "wrong"),
            _day("verdict_on"),
            _choice("action", "", "plan", "task", "note", "dismissed"),
            Field("dismissed_why"),
        ),
        note=True,
    ),
    Work(
        "plan",
        (
            _ACCOUNT,
            _ref("finding"),
            Field("problem", wanted=True),
            Field("cause", inside="note"),
            Field("owner"),
            _day("made_on", wanted=True),
            _day("due_on"),
            Field("exit_rule", "rule"),
            Field("exit_days", "whole", empty=1),
            _day("closed_on"),
            _choice("closed_how", "", "met", "stopped"),
        ),
    ),
    Work(
        "task",
        (
            _ACCOUNT,
            _ref("contact"),
            _ref("plan"),
            Field("title", wanted=True),
            _note("note"),
            Field("checklist", "json", empty=[]),
            _choice("priority", *PRIORITIES, empty="normal"),
            _flag("needs_touch"),
            _day("made_on", wanted=True),
            _day("due_on"),
            _day("done_on"),
            _day("dropped_on"),
            Field("dropped_why"),
            _ref("touchpoint"),
            Field("origin"),
        ),
    ),
    Work(
        "moment",
        (
            _ACCOUNT,
            _ref("contact"),
            _choice("kind", "win", "thanks", "perk", "promise", "quote", empty="win"),
            _day("day", wanted=True),
            Field("text", wanted=True),
            _choice("by", "us", "them", empty="us"),
            _day("due_on"),
            _day("done_on"),
            _flag("pinned"),
        ),
    ),
    Work(
        "advocate",
        (
            _CONTACT,
            _choice("willing", "yes", "maybe", "no", empty="maybe"),
            Field("cool_days", "whole", empty=120),
            _note("story"),
            _day("made_on", wanted=True),
        ),
        ("contact",),
    ),
    Work(
        "advocate_ask",
        (
            _CONTACT,
            _day("day", wanted=True),
            Field("kind", wanted=True),
            Field("answer"),
            _day("answered_on"),
            _note("note"),
        ),
    ),
    Work("meeting_asked", (_ref("touchpoint", wanted=True), _CONTACT), ("touchpoint", "contact")),
    Work(
        "feedback",
        (
            _ACCOUNT,
            _ref("survey"),
            _ref("mention"),
            _ref("touchpoint"),
            _ref("ticket"),
            _day("heard_on"),
            _day("acted_on"),
            _day("told_on"),
            _note("note"),
            Field("themes", "names"),
        ),
    ),
    Work(
        "forecast",
        (
            _ACCOUNT,
            _day("renewal_day", wanted=True),
            _day("made_on", wanted=True),
            _choice("category", "commit", "likely", "at risk", "lost", empty="likely"),
            Field("amount", "number"),
            _note("reason"),
            Field("next_step"),
            _note("decider"),
        ),
        ("account", "renewal_day", "made_on"),
    ),
    Work(
        "retro",
        (
            _ACCOUNT,
            _day("day", wanted=True),
            Field("arr", "number"),
            Field("tenure_days", "whole"),
            _choice("fit", "", "good", "partly", "poor"),
            Field("reason"),
            Field("words"),
            Field("done_well"),
            Field("done_better"),
            Field("profile"),
            _day("known_on", wanted=True),
            _day("closed_on"),
            Field("by"),
            Field("signs", "signs", inside="note"),
        ),
        ("account", "day"),
        note=True,
    ),
    Work(
        "attachment",
        (
            _ACCOUNT,
            _ref("touchpoint"),
            Field("name", wanted=True),
            _note("note"),
            _day("made_on", wanted=True),
            Field("content", "digest", wanted=True),
        ),
    ),
)
"""In an order in which what is pointed at comes before what points."""
BY_WORK: Final = {one.name: one for one in WORK}
IDS: Final = {
    "account": "account_id",
    "contact": "contact_id",
    "touchpoint": "touchpoint_id",
    "survey": "response_id",
    "mention": "mention_id",
    "ticket": "ticket_id",
}
"""Tables whose rows have an id of their source, and its column."""
FACTS: Final = (
    "accounts",
    "contacts",
    "surveys",
    "pulses",
    "touchpoints",
    "tickets",
    "subscriptions",
    "invoices",
    "milestones",
    "mentions",
    "overrides",
    "outcomes",
)
"""Exchange tables that are brought together row by row; usage and its metrics come beside."""
USAGE: Final = ("metrics", "usage", "contact_usage")
FILES: Final = "attachment"
NOTE_TABLES: Final = frozenset({"pulses", "overrides"})
NOTE_COLUMNS: Final = {
    "surveys": ("sentiment",),
    "touchpoints": ("body", "sentiment"),
    "tickets": ("sentiment",),
    "mentions": ("sentiment",),
}
"""Columns of facts that a person noted for themselves, or how somebody felt."""
ADDRESS_COLUMNS: Final = {"contacts": ("email", "phone")}
SEPARATOR: Final = "\x1f"
"""Between the parts of a row's id."""

_Text = Annotated[str, msgspec.Meta(max_length=LONG_LIMIT)]
_DayCell = Annotated[int, msgspec.Meta(ge=-200_000, le=400_000)]
_Whole = Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]
_TYPES: Final[dict[Kind, Any]] = {
    "text": _Text,
    "day": _DayCell | None,
    "whole": _Whole | None,
    "number": Annotated[float, msgspec.Meta(ge=-1e100, le=1e100)] | None,
    "flag": bool,
    "ref": _Text | None,
    "rule": _Text | None,
    "digest": Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}$")],
    "names": Annotated[
        list[Annotated[str, msgspec.Meta(max_length=200)]], msgspec.Meta(max_length=50)
    ],
}


@cache
def shape(name: str) -> Any:  # noqa: ANN401 - a type made here
    """The shape in which a table's rows stand in a pack, for strict reading."""
    fields: list[Any] = []
    for one in BY_WORK[name].fields:
        if one.kind in {"json", "signs"}:
            kind: Any = _JSON[one.name]
        else:
            kind = Literal[one.choices] if one.choices else _TYPES[one.kind]
        if one.name in {"exit_days", "cool_days"}:
            kind = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
        if one.inside:  # it may have been left out
            fields.append((one.name, kind | msgspec.UnsetType, msgspec.UNSET))
        else:
            fields.append((one.name, kind))
    return msgspec.defstruct(f"Packed_{name}", [("id", _Text), *fields], kw_only=True)


_Topic: Any = Literal[tuple(TOPICS)]


class _Check(msgspec.Struct):
    state: Literal["looked", "found"]
    text: _Text = ""


class _Tick(msgspec.Struct, omit_defaults=True):
    text: _Text
    done: bool = False
    optional: bool = False
    without: _Text = ""


class _Sign(msgspec.Struct):
    """A sign before a loss; all of it is told, so that equal ones are equal."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=LONG_LIMIT)]
    day: _DayCell | None
    measure: _Text
    reading: _Text | None
    missed: bool
    candidate: bool
    note: _Text


SIGN: Final = _Sign.__struct_fields__
_JSON: Final[dict[str, Any]] = {
    "checks": dict[_Topic, _Check],
    "lines": Annotated[
        list[Annotated[str, msgspec.Meta(max_length=500)]], msgspec.Meta(max_length=500)
    ],
    "checklist": Annotated[list[_Tick], msgspec.Meta(max_length=200)],
    "signs": Annotated[list[_Sign], msgspec.Meta(max_length=200)],
}
