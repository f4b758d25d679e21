"""The card Seats: how many are paid for and used, what the idle ones cost, over the year."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.usage_view import SeatUse
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import TableSwitch
from healthdesk.gui.parts.usage_side import SeatMeter

_LEAST_TABLE = 120


class SeatCard(Card):
    """Seats, by the same reading as on the tab Usage.

    Signals:
        rows_requested: the subscriptions behind it are wanted.
        usage_requested: the metric behind it is wanted on the tab Usage.
    """

    rows_requested = Signal()
    usage_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Seats")
        self.meter = SeatMeter(theme, words)
        self.switch = TableSwitch("Seats", self.meter, inside=())
        self.note = PlainLabel("Reading", "caption", wrap=True)
        self.source = self._tool("Rows", "Rows of the subscriptions behind the seats")
        self.usage = self._tool("Usage", "The use behind the seats, on the tab Usage")
        self.body.addWidget(self.switch)
        self.body.addWidget(self.note)
        self.source.clicked.connect(self._on_source_clicked)
        self.usage.clicked.connect(self._on_usage_clicked)
        self.meter.height_changed.connect(self._on_meter_height_changed)
        self.forget()

    def _tool(self, text: str, name: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "quiet")
        button.setProperty("compact", "true")
        button.setAccessibleName(name)
        self.add_tool(button)
        return button

    def forget(self) -> None:
        """Show that the seats are being read."""
        self._say("Reading")
        self.set_subtitle("")

    def show_seats(self, seats: SeatUse) -> None:
        """Show the seats as of the day."""
        self.set_subtitle(
            f"{seats.metric.lower()}, mean of {seats.span} days" if seats.metric else ""
        )
        self.source.setVisible(bool(seats.rows))
        self.usage.setVisible(bool(seats.key))
        if seats.share is None:
            self._say(seats.why)
            return
        self.switch.setVisible(True)
        self.note.setVisible(False)
        self.meter.show_view(seats)
        self.switch.set_lines(*self.meter.table())

    def say_failed(self, told: str) -> None:
        """Say that the seats could not be read."""
        self._say(told)

    def _say(self, told: str) -> None:
        self.switch.setVisible(False)
        self.note.setText(told)
        self.note.setVisible(True)

    @Slot()
    def _on_source_clicked(self) -> None:
        self.rows_requested.emit()

    @Slot()
    def _on_usage_clicked(self) -> None:
        self.usage_requested.emit()

    @Slot()
    def _on_meter_height_changed(self) -> None:
        high = max(round(self.meter.drawing.height), 1)
        self.switch.setFixedHeight(max(high, _LEAST_TABLE) if self.switch.as_table else high)
