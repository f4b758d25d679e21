"""A handle of a curve: a ring on a point, or a pin at the base line under a threshold.

The chart under it does the work of the mouse; a handle has the keys and a name.
"""

from __future__ import annotations

from typing import Protocol, cast

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plot_table import BY_KEY

SIZE = 28
RADIUS, TAKEN = 5.5, 7.5
_STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Down: (0.0, -1.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_PageDown: (0.0, -10.0),
    Qt.Key.Key_PageUp: (0.0, 10.0),
}
_DROPS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier


class Moves(Protocol):
    """What a handle asks of its chart."""

    def nudge(self, place: int, by: tuple[float, float], *, fine: bool) -> None:
        """Move a handle by steps."""

    def drop(self, place: int) -> None:
        """Take a point out."""

    def take_back(self) -> bool:
        """Put it back where a hand took it."""

    def tell_of(self, place: int) -> None:
        """Say what it reads."""

    def hush(self) -> None:
        """Say nothing more."""

    def flush(self) -> None:
        """Settle what keys have moved."""


class Handle(QWidget):
    """Stands on one point of a scale."""

    def __init__(self, theme: Theme, place: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.place = place
        self.pin = False
        self._color = "accent"
        self._ringed = False
        self.setFixedSize(SIZE, SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def _chart(self) -> Moves:
        return cast("Moves", self.parentWidget())

    def show_at(self, at: QPointF, color: str, *, pin: bool, editable: bool) -> None:
        """Stand somewhere, as a ring or as a pin."""
        self.pin, self._color = pin, color
        self.setEnabled(editable)
        self.move(round(at.x() - SIZE / 2), round(at.y() - SIZE / 2))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it, with Shift finely, Page Up and Down by 10; Delete takes it out."""
        key, chart = Qt.Key(event.key()), self._chart
        by = _STEPS.get(key)
        if by is not None and not event.modifiers() & _CTRL:
            if self.pin and by[1]:
                by = (by[1], 0.0)
            chart.nudge(self.place, by, fine=bool(event.modifiers() & _SHIFT))
        elif key in _DROPS and not self.pin:
            chart.drop(self.place)
        elif key != Qt.Key.Key_Escape or not chart.take_back():
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say what it reads, once the keyboard comes."""
        self._ringed = event.reason() in BY_KEY
        super().focusInEvent(event)
        self._chart.tell_of(self.place)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle what keys have moved."""
        super().focusOutEvent(event)
        self._chart.flush()
        self._chart.hush()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a ring, filled where it is taken, or a pin that points up."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(SIZE / 2, SIZE / 2)
        taken = self.hasFocus()
        if self.pin:
            self._draw_pin(painter, middle)
        elif taken:
            painter.setPen(QPen(self.theme.color("surface"), 1.5))
            painter.setBrush(self.theme.color("accent"))
            painter.drawEllipse(middle, TAKEN, TAKEN)
        else:
            painter.setPen(QPen(self.theme.color(self._color), 2))
            painter.setBrush(self.theme.color("surface"))
            painter.drawEllipse(middle, RADIUS, RADIUS)
        if taken and self._ringed:
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, SIZE / 2 - 2.5, SIZE / 2 - 2.5)
        painter.end()

    def _draw_pin(self, painter: QPainter, middle: QPointF) -> None:
        left, right = middle.x() - 5.5, middle.x() + 5.5
        top, foot = middle.y() - 7, middle.y() + 5
        path = QPainterPath(QPointF(middle.x(), top))
        for x, y in ((right, top + 5), (right, foot), (left, foot), (left, top + 5)):
            path.lineTo(x, y)
        path.closeSubpath()
        painter.setPen(QPen(self.theme.color("text" if self.isEnabled() else "edge"), 1.5))
        painter.setBrush(self.theme.color("accent" if self.hasFocus() else "surface"))
        painter.drawPath(path)
