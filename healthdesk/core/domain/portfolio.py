"""Figures about a set of accounts: ARR on a day, quality, retention (health-model §13)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain.band import AVERAGE, POOR, STRONG, BandArray
from healthdesk.core.domain.column import column, first_days
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


@dataclass(frozen=True, eq=False)
class Course:
    """What every account paid on the two ends of a period, as retention counts it.

    Attributes:
        start: ARR on the first day; NaN = not known.
        end: ARR on the last day.
        counts: customers with ARR on the first day and a known one on the last.
        gone: those of them that churned, or pay nothing any more.
        unknown: those alive on the first day that are left out, as an ARR is not known.
    """

    start: FloatArray
    end: FloatArray
    counts: BoolArray
    gone: BoolArray
    unknown: BoolArray

    @property
    def change(self) -> FloatArray:
        """What the ARR of each that counts rose by; the whole ARR is lost of those gone."""
        kept = np.where(self.gone, -self.start, self.end - self.start)
        return np.where(self.counts, kept, 0.0)

    def kept(self, accounts: BoolArray | None = None) -> Retention:
        """The sums of all, or of some accounts."""
        some = self.counts if accounts is None else self.counts & accounts
        change = np.where(some & ~self.gone, self.change, 0.0)
        return Retention(
            float(self.start[some].sum()),
            float(self.start[some & self.gone].sum()),
            float(-change[change < 0].sum()),
            float(change[change > 0].sum()),
        )


def course(facts: Facts, first: int, last: int) -> Course:
    """What accounts paid on two days; who churned in between lost all of it.

    Who had churned by the first day is no customer then, whatever a contract still says; who came
    later, or nobody knows when, is none yet, whatever the ARR said of the account: that has no day.
    An ARR not known on either day leaves an account out.
    """
    on = arr(facts, np.array([first, last], np.int32))
    start, end = on[:, 0], on[:, 1]
    began = first_days(facts, np.array([last], np.int32))[:, 0]
    there = (began <= first) & (facts.churned > first)
    counts = there & (start > 0) & ~np.isnan(end)
    gone = counts & (facts.churned <= last)
    gone |= counts & (end <= 0)
    unknown = there & (np.isnan(start) | ((start > 0) & np.isnan(end)))
    return Course(start, end, counts, gone, unknown)


def retention(facts: Facts, first: int, last: int, accounts: BoolArray | None = None) -> Retention:
    """GRR and NRR from one day to another, of the accounts with ARR on the first."""
    return course(facts, first, last).kept(accounts)
