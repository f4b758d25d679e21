"""The list of a shelf: how many, a search, what a new one begins with, the table of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.shelf.acts import ListActs
from healthdesk.gui.panels.shelf.kind import Kind
from healthdesk.gui.panels.shelf.table_view import head_line
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.data_table import DataTable
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField


class ListView(QWidget):
    """Shows the list; its rows are of any kind that has a `name`.

    Signals:
        opened: the name of a document that is to be edited.
    """

    opened = Signal(str)
    table: DataTable
    acts: ListActs

    def __init__(self, ui: Ui, kind: Kind) -> None:
        super().__init__()
        self.ui = ui
        self.kind = kind
        self.shelf: Any = None
        self._wanted = ""
        self.count = PlainLabel("", "second")
        self.search = SearchField(ui.theme, f"Find a {kind.word}", "search")
        self.new = QPushButton(f"New {kind.word}")
        self.new.setProperty("kind", "primary")
        ui.theme.bind_icon(self.new, "plus", "onaccent")
        changes_desk(ui, self.new)
        self.card = Card(ui.theme, "", "", padding=0)
        self.card.setAccessibleName(kind.title)

    def put(self, table: DataTable, acts: ListActs, *tools: QWidget) -> QVBoxLayout:
        """Lay out head and table; returns the column for what stands between and below."""
        self.table, self.acts = table, acts
        head = head_line(
            PlainLabel(self.kind.title, "title"),
            self.count,
            self.search,
            *tools,
            self.new,
            wide=False,
        )
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(table.enter)
        self.new.clicked.connect(self._on_new_clicked)
        table.opened.connect(self.opened)
        self.card.acted.connect(self._on_card_acted)
        acts.added.connect(self.opened)
        acts.named.connect(self.choose)
        self.card.show_loading(f"Reading the {self.kind.many}")
        return whole

    # What a kind extends.

    def summary(self) -> str:
        """What stands beside the title."""
        return self.ui.words.number(len(self.rows)) if self.rows else ""

    def show_none(self, offer: str) -> None:
        """Say that there is none yet, and offer to begin."""
        raise NotImplementedError

    def show_rows(self, found: Sequence[Any]) -> None:
        """Show these rows in the table."""
        raise NotImplementedError

    def text_of(self, row: Any) -> str:  # noqa: ANN401 - of any kind
        """What is searched of a row."""
        raise NotImplementedError

    def shown(self) -> None:
        """Rows are shown; kinds extend it."""

    # Showing.

    @property
    def rows(self) -> Sequence[Any]:
        """All documents."""
        return () if self.shelf is None else self.shelf.rows

    def row(self, name: str) -> Any:  # noqa: ANN401 - of any kind
        """A document of the list, None where it is not there."""
        return next((one for one in self.rows if one.name == name), None)

    def show_shelf(self, shelf: Any) -> None:  # noqa: ANN401 - of any kind
        """Show the list."""
        self.shelf = self.acts.shelf = shelf
        self.count.setText(self.summary())
        self.search.setVisible(bool(shelf.rows))
        if not shelf.rows:
            kind = self.kind
            shipped = f"Add the shipped {kind.many}" if shelf.missing else f"New {kind.word}"
            self.show_none(shipped)
            changes_desk(self.ui, self.card.offer)
            return
        self.card.show_body()
        self._fill()

    def show_failure(self, told: str) -> None:
        """Say that the list could not be read."""
        self.card.show_error(f"The {self.kind.many} could not be read", told)

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        some = ((row, self.text_of(row).casefold()) for row in self.rows)
        found = [row for row, text in some if all(word in text for word in words)]
        self.show_rows(found)
        names = [row.name for row in found]
        wanted, self._wanted = self._wanted, ""
        if wanted in names:
            self.table.go_to(max(self.table.rows.line_of(wanted), 0))
        elif not self.table.current_id() and names:
            self.table.go_to(0)
        self.shown()

    @Slot(str)
    def choose(self, name: str) -> None:
        """Have a document as the current one, as soon as it is known."""
        self._wanted = name
        if self.row(name) is not None:
            self.search.clear()
            self._fill()

    def focus_first(self) -> None:
        """Let the keys go to the list."""
        if self.rows:
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


def name_of(row: Any) -> str:  # noqa: ANN401 - of any kind
    """What names a row of the table."""
    return str(row.name)
