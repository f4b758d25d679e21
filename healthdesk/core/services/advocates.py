"""The register of those who may speak for us: entries, what they were asked, who may be asked now.

Not here: perks and thanks (moments.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain import advocate
from healthdesk.core.domain.advocate import (
    ANSWERS,
    MOST_DAYS,
    WILLING,
    AdvocateDraft,
    AdvocateView,
    Ask,
    AskDraft,
    Candidate,
    Permission,
)
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.services import settings
from healthdesk.core.services.people_words import day_in_words
from healthdesk.core.services.wording import count_of, long_date
from healthdesk.core.services.work_rows import NOTHING_CHANGED, line_of, optional_line, prose_of
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Advocate, AdvocateAsk, Contact

PROMOTER: Final = 9
"""Rating of an NPS answer from which somebody may want to speak for us."""
RECENT: Final = 180
_NAME: Final = "coalesce(nullif(c.name, ''), nullif(c.email, ''), c.contact_id)"
_ENTRIES: Final = (
    f"SELECT c.id, c.contact_id, {_NAME}, a.account_id, a.name, v.willing, v.cool_days, v.story,"
    " v.made_on, c.do_not_contact, k.left_on FROM advocate v JOIN contact c ON c.id = v.contact_id"
    " JOIN account a ON a.id = c.account_id LEFT JOIN contact_care k ON k.contact_id = c.id"
    " WHERE v.made_on <= :day"
)


@op("Put on the advocate register")
def register(tx: Tx, contact_id: str, draft: AdvocateDraft) -> None:
    """Put a contact on the register, or change what it says of them."""
    _check(draft)
    row = _row(tx, contact_id)
    kept = tx.query(Advocate).filter_by(contact_id=row.id).one_or_none()
    if kept is None:
        kept = Advocate(contact_id=row.id, made_on=settings.today(tx))
        tx.add(kept)
    kept.willing, kept.cool_days = draft.willing, draft.cool_days
    kept.story = prose_of(draft.story, "A story")
    tx.flush()


@op("Take off the advocate register")
def remove(tx: Tx, contact_id: str) -> None:
    """Take a contact off the register; what they were asked stays with them."""
    tx.delete(_entry(tx, _row(tx, contact_id)))
    tx.flush()


@op("Ask advocate")
def ask(tx: Tx, contact_id: str, draft: AskDraft) -> int:
    """Note that an advocate was asked for something; returns the row.

    Within the cool-down it is refused with the reason, unless the draft says why all the same.
    """
    row = _row(tx, contact_id)
    entry = _entry(tx, row)
    if draft.day > settings.today(tx):
        raise UsageError(
            f"What was asked cannot lie in the future; {NOTHING_CHANGED}.", "Add a task for it."
        )
    asks = _asks(tx, None).get(row.id, ())
    found = _permission(tx, row, entry, asks, draft.day)
    despite = optional_line(draft.despite, "The reason")
    if not found.may and not (found.block == "cool-down" and despite):
        raise UsageError(f"{_why_not(_name(row), found, entry.cool_days)} {_NOT_NOTED}")
    note = prose_of(draft.note, "A note")
    if found.block == "cool-down":
        note = f"{note}\nAsked within the cool-down: {despite}".strip()
    made = AdvocateAsk(
        contact_id=row.id, day=draft.day, kind=line_of(draft.kind, "An ask"), answer="", note=note
    )
    tx.add(made)
    tx.flush()
    return made.id


@op("Note answer")
def answer(tx: Tx, ask_row: int, told: str, day: int) -> None:
    """Note what an advocate answered, and when; "" takes the answer away."""
    row = tx.get(AdvocateAsk, ask_row)
    if row is None:
        raise NotFound(f"This ask is not there any more; {NOTHING_CHANGED}.")
    if told and told not in ANSWERS:
        raise UsageError(f"An answer is one of {', '.join(ANSWERS)}; {NOTHING_CHANGED}.")
    if told and not row.day <= day <= settings.today(tx):
        raise UsageError(
            f"An answer comes on the day of the ask or later, not in the future; {NOTHING_CHANGED}."
        )
    row.answer, row.answered_on = told, day if told else None
    tx.flush()


@op("Remove ask")
def remove_ask(tx: Tx, ask_row: int) -> None:
    """Take an ask back that was noted by mistake."""
    row = tx.get(AdvocateAsk, ask_row)
    if row is None:
        raise NotFound(f"This ask is not there any more; {NOTHING_CHANGED}.")
    tx.delete(row)
    tx.flush()


def of_account(tx: Tx, account_id: str, day: int) -> tuple[AdvocateView, ...]:
    """An account's entries as of a day."""
    return _views(tx, day, " AND a.account_id = :account", {"account": account_id})


def all_of(tx: Tx, day: int) -> tuple[AdvocateView, ...]:
    """The whole register as of a day: who may be asked first."""
    found = _views(tx, day, "", {})
    return tuple(sorted(found, key=lambda one: (not one.permission.may, one.account_name)))


def eligible(tx: Tx, day: int) -> tuple[AdvocateView, ...]:
    """Who may be asked on a day: willing, here, to be contacted, and past their cool-down."""
    return tuple(one for one in all_of(tx, day) if one.permission.may)


