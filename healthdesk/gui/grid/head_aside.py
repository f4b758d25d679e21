"""What a face says in the head of its frame, at the right: a legend, a sum; told, not pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.drawing import Drawing, paint
from healthdesk.gui.parts.plain import plain_tip


class HeadAside(QWidget):
    """Paints a small drawing; keys and press stay with the face."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._drawing = Drawing(0, 0)
        self.hide()

    @property
    def drawing(self) -> Drawing:
        """What it shows."""
        return self._drawing

    def show_drawing(self, drawing: Drawing) -> None:
        """Show another one, as large as everything is drawn now."""
        self._drawing = drawing
        zoom = self._theme.zoom
        self.setFixedSize(QSize(round(drawing.width * zoom), round(drawing.height * zoom)))
        self.setAccessibleName(" ".join(one.text for one in drawing.texts))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        del event
        painter = QPainter(self)
        painter.scale(self._theme.zoom, self._theme.zoom)
        paint(painter, self._drawing, self._theme)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell what stands under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self._drawing.tip(event.pos().toPointF() / self._theme.zoom)
            QToolTip.showText(event.globalPos(), plain_tip(tip), self)
            return True
        return super().event(event)
