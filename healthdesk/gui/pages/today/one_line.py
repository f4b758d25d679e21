"""What the lists of Today's small cards share: rows of one line, their ground, the theme's ink."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.column_painters import Ink

Where = QModelIndex | QPersistentModelIndex


class OneLine(QStyledItemDelegate):
    """Base of delegates that paint one line a row, `height` pixels high."""

    def __init__(self, view: QAbstractItemView, ui: Ui, height: int) -> None:
        super().__init__(view)
        self._list = view
        self._theme = ui.theme
        self._height = height
        self._ink = Ink(ui.theme, view.devicePixelRatioF())
        ui.theme.changed.connect(self._on_theme_changed)

    def sizeHint(self, option: QStyleOptionViewItem, index: Where) -> QSize:
        """One line."""
        del option, index
        return QSize(100, self._height)

    def paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Where) -> None:
        """Show which row has the keys, or is under the pointer."""
        if index.row() == self._list.currentIndex().row() and self._list.hasFocus():
            painter.fillRect(option.rect, self._ink.color("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, self._ink.color("hover"))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._ink = Ink(self._theme, self._list.devicePixelRatioF())
        self._list.viewport().update()
