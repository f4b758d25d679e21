"""A view of one table: its title, what it sums up to, tools; it reads again when touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.data_table import DataTable
from healthdesk.gui.parts.plain import PlainLabel

HEAD, GAP = 56, 12


class TableView(LiveView):
    """Shows a table."""

    table: DataTable
    row_height: ClassVar[int] = 32

    def __init__(self, ui: Ui, parent: QWidget | None, title: str, what: str) -> None:
        super().__init__(ui, parent)
        self._title, self._what = title, what
        self.count = PlainLabel("", "second", elide=True)
        self.card = Card(ui.theme, "", "", padding=0)

    def put(self, table: DataTable, *tools: QWidget) -> QVBoxLayout:
        """Lay out the head; returns the column for the card with the table, and what is beside."""
        self.table = table
        table.set_row_height(self.row_height)
        self.card.setAccessibleName(table.accessibleName())
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(table)
        self.card.retry_requested.connect(self.reload)
        self.card.show_loading(f"Reading {self._what}")
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head_line(PlainLabel(self._title, "title"), self.count, *tools, wide=True))
        return column

    def ask(self, read: Callable[..., Any], *asked: object, key: str) -> None:
        """Read the rows; `_take` gets them."""
        job = self.ui.read(read, *asked, then=self._take, failed=self._fail, key=key)
        if job < 0:
            self.card.show_empty("No desk is open", "Open a desk, or make one.")
            self.hide_beside()

    def _take(self, found: Any) -> None:  # noqa: ANN401 - whatever was read
        raise NotImplementedError

    def _fail(self, error: Exception) -> None:
        self.hide_beside()
        self.card.show_error(f"{self._what.capitalize()} could not be read", told_of(error))

    def hide_beside(self) -> None:
        """There is no current row any more; views extend it."""

    def focus_first(self) -> None:
        """Let the keys go to the list."""
        if self.table.rows.rowCount():
            self.table.enter()


class ResultTable(TableView):
    """Shows documents with what came of them, one of them in full beside the list."""

    def __init__(self, ui: Ui, parent: QWidget | None, detail: Card) -> None:
        super().__init__(ui, parent, "Results", "the results")
        self.detail = detail
        self._asked = ""

    def put(self, table: DataTable, *tools: QWidget) -> QVBoxLayout:
        """Lay out list and detail."""
        column = super().put(table, *tools)
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.card, 9)
        cards.addWidget(self.detail, 11)
        column.addLayout(cards, 1)
        self.setLayout(column)
        table.current_changed.connect(self._on_table_current_changed)
        return column

    def hide_beside(self) -> None:
        """There is nothing to tell of."""
        self.detail.hide()

    def read_one(self, *, again: bool = False) -> None:
        """Read what came of the current one."""
        name = self.table.current_id()
        if name and (again or name != self._asked):
            self._asked = name
            self.ask_one(name)

    def ask_one(self, name: str) -> None:
        """Read what came of one; views say how."""
        raise NotImplementedError

    def _take_one(self, found: Any) -> None:  # noqa: ANN401 - of any kind
        if found.name == self._asked:
            self.show_one(found)

    def show_one(self, found: Any) -> None:  # noqa: ANN401 - of any kind
        """Show what came of one."""
        raise NotImplementedError

    def _fail_one(self, error: Exception) -> None:
        self.detail.show_error("The results could not be read", told_of(error))

    @Slot(str)
    def _on_table_current_changed(self, name: str) -> None:
        del name
        self.read_one()


def told_of(error: Exception) -> str:
    """Why something could not be read."""
    return error.sentence if isinstance(error, DeskError) else "Your desk is untouched."


def head_line(
    title: PlainLabel, count: PlainLabel, *tools: QWidget, wide: bool, gap: int = 10
) -> QWidget:
    """A title with what it sums up to, and tools at the right; a wide sum takes all the room."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    row.addWidget(title)
    row.addWidget(count, 1 if wide else 0)
    if not wide:
        row.addStretch(1)
    for widget in tools:
        row.addWidget(widget)
    head = QWidget()
    head.setLayout(row)
    head.setFixedHeight(HEAD)
    return head
