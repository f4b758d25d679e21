"""Silent accounts and contact coverage, as dashboards show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from sqlalchemy import text

from healthdesk.core.domain.board_contacts import (
    Coverage,
    Covered,
    bars_of,
    missing_of,
    touched_of,
)
from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.board_rows import Bar, Silent, SilentRows, marks_of
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services import people
from healthdesk.core.services.accounts import accounts_table
from healthdesk.core.services.board_accounts import NOBODY, NOBODY_REMEDY, rows_of
from healthdesk.core.services.board_kept import kept
from healthdesk.core.services.people_reading import rows_of as contacts_of
from healthdesk.core.store.db import Tx

_UNTOUCHED: Final = "No touchpoint is known by this day."
_UNTOUCHED_REMEDY: Final = "Import touchpoints, or note them on an account's page."
_GROUPS: Final = (
    "SELECT a.account_id, t.contacts FROM touchpoint t JOIN account a ON a.id = t.account_id"
    " WHERE t.day BETWEEN :first AND :day AND t.kind <> 'note' AND t.contacts <> ''"
    " GROUP BY t.account_id, t.contacts"
)
_CONTACTS: Final = (
    "SELECT a.account_id, c.id, coalesce(c.role, '') FROM contact c"
    " JOIN account a ON a.id = c.account_id LEFT JOIN contact_care k ON k.contact_id = c.id"
    " WHERE k.left_on IS NULL OR k.left_on > :day"
)


def newest_touch(tx: Tx, day: int) -> int | None:
    """The day of the newest touchpoint that is no note, up to a day; None: there is none."""
    sql = text("SELECT max(day) FROM touchpoint WHERE day <= :day AND kind <> 'note'")
    found = kept(tx, f"newest touch {day}", lambda: (tx.execute(sql, {"day": day}).scalar(),))
    return cast("int | None", found[0])


def _cadences(tx: Tx, day: int) -> Mapping[str, int]:
    return kept(tx, f"cadences {day}", lambda: people.cadences(tx, day))


def _groups(tx: Tx, first: int, day: int) -> dict[str, list[tuple[int, ...]]]:
    """Whom the touchpoints of a period name, by account."""
    out: dict[str, list[tuple[int, ...]]] = {}
    for account, told in tx.execute(text(_GROUPS), {"first": first, "day": day}):
        out.setdefault(account, []).append(contacts_of(told))
    return out


def _here(tx: Tx, day: int) -> dict[str, dict[int, str]]:
    """The role of each contact who had not left, by account."""
    out: dict[str, dict[int, str]] = {}
    for account, contact, role in tx.execute(text(_CONTACTS), {"day": day}):
        out.setdefault(account, {})[contact] = role
    return out


def silent(tx: Tx, ask: Ask) -> SilentRows:
    """Accounts that nobody touched for longer than their cadence, or than a number of days."""
    days = ask.whole("days")
    newest = newest_touch(tx, ask.day)
    if newest is None:
        return SilentRows(empty=_UNTOUCHED, remedy=_UNTOUCHED_REMEDY)
    every = rows_of(tx, ask)
    ways: Mapping[str, int] = {} if days else _cadences(tx, ask.day)
    rows = []
    for row in every:
        limit = days or ways.get(row.account_id, 0)
        late = row.touch_days is None or (
            row.touch_days >= days if days else row.touch_days > limit
        )
        if limit and late:
            rows.append(
                Silent(
                    row.account_id,
                    row.name,
                    row.band,
                    row.shown,
                    row.arr,
                    row.currency,
                    row.touch_days,
                    limit,
                )
            )
    rows.sort(key=lambda one: (-one.late, -(one.arr or 0.0), one.name.casefold()))
    bars = tuple(
        Bar(
            f"silent:{name}",
            name,
            frozenset(one.account_id for one in some),
            amounts((one.arr, one.currency) for one in some),
        )
        for name, some in (
            ("Never touched", [one for one in rows if one.days is None]),
            ("Over twice as long", [one for one in rows if one.days and one.late > 2]),
            ("Longer", [one for one in rows if one.days is not None and one.late <= 2]),
        )
        if some
    )
    what = f"no touch for {days} days or more" if days else "no touch for longer than the cadence"
    why = f"No account is silent: {what} holds for none." if every else NOBODY
    return SilentRows(
        rows=tuple(rows),
        total=amounts((one.arr, one.currency) for one in rows),
        bars=bars,
        marks=marks_of(bars, "Silent"),
        newest=newest,
        subtitle=what,
        empty="" if rows else why,
        remedy=""
        if rows
        else ("Touchpoints of all accounts are recent enough." if every else NOBODY_REMEDY),
    )


def _covered(tx: Tx, first: int, day: int) -> tuple[Covered, ...]:
    """Every account alive on a day, those with the fewest people in touch first."""
    groups, here = _groups(tx, first, day), _here(tx, day)
    rows = [
        Covered(
            row.account_id,
            row.name,
            row.band,
            row.shown,
            row.arr,
            row.currency,
            touched_of(groups.get(row.account_id, ()), people_here),
            len(people_here),
            missing_of(set(people_here.values())),
        )
        for row in accounts_table(tx, day).rows
        for people_here in [here.get(row.account_id, {})]
    ]
    rows.sort(key=lambda one: (one.touched, -(one.arr or 0.0), one.name.casefold()))
    return tuple(rows)


def coverage(tx: Tx, ask: Ask) -> Coverage:
    """Accounts by the number of their people who were in touch in the period."""
    newest = newest_touch(tx, ask.day)
    if newest is None:
        return Coverage(empty=_UNTOUCHED, remedy=_UNTOUCHED_REMEDY)
    every = kept(
        tx, f"contact coverage {ask.first} {ask.day}", lambda: _covered(tx, ask.first, ask.day)
    )
    rows = [one for one in every if ask.holds(one.account_id)]
    bars = bars_of(rows)
    nobody = not any(one.known for one in rows)
    single = frozenset(one.account_id for one in rows if one.touched == 1)
    marks = [Mark(bar.key, _label(bar), bar.accounts) for bar in bars if bar.accounts]
    why = "No contact of these accounts is known." if rows else NOBODY
    return Coverage(
        bars=bars,
        rows=tuple(rows),
        single=len(single),
        total=amounts((one.arr, one.currency) for one in rows if one.account_id in single),
        marks=() if nobody else tuple(marks),
        newest=newest,
        subtitle=f"people in touch in {ask.day - ask.first + 1} days",
        empty=why if nobody else "",
        remedy=("Import contacts, or add them on an account's page." if rows else NOBODY_REMEDY)
        if nobody
        else "",
    )


def _label(bar: Bar) -> str:
    return f"Contacts: {bar.name}" if bar.key.startswith("role:") else f"In touch: {bar.name}"
