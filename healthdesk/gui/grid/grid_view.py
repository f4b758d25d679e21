"""The view of a dashboard: scrolls its canvas, and gives it the width of what is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.grid.canvas import Canvas


class GridView(QScrollArea):
    """A canvas that can be scrolled; the room for the bar is kept, so tiles never jump.

    Signals:
        escaped: Escape was pressed and nobody inside wanted it.
        seen: whether it came into view, or went.
    """

    escaped = Signal()
    seen = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.canvas = Canvas(theme, self)
        self.setWidget(self.canvas)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another place for every frame."""
        super().resizeEvent(event)
        self.canvas.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Escape; the rest scrolls."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it is seen."""
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it is not."""
        super().hideEvent(event)
        self.seen.emit(False)
