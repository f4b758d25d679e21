"""How messages of the outbox are kept: recipients as they are stored, rows, the held ones.

Not here: reading them for a screen (message_reading.py), what is done with one (messages.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from healthdesk.core.domain.addresses import address_fault, line_fault
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.outbox_view import Recipient
from healthdesk.core.domain.template import has_fields, still_missing
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Message

NOTHING_CHANGED: Final = "nothing was changed"
MOST_BODY: Final = 200_000
"""Bytes that a message may have."""
MOST_RECIPIENTS: Final = 50


def row_of(tx: Tx, message: int) -> Message:
    """A message."""
    row = tx.get(Message, message)
    if row is None:
        raise NotFound(f"There is no such message any more; {NOTHING_CHANGED}.")
    return row


def open_row(tx: Tx, message: int) -> Message:
    """A message that was not handed over or dropped."""
    row = row_of(tx, message)
    if row.state == "queued":
        raise UsageError(
            f"The message waits to be sent; {NOTHING_CHANGED}.", "Take it out of the queue first."
        )
    if row.state in ("handed", "dropped"):
        how = "handed over" if row.state == "handed" else "dropped"
        raise UsageError(
            f"The message was {how} already; {NOTHING_CHANGED}.", "Take it back into the outbox."
        )
    return row


def stored(recipients: Iterable[Recipient]) -> list[Any]:
    """Recipients as they are kept, each address once."""
    found = {
        one.address.strip().casefold(): {
            "name": one.name,
            "address": one.address.strip(),
            **({"contact_id": one.contact_id} if one.contact_id else {}),
        }
        for one in recipients
    }
    return list(found.values())


def recipients_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Recipient, ...]:
    """The same as they are read."""
    return tuple(
        Recipient(
            str(one.get("name", "")), str(one.get("address", "")), str(one.get("contact_id", ""))
        )
        for one in kept
    )


def checked(recipients: Sequence[Recipient], subject: str, body: str) -> None:
    """Refuse what can be in no mail: line breaks in headers, addresses that are none."""
    if len(recipients) > MOST_RECIPIENTS:
        raise UsageError(f"A message goes to at most {MOST_RECIPIENTS}; {NOTHING_CHANGED}.")
    for one in recipients:
        fault = address_fault(one.address) or line_fault(one.name, "A name")
        if fault:
            shown = one.address.encode("unicode_escape").decode()[:80]
            raise UsageError(f"“{shown}” is no address: {fault} {NOTHING_CHANGED.capitalize()}.")
    fault = line_fault(subject, "A subject")
    if fault:
        raise UsageError(f"{fault} {NOTHING_CHANGED.capitalize()}.")
    if len(body.encode("utf-8", "replace")) > MOST_BODY:
        raise UsageError(f"A message has at most {MOST_BODY // 1000} KB; {NOTHING_CHANGED}.")
    if "\0" in body:
        raise UsageError(f"A message has no hidden signs; {NOTHING_CHANGED}.")


def settle(row: Message) -> None:
    """Hold a message while a field stands in it, or a template that cannot be read; else let it go.

    Fields that a person types are fields, too: nobody gets braces by mistake.
    """
    missing = still_missing(row.missing, row.subject, row.body)
    if list(missing) != row.missing:
        row.missing = list(missing)
    faulty = bool((row.template or {}).get("faults")) and not row.changed
    row.state = "held" if faulty or has_fields(row.subject, row.body) else "draft"
