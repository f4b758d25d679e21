"""What a message with fields is: the fields there are, what a filled text looks like, its limits.

A field is written {{ first_name }}. Not here: who reads and fills a text (services/merge.py),
where values come from (services/merge_fields.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

RunKind = Literal["plain", "field", "missing"]
TextRun = tuple[str, RunKind]
"""A piece of a text, and whether it stood there, came from a field, or is a field without value."""
MOST_SOURCE: Final = 20_000
"""Bytes that a text with fields may have."""
MOST_OUTPUT: Final = 200_000
"""Bytes that a filled text may have."""
SECONDS: Final = 2.0
"""How long filling one text may take."""
MOST_VALUE: Final = 2_000
"""Letters of a value that are taken."""
MOST_LISTED: Final = 50
"""Things of a list that are gone through."""
ATTRIBUTE: Final = "attribute"
"""The name under which every field of accounts stands: attribute["region"]."""
_TOKEN: Final = re.compile(r"\{\{\s*([a-z][a-z0-9_]*(?:\[\"[^\"\]\n]{1,200}\"\])?)\s*\}\}")
_BRACES: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OPENS: Final = re.compile(r"\{(?=[{%#])")
_HIDDEN: Final = frozenset("\u200b\u200e\u200f\u2028\u2029\u2060\ufeff") | frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
"""Signs that show nothing, or turn the order of what stands around them."""


@dataclass(frozen=True)
class Field:
    """A field: its key as it is written, how it reads in a menu, an example, where it belongs."""

    key: str
    title: str
    example: str
    group: str
    listed: bool = False
    """It is a list, for {% for %} and the filters `join`, `first`, `last` and `length`."""
    parts: tuple[str, ...] = ()
    """What each thing of such a list has: ticket.subject."""

    @property
    def token(self) -> str:
        """The field as it is written into a text."""
        return f"{{{{ {self.key}{' | join' if self.listed and not self.parts else ''} }}}}"


@dataclass(frozen=True)
class Fault:
    """Something that cannot be read in a text with fields; `line` and `at` count from 1."""

    line: int
    at: int
    sentence: str


@dataclass(frozen=True)
class Filled:
    """A text with its fields filled in, in pieces; `missing` are keys of those without a value.

    Where the text has faults there is nothing to show but itself, and they are told.
    """

    runs: tuple[TextRun, ...]
    missing: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def text(self) -> str:
        """All of it as one text; what is missing stands as its field."""
        return "".join(words for words, _ in self.runs)

    @property
    def ready(self) -> bool:
        """Whether nothing is missing or wrong."""
        return not self.missing and not self.faults


def _group(group: str, *fields: tuple[str, str, str]) -> tuple[Field, ...]:
    return tuple(Field(key, title, example, group) for key, title, example in fields)


FIELDS: Final[tuple[Field, ...]] = (
    *_group(
        "Person",
        ("first_name", "First name", "Dana"),
        ("full_name", "Full name", "Dana Ortiz"),
        ("title", "Title", "Head of Operations"),
        ("role", "Role", "champion"),
    ),
    *_group(
        "Account",
        ("account", "Account", "Aldermoor Freight"),
        ("product", "Product", "Fleet"),
        ("stage", "Stage", "Adoption"),
        ("tier", "Tier", "Enterprise"),
        ("industry", "Industry", "Logistics"),
        ("region", "Region", "DACH"),
        ("seats", "Seats", "240"),
        ("started_on", "Customer since", "1 Mar 2024"),
        ("customer_for", "Customer for", "2 years"),
    ),
    *_group(
        "People there",
        ("champion", "Champion", "Dana Ortiz"),
        ("sponsor", "Sponsor", "Priya Nair"),
        ("decision_maker", "Decision maker", "Tom Hale"),
        ("admin", "Admin", "Li Wei"),
        ("left_contact", "Who left last", "Marc Aubert"),
        ("left_contact_first_name", "First name of who left last", "Marc"),
        ("successor", "Successor of who left", "Dana Ortiz"),
    ),
    *_group(
        "Usage",
        ("top_feature_1", "Feature used most", "Route planner"),
        ("top_feature_2", "Second most used feature", "Reports"),
        ("top_feature_3", "Third most used feature", "Driver app"),
        ("unused_feature", "A feature they do not use", "Alerts"),
        ("active_users", "Active users, mean of 7 days", "38"),
        ("last_used_on", "Last day of use", "20 Nov 2026"),
    ),
    Field("top_features", "Features used most", "Route planner, Reports", "Usage", listed=True),
    *_group(
        "Contact so far",
        ("last_touch_on", "Last in touch on", "12 Oct 2026"),
        ("days_since_touch", "Days since the last touch", "42"),
        ("last_subject", "Subject of the last touch", "Rollout in Lyon"),
        ("open_tickets", "Open tickets", "3"),
        ("oldest_ticket", "Oldest open ticket", "Export stops at 10,000 rows"),
    ),
    Field(
        "tickets",
        "Open tickets, one by one",
        "Export stops at 10,000 rows",
        "Contact so far",
        listed=True,
        parts=("subject", "priority", "opened_on", "days"),
    ),
    *_group(
        "Renewal",
        ("renewal_on", "Renewal on", "31 Jan 2027"),
        ("days_to_renewal", "Days to the renewal", "69"),
        ("arr", "ARR", "€184,000"),
    ),
    *_group(
        "You and today",
        ("my_name", "Your name", "Ada Keller"),
        ("owner", "Owner", "Ada Keller"),
        ("today", "Today", "23 Nov 2026"),
        ("weekday", "Day of the week", "Monday"),
    ),
)
"""The fields in the order in which they are offered; {attribute} fields are the desk's own."""
BY_KEY: Final = {field.key: field for field in FIELDS}
GROUPS: Final = tuple(dict.fromkeys(field.group for field in FIELDS))
FILTERS: Final = (
    "upper",
    "lower",
    "capitalize",
    "title",
    "trim",
    "default",
    "join",
    "first",
    "last",
    "length",
    "truncate",
    "round",
)
"""What may stand behind a field: {{ first_name | upper }}."""


