"""The facts beside a composer: who it is, their last words, open tickets, renewal, usage, touches.

They are to be read while one writes; nothing of them gets into a message by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.outbox_view import Beside, BesideGroup
from healthdesk.core.domain.people import Person
from healthdesk.core.domain.touch import DIRECTION_WORDS, KIND_WORDS
from healthdesk.core.services import files, merge_fields, recipients, trends
from healthdesk.core.services.recipients import Circle
from healthdesk.core.services.wording import count_of, long_date, number
from healthdesk.core.store.db import Tx

_WORDS: Final = 280
"""Letters of what somebody said that are shown."""
_TOUCHES, _TICKETS, _SAID, _EVENTS = 5, 4, 3, 3
_THEIRS: Final = (
    "SELECT 'touch', t.day, coalesce(t.subject, ''), coalesce(t.body, ''), t.contacts"
    " FROM touchpoint t WHERE t.account_id = :account AND t.direction = 'inbound'"
    " AND t.kind <> 'note' AND t.day <= :day AND coalesce(t.body, t.subject, '') <> ''"
    " UNION ALL SELECT 'survey', s.day, upper(s.kind) || ' ' || CAST(s.rating AS INTEGER),"
    " coalesce(s.comment, ''), coalesce(CAST(s.contact_id AS TEXT), '') FROM survey s"
    " WHERE s.account_id = :account AND s.day <= :day"
    " ORDER BY 2 DESC LIMIT :most"
)
WORDLESS: Final = "no words with it"
"""What is told of an answer to a survey that is a rating alone."""
_TICKET_ROWS: Final = (
    "SELECT coalesce(nullif(subject, ''), 'without a subject'), priority, opened_on"
    " FROM ticket WHERE account_id = :account AND opened_on <= :day"
    " AND (closed_on IS NULL OR closed_on > :day) ORDER BY opened_on DESC, id"
)
_RENEWAL: Final = ("renewal_on", "days_to_renewal", "arr", "product")
_USAGE: Final = ("active_users", "last_used_on", "top_features", "unused_feature")


def beside(
    tx: Tx, account_id: str, contact_ids: Sequence[str], day: int
) -> tuple[BesideGroup, ...]:
    """All that is worth knowing while writing to people of an account, as known on a day."""
    found = recipients.circle(tx, account_id, day)
    if found is None:
        raise NotFound(f"No account has the id {account_id!r}.")
    return (
        _people(tx, account_id, found, contact_ids),
        BesideGroup("Last words", _theirs(tx, found), "They said nothing yet that is known."),
        BesideGroup("Open tickets", _tickets(tx, found), "No ticket is open."),
        BesideGroup("Renewal", _renewal(tx, account_id, day), "No contract with an end is known."),
        BesideGroup("Usage", _usage(tx, account_id, day), "No usage is known."),
        BesideGroup("Last touches", _touches(found), "Nobody was in touch yet."),
    )


def _people(tx: Tx, account_id: str, found: Circle, contact_ids: Sequence[str]) -> BesideGroup:
    chosen = set(contact_ids)
    facts = [_person(found, one) for one in found.people if one.contact_id in chosen]
    matters = files.matters(tx, account_id)
    if matters:
        facts.append(Beside("What matters to them", _cut(matters), kind="care"))
    gone = [one for one in found.people if one.gone(found.day) and one.left_on is not None]
    facts += [
        Beside("Left", one.name, "", one.left_on, "people") for one in sorted(gone, key=_left)[-1:]
    ]
    return BesideGroup("Who", tuple(facts), "No contact is chosen yet.")


def _person(found: Circle, one: Person) -> Beside:
    who = ", ".join(part for part in (one.title, one.role) if part)
    last = found.last.get(one.row)
    heard = None if last is None else last.heard
    told = "never heard" if heard is None else f"last heard on {long_date(heard)}"
    detail = f"{told}. {_cut(one.personal)}" if one.personal else told
    return Beside(one.name, who or "no role known", detail, None, "people")


def _theirs(tx: Tx, found: Circle) -> tuple[Beside, ...]:
    names = {one.row: one.name for one in found.people}
    asked = {"account": found.account, "day": found.day, "most": _SAID}
    out = []
    for kind, day, title, words, contacts in tx.execute(text(_THEIRS), asked):
        first = contacts.split(";")[0]
        who = names.get(int(first), "") if first.isdigit() else ""
        said = _cut(words) if words else WORDLESS if kind == "survey" else ""
        out.append(Beside(title or "A message", said, who, day, kind))
    return tuple(out)


def _tickets(tx: Tx, found: Circle) -> tuple[Beside, ...]:
    asked = {"account": found.account, "day": found.day}
    rows = list(tx.execute(text(_TICKET_ROWS), asked))
    out = [
        Beside(
            _cut(subject), f"{priority}, open {count_of(found.day - on, 'day')}", "", on, "ticket"
        )
        for subject, priority, on in rows[:_TICKETS]
    ]
    more = len(rows) - _TICKETS
    if more > 0:
        out.append(Beside(f"and {count_of(more, 'more ticket')}", "", kind="ticket"))
    return tuple(out)


def _renewal(tx: Tx, account_id: str, day: int) -> tuple[Beside, ...]:
    known = merge_fields.values(tx, account_id, None, day, _RENEWAL)
    on, days = known["renewal_on"], known["days_to_renewal"]
    if on is None or not isinstance(days, int):
        return ()
    about = ", ".join(str(known[key]) for key in ("product", "arr") if known[key])
    return (Beside(f"in {count_of(days, 'day')}", str(on), about, day + days, "renewal"),)


def _usage(tx: Tx, account_id: str, day: int) -> tuple[Beside, ...]:
    """Dips and rises that last, in words; how many are at work; features used most and not."""
    lasting = [one for one in trends.events(tx, account_id, day) if one.last is None]
    out = [
        Beside(one.text, one.muted, "", one.first, "usage") for one in lasting[:_EVENTS] if one.text
    ]
    known = merge_fields.values(tx, account_id, None, day, _USAGE)
    if isinstance(known["active_users"], int | float):
        told = f"{number(known['active_users'])} active users, mean of 7 days"
        out.append(Beside(told, "", kind="usage"))
    if isinstance(known["top_features"], list) and known["top_features"]:
        out.append(Beside("Used most", ", ".join(known["top_features"]), kind="usage"))
    if known["unused_feature"]:
        out.append(Beside("Not used in 28 days", str(known["unused_feature"]), kind="usage"))
    if known["last_used_on"] and not out:
        out.append(Beside("Last day of use", str(known["last_used_on"]), kind="usage"))
    return tuple(out)


def _touches(found: Circle) -> tuple[Beside, ...]:
    names = {one.row: one.name for one in found.people}
    out = []
    for one in reversed(found.touches[-_TOUCHES:]):
        who = _named(names[row] for row in one.contacts if row in names)
        way = DIRECTION_WORDS.get(one.direction, "") if one.direction else ""
        kind = KIND_WORDS.get(one.kind, one.kind)
        head = f"{kind}, {way.lower()}" if way else kind
        out.append(Beside(head, _cut(one.subject), who, one.day, "touch"))
    return tuple(out)


def _named(names: Iterable[str]) -> str:
    told = list(names)
    more = f" and {len(told) - 2} more" if len(told) > 2 else ""
    return ", ".join(told[:2]) + more


def _left(one: Person) -> int:
    return one.left_on or 0


def _cut(words: str) -> str:
    told = " ".join(words.split())
    return told if len(told) <= _WORDS else f"{told[: _WORDS - 1].rstrip()}…"
