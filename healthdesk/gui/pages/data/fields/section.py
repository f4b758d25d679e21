"""The section "Fields" of the Data page: fields, who speaks of them, and which source wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.source_view import FieldSources
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.fields.columns import field_columns, field_key, title_of
from healthdesk.gui.pages.data.fields.order_card import OrderCard
from healthdesk.gui.pages.data.fields.reading import change, read_fields
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.parts.card import Card

UNTOUCHED = "Your desk is untouched."


class FieldsSection(LiveView):
    """Lists fields that files spoke of, beside the order of the sources of one."""

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.IMPORTS, Topic.ACCOUNTS, Topic.CONTACTS, Topic.SETTINGS}
    )
    follows_view = False

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._held: dict[str, FieldSources] = {}
        self.card = Card(ui.theme, "Which source wins", "field by field", padding=0)
        self.table = SmallTable(
            ui.theme, "Fields", field_columns(ui.words), field_key, keeps_current=True
        )
        self.order = OrderCard(ui)
        self.card.add_line_under_head()
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.card, 6)
        layout.addWidget(self.order, 7)
        self.card.show_loading("Reading what sources say")
        self.order.hide()
        self.card.retry_requested.connect(self.reload)
        self.table.current_changed.connect(self._on_table_current_changed)
        self.order.wanted.connect(self._on_order_wanted)

    @Slot()
    def reload(self) -> None:
        """Read the fields."""
        job = self.ui.read(
            read_fields, then=self._show_all, failed=self._show_failure, key="fields"
        )
        if job < 0:
            self._show_all(())

    @property
    def chosen(self) -> FieldSources | None:
        """The field whose sources are shown."""
        return self._held.get(self.table.current_id())

    def choose(self, key: str) -> None:
        """Show the sources of a field: "accounts|arr"."""
        self.table.go_to(max(0, self.table.rows.line_of(key)))

    def _show_all(self, found: Sequence[FieldSources]) -> None:
        current = self.table.current_id()
        self._held = {field_key(one): one for one in found}
        self.table.show_rows(found)
        self.order.setVisible(bool(found))
        if not found:
            self.card.set_subtitle("")
            self.card.show_empty(
                "No file spoke of accounts or contacts yet",
                "When two files say different things of one field, you decide here which of them "
                "wins.",
            )
            return
        several = sum(len(one.speakers) > 1 for one in found)
        words = self.ui.words
        told = f"several sources speak of {words.number(several)}" if several else "one source each"
        self.card.set_subtitle(f"{words.count(len(found), 'field')}, {told}")
        self.card.show_body()
        self.choose(current)
        self._show_chosen()

    def _show_chosen(self) -> None:
        one = self.chosen
        if one is not None:
            self.order.show_field(one)

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else UNTOUCHED
        self.card.show_error("What sources say could not be read", told)

    @Slot(str)
    def _on_table_current_changed(self, key: str) -> None:
        if key:
            self._show_chosen()

    @Slot(object)
    def _on_order_wanted(self, order: tuple[str, ...]) -> None:
        one = self.chosen
        if one is not None:
            self.ui.do(
                change, one.table, one.field, order, then=self._say_changed,
                label=f"Deciding {title_of(one)} again",
            )  # fmt: skip

    def _say_changed(self, turned: int) -> None:
        count = self.ui.words.count(turned, "value")
        told = f"{count} changed today; earlier days stay." if turned else "No value changed."
        self.ui.toast("The rule holds from now on", told, "Undo", self.ui.undo)
        self.reload()
