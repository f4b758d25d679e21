"""A face that is painted from a layout: hover, press and keys come from the layout's places.

A subclass says in `lay_out` what stands where; every `Spot` of it can be reached by arrows, read
out and pressed. It is drawn anew for each size and exports as vectors, being a `Drawing`.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSizeF, Qt, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.widget import Shown
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, Spot, paint
from healthdesk.gui.parts.face import Face
from healthdesk.gui.parts.plot_table import BY_KEY
from healthdesk.gui.parts.read_out import ReadOut

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class DrawnFace(Face):
    """A painted face; `lay_out` is a pure function of what is shown and the room there is."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.measure = FontMeasure(ui.theme)
        self.drawing = Drawing(0, 0)
        self.read_out = ReadOut(ui.theme, self)
        self._at: int | None = None
        self._ringed = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        ui.theme.changed.connect(self._on_theme_changed)
        ui.theme.density_changed.connect(self._on_density_changed)

    def lay_out(self, room: QSizeF) -> Drawing:
        """What stands where in this room; subclasses say it."""
        raise NotImplementedError

    def for_paper(self, room: QSizeF) -> Drawing:
        """What stands where in this room of a page."""
        return self.lay_out(room)

    def show_data(self, data: object) -> None:
        """Show other figures."""
        super().show_data(data)
        self._at = None
        self.refresh()
        self.aside_changed.emit()

    def set_in_head(self, told: bool) -> None:
        """Leave out what the head says, or say it again."""
        if told != self.in_head:
            super().set_in_head(told)
            self.refresh()

    def show_marked(self, keys: frozenset[str]) -> None:
        """Show which of its marks narrow the others."""
        super().show_marked(keys)
        self.refresh()

    @property
    def zoom(self) -> float:
        """How much larger than usual it is drawn: while boards are presented."""
        return self.ui.theme.zoom

    def refresh(self) -> None:
        """Lay out again and repaint, once there is something to show."""
        if type(self.shown) is not Shown and self.width() > 0 and self.height() > 0:
            self.drawing = self.lay_out(QSizeF(self.size()) / self.zoom)
            self.update()

    def faded(self, key: str) -> float:
        """How strongly the mark of a key is drawn: fully, or at 40 % beside marked ones."""
        return 1.0 if not self.marked or key in self.marked else 0.4

    def paint_on(self, painter: QPainter) -> None:
        """Paint the drawing elsewhere, as lines and letters."""
        paint(painter, self.drawing, self.ui.theme)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the drawing and where the keys are."""
        del event
        painter = QPainter(self)
        painter.scale(self.zoom, self.zoom)
        paint(painter, self.drawing, self.ui.theme)
        spot = self._spot_of_keys()
        if spot is not None and self.hasFocus() and self._ringed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.ui.theme.color("accent"), 2))
            painter.drawRoundedRect(spot.rect.adjusted(-1, -1, 1, 1), 4, 4)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another room is another layout."""
        super().resizeEvent(event)
        self.refresh()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out what is under the pointer; a hand where a press does something."""
        super().mouseMoveEvent(event)
        at = event.position() / self.zoom
        spot = self.drawing.spot(at)
        hand = spot is not None and bool(spot.key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        self._tell(spot, event.position(), self.drawing.tip(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Press what is under the pointer; Ctrl adds it to what is marked."""
        super().mouseReleaseEvent(event)
        spot = self.drawing.spot(event.position() / self.zoom)
        if event.button() == Qt.MouseButton.LeftButton and spot is not None and spot.key:
            add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.press(spot.key, add=add)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the read-out away."""
        super().leaveEvent(event)
        self.read_out.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from place to place, Enter presses."""
        key = Qt.Key(event.key())
        spots = self.drawing.spots
        if spots and key in (*_BACK, *_ON) and not event.modifiers():
            step = 1 if key in _ON else -1
            at = (-1 if step > 0 else len(spots)) if self._at is None else self._at
            self._at = min(max(at + step, 0), len(spots) - 1)
            self._ringed = True
            reached = spots[self._at]
            self._tell(reached, reached.rect.center() * self.zoom, reached.tip)
            self.update()
            return
        spot = self._spot_of_keys()
        if key in _PRESS and spot is not None and spot.key:
            add = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.press(spot.key, add=add)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Note whether the keyboard brought the focus here."""
        self._ringed = event.reason() in BY_KEY
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the read-out away."""
        super().focusOutEvent(event)
        self.read_out.hide()
        self.update()

    def _spot_of_keys(self) -> Spot | None:
        spots = self.drawing.spots
        return spots[self._at] if self._at is not None and self._at < len(spots) else None

    def _tell(self, spot: Spot | None, at: QPointF, tip: str) -> None:
        """A tip's first line is the title; the others are "name: value", or a hint."""
        if not tip:
            self.read_out.hide()
            return
        title, *rest = tip.split("\n")
        pairs = [line.partition(": ") for line in rest]
        rows = [(name, value) for name, colon, value in pairs if colon]
        hint = next((name for name, colon, _ in pairs if not colon), "")
        self.read_out.show_at(at, title, rows, hint)
        self.setAccessibleDescription(tip.replace("\n", ", ") if spot is not None else "")

    @Slot()
    def _on_density_changed(self) -> None:
        self.refresh()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.measure = FontMeasure(self.ui.theme)
        self.refresh()
        self.aside_changed.emit()
