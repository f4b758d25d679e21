"""The heat map of features by weeks: read-out under the pointer, a press leads to the rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.usage_view import FeatureWeeks
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import week_heat_layout as layout
from healthdesk.gui.parts.drawing import Drawing, Fill, FontMeasure, Text, paint
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import BY_KEY
from healthdesk.gui.parts.read_out import ReadOut

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class WeekHeat(DrawnPart):
    """Features by weeks.

    Signals:
        cell_pressed: metric key and the Monday of its week.
        metric_pressed: the key of the feature whose name was pressed.
    """

    cell_pressed = Signal(str, int)
    metric_pressed = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self._view: FeatureWeeks | None = None
        self._active: tuple[int, int] | None = None
        self.read_out = ReadOut(theme, self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Features by week")

    def show_features(self, view: FeatureWeeks) -> None:
        """Show other features."""
        self._view = view
        self._active = None
        told = "; ".join(f"{row.metric.name} {row.state}" for row in view.rows)
        self.setAccessibleDescription(told)
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The map for a width."""
        if self._view is None:
            return Drawing(width, 0)
        active = self._active if self.hasFocus() else None
        return layout.heat(self._view, width, self.measure, self._words, active=active)

    def clickable(self, key: str) -> bool:
        """All of it answers."""
        return bool(key)

    def tip(self, point: QPointF) -> str:
        """Names have a tip; cells have the read-out."""
        spot = self.drawing.spot(point)
        return "" if spot is not None and spot.key.startswith(layout.CELL) else super().tip(point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the cell under the pointer out."""
        super().mouseMoveEvent(event)
        spot = self.drawing.spot(event.position())
        cell = self._cell(spot.key) if spot is not None else None
        if cell is None:
            self.read_out.hide()
        else:
            self._tell(cell, event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Take the read-out away."""
        super().leaveEvent(event)
        self.read_out.hide()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which cell or name was pressed."""
        super().mouseReleaseEvent(event)
        spot = self.drawing.spot(event.position())
        if event.button() != Qt.MouseButton.LeftButton or spot is None or self._view is None:
            return
        cell = self._cell(spot.key)
        if cell is not None:
            self._press(cell)
        elif spot.key.startswith(layout.NAME):
            row = self._view.rows[int(spot.key.partition(" ")[2])]
            self.metric_pressed.emit(row.metric.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell, Enter shows its rows."""
        key = Qt.Key(event.key())
        view = self._view
        if view is None or not view.rows or not view.weeks:
            super().keyPressEvent(event)
        elif key in _STEPS:
            row, week = self._active or (0, len(view.weeks) - 1)
            row = min(max(row + _STEPS[key][0], 0), len(view.rows) - 1)
            week = min(max(week + _STEPS[key][1], 0), len(view.weeks) - 1)
            self._active = (row, week)
            at = layout.grid(view, self.width(), self.measure)
            self._tell((row, week), QPointF(at.x(week + 1), layout.ROW * (row + 1)))
            self.refresh()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._active is not None:
            self._press(self._active)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cell that the keys move."""
        super().focusInEvent(event)
        if event.reason() in BY_KEY and self._active is None and self._view is not None:
            self._active = (0, max(len(self._view.weeks) - 1, 0)) if self._view.rows else None
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show none."""
        super().focusOutEvent(event)
        self.read_out.hide()
        self.refresh()

    def _press(self, cell: tuple[int, int]) -> None:
        if self._view is not None:
            row, week = cell
            self.cell_pressed.emit(self._view.rows[row].metric.key, self._view.weeks[week])

    def _cell(self, key: str) -> tuple[int, int] | None:
        parts = key.split()
        if len(parts) != 3 or parts[0] != layout.CELL:
            return None
        return int(parts[1]), int(parts[2])

    def _tell(self, cell: tuple[int, int], at: QPointF) -> None:
        if self._view is None:
            return
        row = self._view.rows[cell[0]]
        told = layout.cell_words(self._view, row, cell[1], self._words)
        name = row.metric.name
        week, _, amount = told.removeprefix(f"{name}, ").rpartition(": ")
        self.read_out.show_at(at, name, [(week, amount)], "Press for its rows, Ctrl T as table")


class HeatLegend(QWidget):
    """None to most, as the cells are coloured."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = FontMeasure(theme)
        self.setAccessibleName("Colours from none to most")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for two words and six boxes."""
        wide = sum(self._measure(word, "small", 400) for word in ("none", "most"))
        return QSize(round(wide + 6 * 13 + 12), 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ramp between its words."""
        del event
        none = self._measure("none", "small", 400)
        fills = tuple(
            Fill(QRectF(none + 5 + step * 13, 3, 12, 10), f"h{step}") for step in range(6)
        )
        end = none + 5 + 6 * 13 + 4
        texts = (
            Text(QRectF(0, 0, none, 16), "none", "text3", "small"),
            Text(QRectF(end, 0, 40, 16), "most", "text3", "small"),
        )
        painter = QPainter(self)
        paint(painter, Drawing(0, 0, fills=fills, texts=texts), self._theme)
        painter.end()
