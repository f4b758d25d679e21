"""Who was asked to meetings: reads it, and writes it with a touchpoint.

Who came is what the touchpoint itself says: its people. Not here: what is counted of it
(domain/attendance.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.attendance import MEETINGS, Meeting, Missing, missing
from healthdesk.core.store.db import Tx

_KINDS: Final = ", ".join(f"'{one}'" for one in MEETINGS)
YEAR: Final = 365
"""Days back in which somebody who never comes is looked for."""


def of_account(tx: Tx, account: int, day: int) -> tuple[Meeting, ...]:
    """An account's meetings up to a day, in the order they happened."""
    asked: dict[int, list[int]] = {}
    found = tx.execute(
        text(
            "SELECT m.touchpoint_id, m.contact_id FROM meeting_asked AS m"
            " JOIN touchpoint AS t ON t.id = m.touchpoint_id"
            " WHERE t.account_id = :account AND t.day <= :day ORDER BY m.id"
        ),
        {"account": account, "day": day},
    )
    for touch, contact in found:
        asked.setdefault(touch, []).append(contact)
    rows = tx.execute(
        text(
            "SELECT id, day, contacts FROM touchpoint WHERE account_id = :account AND day <= :day"
            f" AND kind IN ({_KINDS}) ORDER BY day, id"
        ),
        {"account": account, "day": day},
    )
    return tuple(
        Meeting(row, on, _rows(contacts), tuple(asked.get(row, ()))) for row, on, contacts in rows
    )


def never_came(tx: Tx, day: int, account: int | None = None) -> Mapping[int, Missing]:
    """Who was asked time and again in the year up to a day and never came, by contact row."""
    one = "" if account is None else " AND t.account_id = :account"
    found = tx.execute(
        text(
            "SELECT m.contact_id, t.day, t.contacts FROM meeting_asked AS m"
            " JOIN touchpoint AS t ON t.id = m.touchpoint_id"
            f" WHERE t.day > :first AND t.day <= :day AND t.kind IN ({_KINDS}){one}"
        ),
        {"first": day - YEAR, "day": day, **({} if account is None else {"account": account})},
    )
    invited: dict[int, list[tuple[int, bool]]] = {}
    for contact, on, contacts in found:
        invited.setdefault(contact, []).append((on, contact in _rows(contacts)))
    told = ((contact, missing(some)) for contact, some in invited.items())
    return {contact: one for contact, one in told if one is not None}


def asked_to(tx: Tx, touch: int) -> tuple[str, ...] | None:
    """Ids of the contacts who were asked to a meeting; None where nobody wrote it down."""
    found = tx.execute(
        text(
            "SELECT c.contact_id FROM meeting_asked AS m JOIN contact AS c ON c.id = m.contact_id"
            " WHERE m.touchpoint_id = :touch ORDER BY m.id"
        ),
        {"touch": touch},
    )
    return tuple(name for (name,) in found) or None


def write(tx: Tx, touch: int, contacts: Sequence[int]) -> bool:
    """Let just these contacts be asked to a meeting; returns whether that is something new."""
    wanted = list(dict.fromkeys(contacts))
    sql = "SELECT contact_id FROM meeting_asked WHERE touchpoint_id = :touch ORDER BY id"
    before = [row for (row,) in tx.execute(text(sql), {"touch": touch})]
    if before == wanted:
        return False
    tx.execute(text("DELETE FROM meeting_asked WHERE touchpoint_id = :touch"), {"touch": touch})
    for contact in wanted:
        tx.execute(
            text("INSERT INTO meeting_asked (touchpoint_id, contact_id) VALUES (:touch, :contact)"),
            {"touch": touch, "contact": contact},
        )
    return True


def _rows(contacts: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(one) for one in contacts.split(";") if one))
