"""What the desk itself sees of each topic of an investigation: one sentence, and its rows.

Everything is as of the later day. Not here: what a person makes of it (findings.py).
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.investigation import Seen
from healthdesk.core.domain.source_ref import Ref, RowRef, UsageRef
from healthdesk.core.services import checklist_rows, feeds, people, profiles, sought, trends
from healthdesk.core.services.wording import (
    begun,
    count_of,
    long_date,
    number,
    short_date,
)
from healthdesk.core.store.db import Tx

_MOST: Final = 200
"""Rows that a topic leads to."""
_LONG_QUIET: Final = 30
"""Days without a touch from which it is worth a word."""
_LOUD: Final = ("high", "urgent")


def look(tx: Tx, account_id: str, first: int, last: int) -> tuple[Seen, ...]:
    """All topics in their order, for a score that moved between two days."""
    return (
        _data(tx, account_id, last),
        _model(tx, first, last),
        _touch(tx, account_id, last),
        _people(tx, account_id, first, last),
        _usage(tx, account_id, first, last),
        _tickets(tx, account_id, first, last),
        _survey(tx, account_id, first, last),
        _commercial(tx, account_id, first, last),
    )


def _data(tx: Tx, account_id: str, day: int) -> Seen:
    """Whether feeds run; its rows are the newest ones of the feeds that are told of."""
    found = feeds.feeds(tx, day)
    late = [one for one in found if one.late]
    if late:
        refs = checklist_rows.of_feeds(tx, late, account_id, day)
        return Seen("data", "; ".join(begun(one.sentence) for one in late), True, refs)
    refs = checklist_rows.of_feeds(tx, found, account_id, day)
    usage = next((one for one in found if one.table == "usage"), None)
    if usage is None:
        nothing = sought.of_table(tx, f"usage up to {long_date(day)}", "usage")
        told = "No usage feed is known; the others are on time"
        return Seen("data", told, refs=refs, sought=nothing)
    told = f"{begun(usage.name)} to {short_date(usage.newest)}, no feed is late"
    return Seen("data", told, refs=refs)


def _model(tx: Tx, first: int, last: int) -> Seen:
    """Whether the score was computed in the same way on both days."""
    versions = profiles.versions(tx)
    known = [one for one in versions if one.day <= last]
    between = [one for one in known if one.day > first]
    if between:
        newest = between[-1]
        why = f": {newest.reason}" if newest.reason else ""
        refs = tuple(RowRef("profile_version", one.row) for one in reversed(between))
        told = f"Version {newest.version} on {short_date(newest.day)}{why}"
        return Seen("model", told, True, refs)
    if not known and versions:
        told = f"One and the same: published on {long_date(versions[-1].day)}, after these days"
        return Seen("model", told, refs=(RowRef("profile_version", versions[-1].row),))
    if not known:
        return Seen("model", "No health model is published")
    refs = (RowRef("profile_version", known[-1].row),)
    return Seen("model", f"No new version since {short_date(known[-1].day)}", refs=refs)


def _touch(tx: Tx, account_id: str, day: int) -> Seen:
    found = _rows(
        tx,
        "SELECT t.id, t.day, t.kind, t.direction FROM touchpoint t JOIN account a"
        " ON a.id = t.account_id WHERE a.account_id = :account AND t.kind <> 'note'"
        " AND t.day <= :last ORDER BY t.day DESC, t.id DESC LIMIT 20",
        account_id,
        last=day,
    )
    if not found:
        what = f"touchpoints (no notes) up to {long_date(day)}"
        nothing = sought.of_table(tx, what, "touchpoints")
        return Seen("touch", "Never touched as far as the desk knows", True, sought=nothing)
    _, when, kind, direction = found[0]
    ago = "today" if when == day else f"{count_of(day - when, 'day')} ago"
    way = f", {direction}" if direction else ""
    return Seen(
        "touch",
        f"Last touch {ago}: {kind}{way} on {short_date(when)}",
        day - when >= _LONG_QUIET,
        tuple(RowRef("touchpoint", one[0]) for one in found),
    )


def _people(tx: Tx, account_id: str, first: int, last: int) -> Seen:
    left = _rows(
        tx,
        "SELECT c.id, coalesce(nullif(c.name, ''), c.contact_id), k.left_on FROM contact_care k"
        " JOIN contact c ON c.id = k.contact_id JOIN account a ON a.id = c.account_id"
        " WHERE a.account_id = :account AND k.left_on BETWEEN :first - 60 AND :last"
        " ORDER BY k.left_on DESC",
        account_id,
        first=first,
        last=last,
    )
    if left:
        told = ", ".join(f"{name} left {short_date(when)}" for _, name, when in left[:3])
        return Seen("people", told, True, tuple(RowRef("contact", one[0]) for one in left))
    alerts = people.alerts(tx, account_id, last)
    if alerts:
        told = f"{alerts[0].title}: {alerts[0].text}".rstrip(".")
        return Seen("people", told, True, checklist_rows.of_people(tx, account_id, last))
    refs = checklist_rows.of_people(tx, account_id, last)
    nothing = sought.of_table(tx, "contacts of this account", "contacts")
    return Seen("people", "Nobody is known to have left or gone silent", refs=refs, sought=nothing)


def _usage(tx: Tx, account_id: str, first: int, last: int) -> Seen:
    watched = trends.watched(tx)
    found = [
        one
        for one in trends.events(tx, account_id, last)
        if (one.last is None or one.last >= first) and not one.muted
    ]
    refs: tuple[Ref, ...] = tuple(UsageRef(account_id, one, first, last) for one in watched)
    if found:
        refs = (UsageRef(account_id, found[0].metric, found[0].first, found[0].last or last),)
        more = f"; {count_of(len(found) - 1, 'more')}" if len(found) > 1 else ""
        more = more.replace("mores", "more")
        return Seen("usage", f"{found[0].text.rstrip('.')}{more}", True, refs)
    if not watched:
        model = profiles.versions(tx)[-1:]
        refs = tuple(RowRef("profile_version", one.row) for one in model)
        return Seen("usage", "The health model looks at no usage", refs=refs)
    return Seen("usage", "No dip, rise or stop stands out", refs=refs)


def _tickets(tx: Tx, account_id: str, first: int, last: int) -> Seen:
    found = _rows(
        tx,
        "SELECT t.id, t.opened_on, t.closed_on, t.priority FROM ticket t JOIN account a"
        " ON a.id = t.account_id WHERE a.account_id = :account AND t.opened_on <= :last"
        " AND (t.closed_on IS NULL OR t.closed_on > :last OR t.opened_on > :first)"
        " ORDER BY t.opened_on DESC",
        account_id,
        first=first,
        last=last,
    )
    if not found:
        what = f"tickets open on {long_date(last)}, or opened since {long_date(first)}"
        nothing = sought.of_table(tx, what, "tickets")
        return Seen("tickets", "None open, none opened between the days", sought=nothing)
    still = [one for one in found if one[2] is None or one[2] > last]
    new = [one for one in found if one[1] > first]
    loud = [one for one in still if one[3] in _LOUD]
    told = f"{number(len(still))} open" if still else "None open"
    if loud:
        since = min(one[1] for one in loud)
        told += f", {number(len(loud))} of them high or urgent since {short_date(since)}"
    told += f"; {number(len(new))} opened between the days" if new else "; none new"
    refs = tuple(RowRef("ticket", one[0]) for one in found[:_MOST])
    return Seen("tickets", told, bool(loud or new), refs)


def _survey(tx: Tx, account_id: str, first: int, last: int) -> Seen:
    found = _rows(
        tx,
        "SELECT s.id, s.day, s.kind, s.rating, coalesce(nullif(c.name, ''), '') FROM survey s"
        " JOIN account a ON a.id = s.account_id LEFT JOIN contact c ON c.id = s.contact_id"
        " WHERE a.account_id = :account AND s.day <= :last ORDER BY s.day DESC, s.id DESC LIMIT 20",
        account_id,
        last=last,
    )
    if not found:
        nothing = sought.of_table(tx, f"answers up to {long_date(last)}", "surveys")
        return Seen("survey", "No answer yet", sought=nothing)
    row, when, kind, rating, name = found[0]
    by = f" by {name}" if name else ""
    told = f"{kind.upper()} {number(rating)}{by} on {short_date(when)}"
    if when > first:
        count = sum(one[1] > first for one in found)
        refs = tuple(RowRef("survey", one[0]) for one in found[:count])
        between = f", {count_of(count, 'answer')} between the days" if count > 1 else ""
        return Seen("survey", f"{told}{between}", True, refs)
    return Seen(
        "survey",
        f"No answer between the days; the last was {told}",
        False,
        (RowRef("survey", row),),
    )


def _commercial(tx: Tx, account_id: str, first: int, last: int) -> Seen:
    ends = _rows(
        tx,
        'SELECT s.id, s."end" FROM subscription s JOIN account a ON a.id = s.account_id'
        ' WHERE a.account_id = :account AND s.start <= :last AND s."end" >= :last'
        ' ORDER BY s."end" LIMIT 1',
        account_id,
        last=last,
    )
    owed = _rows(
        tx,
        "SELECT i.id, i.due_on FROM invoice i JOIN account a ON a.id = i.account_id"
        " WHERE a.account_id = :account AND i.issued_on <= :last AND i.due_on < :last"
        " AND (i.paid_on IS NULL OR i.paid_on > :last) ORDER BY i.due_on",
        account_id,
        last=last,
    )
    outcomes = _rows(
        tx,
        "SELECT o.id, o.day, o.kind FROM outcome o JOIN account a ON a.id = o.account_id"
        " WHERE a.account_id = :account AND o.day > :first AND o.day <= :last ORDER BY o.day DESC",
        account_id,
        first=first,
        last=last,
    )
    parts = [f"{begun(kind)} on {short_date(when)}" for _, when, kind in outcomes[:2]]
    if ends:
        parts.append(f"contract to {long_date(ends[0][1])}, {count_of(ends[0][1] - last, 'day')}")
    if owed:
        late = count_of(last - owed[0][1], "day")
        parts.append(f"{count_of(len(owed), 'invoice')} overdue, the oldest by {late}")
    elif ends:
        parts.append("no invoice overdue")
    refs = (
        *(RowRef("outcome", one[0]) for one in outcomes),
        *(RowRef("invoice", one[0]) for one in owed[:_MOST]),
        *(RowRef("subscription", one[0]) for one in ends),
    )
    said = begun("; ".join(parts)) if parts else "No contract, invoice or outcome is known"
    nothing = sought.of_table(tx, f"subscriptions in force on {long_date(last)}", "subscriptions")
    return Seen("commercial", said, bool(owed or outcomes), refs, nothing)


def _rows(tx: Tx, sql: str, account_id: str, **asked: int) -> list[tuple]:  # type: ignore[type-arg]
    return [tuple(row) for row in tx.execute(text(sql), {"account": account_id, **asked})]
