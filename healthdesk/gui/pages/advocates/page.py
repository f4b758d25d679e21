"""The page Advocates: who may speak for us in all accounts, asked from here; who may get a preview.

Not here: the register of one account, which is on its tab People.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.advocate import AdvocateView, Candidate
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.services import advocates
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.advocates.columns import (
    candidate_columns,
    entry_columns,
    preview_columns,
)
from healthdesk.gui.pages.advocates.reading import Register, read_register
from healthdesk.gui.pages.data.small_table import ANY_HEIGHT, SmallTable
from healthdesk.gui.panels.people import forms
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

HEAD, MARGIN, GAP = 56, 16, 12
CARD_HEAD, LEAST = 46, 140
"""Pixels of the head of a card, and of the shortest table under it."""


class AdvocatesPage(LiveView):
    """Shows the register of the day and segment in view."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.CONTACTS, Topic.WORK, Topic.FACTS, Topic.ACCOUNTS, Topic.SCORES, Topic.PROFILES}
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("advocates")
        self.shown: Register | None = None
        self._told = ""
        theme, words = ui.theme, ui.words
        self.count = PlainLabel("", "second")
        self.register = Card(theme, "Register", "", padding=0)
        self.might = Card(theme, "Might speak for us", "not on the register", padding=0)
        self.gifts = Card(theme, "May get a preview", "", padding=0)
        self.entries = SmallTable(
            theme, "Advocates", entry_columns(words, ui.day), _contact, keeps_current=True
        )
        self.candidates = SmallTable(
            theme, "Might speak for us", candidate_columns(), _contact, keeps_current=True
        )
        self.previews = SmallTable(
            theme, "May get a preview", preview_columns(words), lambda row: row.account_id
        )
        self.ask = self._button(self.register, "Ask", self._on_ask_clicked)
        self.answer = self._button(self.register, "Note answer", self._on_answer_clicked)
        self.edit = self._button(self.register, "Edit", self._on_edit_clicked)
        self.add = self._button(self.might, "Put on the register", self._on_add_clicked)
        self._lay_out()
        theme.density_changed.connect(self._limit)
        self.entries.opened.connect(self._on_entries_opened)
        self.candidates.opened.connect(self._on_candidates_opened)
        self.previews.opened.connect(self._on_previews_opened)
        self.entries.current_changed.connect(self._on_current_changed)
        self.candidates.current_changed.connect(self._on_current_changed)
        self.register.show_loading("Reading the register")

    def reload(self) -> None:
        """Read the register as of the day in view."""
        job = self.ui.read(
            read_register,
            self.ui.day,
            self.ui.segment,
            then=self._show,
            failed=self._show_failure,
            key="advocates",
        )
        if job < 0:
            self.register.show_empty("No desk is open", "Open a desk, or make one from your data.")

    @property
    def entry(self) -> AdvocateView | None:
        """The advocate that the keys and buttons act on."""
        found = self.shown.entries if self.shown is not None else ()
        ident = self.entries.current_id()
        return next((one for one in found if one.contact_id == ident), None)

    @property
    def candidate(self) -> Candidate | None:
        """Who would be put on the register."""
        found = self.shown.candidates if self.shown is not None else ()
        ident = self.candidates.current_id()
        return next((one for one in found if one.contact_id == ident), None)

    @Slot()
    def _limit(self) -> None:
        known = self.shown is not None and self.shown.entries
        needed = CARD_HEAD + max(self.entries.needed_height, LEAST)
        self.register.setMaximumHeight(needed if known else ANY_HEIGHT)

    def _show(self, shown: Register) -> None:
        self.shown = shown
        words = self.ui.words
        may = sum(one.permission.may for one in shown.entries)
        self.count.setText(words.number(len(shown.entries)))
        self.register.set_subtitle(f"{words.number(may)} may be asked now" if shown.entries else "")
        self.entries.set_columns(entry_columns(words, shown.day))
        self.entries.show_rows(shown.entries)
        self.candidates.show_rows(shown.candidates)
        self.previews.show_rows(shown.previews)
        # A short register leaves the room to those who might come onto it.
        self._limit()
        self.gifts.set_subtitle(f"{words.bands.strong}, given nothing in 90 days")
        _face(
            self.register,
            bool(shown.entries),
            "Nobody is on the register",
            "Put people on it who would speak for you: from here, or on the tab People.",
        )
        _face(
            self.might,
            bool(shown.candidates),
            "Nobody else is known to",
            "Who answers a survey with 9 or 10 is listed here for 180 days.",
        )
        _face(
            self.gifts,
            bool(shown.previews),
            "Nobody",
            f"No {words.bands.strong} account went without a perk or a thank-you for 90 days.",
        )
        for table in (self.entries, self.candidates):
            if not table.current_id() and table.rows.rowCount():
                table.go_to(0)
        self._offer()

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.register.show_error("The register could not be read", told)

    def _offer(self) -> None:
        """Offer what can be done with the current rows."""
        entry, may = self.entry, not self.ui.looking_back
        self.ask.setEnabled(may and entry is not None and _askable(entry))
        self.ask.setText("Ask all the same" if entry is not None and entry.why_not else "Ask")
        self.answer.setEnabled(may and entry is not None and bool(entry.asks))
        self.edit.setEnabled(may and entry is not None)
        self.add.setEnabled(may and self.candidate is not None)

    def _do(self, told: str, op: Callable[..., Any], *args: object) -> None:
        self._told = told
        self.ui.do(op, *args, then=self._on_done)

    def _on_done(self, result: object) -> None:
        del result
        self.ui.toast(self._told, "", "Undo", self.ui.undo)

    def _button(self, card: Card, text: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("compact", "true")
        button.setEnabled(False)
        changes_desk(self.ui, button)
        button.clicked.connect(slot)
        card.add_tool(button)
        return button

    def _lay_out(self) -> None:
        cards = ((self.register, self.entries), (self.might, self.candidates))
        for card, table in (*cards, (self.gifts, self.previews)):
            card.body.setContentsMargins(0, 0, 0, 0)
            card.body.addWidget(table)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(PlainLabel("Advocates", "title"))
        head.addWidget(self.count)
        head.addStretch(1)
        top = QWidget()
        head.setContentsMargins(0, 0, 0, 0)
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        under = QHBoxLayout()
        under.setSpacing(GAP)
        under.addWidget(self.might, 3)
        under.addWidget(self.gifts, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.register, 3)
        whole.addSpacing(GAP)
        whole.addLayout(under, 2)

    @Slot(str)
    def _on_current_changed(self, ident: str) -> None:
        del ident
        self._offer()

    @Slot(str)
    def _on_entries_opened(self, ident: str) -> None:
        found = self.shown.entries if self.shown is not None else ()
        for one in found:
            if one.contact_id == ident:
                self.ui.open_account(one.account_id, "people")

    @Slot(str)
    def _on_candidates_opened(self, ident: str) -> None:
        found = self.shown.candidates if self.shown is not None else ()
        for one in found:
            if one.contact_id == ident:
                self.ui.open_account(one.account_id, "people")

    @Slot(str)
    def _on_previews_opened(self, account_id: str) -> None:
        self.ui.open_account(account_id, "work")

    @Slot()
    def _on_ask_clicked(self) -> None:
        entry = self.entry
        asked = None if entry is None else forms.ask_ask(self.ui, entry)
        if entry is not None and asked is not None:
            self._do("The ask was noted", advocates.ask, entry.contact_id, asked)

    @Slot()
    def _on_answer_clicked(self) -> None:
        entry = self.entry
        told = None if entry is None else forms.ask_answer(self.ui, entry)
        if told is not None:
            self._do("The answer was noted", advocates.answer, *told)

    @Slot()
    def _on_edit_clicked(self) -> None:
        entry = self.entry
        found = None if entry is None else forms.ask_advocate(self.ui, (), entry)
        if entry is None or found is None:
            return
        if found[1] is None:
            self._do(f"{entry.name} is off the register", advocates.remove, entry.contact_id)
        else:
            self._do("The register was changed", advocates.register, *found)

    @Slot()
    def _on_add_clicked(self) -> None:
        one = self.candidate
        if one is None:
            return
        known = ((one.contact_id, f"{one.name}, {one.account_name}"),)
        found = forms.ask_advocate(self.ui, known, chosen=one.contact_id)
        if found is not None and found[1] is not None:
            self._do("On the advocate register", advocates.register, *found)


def _contact(one: AdvocateView | Candidate) -> str:
    return one.contact_id


def _askable(entry: AdvocateView) -> bool:
    """Whether asking is possible at all: the cool-down alone can be overruled, with a reason."""
    return entry.permission.may or entry.permission.block == "cool-down"


def _face(card: Card, filled: bool, title: str, text: str) -> None:
    """Show a card's table, or why there is none."""
    if filled:
        card.show_body()
    else:
        card.show_empty(title, text)
