"""Where tiles and group heads lie in the grid of accounts: numbers in, rectangles out.

Rows of tiles are of one height, so that what is in view is found without looking at the others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from PySide6.QtCore import QPoint, QRect

TILE_WIDE, TILE_HIGH, GAP, HEAD, EDGE = 148, 46, 6, 34, 12
"""Least width and height of a tile, the gap between two, height of a head, margin at the sides."""
STEPS: Final = {"left": -1, "right": 1}


@dataclass(frozen=True)
class Section:
    """A group: the number of its first tile, how many there are, and whether it has a head."""

    first: int
    count: int
    headed: bool


class TileLayout:
    """Tiles of some groups in a width."""

    def __init__(self, counts: Sequence[int], width: int, *, headed: bool) -> None:
        room = max(width - 2 * EDGE, TILE_WIDE)
        self.across = max((room + GAP) // (TILE_WIDE + GAP), 1)
        self.wide = (room + GAP) // self.across - GAP
        firsts = [0, *accumulate(counts)]
        self.sections = tuple(
            Section(first, count, headed) for first, count in zip(firsts, counts, strict=False)
        )
        self.count = firsts[-1]
        heights = [self._height(one) for one in self.sections]
        self.tops = [0 if headed else EDGE]
        self.tops += [self.tops[0] + one for one in accumulate(heights)]
        self.height = self.tops[-1] + EDGE
        self._width = width

    def head(self, section: int) -> QRect:
        """Where the head of a group lies."""
        return QRect(EDGE, self.tops[section], self._width - 2 * EDGE, HEAD)

    def tile(self, number: int) -> QRect:
        """Where a tile lies."""
        at = self.section_of(number)
        one = self.sections[at]
        row, column = divmod(number - one.first, self.across)
        top = self._tiles_top(at) + row * (TILE_HIGH + GAP)
        return QRect(EDGE + column * (self.wide + GAP), top, self.wide, TILE_HIGH)

    def at(self, point: QPoint) -> int:
        """The tile at a point; -1: none."""
        if not self.sections or point.y() < 0 or point.x() < EDGE:
            return -1
        section = min(bisect_right(self.tops, point.y()) - 1, len(self.sections) - 1)
        down = point.y() - self._tiles_top(max(section, 0))
        row, left = divmod(down, TILE_HIGH + GAP)
        column, beside = divmod(point.x() - EDGE, self.wide + GAP)
        one = self.sections[max(section, 0)]
        place = row * self.across + column
        missed = down < 0 or left >= TILE_HIGH or beside >= self.wide or column >= self.across
        return -1 if missed or place >= one.count else one.first + place

    def between(self, top: int, bottom: int) -> Iterator[tuple[int, int, int]]:
        """Groups in view: their number, and the first tile and the one after the last of them."""
        first = max(bisect_right(self.tops, top) - 1, 0)
        for at in range(first, len(self.sections)):
            if self.tops[at] > bottom:
                return
            one, start = self.sections[at], self._tiles_top(at)
            low = max((top - start) // (TILE_HIGH + GAP), 0) * self.across
            high = max((bottom - start) // (TILE_HIGH + GAP) + 1, 0) * self.across
            yield at, one.first + min(low, one.count), one.first + min(high, one.count)

    def step(self, number: int, way: str) -> int:
        """The tile beside one, or above or below it, in the next group where there is none."""
        if not 0 <= number < self.count:
            return 0 if self.count else -1
        if way in STEPS:
            return min(max(number + STEPS[way], 0), self.count - 1)
        return self._up(number) if way == "up" else self._down(number)

    def _up(self, number: int) -> int:
        at = self.section_of(number)
        row, column = divmod(number - self.sections[at].first, self.across)
        if row:
            return number - self.across
        return number if not at else self._in_last_row(at - 1, column)

    def _down(self, number: int) -> int:
        at = self.section_of(number)
        one = self.sections[at]
        row, column = divmod(number - one.first, self.across)
        rows = -(-one.count // self.across)
        if row + 1 < rows:
            return min(number + self.across, one.first + one.count - 1)
        if at + 1 == len(self.sections):
            return number
        below = self.sections[at + 1]
        return below.first + min(column, below.count - 1)

    def section_of(self, number: int) -> int:
        """The group of a tile."""
        return bisect_right([one.first for one in self.sections], number) - 1

    def _in_last_row(self, section: int, column: int) -> int:
        one = self.sections[section]
        start = (one.count - 1) // self.across * self.across
        return one.first + min(start + column, one.count - 1)

    def _tiles_top(self, section: int) -> int:
        return self.tops[section] + (HEAD if self.sections[section].headed else 0)

    def _height(self, one: Section) -> int:
        rows = -(-one.count // self.across)
        return (HEAD if one.headed else 0) + rows * (TILE_HIGH + GAP)
