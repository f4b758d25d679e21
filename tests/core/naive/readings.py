"""Every reading of the model: a number or a text for one account on one day, None = missing."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

from tests.core.naive.facts import attribute, first_day, window
from tests.core.plain_desk import PlainDesk, Touch

RANKS = ("low", "normal", "high", "urgent")


def level(desk: PlainDesk, account: str, day: int, metric: str, days: range) -> float | None:
    if not len(days):
        return None
    fill = next((one.fill for one in desk.metrics if one.key == metric), "zero")
    values = [desk.usage[account, metric, on] for on in days if (account, metric, on) in desk.usage]
    if fill == "gap":
        return math.fsum(values) / len(values) if values else None
    return math.fsum(values) / len(days)


def usage_level(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 28))
    return level(desk, account, day, o["metric"], days)


def usage_trend(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    n = o.get("days", 28)
    first = first_day(desk, account, day)
    if first is None or day - 2 * n + 1 < first:
        return None
    then = level(desk, account, day, o["metric"], range(day - 2 * n + 1, day - n + 1))
    now = level(desk, account, day, o["metric"], range(day - n + 1, day + 1))
    if then is None or now is None or then == 0:
        return None
    return now / then - 1


def usage_frequency(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 28))
    if not len(days):
        return None
    used = [on for on in days if desk.usage.get((account, o["metric"], on), 0) > 0]
    return len(used) / len(days)


def usage_breadth(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 28))
    features = [one.key for one in desk.metrics if one.feature]
    if not len(days) or not features:
        return None
    used = [
        key for key in features if any(desk.usage.get((account, key, on), 0) > 0 for on in days)
    ]
    return len(used) / len(features)


def seats(desk: PlainDesk, account: str, day: int) -> float | None:
    known = [
        row.seats
        for row in desk.contracts
        if row.account == account
        and row.day <= day
        and (row.end is None or day < row.end)
        and row.seats is not None
    ]
    return math.fsum(known) or None


def seat_use(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    used, paid = usage_level(desk, account, day, o), seats(desk, account, day)
    return None if used is None or paid is None else used / paid


def seat_growth(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    now, then = seats(desk, account, day), seats(desk, account, day - o.get("days", 90))
    return None if now is None or then is None else now / then - 1


def nps_answers(desk: PlainDesk, account: str, day: int, length: int) -> list[float]:
    days = window(desk, account, day, length)
    latest: dict[str, tuple[int, str, float]] = {}
    alone = []
    for row in desk.answers:
        if row.account == account and row.kind == "nps" and row.day in days:
            if row.contact is None:
                alone.append(row.rating)
            else:
                one = (row.day, row.id, row.rating)
                latest[row.contact] = max(latest.get(row.contact, one), one)
    return alone + [rating for _, _, rating in latest.values()]


def nps(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    said = nps_answers(desk, account, day, o.get("days", 180))
    if not said:
        return None
    return 100 * (sum(r >= 9 for r in said) - sum(r <= 6 for r in said)) / len(said)


def nps_rating(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    said = nps_answers(desk, account, day, o.get("days", 180))
    return math.fsum(said) / len(said) if said else None


def csat(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 90))
    said = [
        row.rating
        for row in desk.answers
        if row.account == account and row.kind == "csat" and row.day in days
    ]
    return math.fsum(said) / len(said) if said else None


def felt(desk: PlainDesk, account: str, o: dict[str, Any]) -> list[Any]:
    return [
        row
        for row in desk.feelings
        if row.account == account and (o.get("estimated", False) or not row.estimated)
    ]


def sentiment(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 90))
    rows = [row for row in felt(desk, account, o) if row.day in days]
    if not rows:
        return None
    newest = max(
        row.day for row in rows
    )  # only the ratio of weights matters, and this cannot vanish
    weights = [0.5 ** ((newest - row.day) / o.get("half_life", 30)) for row in rows]
    values = [w * row.value for w, row in zip(weights, rows, strict=True)]
    return math.fsum(values) / math.fsum(weights)


def touches_of(
    desk: PlainDesk, account: str, direction: str = "any", kinds: Any = "any"
) -> list[Touch]:
    listed = [kinds] if isinstance(kinds, str) else kinds
    return [
        row
        for row in desk.touches
        if row.account == account
        and (direction in ("any", row.direction))
        and (row.kind != "note" if kinds == "any" else row.kind in listed)
    ]


def days_since_touch(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    rows = touches_of(desk, account, o.get("direction", "any"), o.get("kinds", "any"))
    first = first_day(desk, account, day)
    days = [row.day for row in rows if row.day <= day]
    if days:
        return day - max(days)
    return None if first is None or first > day else day - first


def touches(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 90))
    rows = touches_of(desk, account, o.get("direction", "any"), o.get("kinds", "any"))
    return sum(row.day in days for row in rows) if len(days) else None


def two_way(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 90))
    came = sum(row.day in days for row in touches_of(desk, account, "inbound"))
    went = sum(row.day in days for row in touches_of(desk, account, "outbound"))
    return came / (came + went) if came + went else None


def contacts_engaged(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 90))
    met = {who for row in touches_of(desk, account) if row.day in days for who in row.contacts}
    return len(met) if len(days) else None


def tickets(desk: PlainDesk, account: str, o: dict[str, Any]) -> list[Any]:
    least = RANKS.index(o.get("min_priority", "low"))
    return [
        row for row in desk.tickets if row.account == account and RANKS.index(row.priority) >= least
    ]


def open_now(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> list[Any]:
    return [
        row
        for row in tickets(desk, account, o)
        if row.day <= day and (row.closed is None or row.closed > day)
    ]


def open_tickets(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float:
    return len(open_now(desk, account, day, o))


def ticket_age(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float:
    ages = [day - row.day for row in open_now(desk, account, day, o)]
    return sum(ages) / len(ages) if ages else 0


def tickets_opened(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 30))
    return sum(row.day in days for row in tickets(desk, account, o)) if len(days) else None


def angry_tickets(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    days = window(desk, account, day, o.get("days", 90))
    moods = [row for row in felt(desk, account, o) if row.source == "ticket" and row.day in days]
    if not len(days) or (not moods and any(row.day in days for row in tickets(desk, account, {}))):
        return None
    return sum(row.value <= o.get("at_most", -0.4) for row in moods)


def days_to_renewal(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    ends = [
        row.end - day
        for row in desk.contracts
        if row.account == account and row.end is not None and row.day <= day < row.end
    ]
    return min(ends, default=None)


def overdue_days(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float:
    late = [
        day - row.due
        for row in desk.invoices
        if row.account == account
        and row.day <= day
        and row.due < day
        and (row.paid is None or row.paid > day)
    ]
    return max(late, default=0)


def milestones(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    mine = [row for row in desk.milestones if row.account == account]
    done = [row for row in mine if row.done is not None and row.done <= day]
    return len(done) / len(mine) if mine else None


def attribute_number(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> float | None:
    value = attribute(desk, account, o["key"], day)
    return None if value is None or isinstance(value, str) else float(value)


def attribute_text(desk: PlainDesk, account: str, day: int, o: dict[str, Any]) -> str | None:
    value = attribute(desk, account, o["key"], day)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str):
        return value
    if desk.kinds.get(o["key"]) == "day":
        return (date(1970, 1, 1) + timedelta(days=int(value))).isoformat()
    return str(int(value)) if value == int(value) else repr(value)


KINDS = {
    "usage_level": usage_level,
    "usage_trend": usage_trend,
    "usage_frequency": usage_frequency,
    "usage_breadth": usage_breadth,
    "seat_use": seat_use,
    "nps": nps,
    "nps_rating": nps_rating,
    "csat": csat,
    "sentiment": sentiment,
    "days_since_touch": days_since_touch,
    "touches": touches,
    "two_way": two_way,
    "contacts_engaged": contacts_engaged,
    "open_tickets": open_tickets,
    "ticket_age": ticket_age,
    "tickets_opened": tickets_opened,
    "angry_tickets": angry_tickets,
    "days_to_renewal": days_to_renewal,
    "overdue_days": overdue_days,
    "seat_growth": seat_growth,
    "milestones": milestones,
    "attribute": attribute_number,
}


def reading(desk: PlainDesk, account: str, day: int, ref: dict[str, Any]) -> float | None:
    return KINDS[ref["kind"]](desk, account, day, ref)


def newest(desk: PlainDesk, account: str, day: int, ref: dict[str, Any]) -> int | None:
    """Day of the newest answer or value behind a reading that may go stale."""
    if ref["kind"] == "sentiment":
        rows = felt(desk, account, ref)
    else:
        kind = "csat" if ref["kind"] == "csat" else "nps"
        rows = [row for row in desk.answers if row.account == account and row.kind == kind]
    return max((row.day for row in rows if row.day <= day), default=None)
