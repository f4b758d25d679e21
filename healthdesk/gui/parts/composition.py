"""What a score is made of, as bars that add up; `Ctrl+T` shows the figures as a table."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.views import CompositionView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import composition_layout as layout
from healthdesk.gui.parts.composition_figures import Composed, compose
from healthdesk.gui.parts.drawing import Drawing, Spot
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import TableSwitch

_PAD = 12
_LEADS = ("measure:", "dimension:", "part:")
"""Kinds of places behind which rows stand."""


class _Part(DrawnPart):
    """One of the three drawings of a composition."""

    def __init__(self, kind: str, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self.inset = _PAD
        self._kind = kind
        self._words = words
        self._figures: Composed | None = None
        self.dense = 0
        self._at = ""
        if kind == "rows":
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setAccessibleName("Measures of the score")

    def show_figures(self, figures: Composed) -> None:
        """Show other figures."""
        self._figures = figures
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """Ask the layout of its kind."""
        if self._figures is None:
            return Drawing(width, 0)
        if self._kind == "rows":
            return layout.rows(self._figures, width, self.measure, self.figure, dense=self.dense)
        make = layout.head if self._kind == "head" else layout.total
        return make(self._figures, width, self.measure, self.figure)

    def clickable(self, key: str) -> bool:
        """Measures, dimensions and the whole lead to the rows behind them."""
        return key.startswith(_LEADS)

    def walk(self) -> list[Spot]:
        """The places that the keyboard walks through."""
        return [spot for spot in self.drawing.spots if self.clickable(spot.key)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk, Enter opens the rows behind a measure."""
        keys = [spot.key for spot in self.walk()]
        place = keys.index(self._at) if self._at in keys else -1
        moves = {Qt.Key.Key_Down: place + 1, Qt.Key.Key_Up: place - 1}
        key = Qt.Key(event.key())
        if keys and key in moves:
            self._at = keys[min(max(moves[key], 0), len(keys) - 1)]
            self.setAccessibleDescription(self._said())
            self.update()
        elif place >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.spot_clicked.emit(self._at)
        else:
            super().keyPressEvent(event)

    def _said(self) -> str:
        """The current measure in words, for screen readers."""
        rows = self._figures.dimensions if self._figures else ()
        head = next((one for one in rows if f"dimension:{one.key}" == self._at), None)
        if head is not None:
            points, of = self.figure(head.points, signed=False), self.figure(head.of, signed=False)
            return f"{head.name}: {points} of {of} points"
        found = (row for one in rows for row in one.measures if f"measure:{row.key}" == self._at)
        row = next(found, None)
        if row is None:
            return ""
        points, of = self.figure(row.points, signed=False), self.figure(row.of, signed=False)
        return f"{row.name}: {row.value}, {points} of {of} points. {row.scale}"

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the first measure."""
        super().focusInEvent(event)
        spots = self.walk()
        if spots and self._at not in {spot.key for spot in spots}:
            self._at = spots[0].key
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark of the keyboard away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show where the keyboard is."""
        super().paintEvent(event)
        place = next((one.rect for one in self.walk() if one.key == self._at), None)
        if self.hasFocus() and place is not None:
            painter = QPainter(self)
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.drawRoundedRect(place.translated(self.inset, 0).adjusted(-5, 2, 5, -2), 4, 4)
            painter.end()

    def figure(self, tenths: int, signed: bool) -> str:
        """Tenths of a point in words."""
        words = self._words
        return words.signed(tenths / 10, 1) if signed else words.number(tenths / 10, 1)


class CompositionChart(QWidget):
    """The composition of one score; the rows scroll when there are many, head and total stay.

    Signals:
        measure_pressed: the key of a measure or dimension whose rows are wanted, or "part:total",
            "part:model", "part:caps", "part:override".
    """

    measure_pressed = Signal(str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.head = _Part("head", theme, words)
        self.rows = _Part("rows", theme, words)
        self.total = _Part("total", theme, words)
        self.figures: Composed | None = None
        self._scroll = scroll_of(self.rows)
        drawn = QWidget()
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.total)
        column.addStretch(0)
        self.rows.height_changed.connect(self._on_rows_height_changed)
        self.rows.spot_clicked.connect(self._on_part_spot_clicked)
        for part in (self.head, self.total):
            part.spot_clicked.connect(self._on_part_spot_clicked)
        drawn.setFocusProxy(self.rows)
        self._switch = TableSwitch("What the score is made of", drawn, inside=("score",))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._switch)

    def show_view(self, view: CompositionView) -> None:
        """Show what a score is made of."""
        override = view.score.override
        until = self._words.short_day(override.until) if override else ""
        self.figures = compose(view, until, self._words.bands)
        for part in (self.head, self.rows, self.total):
            part.show_figures(self.figures)
        self._fit()
        self._switch.set_lines(*layout.table(self.figures, self.total.figure))

    @property
    def whole_height(self) -> int:
        """How high it is with every row in view."""
        rows = 0.0 if self.figures is None else layout.rows_height(self.figures)
        return round(self.head.minimumHeight() + rows + self.total.minimumHeight())

    def place_of(self, measure: str) -> QPoint:
        """The point of the screen under a measure's row, where its popup opens."""
        wanted = (f"measure:{measure}", f"dimension:{measure}", measure)
        for part in (self.rows, self.total, self.head):
            for spot in part.walk():
                if spot.key in wanted:
                    return part.mapToGlobal(QPoint(_PAD, round(spot.rect.bottom()) + 2))
        return self.rows.mapToGlobal(QPoint(_PAD, 2))

    def _fit(self) -> None:
        for part in (self.head, self.rows, self.total):
            part.set_content_width(self.width() - 2 * _PAD)
        self._choose_density()

    def _choose_density(self) -> None:
        """Set rows closer where that shows more of them."""
        if self.figures is None:
            return
        room = self.height() - self.head.minimumHeight() - self.total.minimumHeight()
        heights = [layout.rows_height(self.figures, at) for at in range(len(layout.HEIGHTS))]
        dense = next((at for at, high in enumerate(heights) if high <= room), len(heights) - 1)
        if dense != self.rows.dense:
            self.rows.dense = dense
            self.rows.refresh()

    @Slot(str)
    def _on_part_spot_clicked(self, key: str) -> None:
        kind, _, part = key.partition(":")
        if kind in ("measure", "dimension"):
            self.measure_pressed.emit(part)
        elif kind == "part":
            self.measure_pressed.emit(key)

    @Slot()
    def _on_rows_height_changed(self) -> None:
        self._scroll.setMaximumHeight(max(self.rows.minimumHeight(), 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns of all three drawings in line."""
        super().resizeEvent(event)
        self._fit()


def scroll_of(content: QWidget) -> QScrollArea:
    """A frameless area that scrolls its content up and down only."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setWidget(content)
    content.setAutoFillBackground(False)
    return area
