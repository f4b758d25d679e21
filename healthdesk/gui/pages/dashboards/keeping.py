"""Keeps the board in view in the desk, so that the next opening shows it before the desk is open.

Today's figures as they are shown, when the desk is left alone or let go; those of the next days are
worked out while nobody waits. Not here: whether figures are still good (services/cards_ahead.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.wish import Wish
from healthdesk.core.services import cards_kept
from healthdesk.gui import widgets
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards import reading
from healthdesk.gui.pages.dashboards.reading import Figures
from healthdesk.gui.pages.dashboards.state import Boards
from healthdesk.gui.pages.dashboards.tile_view import OWN, TileView
from healthdesk.gui.pages.dashboards.tiles import Tiles
from healthdesk.gui.widgets import WidgetModule

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk, Tx
    from healthdesk.core.services import cards_ahead, today_ahead
    from healthdesk.core.services.cards_ahead import ReadBoard, ReadCard
else:
    cards_ahead = lazily("healthdesk.core.services.cards_ahead")
    today_ahead = lazily("healthdesk.core.services.today_ahead")

ORIGIN = "keeping"
IDLE = 20_000
"""Milliseconds after the last change until the board is kept; the log is folded after that."""


class Keeping(QObject):
    """Knows what of the board in view can be kept, and has it kept."""

    def __init__(self, ui: Ui, boards: Boards, tiles: Tiles) -> None:
        super().__init__(tiles)
        self.ui = ui
        self.boards = boards
        self.tiles = tiles
        self._ahead: list[int] = []
        self._later = Later(self, IDLE, self.keep)
        ui.changed.connect(self._on_ui_changed)
        ui.desk_changed.connect(self.begin)

    @Slot()
    def begin(self) -> None:
        """Wait until nothing happens for a while."""
        self._ahead = []
        if self.ui.desk is None:
            self._later.stop()
        else:
            self._later.start()

    def keep(self) -> None:
        """Keep today's board now, then those of the next days, one after the other."""
        desk, read = self.ui.desk, self.shown()
        if desk is None or read is None:
            return
        self.ui.work(desk.do, cards_ahead.keep, read, self.ui.today, origin=ORIGIN)
        self._ahead = list(today_ahead.days_ahead(self.ui.today))
        self._work_ahead()

    def keep_at_hand(self, desk: Desk) -> None:
        """Keep what is shown, on the way out."""
        read = self.shown()
        if read is not None:
            desk.do(cards_ahead.keep, read, self.ui.today)

    def shown(self) -> ReadBoard | None:
        """The board in view with the cards that show what they show without any filter."""
        if not self.boards.kept or self.ui.looking_back or self.ui.desk is None:
            return None
        board, day = self.boards.saved, self.ui.today
        cards = {
            tile.id: card
            for tile in board.tiles
            if (one := self.tiles.tile(tile.id)) is not None
            and (card := _card(one, plain_wish(board, tile, day))) is not None
        }
        if not cards:
            return None
        return cards_ahead.ReadBoard(day, self.boards.row, board, cards)

    def _work_ahead(self) -> None:
        if not self._ahead or not self.boards.kept:
            return
        board, day = self.boards.saved, self._ahead.pop(0)
        modules = {
            tile.kind: module
            for tile in board.tiles
            if (one := self.tiles.tile(tile.id)) is not None and (module := one.module) is not None
        }
        self.ui.read(
            read_ahead,
            self.boards.row,
            board,
            day,
            modules,
            then=self._on_ahead,
            key="board ahead",
            patient=True,
        )

    @Slot(object)
    def _on_ahead(self, read: ReadBoard | None) -> None:
        desk = self.ui.desk
        if desk is not None and read is not None:
            self.ui.work(desk.do, cards_ahead.keep, read, self.ui.today, origin=ORIGIN)
        self._work_ahead()

    @Slot(object)
    def _on_ui_changed(self, _: object) -> None:
        self.begin()


def plain_wish(board: Board, tile: Tile, day: int) -> Wish:
    """What a tile is asked where the window narrows nothing."""
    told = {key: value for key, value in tile.options.items() if key not in OWN}
    return Wish(day, board.period, ("", board.segment), told)


def read_ahead(
    tx: Tx, row: int, board: Board, day: int, modules: Mapping[str, WidgetModule]
) -> ReadBoard | None:
    """Work out the cards of a board on a day; None where they lie ready."""
    if cards_ahead.is_kept(tx, day):
        return None
    cards = {}
    for tile in board.tiles:
        module = modules.get(tile.kind)
        if module is None:
            continue
        found = reading.try_tile(tx, module, plain_wish(board, tile, day))
        card = None if found is None else _read_card(module, tile.kind, found)
        if card is not None:
            cards[tile.id] = card
    return cards_ahead.ReadBoard(day, row, board, cards)


def _card(one: TileView, wish: Wish) -> ReadCard | None:
    figures, module = one.figures, one.module
    settled = not (one.waiting or one.stale or one.unread) and one.wish == wish
    if figures is None or module is None or not settled:
        return None
    return _read_card(module, one.tile.kind, figures)


def _read_card(module: WidgetModule, kind: str, figures: Figures) -> ReadCard | None:
    if widgets.shown_by(module) is not type(figures.shown):
        return None
    card = cards_kept.card(kind, figures.ask, figures.shown)
    if card is None:
        return None
    return cards_ahead.ReadCard(card, figures.stamp, module.SPEC.topics)
