"""Reads an account's contracts as of a day: terms, ARR by day, renewals, invoices, outcomes.

Not here: what is made of them (domain/commercial.py), forecasts (forecasts.py).
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import text

from healthdesk.core.domain.commercial import (
    ArrValue,
    CommercialView,
    InvoiceView,
    Known,
    OutcomeView,
    Step,
    Term,
    as_of,
    in_order,
    known_by,
    payments,
    renewals,
    step_on,
    steps,
)
from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.usage_view import SeatUse
from healthdesk.core.services import settings, usage_rows, usage_seats
from healthdesk.core.store.db import Tx

BACK: Final = 730
"""Days of history that are shown at most."""
AHEAD: Final = 365
"""Days to come of which is shown what is signed."""
_TERMS: Final = (
    "SELECT s.id, s.subscription_id, coalesce(s.product, ''), s.seats, s.arr, s.start, s.\"end\","
    " coalesce(b.day, s.start) FROM subscription AS s"
    " LEFT JOIN import_batch AS b ON b.id = s.batch_id"
)
_OUTCOMES: Final = (
    "SELECT id, day, kind, arr_change, coalesce(reason, '') FROM outcome WHERE account_id = :row"
    " AND day <= :day ORDER BY day DESC, id DESC"
)
_INVOICES: Final = (
    "SELECT id, invoice_id, issued_on, due_on, paid_on, amount FROM invoice"
    " WHERE account_id = :row AND issued_on <= :day ORDER BY issued_on DESC, id DESC"
)
_VALUES: Final = (
    "SELECT v.id, v.day, v.value FROM attribute_value AS v"
    " JOIN attribute AS a ON a.id = v.attribute_id WHERE a.key = :key AND v.account_id = :row"
    " ORDER BY v.day"
)


def view(tx: Tx, account_id: str, day: int) -> CommercialView:
    """What is known of an account's contracts as of a day."""
    found = tx.execute(
        text("SELECT id, name FROM account WHERE account_id = :id"), {"id": account_id}
    ).first()
    if found is None:
        raise NotFound(f"No account has the id {account_id!r}.")
    row, name = found
    terms = known_by(terms_of(tx, row), day)
    values = _arr_values(tx, row)
    invoices = tuple(
        as_of(InvoiceView(*one), day)
        for one in tx.execute(text(_INVOICES), {"row": row, "day": day})
    )
    return CommercialView(
        account_id=account_id,
        name=name,
        day=day,
        currency=_currency(tx, row, day),
        terms=in_order(terms, day),
        now=step_on(terms, day),
        steps=_steps(terms, values, day),
        from_attribute=not terms and bool(values),
        renewals=renewals(terms, day),
        attribute=_value_on(values, day),
        invoices=invoices,
        payments=payments(invoices, day),
        outcomes=outcomes_of(tx, row, day),
    )


def terms_of(tx: Tx, row: int) -> tuple[Term, ...]:
    """All subscriptions of the account in a row, by their start."""
    sql = f"{_TERMS} WHERE s.account_id = :row ORDER BY s.start, s.id"
    return tuple(Term(*one) for one in tx.execute(text(sql), {"row": row}))


def terms_by_account(tx: Tx) -> dict[int, list[Term]]:
    """All subscriptions of the desk by the row of their account."""
    sql = _TERMS.replace("SELECT", "SELECT s.account_id,", 1) + " ORDER BY s.start, s.id"
    out: dict[int, list[Term]] = {}
    for account, *rest in tx.execute(text(sql)):
        out.setdefault(account, []).append(Term(*rest))
    return out


def outcomes_of(tx: Tx, row: int, day: int) -> tuple[OutcomeView, ...]:
    """What became of the account by a day, the newest first."""
    return tuple(OutcomeView(*one) for one in tx.execute(text(_OUTCOMES), {"row": row, "day": day}))


def seats(tx: Tx, account_id: str, day: int) -> SeatUse:
    """The account's seats in use, by the same reading as on the tab Usage."""
    usage = usage_rows.read(tx, account_id, day, (), quickly=True)
    return usage_seats.seats(tx, usage, day)


def overdue(tx: Tx, account_id: str, day: int) -> int:
    """How many invoices of an account are due and not paid."""
    found: Any = tx.execute(
        text(
            "SELECT count(*) FROM invoice AS i JOIN account AS a ON a.id = i.account_id"
            " WHERE a.account_id = :id AND i.issued_on <= :day AND i.due_on < :day"
            " AND (i.paid_on IS NULL OR i.paid_on > :day)"
        ),
        {"id": account_id, "day": day},
    ).scalar()
    return int(found or 0)


def _steps(terms: tuple[Term, ...], values: tuple[ArrValue, ...], day: int) -> tuple[Step, ...]:
    """The steps in view; those of the account's own ARR where no subscription is known."""
    if not terms:
        return tuple(Step(one.day, one.value, None, 0) for one in values if one.day <= day)
    first = max(min(one.start for one in terms), day - BACK)
    ends = [end for end in (one.end for one in terms) if end is not None and end > day]
    last = min(max(ends, default=day), day + AHEAD)
    return steps(terms, first, last)


def _arr_values(tx: Tx, row: int) -> tuple[ArrValue, ...]:
    """The account's own ARR, as it was learned."""
    rows = tx.execute(text(_VALUES), {"row": row, "key": "arr"})
    return tuple(ArrValue(one, day, number(value)) for one, day, value in rows)


def _value_on(values: tuple[ArrValue, ...], day: int) -> ArrValue | None:
    """The value in force on a day; before the first one, the first, as everywhere."""
    before = [one for one in values if one.day <= day]
    return before[-1] if before else (values[0] if values else None)


def number(told: str | None) -> Known:
    """A kept text as a number; what is none is not known."""
    try:
        return None if told is None else float(told)
    except ValueError:
        return None


def _currency(tx: Tx, row: int, day: int) -> str:
    rows = tx.execute(text(_VALUES), {"row": row, "key": "currency"}).all()
    known = [one for one in rows if one[2]]
    before = [one for one in known if one[1] <= day]
    chosen = before[-1] if before else (known[0] if known else None)
    return str(chosen[2]) if chosen is not None else settings.read(tx).currency
