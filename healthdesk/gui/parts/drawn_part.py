"""A widget that shows a `Drawing`: lays it out for its width, paints it, answers the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, paint
from healthdesk.gui.parts.plain import plain_tip

_EMPTY = Drawing(0, 0)


class DrawnPart(QWidget):
    """Base of painted parts; a subclass says in `lay_out` what stands where.

    Signals:
        spot_clicked: the key of the place that was pressed.
        height_changed: the drawing needs more or less room than before.
    """

    spot_clicked = Signal(str)
    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.measure = FontMeasure(theme)
        self.drawing = _EMPTY
        self.inset = 0.0
        """Empty pixels left of the drawing."""
        self._content_width: float | None = None
        self._late = False
        """Whether it was laid out before the look or the words changed."""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._on_theme_changed)

    def lay_out(self, width: float) -> Drawing:
        """The drawing for a width; subclasses override it."""
        raise NotImplementedError

    def clickable(self, key: str) -> bool:
        """Whether the pointer shows a hand over a spot; subclasses override it."""
        del key
        return False

    def tip(self, point: QPointF) -> str:
        """The tooltip at a point of the drawing."""
        return self.drawing.tip(point)

    def set_content_width(self, width: float) -> None:
        """Lay out for this width whatever the widget's own: a scroll bar moves no column."""
        if width != self._content_width:
            self._content_width = width
            self.refresh()

    def refresh(self) -> None:
        """Lay out again and repaint."""
        width = self._content_width
        if width is None:
            width = self.width() - self.inset
        if width < 1:
            return
        self.drawing = self.lay_out(width)
        height = round(self.drawing.height)
        if height != self.height() or height != self.minimumHeight():
            self.setFixedHeight(height)
            self.updateGeometry()
            self.height_changed.emit()
        self.update()

    @Slot()
    def _on_theme_changed(self) -> None:
        self.measure = FontMeasure(self.theme)
        self._late = not self.isVisible()  # what nobody sees need not hold up what one does
        if not self._late:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with a change of the look."""
        super().showEvent(event)
        if self._late:
            self._late = False
            self.refresh()

    def sizeHint(self) -> QSize:
        """As high as the drawing."""
        return QSize(320, round(self.drawing.height))

    def minimumSizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(80, round(self.drawing.height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A new width is a new layout."""
        super().resizeEvent(event)
        if self._content_width is None and event.size().width() != event.oldSize().width():
            self.refresh()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what of the drawing is to be seen."""
        painter = QPainter(self)
        painter.translate(self.inset, 0)
        clip = QRectF(event.rect()).translated(-self.inset, 0)
        paint(painter, self.drawing, self.theme, clip)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand where a press does something."""
        spot = self.drawing.spot(event.position() - QPointF(self.inset, 0))
        hand = spot is not None and self.clickable(spot.key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which spot was pressed."""
        spot = self.drawing.spot(event.position() - QPointF(self.inset, 0))
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self.spot_clicked.emit(spot.key)
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Give tooltips for elided texts and spots."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self.tip(QPointF(event.pos()) - QPointF(self.inset, 0))
            if tip:
                QToolTip.showText(event.globalPos(), plain_tip(tip), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)
