"""Contacts by hand: add one, say what they are, what we know of them, that they left.

What files may say too is remembered as typed (edits.py): a file that says otherwise later is a
conflict. What only we know of people is never part of a score. Not here: reading (people.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.contact_draft import CareDraft, ContactDraft, RoleDraft
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.people import PARTS, STANCES
from healthdesk.core.services import edits, settings
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    contact_row,
    line_of,
    prose_of,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Contact, ContactCare

_FIELDS: Final = ("name", "email", "phone", "title", "role")
_MOST_CADENCE: Final = 3650


@op("Add contact")
def add(tx: Tx, account_id: str, draft: ContactDraft, care: CareDraft | None = None) -> str:
    """Write a new contact down; returns their id."""
    line_of(draft.name, "A contact")
    account = account_row(tx, account_id)
    row = Contact(contact_id=_free_id(tx), account_id=account)
    tx.add(row)
    tx.flush()
    contact_id = row.contact_id
    _write(tx, contact_id, draft)
    if care is not None:
        _care(tx, contact_id, care)
    return contact_id


@op("Edit contact")
def edit(tx: Tx, contact_id: str, draft: ContactDraft, care: CareDraft | None = None) -> None:
    """Say something else of a contact: only what differs is written."""
    line_of(draft.name, "A contact")
    _row(tx, contact_id)
    _write(tx, contact_id, draft)
    if care is not None:
        _care(tx, contact_id, care)


@op("Edit roles")
def set_roles(tx: Tx, roles: Sequence[RoleDraft]) -> None:
    """Say what several contacts are: role, part in the renewal, influence, stance."""
    for one in roles:
        row = _row(tx, one.contact_id)
        edits.set_value(tx, "contacts", [one.contact_id], "role", one.role)
        _check(one.influence, one.stance, one.part)
        kept = _kept(tx, row.id)
        kept.part, kept.influence, kept.stance = one.part, one.influence, one.stance
        tx.flush()


@op("Mark as left")
def mark_left(tx: Tx, contact_id: str, day: int, successor: str | None = None) -> None:
    """Say that a contact has left, on a day, and who came after them."""
    row = _row(tx, contact_id)
    kept = _kept(tx, row.id)
    kept.left_on = _past(tx, day)
    if successor is not None:
        kept.successor_id = _successor(tx, row, successor)
    tx.flush()


@op("Set successor")
def set_successor(tx: Tx, contact_id: str, successor: str | None) -> None:
    """Say who came after a contact; the successor takes over their part in the renewal."""
    row = _row(tx, contact_id)
    kept = _kept(tx, row.id)
    after = None if successor is None else _successor(tx, row, successor)
    kept.successor_id = after
    if after is not None and kept.part:
        next_one = _kept(tx, after)
        next_one.part = next_one.part or kept.part
    tx.flush()


@op("Set personal note")
def set_personal(tx: Tx, contact_id: str, told: str) -> None:
    """Keep what one knows of a person: preferences, a birthday; private, and never in a score."""
    _kept(tx, _row(tx, contact_id).id).personal = prose_of(told, "A personal note")
    tx.flush()


@op("Set cadence")
def set_cadence(tx: Tx, account_id: str, days: int | None) -> None:
    """Say how often an account is to be touched; None = as the desk or its tier says."""
    if days is not None and not 1 <= days <= _MOST_CADENCE:
        raise UsageError(f"A cadence is 1 to {_MOST_CADENCE:,} days; {NOTHING_CHANGED}.")
    edits.set_account(tx, account_id, "cadence_days", "" if days is None else str(days))


def _write(tx: Tx, contact_id: str, draft: ContactDraft) -> None:
    for field in _FIELDS:
        told = " ".join(str(getattr(draft, field)).split())
        edits.set_value(tx, "contacts", [contact_id], field, told)
    row = _row(tx, contact_id)
    if bool(row.do_not_contact) != draft.do_not_contact:
        told = "true" if draft.do_not_contact else "false"
        edits.set_value(tx, "contacts", [contact_id], "do_not_contact", told)


def _care(tx: Tx, contact_id: str, care: CareDraft) -> None:
    row = _row(tx, contact_id)
    _check(care.influence, care.stance, care.part)
    kept = _kept(tx, row.id)
    kept.influence, kept.stance, kept.part = care.influence, care.stance, care.part
    kept.left_on = None if care.left_on is None else _past(tx, care.left_on)
    kept.successor_id = None
    if care.successor is not None:
        kept.successor_id = _successor(tx, row, care.successor)
    kept.personal = prose_of(care.personal, "A personal note")
    tx.flush()


def _check(influence: int | None, stance: str, part: str) -> None:
    if influence is not None and influence not in (1, 2, 3):
        raise UsageError(f"Influence is 1, 2 or 3; {NOTHING_CHANGED}.")
    if stance and stance not in STANCES:
        raise UsageError(f"A stance is one of {', '.join(STANCES)}; {NOTHING_CHANGED}.")
    if part and part not in PARTS:
        raise UsageError(f"A part in the renewal is one of {', '.join(PARTS)}; {NOTHING_CHANGED}.")


def _past(tx: Tx, day: int) -> int:
    if day > settings.today(tx):
        raise UsageError(f"Nobody has left on a day to come; {NOTHING_CHANGED}.")
    return day


def _successor(tx: Tx, row: Contact, successor: str) -> int:
    """The row of a successor; nobody comes after themselves, not by way of others either."""
    after = contact_row(tx, successor, row.account_id)
    seen = {row.id}
    next_one = after
    while next_one is not None:
        if next_one in seen:
            raise UsageError(f"Nobody comes after themselves; {NOTHING_CHANGED}.")
        seen.add(next_one)
        next_one = tx.execute(
            text("SELECT successor_id FROM contact_care WHERE contact_id = :row"),
            {"row": next_one},
        ).scalar()
    if after is None:
        raise NotFound(f"There is no contact {successor}; {NOTHING_CHANGED}.")
    return after


def _row(tx: Tx, contact_id: str) -> Contact:
    row = tx.query(Contact).filter_by(contact_id=contact_id).one_or_none()
    if row is None:
        raise NotFound(f"There is no contact {contact_id}; {NOTHING_CHANGED}.")
    return row


def _kept(tx: Tx, contact: int) -> ContactCare:
    """What is kept of a contact beside files, made when first needed."""
    kept = tx.query(ContactCare).filter_by(contact_id=contact).one_or_none()
    if kept is None:
        kept = ContactCare(contact_id=contact, stance="", part="", personal="")
        tx.add(kept)
        tx.flush()
    return kept


def _free_id(tx: Tx) -> str:
    """An id for a contact made here: the number of their row, and more where that is taken."""
    row = tx.execute(text("SELECT coalesce(max(id), 0) + 1 FROM contact")).scalar() or 1
    wanted, number = f"desk-{row}", 1
    sql = text("SELECT 1 FROM contact WHERE contact_id = :name")
    name = wanted
    while tx.execute(sql, {"name": name}).first() is not None:
        number += 1
        name = f"{wanted}-{number}"
    return name
