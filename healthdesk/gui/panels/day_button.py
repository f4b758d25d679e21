"""A button that shows a day and opens a month to pick another."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.calendar import Calendar


class DayButton(QPushButton):
    """One of the two days of a comparison.

    Signals:
        day_chosen: the day that the person picked.
    """

    day_chosen = Signal(int)

    def __init__(
        self, theme: Theme, words: Words, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = words
        self._name = name
        self._day: int | None = None
        self._last = 0
        self._today = 0
        self._calendar: Calendar | None = None
        theme.bind_icon(self, "calendar", "text2", 16)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_clicked)

    @property
    def day(self) -> int | None:
        """The day that is shown."""
        return self._day

    def set_day(self, day: int | None, last: int, today: int) -> None:
        """Show a day; none after `last` can be picked."""
        self._day, self._last, self._today = day, last, today
        self.setText(self._words.day(day))
        self.setAccessibleName(f"{self._name}: {self._words.day(day)}")
        self.setEnabled(day is not None)

    @property
    def calendar(self) -> Calendar:
        """The month it opens, made when first asked for."""
        if self._calendar is None:
            self._calendar = Calendar(self._theme, self._words, self)
            self._calendar.picked.connect(self._on_calendar_picked)
        return self._calendar

    @Slot()
    def _on_clicked(self) -> None:
        if self._day is not None:
            self.calendar.open_under(self, self._day, self._last, self._today)

    @Slot(int)
    def _on_calendar_picked(self, day: int) -> None:
        self.day_chosen.emit(min(day, self._last))