def attribute_key(name: str) -> str:
    """The key of an account's own field: attribute["region"]."""
    return f'{ATTRIBUTE}["{name}"]'


def token(key: str) -> str:
    """A field as it is written: {{ first_name }}.

    >>> token("first_name")
    '{{ first_name }}'
    """
    return f"{{{{ {key} }}}}"


def tokens(text: str) -> tuple[str, ...]:
    """The keys of fields that stand in a text as they are, each once.

    >>> tokens("Hello {{ first_name }}, {{champion}} left")
    ('first_name', 'champion')
    """
    return tuple(dict.fromkeys(_TOKEN.findall(text)))


def has_fields(*texts: str) -> bool:
    """Whether anything stands in texts that is to be filled in first.

    >>> has_fields("Hello", "Dear {{ first_name | upper }}"), has_fields("a {b} c")
    (True, False)
    """
    return any(_BRACES.search(text) is not None for text in texts)


def still_missing(missing: Iterable[str], *texts: str) -> tuple[str, ...]:
    """Which of these fields still stand in texts as fields: nobody wrote something instead."""
    standing = {key for text in texts for key in tokens(text)}
    return tuple(key for key in dict.fromkeys(missing) if key in standing)


def runs_of(text: str, missing: Iterable[str]) -> tuple[TextRun, ...]:
    """A kept text in pieces: the fields of `missing` that still stand in it, and the rest."""
    wanted = set(missing)
    out: list[TextRun] = []
    at = 0
    for found in _TOKEN.finditer(text):
        if found[1] not in wanted:
            continue
        if found.start() > at:
            out.append((text[at : found.start()], "plain"))
        out.append((found[0], "missing"))
        at = found.end()
    if at < len(text):
        out.append((text[at:], "plain"))
    return tuple(out)


def title_of(key: str) -> str:
    """How a field reads in a sentence: its title, or the account's own field by its name."""
    known = BY_KEY.get(key)
    if known is not None:
        return known.title
    return key[len(ATTRIBUTE) + 2 : -2] if key.startswith(f'{ATTRIBUTE}["') else key


def shown_of(value: str) -> str:
    r"""A value as it may stand in a text: no signs that steer or show nothing, not endlessly long.

    Braces in it are set apart: what a value says is never a field.

    >>> shown_of("Ada\x00\u202eKeller {{ arr }}")
    'AdaKeller { { arr }}'
    """
    clean = "".join(
        one
        for one in value.replace("\r\n", "\n").replace("\r", "\n")
        if one not in _HIDDEN and (one.isprintable() or one in "\n\t")
    )
    clean = _OPENS.sub("{ ", clean)
    return clean if len(clean) <= MOST_VALUE else f"{clean[: MOST_VALUE - 1].rstrip()}…"


def line_of(value: str) -> str:
    """A text on one line, without signs that show nothing; braces stay as they are."""
    told = (" " if one.isspace() else one for one in value)
    return " ".join("".join(o for o in told if o.isprintable() and o not in _HIDDEN).split())
