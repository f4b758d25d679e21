"""A popup window on the raised ground: round corners, an edge; it closes on a press elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from healthdesk.gui.base.theme import Theme

RADIUS = 8


class RaisedPopup(QFrame):
    """Paints its own ground: a style sheet paints none for a window that is see-through."""

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAccessibleName(name)
        self.theme = theme

    def move_into_screen(self, corner: QPoint, size: QSize) -> None:
        """Take this place (top left, size), moved so far that all of it is on the screen."""
        room = self.screen().availableGeometry()
        left = max(min(corner.x(), room.right() + 1 - size.width()), room.left())
        top = max(min(corner.y(), room.bottom() + 1 - size.height()), room.top())
        self.setGeometry(QRect(QPoint(left, top), size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground and its edge."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(QPen(self.theme.color("edge"), 1))
        painter.setBrush(self.theme.color("raised"))
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ground, RADIUS, RADIUS)
        painter.end()
