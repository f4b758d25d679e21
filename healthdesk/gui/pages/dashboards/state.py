"""Which boards there are, which is in view, and the drafts of those that are laid out anew.

No widget and no desk: the page reads and writes, and shows what this says. A desk without boards
shows a template as if it were one; it is added when something of it is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from healthdesk.core.domain import grid
from healthdesk.core.domain.dashboard import Board, BoardRow, Draft
from healthdesk.core.domain.grid import Layout, Tile

UNKEPT = 0
"""The row of the board that is shown where the desk has none."""


class Boards:
    """The tabs of the page."""

    def __init__(self, first: Board) -> None:
        self._first = first
        self.rows: tuple[BoardRow, ...] = (BoardRow(UNKEPT, first),)
        self.row = UNKEPT
        """The board in view."""
        self.drafts: dict[int, Draft] = {}

    @property
    def kept(self) -> bool:
        """Whether the board in view is in the desk."""
        return self.row != UNKEPT

    @property
    def saved(self) -> Board:
        """The board in view as the desk keeps it."""
        return next(one.board for one in self.rows if one.row == self.row)

    @property
    def board(self) -> Board:
        """The board in view: its draft, if it is being laid out."""
        draft = self.drafts.get(self.row)
        return self.saved if draft is None else draft.board

    @property
    def draft(self) -> Draft | None:
        """The draft of the board in view."""
        return self.drafts.get(self.row)

    @property
    def names(self) -> tuple[str, ...]:
        """What the tabs say."""
        return tuple(one.board.name for one in self.rows)

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Names of the boards whose draft differs from what the desk keeps."""
        changed = {row for row, draft in self.drafts.items() if draft.changed}
        return tuple(one.board.name for one in self.rows if one.row in changed)

    def take(self, rows: Sequence[BoardRow]) -> None:
        """Note what the desk keeps now; drafts without a change follow it, those with one stay."""
        place = self._place()
        self.rows = tuple(rows) or (BoardRow(UNKEPT, self._first),)
        known = {one.row: one.board for one in self.rows}
        if self.row not in known:
            self.row = self.rows[min(place, len(self.rows) - 1)].row
        for row, draft in list(self.drafts.items()):
            if row not in known:
                del self.drafts[row]
            elif not draft.changed:
                self.drafts[row] = Draft((known[row],))

    def note(self, board: Board) -> None:
        """Take a state of the board in view for kept, ahead of the desk."""
        self.rows = tuple(
            replace(one, board=board) if one.row == self.row else one for one in self.rows
        )

    def forget(self) -> None:
        """Begin anew, for another desk."""
        self.drafts.clear()
        self.row = UNKEPT
        self.take(())

    def show(self, row: int) -> None:
        """Put another board in view; a draft that says nothing new is let go."""
        draft = self.draft
        if draft is not None and not draft.changed:
            del self.drafts[self.row]
        if any(one.row == row for one in self.rows):
            self.row = row

    def beside(self, step: int) -> int:
        """The row of the board so many tabs on, round and round."""
        return self.rows[(self._place() + step) % len(self.rows)].row

    def begin(self) -> None:
        """Lay the board in view out anew, or go on where that was left."""
        self.drafts.setdefault(self.row, Draft((self.saved,)))

    def end(self) -> None:
        """Let the draft of the board in view go."""
        self.drafts.pop(self.row, None)

    def lay(self, layout: Callable[[Layout], Layout]) -> None:
        """Go on with another layout of the draft."""
        self.step(self.board.with_tiles(layout(self.board.tiles)))

    def step(self, board: Board) -> None:
        """Go on with another state of the draft."""
        draft = self.draft
        if draft is not None:
            self.drafts[self.row] = draft.step(board)

    def undo(self) -> bool:
        """Take a step of the draft back; whether there was one."""
        draft = self.draft
        if draft is None or not draft.can_undo:
            return False
        self.drafts[self.row] = draft.undo()
        return True

    def redo(self) -> bool:
        """Do a step of the draft again; whether there was one."""
        draft = self.draft
        if draft is None or not draft.can_redo:
            return False
        self.drafts[self.row] = draft.redo()
        return True

    def ordered(self, row: int, place: int) -> tuple[int, ...]:
        """The rows with one of them in another place."""
        rest = [one.row for one in self.rows if one.row != row]
        rest.insert(max(0, min(place, len(rest))), row)
        return tuple(rest)

    def _place(self) -> int:
        return next((at for at, one in enumerate(self.rows) if one.row == self.row), 0)


def copied(board: Board, name: str) -> Layout:
    """The board's layout with a copy of a tile in the first place that is free."""
    tile = grid.find(board.tiles, name)
    made = msgspec.structs.replace(
        tile, id=board.new_id(tile.kind), pinned=False, options=dict(tile.options)
    )
    return grid.append(board.tiles, made)


def turned(board: Board, name: str) -> Layout:
    """The board's layout with a tile pinned, or let loose if it was."""
    return grid.pin(board.tiles, name, not grid.find(board.tiles, name).pinned)


def told(board: Board, name: str, options: dict[str, object]) -> Board:
    """The board with other options of a tile."""
    tile = grid.find(board.tiles, name)
    return board.with_tile(msgspec.structs.replace(tile, options=dict(options)))


def new_tile(board: Board, kind: str, size: tuple[int, int]) -> Tile:
    """A tile of a kind that the board does not have yet, in its first column and row."""
    return Tile(board.new_id(kind), kind, 0, 0, *size)
