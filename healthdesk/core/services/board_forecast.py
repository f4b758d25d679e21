"""The renewal forecast of a dashboard: ranges by month, out of what was said of each renewal."""

from __future__ import annotations

from healthdesk.core.domain.board_forecast import Expected, RenewalForecast, spans
from healthdesk.core.domain.facts import to_date, to_day
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services.accounts import accounts_table
from healthdesk.core.services.board_renewals import coming
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx


def forecast(tx: Tx, ask: Ask) -> RenewalForecast:
    """The renewals of the months to come, of accounts alive on the day."""
    count = ask.whole("months")
    bands = {
        one.account_id: one.band
        for one in accounts_table(tx, ask.day).rows
        if ask.holds(one.account_id)
    }
    until = _months_on(ask.day, count)
    found = [
        Expected(
            one.account_id,
            _first_of(one.renewal),
            one.currency,
            one.arr,
            one.category,
            one.amount,
            bands[one.account_id],
        )
        for one in coming(tx, ask.day)
        if one.account_id in bands and one.renewal < until
    ]
    rows, totals = spans(found)
    marks = []
    for row in rows:
        month = to_date(row.month)
        whose = frozenset(
            one.account_id
            for one in found
            if (one.month, one.currency) == (row.month, row.currency)
        )
        marks.append(Mark(row.key, f"Renews in {month:%b %Y}", whose))
    silent = sum(one.silent for one in rows)
    told = f"{count_of(silent, 'renewal')} without a forecast" if silent else "all forecast"
    return RenewalForecast(
        rows=rows,
        totals=totals,
        marks=tuple(marks),
        subtitle=f"next {count} months, {told}",
        empty="" if rows else f"No contract ends within {count} months.",
        remedy="" if rows else "Renewals come from the ends of subscriptions that are in force.",
    )


def _first_of(day: int) -> int:
    return to_day(to_date(day).replace(day=1))


def _months_on(day: int, count: int) -> int:
    """The first day of the month so many months on."""
    date = to_date(day)
    month = date.month - 1 + count
    return to_day(date.replace(year=date.year + month // 12, month=month % 12 + 1, day=1))
