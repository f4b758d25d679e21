"""The tab Usage: a metric's trend and what was found in it, features, weekdays, seats, people.

Not here: what the cards show and how (chart_panel.py, side_cards.py), what is read
(services/usage_view.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QCursor, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.source_ref import Ref, RowRef, UsageRef
from healthdesk.core.domain.trend_view import Record
from healthdesk.core.domain.usage_view import RawUsage, UsageView
from healthdesk.core.services import usage_view
from healthdesk.core.services.health import PERIOD
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels import record_press
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.source_popover import SourcePopover
from healthdesk.gui.panels.usage.chart_panel import ChartPanel
from healthdesk.gui.panels.usage.side_cards import (
    HeatCard,
    PartCard,
    PeopleCard,
    RawCard,
    SeatCard,
    SteadyCard,
    WeekdayCard,
    split_of,
)
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.usage_chart_words import event_on
from healthdesk.gui.parts.usage_side_layout import Split

MARGIN, GAP = 16, 12
LEFT_SHARE, RIGHT_SHARE = 22, 10
_SIDE_BY_SIDE = 900
"""Width from which the cards stand side by side."""
_WEEK, _USUAL_WEEKS = 7, 8


class UsageTab(AccountTab):
    """One account's usage on the day in view."""

    key = "usage"
    title = "Usage"
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.ACCOUNTS, Topic.FACTS, Topic.PROFILES, Topic.WORK}
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.view: UsageView | None = None
        self._metric = ""
        self._event: int | None = None
        self._later: UsageView | None = None
        self._wanted: int | None = None
        self._sources: SourcePopover | None = None
        self._turns = QTimer(self)
        self._turns.setSingleShot(True)
        self._place = 0
        self._small: list[PartCard | RawCard] = []
        self.chart = ChartPanel(ui.theme, ui.words)
        self.nothing = Card(ui.theme)
        self._lay_out()
        self._connect()
        self._show_loading()

    def forget(self) -> None:
        """Show nothing of the account before."""
        self.view = self._later = None
        self._metric, self._event = "", None
        self._show_loading()

    def reload(self) -> None:
        """Read the line of the metric in view, then what is normal and odd in it."""
        if not self.account_id:
            return
        job = self.ui.read(
            usage_view.line,
            self.account_id,
            self.ui.day,
            self._metric,
            then=self._show_line,
            failed=self._show_failure,
            key="usage line",
        )
        if job < 0:
            self._show_nothing("No desk is open", "Open a desk to see its accounts.", "")

    def _read_all(self) -> None:
        self.ui.read(
            usage_view.view,
            self.account_id,
            self.ui.day,
            self._metric,
            self._event,
            then=self._show_view,
            failed=self._show_failure,
            key="usage",
        )

    def leap(self, leap: Leap) -> None:
        """Show a day, on the metric that the leap names."""
        self._metric = leap.word or self._metric
        self._event, self._wanted = None, leap.day
        self.refresh()

    def _show_loading(self) -> None:
        self.nothing.hide()
        self._content.show()
        self.chart.show_loading("Reading the usage")
        for card in self._small:
            card.hide()

    @Slot(object)
    def _show_line(self, view: UsageView) -> None:
        """Show the line at once where nothing of it is shown yet; the rest is read meanwhile."""
        if view.account_id != self.account_id:
            return
        shown = self.view.metric if self.view is not None else None
        if view.series is None:
            self._show_view(view)
            return
        if shown is None or shown.key != view.series.metric.key:
            self.nothing.hide()
            self._content.show()
            self.chart.show_view(view, writable=False)
        self._read_all()

    @Slot(object)
    def _show_view(self, view: UsageView) -> None:
        if view.account_id != self.account_id:
            return
        self.view = view
        if view.series is None:
            found = usage_view.nothing(view)
            self._show_nothing(found.title, found.text, "See the data")
            return
        self._metric = view.series.metric.key
        self.nothing.hide()
        self._content.show()
        self.chart.show_view(view, writable=not self.ui.looking_back)
        self._go_to_wanted(view)
        # The chart is what is looked at; the cards around it follow, each in a turn of its own:
        # made (the first time), filled and laid out they take a frame each.
        self._later, self._place = view, 0
        self._turns.start()

    def _go_to_wanted(self, view: UsageView) -> None:
        """Show the day of a leap, and the event that it lies in."""
        day, self._wanted = self._wanted, None
        if day is None:
            return
        self.chart.chart.plot.show_day(day)
        event = event_on(view.events, day)
        if event is not None and event is not view.shown:
            self._choose(event.metric, event.first)

    @Slot()
    def _on_turns_timeout(self) -> None:
        """Show the next card; those that are left wait while another tab is in view."""
        view = self._later
        if view is None or not self.isVisible():
            return
        split = split_of(view, self.ui.words)
        shows = (
            self._show_weekdays,
            self._show_steady,
            self._show_heat,
            self._show_seats,
            self._show_people,
            self._show_raw_card,
        )
        shows[self._place](view, split)
        self._place += 1
        if self._place < len(shows):
            self._turns.start()
        else:
            self._later = None

    def _put(self, card: PartCard | RawCard, column: QVBoxLayout) -> None:
        """Take a card in, under those that are there."""
        column.insertWidget(column.count() - 1, card)
        self._small.append(card)
        if isinstance(card, PartCard) and not isinstance(card, HeatCard):
            card.part.spot_clicked.connect(self._on_spot_clicked)

    def _show_weekdays(self, view: UsageView, split: Split) -> None:
        if not hasattr(self, "weekdays"):
            self.weekdays = WeekdayCard(self.ui.theme, self.ui.words)
            self._put(self.weekdays, self._right)
        self.weekdays.show_view(view, split)
        self.weekdays.show()

    def _show_steady(self, view: UsageView, split: Split) -> None:
        if not hasattr(self, "steady"):
            self.steady = SteadyCard(self.ui.theme, self.ui.words)
            self._put(self.steady, self._right)
        self.steady.show_view(view, split)
        self.steady.show()

    def _show_seats(self, view: UsageView, split: Split) -> None:
        del split
        if not hasattr(self, "seats"):
            self.seats = SeatCard(self.ui.theme, self.ui.words)
            self._put(self.seats, self._right)
        self.seats.show_view(view)
        self.seats.show()

    def _show_people(self, view: UsageView, split: Split) -> None:
        if not hasattr(self, "people"):
            self.people = PeopleCard(self.ui.theme, self.ui.words)
            self._put(self.people, self._right)
        self.people.show_view(view, split)
        self.people.show()

    def _show_heat(self, view: UsageView, split: Split) -> None:
        del split
        if not hasattr(self, "heat"):
            self.heat = HeatCard(self.ui.theme, self.ui.words)
            self._put(self.heat, self._left)
            self.heat.heat.cell_pressed.connect(self._on_heat_cell_pressed)
            self.heat.heat.metric_pressed.connect(self._on_metric_chosen)
            self.heat.rows.clicked.connect(self._on_features_asked)
        self.heat.show_view(view)
        self.heat.show()

    def _show_raw_card(self, view: UsageView, split: Split) -> None:
        del view, split
        if not hasattr(self, "raw"):
            self.raw = RawCard(self.ui.theme, self.ui.words)
            self._put(self.raw, self._left)
            self.raw.asked.connect(self._on_raw_asked)
            self.raw.day_pressed.connect(self._on_raw_day_pressed)
        self.raw.show()
        if self.raw.open:
            self._read_raw()

    def _show_nothing(self, title: str, text: str, action: str) -> None:
        self._content.hide()
        self.nothing.show_empty(title, text, action, "database")
        self.nothing.show()

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.chart.show_error("The usage could not be read", told)
        for card in self._small:
            card.hide()

    def _read_raw(self) -> None:
        self.ui.read(
            usage_view.raw, self.account_id, self.ui.day, then=self._show_raw, key="raw usage"
        )

    @Slot(object)
    def _show_raw(self, found: RawUsage) -> None:
        self.raw.show_raw(found)

    def _choose(self, metric: str, event: int | None) -> None:
        same = metric == self._metric
        self._metric, self._event = metric, event
        if same:
            self._read_all()
        else:
            self.reload()

    @property
    def sources(self) -> SourcePopover:
        """The popup of rows, made when first asked for."""
        if self._sources is None:
            self._sources = SourcePopover(self.ui, self)
        return self._sources

    def _open(self, title: str, refs: Sequence[Ref], at: QPoint | None = None) -> None:
        self.sources.open_refs(title, refs, QCursor.pos() if at is None else at)

    def _ref(self, metric: str, first: int, last: int) -> UsageRef:
        return UsageRef(self.account_id, metric, first, last)

    def _name(self, key: str) -> str:
        metrics = self.view.metrics if self.view is not None else ()
        return next((one.name for one in metrics if one.key == key), key)

    @Slot(int)
    def _on_plot_day_pressed(self, day: int) -> None:
        plot = self.chart.chart.plot
        title = f"{self._name(self._metric)} on {self.ui.words.weekday(day)}"
        place = plot.place_of(day).toPoint() + QPoint(12, 0)
        self._open(title, (self._ref(self._metric, day, day),), place)

    @Slot(str, int)
    def _on_heat_cell_pressed(self, key: str, monday: int) -> None:
        words, last = self.ui.words, min(monday + _WEEK - 1, self.ui.day)
        title = f"{self._name(key)}, {words.short_day(monday)} to {words.day(last)}"
        self._open(title, (self._ref(key, monday, last),))

    @Slot(str)
    def _on_spot_clicked(self, key: str) -> None:
        view, kind, number = self.view, key.partition(" ")[0], key.partition(" ")[2]
        if view is None or view.series is None:
            return
        name, metric = view.series.metric.name, view.series.metric.key
        if kind == "weekday":
            self._open(f"{name} by weekday", self._weekday_refs(int(number)))
        elif kind == "day":
            day = int(number)
            self._open(f"{name} on {self.ui.words.weekday(day)}", (self._ref(metric, day, day),))
        elif kind == "row" and view.steady is not None:
            refs: list[Ref] = [self._ref(metric, *one) for one in view.steady.windows]
            if number == "2":
                refs = [RowRef("contact_usage", row) for one in view.people for row in one.rows]
            self._open(f"{name}: steadiness", refs)
        elif kind == "person":
            one = view.people[int(number)]
            self._open(f"Use by {one.name}", [RowRef("contact_usage", row) for row in one.rows])
        else:
            self._open_seats(kind, number)

    def _weekday_refs(self, weekday: int) -> list[Ref]:
        """The days of one weekday before the event and since."""
        view = self.view
        if view is None or view.series is None:
            return []
        last = view.series.last
        first = last if view.shown is None else view.shown.first
        low = max(first - _USUAL_WEEKS * _WEEK, view.series.first)
        days = [day for day in range(low, last + 1) if (day - 4) % _WEEK == weekday]
        return [self._ref(view.series.metric.key, day, day) for day in days]

    def _open_seats(self, kind: str, number: str) -> None:
        seats = self.view.seats if self.view is not None else None
        if seats is None or not seats.key:
            return
        if kind == "month":
            first = int(number)
            last = min(first + 30, self.ui.day)
            title = f"{seats.metric} in {self.ui.words.month(first, year=True)}"
            self._open(title, (self._ref(seats.key, first, last),))
            return
        day = self.view.series.last if self.view and self.view.series else self.ui.day
        refs: list[Ref] = [RowRef("subscription", row) for row in seats.rows]
        refs.append(self._ref(seats.key, day - seats.span + 1, day))
        self._open("Seats, and who is on them", refs)

    def _lay_out(self) -> None:
        ground = QWidget(self)
        ground.setProperty("ground", "canvas")
        ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(ground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        # The page stands before its cards go in: whatever is moved is styled again.
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._content = QWidget(ground)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._content)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(GAP)
        outer.addWidget(self._content, 1)
        outer.addWidget(self.nothing, 1)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._columns.addLayout(self._left, LEFT_SHARE)
        self._columns.addLayout(self._right, RIGHT_SHARE)
        self._left.addWidget(self.chart)
        for column in (self._left, self._right):
            column.setSpacing(GAP)
            column.addStretch(1)

    def _connect(self) -> None:
        self.chart.metric_chosen.connect(self._on_metric_chosen)
        self.chart.event_chosen.connect(self._on_event_chosen)
        self.chart.retry_requested.connect(self._on_retry_requested)
        self.chart.finding.finding_asked.connect(self._on_finding_asked)
        self.chart.finding.week_asked.connect(self._on_week_asked)
        self.chart.finding.rows_asked.connect(self._on_finding_rows_asked)
        self.chart.finding.record_asked.connect(self._on_record_asked)
        self.chart.chart.plot.day_pressed.connect(self._on_plot_day_pressed)
        self.nothing.acted.connect(self._on_nothing_acted)
        self._turns.timeout.connect(self._on_turns_timeout)

    @Slot(str)
    def _on_metric_chosen(self, key: str) -> None:
        self._choose(key, None)

    @Slot(str, int)
    def _on_event_chosen(self, metric: str, first: int) -> None:
        shown = self.view.shown if self.view is not None else None
        if shown is not None and (shown.metric, shown.first) == (metric, first):
            self._on_week_asked()  # it is told of already: its day leads to what happened then
            return
        self.chart.chart.plot.show_day(first)
        self._choose(metric, first)

    @Slot()
    def _on_retry_requested(self) -> None:
        self._show_loading()
        self.reload()

    @Slot()
    def _on_finding_asked(self) -> None:
        if self.view is not None and self.view.shown is not None:
            self.leap_requested.emit(Leap("health", self.view.shown.first, word="finding"))

    @Slot()
    def _on_week_asked(self) -> None:
        if self.view is not None and self.view.shown is not None:
            self.leap_requested.emit(Leap("timeline", self.view.shown.first))

    @Slot()
    def _on_finding_rows_asked(self) -> None:
        view = self.view
        if view is None or view.series is None:
            return
        event, last = view.shown, view.series.last
        first = last if event is None else event.first
        stop = last if event is None or event.last is None else event.last
        low = max(first - _USUAL_WEEKS * _WEEK, view.series.first)
        refs: list[Ref] = [self._ref(view.series.metric.key, low, stop)]
        refs += [RowRef("contact_usage", row) for one in view.people for row in one.rows]
        at = self.chart.finding.rows
        self._open(view.finding.title, refs, at.mapToGlobal(at.rect().bottomLeft()))

    @Slot()
    def _on_features_asked(self) -> None:
        """The values of all features in 28 days and in the 28 before, which breadth counts."""
        day = self.view.series.last if self.view and self.view.series else self.ui.day
        metrics = self.view.metrics if self.view is not None else ()
        first = day - 2 * PERIOD + 1
        refs = [self._ref(one.key, first, day) for one in metrics if one.feature]
        at = self.heat.rows
        self._open("Features used in 56 days", refs, at.mapToGlobal(at.rect().bottomLeft()))

    @Slot(object)
    def _on_record_asked(self, record: Record) -> None:
        self._open(record_press.title(record), (record_press.ref(self.account_id, record),))

    @Slot()
    def _on_raw_asked(self) -> None:
        self._read_raw()

    @Slot(int)
    def _on_raw_day_pressed(self, day: int) -> None:
        metrics = self.view.metrics if self.view is not None else ()
        refs = [self._ref(one.key, day, day) for one in metrics if one.used]
        self._open(f"All values of {self.ui.words.weekday(day)}", refs)

    @Slot()
    def _on_nothing_acted(self) -> None:
        self.ui.open_page("data")

    def showEvent(self, event: QShowEvent) -> None:
        """Go on with the cards that are left."""
        super().showEvent(event)
        if self._later is not None:
            self._turns.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the cards in a narrow window."""
        super().resizeEvent(event)
        beside = self.width() >= _SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != way:
            self._columns.setDirection(way)
