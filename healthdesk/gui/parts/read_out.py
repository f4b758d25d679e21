"""The read-out under the pointer on a chart: the day, rows of name and value, a hint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.drawing import Drawing, FontMeasure, Measure, Sheet, Text, fitted, paint

_SIDE = 10.0
_TOP = 7.0
_LINE = 20.0
_GAP = 24.0
_MOST = 300.0


def read_out(title: str, rows: Sequence[tuple[str, str]], hint: str, measure: Measure) -> Drawing:
    """Title, rows and hint, as wide as their widest needs (300 at most)."""
    sheet = Sheet()
    widths = [measure(title, "body", 500), measure(hint, "small", 400)]
    widths += [
        measure(name, "body", 400) + _GAP + measure(value, "body", 500) for name, value in rows
    ]
    inner = min(max(widths), _MOST)
    sheet.texts.append(fitted(QRectF(_SIDE, _TOP, inner, _LINE), title, measure, weight=500))
    y = _TOP + _LINE
    for name, value in rows:
        wide = min(measure(value, "body", 500), inner * 0.6)
        rect = QRectF(_SIDE, y, inner - wide - 8, _LINE)
        sheet.texts.append(fitted(rect, name, measure, "text2"))
        value_rect = QRectF(_SIDE + inner - wide, y, wide, _LINE)
        sheet.texts.append(fitted(value_rect, value, measure, weight=500, align="right"))
        y += _LINE
    if hint:
        sheet.texts.append(Text(QRectF(_SIDE, y, inner, 16), hint, "text3", "small"))
        y += 16
    return sheet.done(inner + 2 * _SIDE, y + _TOP)


class ReadOut(QWidget):
    """Shown beside the pointer, inside its chart; never in the pointer's way."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = FontMeasure(theme)
        self._drawing = Drawing(0, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def words(self) -> str:
        """All that it says."""
        return "\n".join(text.text for text in self._drawing.texts)

    def show_at(
        self, at: QPointF, title: str, rows: Sequence[tuple[str, str]], hint: str = ""
    ) -> None:
        """Say something beside a point of the chart."""
        self._drawing = read_out(title, rows, hint, self._measure)
        width, height = round(self._drawing.width), round(self._drawing.height)
        parent = self.parentWidget()
        room = parent.size() if parent is not None else self.size()
        left = at.x() + 12
        if left + width > room.width():
            left = at.x() - 12 - width
        top = min(max(at.y() - height / 2, 0.0), max(room.height() - height, 0))
        self.setGeometry(round(max(left, 0.0)), round(top), width, height)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, its edge and the texts."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        painter.setPen(QPen(self._theme.color("edge"), 1))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint(painter, self._drawing, self._theme)
        painter.end()
