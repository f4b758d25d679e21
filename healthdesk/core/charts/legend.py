"""Names of colours in a row, each behind its mark; as many rows as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.charts import letters
from healthdesk.core.charts.look import Look
from healthdesk.core.charts.pen import Pen

Named = tuple[str, str, str]
"""Tone, name, and a figure that is set bold behind it ("" = none)."""
ROW: Final = 1.55
_GAP: Final = 1.5
_MARK: Final = 1.25


def legend(names: Sequence[Named], pen: Pen, top: float) -> float:
    """Draw the names below a height; gives where they end."""
    look = pen.look
    for row, left, (tone, name, told) in _flow(names, look, pen.width):
        y = top + look.size * (ROW * row + 0.8)
        pen.swatch(tone, left, y, look.size * 0.85)
        x = left + look.size * _MARK
        pen.words(x, y, name, look.colors["text2"])
        after = x + letters.width(f"{name} ", look.size)
        pen.words(after, y, told, look.colors["text"], "start", weight=600)
    return top + rows(names, look, pen.width) * look.size * ROW


def rows(names: Sequence[Named], look: Look, width: float) -> int:
    """How many rows the names take."""
    return max((row for row, _, _ in _flow(names, look, width)), default=-1) + 1


def _flow(names: Sequence[Named], look: Look, width: float) -> list[tuple[int, float, Named]]:
    made, row, x, size = list[tuple[int, float, Named]](), 0, 0.0, look.size
    for tone, name, told in names:
        figure = letters.width(f" {told}", size, 600) if told else 0.0
        short = letters.fit(name, width - size * _MARK - figure, size)
        wide = size * _MARK + letters.width(short, size) + figure
        if x and x + wide > width:
            row, x = row + 1, 0.0
        made.append((row, x, (tone, short, told)))
        x += wide + size * _GAP
    return made
