"""The grid of contacts and months: drawn, walked by keys, told under the pointer, as a table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.people import Cell
from healthdesk.core.domain.people_view import PeopleView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.people import figures
from healthdesk.gui.panels.people import grid_layout as layout
from healthdesk.gui.panels.people.keyed import PRESS, KeyedPart
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.drawing import Drawing, Spot
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.read_out import ReadOut

LEAST_ROWS = 4
"""Rows that are always to be seen."""
_MOST_NOTE = 120
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Home: (0, -99),
    Qt.Key.Key_End: (0, 99),
}


class _Head(DrawnPart):
    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self.words = words
        self.view: PeopleView | None = None

    def lay_out(self, width: float) -> Drawing:
        if self.view is None:
            return Drawing(width, 0)
        return layout.head(self.view, width, self.measure, self.words)


class _Sums(KeyedPart):
    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "All touches by month")
        self.words = words
        self.view: PeopleView | None = None

    def lay_out(self, width: float) -> Drawing:
        if self.view is None:
            return Drawing(width, 0)
        return layout.sums(self.view, width, self.measure, self.words)


class GridRows(KeyedPart):
    """The rows; arrows go from cell to cell, the contact itself stands left of the first month.

    Signals:
        place_changed: what should be scrolled into view.
        pointed: the spot under the pointer or the keyboard, None = none.
    """

    place_changed = Signal(QRectF)
    pointed = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Contacts by month")
        self.words = words
        self.view: PeopleView | None = None

    def lay_out(self, width: float) -> Drawing:
        """A row a contact."""
        if self.view is None:
            return Drawing(width, 0)
        return layout.rows(self.view, width, self.measure, self.words)

    def keys(self) -> list[str]:
        """Contacts and cells, row by row."""
        return list(dict.fromkeys(spot.key for spot in self.drawing.spots if spot.key))

    def tip(self, point: QPointF) -> str:
        """Only where no read-out speaks."""
        spot = self.drawing.spot(point)
        return "" if spot is not None and spot.key else super().tip(point)

    def walk(self, down: int, right: int) -> None:
        """Go on by rows and columns."""
        lines = self._lines()
        if not lines:
            return
        row, column = 0, 0
        for at, keys in enumerate(lines):
            if self.current in keys:
                row, column = at, keys.index(self.current)
                row = min(max(row + down, 0), len(lines) - 1)
                column = min(max(column + right, 0), len(keys) - 1)
        self.choose(lines[row][column])

    def choose(self, key: str) -> None:
        """Give the keyboard to a cell, show it and tell about it."""
        super().choose(key)
        spot = self.spot_of(key)
        if spot is not None:
            self.place_changed.emit(spot.rect)
            self.pointed.emit(spot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by arrows, Home and End; Enter shows what stands behind a cell."""
        key = Qt.Key(event.key())
        if key in _STEPS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._ringed = True
            self.walk(*_STEPS[key])
        elif key in PRESS or key not in _STEPS:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell about what is under the pointer."""
        super().mouseMoveEvent(event)
        spot = self.drawing.spot(event.position())
        self.pointed.emit(spot if spot is not None and spot.key else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Say nothing when the pointer is away."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say nothing when the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.pointed.emit(None)

    def _lines(self) -> list[list[str]]:
        """The keys of each row: the contact, then its cells from left to right."""
        lines: dict[str, list[str]] = {}
        for key in self.keys():
            lines.setdefault(key.split(":")[1], []).append(key)
        return list(lines.values())


class PeopleGrid(QWidget):
    """Head, rows that scroll, sums; `Ctrl+T` shows all of it as a table.

    Signals:
        person_chosen: the id of a contact whose name was pressed, and a point of the screen.
        rows_asked: a title, rows of touchpoints, and a point of the screen.
    """

    person_chosen = Signal(str, QPoint)
    rows_asked = Signal(str, object, QPoint)

    def __init__(self, theme: Theme, words: Words, over: QWidget) -> None:
        super().__init__()
        self._words = words
        self._over = over
        self._view: PeopleView | None = None
        self.head = _Head(theme, words)
        self.rows = GridRows(theme, words)
        self.sums = _Sums(theme, words)
        self.area = scroll_of(self.rows)
        self.read_out = ReadOut(theme, over)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.area, 1)
        column.addWidget(self.sums)
        drawn.setFocusProxy(self.rows)
        self.switch = TableSwitch(
            "Who was in touch, month by month", drawn, inside=("names", "notes")
        )
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.switch)
        self.rows.spot_clicked.connect(self._on_spot_clicked)
        self.sums.spot_clicked.connect(self._on_spot_clicked)
        self.rows.pointed.connect(self._on_pointed)
        self.rows.place_changed.connect(self._on_place_changed)

    def show_view(self, view: PeopleView) -> None:
        """Show an account's people."""
        self._view = view
        self.read_out.hide()
        for part in (self.head, self.rows, self.sums):
            part.view = view
        self._fit()
        for part in (self.head, self.rows, self.sums):
            part.refresh()
        self.area.setMaximumHeight(max(self.rows.minimumHeight(), 1))
        least = min(len(view.lines), LEAST_ROWS) * layout.ROW
        self.area.setMinimumHeight(round(least))
        self.switch.set_lines(*figures.table(view, self._words))

    @property
    def most_height(self) -> int:
        """As high as it is with every row in view."""
        rows = len(self._view.lines) if self._view is not None else 0
        return round(layout.HEAD + rows * layout.ROW + layout.SUMS)

    def _fit(self) -> None:
        for part in (self.head, self.rows, self.sums):
            part.set_content_width(self.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns of all three in line."""
        super().resizeEvent(event)
        self._fit()

    @Slot(str)
    def _on_spot_clicked(self, key: str) -> None:
        view = self._view
        if view is None or not key:
            return
        kind, *numbers = key.split(":")
        part = self.sums if kind == "sum" else self.rows
        spot = part.spot_of(key)
        at = part.mapToGlobal(spot.rect.bottomLeft().toPoint() if spot else QPoint(0, 0))
        self.read_out.hide()
        if kind == "who":
            self.person_chosen.emit(view.lines[int(numbers[0])].person.contact_id, at)
            return
        cell, of = self._cell(view, kind, numbers)
        month = self._words.month(cell.month, year=True)
        self.rows_asked.emit(f"Touches with {of}, {month}", cell.rows, at)

    def _cell(self, view: PeopleView, kind: str, numbers: list[str]) -> tuple[Cell, str]:
        if kind == "sum":
            return view.totals[int(numbers[0])], "anybody"
        line = view.lines[int(numbers[0])]
        return line.cells[int(numbers[1])], line.person.name

    @Slot(object)
    def _on_pointed(self, spot: Spot | None) -> None:
        view = self._view
        if spot is None or view is None or not spot.key:
            self.read_out.hide()
            return
        kind, *numbers = spot.key.split(":")
        line = view.lines[int(numbers[0])]
        corner = self._over.mapFromGlobal(self.rows.mapToGlobal(spot.rect.center()))
        at = corner + QPointF(spot.rect.width() / 2 - 6, 0)
        if kind == "who":
            told = list(figures.facts(line, view, self._words))
            hint = "Enter or a click: all of it, and what to do"
            if line.person.personal:
                note = " ".join(line.person.personal.split())
                told.append(("Private note", note[:_MOST_NOTE]))
            self.read_out.show_at(at, line.person.name, told, hint)
            return
        cell = line.cells[int(numbers[1])]
        title = f"{line.person.name}, {self._words.month(cell.month, year=True)}"
        if not cell.count:
            self.read_out.show_at(at, title, ((figures.empty_words(cell), ""),))
            return
        number = self._words.number
        told = [("Received", number(cell.received)), ("Sent", number(cell.sent))]
        if cell.unsaid:
            told.append(("Without a direction", number(cell.unsaid)))
        self.read_out.show_at(at, title, told, "Enter or a click: these touches")

    @Slot(QRectF)
    def _on_place_changed(self, rect: QRectF) -> None:
        place: QRect = rect.toAlignedRect()
        center = place.center()
        self.area.ensureVisible(center.x(), center.y(), 0, place.height() // 2 + 16)
