"""People at a customer and how we keep in touch: who, when, in both ways, who was missed.

A touch is a touchpoint; notes are none and are left out before. Everything here looks at what was
known on a day: callers give only touches up to it. Not here: what deserves care (people_alerts.py),
words (services/people_words.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import msgspec

from healthdesk.core.domain.facts import to_date, to_day

KEY_ROLES: Final = ("sponsor", "champion", "decision maker")
PARTS: Final = ("asks", "decides", "signs")
STANCES: Final = ("friendly", "neutral", "doubtful", "against")
TALKS: Final = frozenset({"call", "meeting", "review", "event"})
"""Kinds of touch in which both sides speak, whoever began: they settle what was waiting."""
MONTHS: Final = 12
WINDOW: Final = 90
"""Days over which being in touch and the balance are counted."""
REPLY_DAYS: Final = 14
"""Days within which an answer counts as one to what was sent."""

State = Literal["", "hole", "left", "before"]
Direction = Literal["inbound", "outbound", ""]


class Person(msgspec.Struct, frozen=True, gc=False):
    """A contact with what a person of ours knows of them; `row` is their row in the desk."""

    row: int
    contact_id: str
    name: str
    role: str = ""
    title: str = ""
    email: str = ""
    phone: str = ""
    do_not_contact: bool = False
    influence: int | None = None
    stance: str = ""
    part: str = ""
    left_on: int | None = None
    successor: int | None = None
    personal: str = ""

    @property
    def key(self) -> bool:
        """Whether much hangs on them: sponsor, champion, decider, signer, or great influence."""
        return self.role in KEY_ROLES or self.part == "signs" or self.influence == 3

    def gone(self, day: int) -> bool:
        """Whether they had left on a day."""
        return self.left_on is not None and self.left_on <= day


@dataclass(frozen=True)
class Touch:
    """A touchpoint that is no note; `contacts` are rows of contacts."""

    row: int
    day: int
    direction: str
    kind: str
    contacts: tuple[int, ...] = ()
    subject: str = ""


@dataclass(frozen=True)
class Cell:
    """A month of a person, or of all: touches of both ways, of no said way, and their rows."""

    month: int
    received: int = 0
    sent: int = 0
    unsaid: int = 0
    rows: tuple[int, ...] = ()
    state: State = ""

    @property
    def count(self) -> int:
        """How many touches."""
        return self.received + self.sent + self.unsaid


@dataclass(frozen=True)
class Last:
    """The days of the last touch of any way, received and sent; None = never."""

    touch: int | None = None
    received: int | None = None
    sent: int | None = None
    heard: int | None = None
    """Received, or spoken with."""


@dataclass(frozen=True)
class Balance:
    """How many touches came from them and from us in a stretch of days."""

    received: int
    sent: int
    unsaid: int = 0

    @property
    def share(self) -> float | None:
        """The share that came from them; None where no touch says its way."""
        said = self.received + self.sent
        return self.received / said if said else None


@dataclass(frozen=True)
class Waiting:
    """What we sent last to someone who has not spoken since."""

    contact: int
    day: int
    row: int


@dataclass(frozen=True)
class Replies:
    """Of what we sent by mail or message, how much was answered within `REPLY_DAYS`.

    What was sent within those days and has no answer yet is not counted.
    """

    answered: int = 0
    sent: int = 0


@dataclass(frozen=True)
class Asked:
    """A person's answers to surveys: the last one, and how many."""

    day: int
    kind: str
    rating: float
    row: int
    count: int = 1


@dataclass(frozen=True)
class Used:
    """A person's own use of the product: the last day, and on how many days of the 90 before."""

    day: int
    days: int = 0


@dataclass(frozen=True)
class Known:
    """All that is known of an account's people on a day; touches in the order they happened."""

    day: int
    people: tuple[Person, ...]
    touches: tuple[Touch, ...]
    cadence: int = 30
    first_day: int | None = None
    """The day from which the account is one; months before are no holes."""
    asked: Mapping[int, Asked] = field(default_factory=dict)
    used: Mapping[int, Used] = field(default_factory=dict)


