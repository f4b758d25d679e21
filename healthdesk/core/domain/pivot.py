"""A table of accounts by any two fields: its lines, its cells, and how numbers become ranges.

Not here: how it is read from a desk (services/board_pivot.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from healthdesk.core.domain.facts import FloatArray, to_date
from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Shown

Unit = Literal["count", "money", "score", "share", "plain"]
FEW: Final = 6
"""Different numbers up to which each is a line of its own."""
PARTS: Final = 5
"""Ranges that numbers of many values are cut into."""
FINEST: Final = 1e-15
"""The last digit of a number, as a share of it: finer steps change nothing."""
_QUARTER_MONTHS: Final = 3
VALUES: Final[Mapping[str, str]] = {
    "count": "Number of accounts",
    "arr": "ARR",
    "score": "Mean score",
    "reading": "Mean of a reading",
    "mean": "Mean of a field",
    "sum": "Sum of a field",
}


@dataclass(frozen=True)
class PivotLine:
    """A row or a column.

    Attributes:
        key: names it among the lines of its side.
        mark: key of the mark that stands for its accounts.
        band: where it is a band.
    """

    key: str
    name: str
    mark: str
    band: Band | None = None


@dataclass(frozen=True)
class PivotCell:
    """Where a row and a column meet.

    Attributes:
        mark: key of the mark that stands for its accounts; "" where there are none.
        count: accounts in it.
        known: of how many of them the value is known.
        value: in the unit; None: not known, or of several currencies.
        amounts: money by currency.
    """

    mark: str
    count: int
    known: int = 0
    value: float | None = None
    amounts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Pivot(Shown):
    """Accounts by one or two fields.

    Attributes:
        row_title, column_title: what the sides are; no column title: one column of totals.
        cells: a row of them for each of `rows`, one for each of `columns`.
        totals: of each row; `sums` of each column; `whole` of all.
        adds: whether totals are what the cells add up to, accounts counted once each.
        said: what the value is, in words.
        lots: lines that stand together in the last one of a side.
        bars: drawn as bars.
    """

    row_title: str = ""
    column_title: str = ""
    rows: tuple[PivotLine, ...] = ()
    columns: tuple[PivotLine, ...] = ()
    cells: tuple[tuple[PivotCell, ...], ...] = ()
    totals: tuple[PivotCell, ...] = ()
    sums: tuple[PivotCell, ...] = ()
    whole: PivotCell = PivotCell("", 0)
    unit: Unit = "count"
    adds: bool = True
    said: str = "accounts"
    bars: bool = False

    @property
    def most(self) -> float:
        """The largest amount of a cell, for shades and lengths."""
        return _most([cell for row in self.cells for cell in row])

    @property
    def most_total(self) -> float:
        """The largest amount of a row's total."""
        return _most(self.totals)


def _most(cells: Sequence[PivotCell]) -> float:
    return max((abs(cell.value) for cell in cells if cell.value is not None), default=0.0)


def edges(values: FloatArray) -> tuple[float, ...]:
    """Where ranges of numbers begin, round, about as many accounts in each; few numbers: none.

    The first range has no lower end, the last no upper one.
    """
    known = values[~np.isnan(values)]
    if len(np.unique(known)) <= FEW:
        return ()
    cuts = np.quantile(known, [part / PARTS for part in range(1, PARTS)])
    low, high = float(known.min()), float(known.max())
    gaps = np.diff(cuts)
    step = float(gaps[gaps > 0].min()) if (gaps > 0).any() else (high - low) / PARTS
    found = {rounded(float(cut), step) for cut in cuts}
    return tuple(sorted(cut for cut in found if low < cut <= high))


def rounded(value: float, step: float) -> float:
    """A number to the nearest 1, 2 or 5 of a power of ten that is fine enough for a step."""
    if step <= 0 or value == 0:
        return value
    if step < abs(value) * FINEST:  # no digit of the number is that fine
        return value
    power = 10.0 ** np.floor(np.log10(step))
    unit = next((one * power for one in (5, 2, 1) if one * power <= step), power)
    return float(round(value / unit) * unit)


def range_names(cuts: Sequence[float], whole: bool) -> tuple[str, ...]:
    """What the ranges between cuts are called: "under 10", "10 to under 20", "20 and more"."""
    told = [_number(cut, whole) for cut in cuts]
    between = [f"{low} to under {high}" for low, high in pairwise(told)]
    return (f"under {told[0]}", *between, f"{told[-1]} and more")


def _number(value: float, whole: bool) -> str:
    if whole or value == int(value):
        return f"{value:,.0f}".replace(",", "\N{THIN SPACE}")
    return f"{value:g}"


def quarter_name(day: int) -> tuple[str, str]:
    """The quarter of a day: what sorts it, and what it is called."""
    date = to_date(day)
    number = (date.month - 1) // _QUARTER_MONTHS + 1
    return f"{date.year}-{number}", f"Q{number} {date.year}"
