"""Drafts of messages as a playbook asks for them: recipient picked, fields filled, kept.

Knows nothing of runs, so that what applies the effects of a run can use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from healthdesk.core.domain.addresses import MOST_SUBJECT
from healthdesk.core.domain.effect import DraftMessage
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.outbox_view import Person
from healthdesk.core.domain.template import Filled, line_of
from healthdesk.core.services import merge
from healthdesk.core.services.merge import Merger
from healthdesk.core.services.message_rows import NOTHING_CHANGED, settle, stored
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Message


def draft_for_step(
    tx: Tx, account_id: str, draft: DraftMessage, day: int, *, origin: str = ""
) -> int:
    """Put the message of a step into the outbox; returns its row.

    Without a body it is unscripted: nothing but a subject is written for the person. Where nobody
    fits it has no recipient yet; where fields have no value, or the template cannot be read, it is
    held.
    """
    return _keep(tx, drafted(Merger(tx), account_id, draft, day, origin))


def drafted(
    merger: Merger, account_id: str, draft: DraftMessage, day: int, origin: str = ""
) -> Message:
    """The same as a message that is not kept yet: whoever drafts many keeps them together."""
    person = merger.pick(account_id, draft.to, day)
    words = (draft.subject, draft.body)
    return _made(merger, account_id, person, words, day, due=draft.due, origin=origin)


def add(
    tx: Tx,
    account_id: str,
    person: Person | None,
    words: tuple[str, str],
    day: int,
    *,
    due: int | None = None,
    origin: str = "",
    merger: Merger | None = None,
) -> int:
    """Keep a message to a person, subject and body filled from texts with fields."""
    merger = merger or Merger(tx)
    return _keep(tx, _made(merger, account_id, person, words, day, due=due, origin=origin))


def _keep(tx: Tx, row: Message) -> int:
    tx.add(row)
    tx.flush()
    return row.id


def _made(
    merger: Merger,
    account_id: str,
    person: Person | None,
    words: tuple[str, str],
    day: int,
    *,
    due: int | None,
    origin: str,
) -> Message:
    found = merger.circle(account_id, day)
    if found is None:
        raise NotFound(f"No account has the id {account_id!r}; {NOTHING_CHANGED}.")
    row = Message(
        account_id=found.account,
        contact_id=None if person is None else found.row_of(person.contact_id),
        recipients=stored([person.recipient]) if person is not None and not person.refused else [],
        # Nothing is left to defaults: rows that are whole are written all at once.
        subject="",
        body="",
        missing=[],
        changed=False,
        how="",
        dropped_why="",
        state="draft",
        made_on=day,
        due_on=due,
        origin=origin,
    )
    if any(one.strip() for one in words):
        _write(merger, row, words, account_id=account_id, person=person, day=day)
        if not words[1].strip() and row.state == "draft":
            row.template = None  # a subject alone: the words are the person's own
    return row


def refill(tx: Tx, row: Message, account_id: str, person: Person | None, day: int) -> None:
    """Fill a message from its template again, as the desk knows things now."""
    kept: Mapping[str, Any] = row.template or {}
    words = (str(kept.get("subject", "")), str(kept.get("body", "")))
    _write(Merger(tx), row, words, account_id=account_id, person=person, day=day)
    tx.flush()


def fill_in(tx: Tx, row: Message, account_id: str, person: Person | None, day: int) -> None:
    """Fill the fields that stand in the words of a message; all else in them stays.

    Raises:
        UsageError: One of them cannot be read.
    """
    who = None if person is None else person.contact_id
    subject, body = merge.fill_all(tx, (row.subject, row.body), account_id, who, day)
    faults = _faults(subject, body)
    if faults:
        raise UsageError(f"{faults[0]} Nothing was changed.")
    row.subject = line_of(subject.text)[:MOST_SUBJECT]
    row.body = body.text
    row.missing = list(dict.fromkeys((*subject.missing, *body.missing)))
    settle(row)
    tx.flush()


def become(
    tx: Tx,
    row: Message,
    words: tuple[str, str],
    *,
    account_id: str,
    person: Person | None,
    day: int,
) -> None:
    """Make a message to several the one to the first of them."""
    row.contact_id = _contact(tx, person)
    row.recipients = row.recipients[:1]
    _write(Merger(tx), row, words, account_id=account_id, person=person, day=day)
    tx.flush()


def _write(
    merger: Merger,
    row: Message,
    words: tuple[str, str],
    *,
    account_id: str,
    person: Person | None,
    day: int,
) -> None:
    who = None if person is None else person.contact_id
    subject, body = merger.fill(words, account_id, who, day)
    row.template = {"subject": words[0], "body": words[1], "faults": _faults(subject, body)}
    row.subject = line_of(subject.text)[:MOST_SUBJECT]
    row.body = body.text
    row.missing = list(dict.fromkeys((*subject.missing, *body.missing)))
    row.changed = False
    settle(row)


def _faults(subject: Filled, body: Filled) -> list[str]:
    """What cannot be read in the texts, with its line."""
    told = [f"Subject: {one.sentence}" for one in subject.faults]
    return [*told, *(f"Line {one.line}: {one.sentence}" for one in body.faults)]


def _contact(tx: Tx, person: Person | None) -> int | None:
    if person is None:
        return None
    found = text("SELECT id FROM contact WHERE contact_id = :name")
    return tx.execute(found, {"name": person.contact_id}).scalar()
