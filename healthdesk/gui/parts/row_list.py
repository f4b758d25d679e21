"""A list of few kinds of rows, each painted: walked by arrows, entered by Enter or a press."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.column_painters import Ink
from healthdesk.gui.parts.drawn_list import DrawnList

Where = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
NARROW = 380
"""Width below which a line may need a second one."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class RowModel(QAbstractListModel):
    """Rows of any kind; what they say comes from the list."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view
        self.rows: Sequence[Any] = ()

    def show(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Where = _NOWHERE) -> int:
        """Count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Where, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Say a row in words."""
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._view.say(self.rows[index.row()]) if shown and index.isValid() else None

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Heads are passed over."""
        if not index.isValid() or not self._view.can_enter(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowList(DrawnList):
    """Lists say how high a row is, how it is painted, what it says.

    Signals:
        entered_row: a row was pressed, or entered by key.
        menu_wanted: the row whose menu is wanted, and where on the screen.
    """

    entered_row = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(
        self, theme: Theme, words: Words, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, words, name, parent)
        self.ink = Ink(theme, self.devicePixelRatioF())
        self.narrow = False
        self.rows = RowModel(self)
        self.setModel(self.rows)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self._on_theme_anew)
        theme.density_changed.connect(self._on_density_changed)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the line that has the keys keeps them where it can."""
        before, scroll = self.currentIndex().row(), self.verticalScrollBar().value()
        self.rows.show(rows)
        at = min(max(before, 0), len(rows) - 1)
        if at >= 0:
            self._go(at, 1)
        self.verticalScrollBar().setValue(scroll)

    def row_at(self, line: int) -> Any:  # noqa: ANN401 - rows are of any kind
        """The row on a line."""
        return self.rows.rows[line] if 0 <= line < len(self.rows.rows) else None

    @property
    def current(self) -> Any:  # noqa: ANN401 - rows are of any kind
        """The row that keys act on."""
        return self.row_at(self.currentIndex().row())

    def high(self, row: Any) -> int:  # noqa: ANN401 - rows are of any kind
        """How high a row is."""
        del row
        return 28

    def say(self, row: Any) -> str:  # noqa: ANN401 - rows are of any kind
        """What a row says to those who do not see it."""
        return str(row)

    def can_enter(self, row: Any) -> bool:  # noqa: ANN401 - rows are of any kind
        """Whether a row can be pressed; heads cannot."""
        del row
        return True

    def paint_row(self, painter: QPainter, rect: QRect, row: Any) -> None:  # noqa: ANN401
        """Paint what a row says; lists override it."""

    def ground(self, row: Any, *, hover: bool) -> str:  # noqa: ANN401 - rows are of any kind
        """The colour under a row, "" for none."""
        return "hover" if hover and self.can_enter(row) else ""

    def line_size(self, row: int) -> QSize:
        """As high as its kind."""
        return QSize(10, self.high(self.row_at(row)))

    def paint_line(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint ground, words, and the edge of the one that keys act on."""
        told = self.row_at(row)
        color = self.ground(told, hover=hover)
        if color:
            painter.fillRect(rect, self.ink.color(color))
        self.paint_row(painter, rect, told)
        if row == self.currentIndex().row() and self.hasFocus() and self.can_enter(told):
            self.draw_edge(painter, rect)

    def tip_at(self, pos: QPoint) -> str:
        """All that the row says."""
        row = self.row_at(self.indexAt(pos).row())
        return self.say(row) if row is not None and self.can_enter(row) else ""

    def _go(self, line: int, step: int) -> bool:
        while 0 <= line < len(self.rows.rows):
            if self.can_enter(self.row_at(line)):
                self.setCurrentIndex(self.rows.index(line))
                return True
            line += step
        return False

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        row = self.row_at(index.row())
        if row is not None and self.can_enter(row):
            self.setCurrentIndex(index)
            self.entered_row.emit(row)

    @Slot()
    def _on_theme_anew(self) -> None:
        self.ink = Ink(self._theme, self.devicePixelRatioF())
        self.viewport().update()

    @Slot()
    def _on_density_changed(self) -> None:
        self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Have a line that the keys act on; a press chooses its own, under the pointer."""
        super().focusInEvent(event)
        pressed = event.reason() == Qt.FocusReason.MouseFocusReason
        if not pressed and (not self.can_enter(self.current) or self.current is None):
            self._go(0, 1)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, lines may be higher."""
        super().resizeEvent(event)
        narrow = self.viewport().width() < NARROW
        if narrow != self.narrow:
            self.narrow = narrow
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space enter a row; arrows pass over heads."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            super().keyPressEvent(event)
        elif event.key() in _ENTER and self.current is not None:
            self.entered_row.emit(self.current)
        elif step:
            self._go(self.currentIndex().row() + step, step)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what can be done with a row, by pointer or by the menu key."""
        row, at = self.current, event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            row = self.row_at(self.indexAt(event.pos()).row())
        elif row is not None:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        if row is not None and self.can_enter(row):
            self.menu_wanted.emit(row, at)
