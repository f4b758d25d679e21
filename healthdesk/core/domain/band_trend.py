"""How a portfolio moved over four weeks: accounts by band on each day, and what they pay now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.views import AccountRow, Band

ORDER: Final[tuple[Band, ...]] = ("Strong", "Average", "Poor", "Unknown")
_LETTER: Final[Mapping[Band, str]] = {"Strong": "S", "Average": "A", "Poor": "P", "Unknown": "U"}


@dataclass(frozen=True)
class BandLine:
    """One band: its accounts on each day, the newest last, and the ARR of those in it now."""

    band: Band
    counts: tuple[int, ...]
    arr: Mapping[str, float]
    """By currency; what is not known is not in it."""

    @property
    def now(self) -> int:
        """Accounts in it on the day itself."""
        return self.counts[-1]

    @property
    def change(self) -> int:
        """Accounts in it now, less those on the first day."""
        return self.counts[-1] - self.counts[0]


@dataclass(frozen=True)
class BandTrend:
    """The bands in their order; none where no account is alive."""

    day: int
    lines: tuple[BandLine, ...]
    up: int = 0
    """Accounts in a better band than on the first day."""
    down: int = 0

    @property
    def days(self) -> tuple[int, ...]:
        """The days, the newest last."""
        count = len(self.lines[0].counts) if self.lines else 0
        return tuple(range(self.day - count + 1, self.day + 1))

    @property
    def most(self) -> int:
        """The accounts of the day with the most of them."""
        sums = [sum(line.counts[at] for line in self.lines) for at in range(len(self.days))]
        return max(sums, default=0)


def band_trend(rows: Sequence[AccountRow], day: int) -> BandTrend:
    """Count the bands of a table's rows; an account not alive on a day is not counted on it."""
    kept = [row for row in rows if row.bands]
    if not kept:
        return BandTrend(day, ())
    by_day = [Counter(letters) for letters in zip(*(row.bands for row in kept), strict=True)]
    arr: dict[Band, dict[str, float]] = {band: {} for band in ORDER}
    for row in kept:
        if row.arr is not None:
            sums = arr[row.band]
            sums[row.currency] = sums.get(row.currency, 0.0) + row.arr
    lines = tuple(
        BandLine(band, tuple(one[_LETTER[band]] for one in by_day), arr[band]) for band in ORDER
    )
    steps = [_step(row.bands) for row in kept]
    return BandTrend(day, lines, sum(one > 0 for one in steps), sum(one < 0 for one in steps))


def _step(bands: str) -> int:
    """Bands up from the first day to the last; 0 where one of them has no score."""
    first, last = "PAS".find(bands[0]), "PAS".find(bands[-1])
    return 0 if first < 0 or last < 0 else last - first
