"""The card of one metric: its line, what was found in words, its other events, its records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.trend_view import Record
from healthdesk.core.domain.usage_view import Finding, UsageView
from healthdesk.gui.base.changing import OFF
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.record_press import RecordPress
from healthdesk.gui.panels.usage.metric_box import MetricBox
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.held import held
from healthdesk.gui.parts.plain import Paragraph, plain_tip
from healthdesk.gui.parts.segmented import Segmented
from healthdesk.gui.parts.usage_chart import UsageChart
from healthdesk.gui.parts.usage_chart_layout import event_words

RANGES = ((90, "90 days"), (180, "180 days"), (365, "1 year"), (0, "All"))
START = 180
DAILY, MEAN = "daily", "mean"
_CHART_HIGH = 232
_ROOMY = 660
"""Width from which the head says the metric and its band in full."""
_ICONS = {
    "dip": ("trending-down", "down"),
    "rise": ("trending-up", "up"),
    "stopped": ("clock-exclamation", "notice"),
}


class FindingRow(QWidget):
    """What was found, in words, with what can be done about it.

    Signals:
        finding_asked: a finding is to be written about the event.
        week_asked: the week of the event is to be shown.
        event_chosen: the first day of another event, and its metric.
        record_asked: the record whose days are wanted.
        rows_asked: the rows behind what was found are wanted.
    """

    finding_asked = Signal()
    week_asked = Signal()
    event_chosen = Signal(str, int)
    record_asked = Signal(object)
    rows_asked = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__()
        self._theme = theme
        self._words = words
        self._events: tuple[tuple[str, TrendEvent], ...] = ()
        self.popup: ChoicePopup | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(20, 20)
        self.title = Paragraph(theme, "", "text", weight=600)
        self.text = Paragraph(theme, "")
        self.records: list[RecordPress] = []
        self._records = QVBoxLayout()
        self._records.setSpacing(0)
        self.write = self._button("Write finding", "pencil")
        self.week = self._button("Go to that week", "activity")
        self.rows = self._button("Rows", "file-text")
        self.rows.setProperty("kind", "quiet")
        self.rows.setAccessibleName("Rows behind what was found")
        self.rows.setToolTip("The days it was found in, and those that say what is normal")
        self.more = QPushButton("")
        self.more.setProperty("kind", "quiet")
        self.more.setProperty("compact", "true")
        theme.bind_icon(self.more, "chevron-down")
        self._lay_out()
        self.rows.clicked.connect(self.rows_asked)
        self.write.clicked.connect(self._on_write_clicked)
        self.week.clicked.connect(self._on_week_clicked)
        self.more.clicked.connect(self._on_more_clicked)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addLayout(self._records)
        column.addStretch(1)
        buttons = QVBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.write)
        buttons.addWidget(self.week)
        buttons.addWidget(self.rows)
        buttons.addWidget(self.more)
        buttons.addStretch(1)
        self._whole = whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(10)
        whole.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(column, 1)
        whole.addLayout(buttons)

    def _button(self, text: str, icon: str) -> QPushButton:
        made = QPushButton(text)
        made.setProperty("kind", "normal")
        made.setProperty("compact", "true")
        made.setAccessibleName(text)
        self._theme.bind_icon(made, icon)
        return made

    def show_view(self, view: UsageView, *, writable: bool) -> None:
        """Say what was found."""
        with held(self._whole):
            self._show(view, writable=writable)

    def _show(self, view: UsageView, *, writable: bool) -> None:
        found: Finding = view.finding
        self.title.setText(found.title)
        self.text.setText(found.text)
        self._show_records(view.records)
        icon, tone = _ICONS.get(found.kind, ("circle-check", "strong"))
        banded = view.series is not None and any(one is not None for one in view.series.low)
        if not found.kind and not banded:
            icon, tone = "info-circle", "text3"
        self._theme.bind_icon(self._icon, icon, "text3" if found.muted else tone, 20)
        odd = view.shown is not None
        self.write.setVisible(odd)
        self.week.setVisible(odd)
        self.write.setEnabled(writable)
        self.write.setToolTip("" if writable else OFF)
        self._show_others(view)

    def _show_records(self, records: Sequence[Record]) -> None:
        """A line a record; lines that are there are used again."""
        while len(self.records) < len(records):
            made = RecordPress("caption")
            made.asked.connect(self.record_asked)
            self.records.append(made)
            self._records.addWidget(made)
        for at, line in enumerate(self.records):
            line.show_record(records[at] if at < len(records) else None)

    def _show_others(self, view: UsageView) -> None:
        names = {one.key: one.name for one in view.metrics}
        own = [one for one in view.events if view.shown is None or one.first != view.shown.first]
        self._events = tuple(
            (names.get(one.metric, one.metric), one) for one in (*own, *view.others)
        )
        count = len(self._events)
        self.more.setVisible(bool(count))
        kind = "other event" if view.shown is not None else "past event"
        self.more.setText(self._words.count(count, kind))
        self.more.setToolTip(plain_tip("\n".join(self._words_of(*one) for one in self._events)))
        self.more.setAccessibleName(f"Show {self.more.text()}")

    def _words_of(self, name: str, event: TrendEvent) -> str:
        return f"{name}: {_within(event_words(event, self._words))}"

    @Slot()
    def _on_write_clicked(self) -> None:
        self.finding_asked.emit()

    @Slot()
    def _on_week_clicked(self) -> None:
        self.week_asked.emit()

    @Slot()
    def _on_more_clicked(self) -> None:
        if len(self._events) == 1:
            self._choose("0")
            return
        offered = [
            Option(
                str(at),
                self._words_of(name, one),
                f"{self._words.day(one.first)}, {self._words.signed(one.size * 100)} %",
            )
            for at, (name, one) in enumerate(self._events)
        ]
        self.popup = ChoicePopup(self._theme, "Other events", offered, self)
        self.popup.chosen.connect(self._on_popup_chosen)
        self.popup.open_under(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)), 440)

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        self._choose(key)

    def _choose(self, key: str) -> None:
        event = self._events[int(key)][1]
        self.event_chosen.emit(event.metric, event.first)


class ChartPanel(Card):
    """A metric day by day, and the finding under it.

    Signals:
        metric_chosen: the key of another metric.
        event_chosen: metric and first day of an event to tell about.
    """

    metric_chosen = Signal(str)
    event_chosen = Signal(str, int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Usage", parent=parent)
        self._words = words
        self._key = ""
        self._heads = ("Usage", "")
        self.chart = UsageChart(theme, words)
        self.chart.setMinimumHeight(_CHART_HIGH)
        self.finding = FindingRow(theme, words)
        self.metrics = MetricBox(theme, words)
        self.range = QComboBox()
        self.range.setAccessibleName("How far back")
        for days, text in RANGES:
            self.range.addItem(text, days)
        self.range.setCurrentIndex(1)
        self.range.setFixedWidth(112)
        self.mode = Segmented("Line", ((DAILY, "Daily"), (MEAN, "7-day mean")), DAILY)
        self.mode.setToolTip("7-day mean: the weekly pattern is taken out.")
        for tool in (self.metrics, self.range, self.mode):
            self.add_tool(tool)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(hline())
        self.body.addWidget(self.finding)
        self.chart.plot.show_days(START)
        self.metrics.chosen.connect(self._on_metric_chosen)
        self.range.activated.connect(self._on_range_activated)
        self.mode.chosen.connect(self._on_mode_chosen)
        self.chart.plot.event_pressed.connect(self._on_plot_event_pressed)
        self.finding.event_chosen.connect(self._on_finding_event_chosen)

    def show_view(self, view: UsageView, *, writable: bool) -> None:
        """Show a metric with its finding."""
        series = view.series
        if series is None:
            return
        metric = series.metric
        self._key = metric.key
        counted = metric.fill == "zero"
        self._heads = (f"{metric.name} a day" if counted else metric.name, self._told(view))
        self._show_head()
        self.metrics.show_metrics(view.metrics, metric.key)
        shown = None if view.shown is None else view.shown.first
        self.chart.show_series(series, view.events, shown, view.marks)
        self.finding.show_view(view, writable=writable)
        self.show_body()

    def _show_head(self) -> None:
        """In a narrow card the box beside it says which metric it is."""
        self.set_title(*(self._heads if self.width() >= _ROOMY else ("Usage", "")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say more where there is room."""
        super().resizeEvent(event)
        self._show_head()

    def _told(self, view: UsageView) -> str:
        """The unit, and what limits the days shown."""
        series = view.series
        if series is None:
            return ""
        unit = series.metric.unit
        parts = [unit] if unit and unit.casefold() not in series.metric.name.casefold() else []
        if series.metric.fill == "gap":
            parts.append("as measured")
        if view.churned is not None:
            parts.append(f"churned on {self._words.day(view.churned)}")
        elif any(one is not None for one in series.low):
            parts.append("own normal band")
        if any(one.kind == "touch" for one in view.marks):
            parts.append("dots are touchpoints")
        if len(series.values) < 60 and view.churned is None:
            parts.append(f"{self._words.days(len(series.values))} known")
        return ", ".join(parts)

    @Slot(str)
    def _on_metric_chosen(self, key: str) -> None:
        self.metric_chosen.emit(key)

    @Slot(int)
    def _on_range_activated(self, index: int) -> None:
        del index
        self.chart.plot.show_days(int(self.range.currentData()))

    @Slot(str)
    def _on_mode_chosen(self, key: str) -> None:
        self.chart.plot.set_daily(key == DAILY)

    @Slot(int)
    def _on_plot_event_pressed(self, first: int) -> None:
        self.event_chosen.emit(self._key, first)

    @Slot(str, int)
    def _on_finding_event_chosen(self, metric: str, first: int) -> None:
        self.event_chosen.emit(metric, first)


def _within(text: str) -> str:
    """Words within a line: only their first letter goes small."""
    return text[:1].lower() + text[1:]
