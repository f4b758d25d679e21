"""The card Renewal: countdown of the contracts, what is expected, what was said when."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.forecast import CATEGORY_WORDS, ForecastView, RenewalForecast
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.commercial import renewal_layout as layout
from healthdesk.gui.panels.commercial.reading import Beside, Commercial
from healthdesk.gui.panels.commercial.renewal_layout import Line, Pen
from healthdesk.gui.panels.people.keyed import KeyedPart
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.plain import PlainLabel

FEW: Final = 6
"""Renewals, and words of a history, that stand there until more are asked for."""


class RenewalRows(KeyedPart):
    """A row a renewal; the chosen one is told about under them."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Next renewals")
        self.words = words
        self.lines: tuple[Line, ...] = ()
        self.chosen: int | None = None
        self.currency = ""

    def lay_out(self, width: float) -> Drawing:
        """The rows for a width."""
        pen = Pen(self.measure, self.words, 0, self.currency)
        return layout.lay_out(self.lines, self.chosen, width, pen)


class SaidRows(KeyedPart):
    """What was said of one renewal, a row a day."""

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "What was said of this renewal")
        self.words = words
        self.shown: tuple[ForecastView, ...] = ()
        self.told = RenewalForecast(0, ())
        self.day = 0
        self.currency = ""

    def lay_out(self, width: float) -> Drawing:
        """The rows for a width."""
        pen = Pen(self.measure, self.words, self.day, self.currency)
        return layout.history(self.shown, self.told.came, self.told.verdict, width, pen)


