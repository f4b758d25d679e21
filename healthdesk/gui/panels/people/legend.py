"""What dots, rings and dashes of the grid mean, in its head at the right."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QSizePolicy

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.panels.people.grid_layout import dashed
from healthdesk.gui.parts.drawing import Dot, Drawing, Fill, Sheet, Text
from healthdesk.gui.parts.drawn_part import DrawnPart

_HIGH = 20.0
_RECEIVED, _SENT, _UNSAID = "received", "sent", "no direction"
_MISSED = "a month missed for a key contact"


class Legend(DrawnPart):
    """As wide as its words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._unsaid = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(
            f"Dot: {_RECEIVED}; ring: {_SENT}; dashes: {_MISSED}; small square: {_UNSAID}"
        )
        self._fit()

    def set_unsaid(self, there: bool) -> None:
        """Tell of touches without a direction only where there are some."""
        if there != self._unsaid:
            self._unsaid = there
            self._fit()

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        return QSize(round(self._wide()), round(_HIGH))

    def minimumSizeHint(self) -> QSize:
        """No less."""
        return self.sizeHint()

    def lay_out(self, width: float) -> Drawing:
        """Each sign with its word."""
        sheet, x, middle = Sheet(), 6.0, _HIGH / 2
        for sign, word, wide in self._parts():
            if sign == "in":
                sheet.dots.append(Dot(QPointF(x, middle), 3.2, "s2"))
            elif sign == "out":
                sheet.dots.append(Dot(QPointF(x, middle), 2.6, "surface", "s1"))
            elif sign == "none":
                sheet.dots.append(Dot(QPointF(x, middle), 2.2, "text3", shape="square"))
            else:
                box = QRectF(x - 4, middle - 5, 13, 11)
                sheet.fills.append(Fill(box, "noticesoft"))
                dashed(sheet, box, "noticefill")
                x += 6
            measured = self.measure(word, "small", 400)
            sheet.texts.append(Text(QRectF(x + 8, 0, measured + 1, _HIGH), word, "text2", "small"))
            x += wide
        return sheet.done(width, _HIGH)

    def _parts(self) -> list[tuple[str, str, float]]:
        told = [("in", _RECEIVED), ("out", _SENT)]
        told += [("none", _UNSAID)] if self._unsaid else []
        told += [("hole", _MISSED)]
        return [(sign, word, self.measure(word, "small", 400) + 24) for sign, word in told]

    def _wide(self) -> float:
        return sum(wide for _, _, wide in self._parts()) + 4

    def _fit(self) -> None:
        self.setFixedWidth(round(self._wide()))
        self.set_content_width(self._wide())
        self.refresh()
