"""Reads people, touches, answers and own use out of a desk, as known on a day.

Not here: what is made of them (domain/people.py, people.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.people import TALKS, Asked, Known, Person, Touch, Used
from healthdesk.core.domain.people_alerts import HALF, QUARTER, YEAR, Group, Standing
from healthdesk.core.services import attendance
from healthdesk.core.store.db import Tx

DEFAULT_CADENCE: Final = 30
_BLOCK: Final = 2000
CADENCES: Final = {"enterprise": 21, "strategic": 21, "starter": 45, "small": 45}
"""How often an account of a tier is touched where nothing else is said, in days."""
_PEOPLE: Final = (
    "SELECT c.account_id, c.id, c.contact_id, c.name, c.role, c.title, c.email, c.phone,"
    " c.do_not_contact, k.influence, k.stance, k.part, k.left_on, k.successor_id, k.personal"
    " FROM contact c LEFT JOIN contact_care k ON k.contact_id = c.id"
)
_TALKS: Final = ", ".join(f"'{kind}'" for kind in sorted(TALKS))
_GROUPS: Final = (
    "SELECT account_id, contacts, count(*), sum(day > :half), max(day),"
    f" max(iif(direction = 'inbound' OR kind IN ({_TALKS}), day, NULL)),"
    " sum(day > :quarter AND direction = 'inbound'),"
    " sum(day > :quarter AND direction = 'outbound')"
    " FROM touchpoint WHERE day BETWEEN :first AND :day AND kind <> 'note'"
)
_USED: Final = (
    "SELECT contact_id, max(day), count(DISTINCT iif(day > :day - 90, day, NULL))"
    " FROM contact_usage WHERE day <= :day AND value > 0"
)
_TOUCHES: Final = (
    "SELECT id, day, direction, kind, contacts, subject FROM touchpoint"
    " WHERE account_id = :account AND day <= :day AND kind <> 'note'"
    " ORDER BY day, coalesce(at, ''), id"
)
_ATTRIBUTES: Final = (
    "SELECT v.account_id, a.key, v.day, v.value FROM attribute_value v"
    " JOIN attribute a ON a.id = v.attribute_id"
    " WHERE a.key IN ('cadence_days', 'tier', 'started_on')"
)


@dataclass(frozen=True)
class Manner:
    """How an account is to be kept in touch with, and the day from which it is one."""

    cadence: int
    said: str
    """Where the cadence comes from: account, desk, tier or default."""
    started: int | None = None


def account_row(tx: Tx, account_id: str) -> int | None:
    """The row of an account; None where there is none."""
    found = tx.execute(text("SELECT id FROM account WHERE account_id = :id"), {"id": account_id})
    row = found.scalar()
    return None if row is None else int(row)


def known(tx: Tx, account: int, day: int) -> Known:
    """All that is known of an account's people on a day."""
    people = people_of(tx, account, day)
    rows = tuple(one.row for one in people)
    manner = manners(tx, day, account)[account]
    touches = read_touches(tx, account, day)
    starts = [manner.started] if manner.started is not None else []
    starts += [touches[0].day] if touches else []
    return Known(
        day,
        people,
        touches,
        manner.cadence,
        min(starts, default=None),
        _asked(tx, account, day),
        _used(tx, day, rows),
    )


def people_of(tx: Tx, account: int, day: int) -> tuple[Person, ...]:
    """An account's people as known on a day, in the order they came."""
    return tuple(person for _, person in _people(tx, account, day))


def read_touches(tx: Tx, account: int, day: int) -> tuple[Touch, ...]:
    """An account's touchpoints but notes up to a day, in the order they happened."""
    return tuple(
        Touch(row, on, way or "", kind, rows_of(contacts), subject or "")
        for row, on, way, kind, contacts, subject in _all(
            tx, _TOUCHES, {"account": account, "day": day}
        )
    )


def rows_of(contacts: str) -> tuple[int, ...]:
    """The rows of contacts that a touchpoint names, each once."""
    if contacts.isdigit():
        return (int(contacts),)
    return tuple(dict.fromkeys(int(one) for one in contacts.split(";") if one))


def standings(tx: Tx, day: int, account: int | None = None) -> dict[int, Standing]:
    """What alerts look at, by the row of an account: of one of them, or of all."""
    people: dict[int, list[Person]] = {}
    for owner, person in _people(tx, account, day):
        people.setdefault(owner, []).append(person)
    groups = _groups(tx, day, account)
    of_one = None if account is None else tuple(one.row for one in people.get(account, ()))
    used = _used(tx, day, of_one)
    ways = manners(tx, day, account)
    before = _touched_before(tx, day, people, groups)
    away = attendance.never_came(tx, day, account)
    return {
        owner: Standing(day, mine, groups.get(owner, ()), ways[owner].cadence, used, before, away)
        for owner, mine in people.items()
    }


def manners(tx: Tx, day: int, account: int | None = None) -> Mapping[int, Manner]:
    """How often each account is to be touched: as it says, the desk, its tier, or by default."""
    desk = _desk_cadence(tx)
    where, asked = _of(account, "v.account_id")
    kept: dict[int, dict[str, tuple[int, str | None]]] = {}
    sql = f"{_ATTRIBUTES} AND {where} ORDER BY v.account_id, v.day"
    for owner, key, on, value in _all(tx, sql, asked):
        mine = kept.setdefault(owner, {})
        if on <= day or key not in mine:
            mine[key] = (on, value)
    owners = [account] if account is not None else _accounts(tx)
    return {owner: _manner(kept.get(owner, {}), desk) for owner in owners}


