"""Cards in three columns, or in two where there is less room.

At the top stands what is seen at once: whoever moves a weight far down its list, or drags a point
of a curve, still sees the histogram.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from healthdesk.gui.pages.data.small_table import ANY_HEIGHT

THREE, PAIR = 1150, 760
"""Widths from which three columns stand side by side, and cards beside each other at the right."""
GAP, MARGIN = 12, 16
LEFT, RIGHT = 338, 368
LEAST = (1040, 596, 640)
"""Height of the cards at the top at least: in a stack, in two columns, in three."""
_MOVES, _STANDING, _CURVE, _BACKTEST = 156, 352, 250, 300
_EASY = 8
"""Pixels that a curve is higher than it must be."""
_MOVES_WIDE = 314
"""Width of who moves at least: both badges, some of a name, and the money."""


class Columns(QWidget):
    """Weights at the left, curve and histogram beside them, who moves and backtest at the right."""

    def __init__(
        self,
        weights: QWidget,
        standing: QWidget,
        moves: QWidget,
        curve: QWidget,
        backtest: QWidget,
    ) -> None:
        super().__init__()
        self.weights, self.curve, self.standing = weights, curve, standing
        self.moves, self.backtest = moves, backtest
        self._cards = (weights, curve, standing, moves, backtest)
        self._shape = -1
        self._room = (2, 0)
        standing.setMinimumHeight(_STANDING)
        moves.setMinimumHeight(_MOVES)
        curve.setMinimumHeight(_CURVE)
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

    def event(self, event: QEvent) -> bool:
        """Be higher where a card asks for more than before, as one of ranks does."""
        if event.type() == QEvent.Type.LayoutRequest and self._shape >= 0:
            self._fit()
        return bool(super().event(event))

    def _fit(self) -> None:
        """As high as what is seen at once, and as the cards need."""
        shape, height = self._room
        # Where it is wide its controls stand in one line.
        wide = self.curve.minimumSizeHint().height()
        curve = max(_CURVE, wide + _EASY if shape == 1 else _least(self.curve))
        # Under each other each gets what it needs, and the histogram the rest.
        seen = max(_STANDING, height - MARGIN - curve - GAP)
        self.curve.setMaximumHeight(curve if shape == 1 else ANY_HEIGHT)
        for card in (self.standing, self.moves):
            card.setMaximumHeight(seen if shape == 1 else ANY_HEIGHT)
        need = curve + GAP + _STANDING if shape else 0
        proof = max(_BACKTEST, _least(self.backtest))
        if shape == 2:
            need = max(need, max(_MOVES, self.moves.minimumSizeHint().height()) + GAP + proof)
        if proof != self.backtest.minimumHeight():
            self.backtest.setMinimumHeight(proof)
        high = max(LEAST[shape], height - MARGIN, need)
        if shape == 1:
            high += proof + GAP
        if high != self.top.height():
            self.top.setFixedHeight(high)

    def arrange(self, width: int, height: int) -> None:
        """Stand for the width and the height that are seen."""
        shape = (width >= PAIR) + (width >= THREE)
        self._room = (shape, height)
        self._fit()
        if shape == self._shape:
            return
        self._shape = shape
        for widget in self._cards:
            self._grid.removeWidget(widget)
        for at in range(5):
            self._grid.setRowStretch(at, 0)
            self._grid.setColumnStretch(at, 0)
        (self._stack, self._pair, self._stand_three)[shape]()

    def _stand_three(self) -> None:
        """Weights; curve and histogram; who moves and backtest."""
        self._limit(LEFT, RIGHT)
        self._grid.addWidget(self.weights, 0, 0, 3, 1)
        self._grid.addWidget(self.curve, 0, 1, 2, 1)
        self._grid.addWidget(self.standing, 2, 1)
        self._grid.addWidget(self.moves, 0, 2)
        self._grid.addWidget(self.backtest, 1, 2, 2, 1)
        self._grid.setColumnStretch(1, 1)
        for row, share in enumerate((20, 13, 37)):
            self._grid.setRowStretch(row, share)

    def _pair(self) -> None:
        """Curve over histogram and who moves; the backtest below the fold."""
        self._limit(LEFT, 0)
        self._grid.addWidget(self.weights, 0, 0, 2, 1)
        self._grid.addWidget(self.curve, 0, 1, 1, 2)
        self._grid.addWidget(self.standing, 1, 1)
        self._grid.addWidget(self.moves, 1, 2)
        self._grid.addWidget(self.backtest, 2, 0, 1, 3)
        self._grid.setRowStretch(2, 1)
        self.moves.setMinimumWidth(_MOVES_WIDE)
        self._grid.setColumnStretch(1, 5)
        self._grid.setColumnStretch(2, 4)

    def _stack(self) -> None:
        """All at the right one under the other."""
        self._limit(LEFT, 0)
        self._grid.addWidget(self.weights, 0, 0, 4, 1)
        for at, widget in enumerate(self._cards[1:]):
            self._grid.addWidget(widget, at, 1)
            self._grid.setRowStretch(at, 1)
        self._grid.setColumnStretch(1, 1)

    def _limit(self, left: int, right: int) -> None:
        """Fix the widths of the outer columns; a `right` of 0 lets the cards be as they come."""
        self.weights.setFixedWidth(left)
        for card in (self.moves, self.backtest):
            card.setMinimumWidth(right)
            card.setMaximumWidth(right or ANY_HEIGHT)


def _least(card: QWidget) -> int:
    """Height that a card needs at its width: its controls may take more lines."""
    inside = card.layout()
    if inside is None or not inside.hasHeightForWidth():
        return card.minimumSizeHint().height()
    return max(inside.minimumHeightForWidth(card.width()), card.minimumSizeHint().height())
