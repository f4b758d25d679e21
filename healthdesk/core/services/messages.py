"""The outbox: write a message, hand it over, drop it, take it back; each one step of undo.

Nothing leaves by itself: handing over makes a file or a link that a person sends, and logs the
touch. Not here: drafts of playbooks (message_drafts.py), reading (message_reading.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from pathlib import Path

from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.outbox_view import HOW_WORDS, HandedOver, Person, Recipient
from healthdesk.core.domain.template import has_fields
from healthdesk.core.domain.touch import TouchDraft
from healthdesk.core.services import (
    message_drafts,
    message_files,
    recipients,
    runs,
    settings,
    touches,
)
from healthdesk.core.services.message_drafts import draft_for_step
from healthdesk.core.services.message_reading import counts, drafts, one
from healthdesk.core.services.message_rows import (
    NOTHING_CHANGED,
    checked,
    open_row,
    recipients_of,
    row_of,
    settle,
    stored,
)
from healthdesk.core.services.work_rows import line_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Message

__all__ = [
    "again",
    "compose",
    "counts",
    "discard",
    "draft_for_step",
    "drafts",
    "drop",
    "eml",
    "fill_again",
    "hand_over",
    "link",
    "log_handed",
    "one",
    "ready_to_leave",
    "save",
    "set_due",
    "words",
    "write",
]


@op("Write message")
def compose(tx: Tx, account_id: str, contact_id: str = "", due: int | None = None) -> int:
    """Begin a message in a person's own words; nothing is written for them. Returns its row.

    Raises:
        UsageError: The contact left or must not be contacted.
    """
    day = settings.today(tx)
    person = _person(tx, account_id, contact_id, day) if contact_id else None
    return message_drafts.add(tx, account_id, person, ("", ""), day, due=due)


@op("Change message")
def write(
    tx: Tx, message: int, to: Sequence[Recipient], subject: str, body: str
) -> tuple[str, ...]:
    """Keep what was written; returns the fields that still have no value.

    Raises:
        UsageError: An address, a name or the subject can be in no mail.
    """
    row = open_row(tx, message)
    checked(to, subject, body)
    kept = stored(to)
    if (kept, subject, body) == (row.recipients, row.subject, row.body):
        return tuple(row.missing)
    if (subject, body) != (row.subject, row.body):
        row.changed = row.changed or row.template is not None
    row.recipients, row.subject, row.body = kept, subject, body
    settle(row)
    tx.flush()
    return tuple(row.missing)


@op("Fill message again")
def fill_again(tx: Tx, message: int) -> tuple[str, ...]:
    """Fill the fields that stand in it, for its recipient and as the desk knows things now.

    A message that nobody changed is filled from its template anew; words of a person stay, only
    fields in them are filled. Returns the fields that still have no value.

    Raises:
        UsageError: There is no field in it, or one that cannot be read; its place is told.
    """
    row = open_row(tx, message)
    own = row.template is None or row.changed
    if own and not has_fields(row.subject, row.body):
        raise UsageError(f"No field stands in the message; {NOTHING_CHANGED}.")
    day, account_id = settings.today(tx), _account_id(tx, row)
    to = recipients_of(row.recipients)
    person = None
    for each in recipients.everybody(tx, account_id, day):
        if to and each.contact_id == to[0].contact_id:
            person = each
    if own:
        message_drafts.fill_in(tx, row, account_id, person, day)
    else:
        message_drafts.refill(tx, row, account_id, person, day)
    return tuple(row.missing)


@op("Set due day")
def set_due(tx: Tx, message: int, due: int | None) -> None:
    """Give a message another day, or none."""
    open_row(tx, message).due_on = due
    tx.flush()


@op("Hand message over")
def hand_over(tx: Tx, message: int, how: str) -> HandedOver:
    """Call a message handed over: the touch is logged with its words, its step goes on.

    `how` is mail, file, copied or sent.

    Raises:
        UsageError: A field has no value, nobody is chosen, or somebody must not be contacted.
    """
    if how not in HOW_WORDS:
        raise UsageError(f"A message cannot be handed over by {how!r}; {NOTHING_CHANGED}.")
    row = open_row(tx, message)
    ready_to_leave(tx, message, whole=how != "mail")
    return log_handed(tx, row, how)


def ready_to_leave(tx: Tx, message: int, *, whole: bool = True) -> None:
    """Refuse what must not leave: fields without value, nobody chosen, somebody who left.

    A `whole` one has words, too.
    """
    row = row_of(tx, message)
    _ready(tx, message, settings.today(tx))
    if whole and not row.subject.strip() and not row.body.strip():
        raise UsageError(f"Nothing is written yet; {NOTHING_CHANGED}.")
    checked(recipients_of(row.recipients), row.subject, row.body)


def log_handed(tx: Tx, row: Message, how: str) -> HandedOver:
    """Call a message handed over, log the touch with its words, and let its step go on."""
    day, to = settings.today(tx), recipients_of(row.recipients)
    now = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
    names = ", ".join(one.name or one.address for one in to)
    touch = TouchDraft(
        account_id=_account_id(tx, row),
        kind="email",
        direction="outbound",
        day=day,
        subject=row.subject,
        body=row.body,
        contacts=_known(tx, to),
        at=now,
    )
    row.touchpoint_id = touches.add(tx, touch)
    row.state, row.how = "handed", how
    row.handed_on, row.handed_at = day, now
    tx.flush()
    done = HandedOver(
        row.touchpoint_id, f"The message to {names} is {HOW_WORDS[how]}; the touch is logged."
    )
    runs.close_of_message(tx, row.id)
    return done


@op("Drop message")
def drop(tx: Tx, message: int, why: str) -> None:
    """Give a message up, and say why."""
    row = open_row(tx, message)
    row.dropped_why = line_of(why, "Dropping a message")
    row.state, row.handed_on = "dropped", settings.today(tx)
    dropped_why = row.dropped_why
    tx.flush()
    runs.close_of_message(tx, message, dropped_why)


@op("Discard message")
def discard(tx: Tx, message: int) -> bool:
    """Forget a message of one's own in which nothing is written; returns whether it was one."""
    row = open_row(tx, message)
    if row.origin or row.template is not None or row.subject.strip() or row.body.strip():
        return False
    tx.delete(row)
    tx.flush()
    return True


