"""What widgets about scores show: read models that say by themselves whether there is anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.standing import Amounts, BandSum
from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Shown

SEGMENTS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")
"""Options that name the segments to compare."""


@dataclass(frozen=True)
class Slice:
    """The accounts of one value of an attribute, or of one segment.

    Attributes:
        key: of its mark.
        sums: its bands, the best first.
        score: the mean score; None: nobody there has one.
        change: of the mean score over the period; None where one end has none.
        why: why there is nothing, where there is nothing.
    """

    key: str
    name: str
    sums: tuple[BandSum, ...]
    amounts: Amounts
    score: int | None = None
    change: int | None = None
    why: str = ""

    @property
    def count(self) -> int:
        """Accounts in it."""
        return sum(one.count for one in self.sums)


@dataclass(frozen=True, kw_only=True)
class PortfolioQuality(Shown):
    """One figure for all accounts, and their bands.

    Attributes:
        quality: 0 to 100, as shown; None: nobody has a score.
        band: the word for it.
        change: over the period; None where its beginning has none.
        span: how long the period is.
        by: "arr" or "count": what lengths of bars stand for.
        unknown: accounts whose ARR is not known.
        rows: the same by the values of an attribute, the largest first.
        more: values that are not in `rows`.
    """

    quality: int | None = None
    band: Band = "Unknown"
    change: int | None = None
    span: str = ""
    by: str = "arr"
    sums: tuple[BandSum, ...] = ()
    unknown: int = 0
    rows: tuple[Slice, ...] = ()
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class HealthOverTime(Shown):
    """The bands week by week, as shares.

    Attributes:
        days: the weeks' days, the newest last.
        weeks: the bands of each day, the best first; none where no account was alive.
        by: "arr" or "count".
    """

    days: tuple[int, ...] = ()
    weeks: tuple[tuple[BandSum, ...], ...] = ()
    by: str = "arr"

    def shares(self, at: int) -> tuple[float, ...] | None:
        """Shares of the bands on a day; None: nothing to share."""
        weights = [one.weight(self.by) for one in self.weeks[at]]
        whole = sum(weights)
        return tuple(one / whole for one in weights) if whole > 0 else None


@dataclass(frozen=True)
class Passage:
    """The accounts that were in one band before and are in another now.

    `before` None: not there yet; `after` None: churned.
    """

    before: Band | None
    after: Band | None
    key: str
    count: int
    amounts: Amounts
    unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class BandMigration(Shown):
    """Who moved from which band into which between two days."""

    first: int = 0
    day: int = 0
    cells: tuple[Passage, ...] = ()

    def cell(self, before: Band | None, after: Band | None) -> Passage:
        """The accounts of one passage."""
        return next(one for one in self.cells if (one.before, one.after) == (before, after))


@dataclass(frozen=True)
class Bin:
    """Accounts whose shown score is `low` to `high`, by band (the best first), and those before."""

    key: str
    low: int
    high: int
    sums: tuple[BandSum, ...]
    before: int

    @property
    def count(self) -> int:
        """Accounts in it."""
        return sum(one.count for one in self.sums)


@dataclass(frozen=True, kw_only=True)
class ScoreDistribution(Shown):
    """How many accounts have which score.

    Attributes:
        thresholds: where Average and Strong begin, if all profiles in use agree.
        none: accounts without a score.
        none_before: those before the period.
        first: the day before the period.
        before: whether how it was before the period is drawn.
    """

    bins: tuple[Bin, ...] = ()
    thresholds: tuple[float, ...] = ()
    none: int = 0
    none_before: int = 0
    first: int = 0
    before: bool = True


@dataclass(frozen=True, kw_only=True)
class SegmentComparison(Shown):
    """Some segments side by side."""

    rows: tuple[Slice, ...] = ()
    by: str = "arr"
    span: str = ""


@dataclass(frozen=True)
class Mover:
    """An account whose score is another one than before the period, and the main reason."""

    account_id: str
    name: str
    band: Band
    shown: int
    was: int
    band_was: Band
    reason: str

    @property
    def change(self) -> int:
        """Points since the day before the period."""
        return self.shown - self.was


@dataclass(frozen=True, kw_only=True)
class Movers(Shown):
    """Who fell and who rose most.

    Attributes:
        fell: accounts whose score fell, shown or not.
        rose: accounts whose score rose.
        first: the day before the period.
    """

    rows: tuple[Mover, ...] = ()
    fell: int = 0
    rose: int = 0
    first: int = 0
    span: str = ""
