"""What of a story is shown: chips of kinds with counts, a search, one person, a day to go to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QWidget

from healthdesk.core.domain.timeline import GROUPS, Filter, Person
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.day_button import DayButton
from healthdesk.gui.parts.chip import Chip, FlowLayout
from healthdesk.gui.parts.search_field import SearchField

EVERYONE = "Everyone"


class FilterRow(QWidget):
    """The chips; the search, the people and the day stand in the head beside them.

    Signals:
        filter_changed: another `Filter` is wanted.
        rows_requested: the user wants to go on in the list.
        day_chosen: the list should go to a day.
    """

    filter_changed = Signal()
    rows_requested = Signal()
    day_chosen = Signal(int)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ui = ui
        self.search = SearchField(ui.theme, "Search the timeline", "search")
        self.search.setMinimumWidth(140)
        self.search.setMaximumWidth(240)
        self.search.setToolTip("Ctrl+F")
        self.person = QComboBox()
        self.person.setAccessibleName("With whom")
        self.person.setMinimumWidth(124)
        self.person.setMaximumWidth(170)
        self.day = DayButton(ui.theme, ui.words, "Go to a day")
        self.day.setToolTip("Go to a day")
        self._chips: dict[str, Chip] = {}
        self._on: set[str] = set()
        self._flow = FlowLayout(self)
        self.search.searched.connect(self._on_search_searched)
        self.search.left_down.connect(self._on_search_left_down)
        self.person.activated.connect(self._on_person_activated)
        self.day.day_chosen.connect(self._on_day_chosen)
        self.offer_people(())

    @property
    def wanted(self) -> Filter:
        """The filter as it is set."""
        person = self.person.currentData()
        return Filter(frozenset(self._on), self.search.text(), person or "")

    @property
    def chips(self) -> Mapping[str, Chip]:
        """The chips by group."""
        return self._chips

    def offer_people(self, people: Sequence[Person]) -> None:
        """Offer the people of an account; the chosen one stays if it is among them."""
        chosen = self.person.currentData() or ""
        self.person.clear()
        self.person.addItem(EVERYONE, "")
        for contact, name in people:
            self.person.addItem(name, contact)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.setEnabled(bool(people))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show a chip for each group that has entries, or that is filtered by."""
        for group, title in GROUPS.items():
            wanted = group in counts or group in self._on
            chip = self._chips.get(group)
            if chip is None and wanted:
                chip = Chip(group, title)
                chip.switched.connect(self._on_chip_switched)
                self._chips[group] = chip
                self._flow.addWidget(chip)
            if chip is not None:
                chip.setVisible(wanted)
                chip.set_count(self._ui.words.number(counts.get(group, 0)))
        self._order()
        self.updateGeometry()

    def clear(self) -> None:
        """Show everything again, without telling anybody."""
        self._on.clear()
        for chip in self._chips.values():
            chip.setChecked(False)
        self.search.empty()
        self.person.setCurrentIndex(0)

    def _order(self) -> None:
        """Chips stand in the order of the groups, whenever they were made."""
        while self._flow.takeAt(0) is not None:
            pass
        for group in GROUPS:
            chip = self._chips.get(group)
            if chip is not None and not chip.isHidden():
                self._flow.addWidget(chip)

    @Slot(str, bool)
    def _on_chip_switched(self, key: str, on: bool) -> None:
        if on:
            self._on.add(key)
        else:
            self._on.discard(key)
        self.filter_changed.emit()

    @Slot(str)
    def _on_search_searched(self, text: str) -> None:
        del text
        self.filter_changed.emit()

    @Slot()
    def _on_search_left_down(self) -> None:
        self.rows_requested.emit()

    @Slot(int)
    def _on_person_activated(self, index: int) -> None:
        del index
        self.filter_changed.emit()

    @Slot(int)
    def _on_day_chosen(self, day: int) -> None:
        self.day_chosen.emit(day)
