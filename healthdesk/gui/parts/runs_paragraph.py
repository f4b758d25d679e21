"""A few lines of plain text of which some runs stand out; nothing in it is read as markup."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import on_screen

LINE = 20
Runs = Sequence[tuple[str, bool]]


class RunsParagraph(QWidget):
    """Wraps to its width."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._runs: Runs = ()
        self._heights: dict[int, int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """All that it says."""
        return "".join(text for text, _ in self._runs)

    def show_runs(self, runs: Runs) -> None:
        """Say something else."""
        self._runs = tuple((on_screen(text), bold) for text, bold in runs)
        self._heights.clear()
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow one is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the text gets at a width."""
        if width not in self._heights:
            self._heights[width] = self._lay(width).lineCount() * LINE
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """Ask for one line."""
        return QSize(300, self.heightForWidth(300))

    def minimumSizeHint(self) -> QSize:
        """Be content with little."""
        return QSize(80, LINE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        del event
        painter = QPainter(self)
        painter.setPen(self.theme.color("text"))
        layout = self._lay(self.width())
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            line.setPosition(QPointF(0, 0))
            line.draw(painter, QPointF(0, number * LINE + (LINE - line.height()) / 2))
        painter.end()

    def _lay(self, width: float) -> QTextLayout:
        layout = QTextLayout(self.text, self.theme.font("body"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(1.0, width))
            line = layout.createLine()
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        out, at = [], 0
        for text, bold in self._runs:
            long = len(text.encode("utf-16-le")) // 2  # as Qt counts letters
            if bold:
                one = QTextLayout.FormatRange()
                one.start, one.length = at, long
                form = QTextCharFormat()
                form.setFontWeight(QFont.Weight.DemiBold)
                one.format = form
                out.append(one)
            at += long
        return out
