"""The tab Commercial: contracts, renewals and what is expected of them, ARR, invoices, feedback.

Not here: what is done (acts.py), what is read (reading.py).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, QSize, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.commercial import CommercialView
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.forecast import Came
from healthdesk.core.domain.source_ref import Ref, RowRef, UsageRef
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words as Figured
from healthdesk.gui.panels.account_tab import AccountTab, Leap
from healthdesk.gui.panels.commercial import tables
from healthdesk.gui.panels.commercial.acts import CommercialActs
from healthdesk.gui.panels.commercial.feedback_card import FeedbackCard
from healthdesk.gui.panels.commercial.figures import Figures
from healthdesk.gui.panels.commercial.reading import (
    Beside,
    Commercial,
    Said,
    read_beside,
    read_commercial,
    read_said,
)
from healthdesk.gui.panels.commercial.renewal_card import RenewalCard
from healthdesk.gui.panels.commercial.seat_card import SeatCard
from healthdesk.gui.panels.commercial.step_chart import StepChart
from healthdesk.gui.panels.commercial.tables import ListingCard
from healthdesk.gui.panels.popover import TablePopover
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.state import ErrorState, LoadingState, Words

MARGIN, GAP = 16, 12
TIMES = "\N{MULTIPLICATION SIGN}"
_FACTORS = QSize(420, 176)
SIDE_BY_SIDE: Final = 900
"""Width from which the cards stand in two columns."""
_LEFT, _RIGHT = 17, 12
_PRIORITIES: Final = 6
"""Renewals whose priority is worked out: those that stand there at first."""


class CommercialTab(AccountTab):
    """What an account pays, what it will, what it said."""

    key: ClassVar[str] = "commercial"
    title: ClassVar[str] = "Commercial"
    topics = frozenset(
        {Topic.WORK, Topic.FACTS, Topic.ACCOUNTS, Topic.CONTACTS, Topic.SETTINGS, Topic.PROFILES}
    )

    in_steps = True

    def __init__(self, ui: Ui, parent: QWidget | None = None, *, empty: bool = False) -> None:
        """Make the tab; an `empty` one is to be furnished before it is shown."""
        super().__init__(ui, parent)
        self._read: Commercial | None = None
        self._said: Said | None = None
        self._beside: Beside | None = None
        self._leap: Leap | None = None
        self.acts = CommercialActs(ui, self)
        self._lay_out()
        if not empty:
            deque(self.furnish(), maxlen=0)

    def furnish(self) -> Iterator[None]:
        """Make the cards, a few at a time, in the order in which the keys go through them."""
        theme, words = self.ui.theme, self.ui.words
        self.figures = Figures(theme, words)
        figures = Card(theme, padding=0)
        self._column.insertWidget(0, figures)
        figures.body.addWidget(self.figures)
        self.renewals = RenewalCard(theme, words)
        self._left.addWidget(self.renewals)
        yield None
        self.chart_card = Card(theme, "ARR and seats over time")
        self._left.addWidget(self.chart_card)
        self.chart = StepChart(theme, words)
        self.chart_note = PlainLabel("", "caption", wrap=True)
        self.chart_card.body.addWidget(self.chart)
        self.chart_card.body.addWidget(self.chart_note)
        self.contracts = ListingCard(
            theme, "Contracts", "No subscription is known: import subscriptions on the page Data."
        )
        self.outcomes = ListingCard(
            theme, "Outcomes", "Nothing is known: no renewal, growth, cut or loss was imported."
        )
        self._left.addWidget(self.contracts)
        self._left.addWidget(self.outcomes)
        self._left.addStretch(1)
        yield None
        self._fill_right()
        self.factors = TablePopover(theme, "Priority of the renewal", self)
        self._connect()
        changes_desk(self.ui, self.renewals.change)

    def _fill_right(self) -> None:
        theme, words = self.ui.theme, self.ui.words
        self.feedback = FeedbackCard(theme, words)
        self.invoices = ListingCard(
            theme, "Invoices", "No invoice is known: import invoices on the page Data."
        )
        self.seats = SeatCard(theme, words)
        for card in (self.feedback, self.invoices, self.seats):
            self._right.addWidget(card)
        self._right.addStretch(1)

    def forget(self) -> None:
        """Show nothing of the account before."""
        self._read = None
        self._said = None
        self._beside = None
        self.acts.show(None)
        self.factors.hide()
        self.renewals.forget()
        self.feedback.forget()
        # What comes a turn later is not there until then: it would be another account's.
        self.feedback.setVisible(False)
        self.seats.forget()
        self._scroll.verticalScrollBar().setValue(0)
        self._faces.setCurrentWidget(self._loading)

    def reload(self) -> None:
        """Read the account's contracts as of the day in view."""
        if not self.account_id or self.ui.desk is None:
            return
        if self._read is None:
            self._faces.setCurrentWidget(self._loading)
        self.ui.read(
            read_commercial,
            self.account_id,
            self.ui.day,
            then=self._on_read,
            failed=self._on_failed,
            key="commercial",
        )

    def leap(self, leap: Leap) -> None:
        """Show a piece of feedback, a forecast's renewal, or a card by its name."""
        self._leap = leap
        if self._said is not None:
            self._follow_leap()

    @Slot(object)
    def _on_read(self, read: Commercial) -> None:
        if read.view.account_id != self.account_id:
            return
        self._read = read
        if self._beside is not None and self._beside.day != read.view.day:
            self._beside = None
        self.acts.show(read)
        view, words = read.view, self.ui.words
        may = not self.ui.looking_back
        self.figures.show_view(view, None if self._beside is None else self._beside.seats)
        self.renewals.show_read(read, may=may)
        self._show_chart(view)
        self.contracts.show_listing(tables.contracts(view, words), _doubts(view, words), "notice")
        late = "poor" if view.payments.overdue else ""
        note = tables.invoice_note(view, words)
        self.invoices.show_listing(tables.invoices(view, words), note, late)
        self.outcomes.show_listing(tables.outcomes(view, words))
        self._faces.setCurrentWidget(self._scroll)
        # What was said comes in a turn of its own: all at once would hold up the window.
        self.ui.read(read_said, self.account_id, view.day, then=self._on_said, key="said")
        asked = tuple((one.day, one.arr) for one in view.renewals[:_PRIORITIES])
        self.ui.read(
            read_beside,
            self.account_id,
            view.day,
            asked,
            then=self._on_beside,
            failed=self._on_beside_failed,
            key="beside contracts",
        )

    @Slot(object)
    def _on_said(self, said: Said) -> None:
        if said.account_id != self.account_id:
            return
        self._said = said
        self.acts.show_said(said)
        self.feedback.show_said(said)
        self.feedback.setVisible(True)
        self._follow_leap()

    def _show_chart(self, view: CommercialView) -> None:
        self.chart.setVisible(bool(view.steps))
        self.chart.show_view(view)
        self.chart_note.setText(_chart_words(view))
        self.chart_note.setVisible(bool(self.chart_note.full_text))
        signed = bool(view.steps) and view.steps[-1].day > view.day
        self.chart_card.set_subtitle("dashed: signed for days to come" if signed else "")

    @Slot(object)
    def _on_beside(self, beside: Beside) -> None:
        read = self._read
        if read is None or beside.account_id != self.account_id or beside.day != read.view.day:
            return
        self._beside = beside
        self.figures.show_view(read.view, beside.seats)
        self.renewals.show_beside(beside)
        self.seats.show_seats(beside.seats)

    @Slot(object)
    def _on_beside_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.seats.say_failed(f"Seats in use could not be read. {told}")

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self._error.say(Words("The contracts could not be read", told, "Try again", "refresh"))
        self._faces.setCurrentWidget(self._error)

    def _follow_leap(self) -> None:
        leap, self._leap = self._leap, None
        if leap is None or self._said is None:
            return
        if leap.table in {"survey", "mention", "touchpoint", "ticket"}:
            self.feedback.reveal(leap.table, leap.row)
            row = self.feedback.wanted
            self._scroll.ensureWidgetVisible(row if row is not None else self.feedback)
            if row is not None:
                row.more.setFocus()
        elif leap.table in {"invoice", "subscription", "outcome"}:
            cards = {
                "invoice": self.invoices,
                "subscription": self.contracts,
                "outcome": self.outcomes,
            }
            self._scroll.ensureWidgetVisible(cards[leap.table])
            cards[leap.table].table.setFocus()

    # Numbers to their rows

    @Slot(str)
    def _on_figures_spot_clicked(self, key: str) -> None:
        read = self._read
        spot = self.figures.spot_of(key)
        if read is None or spot is None:
            return
        view = read.view
        at = self.figures.mapToGlobal(spot.rect.bottomLeft().toPoint())
        own = () if view.attribute is None else (RowRef("attribute_value", view.attribute.row),)
        held = tuple(RowRef("subscription", one) for one in view.now.rows)
        first = view.renewals[0].rows if view.renewals else ()
        late = view.payments.overdue or view.invoices
        shown: dict[str, tuple[str, tuple[Ref, ...]]] = {
            "arr": ("ARR in force", (*held, *own) if view.apart or not held else held),
            "seats": ("Seats in force", held),
            "unused": ("Seats paid for, and used", (*held, *self._seats_used())),
            "renewal": ("Next renewal", tuple(RowRef("subscription", one) for one in first)),
            "invoices": ("Invoices", tuple(RowRef("invoice", one.row) for one in late)),
        }
        self.acts.show_rows(*shown[key], at, "invoices" if key == "invoices" else "subscriptions")

    def _seats_used(self) -> tuple[Ref, ...]:
        """The daily values that say how many seats are in use."""
        seats = None if self._beside is None else self._beside.seats
        if seats is None or not seats.key:
            return ()
        day = self.ui.day
        return (UsageRef(self.account_id, seats.key, day - seats.span + 1, day),)

    @Slot(str)
    def _on_chart_spot_clicked(self, key: str) -> None:
        read = self._read
        spot = self.chart.plot.spot_of(key)
        if read is None or spot is None:
            return
        kind, _, name = key.partition(":")
        at = self.chart.plot.mapToGlobal(spot.rect.bottomLeft().toPoint())
        if kind == "renewal":
            self.renewals.choose(int(name))
        elif kind == "outcome":
            self.acts.show_rows("Outcome", (RowRef("outcome", int(name)),), at)
        else:
            step = read.view.steps[int(name)]
            title = f"In force from {self.ui.words.day(step.day)}"
            refs = tuple(RowRef("subscription", one) for one in step.rows)
            own = read.view.attribute
            if not refs and read.view.from_attribute and own is not None:
                refs = (RowRef("attribute_value", own.row),)
            self.acts.show_rows(title, refs, at)

    @Slot(int)
    def _on_rows_requested(self, renewal: int) -> None:
        read = self._read
        found = (
            None
            if read is None
            else next((one for one in read.view.renewals if one.day == renewal), None)
        )
        if found is not None:
            refs = tuple(RowRef("subscription", one) for one in found.rows)
            title = f"Ends on {self.ui.words.day(renewal)}"
            self.acts.show_rows(title, refs, _under(self.renewals.source))

    @Slot(int)
    def _on_word_pressed(self, forecast: int) -> None:
        spot = self.renewals.said.spot_of(f"said:{forecast}")
        if spot is not None:
            at = self.renewals.said.mapToGlobal(spot.rect.bottomLeft().toPoint())
            self.acts.word_menu(forecast, at + QPoint(12, 0))

    @Slot(object)
    def _on_came_pressed(self, came: Came) -> None:
        refs = tuple(RowRef(came.table, one) for one in came.rows)
        self.acts.show_rows("What came", refs, _under(self.renewals.said))

    @Slot(int)
    def _on_priority_requested(self, renewal: int) -> None:
        found = None if self._beside is None else self._beside.priorities.get(renewal)
        if found is None:
            return
        words = self.ui.words
        lines = tuple((one.name, words.number(one.value, 2), one.why) for one in found.factors)
        self.factors.show_lines(
            f"Priority {words.number(found.value, 1)}: ARR {TIMES} days {TIMES} health",
            ("Factor", "Value", "Of what"),
            lines,
            "An order for working, no forecast: more ARR, fewer days, worse health come first.",
        )
        button = self.renewals.priority
        corner = button.mapToGlobal(QPoint(button.width(), button.height() + 2))
        self.factors.open_at(corner, self.factors.sizeHint().expandedTo(_FACTORS))

    @Slot(object)
    def _on_row_pressed(self, ref: RowRef) -> None:
        names = {"subscription": "Subscription", "invoice": "Invoice", "outcome": "Outcome"}
        cards = {
            "subscription": self.contracts,
            "invoice": self.invoices,
            "outcome": self.outcomes,
        }
        card = cards[ref.table]
        rect = card.table.visualRect(card.table.currentIndex())
        at = card.table.viewport().mapToGlobal(rect.bottomLeft())
        self.acts.show_rows(names[ref.table], (ref,), at)

    @Slot()
    def _on_board_requested(self) -> None:
        board = self.feedback.board
        self.acts.open_board(board.mapToGlobal(QPoint(board.width(), board.height() + 2)))

    @Slot()
    def _on_answers_requested(self) -> None:
        if self._said is not None:
            refs = tuple(RowRef("survey", one) for one in self._said.listening.rows)
            self.acts.show_rows("Answers in 365 days", refs, _under(self.feedback.source))

    @Slot()
    def _on_seats_rows_requested(self) -> None:
        if self._beside is not None:
            held = tuple(RowRef("subscription", one) for one in self._beside.seats.rows)
            refs = (*held, *self._seats_used())
            self.acts.show_rows("Seats paid for, and used", refs, _under(self.seats.source))

    @Slot()
    def _on_usage_requested(self) -> None:
        key = self._beside.seats.key if self._beside is not None else ""
        self.leap_requested.emit(Leap("usage", word=key))

    @Slot(object)
    def _on_leap_requested(self, leap: Leap) -> None:
        self.leap_requested.emit(leap)

    @Slot()
    def _on_error_acted(self) -> None:
        self.reload()

    # The page

    def _lay_out(self) -> None:
        self._loading = LoadingState(self.ui.theme)
        self._error = ErrorState(self.ui.theme, "The contracts could not be read")
        inner = QWidget(self)
        inner.setProperty("ground", "none")
        self._scroll = scroll_of(inner)
        self._faces = QStackedLayout(self)
        for face in (self._loading, self._scroll, self._error):
            self._faces.addWidget(face)
        # The page stands before its cards go in: whatever is moved is styled again.
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        self._column.setSpacing(GAP)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(GAP)
        self._column.addLayout(self._columns)
        self._column.addStretch(1)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side, stretch in ((self._left, _LEFT), (self._right, _RIGHT)):
            side.setSpacing(GAP)
            self._columns.addLayout(side, stretch)

    def _connect(self) -> None:
        self._error.acted.connect(self._on_error_acted)
        self.acts.leap_requested.connect(self._on_leap_requested)
        self.figures.spot_clicked.connect(self._on_figures_spot_clicked)
        self.chart.spot_clicked.connect(self._on_chart_spot_clicked)
        self.renewals.change_requested.connect(self.acts.say_forecast)
        self.renewals.rows_requested.connect(self._on_rows_requested)
        self.renewals.priority_requested.connect(self._on_priority_requested)
        self.renewals.word_pressed.connect(self._on_word_pressed)
        self.renewals.came_pressed.connect(self._on_came_pressed)
        for card in (self.contracts, self.invoices, self.outcomes):
            card.row_pressed.connect(self._on_row_pressed)
        self.feedback.step_requested.connect(self.acts.do_step)
        self.feedback.themes_requested.connect(self.acts.ask_themes)
        self.feedback.menu_requested.connect(self.acts.voice_menu)
        self.feedback.board_requested.connect(self._on_board_requested)
        self.feedback.answers_requested.connect(self._on_answers_requested)
        self.seats.rows_requested.connect(self._on_seats_rows_requested)
        self.seats.usage_requested.connect(self._on_usage_requested)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards under each other where two columns have no room."""
        super().resizeEvent(event)
        wide = self.width() >= SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != way:
            self._columns.setDirection(way)


def _under(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(QPoint(0, widget.height()))


def _doubts(view: CommercialView, words: Figured) -> str:
    """What does not fit together in the data, "" where all does."""
    found = [_apart(view, words)]
    gone = view.churned
    if gone is not None:
        count = words.count(view.now.terms, "subscription")
        still = "is" if view.now.terms == 1 else "are"
        found.append(f"It churned on {words.day(gone.day)}, yet {count} {still} in force.")
    return " ".join(one for one in found if one)


def _apart(view: CommercialView, words: Figured) -> str:
    """That the account's own ARR and its subscriptions disagree, "" where they do not."""
    if view.apart is None or view.attribute is None:
        return ""
    own = words.money(view.attribute.value, view.currency, short=False)
    total = words.money(view.now.arr, view.currency, short=False)
    far = words.money(abs(view.apart), view.currency, short=False)
    since = words.near_day(view.attribute.day, view.day)
    return (
        f"The account itself says {own} a year (since {since}), its subscriptions in force"
        f" {total}: {far} apart. Figures here are those of the subscriptions."
    )


def _chart_words(view: CommercialView) -> str:
    """What the lines leave out, "" where they say all."""
    if not view.steps:
        return "Neither subscriptions nor the account tell an ARR: there is nothing to draw."
    if view.from_attribute:
        return "No subscription is known: this is the account's own ARR, from when it was learned."
    if view.now.no_arr:
        return f"{view.now.no_arr} of {view.now.terms} subscriptions in force tell no ARR."
    return ""
