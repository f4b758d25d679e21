"""The card "Score": its history, how far back, and as reported or as restated by today's model."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from healthdesk.core.domain.views import HistoryView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.chip import Chip
from healthdesk.gui.parts.history_chart import HistoryChart, Legend
from healthdesk.gui.parts.history_chart_layout import MEAN_WORDS, legend
from healthdesk.gui.parts.segmented import Segmented

RANGES = ((90, "90 days"), (180, "180 days"), (365, "1 year"), (0, "All"))
"""Days back and their words; 0 means from the account's first day."""
REPORTED, RESTATED = "reported", "restated"
_RANGE_WIDTH = 112


class HistoryPanel(Card):
    """Shows a `HistoryView`.

    Signals:
        asked: range or mode is another one; read again.
        days_picked: first and last day, picked on the chart.
    """

    asked = Signal()
    days_picked = Signal(int, int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Score", parent=parent)
        self._words = words
        self.chart = HistoryChart(theme, words)
        self.legend = Legend(theme)
        self.range = QComboBox()
        self.range.setAccessibleName("How far back")
        for days, text in RANGES:
            self.range.addItem(text, days)
        self.range.setCurrentIndex(1)
        self.range.setFixedWidth(_RANGE_WIDTH)
        choices = ((REPORTED, "As reported"), (RESTATED, "Restated"))
        self.mode = Segmented("Which scores", choices, RESTATED)
        self.mode.setToolTip(
            "As reported: what was shown on each day. Restated: by today's model, for every day."
        )
        self.mean = Chip("mean", MEAN_WORDS)
        self.mean.setToolTip("A smooth line beside the daily scores; no score is another for it")
        for tool in (self.legend, self.mean, self.range, self.mode):
            self.add_tool(tool)
        self.body.setContentsMargins(4, 2, 4, 6)
        self.body.addWidget(self.chart)
        self.chart.plot.days_picked.connect(self._on_plot_days_picked)
        self.range.activated.connect(self._on_range_activated)
        self.mode.chosen.connect(self._on_mode_chosen)
        self.mean.switched.connect(self._on_mean_switched)

    @property
    def days_back(self) -> int:
        """How many days are asked for; 0 = all."""
        return int(self.range.currentData())

    @property
    def as_reported(self) -> bool:
        """Whether the scores of each day as shown then are asked for."""
        return self.mode.value == REPORTED

    def show_reported(self) -> None:
        """Choose the scores of each day as they were shown then."""
        if not self.as_reported:
            self.mode.set_value(REPORTED)
            self.asked.emit()

    def show_history(self, view: HistoryView, picks: tuple[int, int] | None) -> None:
        """Show daily scores with two days picked."""
        if not any(day.score is not None for day in view.days):
            numberless = any(day.band != "Unknown" for day in view.days)
            self.show_empty(
                "Bands without numbers" if numberless else "No score in these days",
                "This health model gives no number; the timeline tells when the band changed."
                if numberless
                else "Choose a longer stretch, or import data for them.",
                icon="",
            )
            self.legend.hide()
            return
        self.legend.set_parts(legend(view.marks))
        restated = sum(day.restated for day in view.days)
        said = ""
        if self.as_reported and restated:
            said = f"{self._words.days(restated)} without a record, dashed"
        self.set_subtitle(said)
        self.chart.show_history(view)
        self.chart.plot.set_picks(picks)
        self.show_body()

    def set_picks(self, picks: tuple[int, int] | None) -> None:
        """Show two days as picked."""
        self.chart.plot.set_picks(picks)

    @Slot(int, int)
    def _on_plot_days_picked(self, first: int, last: int) -> None:
        self.days_picked.emit(first, last)

    @Slot(str, bool)
    def _on_mean_switched(self, key: str, on: bool) -> None:
        del key
        self.chart.set_smooth(on=on)

    @Slot(int)
    def _on_range_activated(self, index: int) -> None:
        del index
        self.asked.emit()

    @Slot(str)
    def _on_mode_chosen(self, key: str) -> None:
        del key
        self.asked.emit()
