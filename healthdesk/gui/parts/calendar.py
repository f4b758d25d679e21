"""A month to pick a day from: painted, walked with the arrow keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QDate, QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words, from_qdate, to_qdate
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.raised_popup import RaisedPopup

CELL, ROW, HEAD, WEEKS = 36, 30, 24, 6
QUICK = (("Today", 0), ("7 days", 7), ("28 days", 28), ("90 days", 90), ("1 year", 365))
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}


@dataclass(frozen=True)
class Cell:
    """One day of the shown month's sheet."""

    day: int
    rect: QRectF
    inside: bool


def month_sheet(year: int, month: int) -> tuple[Cell, ...]:
    """Lay out six weeks, Monday first, around a month."""
    first = QDate(year, month, 1)
    start = from_qdate(first) - (first.dayOfWeek() - 1)
    cells = []
    for number in range(7 * WEEKS):
        day = start + number
        rect = QRectF((number % 7) * CELL, HEAD + (number // 7) * ROW, CELL, ROW)
        cells.append(Cell(day, rect, to_qdate(day).month() == month))
    return tuple(cells)


class MonthSheet(QWidget):
    """The days of a month.

    Signals:
        picked: the day that was clicked or confirmed with Enter.
        turned: another month is shown.
    """

    picked = Signal(int)
    turned = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self.theme = theme
        self.words = words
        self._day = 0
        self._last = 0
        self._today = 0
        self._month = (1970, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(7 * CELL, HEAD + WEEKS * ROW)

    @property
    def title(self) -> str:
        """The month and year that are shown."""
        return self.words.month(from_qdate(QDate(*self._month, 1)), year=True)

    @property
    def day(self) -> int:
        """The day under the keyboard's mark."""
        return self._day

    def show_day(self, day: int, last: int, today: int) -> None:
        """Show the month of a day; no day after `last` can be picked."""
        self._last, self._today = last, today
        self._move_to(min(day, last))

    def turn(self, months: int) -> None:
        """Show another month, the mark on the same date where there is one."""
        date = to_qdate(self._day).addMonths(months)
        self._move_to(min(from_qdate(date), self._last))

    def _move_to(self, day: int) -> None:
        self._day = day
        date = to_qdate(day)
        self._month = (date.year(), date.month())
        self.setAccessibleName(f"Day {self.words.day(day)}")
        self.turned.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw weekdays and days."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cells = month_sheet(*self._month)
        painter.setFont(self.theme.font("small"))
        painter.setPen(self.theme.color("text3"))
        for cell in cells[:7]:
            name = self.words.weekday(cell.day).split(" ", 1)[0][:2]
            head = QRectF(cell.rect.left(), 0, CELL, HEAD)
            painter.drawText(head, Qt.AlignmentFlag.AlignCenter, name)
        for cell in cells:
            self._paint_cell(painter, cell)

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        chosen = cell.day == self._day
        spot = cell.rect.adjusted(2, 1, -2, -1)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("accentfill"))
            painter.drawRoundedRect(spot, 6, 6)
        elif cell.day == self._today:
            painter.setPen(self.theme.color("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(spot.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        faint = not cell.inside or cell.day > self._last
        color = "onaccent" if chosen else "edge" if faint else "text"
        painter.setPen(self.theme.color(color))
        painter.setFont(self.theme.font("body", 600 if chosen else 400))
        text = str(to_qdate(cell.day).day())
        painter.drawText(cell.rect, Qt.AlignmentFlag.AlignCenter, text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the day under the pointer."""
        for cell in month_sheet(*self._month):
            if cell.rect.contains(event.position()) and cell.day <= self._last:
                self._move_to(cell.day)
                self.picked.emit(cell.day)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by day, week and month; Enter picks."""
        key = Qt.Key(event.key())
        if key in STEPS:
            self._move_to(min(self._day + STEPS[key], self._last))
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.turn(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.picked.emit(self._day)
        else:
            super().keyPressEvent(event)


class Calendar(RaisedPopup):
    """A popup with a month and a few quick choices.

    Signals:
        picked: the day that was chosen.
    """

    picked = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, "Choose a day", parent)
        self._today = 0
        self.sheet = MonthSheet(theme, words)
        self._title = PlainLabel("", "strong")
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._title, 1)
        for name, icon, slot in (
            ("Month before", "chevron-left", self._on_back_clicked),
            ("Month after", "chevron-right", self._on_on_clicked),
        ):
            head.addWidget(self._button(theme, name, icon, slot))
        quick = QHBoxLayout()
        quick.setSpacing(4)
        for text, ago in QUICK:
            quick.addWidget(_Quick(self, text, ago))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 10)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(quick)
        self.sheet.picked.connect(self._on_sheet_picked)
        self.sheet.turned.connect(self._on_sheet_turned)

    def open_under(self, widget: QWidget, day: int, last: int, today: int) -> None:
        """Open under a button, on a day."""
        self._today = today
        self.sheet.show_day(day, last, today)
        self.adjustSize()
        self.move_into_screen(widget.mapToGlobal(QPoint(0, widget.height() + 2)), self.size())
        self.show()
        self.sheet.setFocus()

    def pick(self, day: int) -> None:
        """Close with a day."""
        self.hide()
        self.picked.emit(day)

    def pick_ago(self, days: int) -> None:
        """Close with the day so many days before today."""
        self.pick(self._today - days)

    def sizeHint(self) -> QSize:
        """Ask for the sheet and its margins."""
        return QSize(7 * CELL + 26, super().sizeHint().height())

    def _button(self, theme: Theme, name: str, icon: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("iconic", "small")
        button.setAccessibleName(name)
        theme.bind_icon(button, icon, "text2", 16)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _on_back_clicked(self) -> None:
        self.sheet.turn(-1)

    @Slot()
    def _on_on_clicked(self) -> None:
        self.sheet.turn(1)

    @Slot(int)
    def _on_sheet_picked(self, day: int) -> None:
        self.pick(day)

    @Slot()
    def _on_sheet_turned(self) -> None:
        self._title.setText(self.sheet.title)


class _Quick(QPushButton):
    def __init__(self, calendar: Calendar, text: str, ago: int) -> None:
        super().__init__(text)
        self._calendar = calendar
        self._ago = ago
        self.setProperty("kind", "quiet")
        self.setProperty("compact", "true")
        self.setAccessibleName(f"{ago} days ago" if ago else "Today")
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self._calendar.pick_ago(self._ago)
