"""The middle card of a campaign: its people, who gets it and who does not, and why."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from healthdesk.core.domain.campaign import CampaignPerson, CampaignView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.plays.campaigns import says
from healthdesk.gui.pages.plays.campaigns.columns import people_columns
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.search_field import SearchField
from healthdesk.gui.parts.segmented import Segmented

_WAYS: Final = (("all", "All"), ("gets", "Get it"), ("out", "Left out"), ("look", "To look at"))


class PeopleTable(SmallTable):
    """Space leaves somebody out, or takes them in again.

    Signals:
        turned: Space was pressed on a line.
    """

    turned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Space."""
        if event.key() == Qt.Key.Key_Space and not event.modifiers() and self.current_id():
            self.turned.emit()
        else:
            super().keyPressEvent(event)


class PeopleCard(Card):
    """Lists them.

    Signals:
        chosen: the person that stands in view, None for none.
        turned: the current one is to be left out, or to get it again.
    """

    chosen = Signal(object)
    turned = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "People", "", padding=0)
        self.ui = ui
        self._people: dict[str, CampaignPerson] = {}
        self._rows: tuple[CampaignPerson, ...] = ()
        self.ways = Segmented("Which people", _WAYS, "all")
        self.search = SearchField(ui.theme, "Find")
        self.table = PeopleTable(
            ui.theme, "People", people_columns(ui.words), says.key_of, keeps_current=True
        )
        self.effect = PlainLabel("", "caption", wrap=True)
        self.effect.setContentsMargins(12, 0, 12, 8)
        self.none = PlainLabel("Nobody of them.", "second")
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.none.hide()
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 0, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.ways)
        row.addWidget(self.search, 1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(bar)
        self.body.addWidget(self.effect)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.none, 1)
        self.ways.chosen.connect(self._on_filtered)
        self.search.searched.connect(self._on_filtered)
        self.search.left_down.connect(self.table.enter)
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.turned.connect(self.turned)

    @property
    def current(self) -> CampaignPerson | None:
        """The person in view."""
        return self._people.get(self.table.current_id())

    def show_people(self, view: CampaignView) -> None:
        """List the people of a campaign."""
        self._people = {says.key_of(one): one for one in view.people}
        self.set_subtitle(self.ui.words.number(len(view.people)))
        self.effect.setText(says.effect(view, self.ui.words))
        self.effect.setVisible(bool(self.effect.full_text))
        if view.fault:
            self.show_empty("Too many people", view.fault, icon="users")
            return
        if not view.people:
            self.show_empty("Nobody is in it", "No account is in the segment and shows the cause.",
                            icon="users")  # fmt: skip
            return
        self.show_body()
        self._fill()

    def _fill(self) -> None:
        words = self.search.text().casefold().split()
        self._rows = tuple(
            one
            for one in sorted(self._people.values(), key=_place)
            if self._passes(one) and all(word in _text(one) for word in words)
        )
        self.table.set_columns(people_columns(self.ui.words))
        self.table.show_rows(self._rows)
        self.table.setVisible(bool(self._rows))
        self.none.setVisible(not self._rows)
        if self.current is None and self._rows:
            self.table.go_to(0)
        self.chosen.emit(self.current)

    def _passes(self, one: CampaignPerson) -> bool:
        way = self.ways.value
        if way == "gets":
            return says.gets(one)
        if way == "out":
            return not says.gets(one)
        return way != "look" or says.is_late(one) or one.answered is not None

    @Slot()
    def _on_filtered(self) -> None:
        self._fill()

    @Slot(str)
    def _on_table_current_changed(self, key: str) -> None:
        self.chosen.emit(self._people.get(key))


def _place(one: CampaignPerson) -> tuple[str, str, bool]:
    """By account; who gets it stands first there."""
    return one.account_name.casefold(), one.account_id, not says.gets(one)


def _text(one: CampaignPerson) -> str:
    who = one.person
    known = (who.name, who.address) if who is not None else ()
    return " ".join((one.account_name, *known)).casefold()
