"""The list of plays, the switch that stops all of them, and the strip that says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from healthdesk.core.domain.play_view import PlayRow
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.acts import PlayActs
from healthdesk.gui.pages.plays.columns import play_columns
from healthdesk.gui.pages.plays.kind import PLAYS
from healthdesk.gui.pages.plays.reading import Shelf
from healthdesk.gui.pages.plays.table import PlaysTable
from healthdesk.gui.panels.plays.stopped_strip import StoppedStrip
from healthdesk.gui.panels.shelf.list_view import ListView, name_of

_ROW = 34


class ShelfView(ListView):
    """Shows the list."""

    table: PlaysTable
    acts: PlayActs

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, PLAYS)
        table = PlaysTable(ui.theme, play_columns(ui.words, ui.day), name_of)
        table.set_row_height(_ROW)
        self.search.setFixedWidth(200)
        self.stop = QCheckBox("Stop all plays")
        self.stop.setProperty("kind", "switch")
        changes_desk(ui, self.stop)
        whole = self.put(table, PlayActs(ui, self), self.stop)
        self.strip = StoppedStrip(ui)
        self._over = QWidget()
        over = QVBoxLayout(self._over)
        over.setContentsMargins(0, 0, 0, 8)
        over.addWidget(self.strip)
        self._over.hide()
        whole.addWidget(self._over)
        whole.addWidget(self.card, 1)
        self.stop.clicked.connect(self._on_stop_clicked)
        self.strip.release_wanted.connect(self.acts.switching.release_all)
        table.switch_wanted.connect(self._on_table_switch_wanted)
        table.menu_wanted.connect(self._on_table_menu_wanted)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show the list, and whether all are stopped."""
        self.stop.setVisible(bool(shelf.rows) or shelf.stopped is not None)
        self.stop.setChecked(shelf.stopped is not None)
        self.strip.say(shelf.stopped)
        self._over.setVisible(shelf.stopped is not None)
        super().show_shelf(shelf)

    def show_none(self, offer: str) -> None:
        """Say what a play is."""
        self.card.show_empty(
            "No plays yet",
            "A play watches your accounts for you: for whom, when, and which playbook it"
            " starts or proposes. Rehearse it on the past year before you switch it on. Begin"
            " with those that came with HealthDesk, switched off, or with nothing.",
            offer,
            "bolt",
        )

    def summary(self) -> str:
        """How many are on, what waits, which have no measure."""
        words, waiting = self.ui.words, self.shelf.waiting
        rows = [one for one in self.rows if not one.archived]
        on = sum(one.on for one in rows)
        blind = sum(not one.goal for one in rows)
        parts = [f"{words.number(on)} of {words.number(len(rows))} on"] if rows else []
        parts += [f"{words.number(waiting)} waiting for a yes"] if waiting else []
        parts += [f"{words.number(blind)} without a measure"] if blind else []
        return " · ".join(parts)

    def show_rows(self, found: Sequence[PlayRow]) -> None:
        """Show these plays; columns are left out where none of all has anything to tell."""
        self.table.set_columns(play_columns(self.ui.words, self.ui.day, self.rows))
        self.table.show_rows(found)

    def text_of(self, row: PlayRow) -> str:
        """What is searched."""
        told = (row.name, row.purpose, row.segment, row.trigger, row.playbook, row.goal)
        return " ".join(told)

    # What the parts tell.

    @Slot(bool)
    def _on_stop_clicked(self, on: bool) -> None:
        self.stop.setChecked(not on)  # it shows what is, once it is
        if on:
            self.acts.switching.stop_all()
        else:
            self.acts.switching.release_all()

    @Slot()
    def _on_new_clicked(self) -> None:
        self.acts.row = self.row(self.table.current_id())
        super()._on_new_clicked()

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
