"""An account's people as of a day: who was in touch, who was missed, what deserves care.

Not here: changing contacts (contacts.py), those who speak for us (advocates.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import text

from healthdesk.core.domain import people, people_alerts
from healthdesk.core.domain.attendance import Meeting
from healthdesk.core.domain.attendance import attendance as count_meetings
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.people import Known
from healthdesk.core.domain.people_view import (
    InTouch,
    PathStep,
    PeopleAlert,
    PeopleView,
    PersonLine,
    WaitingView,
)
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.core.services import attendance, people_reading, people_words
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx

BEFORE: Final = 28
"""Days back to which the balance is held against."""
_BY_ROLE: Final = {"asks": "champion", "decides": "decision maker"}
"""Who has a part in the renewal where nobody was given it: their role suggests it."""


@dataclass(frozen=True)
class Overdue:
    """An account that nobody touched for longer than its cadence; None: never."""

    days: int | None
    cadence: int


def names(tx: Tx, account_id: str) -> tuple[tuple[str, str], ...]:
    """Ids and names of an account's contacts, those who left last; for forms to choose from."""
    found = tx.execute(
        text(
            "SELECT c.contact_id, coalesce(nullif(c.name, ''), nullif(c.email, ''), c.contact_id)"
            " FROM contact c JOIN account a ON a.id = c.account_id"
            " LEFT JOIN contact_care k ON k.contact_id = c.id WHERE a.account_id = :account"
            " ORDER BY k.left_on IS NOT NULL, 2 COLLATE NOCASE, c.id"
        ),
        {"account": account_id},
    )
    return tuple((contact, name) for contact, name in found)


def alerts(tx: Tx, account_id: str, day: int) -> tuple[PeopleAlert, ...]:
    """What about an account's people deserves care on a day, the gravest first."""
    row = people_reading.account_row(tx, account_id)
    if row is None:
        return ()
    standing = people_reading.standings(tx, day, row).get(row)
    if standing is None:
        return ()
    renewal = _renewals(tx, day, row).get(row)
    found = people_alerts.find(standing)
    return tuple(people_words.alert(account_id, one, day, renewal) for one in found)


def alerts_all(tx: Tx, day: int) -> Mapping[str, tuple[PeopleAlert, ...]]:
    """The same of every account that has any, by its id: one pass, kept until the desk changes."""
    memory = tx.info.get("memory")
    key = f"people alerts {day}"
    if memory is not None:
        kept = memory.get(key, tx.info["stamp"])
        if kept is not None:
            return cast("Mapping[str, tuple[PeopleAlert, ...]]", kept)
    found = _alerts_all(tx, day)
    if memory is not None:
        memory.put(key, tx.info["stamp"], found)
    return found


def _alerts_all(tx: Tx, day: int) -> Mapping[str, tuple[PeopleAlert, ...]]:
    ids = _account_ids(tx)
    renewals = _renewals(tx, day)
    out: dict[str, tuple[PeopleAlert, ...]] = {}
    for row, standing in people_reading.standings(tx, day).items():
        found = people_alerts.find(standing)
        if found:
            of = ids[row]
            out[of] = tuple(people_words.alert(of, one, day, renewals.get(row)) for one in found)
    return out


def overdue(tx: Tx, day: int) -> Mapping[str, Overdue]:
    """Accounts that nobody touched for longer than their cadence, by their id, as of a day."""
    last = pairs(
        tx,
        "SELECT account_id, max(day) FROM touchpoint"
        " WHERE day <= :day AND kind <> 'note' GROUP BY account_id",
        day=day,
    )
    ways = people_reading.manners(tx, day)
    out = {}
    for row, account_id in _account_ids(tx).items():
        days = day - last[row] if row in last else None
        if days is None or days > ways[row].cadence:
            out[account_id] = Overdue(days, ways[row].cadence)
    return out


def cadences(tx: Tx, day: int) -> Mapping[str, int]:
    """After how many days without a touch each account is late, by its id."""
    ways = people_reading.manners(tx, day)
    return {account_id: ways[row].cadence for row, account_id in _account_ids(tx).items()}


def view(tx: Tx, account_id: str, day: int) -> PeopleView:
    """All that the tab People shows of an account on a day."""
    row = people_reading.account_row(tx, account_id)
    if row is None:
        raise NotFound(f"There is no account {account_id}.")
    known = people_reading.known(tx, row, day)
    months = people.month_starts(day)
    met = attendance.of_account(tx, row, day)
    lines = _lines(known, months, met)
    by_row = {one.person.row: one for one in lines}
    window = [one for one in known.touches if one.day > day - people.WINDOW]
    last = known.touches[-1].day if known.touches else None
    never, late = people.never_asked(known)
    return PeopleView(
        account_id=account_id,
        day=day,
        cadence=known.cadence,
        cadence_said=people_reading.manners(tx, day, row)[row].said,
        months=months,
        lines=lines,
        totals=people.totals(known, months),
        in_touch=_in_touch(known),
        balance=people.balance(known.touches, day),
        balance_before=people.balance(known.touches, day - BEFORE),
        balance_rows=tuple(one.row for one in window if one.direction),
        waiting=tuple(
            WaitingView(
                by_row[one.contact].person.contact_id,
                by_row[one.contact].person.name,
                one.day,
                one.row,
            )
            for one in people.waiting(known.touches)
            if one.contact in by_row
        ),
        replies=people.replies(known.touches, day),
        last_touch=last,
        last_rows=tuple(one.row for one in known.touches if one.day == last),
        renewal=_renewals(tx, day, row).get(row),
        path=_path(lines, day),
        alerts=alerts(tx, account_id, day),
        never_asked=tuple(by_row[one].person.name for one in never),
        late_asked=tuple(by_row[one].person.name for one in late),
        meetings=count_meetings(met, day),
    )


