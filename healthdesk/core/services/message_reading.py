"""Messages of the outbox as a screen shows them: the list, one of them whole.

As of a day: what was made later is not there yet, what was handed over later still waits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain import outbox_view as view
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.outbox_view import Counts, MessageRow, MessageState, MessageView
from healthdesk.core.domain.task import origin_in_words
from healthdesk.core.domain.template import has_fields, runs_of, title_of
from healthdesk.core.services import recipients
from healthdesk.core.services.message_rows import recipients_of
from healthdesk.core.services.wording import count_of, long_date
from healthdesk.core.store.db import Tx

_OPENING: Final = 160
"""Letters of a body that the list shows."""
_MESSAGE: Final = (
    "SELECT m.id, a.account_id, a.name, m.recipients, m.subject, m.body, m.template, m.missing,"
    " m.changed, m.state, m.made_on, m.due_on, m.handed_on, m.how, m.dropped_why, m.touchpoint_id,"
    " m.origin, s.state AS sending, s.error, s.key FROM message m"
    " JOIN account a ON a.id = m.account_id LEFT JOIN sending s ON s.message_id = m.id"
    " WHERE m.made_on <= :day"
)
_COUNTED: Final = (
    "SELECT iif(state IN ('handed', 'dropped') AND coalesce(handed_on, made_on) <= :day, state,"
    " iif(state = 'queued', state, iif(due_on > :day, 'later',"
    " iif(state = 'held', 'held', 'due')))), count(*)"
    " FROM message WHERE made_on <= :day GROUP BY 1"
)
_REPEATED: Final = (
    "SELECT max(o.handed_on) FROM message o JOIN message m ON m.id = :id"
    " WHERE o.id <> m.id AND o.account_id = m.account_id AND o.state = 'handed'"
    " AND o.handed_on <= :day AND length(m.body) > 0"
    " AND (o.body = m.body OR json_extract(o.template, '$.body')"
    " = json_extract(m.template, '$.body'))"
)


def drafts(tx: Tx, day: int, account_id: str = "") -> tuple[MessageRow, ...]:
    """All messages as of a day, of one account or of all: due, held, later, handed, dropped."""
    sql = f"{_MESSAGE} AND :account IN ('', a.account_id)"
    found = tx.execute(text(sql), {"day": day, "account": account_id}).mappings()
    return view.in_order(_row(dict(one), day) for one in found)


def counts(tx: Tx, day: int) -> Counts:
    """How many messages stand where, without reading them."""
    found = {str(group): int(many) for group, many in tx.execute(text(_COUNTED), {"day": day})}
    return Counts(**{group: found.get(group, 0) for group in view.GROUPS})


def one(tx: Tx, message: int, day: int) -> MessageView:
    """A message whole, with whom one could write to and why it cannot leave yet."""
    asked = {"day": day, "id": message}
    found = tx.execute(text(f"{_MESSAGE} AND m.id = :id"), asked).mappings().one_or_none()
    if found is None:
        raise NotFound("There is no such message any more.")
    held = dict(found)
    row = _row(held, day)
    repeated = tx.execute(text(_REPEATED), asked).scalar()
    return MessageView(
        row=row,
        body=held["body"],
        subject_runs=runs_of(held["subject"], row.missing),
        body_runs=runs_of(held["body"], row.missing),
        changed=bool(held["changed"]),
        refusal=refusal(tx, row, _faults(held), day),
        people=recipients.everybody(tx, row.account_id, day),
        touchpoint=held["touchpoint_id"],
        repeats=None if repeated is None or not row.open else int(repeated),
        key=held["key"] or "",
    )


def refusal(tx: Tx, row: MessageRow, faults: Sequence[str], day: int) -> str:
    """Why an open message cannot be handed over now; "" = nothing against it."""
    if not row.open:
        return ""
    if row.state == "held":
        return _held(row, faults)
    if not row.to:
        return "Nobody is chosen yet to whom it goes."
    barred = recipients.refusals(tx, [one.contact_id for one in row.to], day)
    for one in row.to:
        if one.contact_id in barred:
            return f"{one.name} {barred[one.contact_id]}; the message cannot go there."
    return _by_address(tx, row, day)


def _held(row: MessageRow, faults: Sequence[str]) -> str:
    """What holds a message."""
    if row.missing:
        named = ", ".join(title_of(key) for key in row.missing)
        verb = "has" if len(row.missing) == 1 else "have"
        held = count_of(len(row.missing), "field")
        return f"{held} {verb} no value: {named}. Write something in place of it."
    if faults:
        return f"The template cannot be read: {faults[0]} Write the message yourself."
    return "Fields in braces stand in the words. Fill them in, or write something instead."


def _by_address(tx: Tx, row: MessageRow, day: int) -> str:
    """The same of people whose address was typed."""
    addresses = {one.address.casefold() for one in row.to}
    for person in recipients.everybody(tx, row.account_id, day):
        if person.address.casefold() in addresses and person.refused:
            return f"{person.name} {person.refused}; the message cannot go there."
    return ""


def opened(held: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - any JSON value
    """A column that holds a document; raw queries give it as text."""
    value = held[name]
    return msgspec.json.decode(value) if isinstance(value, str) else value


def _faults(held: Mapping[str, Any]) -> tuple[str, ...]:
    if held["changed"]:
        return ()
    return tuple((opened(held, "template") or {}).get("faults", ()))


def _row(held: Mapping[str, Any], day: int) -> MessageRow:
    closed = held["state"] in ("handed", "dropped")
    ended = held["handed_on"]
    later = closed and ended is not None and ended > day
    missing = tuple(opened(held, "missing"))
    standing = bool(missing) or has_fields(held["subject"], held["body"])
    state: MessageState = ("held" if standing else "draft") if later else held["state"]
    due = held["due_on"]
    still = state in ("draft", "held")
    return MessageRow(
        id=held["id"],
        account_id=held["account_id"],
        account_name=held["name"],
        to=recipients_of(opened(held, "recipients")),
        subject=held["subject"],
        opening=" ".join(held["body"][: 2 * _OPENING].split())[:_OPENING],
        state=state,
        group=view.group_of(state, due, day),
        made_on=held["made_on"],
        due=due,
        days_late=max(day - due, 0) if still and due is not None else 0,
        missing=missing,
        origin=held["origin"],
        origin_words=origin_in_words(held["origin"]),
        unscripted=opened(held, "template") is None,
        how="" if later else held["how"],
        handed_on=None if later else ended,
        dropped_why="" if later else held["dropped_why"],
        sending="" if later else held["sending"] or "",
        sending_error="" if later else held["error"] or "",
    )


def told(row: MessageRow) -> str:
    """What became of a message, in words: "Handed over on 3 Nov 2026: saved as a file"."""
    on = "" if row.handed_on is None else f" on {long_date(row.handed_on)}"
    if row.state == "handed":
        return f"Handed over{on}: {view.HOW_WORDS.get(row.how, row.how)}"
    return f"Dropped{on}: {row.dropped_why}" if row.state == "dropped" else ""
