"""The tab Retros: losses by reason and one by one; one of them opens over the list."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.retro import by_reason
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.model.retros.columns import (
    ident,
    loss_columns,
    reason_columns,
    reason_ident,
    save_csv,
)
from healthdesk.gui.pages.model.retros.detail import RetroDetail
from healthdesk.gui.pages.model.retros.reading import Losses, read_losses
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.segmented import Segmented

_ALL, _OPEN, _NONE = "all", "open", "none"
_MOST = 5
"""Rows of reasons that stand open; more scroll."""


class RetrosView(LiveView):
    """Losses with and without a retro, and one of them in full.

    Signals:
        proposed: a `Tried` candidate that is to go into the draft, and the account it comes from.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.WORK, Topic.SEGMENTS, Topic.SETTINGS}
    )
    proposed = Signal(object, str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown: Losses | None = None
        self.profile = ""
        """Key of the profile in whose draft candidates are tried."""
        self.detail: RetroDetail | None = None
        self.reasons_card = Card(ui.theme, "By reason", padding=0)
        self.reasons = SmallTable(ui.theme, "Reasons", reason_columns(ui.words), reason_ident)
        self.card = Card(ui.theme, "Losses", padding=0)
        self.table = SmallTable(
            ui.theme, "Losses", loss_columns(ui.words), ident, keeps_current=True
        )
        self.which = Segmented(
            "Which losses", [(_ALL, "All"), (_NONE, "Without a retro"), (_OPEN, "Open retros")]
        )
        self.save = QPushButton("Export CSV")
        self.save.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.save, "download", "text2", 16)
        self._list = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._list)
        self._lay_out()
        self.table.opened.connect(self.open_account)
        self.which.chosen.connect(self._on_which_chosen)
        self.save.clicked.connect(self._on_save_clicked)
        self.card.retry_requested.connect(self.reload)
        self.card.acted.connect(self._on_card_acted)

    @property
    def in_detail(self) -> bool:
        """Whether one loss is in view."""
        return self.detail is not None and self._stack.currentWidget() is self.detail

    @Slot(str)
    def open_account(self, account_id: str) -> None:
        """Show one loss, and its retro if there is one."""
        if self.detail is None:
            self.detail = RetroDetail(self.ui, self)
            self.detail.left.connect(self.show_list)
            self.detail.proposed.connect(self.proposed)
            self._stack.addWidget(self.detail)
        self._stack.setCurrentWidget(self.detail)
        self.detail.profile = self.profile
        self.detail.show_account(account_id)
        self.detail.focus_first()

    @Slot()
    def show_list(self) -> None:
        """Go back to all losses."""
        self._stack.setCurrentWidget(self._list)
        self.table.setFocus()

    def reload(self) -> None:
        """Read the losses up to the day in view."""
        if self.shown is None:
            self.card.show_loading("Reading the losses")
        self.ui.read(
            read_losses, self.ui.day, self.ui.segment,
            then=self._show, failed=self._show_failure, key="losses",
        )  # fmt: skip

    def _show(self, found: Losses) -> None:
        self.shown = found
        self._show_rows()

    def _show_rows(self) -> None:
        found, words = self.shown, self.ui.words
        if found is None:
            return
        chosen = self.which.value
        rows = tuple(one for one in found.rows if chosen in (_ALL, one.state))
        some = bool(found.rows)
        self.reasons_card.setVisible(some)
        self.which.setVisible(some)
        self.save.setEnabled(bool(rows))
        if not some:
            where = f" of {self.ui.segment}" if self.ui.segment else ""
            self.card.set_subtitle("")
            self.card.show_empty(
                f"No account{where} has left",
                "Churned accounts come with the table of outcomes; each can have a retro here.",
                "Import data",
            )
            return
        without = sum(one.retro is None for one in found.rows)
        told = [words.count(len(found.rows), "loss", "losses")]
        told.append(f"{words.number(without)} without a retro" if without else "all with a retro")
        self.card.set_subtitle(", ".join(told))
        self.reasons.show_rows(by_reason(rows) if chosen != _ALL else found.reasons)
        self.reasons.hug(active=True)
        if rows:
            self.table.show_rows(rows)
            self.card.show_body()
        else:
            self.card.show_empty(
                "None of these", "Choose all losses to see the others.", icon="check"
            )

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The losses could not be read", told)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self._list)
        whole.setContentsMargins(0, 0, 16, 16)
        whole.setSpacing(12)
        self.reasons_card.body.setContentsMargins(0, 0, 0, 0)
        self.reasons_card.body.addWidget(self.reasons)
        self.reasons_card.setMaximumHeight(36 + 32 + _MOST * 28)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        tools = QWidget()
        line = QHBoxLayout(tools)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.which)
        line.addWidget(self.save)
        self.card.add_tool(tools)
        whole.addWidget(self.reasons_card)
        whole.addWidget(self.card, 1)

    @Slot(str)
    def _on_which_chosen(self, key: str) -> None:
        del key
        self._show_rows()

    @Slot()
    def _on_save_clicked(self) -> None:
        if self.shown is None:
            return
        chosen = self.which.value
        rows = tuple(one for one in self.shown.rows if chosen in (_ALL, one.state))
        name = f"Churn retros {self.ui.words.day(self.ui.day)}.csv"
        target = self.ui.dialogs.save_as("Save the losses", Path.home() / name, "Table (*.csv)")
        if target is not None:
            self.ui.work(save_csv, rows, target, then=self._say_saved)

    def _say_saved(self, target: Path) -> None:
        self.ui.toast("Saved the losses", str(target))

    @Slot()
    def _on_card_acted(self) -> None:
        self.ui.open_page("data")
