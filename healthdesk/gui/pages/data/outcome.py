"""What an import does or did: four numbers, the counts of each table, rejected rows, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.views import Reject, TableCount
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.reading import REJECTS
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.tables import (
    count_columns,
    count_rows,
    reject_columns,
    reject_rows,
    total,
)
from healthdesk.gui.pages.data.tiles import Tiles
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.plain import PlainLabel


class Outcome(QWidget):
    """Shows one import.

    Signals:
        save_requested: the file of rejected rows should be saved somewhere.
    """

    save_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.tiles = Tiles(ui.theme, ui.words)
        self.counts = SmallTable(
            ui.theme, "Counts by table", count_columns(ui.words), lambda row: row.name
        )
        self.rejects = SmallTable(
            ui.theme, "Rejected rows", reject_columns(ui.words), lambda row: str(row.place)
        )
        self.notes = PlainLabel("", "small", wrap=True)
        self._rejected = PlainLabel("", "small")
        self._kept = PlainLabel("", "caption", elide=True)
        self.save = QPushButton()
        self.save.setProperty("kind", "link")
        self._none = PlainLabel("No row was rejected.", "grey")
        self._below = QWidget()
        self._lay_out()
        self.save.clicked.connect(self._on_save_clicked)

    def show_counts(self, tables: Mapping[str, TableCount], notes: Sequence[str] = ()) -> None:
        """Show what happens to each table."""
        count = total(tables)
        self.tiles.say(count)
        self.counts.set_columns(count_columns(self.ui.words, waiting=bool(count.waiting)))
        self.counts.show_rows(count_rows(tables))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))

    def show_rejects(self, rejects: Sequence[Reject], number: int, file: str | None) -> None:
        """List the first rejected rows; `file` holds all of them once the import is done."""
        words = self.ui.words
        self._below.setVisible(bool(number))
        self.counts.hug(active=bool(number))
        self.rejects.show_rows(reject_rows(rejects, REJECTS))
        self._rejected.setText(f"Rejected: {words.count(number, 'row')}")
        listed = min(len(rejects), REJECTS)
        first = f"the first {words.number(listed)} are listed" if 0 < listed < number else ""
        kept = "kept in a file with the reason beside each" if file else "kept in a file on import"
        self._kept.setText(" · ".join(part for part in (first, kept) if part))
        self.save.setText(f"Save the {words.count(number, 'row')}")
        self.save.setVisible(bool(file))

    @Slot()
    def _on_save_clicked(self) -> None:
        self.save_requested.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 8, 0)
        head.setSpacing(6)
        head.addWidget(self._rejected)
        head.addWidget(self._kept, 1)
        head.addWidget(self.save)
        strip = QWidget()
        strip.setFixedHeight(32)
        strip.setLayout(head)
        right = QVBoxLayout(self._below)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(strip)
        right.addWidget(hline())
        right.addWidget(self.rejects, 1)
        tables = QVBoxLayout()
        tables.setSpacing(0)
        tables.addWidget(self.counts, 1)
        tables.addWidget(self._below, 1)
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 0)
        top.addWidget(self.tiles)
        notes = QHBoxLayout()
        notes.setContentsMargins(12, 0, 12, 0)
        notes.addWidget(self.notes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addLayout(notes)
        layout.addWidget(hline())
        layout.addLayout(tables, 1)
