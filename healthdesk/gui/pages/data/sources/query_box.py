"""Asks for a saved query: its name, the database's address, the table or query."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from healthdesk.gui.base.dialogs import WIDE, Box
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

EXAMPLE = "postgresql://name@host/database, or the path of a SQLite file"
TEXT = (
    "It is asked when you press F5; nothing is written there. A password in the address is not"
    " kept in the desk. In a query, :since is when it was asked last."
)


@dataclass(frozen=True)
class Query:
    """What was typed."""

    name: str
    url: str
    asks: str


class QueryBox(Box):
    """A form of three lines."""

    def __init__(self, ui: Ui) -> None:
        super().__init__("Save a query", TEXT, ui.dialogs.window, WIDE)
        self.name = QLineEdit()
        self.url = QLineEdit()
        self.asks = QPlainTextEdit()
        self.asks.setFixedHeight(96)
        self.asks.setTabChangesFocus(True)
        self.url.setPlaceholderText(EXAMPLE)
        self.asks.setPlaceholderText("tickets, or SELECT ... WHERE updated_at > :since")
        for label, widget in (
            ("Name", self.name),
            ("Address", self.url),
            ("Table or query", self.asks),
        ):
            widget.setAccessibleName(label)
            self.add_widget(PlainLabel(label, "caption"))
            self.add_widget(widget)
        cancel = self.add_button("Cancel", "normal")
        cancel.clicked.connect(self.reject)
        self.save = self.add_button("Save query", "primary")
        self.save.clicked.connect(self.accept)
        self.save.setDefault(True)
        self.save.setEnabled(False)
        self.name.textChanged.connect(self._on_text_changed)
        self.url.textChanged.connect(self._on_text_changed)
        self.asks.textChanged.connect(self._on_text_changed)
        self.say_escape("saves nothing")

    @property
    def query(self) -> Query:
        """What was typed so far."""
        return Query(
            self.name.text().strip(), self.url.text().strip(), self.asks.toPlainText().strip()
        )

    @Slot()
    def _on_text_changed(self) -> None:
        typed = self.query
        self.save.setEnabled(bool(typed.name and typed.url and typed.asks))
