"""A short table whose cells can be pressed: a select, a tick, one of two values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import PAD, inset


class CellTable(SmallTable):
    """Tells which cell was pressed; Enter presses the first of `answers`, Space the second.

    Signals:
        cell_pressed: the row's id and the column's key.
    """

    cell_pressed = Signal(str, str)
    follows_density = False

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column],
        ident: Callable[[Any], str],
        parent: QWidget | None = None,
        *,
        answers: Sequence[str] = (),
        high: int = 0,
        head: bool = True,
        keeps_current: bool = False,
    ) -> None:
        super().__init__(theme, name, columns, ident, parent, keeps_current=keeps_current)
        self._answers = tuple(answers)
        if high:
            self.set_row_height(high)
        if not head:
            self.head.hide()

    @property
    def needed_height(self) -> int:
        """What head and rows take, without scrolling."""
        above = 0 if self.head.isHidden() else self.head.sizeHint().height()
        return above + self.rows.rowCount() * self.row_height + 1

    def below(self, ident: str, key: str) -> tuple[QPoint, int]:
        """Where a popup of a cell belongs (on the screen), and how wide the cell is."""
        at = next(at for at, one in enumerate(self.rows.columns) if one.key == key)
        rect = self.visualRect(self.rows.index(self.rows.line_of(ident), at))
        left = rect.left() + inset(at, fixed=False)
        corner = self.viewport().mapToGlobal(QPoint(left, rect.bottom()))
        return corner, rect.width() - inset(at, fixed=False) - PAD

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make the row current and tell which cell it was."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        ident = self.rows.id_at(index.row()) if index.isValid() else ""
        if ident and index.column() >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.cell_pressed.emit(ident, self.rows.columns[index.column()].key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be pressed."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        hand = index.isValid() and self.rows.columns[index.column()].key in self._answers
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press a cell by key."""
        places = {Qt.Key.Key_Return: 0, Qt.Key.Key_Enter: 0, Qt.Key.Key_F2: 0, Qt.Key.Key_Space: 1}
        place = places.get(Qt.Key(event.key()), -1)
        ident = self.current_id()
        if ident and 0 <= place < len(self._answers):
            self.cell_pressed.emit(ident, self._answers[place])
        else:
            super().keyPressEvent(event)