def candidates(tx: Tx, day: int, account_id: str | None = None) -> tuple[Candidate, ...]:
    """Contacts outside the register who may want to speak for us, and what says so."""
    asked: dict[str, Any] = {"day": day, "first": day - RECENT, "least": PROMOTER}
    asked |= {"account": account_id}
    found = tx.execute(
        text(
            f"SELECT c.contact_id, {_NAME}, a.account_id, a.name, c.advocate, s.rating, s.day"
            " FROM contact c JOIN account a ON a.id = c.account_id"
            " LEFT JOIN contact_care k ON k.contact_id = c.id"
            " LEFT JOIN advocate v ON v.contact_id = c.id AND v.made_on <= :day"
            " LEFT JOIN survey s ON s.id = (SELECT id FROM survey l WHERE l.contact_id = c.id"
            " AND l.kind = 'nps' AND l.day <= :day ORDER BY l.day DESC, l.id DESC LIMIT 1)"
            " WHERE v.id IS NULL AND NOT coalesce(c.do_not_contact, 0)"
            " AND (k.left_on IS NULL OR k.left_on > :day)"
            " AND (:account IS NULL OR a.account_id = :account)"
            " AND (c.advocate OR (s.rating >= :least AND s.day > :first))"
            " ORDER BY coalesce(c.advocate, 0) DESC, s.rating DESC, s.day DESC, c.id"
        ),
        asked,
    )
    return tuple(
        Candidate(contact, name, account, of, _reason(told, rating, on, day))
        for contact, name, account, of, told, rating, on in found
    )


def _reason(told: object, rating: float | None, on: int | None, day: int) -> str:
    if told:
        return "marked as an advocate in the data"
    return f"NPS {rating:.0f} on {day_in_words(on or day, day)}"


_NOT_NOTED: Final = "Nothing was noted."


def an(kind: str) -> str:
    """A kind of ask with its article."""
    return f"{'an' if kind[:1] in set('aeio') else 'a'} {kind}"


def _why_not(name: str, found: Permission, cool_days: int) -> str:
    """Why somebody may not be asked, in a sentence."""
    if found.block == "cool-down" and found.ask is not None and found.from_day is not None:
        asked = f"{an(found.ask.kind)} on {long_date(found.ask.day)}"
        ends = f"of {count_of(cool_days, 'day')} ends on {long_date(found.from_day)}"
        return f"{name} was asked for {asked}; the cool-down {ends}."
    words = {
        "left": f"{name} has left.",
        "do not contact": f"{name} must not be contacted.",
        "unwilling": f"{name} does not want to speak for us.",
    }
    return words.get(found.block, "")


def _views(tx: Tx, day: int, where: str, asked: Mapping[str, object]) -> tuple[AdvocateView, ...]:
    asks = _asks(tx, day)
    out = []
    sql = text(f"{_ENTRIES}{where} ORDER BY a.name COLLATE NOCASE, c.id")
    for row in tx.execute(sql, {"day": day, **asked}):
        number, contact_id, name, account_id, account, willing, cool, story, made, not_, left = row
        mine = asks.get(number, ())
        found = advocate.permission(
            day,
            willing,
            cool,
            mine,
            left=left is not None and left <= day,
            do_not_contact=bool(not_),
        )
        out.append(
            AdvocateView(
                contact_id,
                name,
                account_id,
                account,
                willing,
                cool,
                story,
                made,
                mine,
                found,
                _why_not(name, found, cool),
            )
        )
    return tuple(out)


def _asks(tx: Tx, day: int | None) -> dict[int, tuple[Ask, ...]]:
    """What contacts were asked up to a day (None: ever), the newest first, by their rows."""
    found = tx.execute(
        text(
            "SELECT contact_id, id, day, kind, answer, answered_on, note FROM advocate_ask"
            " WHERE :day IS NULL OR day <= :day ORDER BY day DESC, id DESC"
        ),
        {"day": day},
    )
    out: dict[int, list[Ask]] = {}
    for contact, row, on, kind, told, answered, note in found:
        known = day is None or (answered is not None and answered <= day)
        one = Ask(row, on, kind, told if known else "", answered if known else None, note)
        out.setdefault(contact, []).append(one)
    return {contact: tuple(asks) for contact, asks in out.items()}


def _permission(
    tx: Tx, row: Contact, entry: Advocate, asks: tuple[Ask, ...], day: int
) -> Permission:
    left = tx.execute(
        text("SELECT left_on FROM contact_care WHERE contact_id = :row"), {"row": row.id}
    ).scalar()
    return advocate.permission(
        day,
        entry.willing,
        entry.cool_days,
        asks,
        left=left is not None and left <= day,
        do_not_contact=bool(row.do_not_contact),
    )


def _check(draft: AdvocateDraft) -> None:
    if draft.willing not in WILLING:
        raise UsageError(f"Willing is one of {', '.join(WILLING)}; {NOTHING_CHANGED}.")
    if not 0 <= draft.cool_days <= MOST_DAYS:
        raise UsageError(f"A cool-down is 0 to {MOST_DAYS:,} days; {NOTHING_CHANGED}.")


def _name(row: Contact) -> str:
    return row.name or row.email or row.contact_id


def _row(tx: Tx, contact_id: str) -> Contact:
    row = tx.query(Contact).filter_by(contact_id=contact_id).one_or_none()
    if row is None:
        raise NotFound(f"There is no contact {contact_id}; {NOTHING_CHANGED}.")
    return row


def _entry(tx: Tx, row: Contact) -> Advocate:
    kept = tx.query(Advocate).filter_by(contact_id=row.id).one_or_none()
    if kept is None:
        raise NotFound(
            f"{_name(row)} is not on the advocate register; {NOTHING_CHANGED}.",
            "Put them on it first.",
        )
    return kept
