"""The table of plays, whose first column is a switch that answers a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.plays.columns import SWITCH
from healthdesk.gui.parts.column import Column


class PlaysTable(SmallTable):
    """Shows plays.

    Signals:
        switch_wanted: the name of the play whose switch was pressed, or Space upon it.
        menu_wanted: the name of the play whose menu is wanted, and where on the screen.
    """

    switch_wanted = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(
        self, theme: Theme, columns: Sequence[Column], ident: Callable[[Any], str]
    ) -> None:
        super().__init__(theme, "Plays", columns, ident, keeps_current=True)

    def _on_switch(self, event: QMouseEvent) -> bool:
        at = self.indexAt(event.position().toPoint())
        column = self.rows.columns[at.column()].key if at.isValid() else ""
        return column == SWITCH and event.button() == Qt.MouseButton.LeftButton

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the switch switches."""
        super().mousePressEvent(event)
        if self._on_switch(event):
            self.switch_wanted.emit(self.current_id())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice on the switch opens nothing."""
        if not self._on_switch(event):
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space switches."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self.current_id():
            self.switch_wanted.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a play."""
        name, at = self.current_id(), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            name = self.rows.id_at(self.indexAt(event.pos()).row())
        elif name:
            rect = self.visualRect(self.currentIndex())
            at = self.viewport().mapToGlobal(rect.bottomLeft())
        if name:
            self.menu_wanted.emit(name, at)
            event.accept()
