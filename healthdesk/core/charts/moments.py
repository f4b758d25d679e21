"""Finds room for the words of marked days over a chart, so that none lies on another or on a line.

Not here: how they are drawn (lines.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from healthdesk.core.charts import letters
from healthdesk.core.charts.axis import Scale
from healthdesk.core.charts.look import Look
from healthdesk.core.domain.report_chart import Moment

_ROWS: Final = 4
_SHARE: Final = 0.9
"""Of the chart's width, what the words of one moment take at most."""
_ROW: Final = 1.35
_OVER: Final = 0.35
"""Of the chart's height, what all rows take at most."""


@dataclass(frozen=True)
class Placed:
    """A moment at its place; `row` counts upwards from the chart, -1 = there was no room for words.

    `whole` are its words before they were cut.
    """

    day: int
    x: float
    words: str
    whole: str
    row: int
    left: bool
    wide: float


def place(moments: Iterable[Moment], days: Scale, look: Look, height: float) -> tuple[Placed, ...]:
    """Every moment within the days shown, its words left or right of its line, in rows."""
    shown = sorted(
        (one for one in moments if days.low <= one.day <= days.high), key=lambda one: one.day
    )
    rows = min(_ROWS, int(height * _OVER / (look.size * _ROW)))
    made = list[Placed]()
    for one in shown:
        made.append(_placed(one, days, look, rows, made))
    return tuple(made)


def _placed(
    moment: Moment, days: Scale, look: Look, rows: int, others: list[Placed]
) -> Placed:  # fmt: skip
    x, gap = days.at(moment.day), look.size * 0.4
    words = letters.fit(moment.words, (days.stop - days.start) * _SHARE, look.size)
    wide = letters.width(words, look.size) + gap
    for row in range(rows):
        for left in (True, False):
            one = Placed(moment.day, x, words, moment.words, row, left, wide)
            inside = _span(one)[0] >= 0 if left else _span(one)[1] <= days.stop
            if inside and not any(_collide(one, other, gap) for other in others):
                return one
    return Placed(moment.day, x, "", moment.words, -1, True, 0)


def _span(one: Placed) -> tuple[float, float]:
    return (one.x - one.wide, one.x) if one.left else (one.x, one.x + one.wide)


def _collide(one: Placed, other: Placed, gap: float) -> bool:
    """Words on words in a row, or a line through words of a lower row."""
    (a, b), (c, d) = _span(one), _span(other)
    if one.row == other.row:
        return a < d + gap and c < b + gap
    upper, lower = (one, other) if one.row > other.row else (other, one)
    low = _span(lower)
    return low[0] - gap / 2 < upper.x < low[1] + gap / 2 and upper.row >= 0 and lower.row >= 0
