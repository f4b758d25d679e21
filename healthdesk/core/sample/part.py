"""What each account plays in the sample: the figures its story needs, before any fact is made.

Days here are counted back from the account's own reference day: the desk's day or, for an account
that left, 90 days before it left.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache

RENEWAL_TERM = 365


@dataclass(frozen=True)
class Person:
    """A contact: `role` as in the exchange folder; `left`: days back to the day they went."""

    name: str
    title: str
    role: str
    advocate: bool = False
    left: int | None = None


@dataclass(frozen=True)
class Answer:
    """An NPS answer, `age` days old, by the contact with number `who` (-1: no name given)."""

    rating: int
    age: int
    who: int = 0
    comment: str = ""


@dataclass(frozen=True)
class Open:
    """A ticket still open on the reference day; without words it gets some from the word lists."""

    priority: str
    age: int
    subject: str = ""
    body: str = ""
    sentiment: float | None = None


@dataclass(frozen=True)
class Said:
    """A touchpoint told word by word, `age` days old."""

    age: int
    kind: str
    direction: str
    who: tuple[int, ...] = (0,)
    subject: str = ""
    body: str = ""
    sentiment: float | None = None


@dataclass(frozen=True)
class Part:
    """One account's part: what its facts should come to, and what its texts tell.

    `score` is wanted before caps on the reference day, `change` against 28 days before, both under
    the version in force now; the number of users is then made to meet them. Without `change`, users
    grow by `growth` in 28 days.
    """

    name: str
    tier: str
    arr: int
    renewal: int
    score: float | None
    change: float | None = None
    growth: float = 0.0
    stage: str = "Adopted"
    industry: str = "Trade"
    region: str = "North"
    tenure: int = 1200
    seats: int = 60
    shape: str = "office"
    drift: float = 0.004
    touch: int = 10
    touches: int = 9
    heard: float = 0.42
    heard_before: float | None = None
    features: int = 8
    features_before: int | None = None
    features_long: int | None = None
    """Features used until 48 days before; the others up to `features_before` were taken up then."""
    open: tuple[Open, ...] = ()
    chronic: bool = False
    """Tickets like the open ones were open 28 days before, too."""
    closed_per_year: float = 9.0
    answers: tuple[Answer, ...] = ()
    mood: float | None = 0.35
    mood_before: float | None = None
    overdue: tuple[int, ...] = ()
    said: tuple[Said, ...] = ()
    one_voice: bool = False
    """One contact is on nearly every touchpoint."""
    people: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    parent: str = ""
    left: int | None = None
    """Days since the account left, or None."""
    why_left: str = ""
    falls_after: bool = False
    """An account that left: whether its usage goes on falling from the reference day to the end."""
    grows_after: float = 0.0
    """An account that left: what its usage gains in 28 days from the reference day to the end."""
    pulse: str = ""

    @property
    def account_id(self) -> str:
        """The account's id: its name in small plain letters."""
        return slug(self.name)


_FOLD = str.maketrans("łŁøØđĐıæœß", "lLoOdDiaes")
"""Letters that have no plain one inside; the others lose their marks by decomposition."""


@cache
def slug(text: str) -> str:
    """Fold a name to small plain letters and hyphens, as ids and mail domains are written."""
    folded = unicodedata.normalize("NFKD", text.translate(_FOLD)).lower()
    plain = (mark for mark in folded if not unicodedata.combining(mark))
    kept = "".join(mark if mark.isascii() and mark.isalnum() else " " for mark in plain)
    return "-".join(kept.split())


@dataclass
class Touch:
    """A made touchpoint; `day` is a day number."""

    day: int
    kind: str
    direction: str
    who: tuple[int, ...]
    subject: str
    body: str
    sentiment: float | None = None


@dataclass
class Ticket:
    """A made ticket."""

    opened: int
    closed: int | None
    priority: str
    who: int
    subject: str
    body: str
    sentiment: float | None = None


@dataclass
class Survey:
    """A made survey answer."""

    day: int
    kind: str
    rating: int
    who: int
    comment: str
    sentiment: float | None = None


@dataclass
class Invoice:
    """A made invoice."""

    issued: int
    due: int
    paid: int | None
    amount: float


@dataclass
class Term:
    """A made subscription."""

    start: int
    end: int
    product: str
    seats: int
    arr: int


@dataclass
class Life:
    """All facts of one account but its usage; day numbers throughout."""

    part: Part
    ref: int
    """The reference day."""
    first: int
    """The first day on which the desk knows anything."""
    last: int
    """The last day of facts: the desk's day, or the day before the account left."""
    started: int
    people: list[Person] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    surveys: list[Survey] = field(default_factory=list)
    pulses: list[tuple[int, float, str]] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    mentions: list[tuple[int, str, str, str, float]] = field(default_factory=list)
    milestones: list[tuple[str, int, int | None]] = field(default_factory=list)
    outcomes: list[tuple[int, str, int | None, str]] = field(default_factory=list)
    overrides: list[tuple[str, str, int, int]] = field(default_factory=list)
    feed_ends: int | None = None
    """The last day of usage where its feed stopped before the account did."""

    @property
    def begins(self) -> int:
        """The first day with facts: the account's start or the desk's, whichever is later."""
        return max(self.first, self.started)
