"""Seats paid for and used: how many, what the idle ones cost, and over the year."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.usage_view import Known, SeatMonth, SeatUse
from healthdesk.core.domain.usage_weeks import Daily
from healthdesk.core.services import settings
from healthdesk.core.services.documents import decoded, readings_in
from healthdesk.core.services.usage_rows import AccountUsage
from healthdesk.core.store.db import Tx

SPAN: Final = 28
MONTHS: Final = 12
_USERS: Final = ("user", "seat", "people", "person", "member", "licen")
"""Beginnings of what a metric counts where it counts people, if no profile says which does."""
_PROFILES: Final = """
SELECT v.body FROM profile p JOIN profile_version v ON v.profile_id = p.id
WHERE NOT p.retired
  AND v.version = (SELECT max(version) FROM profile_version WHERE profile_id = p.id)
ORDER BY p.position, p.id"""
Terms = list[tuple[int, int | None, Known, Known, int]]
"""Start, end, seats, ARR and row of each subscription."""


def seats(tx: Tx, usage: AccountUsage, day: int) -> SeatUse:
    """The account's seats as of a day; what is not known is said."""
    sql = "SELECT start, end, seats, arr, id FROM subscription WHERE account_id = :row"
    terms: Terms = [tuple(one) for one in tx.execute(text(sql), {"row": usage.row})]
    rows = tuple(one[4] for one in terms if one[2] and _holds(one[0], one[1], day))
    total = _seats(terms, day)
    metric = _metric(tx, usage)
    currency = _currency(tx, usage.row, day)
    if total is None:
        known = any(one[0] <= day for one in terms)
        why = (
            "No subscription in force tells its seats."
            if known
            else "No subscription is known; seats come with subscriptions."
        )
        return SeatUse(why=why, currency=currency)
    if metric is None:
        why = "Seats are known, but no metric of this account counts users."
        return SeatUse(seats=total, why=why, currency=currency)
    daily = usage.daily(metric)
    used = _level(daily, day)
    if used is None:
        name = daily.metric.name
        why = f"{name} was not measured in the last {SPAN} days."
        return SeatUse(seats=total, metric=name, why=why, currency=currency)
    before_day = day - SPAN
    before_seats, before = _seats(terms, before_day), _level(daily, before_day)
    arr = _arr(terms, day)
    return SeatUse(
        metric=daily.metric.name,
        seats=total,
        used=used,
        share=used / total,
        before=None if before is None or not before_seats else before / before_seats,
        before_day=before_day,
        worth=None if arr is None else max(total - used, 0.0) / total * arr,
        arr=arr,
        currency=currency,
        months=_months(terms, daily, day),
        span=min(SPAN, day - daily.first + 1),
        key=metric,
        rows=rows,
    )


def users_metric(tx: Tx, usage: AccountUsage) -> str | None:
    """The metric that counts who uses it: a profile's, else one that counts users; None: none."""
    return _metric(tx, usage)


def _seats(terms: Terms, day: int) -> Known:
    """Known seats in force on a day; None where there are none."""
    found = [seats for start, end, seats, _, _ in terms if seats and _holds(start, end, day)]
    return float(sum(found)) if found else None


def _arr(terms: Terms, day: int) -> Known:
    """What the subscriptions whose seats are known bring a year; None where one does not say."""
    found = [arr for start, end, seats, arr, _ in terms if seats and _holds(start, end, day)]
    known = [one for one in found if one is not None]
    return float(sum(known)) if found and len(known) == len(found) else None


def _holds(start: int, end: int | None, day: int) -> bool:
    return start <= day and (end is None or day < end)


def _level(daily: Daily, day: int) -> Known:
    """Mean a day of the 28 days to one: of all days of a count, of those measured else."""
    first = max(day - SPAN + 1, daily.first)
    if first > day:
        return None
    values = daily.span(first, day)
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def _months(terms: Terms, daily: Daily, day: int) -> tuple[SeatMonth, ...]:
    """The share at the end of each of the last twelve months, the running one as of the day."""
    out = []
    end = day
    for _ in range(MONTHS):
        first = to_day(to_date(end).replace(day=1))
        total, used = _seats(terms, end), _level(daily, end)
        share = None if total is None or used is None else used / total
        out.append(SeatMonth(first, share))
        end = to_day(to_date(first) - timedelta(days=1))
    return tuple(reversed(out))


def _metric(tx: Tx, usage: AccountUsage) -> str | None:
    """The metric that counts who sits on the seats: a profile's, else one that counts users."""
    used = {one.key: one for one in usage.metrics if one.used}
    for (body,) in tx.execute(text(_PROFILES)):
        for reading in readings_in(decoded(body)):
            if reading.get("kind") == "seat_use" and str(reading.get("metric")) in used:
                return str(reading["metric"])
    counted = [one for one in used.values() if not one.feature and _people(one.unit)]
    counted.sort(key=lambda one: not one.watched)
    return counted[0].key if counted else None


def _people(unit: str) -> bool:
    return unit.casefold().startswith(_USERS)


def _currency(tx: Tx, row: int, day: int) -> str:
    found: Any = tx.execute(
        text(
            "SELECT v.value FROM attribute_value v JOIN attribute a ON a.id = v.attribute_id"
            " WHERE a.key = 'currency' AND v.account_id = :row AND v.value IS NOT NULL"
            " ORDER BY v.day <= :day DESC, abs(v.day - :day) LIMIT 1"
        ),
        {"row": row, "day": day},
    ).scalar()
    return str(found) if found else settings.read(tx).currency
