"""A segment that is a list of accounts: who is in it, added by name, taken away by Delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.segments.reading import MOST_LISTED, read_names
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList

Document = dict[str, Any]
_TAKES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def ids_of(rule: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The accounts of a rule that only names accounts; None for any other rule."""
    if rule.get("field") == "account_id" and rule.get("op") == "in":
        return tuple(str(one) for one in rule["value"])
    return None


def rule_of(ids: Sequence[str]) -> Document:
    """The rule of a list."""
    return {"field": "account_id", "op": "in", "value": list(ids)}


@dataclass(frozen=True)
class Named:
    """An account of the list; `name` is "" where the desk does not know it."""

    account_id: str
    name: str


class NamedList(RowList):
    """An account a line.

    Signals:
        taken: an account should leave the list.
    """

    taken = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, ui.words, "Accounts of the list")

    def say(self, row: Named) -> str:
        """Its name and id."""
        return f"{row.name}, {row.account_id}" if row.name else f"{row.account_id}, not in the desk"

    def paint_row(self, painter: QPainter, rect: QRect, row: Named) -> None:
        """Draw a line."""
        ink = self.ink
        room = rect.adjusted(12, 0, -12, 0)
        if not row.name:
            write(painter, ink, room, f"{row.account_id} (not in the desk)", color="text3")
            return
        wide = min(ink.width(row.name, ink.medium) + 1, room.width() * 2 // 3)
        name = QRect(room.left(), rect.top(), wide, rect.height())
        write(painter, ink, name, row.name, font=ink.medium)
        rest = QRect(room.left() + wide + 10, rect.top(), room.width() - wide - 10, rect.height())
        write(painter, ink, rest, row.account_id, font=ink.small, color="text3")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes an account away."""
        if event.key() in _TAKES and self.current is not None:
            self.taken.emit(self.current.account_id)
        else:
            super().keyPressEvent(event)


class ListPane(QWidget):
    """Shows a list and lets it be changed.

    Signals:
        changed: the rule as it is now.
    """

    changed = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._ids: tuple[str, ...] = ()
        self._names: dict[str, str] = {}
        self._locked = False
        self._adding = False
        self.add = QPushButton("Add an account")
        self.add.setProperty("compact", "true")
        ui.theme.bind_icon(self.add, "plus", "text2", 16)
        self.take = QPushButton("Take out")
        self.take.setProperty("compact", "true")
        self.take.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.take, "x", "text2", 16)
        self.said = PlainLabel("", "caption")
        self.list = NamedList(ui)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.add)
        head.addWidget(self.take)
        head.addStretch(1)
        head.addWidget(self.said)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.list, 1)
        self.add.clicked.connect(self._on_add_clicked)
        self.take.clicked.connect(self._on_take_clicked)
        self.list.taken.connect(self._on_list_taken)
        self.list.entered_row.connect(self._on_list_entered_row)

    def show_ids(self, ids: tuple[str, ...], *, locked: bool) -> None:
        """Show another list."""
        self._ids, self._locked = ids, locked
        for part in (self.add, self.take):
            part.setVisible(not locked)
        if any(one not in self._names for one in ids):
            self.ui.read(read_names, then=self._on_names_read, key="names of accounts")
        self._show()

    def _show(self) -> None:
        self.said.setText(self.ui.words.count(len(self._ids), "account"))
        self.list.show_rows([Named(one, self._names.get(one, "")) for one in self._ids])
        self.take.setEnabled(bool(self._ids))

    def _on_names_read(self, names: tuple[tuple[str, str], ...]) -> None:
        self._names = dict(names)
        self._show()
        if self._adding:
            self._adding = False
            self._offer()

    def _offer(self) -> None:
        chosen = set(self._ids)
        every = [Option(key, name, key) for key, name in self._names.items() if key not in chosen]
        popup = ChoicePopup(
            self.ui.theme, "Account to add", every[:200], self, seeks="Find an account"
        )
        popup.add_sought(every)
        popup.chosen.connect(self._on_popup_chosen)
        popup.open_under(self.add.mapToGlobal(QPoint(0, self.add.height() + 2)), 320)

    @Slot()
    def _on_add_clicked(self) -> None:
        if len(self._ids) >= MOST_LISTED:
            told = self.ui.words.number(MOST_LISTED)
            self.ui.toast("This list is full", f"A list holds {told} accounts.", kind="notice")
            return
        self._adding = True
        self.ui.read(read_names, then=self._on_names_read, key="names of accounts")

    @Slot(str)
    def _on_popup_chosen(self, key: str) -> None:
        self.changed.emit(rule_of((*self._ids, key)))

    @Slot()
    def _on_take_clicked(self) -> None:
        row = self.list.current
        if row is not None:
            self._on_list_taken(row.account_id)

    @Slot(str)
    def _on_list_taken(self, account_id: str) -> None:
        if not self._locked:
            self.changed.emit(rule_of([one for one in self._ids if one != account_id]))

    @Slot(object)
    def _on_list_entered_row(self, row: Named) -> None:
        if row.name:
            self.ui.open_account(row.account_id)
