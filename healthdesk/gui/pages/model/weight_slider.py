"""A handle for one weight: a ring on a line in the dimension's colour, a tick at what holds now."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.pages.model.scale import Reach
from healthdesk.gui.parts.plot_table import BY_KEY

HIGH, RADIUS, LINE = 20, 7.0, 4.0
TICK = 14.0
_RING = 10.0


class WeightSlider(QSlider):
    """Shows a weight and lets a hand or the arrow keys move it.

    Signals:
        moved: the weight under the handle, while it moves.
        let_go: the hand has left the handle.
        nudged: a key has moved it; more may follow.
    """

    moved = Signal(float)
    let_go = Signal()
    nudged = Signal()

    def __init__(self, theme: Theme, name: str, color: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.theme = theme
        self.color = color
        self.weight = 0.0
        self.published = 0.0
        self._reach = Reach(1.0, 100)
        self._showing = False
        self._ringed = False
        self.setAccessibleName(f"Weight of {name}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HIGH)
        self.setPageStep(5)
        self.valueChanged.connect(self._on_value_changed)

    @property
    def reach(self) -> Reach:
        """How far it goes."""
        return self._reach

    def show_weight(self, weight: float, published: float, reach: Reach) -> None:
        """Show a weight, and where the published one stands, without telling anybody."""
        self._showing = True
        self.weight, self.published, self._reach = weight, published, reach
        self.setRange(0, reach.steps)
        self.setValue(reach.place(weight))
        self._showing = False
        self.update()

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(160, HIGH)

    def minimumSizeHint(self) -> QSize:
        """Room to move at least."""
        return QSize(80, HIGH)

    def x_of(self, weight: float) -> float:
        """Where a weight stands."""
        return RADIUS + self._reach.share(weight) * (self.width() - 2 * RADIUS)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to where the line was pressed, and hold it."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._follow(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self.isSliderDown():
            self._follow(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        del event
        if self.isSliderDown():
            self.setSliderDown(False)
            self.let_go.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a weight is not changed by scrolling past it."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Take note whether the keyboard brought the focus here."""
        self._ringed = event.reason() in BY_KEY
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw line, tick and handle."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, at = self.height() / 2, self.x_of(self.weight)
        tone = self.theme.color(self.color if self.isEnabled() and self.weight > 0 else "edge")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("track"))
        top = middle - LINE / 2
        painter.drawRoundedRect(QRectF(0, top, self.width(), LINE), 2, 2)
        painter.setBrush(tone)
        painter.drawRoundedRect(QRectF(0, top, at, LINE), 2, 2)
        if self.weight != self.published:
            tick = round(self.x_of(self.published)) - 0.5
            painter.setPen(QPen(self.theme.color("text2"), 1.5))
            painter.drawLine(QPointF(tick, middle - TICK / 2), QPointF(tick, middle + TICK / 2))
        if self.hasFocus() and self._ringed:
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(at, middle), _RING - 0.5, _RING - 0.5)
        painter.setPen(QPen(tone, 2))
        painter.setBrush(self.theme.color("surface"))
        painter.drawEllipse(QPointF(at, middle), RADIUS - 1, RADIUS - 1)
        painter.end()

    def _follow(self, x: float) -> None:
        room = max(1.0, self.width() - 2 * RADIUS)
        self.setValue(round((x - RADIUS) / room * self._reach.steps))

    @Slot(int)
    def _on_value_changed(self, place: int) -> None:
        if self._showing:
            return
        self.weight = self._reach.weight(place)
        self.update()
        self.moved.emit(self.weight)
        if not self.isSliderDown():
            self.nudged.emit()
