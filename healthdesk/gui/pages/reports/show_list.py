"""Boxes to tick, in an order that can be dragged: what a report shows, and what it keeps inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.column_painters import Ticked, paint_box, write
from healthdesk.gui.parts.row_list import RowList

HIGH: Final = 27
_WORDS: Final = 25
"""Pixels from the left edge to the words."""
_GRIP: Final = 18


@dataclass(frozen=True)
class Tick:
    """A row: its key, its words, whether it is ticked, what is said at the right."""

    key: str
    text: str
    ticked: Ticked
    hint: str = ""
    faint: bool = False
    """There is nothing for it."""
    fixed: bool = False
    """It cannot be put elsewhere."""


class TickList(RowList):
    """As high as its rows; Space ticks, Alt with an arrow or the pointer moves.

    Signals:
        toggled: the key of a row, and whether it shall be ticked.
        moved: the row that was put elsewhere, and the row before which it goes.
    """

    toggled = Signal(str, bool)
    moved = Signal(int, int)

    def __init__(self, ui: Ui, name: str, *, moves: bool = False) -> None:
        self._moves = moves
        self._from, self._to = -1, -1
        self._pressed: QPoint | None = None
        super().__init__(ui.theme, ui.words, name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("menu", "true")
        self.entered_row.connect(self._on_entered_row)

    def show_ticks(self, ticks: Sequence[Tick]) -> None:
        """Show other rows, whole."""
        self.show_rows(tuple(ticks))
        self.setFixedHeight(len(ticks) * HIGH)

    def high(self, row: Any) -> int:  # noqa: ANN401 - rows are of any kind
        """All are alike."""
        del row
        return HIGH

    def line_size(self, row: int) -> QSize:
        """All are alike."""
        del row
        return QSize(10, HIGH)

    def say(self, row: Any) -> str:  # noqa: ANN401 - rows are of any kind
        """A row in words."""
        state = {"on": "ticked", "off": "not ticked", "some": "partly ticked"}[row.ticked]
        return ", ".join(filter(None, (row.text, state, row.hint)))

    def ground(self, row: Any, *, hover: bool) -> str:  # noqa: ANN401 - rows are of any kind
        """Rows lie on the card."""
        del row, hover
        return ""

    def paint_row(self, painter: QPainter, rect: QRect, row: Any) -> None:  # noqa: ANN401
        """Draw box, words, hint, and where a dragged row would go."""
        ink = self.ink
        paint_box(painter, ink, QRect(rect.left() + 2, rect.top(), 16, rect.height()), row.ticked)
        at = self.rows.rows.index(row)
        under = self.underMouse() and self.indexAt(self._pointer()).row() == at
        grip = _GRIP if self._moves and not row.fixed and under else 0
        room = rect.adjusted(_WORDS, 0, -grip, 0)
        if row.hint:
            wide = min(ink.width(row.hint, ink.small) + 1, room.width() // 2)
            right = QRect(room.right() + 1 - wide, room.top(), wide, room.height())
            write(painter, ink, right, row.hint, font=ink.small, color="text3", right=True)
            room.setRight(right.left() - 8)
        write(painter, ink, room, row.text, color="text3" if row.faint else "text")
        if grip:
            place = QPoint(rect.right() - 13, rect.center().y() - 6)
            painter.drawPixmap(place, ink.pixmap("grip-vertical", "text3", 14))
        if self._to == at or (self._to == at + 1 == len(self.rows.rows)):
            top = rect.top() if self._to == at else rect.bottom() - 1
            painter.fillRect(QRect(rect.left(), top, rect.width(), 2), ink.color("accent"))

    def _pointer(self) -> QPoint:
        return self.viewport().mapFromGlobal(self.cursor().pos())

    def _on_entered_row(self, row: Tick) -> None:
        self.toggled.emit(row.key, row.ticked != "on")

    def _put(self, at: int, to: int) -> None:
        rows = self.rows.rows
        if 0 <= at < len(rows) and 0 <= to <= len(rows) and to not in (at, at + 1):
            self.moved.emit(at, to)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow puts a row elsewhere."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 2}.get(Qt.Key(event.key()), 0)
        if self._moves and step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            at = self.currentIndex().row()
            key = self.current.key if self.current is not None else ""
            self._put(at, at + step)
            self._stay(key)
        else:
            super().keyPressEvent(event)

    def _stay(self, key: str) -> None:
        """Let the keys follow the row that was put elsewhere."""
        for at, row in enumerate(self.rows.rows):
            if row.key == key:
                self.setCurrentIndex(self.rows.index(at))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps a row is about to be dragged."""
        super().mousePressEvent(event)
        if self._moves and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
            self._from = self.indexAt(self._pressed).row()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where a dragged row would go."""
        at = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        row = self.row_at(self._from)
        if self._to >= 0 or (far and row is not None and not row.fixed):
            self._to = max(0, min(round(at.y() / HIGH), len(self.rows.rows)))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Put the row where it was let go."""
        at, to = self._from, self._to
        self._pressed, self._from, self._to = None, -1, -1
        if to < 0:
            super().mouseReleaseEvent(event)
            return
        self.setState(self.State.NoState)
        self.viewport().update()
        self._put(at, to)
