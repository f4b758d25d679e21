"""A button that opens a menu of choices: a chevron at its right says so."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.gui.base.theme import Theme

ARROW, EDGE = 14, 9


class MenuButton(QPushButton):
    """Icon and text as on any button, then the chevron (its room is the style sheet's)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("opens", "menu")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chevron over the button."""
        super().paintEvent(event)
        painter = QPainter(self)
        color = "text2" if self.isEnabled() else "text3"
        picture = self._theme.pixmap("chevron-down", color, ARROW, self.devicePixelRatioF())
        left = self.width() - ARROW - EDGE
        painter.drawPixmap(left, (self.height() - ARROW) // 2, picture)
        painter.end()
