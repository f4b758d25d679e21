"""Accounts for the lists and charts of dashboards: at risk, by score and ARR, as a table."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.board_money import amounts
from healthdesk.core.domain.board_rows import (
    AtRisk,
    Points,
    Risky,
    TableRows,
    bars_of,
    in_order,
    marks_of,
    month_key,
)
from healthdesk.core.domain.views import BANDS, AccountRow, Band
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services import band_names, settings
from healthdesk.core.services.accounts import accounts_table
from healthdesk.core.services.board_renewals import coming
from healthdesk.core.services.profiles import published
from healthdesk.core.services.wording import count_of
from healthdesk.core.store.db import Tx

NOBODY: Final = "No account is a customer on this day."
NOBODY_REMEDY: Final = "Import accounts, or choose another day, segment or filter."
WORST_FIRST: Final[tuple[Band, ...]] = ("Poor", "Average", "Strong", "Unknown")
_WHY: Final = ("Poor health and forecast", "Poor health", "Forecast: lost", "Forecast: at risk")
_BAD: Final = frozenset({"at risk", "lost"})


def rows_of(tx: Tx, ask: Ask) -> tuple[AccountRow, ...]:
    """The accounts alive on the day that a widget is about."""
    found = accounts_table(tx, ask.day).rows
    if ask.accounts is None:
        return found
    return tuple(one for one in found if one.account_id in ask.accounts)


def at_risk(tx: Tx, ask: Ask) -> AtRisk:
    """The ARR of accounts in Poor, and of those whose coming renewal is said to be at risk."""
    every = rows_of(tx, ask)
    names = band_names.read(tx)
    whys = tuple(names.in_text(one) for one in _WHY)
    said: dict[str, str] = {}
    for one in coming(tx, ask.day):
        if one.category in _BAD and said.get(one.account_id) != "lost":
            said[one.account_id] = one.category
    rows = []
    for row in every:
        if row.arr == 0:
            continue
        why = _why(row.band == "Poor", said.get(row.account_id, ""), whys)
        if why:
            rows.append(
                Risky(
                    row.account_id,
                    row.name,
                    row.band,
                    row.shown,
                    row.arr,
                    row.currency,
                    row.renewal_day,
                    why,
                )
            )
    rows.sort(key=lambda one: (one.arr is None, -(one.arr or 0.0), one.name.casefold()))

    def by_month(one: Risky) -> tuple[int, str]:
        return month_key(one.renewal, ask.day)

    def by_reason(one: Risky) -> tuple[int, str]:
        return (whys.index(one.why), one.why)

    months = ask.text("by") == "month"
    bars = bars_of(rows, by_month if months else by_reason)
    how = "by renewal month" if months else "by reason"
    return AtRisk(
        total=amounts((one.arr, one.currency) for one in rows),
        whole=amounts((one.arr, one.currency) for one in every),
        bars=bars,
        rows=tuple(rows),
        marks=marks_of(bars, "At risk"),
        subtitle=f"{names.poor}, or forecast at risk or lost; {how}",
        empty="" if rows else ("No ARR is at risk." if every else NOBODY),
        remedy=""
        if rows
        else (
            f"No account is in {names.poor}, and no coming renewal is said to be at risk."
            if every
            else NOBODY_REMEDY
        ),
    )


def _why(poor: bool, said: str, whys: tuple[str, ...]) -> str:
    if poor:
        return whys[0] if said else whys[1]
    return {"lost": whys[2], "at risk": whys[3]}.get(said, "")


def by_health(tx: Tx, ask: Ask) -> Points:
    """Accounts by score and ARR."""
    every = rows_of(tx, ask)
    money = amounts((one.arr, one.currency) for one in every)
    scored = [one for one in every if one.score is not None]
    paying = [one for one in scored if one.arr]
    rows = tuple(one for one in paying if one.currency == money.currency)
    held = {band: [one.account_id for one in rows if one.band == band] for band in BANDS}
    newest = {one.profile.key: one.profile for one in published(tx) if one.day <= ask.day}
    known = {(one.bands.strong, one.bands.average) for one in newest.values()}
    why = "No account has both a score and ARR." if every else NOBODY
    names = band_names.read(tx)
    return Points(
        rows=rows,
        bands=tuple((band, len(held[band])) for band in WORST_FIRST if held[band]),
        thresholds=tuple(sorted(known)),
        no_arr=len(scored) - len(paying),
        no_score=len(every) - len(scored),
        other_money=len(paying) - len(rows),
        currency=money.currency,
        marks=tuple(
            Mark(f"band:{band}", f"Band: {names.of(band)}", frozenset(held[band]))
            for band in WORST_FIRST
            if held[band]
        ),
        subtitle=f"score by ARR{f' in {money.currency}' if money.currency else ''}",
        empty="" if rows else why,
        remedy="" if rows else "ARR comes from subscriptions or the accounts' own field arr.",
    )


def table(tx: Tx, ask: Ask) -> TableRows:
    """Accounts with chosen columns, in a chosen order, as many as wanted."""
    every = rows_of(tx, ask)
    sort, number = ask.text("sort"), ask.whole("rows")
    ordered = in_order(every, sort, downward=ask.text("order") == "down")
    shown = ordered[:number]
    extra = ask.text("field")
    known = settings.read(tx).currency
    told = f"{len(shown)} of {count_of(len(every), 'account')}" if len(shown) < len(every) else ""
    subtitle = told or count_of(len(every), "account")
    return TableRows(
        day=ask.day,
        rows=shown,
        columns=ask.many("columns") or ("score", "change", "arr", "renewal", "touch", "owner"),
        extra=extra,
        total=len(every),
        sort=sort,
        downward=ask.text("order") == "down",
        subtitle=f"{subtitle}, ARR in {known}" if known else subtitle,
        empty="" if shown else NOBODY,
        remedy="" if shown else NOBODY_REMEDY,
    )
