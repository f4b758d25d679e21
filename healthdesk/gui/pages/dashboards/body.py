"""A board with the gallery beside it, or over it where both have no room side by side."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from healthdesk.core.domain.grid_pixels import MEDIUM
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.grid.gallery import WIDTH, Gallery
from healthdesk.gui.grid.grid_view import GridView
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.state import EmptyState

_HINT_HIGH = 40


class Body(QWidget):
    """Places view and gallery; says what to do where the board is empty."""

    def __init__(self, theme: Theme, view: GridView) -> None:
        super().__init__()
        self._view = view
        self._open = False
        self._away = False
        self.stack = QStackedWidget(self)
        self.empty = EmptyState(
            theme,
            "Nothing is on this board yet",
            "Put widgets on it: each shows one thing, and answers to a press.",
            "Edit layout",
            "layout-dashboard",
        )
        self.stack.addWidget(view)
        self.stack.addWidget(self.empty)
        self.gallery = Gallery(theme, self)
        self.gallery.hide()
        self.hint = PlainLabel("Drag a widget here, or press one in the gallery", "second")
        self.hint.setParent(self)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hint.hide()

    @property
    def docked(self) -> bool:
        """Whether the gallery and all columns have room side by side."""
        return self._columns_beside(WIDTH)

    @property
    def wide(self) -> bool:
        """Whether all columns have room, were the gallery not there."""
        return self._columns_beside(0)

    def _columns_beside(self, taken: int) -> bool:
        bar = self._view.verticalScrollBar().sizeHint().width()
        return self.width() - taken - bar >= MEDIUM

    def show_empty(self, empty: bool, *, editing: bool) -> None:
        """Say that a board is empty, and what brings something."""
        self.stack.setCurrentIndex(1 if empty and not editing else 0)
        self.hint.setVisible(empty and editing)
        self._place()

    def open_gallery(self, shown: bool) -> None:
        """Show the gallery, or put it away."""
        self._open = shown
        self.gallery.setVisible(shown)
        self._place()

    def step_aside(self, away: bool) -> None:
        """Let the whole board be seen while something is dragged onto it.

        The gallery leaves the window without being hidden: the pointer that drags is its own.
        """
        self._away = away and not self.docked
        self._place()

    def _place(self) -> None:
        wide, high = self.width(), self.height()
        beside = WIDTH if self._open and self.docked else 0
        self.stack.setGeometry(QRect(0, 0, wide - beside, high))
        left = wide + 8 if self._away else wide - WIDTH
        self.gallery.setGeometry(QRect(left, 0, WIDTH, high))
        self.gallery.raise_()
        self.hint.setGeometry(0, (high - _HINT_HIGH) // 2, wide - beside, _HINT_HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size is another place for both."""
        super().resizeEvent(event)
        self._place()
