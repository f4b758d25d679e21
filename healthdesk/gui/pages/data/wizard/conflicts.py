"""Values typed here that a file disagrees with, side by side, and what changes by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.load import Load
from healthdesk.core.domain.views import Conflict, Side
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.tables import title_of
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import Pill, pill_cell
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import Ink, write
from healthdesk.gui.parts.plain import PlainLabel

ROW = 44
STRIP = 32
FOOT = 42
MOST = 24
"""Fields that are named with their counts; the table of changes has them all."""


@dataclass(frozen=True)
class ConflictRow:
    """One field of one row with its two values."""

    key: str
    conflict: Conflict
    what: str
    field: str
    here: Pill
    there: Pill


class Conflicts(QWidget):
    """Lists conflicts and takes decisions on them.

    Signals:
        decided: the conflicts, as a tuple, and the side that stands.
        ruled: the same, and it holds for these fields from now on.
    """

    decided = Signal(object, str)
    ruled = Signal(object, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._rows: dict[str, ConflictRow] = {}
        self._head = PlainLabel("", "small", elide=True)
        self.table = CellTable(
            ui.theme,
            "Conflicts",
            conflict_columns(),
            lambda row: row.key,
            answers=("here", "file"),
            high=ROW,
            head=False,
        )
        self.mine = QPushButton("Keep mine for all")
        self.theirs = QPushButton("Take the file for all")
        for button in (self.mine, self.theirs):
            button.setProperty("compact", "true")
        self.always = QCheckBox("from now on")
        self.always.setAccessibleName("Decide the same for these fields from now on")
        self._foot = QWidget()
        self._lay_out()
        self.table.cell_pressed.connect(self._on_table_cell_pressed)
        self.mine.clicked.connect(self._on_mine_clicked)
        self.theirs.clicked.connect(self._on_theirs_clicked)

    def show_conflicts(self, conflicts: Sequence[Conflict], load: Load) -> None:
        """List these with what stands as decided so far."""
        rows = tuple(conflict_row(one, load, self.ui.words, self.ui.today) for one in conflicts)
        self._rows = {row.key: row for row in rows}
        self._head.setText(
            f"Conflicts: changed here and in the file, {self.ui.words.number(len(rows))}"
        )
        self.table.show_rows(rows)
        high = self.table.needed_height
        self.table.setMaximumHeight(high)
        self.table.setMinimumHeight(ROW)
        self.setMaximumHeight(STRIP + high + FOOT + 2)
        self.setVisible(bool(rows))

    def _decide(self, side: Side) -> None:
        held = tuple(row.conflict for row in self._rows.values())
        (self.ruled if self.always.isChecked() else self.decided).emit(held, side)

    @Slot(str, str)
    def _on_table_cell_pressed(self, key: str, column: str) -> None:
        row = self._rows.get(key)
        if row is not None and column in ("here", "file"):
            self.decided.emit((row.conflict,), column)

    @Slot()
    def _on_mine_clicked(self) -> None:
        self._decide("here")

    @Slot()
    def _on_theirs_clicked(self) -> None:
        self._decide("file")

    def _lay_out(self) -> None:
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(12, 0, 8, 0)
        foot.setSpacing(8)
        for button in (self.mine, self.theirs):
            foot.addWidget(button)
        foot.addStretch(1)
        self._foot.setFixedHeight(FOOT)
        head = strip(self._head)
        row = head.layout()
        if row is not None:
            row.addWidget(self.always)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(hline())
        layout.addWidget(self.table)
        layout.addWidget(self._foot)
        layout.addWidget(hline())


class FieldCounts(QWidget):
    """Says how many of the changed rows change which field, and what was noted on the way."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._head = PlainLabel("", "small", elide=True)
        self._counts: list[QWidget] = []
        self._place = QWidget()
        self._flow = FlowLayout(self._place, gap=14)
        self.notes = PlainLabel("", "small", wrap=True)
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 0, 12, 8)
        inner.setSpacing(8)
        inner.addWidget(self._place)
        inner.addWidget(self.notes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._strip = strip(self._head)
        layout.addWidget(self._strip)
        layout.addLayout(inner)
        layout.addStretch(1)

    @property
    def said(self) -> str:
        """The counts as text, for tests."""
        return ", ".join(one.accessibleName() for one in self._counts)

    def show_fields(self, fields: Mapping[str, int], changed: int, notes: Sequence[str]) -> None:
        """Show the counts, the largest first."""
        words = self.ui.words
        for widget in self._counts:
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._counts.clear()
        ordered = sorted(fields.items(), key=lambda one: (-one[1], one[0]))
        several = len({name.split(".", 1)[0] for name in fields}) > 1
        for name, number in ordered[:MOST]:
            count = _Count(field_words(name, several=several), words.number(number))
            self._counts.append(count)
            self._flow.addWidget(count)
        one = "What changes in the one row"
        many = f"What changes in the {words.number(changed)}"
        told = (one if changed == 1 else many) if fields else "Noted on the way"
        self._head.setText(told)
        self._strip.setVisible(bool(fields or notes))
        self._place.setVisible(bool(fields))
        self.notes.setText("\n".join(notes))
        self.notes.setVisible(bool(notes))


class _Count(QWidget):
    def __init__(self, name: str, number: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{name} {number}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(PlainLabel(name, "second"))
        layout.addWidget(PlainLabel(number, "medium"))


def strip(label: QWidget) -> QWidget:
    """Put a small headline over a list, in the height that all of them have."""
    holder = QWidget()
    holder.setFixedHeight(STRIP)
    row = QHBoxLayout(holder)
    row.setContentsMargins(12, 0, 8, 0)
    row.addWidget(label)
    return holder


def field_words(name: str, *, several: bool = False) -> str:
    """Say a field in words: "tickets.closed_on" is Closed on."""
    table, _, field = name.rpartition(".")
    plain = field.removesuffix("_ids").removesuffix("_id") or field
    told = plain.replace("_", " ").strip().capitalize()
    return f"{title_of(table)}: {told}" if several and table else told


SINGLE = {
    "accounts": "Account",
    "contacts": "Contact",
    "metrics": "Metric",
    "surveys": "Answer",
    "tickets": "Ticket",
    "touchpoints": "Touchpoint",
    "subscriptions": "Subscription",
    "invoices": "Invoice",
    "milestones": "Milestone",
    "mentions": "Mention",
    "pulses": "Pulse",
    "outcomes": "Outcome",
}


def row_words(table: str, key: str) -> str:
    """Name a row: Ticket 4471."""
    return f"{SINGLE.get(table, title_of(table))} {one_line(key)}"


def conflict_row(conflict: Conflict, load: Load, words: Words, today: int) -> ConflictRow:
    """Say about a conflict what its line shows."""
    return conflict_line(conflict, load.side(conflict), words, today)


def conflict_line(conflict: Conflict, side: Side, words: Words, today: int) -> ConflictRow:
    """The same, with the side that stands."""
    here = f"here, {words.near_day(conflict.here_day, today)}"
    return ConflictRow(
        f"{conflict.table}|{conflict.key}|{conflict.field}",
        conflict,
        row_words(conflict.table, conflict.key),
        field_words(conflict.field),
        Pill(one_line(conflict.here), here, side == "here"),
        Pill(one_line(conflict.file_value), f"file, line {words.number(conflict.line)}",
             side == "file"),
    )  # fmt: skip


def conflict_columns() -> tuple[Column, ...]:
    """Describe the list of conflicts."""

    def what(row: ConflictRow) -> str:
        return f"{row.what} {row.field}"

    def said(pill: Pill) -> str:
        return f"{pill.value or 'empty'} ({pill.where}){', stands' if pill.chosen else ''}"

    return (
        Column("what", "Row and field", 150, what, what, _what_cell, minimum=100, stretch=True),
        Column("here", "Here", 112, lambda row: row.here.value, lambda row: said(row.here),
               pill_cell(lambda row: row.here), minimum=84, snug=92),
        Column("file", "File", 112, lambda row: row.there.value, lambda row: said(row.there),
               pill_cell(lambda row: row.there), minimum=84, snug=92),
    )  # fmt: skip


def _what_cell(painter: QPainter, ink: Ink, rect: QRect, row: ConflictRow) -> None:
    write(painter, ink, rect, row.what, font=ink.medium)
    wide = ink.width(row.what, ink.medium) + 8
    room = rect.adjusted(wide, 0, 0, 0)
    if room.width() > 24:
        write(painter, ink, room, row.field, color="text2")
