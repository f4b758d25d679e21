"""The cards around the chart: features by week, weekdays, steadiness, seats, people, raw values."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from healthdesk.core.domain.usage_view import FeatureWeeks, RawUsage, UsageView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts import week_heat_layout
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.drawn_part import DrawnPart
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FiguresTable, TableSwitch
from healthdesk.gui.parts.usage_chart_layout import figure
from healthdesk.gui.parts.usage_side import PeopleRows, SeatMeter, SteadyBars, WeekdayBars
from healthdesk.gui.parts.usage_side_layout import Split
from healthdesk.gui.parts.week_heat import HeatLegend, WeekHeat

_LEAST_TABLE = 120
MOST_FEATURES = 14
_RAW_HIGH = 320


class _Switch(TableSwitch):
    """As high as its drawing; its table has room for a few rows at least."""

    def __init__(self, name: str, part: DrawnPart) -> None:
        super().__init__(name, part)
        self._part = part

    def fit(self) -> None:
        """Take the height of what is shown."""
        high = max(round(self._part.drawing.height), 1)
        self.setFixedHeight(max(high, _LEAST_TABLE) if self.as_table else high)

    @Slot()
    def toggle(self) -> None:
        """Show the other one, at its height."""
        super().toggle()
        self.fit()


class PartCard(Card):
    """A card around one painted part with its table behind Ctrl+T, and a note under it."""

    def __init__(self, theme: Theme, title: str, part: DrawnPart) -> None:
        super().__init__(theme, title)
        self.part = part
        self.switch = _Switch(title, part)
        self.note = PlainLabel("", "small", wrap=True)
        self.body.setSpacing(6)
        self.body.addWidget(self.switch)
        self.body.addWidget(self.note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        part.height_changed.connect(self._on_part_height_changed)

    def say(self, note: str, *, alone: bool = False) -> None:
        """Say something under the picture, or in its place."""
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.switch.setVisible(not alone)

    @Slot()
    def _on_part_height_changed(self) -> None:
        self.switch.fit()


def split_of(view: UsageView, words: Words) -> Split:
    """How the cards call the days before an event and since."""
    event = view.shown
    if event is None:
        return Split()
    begun = words.near_day(event.first, view.day)
    since = "since" if event.last is None else f"{begun} to {words.near_day(event.last, view.day)}"
    return Split(event.first, event.kind, f"before {begun}", since, event.last)


class WeekdayCard(PartCard):
    """Means by weekday."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.bars = WeekdayBars(theme, words)
        super().__init__(theme, "Weekday pattern", self.bars)

    def show_view(self, view: UsageView, split: Split) -> None:
        """Show the means of the metric in view."""
        if view.weekdays is None or view.series is None:
            self.say("Nothing was measured in these weeks.", alone=True)
            return
        unit = view.series.metric.unit
        self.set_subtitle(f"mean {unit}".strip() if unit else "mean a day")
        self.bars.show_view(view.weekdays, split)
        self.switch.set_lines(*self.bars.table())
        self.say("")


class SteadyCard(PartCard):
    """How evenly it is used."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.bars = SteadyBars(theme, words)
        super().__init__(theme, "Steadiness", self.bars)

    def show_view(self, view: UsageView, split: Split) -> None:
        """Show the measures of the metric in view."""
        if view.steady is None:
            level = view.metric is not None and view.metric.fill == "gap"
            self.set_subtitle("")
            self.say(
                "It is a level, measured now and then: how steady use is, counts tell."
                if level
                else "Nothing was measured in the last 28 days.",
                alone=True,
            )
            return
        self.set_subtitle(
            f"{split.before}, and {split.since}" if split.before else "28 days, and the 28 before"
        )
        self.bars.show_view(view.steady, split)
        self.switch.set_lines(*self.bars.table())
        users = view.steady.users_metric
        told = f" Users by {users.lower()}." if view.steady.top_users is not None and users else ""
        self.say(view.steady.words + told)


class PeopleCard(PartCard):
    """The heaviest users."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.people = PeopleRows(theme, words)
        super().__init__(theme, "Heaviest users", self.people)

    def show_view(self, view: UsageView, split: Split) -> None:
        """Show who used it, before and since."""
        if not view.people:
            self.say("Who used it is not known: import contact_usage to see it.", alone=True)
            self.set_subtitle("")
            return
        self.set_subtitle(
            f"a day, {split.before}, and {split.since}"
            if split.before
            else "a day, 28 days before and now"
        )
        self.people.show_rows(view.people)
        self.switch.set_lines(*self.people.table())
        self.say("")


