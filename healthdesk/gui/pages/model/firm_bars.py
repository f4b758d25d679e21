"""How firm the bands are, as bars: a dimension, how many accounts flip."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.what_if import Firmness
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, Fill, Measure, Sheet, Text, fitted
from healthdesk.gui.parts.drawn_part import DrawnPart

ROW, BAR = 20.0, 10.0
_NAME, _GAP = 112.0, 8.0


def firm_layout(found: Sequence[Firmness], width: float, measure: Measure, words: Words) -> Drawing:
    """A row for each dimension; all bars share one scale."""
    sheet = Sheet()
    most = max((one.flips for one in found), default=0)
    figures = [words.number(one.flips) for one in found]
    widest = max((measure(text, "body", 500) for text in figures), default=0.0)
    left = min(_NAME, width * 0.45) + _GAP
    room = max(0.0, width - left - widest - _GAP)
    for at, (one, figure) in enumerate(zip(found, figures, strict=True)):
        top = at * ROW
        sheet.texts.append(fitted(QRectF(0, top, left - _GAP, ROW), one.name, measure, "text2"))
        long = room * one.flips / most if most else 0.0
        if long:
            bar = QRectF(left, top + (ROW - BAR) / 2, max(1.0, long), BAR)
            sheet.fills.append(Fill(bar, "unknownfill"))
        shift = long + _GAP if long else 0.0
        text = Text(QRectF(left + shift, top, widest + 2, ROW), figure, "text", weight=500)
        sheet.texts.append(text)
    return sheet.done(width, max(1.0, len(found) * ROW))


class FirmBars(DrawnPart):
    """The bars; their table is behind Ctrl+T."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self._found: tuple[Firmness, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("How firm is it")

    def show_firmness(self, found: Sequence[Firmness]) -> None:
        """Show other counts."""
        self._found = tuple(found)
        told = "; ".join(f"{one.name} {one.flips}" for one in found)
        self.setAccessibleDescription(told)
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The bars for a width."""
        return firm_layout(self._found, width, self.measure, self._words)