def touch_rows(tx: Tx, account_id: str, day: int, contact_id: str = "") -> tuple[int, ...]:
    """Rows of the touches up to a day, of an account or of one contact of it, the newest first."""
    row = people_reading.account_row(tx, account_id)
    if row is None:
        return ()
    found = people_reading.read_touches(tx, row, day)
    if contact_id:
        known = {one.contact_id: one.row for one in people_reading.known(tx, row, day).people}
        found = tuple(one for one in found if known.get(contact_id) in one.contacts)
    return tuple(one.row for one in reversed(found))


def person_rows(tx: Tx, account_id: str, contact_id: str, day: int) -> tuple[RowRef, ...]:
    """The stored rows of a contact: their own, what a person knows of them, answers, touches."""
    asked = {"contact": contact_id, "day": day}
    own = "(SELECT id FROM contact WHERE contact_id = :contact)"
    sql = (
        f"SELECT 'contact', id, 0 FROM contact WHERE id = {own}"
        f" UNION ALL SELECT 'contact_care', id, 1 FROM contact_care WHERE contact_id = {own}"
        f" UNION ALL SELECT 'survey', id, 2 FROM survey WHERE contact_id = {own} AND day <= :day"
        " ORDER BY 3, 2"
    )
    rows = tuple(RowRef(table, row) for table, row, _ in tx.execute(text(sql), asked))
    touches = touch_rows(tx, account_id, day, contact_id)
    return (*rows, *(RowRef("touchpoint", row) for row in touches))


def _lines(known: Known, months: Sequence[int], met: Sequence[Meeting]) -> tuple[PersonLine, ...]:
    last = people.last_touches(known.touches)
    waits = {one.contact: one.day for one in people.waiting(known.touches)}
    named = {one.row: one.name for one in known.people}
    found = [
        PersonLine(
            person=one,
            cells=people.line(known, one, months),
            last=last.get(one.row, people.Last()),
            touches=sum(one.row in touch.contacts for touch in known.touches),
            asked=known.asked.get(one.row),
            used=known.used.get(one.row),
            successor=named.get(one.successor or 0, ""),
            waits_since=waits.get(one.row),
            meetings=count_meetings(met, known.day, one.row),
            invited=tuple(
                meeting.row
                for meeting in reversed(met)
                if one.row in meeting.asked and meeting.day > known.day - attendance.YEAR
            ),
        )
        for one in known.people
    ]
    return tuple(sorted(found, key=_place))


def _place(line: PersonLine) -> tuple[int, int, int]:
    """Sponsors first, then who decides, champions, other key people, the rest; as they came."""
    order = ("sponsor", "decision maker", "champion")
    role = line.person.role
    signs = line.person.part == "signs"
    at = order.index(role) if role in order and not signs else len(order) + 1
    return (at, 0 if line.touches else 1, line.person.row)


def _in_touch(known: Known) -> InTouch:
    day, window = known.day, people.WINDOW
    here = {one.row for one in known.people}
    now = people.in_touch(known.touches, day - window + 1, day) & here
    before = people.in_touch(known.touches, day - 2 * window + 1, day - window) & here
    rows = tuple(
        one.row for one in known.touches if one.day > day - window and here & set(one.contacts)
    )
    return InTouch(len(now), len(here), len(before), rows)


def _path(lines: Sequence[PersonLine], day: int) -> tuple[PathStep, ...]:
    """Who asks, decides and signs; where nobody was given a part, whose role suggests it."""
    here = [one for one in lines if not one.person.gone(day)]
    out = []
    for part in people.PARTS:
        given = tuple(one for one in here if one.person.part == part)
        role = _BY_ROLE.get(part, "")
        suggested = tuple(
            one for one in here if one.person.role == role and not one.person.part and role
        )
        out.append(PathStep(part, given or suggested, by_role=not given and bool(suggested)))
    return tuple(out)


def _account_ids(tx: Tx) -> dict[int, str]:
    return pairs(tx, "SELECT id, account_id FROM account")


def _renewals(tx: Tx, day: int, account: int | None = None) -> dict[int, int]:
    """The next end of a contract in force, by the row of an account."""
    one = "" if account is None else " AND account_id = :account"
    return pairs(
        tx,
        'SELECT account_id, min("end") FROM subscription'
        f' WHERE start <= :day AND "end" > :day{one} GROUP BY account_id',
        day=day,
        account=account,
    )
