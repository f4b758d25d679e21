"""A change as arrow and signed number: the arrow says the direction, the colour better or worse."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words

ARROW = 12
GAP = 2


def delta_color(value: float | None) -> str:
    """Name the colour of a change; none at all where nothing moved."""
    if not value:
        return "text2"
    return "up" if value > 0 else "down"


def paint_delta(
    painter: QPainter,
    rect: QRectF,
    theme: Theme,
    text: str,
    value: float | None,
    *,
    right: bool = True,
    font: QFont | None = None,
) -> None:
    """Draw a change of `value` written as `text`, at the right (or left) edge of `rect`."""
    painter.save()
    used = font or theme.font("body", 500)
    painter.setFont(used)
    painter.setPen(theme.color(delta_color(value)))
    wide = QFontMetricsF(used).horizontalAdvance(text)
    left = rect.right() - wide if right else rect.left() + (ARROW + GAP if value else 0)
    painter.drawText(
        QRectF(left, rect.top(), wide + 1, rect.height()), Qt.AlignmentFlag.AlignVCenter, text
    )
    if value:
        name = "arrow-up" if value > 0 else "arrow-down"
        ratio = painter.device().devicePixelRatioF()
        picture = theme.pixmap(name, delta_color(value), ARROW, ratio)
        top = rect.top() + (rect.height() - ARROW) / 2
        painter.drawPixmap(QRectF(left - ARROW - GAP, top, ARROW, ARROW).toRect(), picture)
    painter.restore()


class Delta(QWidget):
    """A change as a widget of its own."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme = theme
        self.words = words
        self._value: float | None = None
        self._text = words.signed(None)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_value(self, value: float | None, period: str = "") -> None:
        """Show another change; `period` ("in 28 days") is said to screen readers."""
        self._value = value
        self._text = self.words.signed(value)
        self.setAccessibleName(f"{self._text} {period}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for arrow and number."""
        wide = QFontMetricsF(self.theme.font("body", 500)).horizontalAdvance(self._text)
        return QSize(round(wide + 1.5) + (ARROW + GAP if self._value else 0), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        paint_delta(
            QPainter(self),
            QRectF(self.rect()),
            self.theme,
            self._text,
            self._value,
            right=False,
        )