def month_starts(day: int, count: int = MONTHS) -> tuple[int, ...]:
    """The first days of the `count` calendar months up to the one that a day is in."""
    date = to_date(day)
    last = date.year * 12 + date.month - 1
    numbers = range(last - count + 1, last + 1)
    return tuple(to_day(date.replace(year=at // 12, month=at % 12 + 1, day=1)) for at in numbers)


def last_touches(touches: Iterable[Touch]) -> dict[int, Last]:
    """The last touches of every contact that has any."""
    found: dict[int, dict[str, int]] = {}
    for touch in touches:
        for contact in touch.contacts:
            mine = found.setdefault(contact, {})
            for name in _ways(touch):
                mine[name] = max(mine.get(name, touch.day), touch.day)
    return {
        contact: Last(one["touch"], one.get("received"), one.get("sent"), one.get("heard"))
        for contact, one in found.items()
    }


def _ways(touch: Touch) -> tuple[str, ...]:
    ways = {"inbound": ("touch", "received"), "outbound": ("touch", "sent")}
    found = ways.get(touch.direction, ("touch",))
    return (*found, "heard") if hears(touch) else found


def hears(touch: Touch) -> bool:
    """Whether they spoke: something came from them, or both sides spoke."""
    return touch.direction == "inbound" or touch.kind in TALKS


def by_month(touches: Iterable[Touch], months: Sequence[int]) -> tuple[Cell, ...]:
    """Count touches by month; `months` are first days, the last month is open."""
    rows: list[list[int]] = [[] for _ in months]
    counts = [{"inbound": 0, "outbound": 0, "": 0} for _ in months]
    for touch in touches:
        at = _month_of(touch.day, months)
        if at is not None:
            rows[at].append(touch.row)
            counts[at][touch.direction if touch.direction in counts[at] else ""] += 1
    return tuple(
        Cell(month, count["inbound"], count["outbound"], count[""], tuple(row))
        for month, count, row in zip(months, counts, rows, strict=True)
    )


def _month_of(day: int, months: Sequence[int]) -> int | None:
    if not months or day < months[0]:
        return None
    return next(at for at in range(len(months) - 1, -1, -1) if day >= months[at])


def line(known: Known, person: Person, months: Sequence[int]) -> tuple[Cell, ...]:
    """A person's months: touches, and for key people the months that were missed.

    The running month is missed only once the person was silent beyond the account's cadence.
    """
    mine = [touch for touch in known.touches if person.row in touch.contacts]
    cells = by_month(mine, months)
    last = max((touch.day for touch in mine), default=None)
    silent = last is None or known.day - last > known.cadence
    ends = [*months[1:], known.day + 1]
    return tuple(
        cell if cell.count else replace(cell, state=_state(known, person, end, silent=silent))
        for cell, end in zip(cells, ends, strict=True)
    )


def totals(known: Known, months: Sequence[int]) -> tuple[Cell, ...]:
    """All touches by month; months in which nobody was touched are holes, as for key people."""
    cells = by_month(known.touches, months)
    last = known.touches[-1].day if known.touches else None
    silent = last is None or known.day - last > known.cadence
    ends = [*months[1:], known.day + 1]
    return tuple(
        cell if cell.count else replace(cell, state=_none(known, end, silent=silent))
        for cell, end in zip(cells, ends, strict=True)
    )


def _none(known: Known, end: int, *, silent: bool) -> State:
    if known.first_day is not None and end <= known.first_day:
        return "before"
    return "hole" if silent or end <= known.day else ""


def _state(known: Known, person: Person, end: int, *, silent: bool) -> State:
    """What an empty month of a person is; `end` is the day after it."""
    if person.left_on is not None and person.left_on < end and person.gone(known.day):
        return "left"
    found = _none(known, end, silent=silent)
    return found if person.key or found == "before" else ""


def in_touch(touches: Iterable[Touch], first: int, last: int) -> frozenset[int]:
    """The contacts on touches of the days `first` to `last`."""
    return frozenset(
        contact for touch in touches if first <= touch.day <= last for contact in touch.contacts
    )


def balance(touches: Iterable[Touch], day: int, window: int = WINDOW) -> Balance:
    """Touches of both ways in the window that ends on a day."""
    ways = [touch.direction for touch in touches if day - window < touch.day <= day]
    received, sent = ways.count("inbound"), ways.count("outbound")
    return Balance(received, sent, len(ways) - received - sent)


def waiting(touches: Sequence[Touch]) -> tuple[Waiting, ...]:
    """Contacts whose last word was ours, by mail or message; the one who is silent longest first.

    Each counts once, from the last thing we sent. Who had a call or a meeting since is answered.
    """
    open_: dict[int, Waiting] = {}
    for touch in touches:
        for contact in touch.contacts:
            if hears(touch):
                open_.pop(contact, None)
            elif touch.direction == "outbound":
                open_[contact] = Waiting(contact, touch.day, touch.row)
    return tuple(sorted(open_.values(), key=lambda one: (one.day, one.contact)))


def replies(touches: Sequence[Touch], day: int, window: int = WINDOW) -> Replies:
    """Of what was sent in the window, how much the same person answered soon."""
    heard: dict[int, list[int]] = {}
    for at, touch in enumerate(touches):
        if hears(touch):
            for contact in touch.contacts:
                heard.setdefault(contact, []).append(at)
    answered = sent = 0
    for at, touch in enumerate(touches):
        if touch.direction != "outbound" or hears(touch) or not day - window < touch.day <= day:
            continue
        for contact in touch.contacts:
            end = touch.day + REPLY_DAYS
            soon = any(one > at and touches[one].day <= end for one in heard.get(contact, ()))
            answered += soon
            sent += soon or end < day
    return Replies(answered, sent)


def share_of(touches: Iterable[Touch], contact: int, first: int, last: int) -> tuple[int, int]:
    """How many touches of the days name a contact, and how many name anybody."""
    named = [one for one in touches if first <= one.day <= last and one.contacts]
    return sum(contact in one.contacts for one in named), len(named)


def never_asked(known: Known, days: int = 180) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The contacts that never answered a survey, and those that did not for so many days."""
    here = [one for one in known.people if not one.gone(known.day) and not one.do_not_contact]
    never = tuple(one.row for one in here if one.row not in known.asked)
    late = tuple(
        one.row
        for one in here
        if one.row in known.asked and known.day - known.asked[one.row].day > days
    )
    return never, late
