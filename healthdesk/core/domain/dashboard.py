"""A dashboard as a document: its name and purpose, its scope, its tiles; and a draft of one.

A board that came from elsewhere is checked, each refusal naming its place; a kind that nobody knows
stays as it is, and a layout whose tiles overlap is put in order.

Not here: what a kind shows (gui/widgets); where tiles go (grid).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from healthdesk.core.domain import document, grid
from healthdesk.core.domain.board_preset import Presets, dump_presets, parse_presets
from healthdesk.core.domain.document import Node
from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.grid import COLUMNS, Layout, Tile
from healthdesk.core.domain.widget import PERIODS

VERSION: Final = 1
MAX_TILES: Final = 60
MAX_NAME: Final = 80
READS_WELL: Final = 10
"""Widgets beyond which a board is better split."""
_TALL, _LOW = 100, 10_000
_SCALARS = (str, int, float, bool)


class Board(msgspec.Struct, frozen=True):
    """One dashboard.

    Attributes:
        purpose: what it is looked at for, in the words of whom it serves.
        objective: what it helps to reach ("Keep 95 % of ARR through Q1"); may be empty.
        segment: name of the segment it is about; empty: that of the window.
        period: one of `PERIODS`.
        live: its cards follow what changes; off, they wait until they are asked to.
        presets: what it can be narrowed to in one press.
    """

    name: str
    purpose: str = ""
    objective: str = ""
    segment: str = ""
    period: str = "90 days"
    live: bool = True
    tiles: Layout = ()
    presets: Presets = ()

    def with_tiles(self, tiles: Layout) -> Board:
        """The same board laid out otherwise."""
        return msgspec.structs.replace(self, tiles=tiles)

    def with_tile(self, tile: Tile) -> Board:
        """The same board with another state of one of its tiles."""
        return self.with_tiles(tuple(tile if one.id == tile.id else one for one in self.tiles))

    def new_id(self, kind: str) -> str:
        """A name for a tile that no other has: its kind and the next free number."""
        taken = {tile.id for tile in self.tiles}
        number = 1
        while f"{kind}-{number}" in taken:
            number += 1
        return f"{kind}-{number}"


def parse_board(data: Any, place: str = "dashboard") -> Board:  # noqa: ANN401 - any JSON value
    """Check one board of decoded JSON.

    Raises:
        BadDocument: It is none; the place in it is named.
    """
    node = Node(data, place)
    node.version(VERSION)
    board = Board(
        name=node.text("name"),
        purpose=_words(node, "purpose"),
        objective=_words(node, "objective"),
        segment=_words(node, "segment"),
        period=node.choice("period", tuple(PERIODS), "90 days"),
        live=_flag(node, "live", default=True),
        tiles=_tiles(node),
        presets=parse_presets(node.take("presets", ()), node.at("presets")),
    )
    node.end()
    return board


def parse_boards(data: Any) -> tuple[Board, ...]:  # noqa: ANN401 - any JSON value
    """Check a list of boards, as `dashboards.json` holds them, or a single one."""
    if isinstance(data, dict):
        return (parse_board(data),)
    boards: list[Board] = []
    for at, one in enumerate(document.as_list(data, "dashboards")):
        board = parse_board(one, f"dashboard {at + 1}")
        if any(board.name.casefold() == other.name.casefold() for other in boards):
            raise BadDocument(board.name, "stands twice in the list")
        boards.append(board)
    return tuple(boards)


def dump_board(board: Board) -> dict[str, Any]:
    """The board as JSON values, keys in a fixed order, what is empty left out."""
    head: dict[str, Any] = {"schema_version": VERSION, "name": board.name}
    for key in ("purpose", "objective", "segment"):
        if getattr(board, key):
            head[key] = getattr(board, key)
    head["period"] = board.period
    if not board.live:
        head["live"] = False
    if board.presets:
        head["presets"] = dump_presets(board.presets)
    return {**head, "tiles": [_dump_tile(tile) for tile in board.tiles]}


@dataclass(frozen=True)
class BoardRow:
    """A board, or a private template, with the row that keeps it."""

    row: int
    board: Board


@dataclass(frozen=True)
class Draft:
    """A board being laid out: its states so far and which one is shown. Immutable.

    Every gesture is a step; saving is one operation on the desk, discarding none.
    """

    steps: tuple[Board, ...]
    at: int = 0

    @property
    def board(self) -> Board:
        """The state that is shown."""
        return self.steps[self.at]

    @property
    def changed(self) -> bool:
        """Whether it is another board than the one that was opened."""
        return self.board != self.steps[0]

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self.at < len(self.steps) - 1

    def step(self, board: Board) -> Draft:
        """Go on with another state; the same state is no step."""
        if board == self.board:
            return self
        return Draft((*self.steps[: self.at + 1], board), self.at + 1)

    def lay(self, layout: Callable[[Layout], Layout]) -> Draft:
        """Go on with another layout of the same board."""
        return self.step(self.board.with_tiles(layout(self.board.tiles)))

    def undo(self) -> Draft:
        """Take the last step back."""
        return replace(self, at=max(self.at - 1, 0))

    def redo(self) -> Draft:
        """Do the step that was taken back again."""
        return replace(self, at=min(self.at + 1, len(self.steps) - 1))


def _tiles(node: Node) -> Layout:
    tiles: list[Tile] = []
    for at, one in enumerate(document.as_list(node.take("tiles", ()), node.at("tiles"), MAX_TILES)):
        tile = _tile(Node(one, f"{node.at('tiles')} > {at + 1}"))
        if any(tile.id == other.id for other in tiles):
            raise BadDocument(node.at("tiles"), f"holds the id {tile.id} twice")
        tiles.append(tile)
    layout = tuple(tiles)
    return grid.pack(layout) if grid.faults(layout) else layout


def _tile(node: Node) -> Tile:
    width = document.as_whole(node.take("w"), node.at("w"), 1, COLUMNS)
    tile = Tile(
        id=node.text("id"),
        kind=node.text("kind"),
        x=document.as_whole(node.take("x"), node.at("x"), 0, COLUMNS - width),
        y=document.as_whole(node.take("y"), node.at("y"), 0, _LOW),
        w=width,
        h=document.as_whole(node.take("h"), node.at("h"), 1, _TALL),
        pinned=_flag(node, "pinned", default=False),
        options=_options(node),
    )
    node.end()
    return tile


def _options(node: Node) -> dict[str, object]:
    """Options as they stand: those of a kind that nobody knows are kept for who knows it."""
    place = node.at("options")
    value = node.take("options", {})
    if not isinstance(value, Mapping):
        raise BadDocument(place, "must be an object")
    out: dict[str, object] = {}
    for key, one in value.items():
        name = document.as_text(key, place)
        out[name] = _option(one, document.under(place, name))
    return out


def _option(value: object, place: str) -> object:
    if isinstance(value, list | tuple):
        return tuple(_option(one, place) for one in document.as_list(value, place))
    if value is not None and not isinstance(value, _SCALARS):
        raise BadDocument(place, "must be a text, a number, true or false, or a list of these")
    if isinstance(value, str) and len(value) > 20_000:
        raise BadDocument(place, "must be at most 20000 characters long")
    return value


def _words(node: Node, key: str) -> str:
    value = node.take(key, "")
    if not isinstance(value, str) or len(value) > document.MAX_TEXT:
        raise BadDocument(node.at(key), f"must be a text of at most {document.MAX_TEXT} characters")
    return value.strip()


def _flag(node: Node, key: str, *, default: bool) -> bool:
    value = node.take(key, default)
    if not isinstance(value, bool):
        raise BadDocument(node.at(key), "must be true or false")
    return value


def _dump_tile(tile: Tile) -> dict[str, Any]:
    body: dict[str, Any] = {"id": tile.id, "kind": tile.kind}
    body |= {"x": tile.x, "y": tile.y, "w": tile.w, "h": tile.h}
    if tile.pinned:
        body["pinned"] = True
    if tile.options:
        body["options"] = dict(sorted(tile.options.items()))
    return body
