"""The list of playbooks with its search, and beside it what the current one is for."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.playbook_view import PlaybookRow
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.playbooks.acts import PlaybookActs
from healthdesk.gui.pages.playbooks.columns import playbook_columns
from healthdesk.gui.pages.playbooks.detail_card import DetailCard
from healthdesk.gui.pages.playbooks.reading import Shelf
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField

HEAD, GAP = 56, 12
_ROW = 32
_NARROW = 720
"""Width below which only the list is shown."""


class ShelfView(QWidget):
    """Shows the list.

    Signals:
        opened: the name of a playbook that is to be edited.
    """

    opened = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.shelf: Shelf | None = None
        self._wanted = ""
        theme = ui.theme
        self.acts = PlaybookActs(ui, self)
        self.count = PlainLabel("", "second")
        self.search = SearchField(theme, "Find a playbook", "search")
        self.search.setFixedWidth(220)
        self.new = QPushButton("New playbook")
        self.new.setProperty("kind", "primary")
        theme.bind_icon(self.new, "plus", "onaccent")
        changes_desk(ui, self.new)
        self.card = Card(theme, "", "", padding=0)
        self.card.setAccessibleName("Playbooks")
        self.table = SmallTable(
            theme, "Playbooks", playbook_columns(ui.words), _name, keeps_current=True
        )
        self.table.set_row_height(_ROW)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        self.detail = DetailCard(ui)
        self._lay_out()
        self._connect()
        self.card.show_loading("Reading the playbooks")
        self.detail.show_row(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        for widget in (PlainLabel("Playbooks", "title"), self.count):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.search)
        head.addWidget(self.new)
        self.head = QWidget()
        self.head.setLayout(head)
        self.head.setFixedHeight(HEAD)
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.card, 1)
        cards.addWidget(self.detail)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(cards, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self.table.enter)
        self.new.clicked.connect(self._on_new_clicked)
        self.table.opened.connect(self._on_table_opened)
        self.table.current_changed.connect(self._on_table_current_changed)
        self.detail.wanted.connect(self._on_detail_wanted)
        self.card.acted.connect(self._on_card_acted)
        self.acts.added.connect(self.opened)
        self.acts.chosen.connect(self.choose)

    # Showing.

    @property
    def row(self) -> PlaybookRow | None:
        """The current playbook."""
        rows = self.shelf.rows if self.shelf is not None else ()
        ident = self.table.current_id()
        return next((one for one in rows if one.name == ident), None)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the list."""
        self.shelf = shelf
        self.acts.shelf = shelf
        self.count.setText(self.ui.words.number(len(shelf.rows)) if shelf.rows else "")
        self.search.setVisible(bool(shelf.rows))
        if not shelf.rows:
            self.detail.hide()
            self.card.show_empty(
                "No playbooks yet",
                "A playbook is what you do when something happens: steps in order, with branches"
                " and waits. Begin with one that came with HealthDesk, or with nothing.",
                "Add the shipped playbooks" if shelf.missing else "New playbook",
                "list-check",
            )
            changes_desk(self.ui, self.card.offer)
            return
        self.card.show_body()
        self._fill()

    def show_failure(self, told: str) -> None:
        """Say that the list could not be read."""
        self.card.show_error("The playbooks could not be read", told)

    def _fill(self) -> None:
        rows = self.shelf.rows if self.shelf is not None else ()
        words = self.search.text().casefold().split()
        found = [row for row in rows if all(word in _text(row) for word in words)]
        self.table.set_columns(playbook_columns(self.ui.words))
        self.table.show_rows(found)
        names = [row.name for row in found]
        wanted, self._wanted = self._wanted, ""
        if wanted in names:
            self.table.go_to(self._line(wanted))
        elif not self.table.current_id() and names:
            self.table.go_to(0)
        self._show_detail()

    def _line(self, name: str) -> int:
        model = self.table.rows
        return next((at for at in range(model.rowCount()) if model.id_at(at) == name), 0)

    def _show_detail(self) -> None:
        row = self.row
        self.detail.setVisible(self.width() >= _NARROW and row is not None)
        if row is not None:
            self.detail.show_row(row)

    @Slot(str)
    def choose(self, name: str) -> None:
        """Have a playbook as the current one, as soon as it is known."""
        self._wanted = name
        if self.shelf is not None and any(row.name == name for row in self.shelf.rows):
            self.search.clear()
            self._fill()

    def focus_first(self) -> None:
        """Let the keys go to the list."""
        if self.shelf is not None and self.shelf.rows:
            self.table.enter()
        else:
            self.new.setFocus()

    # What the parts tell.

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        del text
        self._fill()

    @Slot()
    def _on_new_clicked(self) -> None:
        self.acts.open_new(self.new)

    @Slot()
    def _on_card_acted(self) -> None:
        if self.shelf is not None and self.shelf.missing:
            self.acts.add_missing()
        else:
            self.acts.add_blank()

    @Slot(str)
    def _on_table_opened(self, name: str) -> None:
        self.opened.emit(name)

    @Slot(str)
    def _on_table_current_changed(self, name: str) -> None:
        del name
        self._show_detail()

    @Slot(str)
    def _on_detail_wanted(self, way: str) -> None:
        row = self.detail.row
        if row is None:
            return
        if way == "edit":
            self.opened.emit(row.name)
        else:
            self.acts.act(way, row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window only the list is shown."""
        super().resizeEvent(event)
        self._show_detail()


def _name(row: PlaybookRow) -> str:
    return row.name


def _text(row: PlaybookRow) -> str:
    return f"{row.name} {row.purpose} {row.cause} {row.measure}".casefold()
