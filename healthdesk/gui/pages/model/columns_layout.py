"""Cards in three columns, or in two where there is less room, and a full line at the foot.

The cards at the top are together as high as what is seen at once: whoever moves a weight far down
its list still sees the histogram.
"""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from healthdesk.gui.pages.data.small_table import ANY_HEIGHT

THREE, PAIR = 1150, 900
"""Widths from which three columns stand side by side, and the lists under the histogram do."""
GAP, MARGIN = 12, 16
LEFT, RIGHT = 338, 368
LEAST = (760, 560, 480)
"""Height of the cards at the top at least: in a stack, with the lists in a pair, in columns."""
_MOVES, _VERSIONS, _STANDING = 180, 150, 300
_LOW = 350
"""Height of the histogram above the lists, so that both are seen at once."""


class Columns(QWidget):
    """Weights at the left, the histogram beside them, lists at the right or below."""

    def __init__(
        self, weights: QWidget, standing: QWidget, moves: QWidget, versions: QWidget
    ) -> None:
        super().__init__()
        self.weights, self.standing = weights, standing
        self.moves, self.versions = moves, versions
        self._shape = -1
        standing.setMinimumHeight(_STANDING)
        moves.setMinimumHeight(_MOVES)
        versions.setMinimumHeight(_VERSIONS)
        self.top = QWidget()
        self._grid = QGridLayout(self.top)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, MARGIN, MARGIN)
        self._whole.setSpacing(GAP)
        self._whole.addWidget(self.top)
        self._whole.addStretch(1)
        self.arrange(THREE, LEAST[-1])

    def set_foot(self, widget: QWidget) -> None:
        """Put something under all columns."""
        # As high as it asks for: whoever may shrink would be pressed flat, the page scrolls.
        widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._whole.insertWidget(1, widget)

    def arrange(self, width: int, height: int) -> None:
        """Stand for the width and the height that are seen."""
        shape = (width >= PAIR) + (width >= THREE)
        self.top.setFixedHeight(max(LEAST[shape], height - MARGIN))
        if shape == self._shape:
            return
        self._shape = shape
        for widget in (self.weights, self.standing, self.moves, self.versions):
            self._grid.removeWidget(widget)
        for at in range(3):
            self._grid.setRowStretch(at, 0)
            self._grid.setColumnStretch(at, 0)
        (self._stack, self._pair, self._stand_three)[shape]()

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
