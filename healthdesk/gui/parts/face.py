"""The base of a widget's face: it shows data, says it as a table, and tells what was pressed.

Not here: head, states, menu and handles of a tile (gui/grid); what is shown (gui/widgets).
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSizeF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.report import Figure
from healthdesk.core.domain.widget import Shown
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plot_table import Lines

MARK, ACCOUNT = "mark:", "account:"
"""How the key of a place on a face begins that stands for a mark, or for an account's page."""


class Face(QWidget):
    """Shows what its widget's `load` answered; it reads nothing itself.

    Signals:
        mark_pressed: a `Mark`, and whether it is added to what is marked already (Ctrl).
        account_pressed: the id of the account that somebody wants to see, and the tab ("" = any).
        aside_changed: what it would say in the head of its frame is another.
    """

    mark_pressed = Signal(object, bool)
    account_pressed = Signal(str, str)
    aside_changed = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.shown = Shown()
        self.marked: frozenset[str] = frozenset()
        """Keys of its marks that narrow the other widgets now; the rest is drawn at 40 %."""
        self.in_head = False
        """Whether its frame says its `aside` in the head: then the face leaves it out."""

    def show_data(self, data: Any) -> None:  # noqa: ANN401 - each face knows its own data
        """Show other figures; faces extend it."""
        self.shown = data
        self.update()

    def show_marked(self, keys: frozenset[str]) -> None:
        """Show which of its marks narrow the others; none: it narrows nothing."""
        if keys != self.marked:
            self.marked = keys
            self.update()

    def aside(self) -> Drawing | None:
        """A legend or a sum that stands in the head where there is room for it; None: nothing."""
        return None

    def set_in_head(self, told: bool) -> None:
        """Note that the head says the aside, or that there is no room for it."""
        self.in_head = told

    def lines(self) -> tuple[tuple[str, ...], Lines]:
        """What it shows as a table: head and rows of texts, for Ctrl+T and CSV."""
        raise NotImplementedError

    def figure(self) -> Figure | None:
        """What it says as one figure with its change; None: it is more than a figure."""
        return None

    def on_paper(self, room: QSizeF) -> tuple[int, int]:
        """How many of its rows a drawing in this room shows, and of how many."""
        del room
        count = len(self.lines()[1])
        return count, count

    def paint_on(self, painter: QPainter) -> None:
        """Paint what is seen now elsewhere: on a picture or a drawing that is taken along."""
        self.render(painter, QPoint(0, 0), renderFlags=QWidget.RenderFlag.DrawChildren)

    def press(self, key: str, *, add: bool = False) -> None:
        """Act as somebody who presses the place of a key: "account:ID TAB" or "mark:KEY"."""
        if key.startswith(ACCOUNT):
            account_id, _, tab = key.removeprefix(ACCOUNT).partition("\n")
            self.account_pressed.emit(account_id, tab)
            return
        wanted = key.removeprefix(MARK)
        for mark in self.shown.marks:
            if mark.key == wanted:
                self.mark_pressed.emit(mark, add)
