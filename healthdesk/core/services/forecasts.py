"""Renewal forecasts: said with a reason, kept day by day, held against what came of the renewal.

Not here: what an account pays (commercial.py), the arithmetic (domain/forecast.py).
"""

from __future__ import annotations

from math import isfinite
from statistics import median
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.commercial import Known, known_by, renewals, step_on
from healthdesk.core.domain.errors import NotFound, UsageError
from healthdesk.core.domain.forecast import (
    CATEGORIES,
    ForecastDraft,
    ForecastRow,
    ForecastView,
    Portfolio,
    Priority,
    RenewalForecast,
    grouped,
    priority,
    sums,
)
from healthdesk.core.domain.op import op
from healthdesk.core.services import commercial, scoring, settings
from healthdesk.core.services.memory import remembered
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.work_rows import (
    NOTHING_CHANGED,
    account_row,
    line_of,
    optional_line,
)
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Forecast

_ROWS: Final = """
SELECT f.id, a.account_id, f.renewal_day, f.made_on, f.category, f.amount, f.reason, f.next_step,
  f.decider
FROM forecast f JOIN account a ON a.id = f.account_id WHERE f.made_on <= :day"""
MOST: Final = 1e12
"""The largest amount that can be meant."""


def of_account(tx: Tx, account_id: str, day: int) -> tuple[RenewalForecast, ...]:
    """What was said by a day of an account's renewals, the latest first, and what came of it."""
    row = account_row(tx, account_id)
    return grouped(
        _said(tx, day, account_id),
        commercial.outcomes_of(tx, row, day),
        known_by(commercial.terms_of(tx, row), day),
        day,
    )


def said_by(tx: Tx, day: int) -> tuple[ForecastView, ...]:
    """All that was said by a day of any renewal, the oldest first."""
    return tuple(sorted(_said(tx, day), key=lambda one: (one.made_on, one.id)))


def all(tx: Tx, day: int, ahead: int | None = None) -> Portfolio:  # noqa: A001 - of all accounts
    """Every coming renewal of the desk with what was said of it last, and the sums of these rows.

    Args:
        tx: the desk.
        day: nothing said later is looked at.
        ahead: days within which the renewals lie; None: all that are known.
    """
    said: dict[tuple[str, int], ForecastView] = {}
    for one in sorted(_said(tx, day), key=lambda one: (one.made_on, one.id)):
        said[one.account_id, one.renewal] = one
    names = {
        row: (account, name)
        for row, account, name in tx.execute(text("SELECT id, account_id, name FROM account"))
    }
    currencies = _currencies(tx, day)
    own = settings.read(tx).currency
    rows = []
    for row, known in commercial.terms_by_account(tx).items():
        account, name = names[row]
        for found in renewals(known_by(known, day), day):
            if ahead is not None and found.days > ahead:
                continue
            last = said.get((account, found.day))
            rows.append(
                ForecastRow(
                    account_id=account,
                    account_name=name,
                    renewal=found.day,
                    days=found.days,
                    arr=found.arr,
                    currency=currencies.get(row, own),
                    category="" if last is None else last.category,
                    amount=None if last is None else last.amount,
                    said=last,
                    rows=found.rows,
                )
            )
    rows.sort(key=lambda one: (one.renewal, one.account_name.casefold(), one.account_id))
    return Portfolio(day, tuple(rows), sums(rows))


def priority_of(tx: Tx, account_id: str, arr: Known, days: int, day: int) -> Priority:
    """How soon a renewal of an account asks for work, by its health, ARR and days."""
    found = scoring.scores(tx, day, account=account_id)
    score = next((one.score for one in found if one.account_id == account_id), None)
    return priority(score, arr, days, usual_arr(tx, day))


def usual_arr(tx: Tx, day: int) -> float:
    """The median of what accounts pay by their terms in force; 1 where nothing is known."""

    def make() -> float:
        found = [step_on(known, day).arr for known in commercial.terms_by_account(tx).values()]
        known = [one for one in found if one]
        return float(median(known)) if known else 1.0

    return remembered(tx, f"usual ARR {day}", make)


@op("Say renewal forecast")
def say(tx: Tx, draft: ForecastDraft) -> int:
    """Say what is expected of a renewal; said twice on a day, the second counts. Its row."""
    if draft.category not in CATEGORIES:
        raise UsageError(f"There is no category {draft.category!r}; {NOTHING_CHANGED}.")
    reason = line_of(draft.reason, "A forecast's reason")
    amount = draft.amount
    if amount is not None and not (isfinite(amount) and 0 <= amount <= MOST):
        raise UsageError(f"An amount is 0 or more; {NOTHING_CHANGED}.")
    if draft.category == "lost" and amount:
        raise UsageError(f"Of a lost renewal nothing is expected; {NOTHING_CHANGED}.")
    account = account_row(tx, draft.account_id)
    today = settings.today(tx)
    row = _row_of(tx, account, draft.renewal, today)
    if row is None:
        row = Forecast(account_id=account, renewal_day=draft.renewal, made_on=today)
        tx.add(row)
    row.category = draft.category
    row.amount = 0.0 if draft.category == "lost" else amount
    row.reason = reason
    row.next_step = optional_line(draft.next_step, "The next step")
    row.decider = optional_line(draft.decider, "Who decides")
    tx.flush()
    return row.id


@op("Forget forecast")
def forget(tx: Tx, forecast: int) -> None:
    """Take one word of the history away, as if it had not been said."""
    row = tx.get(Forecast, forecast)
    if row is None:
        raise NotFound(f"This forecast is no longer there; {NOTHING_CHANGED}.")
    tx.delete(row)
    tx.flush()


def _row_of(tx: Tx, account: int, renewal: int, made_on: int) -> Forecast | None:
    found = tx.execute(
        text(
            "SELECT id FROM forecast WHERE account_id = :account AND renewal_day = :renewal"
            " AND made_on = :made_on"
        ),
        {"account": account, "renewal": renewal, "made_on": made_on},
    ).scalar()
    return None if found is None else tx.get(Forecast, found)


def _said(tx: Tx, day: int, account_id: str = "") -> tuple[ForecastView, ...]:
    one = " AND a.account_id = :account" if account_id else ""
    rows = tx.execute(text(_ROWS + one), {"day": day, "account": account_id})
    return tuple(ForecastView(*row) for row in rows)


def _currencies(tx: Tx, day: int) -> dict[int, str]:
    """The currency of each account that tells one, as of a day; before the first, the first."""
    return pairs(
        tx,
        "SELECT v.account_id, v.value FROM attribute_value AS v"
        " JOIN attribute AS a ON a.id = v.attribute_id"
        " WHERE a.key = 'currency' AND v.value IS NOT NULL"
        " ORDER BY v.day <= :day, CASE WHEN v.day <= :day THEN v.day ELSE -v.day END",
        day=day,
    )
