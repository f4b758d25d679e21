"""To whom a message goes: a chip for each, a menu of the account's people, any other address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from healthdesk.core.domain.addresses import address_fault
from healthdesk.core.domain.outbox_view import Person, Recipient
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.chip import FlowLayout
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import plain_tip

_LEAST, _MOST = 26, 86
_CHIP = 36
"""Letters of a name on a chip."""


class PersonChip(QPushButton):
    """Somebody a message goes to; a press takes them out.

    Signals:
        taken: the address that should go.
    """

    taken = Signal(str)

    def __init__(self, ui: Ui, one: Recipient, *, barred: bool, locked: bool) -> None:
        name = one.name or one.address
        shown = name if len(name) <= _CHIP else f"{name[: _CHIP - 1]}…"
        super().__init__(shown.replace("&", "&&") + ("" if locked else " "))
        self.address = one.address
        self.setProperty("chip", "true" if barred else "on")
        self.setToolTip(plain_tip(f"{name}\n{one.address}" if one.name else one.address))
        self.setAccessibleName(name if locked else f"Take out {name}")
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        if locked:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        else:
            ui.theme.bind_icon(self, "x", "notice" if barred else "accent", 14)
            self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        self.taken.emit(self.address)


class PeopleRow(QScrollArea):
    """The recipients of one message.

    Signals:
        changed: somebody was added or taken out.
    """

    changed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.recipients: tuple[Recipient, ...] = ()
        self._people: tuple[Person, ...] = ()
        self._menu: Menu | None = None
        self._locked = False
        self.setAccessibleName("To")
        self.add = QPushButton("Add")
        self.add.setProperty("compact", "true")
        self.add.setProperty("kind", "quiet")
        self.add.setAccessibleName("Add a recipient")
        ui.theme.bind_icon(self.add, "plus", "text2", 14)
        self.add.clicked.connect(self.open_menu)
        inside = QWidget()
        inside.setProperty("ground", "none")
        self._flow = FlowLayout(inside, 6)
        self._flow.addWidget(self.add)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        self._fit()

    def show_people(
        self, recipients: Sequence[Recipient], people: Sequence[Person], *, locked: bool
    ) -> None:
        """Show recipients, and whom one could add."""
        same = (tuple(recipients), tuple(people), locked)
        if same == (self.recipients, self._people, self._locked) and self._flow.count() > 1:
            return
        self.recipients, self._people, self._locked = same
        self._fill()

    def take_out(self, address: str) -> None:
        """Let somebody go."""
        self._set(one for one in self.recipients if one.address != address)

    def take_in(self, one: Recipient) -> None:
        """Add somebody who is not there yet."""
        known = {each.address.casefold() for each in self.recipients}
        if one.address.casefold() not in known:
            self._set((*self.recipients, one))

    @Slot()
    def open_menu(self) -> None:
        """Offer the people of the account; those who must not be written to say why."""
        menu = Menu(self.ui.theme, "Add a recipient", self)
        there = {one.contact_id for one in self.recipients if one.contact_id}
        for person in self._people[:40]:
            about = person.refused or ", ".join(filter(None, (person.title, person.role)))
            text = f"{person.name}: {about}" if about else person.name
            chosen = person.contact_id in there
            may = not person.refused and not chosen
            menu.add(text, data=person.contact_id, enabled=may, checked=chosen)
        if self._people:
            menu.addSeparator()
        menu.add("Another address", self.ask_address, icon="at")
        if self._menu is not None:
            self._menu.deleteLater()
        self._menu = menu
        menu.triggered.connect(self._on_menu_triggered)
        menu.popup_under(self.add)

    @Slot()
    def ask_address(self) -> None:
        """Ask for an address that no contact has."""
        asked = (
            Field("address", "Address", required=True, hint="name@company.example"),
            Field("name", "Name"),
        )
        told = ask_form(self.ui, "Another address", asked, yes="Add", check=_check)
        if told is not None:
            self.take_in(Recipient(told["name"], told["address"]))

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        for person in self._people:
            if person.contact_id and person.contact_id == action.data():
                self.take_in(person.recipient)

    def _set(self, recipients: Iterable[Recipient]) -> None:
        self.recipients = tuple(recipients)
        self._fill()
        self.changed.emit()

    def _fill(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.add:
                widget.hide()
                widget.deleteLater()
        barred = {one.contact_id for one in self._people if one.refused and one.contact_id}
        barred_at = {one.address.casefold() for one in self._people if one.refused}
        for one in self.recipients:
            bad = one.contact_id in barred or one.address.casefold() in barred_at
            chip = PersonChip(self.ui, one, barred=bad, locked=self._locked)
            chip.taken.connect(self._on_chip_taken)
            chip.setParent(self.widget())
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.add)
        self.add.setVisible(not self._locked)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the chips, up to three lines of them; more are scrolled to."""
        needed = self._flow.heightForWidth(max(self.viewport().width(), 1))
        self.setFixedHeight(min(max(needed, _LEAST), _MOST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the chips out anew."""
        super().resizeEvent(event)
        self._fit()

    @Slot(str)
    def _on_chip_taken(self, address: str) -> None:
        self.take_out(address)


def _check(values: Values) -> dict[str, str]:
    fault = address_fault(values["address"])
    return {"address": fault} if fault else {}
