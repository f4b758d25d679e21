"""One account's daily usage of all metrics, as of a day: what is stored, and what it reads as."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.errors import NotFound
from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.usage_view import UsageMetric
from healthdesk.core.domain.usage_weeks import Daily
from healthdesk.core.services import trend_desk, trend_series
from healthdesk.core.services.facts import metrics
from healthdesk.core.store import usage as table
from healthdesk.core.store.db import Tx


@dataclass(frozen=True, eq=False)
class AccountUsage:
    """What an account used from its first day of use to the day asked (or the one it churned on).

    `stored` has a row a metric, in the order of `metrics`, NaN where there is no value.
    """

    row: int
    name: str
    first: int
    last: int
    churned: int | None
    off: Mapping[str, frozenset[int]]
    """By metric: days on which nobody's values came, so that no row is no answer."""
    metrics: tuple[UsageMetric, ...]
    stored: FloatArray

    @property
    def empty(self) -> bool:
        """Whether there is no value at all."""
        return not self.stored.size or bool(np.isnan(self.stored).all())

    def place(self, key: str) -> int:
        """The row of a metric."""
        return next(at for at, one in enumerate(self.metrics) if one.key == key)

    def daily(self, key: str) -> Daily:
        """A metric's days as they read: no row of a count is none, but where nobody delivered."""
        at = self.place(key)
        metric = self.metrics[at]
        values = self.stored[at].copy()
        if metric.fill == "zero":
            values = np.where(np.isnan(values), 0.0, values)
            days = self.off.get(key, frozenset())
            values[[day - self.first for day in days if self.first <= day <= self.last]] = np.nan
        return Daily(metric, self.first, values)

    def implied(self, key: str, daily: Daily) -> frozenset[int]:
        """Days that read as none without a row that says so."""
        found = np.flatnonzero(np.isnan(self.stored[self.place(key)]) & ~np.isnan(daily.values))
        return frozenset((found + self.first).tolist())


def read(
    tx: Tx, account_id: str, day: int, watched: Collection[str], *, quickly: bool = False
) -> AccountUsage:
    """Read the stored values of an account up to a day; metrics in the order of the desk.

    `quickly`: without going through the whole desk for days on which nobody's values came.
    """
    found = tx.execute(
        text(
            "SELECT a.id, a.name, (SELECT min(day) FROM usage u WHERE u.account_id = a.id),"
            " (SELECT min(day) FROM outcome o WHERE o.account_id = a.id AND kind = 'churned')"
            " FROM account a WHERE account_id = :account"
        ),
        {"account": account_id},
    ).first()
    if found is None:
        raise NotFound(f"No account has the id {account_id!r}.")
    row, name, first, churned = found
    gone = None if churned is None or churned > day else int(churned)
    last = day if gone is None else min(day, gone - 1)
    known = metrics(tx)
    ids = trend_series.metric_ids(tx, tuple(known))
    low = last + 1 if first is None else min(int(first), last + 1)
    stored = _stored(tx, int(row), ids, low, last)
    made = []
    for at, key in enumerate(ids):
        days = np.flatnonzero(~np.isnan(stored[at]))
        one = known[key]
        made.append(
            UsageMetric(
                key=key,
                name=one.name or key,
                unit=one.unit,
                fill=one.fill,
                feature=one.feature,
                watched=key in watched,
                first=low + int(days[0]) if len(days) else None,
                last=low + int(days[-1]) if len(days) else None,
                days=len(days),
            )
        )
    off = _undelivered(tx, tuple(ids), day, quickly=quickly)
    return AccountUsage(int(row), name, low, last, gone, off, tuple(made), stored)


def _undelivered(
    tx: Tx, keys: Sequence[str], day: int, *, quickly: bool
) -> dict[str, frozenset[int]]:
    """By metric: the days as of one on which nobody's values came, as the trends see them."""
    newest = trend_desk.newest_days(tx, day)
    if quickly:
        return {key: frozenset(range(newest.get(key, day) + 1, day + 1)) for key in keys}
    over = trend_desk.desk_pass(tx, day, exactly=False)
    return {key: frozenset(over.off(key, newest.get(key, day), day)) for key in keys}


def _stored(tx: Tx, row: int, ids: Mapping[str, int], first: int, last: int) -> FloatArray:
    out = np.full((len(ids), max(last - first + 1, 0)), np.nan)
    if not out.size:
        return out
    for rows in table.blocks(tx, list(ids.values()), accounts=(row, row), days=(first, last)):
        block = np.array(rows, np.float64)
        out[:, block[:, 1].astype(np.int64) - first] = block[:, 2:].T
    return out
