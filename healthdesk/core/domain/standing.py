"""How accounts stood on some days: bands, scores and ARR as arrays, and what they add up to.

Not here: how they are read from a desk (services/standing.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.band import BandArray
from healthdesk.core.domain.band_trend import ORDER
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.portfolio import quality
from healthdesk.core.domain.views import BANDS, Band

Amounts = Mapping[str, float]
"""Money by currency: what differs in currency is never added."""
NUMBER: Final[Mapping[Band, int]] = {band: number for number, band in enumerate(BANDS)}


@dataclass(frozen=True, eq=False)
class Standing:
    """Arrays are accounts x days.

    Attributes:
        facts: what it was made of; its accounts are the rows.
        days: the days, the newest last.
        band: index into BANDS; -1 = not alive.
        score: NaN = none.
        shown: the score as shown; -1 = none.
        arr: NaN = not known.
        code: index into `codes`, of each account.
        codes: currencies; "" = the desk's own.
        thresholds: where Strong and Average begin, of each profile that scores somebody at the end.
    """

    facts: Facts
    days: IntArray
    band: BandArray
    score: FloatArray
    shown: IntArray
    arr: FloatArray
    code: NDArray[np.int64]
    codes: tuple[str, ...]
    thresholds: tuple[tuple[float, float], ...] = ()

    def chosen(self, accounts: Collection[str] | None) -> BoolArray:
        """Which rows are of some accounts; None: all."""
        if accounts is None:
            return np.ones(self.facts.count, bool)
        told = (one in accounts for one in self.facts.account_ids)
        return np.fromiter(told, bool, self.facts.count)

    def ids(self, rows: BoolArray) -> frozenset[str]:
        """The ids of the accounts in some rows."""
        names = self.facts.account_ids
        return frozenset(names[one] for one in np.flatnonzero(rows).tolist())

    def alive(self, rows: BoolArray, at: int) -> BoolArray:
        """Those of some rows that are alive on a day."""
        return np.asarray(rows & (self.band[:, at] >= 0))

    def amounts(self, rows: BoolArray, at: int, own: str) -> dict[str, float]:
        """What the accounts of some rows pay on a day; what is not known is not in it."""
        paid = self.arr[:, at]
        some = rows & (self.band[:, at] >= 0) & ~np.isnan(paid)
        out: dict[str, float] = {}
        for number in np.unique(self.code[some]).tolist():
            total = float(paid[some & (self.code == number)].sum())
            name = self.codes[number] or own
            out[name] = out.get(name, 0.0) + total
        return out

    def unknown(self, rows: BoolArray, at: int) -> int:
        """How many of some rows are alive on a day and pay nobody knows what."""
        return int((self.alive(rows, at) & np.isnan(self.arr[:, at])).sum())

    def currencies(self, rows: BoolArray, own: str) -> tuple[str, ...]:
        """The currencies in which some rows pay anything on any of the days."""
        pays = (self.band >= 0) & (np.nan_to_num(self.arr) > 0)
        some = rows & pays.any(axis=1)
        return tuple(sorted({self.codes[one] or own for one in np.unique(self.code[some])}))


@dataclass(frozen=True)
class Scale:
    """What accounts count for: what they pay, or each the same.

    Attributes:
        by: "arr" or "count".
        currency: of what they pay.
        why: why each counts the same though ARR was asked for; "" where it was not.
    """

    by: str
    currency: str = ""
    why: str = ""

    @property
    def words(self) -> str:
        """How a card's head says it."""
        return "by ARR" if self.by == "arr" else f"by accounts{f': {self.why}' if self.why else ''}"


def scale_of(standing: Standing, rows: BoolArray, wanted: str, own: str) -> Scale:
    """What some accounts count for: ARR only where it is known and of one currency."""
    if wanted != "arr":
        return Scale("count")
    found = standing.currencies(rows, own)
    if len(found) == 1:
        return Scale("arr", found[0])
    if found:
        return Scale("count", why=f"ARR in {len(found)} currencies does not add up")
    return Scale("count", why="no ARR is known")


@dataclass(frozen=True)
class BandSum:
    """A band: its accounts and what they pay."""

    band: Band
    count: int
    amounts: Amounts
    unknown: int = 0
    """Accounts whose ARR is not known."""

    def weight(self, by: str) -> float:
        """What it counts for."""
        return float(sum(self.amounts.values())) if by == "arr" else float(self.count)


def band_rows(standing: Standing, rows: BoolArray, at: int, band: Band) -> BoolArray:
    """Those of some rows that are in a band on a day."""
    return np.asarray(rows & (standing.band[:, at] == NUMBER[band]))


def band_sums(standing: Standing, rows: BoolArray, at: int, own: str) -> tuple[BandSum, ...]:
    """The bands of some accounts on a day, all four, the best first."""
    out = []
    for band in ORDER:
        some = band_rows(standing, rows, at, band)
        amounts = standing.amounts(some, at, own)
        out.append(BandSum(band, int(some.sum()), amounts, standing.unknown(some, at)))
    return tuple(out)


def quality_on(standing: Standing, rows: BoolArray, at: int, by: str) -> float | None:
    """Quality of some accounts on a day (health-model §13); None: nobody there has a score."""
    weights = standing.arr[rows, at] if by == "arr" else None
    return quality(standing.band[rows, at], weights)


def mean_score(standing: Standing, rows: BoolArray, at: int, by: str) -> float | None:
    """The mean score of some accounts on a day; None: none of them has one that weighs."""
    score = standing.score[rows, at]
    weight = np.ones(score.shape) if by != "arr" else np.nan_to_num(standing.arr[rows, at])
    known = ~np.isnan(score)
    whole = float(weight[known].sum())
    return float((weight[known] * score[known]).sum()) / whole if whole > 0 else None


def newest(facts: Facts, day: int) -> int | None:
    """The newest day, up to one, of which any usage, answer, touchpoint or ticket speaks."""
    tables = (facts.surveys, facts.touchpoints, facts.tickets)
    columns = [*(one.day for one in tables), *(grid.days for grid in facts.usage.values())]
    found = [int(some.max()) for days in columns if len(some := days[days <= day])]
    return max(found, default=None)
