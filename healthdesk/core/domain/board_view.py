"""How a board is looked at: one card alone, those of an objective, without the ones put away.

Nothing of it is written: what the desk keeps of a board is its document (dashboard.py), where a
tile may say that it is put away and what it helps to reach.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

import msgspec

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import COLUMNS, Layout, Tile

HIDDEN: Final = "hidden"
OBJECTIVE: Final = "objective"
_ALONE_HIGH: Final = 8
"""Rows of a card that is alone, where nobody says how many have room."""


@dataclass(frozen=True)
class BoardView:
    """What of a board is in view.

    Attributes:
        alone: id of the one tile that is shown; empty: all of them.
        objective: only tiles that are tied to it are shown; empty: whatever they are tied to.
        period: the period that holds instead of the board's; empty: the board's.
    """

    alone: str = ""
    objective: str = ""
    period: str = ""


def is_hidden(tile: Tile) -> bool:
    """Whether a tile is put away: kept on its board, not shown and not read."""
    return tile.options.get(HIDDEN) is True


def hidden(board: Board) -> Layout:
    """The tiles of a board that are put away."""
    return tuple(tile for tile in board.tiles if is_hidden(tile))


def put_away(board: Board, name: str, away: bool) -> Board:
    """The board with a tile put away, or shown again where it was."""
    tile = grid.find(board.tiles, name)
    options = {key: value for key, value in tile.options.items() if key != HIDDEN}
    if away:
        options[HIDDEN] = True
    return board.with_tile(msgspec.structs.replace(tile, options=options))


def objective_of(board: Board, tile: Tile) -> str:
    """What a tile helps to reach: its own objective, else that of its board."""
    own = tile.options.get(OBJECTIVE)
    return own.strip() if isinstance(own, str) and own.strip() else board.objective


def objectives(board: Board) -> tuple[tuple[str, int], ...]:
    """The objectives of a board and how many tiles are tied to each; its own goes first."""
    shown = [tile for tile in board.tiles if not is_hidden(tile)]
    tied = Counter(name for tile in shown if (name := objective_of(board, tile)))
    first = [board.objective] if board.objective else []
    names = dict.fromkeys((*first, *sorted(tied, key=str.casefold)))
    return tuple((name, tied[name]) for name in names)


def in_view(board: Board, view: BoardView, high: int = _ALONE_HIGH) -> Layout:
    """The tiles that are shown, and where: what of a board is put away leaves room to those below.

    A tile alone takes all columns and so many rows; those of an objective stand side by side.
    """
    for tile in board.tiles:
        if tile.id == view.alone:
            return (msgspec.structs.replace(tile, x=0, y=0, w=COLUMNS, h=high, pinned=False),)
    kept = tuple(tile for tile in board.tiles if not is_hidden(tile))
    if view.objective:
        out: Layout = ()
        for tile in sorted(kept, key=_in_order):
            if objective_of(board, tile) == view.objective:
                out = grid.append(out, msgspec.structs.replace(tile, pinned=False))
        return out
    return board.tiles if kept == board.tiles else grid.pack(kept)


def _in_order(tile: Tile) -> tuple[int, int]:
    return tile.y, tile.x
