"""The grid of a dashboard: tiles on twelve columns that make way for one another and rise.

All is a pure function of whole cells. A gesture is a function of the layout it began with and of
the cell it aims at, so the same cell always gives the same layout, the starting cell gives the
layout back, and putting back is showing that layout again. Source: the design on the grid (packing
as react-grid-layout packs, its move replaced by the rule of middles).

Not here: what a tile shows (its kind's own file); cells as pixels (`grid_pixels`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

import msgspec

COLUMNS: Final = 12
"""Columns of a layout as it is kept; narrower ones are made for showing alone."""


class Tile(msgspec.Struct, frozen=True):
    """One tile of a layout: what stands where, in cells.

    Attributes:
        id: Names the tile within its board.
        kind: Key of the widget it shows; kept as it is where nobody knows it.
        x: First column, from 0.
        y: First row, from 0.
        w: Columns.
        h: Rows.
        pinned: It is never moved, resized or pushed.
        options: What the widget was told, as JSON values.
    """

    id: str
    kind: str
    x: int
    y: int
    w: int
    h: int
    pinned: bool = False
    options: dict[str, object] = msgspec.field(default_factory=dict)

    @property
    def right(self) -> int:
        """The first column after it."""
        return self.x + self.w

    @property
    def bottom(self) -> int:
        """The first row under it."""
        return self.y + self.h

    def overlaps(self, other: Tile) -> bool:
        """Tell whether the two share a cell."""
        return self.beside(other) and self.y < other.bottom and other.y < self.bottom

    def beside(self, other: Tile) -> bool:
        """Tell whether the two share a column."""
        return self.x < other.right and other.x < self.right


Layout: TypeAlias = tuple[Tile, ...]


class Limits(msgspec.Struct, frozen=True):
    """How small and how large a tile may be, in cells: its widget says so, never a kept layout."""

    min_w: int = 1
    min_h: int = 1
    max_w: int = COLUMNS
    max_h: int = 1_000

    def size(self, w: int, h: int) -> tuple[int, int]:
        """The nearest size that is allowed."""
        widest = min(self.max_w, COLUMNS)
        return max(self.min_w, min(w, widest)), max(self.min_h, min(h, self.max_h))


def at(tile: Tile, x: int, y: int) -> Tile:
    """The tile with its corner in another cell."""
    return msgspec.structs.replace(tile, x=x, y=y)


def resized(tile: Tile, w: int, h: int) -> Tile:
    """The tile with another size at its cell."""
    return msgspec.structs.replace(tile, w=w, h=h)


def find(layout: Layout, name: str) -> Tile:
    """The tile of that id.

    Raises:
        KeyError: The layout has none.
    """
    for tile in layout:
        if tile.id == name:
            return tile
    raise KeyError(name)


def height(layout: Iterable[Tile]) -> int:
    """Rows that the layout takes."""
    return max((tile.bottom for tile in layout), default=0)


def pack(layout: Layout) -> Layout:
    """Let every tile that is not pinned rise; the same tiles in the same order."""
    loose = [tile for tile in layout if not tile.pinned]
    return _as_in(layout, _settle(sorted(loose, key=_by_row), _pinned(layout)))


def move(base: Layout, name: str, x: int, y: int, limits: Limits | None = None) -> Layout:
    """The layout when a tile of `base` is aimed at a cell; `base` itself where it is pinned."""
    tile = find(base, name)
    return _aim(base, tile, at(tile, x, y), limits or Limits())


def resize(base: Layout, name: str, w: int, h: int, limits: Limits | None = None) -> Layout:
    """The layout when a tile of `base` takes another size: neighbours are pushed, never shrunk."""
    tile = find(base, name)
    room = COLUMNS - tile.x
    return _aim(base, tile, resized(tile, min(w, room), h), limits or Limits())


def insert(base: Layout, tile: Tile, limits: Limits | None = None) -> Layout:
    """The layout with a new tile dropped in its cell; it goes last in the order of tiles."""
    return _aim((*base, tile), tile, tile, limits or Limits())


def append(base: Layout, tile: Tile) -> Layout:
    """The layout with a new tile in the first place that is free for it, row by row."""
    row = 0
    while True:
        for column in range(COLUMNS - min(tile.w, COLUMNS) + 1):
            placed = at(tile, column, row)
            if not any(placed.overlaps(other) for other in base):
                return (*base, placed)
        row += 1


def remove(base: Layout, name: str) -> Layout:
    """The layout without a tile; what stood under it rises."""
    return pack(tuple(tile for tile in base if tile.id != name))


def pin(base: Layout, name: str, pinned: bool) -> Layout:
    """The layout with a tile pinned where it is, or let loose."""
    return pack(
        tuple(
            msgspec.structs.replace(tile, pinned=pinned) if tile.id == name else tile
            for tile in base
        )
    )


def narrowed(layout: Layout, columns: int) -> Layout:
    """The layout as a narrow window shows it: fewer columns, in reading order, nothing pinned.

    It is made for showing and never kept, so widening the window gives back what was there.
    """
    if columns >= COLUMNS:
        return layout
    ordered = sorted(layout, key=_by_row)
    squeezed = [_squeezed(tile, columns) for tile in ordered]
    if columns > 1:
        squeezed.sort(key=_by_row)
    return _as_in(layout, _settle(squeezed, ()))


def faults(layout: Layout) -> tuple[str, ...]:
    """What is wrong with a layout, a sentence each; nothing for one that was made here."""
    found = [
        f"tile {tile.id} leaves the grid"
        for tile in layout
        if min(tile.x, tile.y) < 0 or min(tile.w, tile.h) < 1 or tile.right > COLUMNS
    ]
    found += [
        f"tiles {one.id} and {other.id} overlap"
        for place, one in enumerate(layout)
        for other in layout[place + 1 :]
        if one.overlaps(other)
    ]
    found += [f"tile {tile.id} floats" for tile in layout if not _rests(tile, layout)]
    return tuple(found)


def _rests(tile: Tile, layout: Layout) -> bool:
    if tile.pinned or tile.y == 0:
        return True
    return any(tile.beside(other) and other.bottom == tile.y for other in layout)


def _by_row(tile: Tile) -> tuple[int, int]:
    return tile.y, tile.x


def _pinned(layout: Iterable[Tile]) -> tuple[Tile, ...]:
    return tuple(tile for tile in layout if tile.pinned)


def _as_in(layout: Layout, placed: Iterable[Tile]) -> Layout:
    """The placed tiles in the order they are kept in, so that equal layouts are equal values."""
    by_name = {tile.id: tile for tile in placed}
    return tuple(by_name[tile.id] for tile in layout)


def _squeezed(tile: Tile, columns: int) -> Tile:
    width = min(tile.w, columns)
    return Tile(
        tile.id, tile.kind, min(tile.x, columns - width), tile.y, width, tile.h, False, tile.options
    )


def _aim(base: Layout, start: Tile, wish: Tile, limits: Limits) -> Layout:
    """Place one tile; the others go before it or after it as its edge passed their middles.

    `start` is the tile as the gesture began: whether it goes down is told from its row there.
    """
    if start.pinned:
        return base
    width, depth = limits.size(wish.w, wish.h)
    column, row = max(0, min(wish.x, COLUMNS - width)), max(0, wish.y)
    aimed = at(resized(wish, width, depth), column, row)
    down = row > start.y
    edge = aimed.bottom if down else row
    before: list[Tile] = []
    after: list[Tile] = []
    loose = (one for one in base if not one.pinned and one.id != start.id)
    for other in sorted(loose, key=_by_row):
        middle = 2 * other.y + other.h
        passed = 2 * edge > middle if down else 2 * edge >= middle
        (before if passed else after).append(other)
    return _as_in(base, _settle([*before, aimed, *after], _pinned(base)))


def _settle(order: Sequence[Tile], pinned: Sequence[Tile]) -> list[Tile]:
    """Place tiles one by one: each rises from its row while it is free, or drops until it is."""
    placed = list(pinned)
    for tile in order:
        near = [other for other in placed if tile.beside(other)]
        placed.append(at(tile, tile.x, _row(tile, near)))
    return placed


def _row(tile: Tile, near: Sequence[Tile]) -> int:
    row = tile.y
    while True:
        ways = [other.bottom for other in near if other.y < row + tile.h and row < other.bottom]
        if not ways:
            break
        row = min(ways)
    if row > tile.y:
        return row
    return max((other.bottom for other in near if other.bottom <= row), default=0)
