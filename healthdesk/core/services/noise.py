"""How calm the desk is kept, as one setting; and which accounts hover at a threshold on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import text

from healthdesk.core.domain.noise import (
    KEY,
    Noise,
    checked,
    excuse,
    kept_as,
    parsed,
    settled_bands,
    told_bands,
)
from healthdesk.core.domain.op import op
from healthdesk.core.domain.today import told_today
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.views import Band, DayScore, HistoryView
from healthdesk.core.services import accounts, settings
from healthdesk.core.services.memory import remembered
from healthdesk.core.store.db import Tx


def read(tx: Tx) -> Noise:
    """What the desk has."""
    return remembered(tx, KEY, lambda: _read(tx))


@op("Change what is told")
def change(tx: Tx, noise: Noise) -> None:
    """Tell more or less from now on; no score changes, one step of undo."""
    told = checked(noise)
    if told != _read(tx):
        settings.put(tx, KEY, kept_as(told))


def hovering(tx: Tx, day: int) -> Mapping[str, Band]:
    """The accounts that hover at a threshold on a day, and the band they are told in."""
    noise = read(tx)
    told = (
        (row, told_today(row, noise))
        for row in accounts.accounts_table(tx, day).rows
        if not row.stale
    )
    return {
        row.account_id: bands[-1]
        for row, bands in told
        if bands and bands[-1] is not None and bands[-1] != row.band
    }


def settled(tx: Tx, view: HistoryView) -> tuple[DayScore, ...]:
    """The days of a history in the bands that came to be told: what only hovered is left out."""
    bands = [one.band for one in view.days]
    shown = [one.shown for one in view.days]
    told = told_bands(bands, shown, (view.average, view.strong), read(tx))
    held = settled_bands(bands, told)
    pairs = zip(view.days, held, strict=True)
    return tuple(one if band in {None, one.band} else _in(one, band) for one, band in pairs)


def excused(tx: Tx, events: Iterable[TrendEvent], day: int) -> tuple[TrendEvent, ...]:
    """Events of use with those dips muted that lie in a holiday which somebody named."""
    noise = read(tx)
    if not noise.holidays:
        return tuple(events)
    return tuple(_excused(noise, one, day) for one in events)


def excused_all(
    tx: Tx, lasting: Mapping[str, tuple[TrendEvent, ...]], day: int
) -> Mapping[str, tuple[TrendEvent, ...]]:
    """The same of all accounts."""
    if not read(tx).holidays:
        return lasting
    return {account: excused(tx, events, day) for account, events in lasting.items()}


def _in(one: DayScore, band: Band | None) -> DayScore:
    return one if band is None else replace(one, band=band)


def _excused(noise: Noise, event: TrendEvent, day: int) -> TrendEvent:
    why = excuse(noise, event.first, event.last, day)
    if event.kind != "dip" or event.muted or not why:
        return event
    return replace(event, muted=why)


def _read(tx: Tx) -> Noise:
    sql = text("SELECT value FROM setting WHERE key = :key")
    return parsed(tx.execute(sql, {"key": KEY}).scalar_one_or_none())
