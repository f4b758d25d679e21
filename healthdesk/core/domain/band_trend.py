"""How a portfolio moved over some weeks: accounts by band on each day, what they pay, who moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.band_moves import BandMove, Way, in_order, way_of
from healthdesk.core.domain.noise import USUAL, Noise
from healthdesk.core.domain.today import told_today
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
    amounts: tuple[Mapping[str, float], ...] = ()
    """The ARR of those in it on each day, as far as that was looked at."""

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
    step: int = 1
    """Days from one to the next."""
    moves: tuple[BandMove, ...] = ()
    hovering: int = 0
    """Accounts at a threshold that count as in the band that was told of them."""

    @property
    def days(self) -> tuple[int, ...]:
        """The days, the newest last."""
        count = len(self.lines[0].counts) if self.lines else 0
        return tuple(range(self.day - (count - 1) * self.step, self.day + 1, self.step))

    def of(self, way: Way) -> tuple[BandMove, ...]:
        """Who moved in a way."""
        return tuple(one for one in self.moves if one.way == way)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Those in which ARR is counted on any day."""
        every = (amount for line in self.lines for amount in (line.arr, *line.amounts))
        return tuple(sorted({code for amount in every for code in amount}))

    @property
    def most(self) -> int:
        """The accounts of the day with the most of them."""
        sums = [sum(line.counts[at] for line in self.lines) for at in range(len(self.days))]
        return max(sums, default=0)


def band_trend(rows: Sequence[AccountRow], day: int, noise: Noise = USUAL) -> BandTrend:
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
    moves = in_order(move for row in kept if (move := _move(row, noise)) is not None)
    up, down = (sum(one.way == way for one in moves) for way in ("rose", "fell"))
    return BandTrend(day, lines, up, down, moves=moves)


def _move(row: AccountRow, noise: Noise) -> BandMove | None:
    told = told_today(row, noise)
    before, after = told[0], told[-1]
    way = way_of(before, after)
    if way is None or row.stale:  # a source that stopped is told as such, not as a move
        return None
    was = row.line[0] if row.line else None
    return BandMove(
        way,
        row.account_id,
        row.name,
        before,
        after,
        was,
        row.shown,
        row.arr,
        row.currency,
        row.reason,
    )
