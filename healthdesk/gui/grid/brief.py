"""The words of a card without room for a drawn state: as many lines as fit, all in the tip."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import one_line
from healthdesk.gui.parts.drawing import FontMeasure, elide
from healthdesk.gui.parts.plain import plain_tip

LINE = 18
"""Height of a line."""


class Brief(QWidget):
    """A few words; pressed, it does what the button of the drawn state would do.

    Signals:
        acted: it was pressed.
    """

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = FontMeasure(theme)
        self._title = ""
        self._text = ""
        self._action = ""
        self._lines: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines as they are shown."""
        return self._lines

    def say(self, title: str, more: str = "", action: str = "") -> None:
        """Say something; `action` is what a press does, "" nothing."""
        whole = f"{title} {more}".strip()
        self._title, self._text, self._action = one_line(title), one_line(whole), action
        self.setAccessibleName(f"{whole} {action}".strip())
        self.setToolTip(plain_tip(f"{whole}\n{action}".strip()))
        policy = Qt.FocusPolicy.StrongFocus if action else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        shape = Qt.CursorShape.PointingHandCursor if action else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self._break()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the words anew."""
        super().resizeEvent(event)
        self._break()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Act."""
        if self._action and event.button() == Qt.MouseButton.LeftButton:
            self.acted.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter and space."""
        if self._action and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.acted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, and where the keys are."""
        del event
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text2"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        for at, line in enumerate(self._lines):
            painter.drawText(QRectF(0, at * LINE, self.width(), LINE), middle, line)
        if self._action and (len(self._lines) + 1) * LINE <= self.height():
            painter.setFont(self._theme.font("small", 500))
            painter.setPen(self._theme.color("accent"))
            place = QRectF(0, len(self._lines) * LINE, self.width(), LINE)
            painter.drawText(place, middle, self._action)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(QPointF(1, 1), self.size()).adjusted(0, 0, -2, -2), 4, 4)
        painter.end()

    def _break(self) -> None:
        """All of it where it fits, else its first sentence, else as much as there is room for."""
        most = max(self.height() // LINE, 1)
        lines = self._broken(self._text)
        if len(lines) > most:
            lines = self._broken(self._title)
        if len(lines) > most:
            rest = " ".join(lines[most - 1 :])
            lines = [*lines[: most - 1], elide(rest, self.width(), self._measure, "small")]
        self._lines = tuple(lines)
        self.update()

    def _broken(self, text: str) -> list[str]:
        """Lines of whole words; a word that no line holds ends in an ellipsis."""
        rest, lines = text.split(), []
        while rest:
            count = len(rest)
            while count > 1 and self._wide(rest[:count]) > self.width():
                count -= 1
            lines.append(elide(" ".join(rest[:count]), self.width(), self._measure, "small"))
            rest = rest[count:]
        return lines

    def _wide(self, words: list[str]) -> float:
        return self._measure(" ".join(words), "small", 400)
