"""What the page Outbox reads from a desk; runs on a reader, no widget in sight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from healthdesk.core.domain.outbox_view import BesideGroup, EachRow, MessageRow, MessageView
from healthdesk.core.services import (
    message_beside,
    messages,
    messages_each,
    segments,
)

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx


@dataclass(frozen=True)
class Outbox:
    """All messages of a day and segment, in their order."""

    rows: tuple[MessageRow, ...]
    day: int


@dataclass(frozen=True)
class Offer:
    """What a message to many can be made for: segments with how many are in each."""

    segments: tuple[tuple[str, int], ...]


def read_outbox(tx: Tx, day: int, segment: str | None) -> Outbox:
    """The messages as of a day, of all accounts or of a segment's."""
    rows = messages.drafts(tx, day)
    if segment is not None:
        members = frozenset(segments.members(tx, segment, day))
        rows = tuple(one for one in rows if one.account_id in members)
    return Outbox(rows, day)


def read_message(tx: Tx, message: int, day: int) -> MessageView:
    """One message whole."""
    return messages.one(tx, message, day)


def read_beside(
    tx: Tx, account_id: str, contact_ids: tuple[str, ...], day: int
) -> tuple[BesideGroup, ...]:
    """The facts beside it."""
    return message_beside.beside(tx, account_id, contact_ids, day)


def read_waiting(tx: Tx, day: int) -> int:
    """How many messages wait to be handed over."""
    return messages.counts(tx, day).waiting


def read_offer(tx: Tx, day: int) -> Offer:
    """The segments one could write to."""
    names = segments.names(tx)
    return Offer(tuple((name, len(segments.members(tx, name, day))) for name in names))


def read_each(
    tx: Tx, segment: str, to: str, words: tuple[str, str], *, day: int, rest_days: int
) -> tuple[EachRow, ...]:
    """What each account of a segment would get."""
    ids = segments.members(tx, segment, day)
    return messages_each.of_accounts(tx, ids, to, words, day=day, rest_days=rest_days)


def read_accounts(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Ids and names of all accounts, by name."""
    return messages_each.accounts(tx)
