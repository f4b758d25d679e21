"""The list of plays with its search, the switch that stops all, and what a new one begins with."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.play_view import PlayRow
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.acts import PlayActs
from healthdesk.gui.pages.plays.columns import play_columns
from healthdesk.gui.pages.plays.reading import Shelf
from healthdesk.gui.pages.plays.table import PlaysTable
from healthdesk.gui.panels.plays.stopped_strip import StoppedStrip
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField

HEAD, GAP = 56, 12
_ROW = 34


class ShelfView(QWidget):
    """Shows the list.

    Signals:
        opened: the name of a play that is to be seen.
    """

    opened = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.shelf: Shelf | None = None
        self._wanted = ""
        self.acts = PlayActs(ui, self)
        self.count = PlainLabel("", "second")
        self.search = SearchField(ui.theme, "Find a play", "search")
        self.search.setFixedWidth(200)
        self.stop = QCheckBox("Stop all plays")
        self.stop.setProperty("kind", "switch")
        self.new = QPushButton("New play")
        self.new.setProperty("kind", "primary")
        ui.theme.bind_icon(self.new, "plus", "onaccent")
        changes_desk(ui, self.new, self.stop)
        self.strip = StoppedStrip(ui)
        self.card = Card(ui.theme, "", "", padding=0)
        self.card.setAccessibleName("Plays")
        self.table = PlaysTable(ui.theme, play_columns(ui.words, ui.day), _name)
        self.table.set_row_height(_ROW)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        self._lay_out()
        self._connect()
        self.card.show_loading("Reading the plays")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(PlainLabel("Plays", "title"))
        head.addWidget(self.count)
        head.addStretch(1)
        for widget in (self.search, self.stop, self.new):
            head.addWidget(widget)
        self.head = QWidget()
        self.head.setLayout(head)
        self.head.setFixedHeight(HEAD)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        self._over = QWidget()
        over = QVBoxLayout(self._over)
        over.setContentsMargins(0, 0, 0, 8)
        over.addWidget(self.strip)
        self._over.hide()
        whole.addWidget(self._over)
        whole.addWidget(self.card, 1)

    def _connect(self) -> None:
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self.table.enter)
        self.new.clicked.connect(self._on_new_clicked)
        self.stop.clicked.connect(self._on_stop_clicked)
        self.strip.release_wanted.connect(self.acts.switching.release_all)
        self.table.opened.connect(self._on_table_opened)
        self.table.switch_wanted.connect(self._on_table_switch_wanted)
        self.table.menu_wanted.connect(self._on_table_menu_wanted)
        self.card.acted.connect(self._on_card_acted)
        self.acts.added.connect(self.opened)
        self.acts.chosen.connect(self.choose)

    # Showing.

    def row(self, name: str) -> PlayRow | None:
        """A play of the list."""
        rows = self.shelf.rows if self.shelf is not None else ()
        return next((one for one in rows if one.name == name), None)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the list."""
        self.shelf = self.acts.shelf = shelf
        self.count.setText(self._summary(shelf))
        self.search.setVisible(bool(shelf.rows))
        self.stop.setVisible(bool(shelf.rows) or shelf.stopped is not None)
        self.stop.setChecked(shelf.stopped is not None)
        self.strip.say(shelf.stopped)
        self._over.setVisible(shelf.stopped is not None)
        if not shelf.rows:
            self.card.show_empty(
                "No plays yet",
                "A play watches your accounts for you: for whom, when, and which playbook it"
                " starts or proposes. Rehearse it on the past year before you switch it on. Begin"
                " with those that came with HealthDesk, switched off, or with nothing.",
                "Add the shipped plays" if shelf.missing else "New play",
                "bolt",
            )
            changes_desk(self.ui, self.card.offer)
            return
        self.card.show_body()
        self._fill()

    def _summary(self, shelf: Shelf) -> str:
        words, rows = self.ui.words, [one for one in shelf.rows if not one.archived]
        on = sum(one.on for one in rows)
        blind = sum(not one.goal for one in rows)
        parts = [f"{words.number(on)} of {words.number(len(rows))} on"] if rows else []
        parts += [f"{words.number(shelf.waiting)} waiting for a yes"] if shelf.waiting else []
        parts += [f"{words.number(blind)} without a measure"] if blind else []
        return " · ".join(parts)

    def show_failure(self, told: str) -> None:
        """Say that the list could not be read."""
        self.card.show_error("The plays could not be read", told)

    def _fill(self) -> None:
        rows = self.shelf.rows if self.shelf is not None else ()
        words = self.search.text().casefold().split()
        found = [row for row in rows if all(word in _text(row) for word in words)]
        self.table.set_columns(play_columns(self.ui.words, self.ui.day, rows))
        self.table.show_rows(found)
        names = [row.name for row in found]
        wanted, self._wanted = self._wanted, ""
        if wanted in names:
            self.table.go_to(self._line(wanted))
        elif not self.table.current_id() and names:
            self.table.go_to(0)

    def _line(self, name: str) -> int:
        return max(self.table.rows.line_of(name), 0)

    @Slot(str)
    def choose(self, name: str) -> None:
        """Have a play as the current one, as soon as it is known."""
        self._wanted = name
        if self.row(name) is not None:
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
        self.acts.open_new(self.new, self.row(self.table.current_id()))

    @Slot(bool)
    def _on_stop_clicked(self, on: bool) -> None:
        self.stop.setChecked(not on)  # it shows what is, once it is
        if on:
            self.acts.switching.stop_all()
        else:
            self.acts.switching.release_all()

    @Slot()
    def _on_card_acted(self) -> None:
        if self.shelf is not None and self.shelf.missing:
            self.acts.add_missing()
        else:
            self.acts.add_blank()

    @Slot(str)
    def _on_table_opened(self, name: str) -> None:
        row = self.row(name)
        if row is not None and not row.broken:
            self.opened.emit(name)

    @Slot(str)
    def _on_table_switch_wanted(self, name: str) -> None:
        row = self.row(name)
        if row is not None:
            self.acts.toggle(row)

    @Slot(str, QPoint)
    def _on_table_menu_wanted(self, name: str, at: QPoint) -> None:
        row = self.row(name)
        if row is not None:
            self.acts.open_menu(row, at)


def _name(row: PlayRow) -> str:
    return row.name


def _text(row: PlayRow) -> str:
    told = (row.name, row.purpose, row.segment, row.trigger, row.playbook, row.goal)
    return " ".join(told).casefold()
