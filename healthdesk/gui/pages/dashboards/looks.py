"""What of a board somebody looked at: tiles that nobody sees are offered for removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.pages.dashboards.state import Boards

if TYPE_CHECKING:
    from healthdesk.core.services import dashboards
else:
    dashboards = lazily("healthdesk.core.services.dashboards")

LOOKED = 4_000
"""Milliseconds after which what is on the screen counts as looked at."""


class Looks(QObject):
    """Notes, once a day, which tiles were on the screen for a while."""

    def __init__(self, ui: Ui, boards: Boards, view: GridView) -> None:
        super().__init__(view)
        self.ui = ui
        self.boards = boards
        self.view = view
        self._seen: set[tuple[int, int, frozenset[str]]] = set()
        self._later = Later(self, LOOKED, self.note)

    def begin(self) -> None:
        """Count from now on."""
        self._later.start()

    def stop(self) -> None:
        """Count no longer."""
        self._later.stop()

    def forget(self) -> None:
        """Begin anew, for another desk."""
        self.stop()
        self._seen.clear()

    @Slot()
    def note(self) -> None:
        """Note which tiles are on the screen, where the board is kept and is not laid out."""
        boards = self.boards
        shown = self.view.isVisible() and boards.kept and boards.draft is None
        if not shown or self.ui.looking_back:
            return
        seen = frozenset(
            tile.id
            for tile in boards.board.tiles
            if (frame := self.view.canvas.frame(tile.id)) is not None
            and not frame.visibleRegion().isEmpty()
        )
        look = (boards.row, self.ui.today, seen)
        if seen and look not in self._seen:
            self._seen.add(look)
            self.ui.do(dashboards.look, boards.row, sorted(seen), self.ui.today)
