"""The steps of a playbook as they would come on an account: days, titles, texts as filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.playbook_view import TextRun, TrialRow
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words, on_screen
from healthdesk.gui.parts.merge_edit import pieces, shown, units

_DATE, _DOT, _TEXT = 56.0, 65.0, 80.0
_GAP, _PAD = 12.0, 10.0
_LINE, _SMALL = 20.0, 16.0
Runs = Sequence[TextRun]


@dataclass(frozen=True)
class Written:
    """A text as it is laid out: what it says and where it stands."""

    text: str
    rect: QRectF
    color: str
    layout: QTextLayout


@dataclass
class Laid:
    """Everything that is painted."""

    texts: list[Written] = field(default_factory=list)
    boxes: list[QRectF] = field(default_factory=list)
    dots: list[tuple[QPointF, bool]] = field(default_factory=list)
    rows: list[tuple[str, QRectF]] = field(default_factory=list)
    height: float = 0.0


class TrialView(QWidget):
    """Paints the rows of a trial.

    Signals:
        pressed: the id of the step of a row.
    """

    pressed = Signal(str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._rows: tuple[TrialRow, ...] = ()
        self._chosen = ""
        self.laid = Laid()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Steps as they would come")
        theme.changed.connect(self._on_theme_changed)

    def show_rows(self, rows: Sequence[TrialRow], chosen: str) -> None:
        """Show rows; the chosen step's is the one with a full dot."""
        self._rows, self._chosen = tuple(rows), chosen
        self._lay_out()
        told = (
            f"{self._words.weekday(row.day)}: {row.title}. {row.detail} {row.notice}".strip()
            for row in rows
        )
        self.setAccessibleDescription("\n".join(told))

    def choose(self, key: str) -> None:
        """Show another step as the chosen one."""
        if key != self._chosen:
            self._chosen = key
            self._lay_out()

    def rect_of(self, key: str) -> QRectF | None:
        """Where the row of a step stands."""
        return next((rect for step, rect in self.laid.rows if step == key), None)

    def _lay_out(self) -> None:
        laid, y, wide = Laid(), 4.0, float(max(self.width(), 160))
        for row in self._rows:
            y = self._row(laid, row, y, wide)
        laid.height = y
        self.laid = laid
        self.setFixedHeight(max(1, round(y)))
        self.update()

    def _row(self, laid: Laid, row: TrialRow, y: float, wide: float) -> float:
        top = y
        day, week = self._words.short_day(row.day), self._words.weekday(row.day).split(" ")[0]
        self._write(laid, ((day, "plain"),), QRectF(0, y, _DATE, _LINE), "text", weight=500)
        self._write(laid, ((week, "plain"),), QRectF(0, y + _LINE, _DATE, 16), "text3", small=True)
        laid.dots.append((QPointF(_DOT, y + _LINE / 2), row.step == self._chosen))
        room = wide - _TEXT
        y = self._write(laid, ((row.title, "plain"),), QRectF(_TEXT, y, room, 0), "text")
        for text, color in ((row.detail, "text3"), (row.notice, "notice")):
            if text:
                place = QRectF(_TEXT, y, room, 0)
                y = self._write(laid, ((text, "plain"),), place, color, small=True)
        if row.step == self._chosen and (row.subject or row.body):
            y = self._box(laid, row, y + 6, room)
        y = max(y, top + _LINE + _SMALL)
        laid.rows.append((row.step, QRectF(0, top, wide, y - top)))
        return y + _GAP

    def _box(self, laid: Laid, row: TrialRow, y: float, room: float) -> float:
        top, left, inner = y, _TEXT, room - 2 * _PAD
        y += _PAD - 2
        if row.subject:
            place = QRectF(left + _PAD, y, inner, 0)
            y = self._write(laid, (("Subject", "plain"),), place, "text3", small=True)
            place = QRectF(left + _PAD, y, inner, 0)
            y = self._write(laid, row.subject, place, "text", weight=500) + 4
        if row.body:
            y = self._write(laid, row.body, QRectF(left + _PAD, y, inner, 0), "text")
        y += _PAD - 2
        laid.boxes.append(QRectF(left, top, room, y - top))
        return y

    def _write(
        self,
        laid: Laid,
        runs: Runs,
        rect: QRectF,
        color: str,
        *,
        weight: int = 400,
        small: bool = False,
    ) -> float:
        """Lay a text out from a rectangle's top; gives where it ends."""
        runs = [(_lacking(words) if kind == "missing" else words, kind) for words, kind in runs]
        text = on_screen("".join(words for words, _ in runs)).replace("\n", "\N{LINE SEPARATOR}")
        role: Final = "small" if small else "body"
        font: QFont = self._theme.font(role, weight, tabular=False)
        layout = QTextLayout(text, font)
        layout.setFormats(self._formats(runs))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        high = _SMALL if small else _LINE
        y = rect.y()
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLineWidth(rect.width())
            line.setPosition(QPointF(0, y - rect.y() + (high - line.height()) / 2))
            y += high
            line = layout.createLine()
        layout.endLayout()
        place = QRectF(rect.x(), rect.y(), rect.width(), y - rect.y())
        laid.texts.append(Written(text, place, color, layout))
        return y

    def _formats(self, runs: Runs) -> list[QTextLayout.FormatRange]:
        """Fields that have no value stand out; those that have one do not."""
        out, at = [], 0
        for words, kind in runs:
            long = units(on_screen(words))
            if kind == "missing":
                made = QTextLayout.FormatRange()
                made.start, made.length = at, long
                look = QTextCharFormat()
                look.setBackground(self._theme.color("noticesoft"))
                look.setForeground(self._theme.color("notice"))
                made.format = look
                out.append(made)
            at += long
        return out

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw dots, boxes and texts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color
        for box in self.laid.boxes:
            painter.setPen(QPen(color("border"), 1))
            painter.setBrush(color("canvas"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for at, chosen in self.laid.dots:
            painter.setPen(QPen(color("accent" if chosen else "text3"), 1.5))
            painter.setBrush(color("accent") if chosen else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 3.4, 3.4)
        seen = QRectF(event.rect())
        for text in self.laid.texts:
            if seen.intersects(text.rect):
                painter.setPen(color(text.color))
                text.layout.draw(painter, text.rect.topLeft())
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to a step."""
        for key, rect in self.laid.rows:
            if rect.contains(event.position()):
                self.pressed.emit(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def sizeHint(self) -> QSize:
        """As high as the rows are."""
        return QSize(240, round(self.laid.height))

    @Slot()
    def _on_theme_changed(self) -> None:
        self._lay_out()


def _lacking(words: str) -> str:
    """A field that has no value, as it is read: "first name?"."""
    found = pieces(words)
    return f"{shown(found[0].field)}?" if len(found) == 1 and found[0].field else words
