"""The waterfall widget: rows of an exact split, opened in place to their evidence."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.core.domain.views import EvidenceView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import waterfall_layout as layout
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.waterfall_evidence import Evidence, evidence, series_tip
from healthdesk.gui.parts.waterfall_facts import with_facts
from healthdesk.gui.parts.waterfall_figures import Waterfall, WaterfallRow

_WEIGHT_SHARE = 0.05
"""Points from which the weight's part of an effect is worth a word."""
_REST = "rest"
_ANSWERS = frozenset({"row", "facts", "values", "fact", "source", "leap", _REST})
"""Kinds of places that answer a press."""


class _Head(DrawnPart):
    figures: Waterfall | None = None

    def lay_out(self, width: float) -> Drawing:
        return layout.head(self.figures, width, self.measure)


class _Figured(DrawnPart):
    """A part that puts tenths of points into words."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self.words = words
        self.figures: Waterfall | None = None

    def figure(self, tenths: int, signed: bool) -> str:
        words = self.words
        return words.signed(tenths / 10, 1) if signed else words.number(tenths / 10, 1)


class _Total(_Figured):
    def lay_out(self, width: float) -> Drawing:
        if self.figures is None:
            return Drawing(width, 0)
        return layout.total(self.figures, width, self.measure, self.figure)

    def clickable(self, key: str) -> bool:
        """The sum leads to all rows."""
        return key == layout.SUM


class WaterfallRows(_Figured):
    """The rows themselves.

    Signals:
        evidence_requested: the key of a measure whose facts are wanted.
        values_requested: the key of a measure whose daily values are wanted as a table.
        sources_requested: the key of a measure, and which of its facts (-1 = all): where from?
        leap_requested: the key of a measure whose daily values are wanted where usage is shown.
        place_changed: what should be scrolled into view (x, y, width, height of a rectangle).
    """

    evidence_requested = Signal(str)
    values_requested = Signal(str)
    sources_requested = Signal(str, int)
    leap_requested = Signal(str)
    place_changed = Signal(QRectF)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, words)
        self.blocks: dict[str, Evidence] = {}
        self.current = ""
        self._days = (0, 0)
        self._all_rows = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Effects on the score")
        self.spot_clicked.connect(self._on_spot_clicked)

    def show_figures(self, figures: Waterfall | None, days: tuple[int, int]) -> None:
        """Show other rows; those that were open stay open and read their facts anew."""
        self.figures, self._days = figures, days
        rows = {row.key: row for row in figures.rows} if figures else {}
        wanted = [key for key in self.blocks if key in rows]
        self.blocks = {}
        if self.current not in rows:
            self.current = ""
        for key in wanted:
            self._open(rows[key])
        self.refresh()

    def set_evidence(self, view: EvidenceView) -> None:
        """Put the facts under their row, if it is still open."""
        if view.key in self.blocks:
            self.blocks[view.key] = replace(self.blocks[view.key], view=view, trouble="")
            self.refresh()

    def set_trouble(self, sentence: str) -> None:
        """Say under the rows that wait for facts why they could not be read."""
        for key, block in self.blocks.items():
            if block.view is None:
                self.blocks[key] = replace(block, trouble=sentence)
        self.refresh()

    def toggle(self, key: str) -> None:
        """Open a row or close it."""
        row = self._row(key)
        if row is None:
            return
        self.current = key
        if key in self.blocks:
            del self.blocks[key]
        else:
            self._open(row)
        self.refresh()
        self._show_place()

    def lay_out(self, width: float) -> Drawing:
        """Rows and what is open under them."""
        if self.figures is None:
            return Drawing(width, 0)
        under = {
            key: evidence(block, self._days, width, self.measure, self.words)
            for key, block in self.blocks.items()
        }
        current = self.current if self.hasFocus() else ""
        shown = layout.Shown(under, current, self._all_rows)
        return layout.rows(self.figures, width, shown, self.measure, self.figure)

    def clickable(self, key: str) -> bool:
        """Rows, links and the rest line answer a press."""
        return key.partition(":")[0] in _ANSWERS

    def tip(self, point: QPointF) -> str:
        """Over a chart: the day and its value."""
        spot = self.drawing.spot(point)
        if spot is not None and spot.key.startswith("series:"):
            view = next(
                (b.view for b in self.blocks.values() if spot.key == f"series:{b.key}"), None
            )
            if view is not None:
                share = (point.x() - spot.rect.left()) / spot.rect.width()
                return series_tip(view, min(max(share, 0.0), 1.0), self.words)
        return super().tip(point)

    def walk(self) -> list[str]:
        """What the keyboard walks through: the shown rows and the rest line."""
        kinds = (spot.key for spot in self.drawing.spots)
        return [
            key.partition(":")[2] if key.startswith("row:") else key
            for key in kinds
            if key.startswith("row:") or key == _REST
        ]

    def _said(self) -> str:
        """The current row in words, for screen readers."""
        row = self._row(self.current)
        if row is None:
            return "Measures that hardly moved it" if self.current == _REST else ""
        values = f"{row.before} to {row.after}, " if row.before or row.after else ""
        state = "open" if row.key in self.blocks else "closed"
        return f"{row.name}: {values}{self.figure(row.points, signed=True)} points, {state}"

    def _row(self, key: str) -> WaterfallRow | None:
        rows = self.figures.rows if self.figures else ()
        return next((row for row in rows if row.key == key), None)

    def _open(self, row: WaterfallRow) -> None:
        self.blocks[row.key] = Evidence(
            row.key, row.name, row.color, weight_note=self._weight_note(row)
        )
        self.evidence_requested.emit(row.key)

    def _weight_note(self, row: WaterfallRow) -> str:
        reading, weight = row.parts
        if abs(weight) < _WEIGHT_SHARE or abs(reading) < _WEIGHT_SHARE:
            return "all of it from its weight" if abs(weight) >= _WEIGHT_SHARE else ""
        return f"{self.words.signed(weight, 1)} of it from its weight"

    def _show_place(self) -> None:
        rects = [spot.rect for spot in self.drawing.spots if spot.key == f"row:{self.current}"]
        if rects:
            rect = QRectF(rects[0])
            if self.current in self.blocks:
                rect.setHeight(rect.height() + 100)
            self.place_changed.emit(rect)

    @Slot(str)
    def _on_spot_clicked(self, key: str) -> None:
        kind, _, rest = key.partition(":")
        if kind == "row":
            self.toggle(rest)
        elif kind == "facts" and rest in self.blocks:
            block = self.blocks[rest]
            self.blocks[rest] = replace(block, expanded=not block.expanded)
            self.refresh()
        elif kind == "values":
            self.values_requested.emit(rest)
        elif kind == "source":
            self.current = rest
            self.sources_requested.emit(rest, -1)
        elif kind == "fact":
            measure, _, place = rest.rpartition(":")
            self.current = measure
            self.sources_requested.emit(measure, int(place))
        elif kind == "leap":
            self.leap_requested.emit(rest)
        elif kind == _REST:
            self._all_rows = not self._all_rows
            self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk, Enter and the arrows to the side open and close, S shows sources."""
        keys = self.walk()
        if not keys:
            super().keyPressEvent(event)
            return
        place = keys.index(self.current) if self.current in keys else -1
        moves = {
            Qt.Key.Key_Down: min(place + 1, len(keys) - 1),
            Qt.Key.Key_Up: max(place - 1, 0),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(keys) - 1,
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.current = keys[moves[key]]
            self.setAccessibleDescription(self._said())
            self.refresh()
            self._show_place()
        elif not self._act(key):
            super().keyPressEvent(event)

    def _act(self, key: Qt.Key) -> bool:
        """Do what a key means for the current row; False if it means nothing."""
        is_open = self.current in self.blocks
        opens = key == Qt.Key.Key_Right and not is_open
        closes = key == Qt.Key.Key_Left and is_open
        toggles = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if key == Qt.Key.Key_S and is_open:
            self.sources_requested.emit(self.current, -1)
            return True
        if not self.current or not (opens or closes or toggles):
            return False
        self._on_spot_clicked(_REST if self.current == _REST else f"row:{self.current}")
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current row; the first one at the beginning."""
        super().focusInEvent(event)
        keys = self.walk()
        if self.current not in keys and keys and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.current = keys[0]
        self.refresh()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the mark of the keyboard away."""
        super().focusOutEvent(event)
        self.refresh()


class WaterfallChart(QWidget):
    """Head, scrolling rows and sum; `Ctrl+T` shows the figures as a table."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._seen: dict[str, EvidenceView] = {}
        self.head = _Head(theme)
        self.rows = WaterfallRows(theme, words)
        self.total = _Total(theme, words)
        self._scroll = scroll_of(self.rows)
        drawn = QWidget()
        drawn.setFocusProxy(self.rows)
        column = QVBoxLayout(drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.total)
        column.addStretch(0)
        self.switch = TableSwitch("Why did it change?", drawn, inside=("score",))
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.switch)
        self.rows.height_changed.connect(self._on_rows_height_changed)
        self.rows.place_changed.connect(self._on_rows_place_changed)

    def show_figures(self, figures: Waterfall, days: tuple[int, int]) -> None:
        """Show the rows of a change between two days."""
        self.rows.show_figures(figures, days)
        self.head.figures = self.total.figures = figures
        self.head.refresh()
        self.total.refresh()
        self._seen.clear()
        self._tell()
        self._fit()

    def _tell(self) -> None:
        """Give the rows as a table, with the facts that were opened."""
        figures = self.total.figures
        if figures is None:
            return
        head, lines = layout.table(figures, self.total.figure)
        keys = [row.key for row in figures.rows]
        self.switch.set_lines(*with_facts(head, lines, keys, self._seen, self.words))

    def place_of_current(self) -> QPoint:
        """The point of the screen under the current row, where its popup opens."""
        key = f"row:{self.rows.current}"
        spots = (spot.rect for spot in self.rows.drawing.spots if spot.key == key)
        rect = next(spots, QRectF())
        return self.rows.mapToGlobal(QPoint(24, round(rect.bottom()) + 2))

    def set_evidence(self, view: EvidenceView) -> None:
        """Put facts under their row."""
        self.rows.set_evidence(view)
        self._seen[view.key] = view
        self._tell()

    def _fit(self) -> None:
        for part in (self.head, self.rows, self.total):
            part.set_content_width(self.width())

    @Slot()
    def _on_rows_height_changed(self) -> None:
        self._scroll.setMaximumHeight(max(self.rows.minimumHeight(), 1))

    @Slot(QRectF)
    def _on_rows_place_changed(self, rect: QRectF) -> None:
        bottom = min(rect.bottom(), self.rows.minimumHeight())
        self._scroll.ensureVisible(0, round(bottom), 0, 2)
        self._scroll.ensureVisible(0, round(rect.top()), 0, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the columns of all drawings in line."""
        super().resizeEvent(event)
        self._fit()
