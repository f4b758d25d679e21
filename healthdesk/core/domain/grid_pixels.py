"""Cells of a dashboard's grid as pixels, and back; every gutter is exactly as wide as the gap.

Source: the design's page on the grid. The right edge of a tile is told from the left edge of the
column after it, so rounding never makes a gutter wider or narrower.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from healthdesk.core.domain.grid import COLUMNS, Tile

GAP: Final = 12
PAD: Final = 16
ROW: Final = 64
MEDIUM: Final = 900
"""A viewport at least this wide, in pixels, shows all columns."""
NARROW: Final = 600
"""One at least this wide shows half of them; any other shows one."""


@dataclass(frozen=True)
class Place:
    """A rectangle in whole pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Pixels:
    """The measures of a grid in a viewport that is `width` pixels wide."""

    width: int
    columns: int = COLUMNS
    gap: int = GAP
    pad: int = PAD
    row: int = ROW

    @property
    def column(self) -> float:
        """Width of a column."""
        return (self.width - 2 * self.pad - (self.columns - 1) * self.gap) / self.columns

    def left(self, x: int) -> int:
        """Left edge of a column, half a pixel rounded up; whole numbers make it exact."""
        steps = self.width - 2 * self.pad + self.gap
        return self.pad + (2 * x * steps + self.columns) // (2 * self.columns)

    def top(self, y: int) -> int:
        """Top edge of a row."""
        return self.pad + y * (self.row + self.gap)

    def place(self, tile: Tile) -> Place:
        """Where a tile stands."""
        left, top = self.left(tile.x), self.top(tile.y)
        return Place(
            left,
            top,
            self.left(tile.right) - self.gap - left,
            self.top(tile.bottom) - self.gap - top,
        )

    def cell(self, left: float, top: float) -> tuple[int, int]:
        """The cell whose corner is nearest to a point."""
        x = _rounded((left - self.pad) / (self.column + self.gap))
        y = _rounded((top - self.pad) / (self.row + self.gap))
        return max(0, min(x, self.columns - 1)), max(0, y)

    def size(self, width: float, height: float) -> tuple[int, int]:
        """The size in cells that is nearest to one in pixels; one cell at least."""
        w = _rounded((width + self.gap) / (self.column + self.gap))
        h = _rounded((height + self.gap) / (self.row + self.gap))
        return max(1, w), max(1, h)

    def height(self, rows: int) -> int:
        """Pixels that so many rows take, the margins with them."""
        return 2 * self.pad + max(rows, 0) * (self.row + self.gap) - (self.gap if rows else 0)


def columns_for(width: int) -> int:
    """How many columns a viewport of that width shows."""
    if width >= MEDIUM:
        return COLUMNS
    return COLUMNS // 2 if width >= NARROW else 1


def _rounded(value: float) -> int:
    return math.floor(value + 0.5)
