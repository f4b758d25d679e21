"""What about an account's people deserves care: who left, fell silent, was never met, carries all.

The same rules serve one account and all of them: they look at touches summed by who was on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import msgspec

from healthdesk.core.domain.attendance import Missing
from healthdesk.core.domain.people import Person, Used

YEAR: Final = 365
HALF: Final = 180
QUARTER: Final = 90
REGULAR: Final = 6
"""Touches within a year from which somebody is in regular contact."""
USED_DAYS: Final = 10
"""Days of own use within 90 from which somebody uses the product regularly."""
UNUSED: Final = 14
"""Days without own use after which a regular user has stopped."""
LEAST_SILENCE: Final = 60
CADENCES: Final = 3
"""Cadences of an account without a word, from which a regular partner is silent."""
THREAD: Final = 0.6
"""Share of touches that one person carries, from which an account hangs by a thread."""
THREAD_AFTER: Final = 0.5
"""The same, once a sponsor or champion is gone."""
FEW: Final = 6
"""Touches below which no share is told."""
UNANSWERED: Final = 4
"""Touches of ours in 90 days from which silence is one-sided."""
BACKERS: Final = ("sponsor", "champion")

Kind = Literal["left", "silent", "unknown", "absent", "thread", "one_sided"]
ORDER: Final[tuple[Kind, ...]] = ("left", "silent", "unknown", "absent", "thread", "one_sided")


class Group(msgspec.Struct, frozen=True, gc=False):
    """Touches of an account with the same people on them, up to a day; days of None: never."""

    contacts: tuple[int, ...]
    year: int
    half: int
    last: int
    heard: int | None = None
    received: int = 0
    sent: int = 0
    """Received and sent within 90 days."""


@dataclass(frozen=True)
class Care:
    """Something to care for: its kind, whom it is about, since when, and its figures.

    left, silent: `of` touches within a year, `with_them` of them with the person; thread: the same
    within half a year, among touches without those who are gone (`without`); one_sided: `of` sent;
    absent: asked to `of` meetings within a year and at none of them.
    """

    kind: Kind
    people: tuple[Person, ...]
    since: int | None = None
    with_them: int = 0
    of: int = 0
    heard: int | None = None
    used: int | None = None
    without: tuple[Person, ...] = ()


@dataclass(frozen=True)
class Standing:
    """An account's people and its touches summed, as of a day."""

    day: int
    people: Sequence[Person]
    groups: Sequence[Group]
    cadence: int = 30
    used: Mapping[int, Used] = field(default_factory=dict)
    touched_before: frozenset[int] = frozenset()
    """Who was on touches earlier than the year that the groups sum."""
    absent: Mapping[int, Missing] = field(default_factory=dict)
    """Who was asked to meetings time and again and never came."""


def find(standing: Standing) -> tuple[Care, ...]:
    """All that deserves care, the gravest first."""
    gone = tuple(_gone(standing))
    found = [*gone, *_unknown(standing), *_absent(standing)]
    found += [*_thread(standing, gone), *_one_sided(standing)]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.kind)))


def _gone(standing: Standing) -> Iterable[Care]:
    """Sponsors and champions who left without a successor, or fell silent after regular contact."""
    if not any(one.role in BACKERS for one in standing.people):
        return
    here = {one.row for one in standing.people if not one.gone(standing.day)}
    named = sum(group.year for group in standing.groups if group.contacts)
    for person in standing.people:
        if person.role not in BACKERS:
            continue
        with_them, heard = 0, None
        for group in standing.groups:
            if person.row in group.contacts:
                with_them += group.year
                if group.heard is not None and (heard is None or group.heard > heard):
                    heard = group.heard
        used = standing.used.get(person.row)
        since: int | None
        if person.gone(standing.day):
            if person.successor in here:
                continue
            kind: Kind = "left"
            since = person.left_on
        else:
            since = silent_since(standing, with_them, heard, used)
            kind = "silent"
            if since is None:
                continue
        day = used.day if used is not None else None
        yield Care(kind, (person,), since, with_them, named, heard, day)


def silent_since(
    standing: Standing, touches: int, heard: int | None, used: Used | None
) -> int | None:
    """The day from which somebody counts as gone silent; None: they do not.

    Who still uses the product is not gone, however quiet.
    """
    day = standing.day
    if used is not None and day - used.day <= UNUSED:
        return None
    limits = []
    if touches >= REGULAR and heard is not None:
        limits.append(heard + max(CADENCES * standing.cadence, LEAST_SILENCE) + 1)
    if used is not None and used.days >= USED_DAYS:
        limits.append(max(used.day, heard if heard is not None else used.day) + UNUSED + 1)
    since = min(limits, default=None)
    return since if since is not None and since <= day else None


def _unknown(standing: Standing) -> Iterable[Care]:
    """Key people whom nobody ever touched, where touches name people at all."""
    met = {contact for group in standing.groups for contact in group.contacts}
    met |= {one.row for one in standing.people if one.row in standing.touched_before}
    if not met:
        return
    never = tuple(
        one
        for one in standing.people
        if one.key and one.row not in met and not one.gone(standing.day) and not one.do_not_contact
    )
    signs = tuple(one for one in never if one.part == "signs")
    if never:
        yield Care("unknown", signs + tuple(one for one in never if one not in signs))


def _absent(standing: Standing) -> Iterable[Care]:
    """Key people who were asked to meetings time and again and came to none."""
    for person in standing.people:
        told = standing.absent.get(person.row)
        if told is not None and person.key and not person.gone(standing.day):
            yield Care("absent", (person,), told.since, 0, told.asked, told.last)


def _thread(standing: Standing, gone: Sequence[Care]) -> Iterable[Care]:
    """One person who carries most of half a year's touches, those who are gone left out."""
    away = {one.people[0].row: one.people[0] for one in gone}
    away |= {one.row: one for one in standing.people if one.gone(standing.day)}
    total, carried = 0, {one.row: 0 for one in standing.people}
    for group in standing.groups:
        if group.half and group.contacts and away.keys().isdisjoint(group.contacts):
            total += group.half
            for contact in group.contacts:
                if contact in carried:
                    carried[contact] += group.half
    most = max(carried.values(), default=0)
    if total < FEW or most < (THREAD_AFTER if gone else THREAD) * total:
        return
    top = next(one for one in standing.people if carried[one.row] == most)
    without = tuple(one.people[0] for one in gone)
    yield Care("thread", (top,), None, most, total, without=without)


def _one_sided(standing: Standing) -> Iterable[Care]:
    """Only we spoke in 90 days."""
    sent = sum(group.sent for group in standing.groups)
    heard = max((one.heard for one in standing.groups if one.heard is not None), default=None)
    if sent >= UNANSWERED and (heard is None or standing.day - heard >= QUARTER):
        yield Care("one_sided", (), None, 0, sent, heard)
