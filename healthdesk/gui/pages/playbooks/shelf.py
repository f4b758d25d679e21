"""The list of playbooks, and beside it what the current one is for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from healthdesk.core.domain.playbook_view import PlaybookRow
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.playbooks.acts import PlaybookActs
from healthdesk.gui.pages.playbooks.columns import playbook_columns
from healthdesk.gui.pages.playbooks.detail_card import DetailCard
from healthdesk.gui.pages.playbooks.kind import PLAYBOOKS
from healthdesk.gui.panels.shelf.list_view import ListView, name_of

GAP = 12
_ROW = 32
_NARROW = 720
"""Width below which only the list is shown."""


class ShelfView(ListView):
    """Shows the list."""

    table: SmallTable
    acts: PlaybookActs

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, PLAYBOOKS)
        columns = playbook_columns(ui.words)
        table = SmallTable(ui.theme, "Playbooks", columns, name_of, keeps_current=True)
        table.set_row_height(_ROW)
        self.search.setFixedWidth(220)
        self.detail = DetailCard(ui)
        whole = self.put(table, PlaybookActs(ui, self))
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.card, 1)
        cards.addWidget(self.detail)
        whole.addLayout(cards, 1)
        table.current_changed.connect(self._on_table_current_changed)
        self.detail.wanted.connect(self._on_detail_wanted)
        self.detail.show_row(None)

    def show_none(self, offer: str) -> None:
        """Say what a playbook is."""
        self.detail.hide()
        self.card.show_empty(
            "No playbooks yet",
            "A playbook is what you do when something happens: steps in order, with branches"
            " and waits. Begin with one that came with HealthDesk, or with nothing.",
            offer,
            "list-check",
        )

    def show_rows(self, found: Sequence[PlaybookRow]) -> None:
        """Show these playbooks."""
        self.table.set_columns(playbook_columns(self.ui.words))
        self.table.show_rows(found)

    def text_of(self, row: PlaybookRow) -> str:
        """What is searched."""
        return f"{row.name} {row.purpose} {row.cause} {row.measure}"

    def shown(self) -> None:
        """Say what the current one is for; in a narrow window only the list is shown."""
        row = self.row(self.table.current_id())
        self.detail.setVisible(self.width() >= _NARROW and row is not None)
        if row is not None:
            self.detail.show_row(row)

    @Slot(str)
    def _on_table_current_changed(self, name: str) -> None:
        del name
        self.shown()

    @Slot(str)
    def _on_detail_wanted(self, way: str) -> None:
        if self.detail.row is not None:
            self.acts.act(way, self.detail.row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for the card, or not."""
        super().resizeEvent(event)
        self.shown()
