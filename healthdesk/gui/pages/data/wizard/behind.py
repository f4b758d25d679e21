"""What is behind a number of the preview: rejected rows with the reason, changed rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.views import FieldChange, Reject
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.tables import RejectRow, reject_rows, reject_words
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.conflicts import STRIP, field_words, row_words
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import raw_cell, small_cell
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell, text_cell
from healthdesk.gui.parts.plain import PlainLabel

ROW = 30
MOST = 1_000


@dataclass(frozen=True)
class ChangeRow:
    """One changed field with its place in the list."""

    place: int
    change: FieldChange
    what: str
    field: str


class RejectList(QWidget):
    """Lists rejected rows of a file.

    Signals:
        save_requested: these rows should be saved as a file.
    """

    save_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._head = PlainLabel("", "small")
        self._kept = PlainLabel("", "caption", elide=True)
        self.save = QPushButton()
        self.save.setProperty("kind", "link")
        self.table = CellTable(
            ui.theme,
            "Rejected rows",
            _reject_columns(ui.words),
            lambda row: str(row.place),
            high=ROW,
            head=False,
        )
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.setSpacing(6)
        head.addWidget(self._head)
        head.addWidget(self._kept, 1)
        head.addWidget(self.save)
        strip = QWidget()
        strip.setFixedHeight(STRIP)
        strip.setLayout(head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(strip)
        layout.addWidget(hline())
        layout.addWidget(self.table, 1)
        self.save.clicked.connect(self._on_save_clicked)

    def show_rejects(self, rejects: Sequence[Reject], number: int) -> None:
        """List rejected rows; `number` counts all of them."""
        words = self.ui.words
        rows = words.count(number, "row")
        self._head.setText(f"Rejected: {rows}")
        listed = f"the first {words.number(len(rejects))} are listed"
        cut = listed if len(rejects) < number else ""
        kept = "kept in a file with the reason beside each row"
        self._kept.setText("· " + " · ".join(part for part in (cut, kept) if part))
        self.save.setText(f"Save the {words.count(len(rejects), 'row')}")
        self.table.show_rows(reject_rows(rejects, MOST))
        self.setVisible(bool(number))

    @Slot()
    def _on_save_clicked(self) -> None:
        self.save_requested.emit()


class ChangeList(QWidget):
    """Lists what changes in rows that are in the desk already: old and new value."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._head = PlainLabel("", "small", elide=True)
        self.table = SmallTable(
            ui.theme, "Changed rows", _change_columns(ui.words), lambda row: str(row.place)
        )
        holder = QWidget()
        holder.setFixedHeight(STRIP)
        inner = QHBoxLayout(holder)
        inner.setContentsMargins(12, 0, 8, 0)
        inner.addWidget(self._head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(holder)
        layout.addWidget(hline())
        layout.addWidget(self.table, 1)

    def show_changes(self, changes: Sequence[FieldChange], number: int) -> None:
        """List changed fields; `number` counts the rows they are in."""
        words = self.ui.words
        told = f"Changed: {words.count(number, 'row')}, {words.count(len(changes), 'value')}"
        self._head.setText(f"{told} listed" if changes else told)
        self.table.show_rows(
            tuple(
                ChangeRow(at, one, row_words(one.table, one.key), field_words(one.field))
                for at, one in enumerate(changes)
            )
        )


def _reject_columns(words: Words) -> tuple[Column, ...]:
    def line(row: RejectRow) -> str:
        return words.number(row.reject.line)

    def why(row: RejectRow) -> str:
        return one_line(reject_words(row.reject))

    return (
        Column("line", "Line", 58, lambda row: float(row.reject.line), line,
               small_cell(line, "text3"), minimum=56),
        Column("reason", "Why it was rejected", 240, why, why, raw_cell(why, "text"),
               minimum=120, stretch=True),
    )  # fmt: skip


def _change_columns(words: Words) -> tuple[Column, ...]:
    def line(row: ChangeRow) -> str:
        return words.number(row.change.line)

    def before(row: ChangeRow) -> str:
        return one_line(row.change.before) or "empty"

    def after(row: ChangeRow) -> str:
        return one_line(row.change.after) or "empty"

    return (
        Column("what", "Row", 110, lambda row: row.what, lambda row: row.what,
               name_cell(lambda row: row.what), minimum=90, stretch=True),
        Column("field", "Field", 92, lambda row: row.field, lambda row: row.field,
               text_cell(lambda row: row.field), minimum=70),
        Column("before", "In the desk", 104, before, before, raw_cell(before, "text3"),
               minimum=70, snug=84),
        Column("after", "In the file", 104, after, after, raw_cell(after, "text"), minimum=70,
               snug=84),
        Column("line", "Line", 56, lambda row: float(row.change.line), line,
               text_cell(line, "text3", right=True), right=True, minimum=44),
    )  # fmt: skip
