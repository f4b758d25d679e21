"""Who would be where: the histogram of scores with its two thresholds that a hand can drag."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.views import BANDS
from healthdesk.core.domain.what_if import BARS, Standing
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model import standing_layout as layout
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, paint
from healthdesk.gui.parts.read_out import ReadOut

LEAST, HIGH = 220, 380
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -5,
    Qt.Key.Key_PageUp: 5,
}
_NOBODY = Standing(((0, 0, 0),) * BARS, (0, 0, 0, 0))


class Threshold(QWidget):
    """The handle of one threshold, under the axis.

    Signals:
        dragged: key, and the score that a hand or a key wants it at.
        let_go: the hand has left it.
        nudged: a key has moved it; more may follow.
    """

    dragged = Signal(str, float)
    let_go = Signal()
    nudged = Signal()

    def __init__(self, theme: Theme, key: str, parent: StandingChart) -> None:
        super().__init__(parent)
        self.theme = theme
        self.key = key
        self.bound = 0.0
        self.held = False
        self._chart = parent
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SizeHorCursor)

    def show_bound(self, bound: float, told: str) -> None:
        """Stand at another score."""
        self.bound = bound
        self.setAccessibleName(told)
        self.setToolTip(f"{told}: drag it, or press the arrow keys")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self.held = event.button() == Qt.MouseButton.LeftButton

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the hand."""
        if self.held:
            x = self.mapToParent(event.position().toPoint()).x()
            self.dragged.emit(self.key, float(round(self._chart.frame.score(x))))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        del event
        if self.held:
            self.held = False
            self.let_go.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it by 1, Page Up and Page Down by 5."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.dragged.emit(self.key, min(100.0, max(0.0, round(self.bound) + step)))
        self.nudged.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a pentagon that points to the line above."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, top, half = self.width() / 2, 3.5, layout.PIN / 2 - 1.5
        path = QPainterPath(QPointF(middle - half, top))
        path.lineTo(middle + half, top)
        path.lineTo(middle + half, top + 8)
        path.lineTo(middle, top + 13)
        path.lineTo(middle - half, top + 8)
        path.closeSubpath()
        painter.setPen(QPen(self.theme.color("text" if self.isEnabled() else "edge"), 1.5))
        painter.setBrush(self.theme.color("surface"))
        painter.drawPath(path)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 1, -2, -3), 4, 4)
        painter.end()


class StandingChart(QWidget):
    """Bars of the draft by band, the published ones as a line.

    Signals:
        bound_dragged: key of a threshold and the score it is dragged to.
        bound_let_go: a threshold was let go.
        bound_nudged: a key has moved one; more may follow.
    """

    bound_dragged = Signal(str, float)
    bound_let_go = Signal()
    bound_nudged = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme = theme
        self._words = words
        self._measure = FontMeasure(theme)
        self.before = self.after = _NOBODY
        self.bounds: dict[str, float] = {}
        self.drawing = Drawing(0, 0)
        self.frame = layout.Frame(1, 1, 1)
        self.read_out = ReadOut(theme, self)
        self.pins = {key: Threshold(theme, key, self) for key in ("average", "strong")}
        for pin in self.pins.values():
            pin.dragged.connect(self.bound_dragged)
            pin.let_go.connect(self.bound_let_go)
            pin.nudged.connect(self.bound_nudged)
        self.setMouseTracking(True)
        self.setMinimumHeight(LEAST)
        self.setAccessibleName("Who would be where")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._on_theme_changed)

    @property
    def held(self) -> bool:
        """Whether a hand is on a threshold."""
        return any(pin.held for pin in self.pins.values())

    def show_standing(
        self,
        before: Standing,
        after: Standing,
        bounds: Mapping[str, float],
        *,
        editable: bool,
    ) -> None:
        """Show other counts; without bounds (a rank model) there is nothing to drag."""
        self.before, self.after = before, after
        self.bounds = {key: bounds[key] for key in ("average", "strong") if key in bounds}
        for key, pin in self.pins.items():
            pin.setVisible(key in self.bounds)
            pin.setEnabled(editable)
        told = zip(BANDS, before.bands, after.bands, strict=True)
        self.setAccessibleDescription(
            "; ".join(
                f"{self._words.band(band)} {was}, in the draft {now}" for band, was, now in told
            )
        )
        self.refresh()

    def refresh(self) -> None:
        """Lay out again and repaint."""
        self.frame = layout.frame_of(self.before, self.after, self.width(), self.height())
        self.drawing = layout.histogram(
            self.frame, (self.before, self.after), self.bounds, self._measure, self._words
        )
        for key, bound in self.bounds.items():
            pin = self.pins[key]
            pin.show_bound(bound, layout.label_words(key, bound, self._words))
            x = round(self.frame.x(bound) - pin.width() / 2)
            pin.move(x, round(self.frame.bottom) - 1)
        self.update()

    def sizeHint(self) -> QSize:
        """As in the look's own picture."""
        return QSize(460, HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new size is a new layout."""
        super().resizeEvent(event)
        self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        paint(painter, self.drawing, self.theme, QRectF(event.rect()))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out the bar under the pointer."""
        super().mouseMoveEvent(event)
        at = self.frame.bar(event.position().x())
        inside = 0 <= event.position().y() <= self.frame.bottom
        if at < 0 or not inside or not (self.before.heights[at] or self.after.heights[at]):
            self.read_out.hide()
            return
        title, rows = layout.read_out(at, self.before, self.after, self._words)
        self.read_out.show_at(event.position(), title, rows, "Ctrl T as table")

    def leaveEvent(self, event: QEvent) -> None:
        """Take the read-out away."""
        super().leaveEvent(event)
        self.read_out.hide()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._measure = FontMeasure(self.theme)
        self.refresh()
