"""Two segments side by side: who is in both, who in one only, and how they differ in figures."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray
from healthdesk.core.domain.reading import Options
from healthdesk.core.domain.segment_view import Comparison, Figure
from healthdesk.core.domain.views import BANDS
from healthdesk.core.readings import CATALOGUE
from healthdesk.core.services.segment_members import PERIOD, Sheet
from healthdesk.core.services.segment_rules import Traced, decide, parsed
from healthdesk.core.store.db import Tx

_READINGS: Final[tuple[tuple[str, str, str, Options], ...]] = (
    (
        "Days since last touch",
        "days",
        "days_since_touch",
        {"direction": "any", "kinds": "any"},
    ),
    (
        "Touches in 90 days",
        "touches",
        "touches",
        {"days": 90, "direction": "any", "kinds": "any"},
    ),
    ("Days to renewal", "days", "days_to_renewal", {}),
    ("Open tickets", "tickets", "open_tickets", {"min_priority": "low"}),
    ("NPS rating", "of 10", "nps_rating", {"days": 180}),
)
"""Readings that are told as the mean of an account: title, unit, kind and options."""


def compare(tx: Tx, rule_a: Any, rule_b: Any, day: int) -> Comparison:  # noqa: ANN401
    """Compare two rules as of a day; the names are the caller's to say.

    Raises:
        BadDocument: One of them is no rule.
    """
    found = decide(tx, parsed(tx, rule_a, "first"), [day])
    other = decide(tx, parsed(tx, rule_b, "second"), [day])
    a, b = found.inside[:, 0], other.inside[:, 0]
    ids = found.facts.account_ids

    def named(some: BoolArray) -> tuple[str, ...]:
        return tuple(ids[one] for one in np.flatnonzero(some).tolist())

    figures = _Figures(tx, found, day)
    return Comparison("", "", named(a & b), named(a & ~b), named(b & ~a), tuple(figures.of(a, b)))


class _Figures:
    """Figures of two sets of accounts."""

    def __init__(self, tx: Tx, found: Traced, day: int) -> None:
        self._sheet = Sheet(tx, found, day)
        scores = found.book.read([day - PERIOD, day])
        final = scores.final()
        self._change: FloatArray = np.asarray(final[:, 1] - final[:, 0])
        self._facts = found.facts
        self._days = found.days

    def of(self, a: BoolArray, b: BoolArray) -> list[Figure]:
        """Every figure of both."""
        out = [Figure("Accounts", "accounts", float(a.sum()), float(b.sum()), *_sizes(a, b))]
        out.append(self._money(a, b))
        out.append(self._score(a, b))
        out.append(_mean("Score change, 28 days", "points", self._change, a, b))
        for code, band in enumerate(BANDS[:3]):
            out.append(self._share(code, band, a, b))
        for title, unit, kind, options in _READINGS:
            values = CATALOGUE[kind].read(self._facts, self._days, options)
            values = np.broadcast_to(values, (self._facts.count, 1))[:, 0]
            out.append(_mean(title, unit, values, a, b))
        return out

    def _money(self, a: BoolArray, b: BoolArray) -> Figure:
        """ARR of both, where it is of one currency."""
        told = [self._sheet.amounts(some) for some in (a, b)]
        currencies = {currency for one in told for currency, _ in one.sums}
        unit = next(iter(currencies)) if len(currencies) == 1 else ""
        values = [one.main if len(currencies) == 1 else None for one in told]
        known = [one.count - one.unknown for one in told]
        return Figure("ARR", unit, values[0], values[1], known[0], known[1])

    def _score(self, a: BoolArray, b: BoolArray) -> Figure:
        """The mean score, weighted alike on both sides."""
        (mean_a, by_a), (mean_b, by_b) = (self._sheet.mean_score(some) for some in (a, b))
        known = ~np.isnan(self._sheet.final)
        if by_a == by_b == "arr":
            sizes = _sizes(a & known, b & known)
            return Figure("Mean score by ARR", "points", mean_a, mean_b, *sizes)
        return _mean("Mean score", "points", self._sheet.final, a, b)

    def _share(self, code: int, band: str, a: BoolArray, b: BoolArray) -> Figure:
        alive = self._sheet.band >= 0
        values = np.where(alive, (self._sheet.band == code).astype(np.float64), np.nan)
        return _mean(f"{band} share", "share", values, a, b)


def _sizes(a: BoolArray, b: BoolArray) -> tuple[int, int]:
    return int(a.sum()), int(b.sum())


def _mean(title: str, unit: str, values: FloatArray, a: BoolArray, b: BoolArray) -> Figure:
    """The mean over the accounts of which it is known."""
    known = ~np.isnan(values)
    means = [
        float(values[some & known].mean()) if (some & known).any() else None for some in (a, b)
    ]
    return Figure(title, unit, means[0], means[1], *_sizes(a & known, b & known))
