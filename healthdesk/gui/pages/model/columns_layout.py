"""Cards in three columns, or in two where there is less room, and a full line at the foot."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from healthdesk.gui.pages.data.small_table import ANY_HEIGHT

THREE, PAIR = 1150, 900
"""Widths from which three columns stand side by side, and the lists under the histogram do."""
GAP, MARGIN = 12, 16
LEFT, RIGHT = 328, 368
_MOVES, _VERSIONS, _STANDING = 190, 150, 330
_LOW = 360
"""Height of the histogram above the lists, so that both are seen at once."""


class Columns(QWidget):
    """Weights at the left, the histogram beside them, lists at the right or below."""

    def __init__(
        self, weights: QWidget, standing: QWidget, moves: QWidget, versions: QWidget
    ) -> None:
        super().__init__()
        self.weights, self.standing = weights, standing
        self.moves, self.versions = moves, versions
        self.foot: QWidget | None = None
        self._width = 0
        self._shape = -1
        standing.setMinimumHeight(_STANDING)
        moves.setMinimumHeight(_MOVES)
        versions.setMinimumHeight(_VERSIONS)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, MARGIN, MARGIN)
        self._grid.setSpacing(GAP)
        self.arrange(THREE)

    def set_foot(self, widget: QWidget) -> None:
        """Put something under all columns."""
        self.foot = widget
        # As high as it asks for: whoever may shrink would be pressed flat, the page scrolls.
        widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._shape = -1
        self.arrange(self._width)

    def arrange(self, width: int) -> None:
        """Stand for a width."""
        self._width = width
        shape = (width >= PAIR) + (width >= THREE)
        if shape == self._shape:
            return
        self._shape = shape
        for widget in (self.weights, self.standing, self.moves, self.versions):
            self._grid.removeWidget(widget)
        for at in range(4):
            self._grid.setRowStretch(at, 0)
            self._grid.setColumnStretch(at, 0)
        (self._stack, self._pair, self._stand_three)[shape]()
        if self.foot is not None:
            self._grid.removeWidget(self.foot)
            self._grid.addWidget(self.foot, 3, 0, 1, 3)

    def _stand_three(self) -> None:
        """Weights, histogram, lists."""
        self._limit(LEFT, RIGHT)
        self._grid.addWidget(self.weights, 0, 0, 2, 1)
        self._grid.addWidget(self.standing, 0, 1, 2, 1)
        self._grid.addWidget(self.moves, 0, 2)
        self._grid.addWidget(self.versions, 1, 2)
        self._grid.setRowStretch(0, 3)
        self._grid.setRowStretch(1, 2)
        self._grid.setColumnStretch(1, 1)

    def _pair(self) -> None:
        """The lists side by side under the histogram."""
        self._limit(LEFT, 0)
        self._grid.addWidget(self.weights, 0, 0, 2, 1)
        self._grid.addWidget(self.standing, 0, 1, 1, 2)
        self._grid.addWidget(self.moves, 1, 1)
        self._grid.addWidget(self.versions, 1, 2)
        self._grid.setRowStretch(1, 1)
        self._grid.setColumnStretch(1, 4)
        self._grid.setColumnStretch(2, 3)

    def _stack(self) -> None:
        """The lists one under the other."""
        self._limit(LEFT, 0)
        self._grid.addWidget(self.weights, 0, 0, 3, 1)
        self._grid.addWidget(self.standing, 0, 1)
        self._grid.addWidget(self.moves, 1, 1)
        self._grid.addWidget(self.versions, 2, 1)
        self._grid.setRowStretch(1, 1)
        self._grid.setRowStretch(2, 1)
        self._grid.setColumnStretch(1, 1)

    def _limit(self, left: int, right: int) -> None:
        """Fix the widths of the outer columns; a `right` of 0 lets the lists be as they come."""
        self.weights.setFixedWidth(left)
        for card in (self.moves, self.versions):
            card.setMinimumWidth(right)
            card.setMaximumWidth(right or ANY_HEIGHT)
        self.standing.setMaximumHeight(ANY_HEIGHT if right else _LOW)
