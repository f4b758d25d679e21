"""Dips, rises and stops of accounts' use: of one account in full, of all what lasts.

Everything is as of a day: what came later changes nothing of it.
Not here: how they are found (domain/trend.py), their words (trend_words.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain import trend
from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.trend_records import records_of
from healthdesk.core.domain.trend_view import NormalView, Record
from healthdesk.core.services import noise, trend_desk, trend_series, trend_words
from healthdesk.core.services.facts import metrics
from healthdesk.core.services.queries import pairs
from healthdesk.core.services.trend_desk import watched
from healthdesk.core.services.trend_events import events_of
from healthdesk.core.store.db import Tx

__all__ = [
    "events",
    "keep",
    "lasting",
    "lasting_known",
    "lasting_of",
    "normal",
    "records",
    "watched",
]


@dataclass(frozen=True, eq=False)
class _Seen:
    """An account's series of some metrics, and what was found in each."""

    series: trend_series.OneSeries
    found: trend.Course
    keys: tuple[str, ...]
    values: FloatArray


def events(
    tx: Tx, account_id: str, day: int, metrics: Sequence[str] | None = None
) -> tuple[TrendEvent, ...]:
    """An account's events as of a day, newest first; of the watched metrics where none are named.

    Events that began on the same day stand in the order of the metrics.
    """
    seen = _look(tx, account_id, day, metrics)
    over = trend_desk.desk_pass(tx, day, exactly=False)
    lead, late = watched(tx), trend_desk.late_feeds(tx, day)
    newest = trend_desk.newest_days(tx, day)
    out: list[TrendEvent] = []

    def still(first: int, last: int) -> bool:
        return not trend_series.used_at_all(tx, seen.series.row, first, last)

    for row, key in enumerate(seen.keys):
        around = over.around(
            seen.series.metrics[key], lead, day, newest.get(key, day), late.get(key)
        )
        found = [one for one in seen.found.stretches if one.row == row]
        series = (seen.series.first, seen.values[row], seen.found.expected[row])
        out += events_of(around, series, found, found, still)
    return noise.excused(tx, sorted(out, key=lambda one: -one.first), day)


def lasting(
    tx: Tx, day: int, *, progress: Progress = NOBODY
) -> Mapping[str, tuple[TrendEvent, ...]]:
    """By account: events of the watched metrics that last, or ended in the last 28 days.

    Newest first; accounts without any are absent. The first call after usage changed goes through
    the whole desk.
    """
    found = trend_desk.desk_pass(tx, day, exactly=True, progress=progress)
    return noise.excused_all(tx, found.lasting, day)


def lasting_known(tx: Tx, day: int) -> Mapping[str, tuple[TrendEvent, ...]] | None:
    """The same where it is at hand; None where the desk would have to be gone through."""
    found = trend_desk.known(tx, day)
    return None if found is None else noise.excused_all(tx, found.lasting, day)


def lasting_of(
    tx: Tx, day: int, metric: str, *, progress: Progress = NOBODY
) -> Mapping[str, tuple[TrendEvent, ...]]:
    """The same of one metric that is not watched, account by account; it is not kept."""
    ids = pairs(tx, "SELECT account_id, id FROM account ORDER BY account_id")
    out = {}
    for done, account in enumerate(ids):
        progress.step(done, len(ids), f"Looking for dips and rises: {account}")
        found = [
            one
            for one in events(tx, account, day, (metric,))
            if one.last is None or one.last >= day - trend_desk.RECENT
        ]
        if found:
            out[account] = tuple(found)
    return out


def keep(tx: Tx, day: int) -> None:
    """Keep what lasts on a day in the desk, so that the next start has it at once."""
    trend_desk.keep(tx, day)


def normal(  # noqa: PLR0917 - as the pages were told
    tx: Tx, account_id: str, metric: str, first: int, last: int, day: int
) -> NormalView:
    """A metric's values on some days and what was normal on each, as of a day."""
    lead = watched(tx)
    seen = _look(tx, account_id, day, lead if metric in lead else (metric,))
    days = tuple(range(first, last + 1))
    blank = (None,) * len(days)
    if metric not in seen.keys:
        return NormalView(days, blank, blank, blank, blank)
    row = seen.keys.index(metric)
    band = trend.band(seen.values, seen.found, row)
    rows = (seen.values[row], band.low, band.high, band.expected)
    start = seen.series.first
    return NormalView(days, *(_cut(one, start, days) for one in rows))


def records(tx: Tx, account_id: str, day: int) -> tuple[Record, ...]:
    """Best and worst months and weeks of the watched metrics that ended lately, as of a day."""
    series = _series(tx, account_id, day, watched(tx))
    out = []
    for key, values in series.values.items():
        found = records_of(key, values, series.first, day)
        name = series.metrics[key].name
        out += [trend_words.told(one, name, day) for one in found]
    return tuple(out)


def _look(tx: Tx, account_id: str, day: int, wanted: Sequence[str] | None) -> _Seen:
    """Read an account's series as of a day and go through them; kept while the desk is the same."""
    chosen = tuple(watched(tx) if wanted is None else wanted)
    memory, stamp = tx.info.get("memory"), tx.info["stamp"]
    key = f"trends of {account_id!r} {day} {chosen!r}"
    kept: _Seen | None = None if memory is None else memory.get(key, stamp)
    if kept is None:
        kept = _go_through(tx, account_id, day, chosen)
        if memory is not None:
            memory.put(key, stamp, kept, of_facts=True)
    return kept


def _go_through(tx: Tx, account_id: str, day: int, chosen: Sequence[str]) -> _Seen:
    """Read them, and find what is to be found."""
    series = _series(tx, account_id, day, chosen)
    keys = tuple(series.values)
    width = len(series.values[keys[0]]) if keys else 0
    values = np.array([series.values[key] for key in keys]).reshape(len(keys), width)
    return _Seen(series, trend.detect(values, series.first), keys, values)


def _series(tx: Tx, account_id: str, day: int, chosen: Sequence[str]) -> trend_series.OneSeries:
    """Read them alone: records need no more."""
    over = trend_desk.desk_pass(tx, day, exactly=False)
    newest = trend_desk.newest_days(tx, day)
    known = metrics(tx)
    off = {key: over.off(key, newest.get(key, day), day) for key in chosen if key in known}
    return trend_series.one(tx, account_id, chosen, day, off)


def _cut(row: FloatArray, start: int, days: Sequence[int]) -> tuple[float | None, ...]:
    """A row's figures on some days; None where there is none."""
    out: list[float | None] = []
    for day in days:
        at = day - start
        value = row[at] if 0 <= at < len(row) else np.nan
        out.append(None if np.isnan(value) else float(value))
    return tuple(out)
