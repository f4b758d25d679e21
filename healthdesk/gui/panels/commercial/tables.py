"""What the tables of the tab say: contracts, invoices, outcomes; each line knows its row."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent

from healthdesk.core.domain.commercial import CommercialView, InvoiceView, Term
from healthdesk.core.domain.source_ref import RowRef
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FiguresTable, Lines

UNKNOWN = "not known"
_HEAD_HIGH, _ROW_HIGH, _MOST_ROWS = 32, 24, 9
_LAST_WIDE, _LEAST_WIDE = 100, 96


@dataclass(frozen=True)
class Listing:
    """A table: its head, its lines, which columns are figures, the stored row of each line."""

    head: tuple[str, ...]
    lines: Lines
    right: frozenset[str]
    refs: tuple[RowRef, ...]
    elastic: bool = False
    """Whether the first column gives way where there is little room."""


def contracts(view: CommercialView, words: Words) -> Listing:
    """The subscriptions: in force, coming, ended."""
    head = ("Product", "State", "ARR", "Seats", "From", "To")
    lines = tuple(
        (
            one.product or one.subscription_id,
            _state(one, view.day, words),
            UNKNOWN if one.arr is None else words.money(round(one.arr), view.currency, short=False),
            UNKNOWN if one.seats is None else words.number(one.seats),
            words.day(one.start),
            "open end" if one.end is None else words.day(one.end),
        )
        for one in view.terms
    )
    refs = tuple(RowRef("subscription", one.row) for one in view.terms)
    return Listing(head, lines, frozenset({"ARR", "Seats"}), refs, elastic=True)


def _state(one: Term, day: int, words: Words) -> str:
    state = one.state(day)
    if state == "coming":
        return f"in {words.days(one.start - day)}"
    if state == "in force" and one.end is not None:
        return f"{words.days(one.end - day)} left"
    return state


def invoices(view: CommercialView, words: Words) -> Listing:
    """The invoices: what is overdue first, then the newest."""
    found = (
        *view.payments.overdue,
        *(one for one in view.invoices if one.state != "overdue"),
    )
    lines = tuple(
        (
            words.near_day(one.due, view.day),
            UNKNOWN if one.amount is None else words.money(one.amount, view.currency, short=False),
            _paid(one, view.day, words),
            words.near_day(one.issued, view.day),
        )
        for one in found
    )
    head = ("Due", "Amount", "Paid", "Issued")
    refs = tuple(RowRef("invoice", one.row) for one in found)
    return Listing(head, lines, frozenset({"Amount"}), refs)


def _paid(one: InvoiceView, day: int, words: Words) -> str:
    if one.state == "overdue":
        return f"{words.days(one.days)} overdue"
    if one.paid is None:
        return "open"
    paid = words.near_day(one.paid, day)
    return f"{paid}, {words.days(one.days)} late" if one.days else paid


def invoice_note(view: CommercialView, words: Words) -> str:
    """How they pay: what is overdue, and what was late in a year."""
    found = view.payments
    parts = []
    if found.overdue:
        count = words.count(len(found.overdue), "invoice")
        amount = words.money(found.overdue_amount, view.currency)
        told = f" ({amount})" if found.overdue_amount is not None else ""
        parts.append(f"{count} overdue{told}, the oldest by {words.days(found.overdue[0].days)}.")
    if found.paid:
        late = (
            f"{words.number(len(found.late))} of {words.number(len(found.paid))} paid in the last"
            " year were late"
        )
        usual = "" if found.usual_late is None else f", by {words.number(found.usual_late)} days"
        middle = " (median)" if len(found.late) > 1 else ""
        none = f"All {words.number(len(found.paid))} paid in the last year were in time."
        parts.append(f"{late}{usual}{middle}." if found.late else none)
    elif view.invoices:
        parts.append("None was paid in the last year.")
    return " ".join(parts)


def outcomes(view: CommercialView, words: Words) -> Listing:
    """What became of the account, the newest first."""
    lines = tuple(
        (
            words.day(one.day),
            one.kind.capitalize(),
            _change(one.change, view.currency, words),
            one.reason or "no reason given",
        )
        for one in view.outcomes
    )
    refs = tuple(RowRef("outcome", one.row) for one in view.outcomes)
    return Listing(("Day", "Outcome", "ARR", "Reason"), lines, frozenset({"ARR"}), refs)


def _change(value: float | None, currency: str, words: Words) -> str:
    if value is None:
        return UNKNOWN
    if not value:
        return DASH
    return f"{'+' if value > 0 else ''}{words.money(value, currency)}"


class ListingCard(Card):
    """A card with a table whose lines open their stored rows, and a note over it.

    Signals:
        row_pressed: the `RowRef` of a line.
    """

    row_pressed = Signal(object)

    def __init__(self, theme: Theme, title: str, none: str) -> None:
        super().__init__(theme, title, padding=0)
        self._refs: tuple[RowRef, ...] = ()
        self._elastic = 0
        self.note = PlainLabel("", "caption", wrap=True)
        self.note.setContentsMargins(7, 0, 7, 4)
        self.none = PlainLabel(none, "caption", wrap=True)
        self.none.setContentsMargins(7, 0, 7, 8)
        self.table = FiguresTable(title)
        self.body.setSpacing(0)
        self.body.setContentsMargins(5, 0, 5, 4)
        for widget in (self.note, self.none, self.table):
            self.body.addWidget(widget)
        self.table.setCursor(Qt.CursorShape.PointingHandCursor)
        self.table.clicked.connect(self._on_table_chosen)
        self.table.activated.connect(self._on_table_chosen)

    def show_listing(self, shown: Listing, note: str = "", tone: str = "") -> None:
        """Show other lines."""
        self._refs = shown.refs
        self.note.setText(note)
        self.note.set_tone(tone)
        self.note.setVisible(bool(note))
        self.none.setVisible(not shown.lines)
        self.table.setVisible(bool(shown.lines))
        self.table.show_lines(shown.head, shown.lines, shown.right)
        self._elastic = self.table.columnWidth(0) if shown.elastic and shown.lines else 0
        self._fit()
        rows = min(len(shown.lines), _MOST_ROWS)
        self.table.setFixedHeight(_HEAD_HIGH + rows * _ROW_HIGH + 4)
        self.set_subtitle(f"{len(shown.lines):,}" if shown.lines else "")

    def _fit(self) -> None:
        """Give the first column what the others leave, up to what it asks for."""
        if self._elastic:
            last = self.table.model().columnCount() - 1
            others = sum(self.table.columnWidth(one) for one in range(1, last)) + _LAST_WIDE
            room = self.table.viewport().width() - others
            self.table.setColumnWidth(0, max(min(self._elastic, room), _LEAST_WIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the first column again."""
        super().resizeEvent(event)
        self._fit()

    @Slot(QModelIndex)
    def _on_table_chosen(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._refs):
            self.row_pressed.emit(self._refs[index.row()])
