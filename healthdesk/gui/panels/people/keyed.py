"""A drawn part whose spots the keyboard reaches: arrows go from one to the next, Enter presses."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.drawing import Drawing, Spot
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import BY_KEY

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class KeyedPart(DrawnPart):
    """Draws what `lay_out` says and a ring around the spot that has the keyboard."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.current = ""
        self._ringed = False
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def clickable(self, key: str) -> bool:
        """Every spot can be pressed."""
        return bool(key)

    def keys(self) -> list[str]:
        """The spots in the order in which arrows visit them."""
        return [spot.key for spot in self.drawing.spots]

    def spot_of(self, key: str) -> Spot | None:
        """The spot of a key."""
        return next((spot for spot in self.drawing.spots if spot.key == key), None)

    def choose(self, key: str) -> None:
        """Give the keyboard to a spot."""
        self.current = key
        spot = self.spot_of(key)
        self.setAccessibleDescription(spot.tip if spot is not None else "")
        self.update()

    def refresh(self) -> None:
        """Lay out again; a spot that is gone loses the keyboard."""
        super().refresh()
        if self.current and self.spot_of(self.current) is None:
            self.current = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next spot, or press the one that is chosen."""
        keys = self.keys()
        if event.key() in (*_BACK, *_ON) and keys:
            step = 1 if event.key() in _ON else -1
            at = keys.index(self.current) + step if self.current in keys else 0
            self.choose(keys[min(max(at, 0), len(keys) - 1)])
            self._ringed = True
        elif event.key() in PRESS and self.current:
            self.spot_clicked.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is pressed."""
        spot = self.drawing.spot(event.position() - QPointF(self.inset, 0))
        self._ringed = False
        if spot is not None:
            self.choose(spot.key)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first spot where none is."""
        super().focusInEvent(event)
        self._ringed = event.reason() in BY_KEY
        if self._ringed and not self.current and self.keys():
            self.choose(self.keys()[0])
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing and the ring."""
        super().paintEvent(event)
        spot = self.spot_of(self.current)
        if spot is None or not self.hasFocus() or not self._ringed:
            return
        painter = QPainter(self)
        painter.translate(self.inset, 0)
        ring(painter, spot.rect, self.theme)
        painter.end()

    def lay_out(self, width: float) -> Drawing:
        """The drawing for a width; subclasses override it."""
        raise NotImplementedError


def ring(painter: QPainter, rect: QRectF, theme: Theme) -> None:
    """Draw the ring of the keyboard around a place."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)
