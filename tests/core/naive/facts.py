"""Attributes, first days and windows of plain desks."""

from __future__ import annotations

from typing import Any

from tests.core.plain_desk import PlainDesk


def attribute(desk: PlainDesk, account: str, key: str, day: int) -> Any:
    changes = desk.attributes.get((account, key), ())
    value = changes[0][1] if changes else None
    for learned, new in changes:
        if learned <= day:
            value = new
    return value


def first_day(desk: PlainDesk, account: str, day: int) -> int | None:
    known = [on for who, _, on in desk.usage if who == account]
    known += [row.day for row in desk.contracts if row.account == account]
    if desk.kinds.get("started_on") == "day":
        started = attribute(desk, account, "started_on", day)
        if started is not None:
            known.append(int(started))
    return min(known, default=None)


def churn_day(desk: PlainDesk, account: str) -> int | None:
    return min((row.day for row in desk.churns if row.account == account), default=None)


def alive(desk: PlainDesk, account: str, day: int) -> bool:
    first, gone = first_day(desk, account, day), churn_day(desk, account)
    return first is not None and first <= day and (gone is None or day < gone)


def window(desk: PlainDesk, account: str, day: int, length: int) -> range:
    first = first_day(desk, account, day)
    if first is None:
        return range(0)
    return range(max(first, day - length + 1), day + 1)


def arr(desk: PlainDesk, account: str, day: int) -> float | None:
    mine = [row for row in desk.contracts if row.account == account and row.day <= day]
    if not mine:
        gone = churn_day(desk, account)
        if gone is not None and day >= gone:
            return 0.0
        return attribute(desk, account, "arr", day) if desk.kinds.get("arr") == "number" else None
    in_force = [row.arr for row in mine if row.end is None or day < row.end]
    known = [value for value in in_force if value is not None]
    if in_force and not known:
        return None
    return sum(known)
