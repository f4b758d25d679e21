"""The tab Campaigns: the list of them, or one with its people and their mails."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.campaign import CampaignRow
from healthdesk.core.domain.change import Topic
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import CampaignWish, Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.plays.campaigns.columns import campaign_columns
from healthdesk.gui.pages.plays.campaigns.editor import CampaignEditor
from healthdesk.gui.pages.plays.campaigns.reading import read_campaigns
from healthdesk.gui.panels.shelf.list_view import name_of
from healthdesk.gui.panels.shelf.table_view import TableView
from healthdesk.gui.panels.take_along import ExportButton

NOTHING: Final = "No campaigns yet"
ABOUT: Final = (
    "Each person of a segment gets a mail in words of their own. You see every one before; a person"
    " sends them, never a play."
)


class CampaignsView(TableView):
    """Shows campaigns.

    Signals:
        took: it shows what it read.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.OUTBOX, Topic.CONTACTS, Topic.ACCOUNTS, Topic.FACTS, Topic.SEGMENTS}
    )
    took = Signal()
    table: SmallTable

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent, "Campaigns", "the campaigns")
        self.rows: tuple[CampaignRow, ...] = ()
        self._wanted = ""
        self.new = QPushButton("New campaign")
        self.new.setProperty("kind", "primary")
        ui.theme.bind_icon(self.new, "plus", "onaccent")
        changes_desk(ui, self.new)
        columns = campaign_columns(ui.words, ui.day)
        table = SmallTable(ui.theme, "Campaigns", columns, name_of, keeps_current=True)
        self.export = ExportButton(ui, table)
        self._editor: CampaignEditor | None = None
        self._list = QWidget()
        self._whole = QStackedWidget()
        column = self.put(table, self.export, self.new)
        column.addWidget(self.card, 1)
        self._list.setLayout(column)
        self._whole.addWidget(self._list)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._whole)
        self.new.clicked.connect(self._on_new_clicked)
        self.card.acted.connect(self._on_new_clicked)
        self.table.opened.connect(self.open)
        ui.desk_changed.connect(self._on_editor_closed)

    @property
    def editor(self) -> CampaignEditor:
        """One campaign with its people, made when it is first wanted: the list does not wait."""
        if self._editor is None:
            self._editor = CampaignEditor(self.ui)
            self._editor.closed.connect(self._on_editor_closed)
            self._editor.failed.connect(self._on_editor_failed)
            self._editor.acts.added.connect(self.open)
            self._whole.addWidget(self._editor)
        return self._editor

    @property
    def editing(self) -> bool:
        """Whether one campaign is shown."""
        return self._editor is not None and self._whole.currentWidget() is self._editor

    def reload(self) -> None:
        """Read the list, or the one in view."""
        if self.editing:
            self.editor.reload()
            return
        self.ask(read_campaigns, self.ui.day, key="campaigns")

    def show_wish(self, wish: CampaignWish) -> None:
        """Show a campaign, or begin a new one."""
        if wish.name:
            self.open(wish.name)
        elif wish.new:
            self.editor.acts.add(wish.segment, wish.accounts)

    @Slot(str)
    def open(self, name: str) -> None:
        """Show one campaign."""
        self._whole.setCurrentWidget(self.editor)
        self.editor.open(name)
        self.editor.focus_first()

    def focus_first(self) -> None:
        """Let the keys go to what is in view."""
        if self.editing:
            self.editor.focus_first()
        elif self.rows:
            self.table.enter()
        else:
            self.new.setFocus()

    def _take(self, rows: tuple[CampaignRow, ...]) -> None:
        self.rows = rows
        words = self.ui.words
        out = sum(row.out for row in rows)
        told = words.count(len(rows), "campaign")
        self.count.setText(f"{told}, {words.count(out, 'message')} went out" if rows else "")
        self.export.setVisible(bool(rows))
        if not rows:
            self.card.show_empty(NOTHING, ABOUT, "New campaign", "speakerphone")
            changes_desk(self.ui, self.card.offer)
        else:
            self.card.show_body()
            self.table.set_columns(campaign_columns(words, self.ui.day))
            self.table.show_rows(rows)
            if self._wanted in {row.name for row in rows}:
                self.table.go_to(max(self.table.rows.line_of(self._wanted), 0))
            self._wanted = ""
        self.took.emit()

    @Slot()
    def _on_new_clicked(self) -> None:
        self.editor.acts.add(self.ui.segment or "")

    @Slot()
    def _on_editor_closed(self) -> None:
        if self._editor is not None:
            self._wanted, self._editor.name = self._editor.name, ""
        self._whole.setCurrentWidget(self._list)
        self.refresh()

    @Slot(str)
    def _on_editor_failed(self, told: str) -> None:
        self._whole.setCurrentWidget(self._list)
        self.ui.toast("The campaign cannot be shown", told, kind="notice")
        self.refresh()
