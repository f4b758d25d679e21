"""The card "Advocates": who may speak for us, what they were asked, when one may ask again."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.advocate import AdvocateView, Candidate
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.people.emptying import empty
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

WILLING_WORDS = {"yes": "willing", "maybe": "perhaps willing", "no": "not willing"}
ANSWER_WORDS = {"": "no answer yet", "yes": "said yes", "later": "said later", "no": "said no"}
_SHOWN_ASKS = 3
_SHOWN_CANDIDATES = 3


def ask_lines(entry: AdvocateView, day: int, words: Words) -> tuple[str, ...]:
    """What somebody was asked, the newest first: "reference, 3 Nov: said later"."""
    lines = [
        f"{one.kind}, {words.near_day(one.day, day)}: {ANSWER_WORDS.get(one.answer, one.answer)}"
        for one in entry.asks[:_SHOWN_ASKS]
    ]
    more = len(entry.asks) - _SHOWN_ASKS
    if more > 0:
        lines.append(f"and {words.count(more, 'earlier ask')}")
    return tuple(lines)


class _Entry(QWidget):
    """One advocate with what can be done.

    Signals:
        acted: the key of an action, and the contact's id.
    """

    acted = Signal(str, str)

    def __init__(
        self, theme: Theme, words: Words, entry: AdvocateView, day: int, *, may: bool
    ) -> None:
        super().__init__()
        self.entry = entry
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 10)
        column.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(PlainLabel(entry.name, "medium", elide=True), 0)
        first.addWidget(PlainLabel(WILLING_WORDS.get(entry.willing, entry.willing), "caption"))
        first.addStretch(1)
        column.addLayout(first)
        if entry.story:
            column.addWidget(Paragraph(theme, f"“{entry.story}”"))
        for line in ask_lines(entry, day, words):
            column.addWidget(PlainLabel(line, "small", elide=True))
        state = entry.why_not or "May be asked now."
        self.state = Paragraph(
            theme, state, "notice" if entry.why_not else "text2", role="small", line=16
        )
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        wanted = [("ask", "Ask all the same" if entry.why_not else "Ask"), ("edit", "Edit")]
        if entry.asks:
            wanted.insert(1, ("answer", "Note answer"))
        for key, told in wanted:
            button = QPushButton(told)
            button.setProperty("kind", "normal" if key == "ask" else "quiet")
            button.setProperty("compact", "true")
            button.setAccessibleName(f"{told}: {entry.name}")
            button.setObjectName(key)
            button.setEnabled(may)
            button.clicked.connect(self._on_clicked)
            self.buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit(self.sender().objectName(), self.entry.contact_id)


class AdvocatesCard(Card):
    """The register of one account.

    Signals:
        every_wanted: the register of all accounts should be shown.
        wanted: the key of an action (ask, answer, edit, add), and a contact's id ("" = any).
    """

    every_wanted = Signal()
    wanted = Signal(str, str)

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Advocates", "", padding=0)
        self._words = words
        self.entries: list[_Entry] = []
        self.add = QPushButton("Add")
        self.add.setProperty("kind", "quiet")
        self.add.setProperty("compact", "true")
        self.add.setAccessibleName("Put somebody on the advocate register")
        theme.bind_icon(self.add, "plus")
        self.every = QPushButton("All accounts")
        self.every.setProperty("kind", "quiet")
        self.every.setProperty("compact", "true")
        self.every.setAccessibleName("The advocate register of all accounts")
        self.every.setToolTip("The register of all accounts, and who may get a preview")
        self.add_tool(self.every)
        self.add_tool(self.add)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.note = Paragraph(theme, "", "text2")
        holder = QHBoxLayout()
        holder.setContentsMargins(12, 0, 12, 10)
        holder.addWidget(self.note)
        self.body.addLayout(holder)
        self.body.setSpacing(0)
        self.add.clicked.connect(self._on_add_clicked)
        self.every.clicked.connect(self._on_every_clicked)

    def show_entries(
        self,
        entries: tuple[AdvocateView, ...],
        candidates: tuple[Candidate, ...],
        day: int,
        *,
        may: bool,
    ) -> None:
        """Show an account's advocates, and who might become one."""
        empty(self._rows)
        self.entries = []
        for number, entry in enumerate(entries):
            if number:
                self._rows.addWidget(hline())
            made = _Entry(self.theme, self._words, entry, day, may=may)
            made.acted.connect(self._on_acted)
            self.entries.append(made)
            self._rows.addWidget(made)
        told = note(entries, candidates)
        self.note.setText(told)
        self.note.setVisible(bool(told))
        self.add.setEnabled(may)

    @Slot(str, str)
    def _on_acted(self, key: str, contact_id: str) -> None:
        self.wanted.emit(key, contact_id)

    @Slot()
    def _on_every_clicked(self) -> None:
        self.every_wanted.emit()

    @Slot()
    def _on_add_clicked(self) -> None:
        self.wanted.emit("add", "")


def note(entries: tuple[AdvocateView, ...], candidates: tuple[Candidate, ...]) -> str:
    """Who might speak for us, or that nobody is known to."""
    if candidates:
        named = "; ".join(f"{one.name} ({one.reason})" for one in candidates[:_SHOWN_CANDIDATES])
        return f"Might speak for us: {named}."
    return "" if entries else "Nobody here is on the register."
