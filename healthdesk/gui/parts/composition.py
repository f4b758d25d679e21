"""What a score is made of, as bars that add up; `Ctrl+T` shows the figures as a table."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.views import CompositionView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts import composition_layout as layout
from healthdesk.gui.parts.composition_figures import Composed, compose
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plot_table import TableSwitch

_PAD = 12


class _Part(DrawnPart):
    """One of the three drawings of a composition."""

    def __init__(self, kind: str, theme: Theme, words: Words) -> None:
        super().__init__(theme)
        self.inset = _PAD
        self._kind = kind
        self._words = words
        self._figures: Composed | None = None

    def show_figures(self, figures: Composed) -> None:
        """Show other figures."""
        self._figures = figures
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """Ask the layout of its kind."""
        if self._figures is None:
            return Drawing(width, 0)
        make = {"head": layout.head, "rows": layout.rows, "total": layout.total}[self._kind]
        return make(self._figures, width, self.measure, self.figure)

    def figure(self, tenths: int, signed: bool) -> str:
        """Tenths of a point in words."""
        words = self._words
        return words.signed(tenths / 10, 1) if signed else words.number(tenths / 10, 1)


class CompositionChart(QWidget):
    """The composition of one score; the rows scroll when there are many, head and total stay."""

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
        self._switch = TableSwitch("What the score is made of", drawn)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._switch)

    def show_view(self, view: CompositionView) -> None:
        """Show what a score is made of."""
        override = view.score.override
        until = self._words.short_day(override.until) if override else ""
        self.figures = compose(view, until)
        for part in (self.head, self.rows, self.total):
            part.show_figures(self.figures)
        self._fit()
        self._switch.set_lines(*layout.table(self.figures, self.total.figure))

    def _fit(self) -> None:
        for part in (self.head, self.rows, self.total):
            part.set_content_width(self.width() - 2 * _PAD)

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