@op("Take message back")
def again(tx: Tx, message: int) -> None:
    """Put a message back among the drafts; the touch that was logged with it is removed."""
    row = row_of(tx, message)
    if row.state not in ("handed", "dropped"):
        return
    if row.how == "server":
        raise UsageError(
            f"The mail server took it, so it cannot be taken back; {NOTHING_CHANGED}.",
            "Write another message.",
        )
    touch = row.touchpoint_id
    row.touchpoint_id = row.handed_on = row.handed_at = None
    row.how = row.dropped_why = ""
    settle(row)
    tx.flush()
    if touch is not None:
        touches.remove(tx, touch)
    runs.reopen_of_message(tx, message)


def eml(tx: Tx, message: int) -> bytes:
    """A message as the bytes of a mail file; one that is held or has no recipient is refused."""
    row = row_of(tx, message)
    _ready(tx, message, settings.today(tx))
    to = recipients_of(row.recipients)
    now = tx.info["clock"].now()
    return message_files.eml(to, row.subject, row.body, now, f"message-{message}")


def save(tx: Tx, message: int, path: Path) -> Path:
    """Write a message as a mail file where it was chosen."""
    message_files.keep(path, eml(tx, message))
    return path


def link(tx: Tx, message: int) -> str:
    """A link that opens it in the mail program; "" where it is too long for one."""
    row = row_of(tx, message)
    _ready(tx, message, settings.today(tx))
    return message_files.link(recipients_of(row.recipients), row.subject, row.body)


def words(tx: Tx, message: int) -> str:
    """A message as plain words, to be copied."""
    row = row_of(tx, message)
    _ready(tx, message, settings.today(tx))
    return message_files.words(recipients_of(row.recipients), row.subject, row.body)


def _ready(tx: Tx, message: int, day: int) -> None:
    """Refuse to hand over what must not leave."""
    why = one(tx, message, day).refusal
    if why:
        raise UsageError(f"{why} {NOTHING_CHANGED.capitalize()}.")


def _person(tx: Tx, account_id: str, contact_id: str, day: int) -> Person:
    for each in recipients.everybody(tx, account_id, day):
        if each.contact_id == contact_id:
            if each.refused and each.address:
                raise UsageError(f"{each.name} {each.refused}; {NOTHING_CHANGED}.")
            return each
    raise UsageError(f"This account has no contact {contact_id}; {NOTHING_CHANGED}.")


def _known(tx: Tx, to: Sequence[Recipient]) -> tuple[str, ...]:
    """The contacts among the recipients that are still there."""
    found = text("SELECT 1 FROM contact WHERE contact_id = :name")
    return tuple(
        one.contact_id
        for one in to
        if one.contact_id and tx.execute(found, {"name": one.contact_id}).first() is not None
    )


def _account_id(tx: Tx, row: Message) -> str:
    found = text("SELECT account_id FROM account WHERE id = :id")
    return str(tx.execute(found, {"id": row.account_id}).scalar_one())
