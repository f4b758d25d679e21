"""A milestone as a stamp in a passport: inked once it is done, an empty place until then."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from healthdesk.core.domain.stamp import Stamp, found_words
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words, one_line, with_hyphens
from healthdesk.gui.parts.drawing import FontMeasure, elide
from healthdesk.gui.parts.plain import plain_tip

WIDE, HIGH = 112, 84
BY_RULE: Final = "activity"
"""The mark of a stamp that usage set."""
_MARK: Final = 12
_TURN: Final = 1.4
"""Degrees that an inked stamp is askew, one way or the other."""
_INK: Final = {
    "done": "strong",
    "overdue": "notice",
    "suggested": "accent",
    "planned": "text2",
    "open": "text3",
}


def stamp_words(stamp: Stamp, day: int, words: Words) -> tuple[str, str]:
    """What stands under a stamp's name: its day, and a word on it."""
    if stamp.done_on is not None:
        late = ""
        if stamp.late_days > 0:
            late = f"{words.days(stamp.late_days)} late"
        elif stamp.late_days < 0:
            late = f"{words.days(-stamp.late_days)} early"
        elif stamp.due is not None:
            late = "on the day"
        return words.day(stamp.done_on), late
    if stamp.suggestion is not None:
        return words.day(stamp.suggestion.day), "says usage"
    if stamp.due is None:
        return "no day", ""
    if stamp.late_days:
        return words.day(stamp.due), f"{words.days(stamp.late_days)} over"
    left = stamp.due - day
    return words.day(stamp.due), "today" if not left else f"in {words.days(left)}"


class StampButton(QAbstractButton):
    """One stamp; pressing it asks for its days."""

    def __init__(
        self, theme: Theme, words: Words, stamp: Stamp, day: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.stamp = stamp
        self.when, self.note = stamp_words(stamp, day, words)
        self._measure = FontMeasure(theme)
        self.setFixedSize(WIDE, HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        told = found_words(stamp.rule) if stamp.by_rule else ""
        state = {"done": "done", "overdue": "overdue since", "suggested": "by usage", "open": ""}
        parts = (state.get(stamp.state, "due"), self.when, self.note)
        said = f"{stamp.name}: {' '.join(one for one in parts if one)}"
        said += f". {told}" if told else ""
        self.setAccessibleName(said)
        self.setToolTip(plain_tip(said))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """The size of every stamp."""
        return QSize(WIDE, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stamp."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color(_INK[self.stamp.state])
        done = self.stamp.state == "done"
        painter.save()
        if done:
            lean = _TURN if sum(map(ord, self.stamp.name)) % 2 else -_TURN
            painter.translate(WIDE / 2, HIGH / 2)
            painter.rotate(lean)
            painter.translate(-WIDE / 2, -HIGH / 2)
        rect = QRectF(4, 4, WIDE - 8, HIGH - 8)
        if done:
            painter.setPen(QPen(color, 2))
            painter.setBrush(self._theme.color("strongsoft", 0.55))
            painter.drawRoundedRect(rect, 8, 8)
            painter.setPen(QPen(color, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(4, 4, -4, -4), 5, 5)
        else:
            pen = QPen(color if self.stamp.state != "open" else self._theme.color("edge"), 1.2)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            hover = "hover" if self.underMouse() else "surface"
            painter.setBrush(self._theme.color(hover))
            painter.drawRoundedRect(rect, 8, 8)
        self._write(painter, color)
        if self.stamp.by_rule:
            mark = self._theme.pixmap(BY_RULE, _INK["done"], _MARK, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(rect.right() - _MARK - 7, rect.top() + 7), mark)
        painter.restore()
        if self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(1, 1, WIDE - 2, HIGH - 2), 9, 9)
        painter.end()

    def _write(self, painter: QPainter, color: QColor) -> None:
        """The name on up to two lines, the day, a word on it."""
        room = WIDE - 24
        lines = _lines(self.stamp.name, room, self._measure)
        block = 15 * len(lines) + 15 + (14 if self.note else 0)
        top = (HIGH - block) / 2
        painter.setPen(self._theme.color("text" if self.stamp.state != "open" else "text2"))
        painter.setFont(self._theme.font("small", 600, tabular=False))
        for line in lines:
            painter.drawText(
                QRectF(12, top, room, 15), Qt.AlignmentFlag.AlignCenter, with_hyphens(line)
            )
            top += 15
        painter.setPen(color)
        painter.setFont(self._theme.font("small", 500))
        painter.drawText(QRectF(8, top, WIDE - 16, 15), Qt.AlignmentFlag.AlignCenter, self.when)
        if self.note:
            painter.setFont(self._theme.font("small", 400))
            rect = QRectF(8, top + 15, WIDE - 16, 14)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.note)


def _lines(name: str, room: float, measure: FontMeasure) -> list[str]:
    """A name on one or two lines, the second one cut where it is too long."""
    words = one_line(name)[:200].split()
    first = ""
    while words and measure(f"{first} {words[0]}".strip(), "small", 600) <= room:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        return [elide(name[:200], room, measure, "small", 600)]
    if not words:
        return [first]
    return [first, elide(" ".join(words), room, measure, "small", 600)]