class RenewalCard(Card):
    """The renewals of an account.

    Signals:
        change_requested: what is expected of the renewal on this day is to be said.
        rows_requested: the subscriptions of the renewal on this day are wanted.
        priority_requested: the factors of a priority are wanted.
        word_pressed: the row of a forecast.
        came_pressed: the rows of what came of it.
    """

    change_requested = Signal(int)
    rows_requested = Signal(int)
    priority_requested = Signal(int)
    word_pressed = Signal(int)
    came_pressed = Signal(object)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Renewals", padding=0)
        self._words = words
        self._read: Commercial | None = None
        self._beside: Beside | None = None
        self._all = False
        self._all_said = False
        self.chosen: int | None = None
        self.rows = RenewalRows(theme, words)
        self.none = PlainLabel("", "caption", wrap=True)
        self.none.setContentsMargins(12, 0, 12, 10)
        self.headline = PlainLabel("", "strong", wrap=True)
        self.reason = PlainLabel("", wrap=True)
        self.step = PlainLabel("", "caption", wrap=True)
        self.said = SaidRows(theme, words)
        self.change = QPushButton("Say what you expect")
        self.change.setProperty("compact", "true")
        self.priority = QPushButton("Priority")
        self.priority.setProperty("kind", "quiet")
        self.priority.setProperty("compact", "true")
        self.source = QPushButton("Rows")
        self.source.setProperty("kind", "quiet")
        self.source.setProperty("compact", "true")
        self.source.setAccessibleName("Rows of the subscriptions that end")
        self.rest = QPushButton()
        self.rest.setProperty("kind", "link")
        self.older = QPushButton()
        self.older.setProperty("kind", "link")
        self._told = QWidget()
        self._lay_out()
        self.rows.spot_clicked.connect(self._on_rows_spot_clicked)
        self.said.spot_clicked.connect(self._on_said_spot_clicked)
        self.change.clicked.connect(self._on_change_clicked)
        self.priority.clicked.connect(self._on_priority_clicked)
        self.source.clicked.connect(self._on_source_clicked)
        self.rest.clicked.connect(self._on_rest_clicked)
        self.older.clicked.connect(self._on_older_clicked)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        self.body.addWidget(self.none)
        self.body.addWidget(self.rows)
        self.body.addWidget(self.rest)
        column = QVBoxLayout(self._told)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addWidget(hline())
        head = QFrame()
        inside = QVBoxLayout(head)
        inside.setContentsMargins(12, 6, 8, 2)
        inside.setSpacing(2)
        across = QHBoxLayout()
        across.setSpacing(6)
        across.addWidget(self.headline, 1)
        for button in (self.source, self.priority, self.change):
            across.addWidget(button)
        inside.addLayout(across)
        inside.addWidget(self.reason)
        inside.addWidget(self.step)
        column.addWidget(head)
        column.addWidget(self.said)
        column.addWidget(self.older)
        self.body.addWidget(self._told)

    def forget(self) -> None:
        """Show the next renewal of what comes next."""
        self._all = False
        self._all_said = False
        self.chosen = None
        self._beside = None

    def show_read(self, read: Commercial, *, may: bool) -> None:
        """Show an account's renewals, the next one chosen where none is."""
        self._read = read
        if self._beside is not None and self._beside.day != read.view.day:
            self._beside = None
        days = [one.day for one in read.view.renewals]
        days += [one.renewal for one in read.forecasts if one.renewal not in days]
        if self.chosen not in days:
            self.chosen = days[0] if days else None
        self.change.setEnabled(may)
        self._show()

    def show_beside(self, beside: Beside) -> None:
        """Show how soon each renewal asks for work."""
        self._beside = beside
        self._show()

    def choose(self, renewal: int) -> None:
        """Tell about the renewal of a day."""
        self.chosen = renewal
        self._show()

    def _show(self) -> None:
        read = self._read
        if read is None:
            return
        view = read.view
        self.none.setText(_none_words(read))
        self.none.setVisible(not view.renewals)
        most = len(view.renewals) if self._all else FEW
        self.rows.lines = tuple(Line(one, read.said_of(one.day)) for one in view.renewals[:most])
        self.rows.chosen, self.rows.currency = self.chosen, view.currency
        self.rows.setVisible(bool(view.renewals))
        self.rows.refresh()
        left = len(view.renewals) - len(self.rows.lines)
        self.rest.setVisible(left > 0)
        self.rest.setText(f"Show {left:,} more")
        self.set_subtitle(_subtitle(read, self._words))
        self._told.setVisible(self.chosen is not None)
        if self.chosen is not None:
            self._show_told(read, read.said_of(self.chosen))

    def _show_told(self, read: Commercial, told: RenewalForecast) -> None:
        words, day = self._words, read.view.day
        now = told.now
        when = words.day(told.renewal)
        open_one = any(one.day == told.renewal for one in read.view.renewals)
        if now is None:
            self.headline.setText(f"Nothing is said yet of {when}")
            self.change.setText("Say what you expect")
        else:
            amount = "no sum" if now.amount is None else words.money(now.amount, read.view.currency)
            self.headline.setText(f"{CATEGORY_WORDS[now.category]}, {amount}, for {when}")
            self.change.setText("Change")
        self.change.setAccessibleName(f"{self.change.text()}: renewal of {when}")
        self.change.setVisible(open_one)
        self.source.setVisible(open_one)
        self.reason.setText("" if now is None else now.reason)
        self.reason.setVisible(now is not None)
        parts = []
        if now is not None:
            parts = [f"Next: {now.next_step}" if now.next_step else "No next step"]
            parts.append(f"{now.decider} decides" if now.decider else "who decides is not known")
            parts.append(f"said {words.near_day(now.made_on, day)}")
        self.step.setText(" · ".join(parts))
        self.step.setVisible(bool(parts))
        self._show_priority(told.renewal)
        self.said.told, self.said.day = told, day
        self.said.currency = read.view.currency
        words_said = tuple(reversed(told.said)) if len(told.said) > 1 or told.came else ()
        self.said.shown = words_said if self._all_said else words_said[:FEW]
        self.said.setVisible(bool(words_said or told.came))
        left = len(words_said) - len(self.said.shown)
        self.older.setVisible(left > 0)
        self.older.setText(f"Show {left:,} older")
        self.said.refresh()

    def _show_priority(self, renewal: int) -> None:
        found = None if self._beside is None else self._beside.priorities.get(renewal)
        self.priority.setVisible(found is not None)
        if found is not None:
            told = self._words.number(found.value, 1)
            self.priority.setText(f"Priority {told}")
            self.priority.setAccessibleName(f"Priority {told}: show its factors")

    @Slot(str)
    def _on_rows_spot_clicked(self, key: str) -> None:
        self.choose(int(key.partition(":")[2]))

    @Slot(str)
    def _on_said_spot_clicked(self, key: str) -> None:
        if key == "came":
            self.came_pressed.emit(self.said.told.came)
        else:
            self.word_pressed.emit(int(key.partition(":")[2]))

    @Slot()
    def _on_change_clicked(self) -> None:
        if self.chosen is not None:
            self.change_requested.emit(self.chosen)

    @Slot()
    def _on_source_clicked(self) -> None:
        if self.chosen is not None:
            self.rows_requested.emit(self.chosen)

    @Slot()
    def _on_priority_clicked(self) -> None:
        if self.chosen is not None:
            self.priority_requested.emit(self.chosen)

    @Slot()
    def _on_rest_clicked(self) -> None:
        self._all = True
        self._show()

    @Slot()
    def _on_older_clicked(self) -> None:
        self._all_said = True
        self._show()


def _none_words(read: Commercial) -> str:
    view = read.view
    if not view.terms:
        return (
            "No subscription is known, so no renewal either: import subscriptions on the page Data."
        )
    if not view.now.terms:
        return "No subscription is in force: nothing renews."
    return "No subscription in force has an end: nothing to count down to."


def _subtitle(read: Commercial, words: Words) -> str:
    count = len(read.view.renewals)
    if not count:
        return ""
    endless = read.view.now.terms - sum(len(one.rows) for one in read.view.renewals)
    more = f", {words.count(endless, 'subscription')} without end" if endless else ""
    return f"{words.number(count)} ahead{more}"
