"""What the renewal calendar of a dashboard shows as of a day."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.board_renewals import (
    WEEK,
    Calendar,
    Renewing,
    in_weeks,
    marks_of,
    monday,
    total_of,
)
from healthdesk.core.domain.forecast import ForecastRow
from healthdesk.core.domain.views import BANDS
from healthdesk.core.domain.widget import Ask
from healthdesk.core.services import band_names, forecasts
from healthdesk.core.services.accounts import accounts_table
from healthdesk.core.services.board_kept import kept
from healthdesk.core.services.wording import short_date
from healthdesk.core.store.db import Tx

_WORST_FIRST: Final = tuple(reversed(BANDS[:3])) + BANDS[3:]


def coming(tx: Tx, day: int) -> tuple[ForecastRow, ...]:
    """Every coming renewal with what was said of it last, kept until the desk changes."""
    return kept(tx, f"coming renewals {day}", lambda: forecasts.all(tx, day).rows)


def calendar(tx: Tx, ask: Ask) -> Calendar:
    """The renewals of the weeks to come, of accounts alive on the day."""
    count = ask.whole("weeks")
    alive = {
        one.account_id: one for one in accounts_table(tx, ask.day).rows if ask.holds(one.account_id)
    }
    until = monday(ask.day) + WEEK * count - 1
    rows = []
    for found in coming(tx, ask.day):
        account = alive.get(found.account_id)
        if account is not None and found.renewal <= until:
            rows.append(
                Renewing(
                    found.account_id,
                    account.name,
                    account.band,
                    account.shown,
                    found.arr,
                    found.currency,
                    found.renewal,
                    found.category,
                )
            )
    weeks = in_weeks(rows, ask.day, count)
    words = {week.first: short_date(week.first) for week in weeks}
    total = total_of(weeks)
    bands = {one.account_id: one.band for one in rows}
    unit = f"height is ARR in {total.currency}" if total.currency else "height is ARR"
    return Calendar(
        day=ask.day,
        weeks=weeks,
        total=total,
        bands=tuple(
            (band, held)
            for band in _WORST_FIRST
            if (held := sum(one == band for one in bands.values()))
        ),
        marks=marks_of(weeks, words, band_names.read(tx)),
        subtitle=f"next {count} weeks, {unit}",
        empty="" if rows else f"No contract ends within {count} weeks.",
        remedy="" if rows else "Renewals come from the ends of subscriptions that are in force.",
    )
