"""The queue of messages that leave by the mail server: queued, begun, and what came of it.

Each note is a transaction of its own, so that a kill leaves no message sent twice: what was begun
and has no answer is unsure, and a person decides. What was sent stays so, whatever is undone.
Not here: the talk with the server (post.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from uuid import uuid4

from sqlalchemy import text

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.outbox_view import MessageState
from healthdesk.core.domain.sending import SEND, Answer, Letter, Waiting
from healthdesk.core.domain.template import has_fields
from healthdesk.core.services import mail_server, message_files, messages, settings
from healthdesk.core.services.message_reading import one as view_of
from healthdesk.core.services.message_reading import refusal
from healthdesk.core.services.message_rows import (
    NOTHING_CHANGED,
    open_row,
    recipients_of,
    row_of,
    settle,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Message, Sending

_QUEUED = (
    "SELECT m.id FROM message m JOIN sending s ON s.message_id = m.id"
    " WHERE m.state = 'queued' AND s.state = 'queued' ORDER BY s.queued_on, m.id"
)
_ALREADY = "It was sent to the mail server already"


def waiting(tx: Tx) -> tuple[int, ...]:
    """The messages that are to be sent, the longest waiting first."""
    return tuple(int(row) for (row,) in tx.execute(text(_QUEUED)))


def standing(tx: Tx) -> Waiting:
    """How many messages wait to be sent, and of how many nobody is sure."""
    found = tx.execute(
        text(
            "SELECT s.state, count(*) FROM sending s JOIN message m ON m.id = s.message_id"
            " WHERE m.state = 'queued' GROUP BY 1"
        )
    )
    counts = {str(state): int(many) for state, many in found}
    return Waiting(counts.get("queued", 0), counts.get("unsure", 0) + counts.get("sending", 0))


def has_begun(tx: Tx) -> bool:
    """Whether some message was begun and has no answer: the program ended in between."""
    found = "SELECT 1 FROM sending WHERE state = 'sending' LIMIT 1"
    return tx.execute(text(found)).first() is not None


@op("Queue message")
def queue(tx: Tx, message: int) -> None:
    """Let a message be sent by the mail server, now or when there is one to be reached.

    Raises:
        UsageError: It must not leave as it is, was sent already, or no mail server is set up.
    """
    row = open_row(tx, message)
    if not mail_server.read(tx).ready:
        raise UsageError(
            f"No mail server is set up; {NOTHING_CHANGED}.",
            "Name one in Settings.",
        )
    messages.ready_to_leave(tx, message)
    if not row.recipients:
        raise UsageError(f"Nobody is chosen yet to whom it goes; {NOTHING_CHANGED}.")
    today = settings.today(tx)
    kept = _sending(tx, message)
    if kept is None:
        key = f"<{uuid4().hex}@healthdesk.invalid>"
        kept = Sending(message_id=message, key=key, state="queued", queued_on=today)
        tx.add(kept)
    elif kept.state in ("sent", "sending", "unsure"):
        raise UsageError(
            f"{_ALREADY}; {NOTHING_CHANGED}.", "Write another message, or say what came of it."
        )
    else:
        kept.state, kept.queued_on, kept.error = "queued", today, ""
    row.state = "queued"
    tx.flush()


@op("Queue messages")
def queue_many(tx: Tx, messages_: Sequence[int]) -> tuple[int, tuple[str, ...]]:
    """Let several messages be sent; returns how many, and why others were not queued.

    What was queued, handed over or dropped already is passed over.

    Raises:
        UsageError: No mail server is set up.
    """
    if not mail_server.read(tx).ready:
        raise UsageError(
            f"No mail server is set up; {NOTHING_CHANGED}.",
            "Name one in Settings.",
        )
    done, told = 0, []
    for message in messages_:
        row = tx.get(Message, message)
        if row is None or row.state not in ("draft", "held"):
            continue
        try:
            queue(tx, message)
        except UsageError as error:
            told.append(error.sentence)
        else:
            done += 1
    return done, tuple(told)


@op("Take message out of the queue")
def unqueue(tx: Tx, message: int) -> None:
    """Put a message that waits to be sent back among the drafts."""
    row = row_of(tx, message)
    if row.state == "queued":
        _back(tx, row)


@op("Begin to send message")
def begin(tx: Tx, message: int) -> Letter | None:
    """Note that a message is handed to the server now; None where it waits no more."""
    row, kept = tx.get(Message, message), _sending(tx, message)
    if row is None or kept is None or (row.state, kept.state) != ("queued", "queued"):
        return None
    server = mail_server.read(tx)
    day = settings.today(tx)
    # Looked at once more as what it would be if it did not wait: a field, a person who left.
    kind: MessageState = "held" if has_fields(row.subject, row.body) else "draft"
    why = refusal(tx, replace(view_of(tx, message, day).row, state=kind), (), day)
    if why:
        settle(row)
        kept.state, kept.error = "refused", why
        tx.flush()
        return None
    to = recipients_of(row.recipients)
    now = tx.info["clock"].now()
    content = message_files.letter(
        server.name, server.address, to, row.subject, row.body, at=now, key=kept.key
    )
    kept.state = "sending"
    kept.tries += 1
    kept.tried_at = now.astimezone(UTC).isoformat(timespec="seconds")
    tx.flush()
    addresses = tuple(message_files.plain_address(one.address) for one in to)
    return Letter(message, kept.key, server.address, addresses, content)


@op(SEND)
def answered(tx: Tx, message: int, answer: Answer) -> None:
    """Note what the server said: sent is logged as a touch, refused is a draft again."""
    row, kept = row_of(tx, message), _sending(tx, message)
    if kept is None or kept.state not in ("sending", "unsure"):
        return
    kept.error = answer.words
    if answer.verdict == "sent":
        kept.state = "sent"
        now = tx.info["clock"].now().astimezone(UTC).isoformat(timespec="seconds")
        kept.sent_at = now
        if answer.left_out:
            kept.error = "; ".join(f"not to {name}: {said}" for name, said in answer.left_out)
        tx.flush()
        messages.log_handed(tx, row, "server")
        return
    kept.state = {"later": "queued", "unsure": "unsure"}.get(answer.verdict, "refused")
    if kept.state == "refused":
        settle(row)
    tx.flush()


@op("Look after unsent messages")
def sweep(tx: Tx) -> int:
    """Call unsure what was begun by a program that ended since; returns how many there are."""
    done = tx.execute(text("UPDATE sending SET state = 'unsure' WHERE state = 'sending'"))
    tx.expire_all()
    return int(done.rowcount)  # type: ignore[attr-defined]


@op("Say whether message was sent")
def decide(tx: Tx, message: int, *, was_sent: bool) -> None:
    """Say of a message nobody is sure of whether it went out; what did not may be sent again.

    One that was sent for sure, and whose note was undone, can be noted as sent once more.
    """
    row, kept = row_of(tx, message), _sending(tx, message)
    again = kept is not None and kept.state == "sent" and row.state != "handed" and was_sent
    if kept is None or (kept.state != "unsure" and not again):
        raise UsageError(f"Nothing is unsure about this message; {NOTHING_CHANGED}.")
    if was_sent:
        kept.state = "sent"
        kept.sent_at = kept.sent_at or kept.tried_at
        tx.flush()
        messages.log_handed(tx, row, "server")
        return
    kept.state = "refused"
    settle(row)
    tx.flush()


def _back(tx: Tx, row: Message) -> None:
    kept = _sending(tx, row.id)
    if kept is not None and kept.state in ("sending", "unsure"):
        raise UsageError(f"It may have been sent; {NOTHING_CHANGED}.", "Say what came of it first.")
    if kept is not None and kept.state == "queued":
        tx.delete(kept)
    settle(row)
    tx.flush()


def _sending(tx: Tx, message: int) -> Sending | None:
    tx.flush()
    return tx.query(Sending).filter(Sending.message_id == message).one_or_none()