class SeatCard(PartCard):
    """Seats paid for and used."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.meter = SeatMeter(theme, words)
        super().__init__(theme, "Seats", self.meter)

    def show_view(self, view: UsageView) -> None:
        """Show the seats as of the day."""
        seats = view.seats
        self.set_subtitle(
            f"{seats.metric.lower()}, mean of {seats.span} days" if seats.metric else ""
        )
        if seats.why:
            self.say(seats.why, alone=True)
            return
        self.meter.show_view(seats)
        self.switch.set_lines(*self.meter.table())
        self.say("")


class HeatCard(PartCard):
    """Features by week; the first of many, all of them when asked for."""

    def __init__(self, theme: Theme, words: Words) -> None:
        self.heat = WeekHeat(theme, words)
        super().__init__(theme, "Features by week", self.heat)
        self.switch.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = words
        self._view: FeatureWeeks | None = None
        self._all = False
        self.legend = HeatLegend(theme)
        self.rows = QPushButton("Rows")
        self.rows.setProperty("kind", "link")
        self.rows.setAccessibleName("Rows behind the features")
        self.add_tool(self.legend)
        self.add_tool(self.rows)
        self.more = QPushButton("")
        self.more.setProperty("kind", "quiet")
        self.body.addWidget(self.more)
        self.more.clicked.connect(self._on_more_clicked)

    def show_view(self, view: UsageView) -> None:
        """Show the features of the account."""
        found = self._view = view.features
        self.legend.setVisible(found is not None)
        self.rows.setVisible(found is not None)
        if found is None:
            self.more.hide()
            self.set_subtitle("")
            self.say(
                "No metric of the desk is marked as a feature, so breadth is not known.", alone=True
            )
            return
        before = (
            "" if found.used_before is None else f", {self._words.number(found.used_before)} before"
        )
        own = ", each on its own scale" if found.own_scale else ""
        total = self._words.number(len(found.rows))
        used = "not measured"
        if found.used is not None:
            used = f"{self._words.number(found.used)} of {total} used"
        self.set_subtitle(f"{used} in 28 days{before}{own}")
        self._fill()

    def _fill(self) -> None:
        found = self._view
        if found is None:
            return
        many = len(found.rows) > MOST_FEATURES
        rows = found.rows if self._all else found.rows[:MOST_FEATURES]
        self.heat.show_features(replace(found, rows=rows))
        self.switch.set_source(partial(week_heat_layout.table, found, self._words))
        self.more.setVisible(many)
        left = len(found.rows) - MOST_FEATURES
        self.more.setText("Show fewer" if self._all else f"Show {left} more features")
        self.say("")

    @Slot()
    def _on_more_clicked(self) -> None:
        self._all = not self._all
        self._fill()


class RawCard(Card):
    """Daily values of all metrics as stored, read when asked for.

    Signals:
        asked: the values are wanted.
        day_pressed: the rows of this day are wanted.
    """

    asked = Signal()
    day_pressed = Signal(int)

    def __init__(self, theme: Theme, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Daily values", "as stored, all metrics", parent)
        self._words = words
        self._days: tuple[int, ...] = ()
        self.table = FiguresTable("Daily values")
        self.table.setFixedHeight(_RAW_HIGH)
        self.table.hide()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.button = QPushButton("Show")
        self.button.setProperty("kind", "quiet")
        self.button.setAccessibleName("Show daily values of all metrics")
        self.add_tool(self.button)
        self.body.addWidget(self.table)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(self._on_button_clicked)
        self.table.clicked.connect(self._on_table_clicked)
        self.table.activated.connect(self._on_table_clicked)

    @property
    def open(self) -> bool:
        """Whether the table is shown."""
        return not self.table.isHidden()

    def close_table(self) -> None:
        """Show the head only."""
        self.table.hide()
        self.body.setContentsMargins(0, 0, 0, 0)
        self._say()

    def show_raw(self, found: RawUsage) -> None:
        """Show the values, the newest day first; what has no row is a dash."""
        self._days = found.days
        head = ("Day", *(_title(one.name, one.unit) for one in found.metrics))
        lines = tuple(
            (
                self._words.weekday(day),
                *(DASH if value is None else figure(value, self._words) for value in row),
            )
            for day, row in zip(found.days, found.values, strict=True)
        )
        self.table.show_lines(head, lines, frozenset(head[1:]))
        self.table.show()
        self.body.setContentsMargins(12, 0, 12, 12)
        count = self._words.count(len(found.days), "day")
        metrics = self._words.count(len(found.metrics), "metric")
        self.set_subtitle(
            f"as stored, {metrics}, the last {count} with values; press for the source"
        )
        self._say()

    def _say(self) -> None:
        self.button.setText("Hide" if self.open else "Show")

    @Slot()
    def _on_button_clicked(self) -> None:
        if self.open:
            self.close_table()
        else:
            self.asked.emit()

    @Slot(QModelIndex)
    def _on_table_clicked(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._days):
            self.day_pressed.emit(self._days[index.row()])


def _title(name: str, unit: str) -> str:
    """A metric's name with its unit, where the name does not say it already."""
    return f"{name} ({unit})" if unit and unit.casefold() not in name.casefold() else name
