"""The card Who would be where: the histogram, its table, and the counts of each band."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.domain.what_if import WhatIf
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.model import standing_layout as layout
from healthdesk.gui.pages.model.standing_chart import StandingChart
from healthdesk.gui.parts.band import BandShape
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FIGURES, TableSwitch

HIGH, WIDE_HIGH = 300, 430


class BandCount(QWidget):
    """A band's shape and word, how many it has, and how many it would have."""

    def __init__(self, theme: Theme, words: Words, band: Band) -> None:
        super().__init__()
        self.band = band
        self._words = words
        self.before = PlainLabel("", "second")
        self.after = PlainLabel("", "strong")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 4, 0)
        line.setSpacing(5)
        for widget in (BandShape(theme, words, band), self.before, self.after):
            line.addWidget(widget)

    def show_counts(self, before: int, after: int, *, drafted: bool) -> None:
        """Show other counts; without a draft one figure says all."""
        was, now = self._words.number(before), self._words.number(after)
        name = self._words.band(self.band)
        self.before.setText(f"{name} {was} \N{RIGHTWARDS ARROW}" if drafted else name)
        self.after.setText(now)
        told = f"{name} {was}, in the draft {now}" if drafted else f"{name} {now}"
        if told != self.accessibleName():
            self.setAccessibleName(told)
            self.updateGeometry()
        self.setVisible(self.band != "Unknown" or before + after > 0)


class StandingCard(Card):
    """Who would be where."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Who would be where")
        self._words = words
        self.chart = StandingChart(theme, words)
        self.switch = TableSwitch("Who would be where", self.chart, inside=("score",))
        self.hint = PlainLabel("drag a threshold", "caption")
        self.add_tool(self.hint)
        self.counts = {band: BandCount(theme, words, band) for band in BANDS}
        foot = QWidget()
        flow = FlowLayout(foot, 8)
        for one in self.counts.values():
            flow.addWidget(one)
        self.body.addWidget(self.switch, 1)
        self.body.addWidget(foot)
        self.note = PlainLabel("", "caption", elide=True)
        self.note.setContentsMargins(12, 0, 12, 0)
        self.set_foot(self.note)

    def show_trial(
        self, made: WhatIf, bounds: Mapping[str, float], *, editable: bool, drafted: bool
    ) -> None:
        """Show where accounts stand, published and in the draft."""
        self.chart.show_standing(made.before, made.after, bounds, editable=editable)
        self.switch.set_source(self._table, FIGURES | {*self._words.bands.all})
        self.hint.setVisible(bool(bounds) and editable)
        for at, one in enumerate(self.counts.values()):
            one.show_counts(made.before.bands[at], made.after.bands[at], drafted=drafted)

    def _table(self) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        return layout.table(self.chart.before, self.chart.after, self._words)
