"""A list whose lines are drawings: one delegate, one look, tips that tell what was cut.

Not here: what the lines are, and which keys act on them (each list says so itself).
"""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, paint
from healthdesk.gui.parts.plain import plain_tip

Where = QModelIndex | QPersistentModelIndex
EDGE = 3
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
"""With one of these a letter is no act on a line."""


class DrawnList(QListView):
    """Moved through by arrows; lists override what a line is."""

    def __init__(self, theme: Theme, words: Words, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._measure = FontMeasure(theme)
        self.setItemDelegate(_Lines(self))
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        theme.changed.connect(self._on_theme_changed)

    def line_size(self, row: int) -> QSize:
        """How high a line is; asked of every line at once: it has to be quick."""
        del row
        return QSize(10, 0)

    def paint_line(self, painter: QPainter, rect: QRect, row: int, *, hover: bool) -> None:
        """Paint one line where it stands; lists override it."""

    def tip_at(self, pos: QPoint) -> str:
        """What the tip at a place tells, in plain text; lists override it."""
        del pos
        return ""

    def draw(self, painter: QPainter, rect: QRect, drawing: Drawing) -> None:
        """Paint a drawing where a line stands."""
        painter.save()
        painter.translate(rect.topLeft())
        paint(painter, drawing, self._theme)
        painter.restore()

    def draw_edge(self, painter: QPainter, rect: QRect) -> None:
        """Mark the line that keys act on."""
        edge = QRect(rect.left(), rect.top(), EDGE, rect.height())
        painter.fillRect(edge, self._theme.color("accent"))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole of a text that is cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = plain_tip(self.tip_at(event.pos()))
            QToolTip.showText(event.globalPos(), tip, self.viewport())
            return True
        return bool(super().viewportEvent(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no line as the one that keys act on."""
        super().focusOutEvent(event)
        self.viewport().update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._measure = FontMeasure(self._theme)
        self.viewport().update()


class _Lines(QStyledItemDelegate):
    """Asks its list."""

    def __init__(self, view: DrawnList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Where) -> QSize:
        """Say how high a line is."""
        del option
        return self._view.line_size(index.row())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Where) -> None:
        """Paint a line."""
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._view.paint_line(painter, option.rect, index.row(), hover=hover)
