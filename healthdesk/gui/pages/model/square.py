"""The small square in a dimension's colour, beside its name."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme

SIDE = 8


class Square(QWidget):
    """A patch of colour; the name beside it says the same."""

    def __init__(self, theme: Theme, color: str) -> None:
        super().__init__()
        self.theme = theme
        self.color = color
        self.setFixedSize(SIDE + 2, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill it."""
        del event
        QPainter(self).fillRect(QRect(0, 0, SIDE, SIDE), self.theme.color(self.color))
