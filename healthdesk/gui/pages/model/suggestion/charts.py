"""The painted parts of a suggestion: weights now and then, changed curves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.suggest import Weight
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model.suggestion import layout
from healthdesk.gui.pages.model.suggestion.layout import Changed
from healthdesk.gui.pages.model.switched import Lined, Lines
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.kit import Kit


class WeightsChart(Lined):
    """Shares of 100 of every measure, now and as suggested."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.rows: tuple[Weight, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_weights(self, rows: Sequence[Weight]) -> None:
        """Show other weights."""
        self.rows = tuple(rows)
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The bars."""
        return layout.weights(self.rows, width, Kit(self.measure, self._words))

    def lines(self) -> Lines:
        """The same as a table."""
        words = self._words
        rows = tuple(
            (one.name, words.number(one.now, 1), words.number(one.then, 1)) for one in self.rows
        )
        return ("Measure", "Now", "Then"), rows


class CurvesChart(Lined):
    """The curves that would be others."""

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._words = words
        self.found: tuple[Changed, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_changed(self, found: Sequence[Changed]) -> None:
        """Show other curves."""
        self.found = tuple(found)
        self.refresh()

    def lay_out(self, width: float) -> Drawing:
        """The pictures."""
        return layout.pictures(self.found, width, Kit(self.measure, self._words))

    def lines(self) -> Lines:
        """The same as a table."""
        rows = tuple((one.name, layout.curve_words(one, self._words)) for one in self.found)
        return ("Measure", "Points"), rows
