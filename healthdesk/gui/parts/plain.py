"""Labels and tips for text that may come from data: never markup, elided without room."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from healthdesk.gui.base.theme import Role, Theme
from healthdesk.gui.base.words import on_screen, one_line

LEAST = 24
"""Width below which an eliding label is not pressed."""
_ENDLESS = re.compile(r"\S{40}")
"""A word that no line holds: it breaks anywhere, else its label would be as wide as it."""


def plain_tip(text: str) -> str:
    """Make a text safe for a tool tip, which would otherwise guess whether it is markup."""
    return f"<qt>{html.escape(on_screen(text)).replace(chr(10), '<br>')}</qt>" if text else ""


class PlainLabel(QLabel):
    """Shows text as it is; `role` and `tone` choose its look (controls.qss).

    `elide` keeps it on one line, the whole text in its tip; `wrap` lets it take more lines.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "",
        *,
        tone: str = "",
        elide: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._full = ""
        self._figures = QFont()
        self._elide = elide
        if role:
            self.setProperty("role", role)
        if tone:
            self.setProperty("tone", tone)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWordWrap(wrap)
        self.setText(text)

    @property
    def full_text(self) -> str:
        """The text before it was elided."""
        return self._full

    def setText(self, text: str) -> None:
        """Show another text; one that is shown already costs nothing."""
        if text == self._full and self.text():
            return
        self._full = text
        self._choose_figures()
        if self._elide:
            self._fit()
            self.updateGeometry()
        else:
            told = on_screen(text)
            breaks = self.wordWrap() and len(told) > 40
            super().setText(_ENDLESS.sub("\\g<0>\u200b", told) if breaks else told)

    def set_tone(self, tone: str) -> None:
        """Show the text in another tone: notice, poor, strong, accent, up, down or none."""
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_role(self, role: str) -> None:
        """Show the text in another role."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self._polish_again()

    def set_large(self, large: bool) -> None:
        """Show the text larger, as on what is presented, or as usual."""
        if bool(self.property("large")) != large:
            self.setProperty("large", "true" if large else None)
            self._polish_again()
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Ask for room for the whole text."""
        hint = super().sizeHint()
        if not self._elide:
            return hint
        margins = self.contentsMargins()
        wide = self.fontMetrics().horizontalAdvance(self._full) + 1
        return QSize(wide + margins.left() + margins.right(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Be content with little when eliding."""
        hint = super().minimumSizeHint()
        return QSize(min(LEAST, self.sizeHint().width()), hint.height()) if self._elide else hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide anew."""
        super().resizeEvent(event)
        if self._elide:
            self._fit()

    def _choose_figures(self) -> None:
        """Give figures the same width, but not where hyphens would stretch with them."""
        font = QFont()
        if any(letter.isdigit() for letter in self._full) and "-" not in self._full:
            font.setFeature(QFont.Tag("tnum"), 1)
        if font != self._figures:
            self._figures = font
            self.setFont(font)
            self._polish_again()  # a font that is set wins over the role's, until polished anew

    def _polish_again(self) -> None:
        self.style().unpolish(self)
        self.style().polish(self)

    def _fit(self) -> None:
        room = max(0, self.contentsRect().width())
        told = one_line(self._full)
        shown = self.fontMetrics().elidedText(told, Qt.TextElideMode.ElideRight, room)
        cut = shown != told and room > 0
        super().setText(shown if cut else told)
        self.setToolTip(plain_tip(self._full) if cut else "")
        self.setAccessibleName(self._full)


class Paragraph(QWidget):
    """A few lines of plain text at the look's own line height, which a label cannot keep."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        color: str = "text2",
        *,
        role: Role = "body",
        weight: int = 400,
        line: int = 20,
        center: bool = False,
        most: int = 0,
    ) -> None:
        super().__init__()
        self.theme = theme
        self._most = most
        """Width beyond which no line goes, however much room there is; 0 = any."""
        self._text = ""
        self._color = color
        self._font = theme.font(role, weight, tabular=False)
        self._line = line
        self._center = center
        self._counts: dict[int, int] = {}
        """Lines at each width that was asked about: a layout asks about many, many times."""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(text)

    def text(self) -> str:
        """The text that is shown."""
        return self._text

    def setText(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self._counts.clear()
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def lines(self, width: float) -> tuple[str, ...]:
        """Break the text for a width."""
        layout = self._lay(width)
        found = [layout.lineAt(number) for number in range(layout.lineCount())]
        return tuple(
            self._text[line.textStart() : line.textStart() + line.textLength()] for line in found
        )

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow paragraph is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Say how high the text gets at a width."""
        if not self._text:
            return 0
        if width not in self._counts:
            self._counts[width] = max(1, self._lay(width).lineCount())
        return self._counts[width] * self._line

    def sizeHint(self) -> QSize:
        """Ask for one line of up to 420 px."""
        wide = min(420, self._lay(1e6).boundingRect().width() + 2)
        return QSize(round(wide), self.heightForWidth(round(wide)))

    def minimumSizeHint(self) -> QSize:
        """Be content with a few words a line."""
        return QSize(min(80, self.sizeHint().width()), self._line if self._text else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        del event
        painter = QPainter(self)
        painter.setPen(self.theme.color(self._color))
        layout = self._lay(self.width())
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            spare = self.width() - line.naturalTextWidth() if self._center else 0.0
            top = number * self._line + (self._line - line.height()) / 2
            line.setPosition(QPointF(0, 0))
            line.draw(painter, QPointF(max(0.0, spare / 2), top))

    def _lay(self, width: float) -> QTextLayout:
        width = min(width, self._most) if self._most else width
        layout = QTextLayout(self._text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(max(1.0, width))
            line = layout.createLine()
        layout.endLayout()
        return layout
