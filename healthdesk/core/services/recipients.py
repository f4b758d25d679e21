"""Whom of an account one may write to or call, and who of them fits "the champion", "a user" ...

Who left, or must not be contacted, is never picked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.addresses import address_fault
from healthdesk.core.domain.outbox_view import Person
from healthdesk.core.domain.people import Last, Touch, last_touches
from healthdesk.core.domain.people import Person as Contact
from healthdesk.core.services import people_reading
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

_LAST_ANSWERS: Final = (
    "SELECT contact_id, rating FROM survey WHERE account_id = :account AND day <= :day"
    " AND contact_id IS NOT NULL ORDER BY day, id"
)
_ADVOCATES: Final = (
    "SELECT c.id, max(coalesce(c.advocate, 0), v.id IS NOT NULL AND v.willing <> 'no')"
    " FROM contact c LEFT JOIN advocate v ON v.contact_id = c.id WHERE c.account_id = :account"
)
_ROLES: Final = frozenset({"champion", "sponsor", "decision maker", "admin", "user"})
_PARTS: Final = {"decision maker": "decides", "champion": "asks"}
"""Parts in the renewal that stand for a role where nobody has it."""


@dataclass(frozen=True)
class Circle:
    """The people of an account as known on a day."""

    account: int
    day: int
    people: tuple[Contact, ...]
    touches: tuple[Touch, ...]
    last: Mapping[int, Last]

    def row_of(self, contact_id: str) -> int | None:
        """The row of a contact among them."""
        return next((one.row for one in self.people if one.contact_id == contact_id), None)

    @cached_property
    def reachable(self) -> tuple[Contact, ...]:
        """Who is still there and may be contacted; who was in touch last first, then the newest."""
        here = [one for one in self.people if not _refused(one, self.day)]
        return tuple(sorted(here, key=self._freshness))

    def _freshness(self, one: Contact) -> tuple[bool, int, int]:
        at = self.last.get(one.row, Last()).touch
        return not one.email, -(at if at is not None else -1), -one.row


def circle(tx: Tx, account_id: str, day: int) -> Circle | None:
    """The people of an account; None where there is no such account."""
    row = people_reading.account_row(tx, account_id)
    if row is None:
        return None
    known = people_reading.people_of(tx, row, day)
    touches = people_reading.read_touches(tx, row, day)
    return Circle(row, day, known, touches, last_touches(touches))


def pick(tx: Tx, account_id: str, to: str, day: int) -> Person | None:
    """Who of an account fits a way of saying whom (`playbook.RECIPIENTS`); None = nobody does."""
    return pick_of(tx, circle(tx, account_id, day), to)


def pick_of(tx: Tx, found: Circle | None, to: str) -> Person | None:
    """The same of people that were read already."""
    if found is None or not to:
        return None
    chosen = _chosen(tx, found, to)
    return None if chosen is None else person_of(chosen, found.day)


def everybody(tx: Tx, account_id: str, day: int) -> tuple[Person, ...]:
    """All people of an account, those one can write to first; the others say why not."""
    return everybody_of(circle(tx, account_id, day))


def everybody_of(found: Circle | None) -> tuple[Person, ...]:
    """The same of people that were read already."""
    if found is None:
        return ()
    reachable = found.reachable
    rows = {one.row for one in reachable}
    others = (one for one in found.people if one.row not in rows)
    made = [person_of(one, found.day) for one in (*reachable, *others)]
    return tuple(sorted(made, key=_out))


def refusals(tx: Tx, contact_ids: Iterable[str], day: int) -> dict[str, str]:
    """Why contacts must not be written to, by id; those one may write to are left out."""
    out = {}
    for name in dict.fromkeys(one for one in contact_ids if one):
        row = tx.execute(
            text("SELECT account_id FROM contact WHERE contact_id = :name"), {"name": name}
        ).scalar()
        if row is None:
            continue
        for one in people_reading.known(tx, int(row), day).people:
            why = _refused(one, day)
            if one.contact_id == name and why:
                out[name] = why
    return out


def person_of(contact: Contact, day: int) -> Person:
    """A contact as somebody to write to."""
    why = _refused(contact, day)
    if not why and not contact.email:
        why = "has no address"
    if not why and address_fault(contact.email):
        why = "has an address that cannot be one"
    return Person(
        contact.contact_id,
        contact.name,
        contact.email,
        contact.role,
        contact.title,
        why,
    )


def _out(one: Person) -> bool:
    return bool(one.refused)


def _refused(one: Contact, day: int) -> str:
    if one.do_not_contact:
        return "must not be contacted"
    if one.gone(day) and one.left_on is not None:
        return f"left on {long_date(one.left_on)}"
    return ""


def _chosen(tx: Tx, found: Circle, to: str) -> Contact | None:
    if to in _ROLES:
        return _of_role(found, to)
    return _WAYS[to](tx, found) if to in _WAYS else None


def _of_role(found: Circle, role: str) -> Contact | None:
    """Who has a role; of several the one with most influence, then who was in touch last."""
    for fits in (
        [one for one in found.reachable if one.role == role],
        [one for one in found.reachable if one.part and one.part == _PARTS.get(role)],
    ):
        if fits:
            return max(fits, key=_influence)
    return None


def _influence(one: Contact) -> int:
    return one.influence or 0


def _successor(_tx: Tx, found: Circle) -> Contact | None:
    """The successor of who left last; where that one left as well, of them."""
    by_row = {one.row: one for one in found.people}
    here = {one.row for one in found.reachable}
    gone = [one for one in found.people if one.gone(found.day)]
    for left in sorted(gone, key=_left, reverse=True):
        seen: set[int] = set()
        at = left.successor
        while at is not None and at in by_row and at not in seen:
            if at in here:
                return by_row[at]
            seen.add(at)
            at = by_row[at].successor
    return None


def _left(one: Contact) -> int:
    return one.left_on or 0


def _detractor(tx: Tx, found: Circle) -> Contact | None:
    """Who gave the lowest of everybody's last answers."""
    asked = {"account": found.account, "day": found.day}
    last = {row: float(rating) for row, rating in tx.execute(text(_LAST_ANSWERS), asked)}
    answered = [one for one in found.reachable if one.row in last]
    lowest = min((last[one.row] for one in answered), default=None)
    return next((one for one in answered if last[one.row] == lowest), None)


def _advocate(tx: Tx, found: Circle) -> Contact | None:
    flags = pairs(tx, _ADVOCATES + " GROUP BY c.id", account=found.account)
    return next((one for one in found.reachable if flags.get(one.row)), None)


def _in_touch(_tx: Tx, found: Circle) -> Contact | None:
    return next((one for one in found.reachable if one.row in found.last), None)


def _newest(_tx: Tx, found: Circle) -> Contact | None:
    return max(found.reachable, key=_row, default=None)


def _row(one: Contact) -> int:
    return one.row


_WAYS: Final[Mapping[str, Callable[[Tx, Circle], Contact | None]]] = {
    "successor": _successor,
    "detractor": _detractor,
    "advocate": _advocate,
    "last in touch": _in_touch,
    "newest": _newest,
}