def _manner(kept: Mapping[str, tuple[int, str | None]], desk: int | None) -> Manner:
    values = {key: value for key, (_, value) in kept.items() if value}
    started = day_of(values.get("started_on"))
    own = _days(values.get("cadence_days"))
    if own is not None:
        return Manner(own, "account", started)
    if desk is not None:
        return Manner(desk, "desk", started)
    tier = CADENCES.get(values.get("tier", "").strip().casefold())
    if tier is not None:
        return Manner(tier, "tier", started)
    return Manner(DEFAULT_CADENCE, "default", started)


def _days(told: str | None) -> int | None:
    """A number of days; anything that is none reads as not said."""
    try:
        days = round(float(told or ""))
    except (ValueError, OverflowError):
        return None
    return days if 1 <= days <= 3650 else None


def day_of(told: str | None) -> int | None:
    """The day that a text says; None where it says none."""
    try:
        return to_day(date.fromisoformat(told or ""))
    except ValueError:
        return None


def _desk_cadence(tx: Tx) -> int | None:
    value = tx.execute(text("SELECT value FROM setting WHERE key = 'cadence_days'")).scalar()
    return _days(None if value is None else str(value))


def _accounts(tx: Tx) -> list[int]:
    return list(tx.execute(text("SELECT id FROM account")).scalars())


def _of(account: int | None, column: str) -> tuple[str, dict[str, int]]:
    """The condition for one account, or none for all."""
    return ("1", {}) if account is None else (f"{column} = :account", {"account": account})


def _people(tx: Tx, account: int | None, day: int) -> Iterable[tuple[int, Person]]:
    where, asked = _of(account, "c.account_id")
    for row in _all(tx, f"{_PEOPLE} WHERE {where} ORDER BY c.id", asked):
        yield row[0], _person(row, day)


def _person(row: Sequence[Any], day: int) -> Person:
    """A person as known on a day: whoever left later was still there."""
    _, number, contact_id, name, role, title, email, phone, not_, *care = row
    influence, stance, part, left_on, successor, personal = care
    if left_on is not None and left_on > day:
        left_on = successor = None
    return Person(
        number,
        contact_id,
        name or email or contact_id,
        role or "",
        title or "",
        email or "",
        phone or "",
        bool(not_),
        influence,
        stance or "",
        part or "",
        left_on,
        successor,
        personal or "",
    )


def _groups(tx: Tx, day: int, account: int | None) -> dict[int, list[Group]]:
    where, asked = _of(account, "account_id")
    asked |= {"day": day, "first": day - YEAR + 1, "half": day - HALF, "quarter": day - QUARTER}
    out: dict[int, list[Group]] = {}
    sql = f"{_GROUPS} AND {where} GROUP BY account_id, contacts"
    for owner, contacts, year, half, last, heard, received, sent in _all(tx, sql, asked):
        group = Group(rows_of(contacts), year, half, last, heard, received or 0, sent or 0)
        out.setdefault(owner, []).append(group)
    return out


def _all(tx: Tx, sql: str, asked: Mapping[str, int]) -> list[tuple[Any, ...]]:
    """All rows as the driver's own tuples: a portfolio has tens of thousands."""
    cursor = tx.connection().connection.cursor()
    out: list[tuple[Any, ...]] = []
    try:
        cursor.execute(sql, asked)
        while block := cursor.fetchmany(_BLOCK):  # more at once would be felt in the window
            out += block
        return out
    finally:
        cursor.close()


def _touched_before(
    tx: Tx,
    day: int,
    people: Mapping[int, Sequence[Person]],
    groups: Mapping[int, Sequence[Group]],
) -> frozenset[int]:
    """Of key people without a touch in the year, those who had one earlier."""
    met = {one for found in groups.values() for group in found for one in group.contacts}
    owners = [
        str(owner)
        for owner, mine in people.items()
        if any(one.key and one.row not in met for one in mine)
    ]
    if not owners:
        return frozenset()
    found = tx.execute(
        text(
            f"SELECT DISTINCT contacts FROM touchpoint WHERE account_id IN ({', '.join(owners)})"
            " AND day <= :before AND kind <> 'note'"
        ),
        {"before": day - YEAR},
    )
    return frozenset(one for (contacts,) in found for one in rows_of(contacts))


def _used(tx: Tx, day: int, rows: Sequence[int] | None) -> dict[int, Used]:
    if rows is not None and not rows:
        return {}
    where = "1" if rows is None else f"contact_id IN ({', '.join(map(str, rows))})"
    found = tx.execute(text(f"{_USED} AND {where} GROUP BY contact_id"), {"day": day})
    return {contact: Used(last, days) for contact, last, days in found}


def _asked(tx: Tx, account: int, day: int) -> dict[int, Asked]:
    found = tx.execute(
        text(
            "SELECT contact_id, day, kind, rating, id FROM survey WHERE account_id = :account"
            " AND day <= :day AND contact_id IS NOT NULL ORDER BY day, coalesce(at, ''), id"
        ),
        {"account": account, "day": day},
    )
    out: dict[int, Asked] = {}
    for contact, on, kind, rating, row in found:
        before = out[contact].count if contact in out else 0
        out[contact] = Asked(on, kind, rating, row, before + 1)
    return out
