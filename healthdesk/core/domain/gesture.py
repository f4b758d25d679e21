"""A gesture on a dashboard's grid: a tile dragged, resized or dropped in, until it is let go.

It keeps the layout it began with and where it aims; what is shown meanwhile follows from these two
alone. The same for mouse and keyboard.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from healthdesk.core.domain import grid
from healthdesk.core.domain.grid import COLUMNS, Layout, Limits, Tile

Kind = Literal["move", "resize", "drop"]


@dataclass(frozen=True)
class Gesture:
    """One gesture; `x`, `y`, `w`, `h` are what it aims at, in cells.

    A drop brings a tile that `base` does not have.
    """

    kind: Kind
    base: Layout
    tile: Tile
    limits: Limits
    x: int
    y: int
    w: int
    h: int

    @classmethod
    def on(cls, kind: Kind, base: Layout, tile: Tile, limits: Limits) -> Gesture:
        """Begin one at a tile, aiming at where it is."""
        return cls(kind, base, tile, limits, tile.x, tile.y, tile.w, tile.h)

    def aim(self, x: int, y: int) -> Gesture:
        """Aim at a cell; within the columns, so that steps of keys are never lost outside."""
        return replace(self, x=max(0, min(x, COLUMNS - self.w)), y=max(0, y))

    def size(self, w: int, h: int) -> Gesture:
        """Aim at a size, as far as the widget and the columns allow."""
        wide, high = self.limits.size(min(w, COLUMNS - self.tile.x), h)
        return replace(self, w=wide, h=high)

    def layout(self) -> Layout:
        """What is shown now, and kept when the gesture ends here."""
        if self.kind == "resize":
            return grid.resize(self.base, self.tile.id, self.w, self.h, self.limits)
        if self.kind == "move":
            return grid.move(self.base, self.tile.id, self.x, self.y, self.limits)
        placed = grid.at(self.tile, self.x, self.y)
        return grid.insert(self.base, placed, self.limits)

    def landing(self) -> Tile:
        """The tile where it would come to rest."""
        return grid.find(self.layout(), self.tile.id)

    @property
    def aimed(self) -> tuple[int, int, int, int]:
        """All that the layout depends on besides the beginning."""
        return self.x, self.y, self.w, self.h
