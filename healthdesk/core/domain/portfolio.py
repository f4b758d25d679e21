"""Figures about a set of accounts: ARR on a day, quality, retention (health-model §13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain.band import AVERAGE, POOR, STRONG, BandArray
from healthdesk.core.domain.column import column
from healthdesk.core.domain.facts import NO_DAY, BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.spans import Spans, total

QUALITY = {STRONG: 100.0, AVERAGE: 60.0, POOR: 40.0}


def arr(facts: Facts, days: IntArray) -> FloatArray:
    """ARR of every account on every day, accounts x days.

    Of the subscriptions in force: 0 where none is, NaN where none of them has a known ARR. An
    account that had no subscription yet has its `arr` attribute until it churns, then 0.
    """
    table = facts.subscriptions
    spans = Spans(facts.count, table.account, table.day, table.end)
    known = ~np.isnan(table.arr)
    in_force = total(spans, days)
    some = total(spans.pick(known), days)
    amount = total(spans.pick(known), days, table.arr[known])
    contracted = np.where((in_force > 0) & (some == 0), np.nan, amount)
    ever = np.full(len(table.day), NO_DAY, np.int32)
    had = total(Spans(facts.count, table.account, table.day, ever), days) > 0
    said = column(facts, "arr")
    numbers = said.numbers(days) if said.kind == "number" else np.full((facts.count, 1), np.nan)
    kept = days[None, :] < facts.churned[:, None]
    return np.where(had, contracted, np.where(kept, numbers, 0.0))


def quality(bands: BandArray, weights: FloatArray | None = None) -> float | None:
    """Mean of 100, 60 and 40 over the scored accounts, equally or by weight; None = none is scored.

    An account whose weight is not known weighs nothing.
    """
    worth = np.full(bands.shape, np.nan)
    for band, points in QUALITY.items():
        worth[bands == band] = points
    scored = ~np.isnan(worth)
    share = np.ones(bands.shape) if weights is None else np.nan_to_num(weights)
    whole = float(share[scored].sum())
    if whole <= 0:
        return None
    return float((share[scored] * worth[scored]).sum()) / whole


@dataclass(frozen=True)
class Retention:
    """Revenue kept over a period, as shares of the ARR at its start; None where that is 0."""

    start: float
    churned: float
    downgraded: float
    expanded: float

    @property
    def gross(self) -> float | None:
        """GRR: what neither churned nor was downgraded."""
        if self.start <= 0:
            return None
        return (self.start - self.churned - self.downgraded) / self.start

    @property
    def net(self) -> float | None:
        """NRR: GRR plus what those same accounts expanded by."""
        if self.start <= 0:
            return None
        return (self.start - self.churned - self.downgraded + self.expanded) / self.start


def retention(facts: Facts, first: int, last: int, accounts: BoolArray | None = None) -> Retention:
    """GRR and NRR from one day to another, of the accounts with ARR on the first.

    Told from ARR on the two days: an account that churned in between lost all of it, the others
    what they fell or rose by. An ARR not known on either day leaves the account out.
    """
    on = arr(facts, np.array([first, last], np.int32))
    start, end = on[:, 0], on[:, 1]
    chosen = (start > 0) & ~np.isnan(end)
    if accounts is not None:
        chosen &= accounts
    gone = chosen & (facts.churned > first) & (facts.churned <= last)
    gone |= chosen & (end <= 0)
    stayed = chosen & ~gone
    change = np.where(stayed, end - start, 0.0)
    return Retention(
        float(start[chosen].sum()),
        float(start[gone].sum()),
        float(-change[change < 0].sum()),
        float(change[change > 0].sum()),
    )
