"""What the sections of a portfolio review share: two days, the bands on them, week after week."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from healthdesk.core.domain.band_moves import BandMove, Way
from healthdesk.core.domain.band_trend import BandLine, BandTrend
from healthdesk.core.domain.board_money import Amounts, amounts
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.standing import Scale, Standing, band_sums, scale_of
from healthdesk.core.domain.touch_spans import TouchSpan, touch_spans
from healthdesk.core.domain.views import Band
from healthdesk.core.services import portfolio_trend, standing
from healthdesk.core.services.reports.asked import Asked
from healthdesk.core.services.reports.book import Book

_LEAST: Final = portfolio_trend.WEEKS
"""Weeks that a course over time shows at least."""
_MOST: Final = 104
PARTED: Final[tuple[Band, ...]] = ("Strong", "Average", "Poor", "Unknown")


@dataclass(frozen=True)
class Portfolio:
    """The book on the last day of a period, against the day before it began."""

    book: Book
    before: int

    @cached_property
    def trend(self) -> BandTrend:
        """Bands on both days and who moved; of twelve weeks, what Today shows."""
        day, span = self.book.day, self.book.day - self.before
        if span == portfolio_trend.WEEKS * portfolio_trend.STEP:
            return portfolio_trend.read(self.book.tx, day, self.book.segment)
        return portfolio_trend.between(self.book.tx, self.before, day, self.book.segment)

    @cached_property
    def lines(self) -> dict[Band, BandLine]:
        """The bands."""
        return {one.band: one for one in self.trend.lines}

    @cached_property
    def currencies(self) -> tuple[str, ...]:
        """Those in which anything is paid on the two days, that of most accounts first."""
        told = Counter(one.currency for one in self.book.rows if one.arr)
        found = {code for at in (0, -1) for code, total in self.paid(at).sums if total}
        return tuple(sorted(found, key=lambda code: (-told[code], code)))

    def counts(self, at: int) -> int:
        """Accounts on one of the days (0 = before, -1 = now)."""
        return sum(one.counts[at] for one in self.trend.lines)

    def paid(self, at: int, band: Band | None = None) -> Amounts:
        """What a band, or all, pay on one of the days; `unknown` is told of the last day alone."""
        some = [one for one in self.trend.lines if band in (None, one.band)]
        told = amounts((total, code) for one in some for code, total in one.amounts[at].items())
        rows = [one for one in self.book.rows if band in (None, one.band)] if at else []
        missing = sum(one.arr is None for one in rows)
        return Amounts(told.sums, missing, sum(one.counts[at] for one in some))

    def moved(self, way: Way) -> tuple[BandMove, ...]:
        """Who moved in a way."""
        return self.trend.of(way)

    # ---- week after week -----------------------------------------------------------------------

    @cached_property
    def weeks(self) -> tuple[int, ...]:
        """The last day of each week, the newest last: the period, and twelve weeks at least."""
        count = min(max(-(-(self.book.day - self.before) // 7), _LEAST), _MOST)
        return tuple(self.book.day - 7 * at for at in range(count, -1, -1))

    @cached_property
    def standing(self) -> Standing:
        """How all accounts stood at the end of each week."""
        return standing.read(self.book.tx, self.weeks)

    @cached_property
    def ours(self) -> BoolArray:
        """Which of them are of the book."""
        return self.standing.chosen(self.book.chosen)

    @cached_property
    def scale(self) -> Scale:
        """What accounts count for: ARR where it is known and of one currency."""
        return scale_of(self.standing, self.ours, "arr", self.book.own)

    def share_of_strong(self, at: int) -> float | None:
        """The share of Strong in what counts at the end of a week; None where nothing does."""
        held = band_sums(self.standing, self.ours, at, self.book.own)
        whole = sum(one.weight(self.scale.by) for one in held)
        strong = sum(one.weight(self.scale.by) for one in held if one.band == "Strong")
        return strong / whole if whole else None

    @cached_property
    def has_touches(self) -> bool:
        """Whether any touch of its accounts is known by the day."""
        return self.touched(0, self.book.day).count > 0

    @cached_property
    def touches(self) -> tuple[TouchSpan, ...]:
        """Human touches of each week."""
        spans = [(last - 6, last) for last in self.weeks]
        return touch_spans(self.standing.facts, spans, self.ours)

    def touched(self, first: int, last: int) -> TouchSpan:
        """Human touches from one day to another."""
        return touch_spans(self.standing.facts, [(first, last)], self.ours)[0]

    # ---- sources -------------------------------------------------------------------------------

    @property
    def scored(self) -> str:
        """The footnote of bands and scores."""
        before = self.book.date(self.before)
        return self.book.notes.score(formula=f"change against {before}")


def gathered(asked: Asked) -> Portfolio:
    """What a review asks for."""
    period = asked.period
    if period is None:  # the kind always has one
        return Portfolio(Book(asked, asked.day), asked.day - 84)
    return Portfolio(Book(asked, period.last), period.first - 1)
