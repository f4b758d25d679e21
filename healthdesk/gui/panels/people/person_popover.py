"""All that is known of one contact, with what one can do, in a popup beside their name."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from healthdesk.core.domain.people_view import PeopleView, PersonLine
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.people import figures
from healthdesk.gui.panels.people.emptying import empty
from healthdesk.gui.panels.popover import Popover
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

WIDTH = 548
_MOST, _AROUND = 560, 96
_NOTE_ROOM = 96
_ACTIONS = (
    ("edit", "Edit"),
    ("mail", "Mail"),
    ("touch", "Log touch"),
    ("task", "Add task"),
    ("touches", "Touches"),
    ("meetings", "Meetings"),
    ("timeline", "Timeline"),
    ("source", "Source"),
)
_WRITES = frozenset({"edit", "mail", "touch", "task"})


class PersonPopover(Popover):
    """Facts, the private note, and buttons.

    Signals:
        wanted: the key of an action, and the contact's id.
    """

    wanted = Signal(str, str)

    def __init__(self, theme: Theme, words: Words, parent: QWidget) -> None:
        super().__init__(theme, "Contact", parent)
        self._words = words
        self._contact = ""
        self.facts = QWidget()
        self.facts.setProperty("ground", "none")
        self._grid = QGridLayout(self.facts)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(1, 1)
        self.column.addWidget(scroll_of(self.facts), 1)
        lock = QLabel()
        lock.setFixedSize(14, 14)
        theme.bind_icon(lock, "lock", "text3", 14)
        self._lock = lock
        self._private = PlainLabel("Private, never part of a score", "caption")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(lock)
        row.addWidget(self._private, 1)
        self.column.addLayout(row)
        self.note = Paragraph(theme, "", "text")
        self.column.addWidget(self.note)
        self.buttons: dict[str, QPushButton] = {}
        self.column.addLayout(self._make_buttons())

    def open_person(self, line: PersonLine, view: PeopleView, at: QPoint, *, may: bool) -> None:
        """Show somebody at a point of the screen; `may` = things can be changed now."""
        person = line.person
        self._contact = person.contact_id
        self.title.setText(person.name)
        self.setAccessibleName(person.name)
        empty(self._grid)
        told = figures.facts(line, view, self._words)
        for number, (name, value) in enumerate(told):
            self._grid.addWidget(PlainLabel(name, "second"), number, 0)
            shown = PlainLabel(value, "", elide=True)
            shown.setAccessibleName(f"{name}: {value}")
            self._grid.addWidget(shown, number, 1)
        self._grid.setRowStretch(len(told), 1)
        there = bool(person.personal)
        self.note.setText(person.personal)
        for part in (self.note, self._private, self._lock):
            part.setVisible(there)
        for key, button in self.buttons.items():
            button.setEnabled(may or key not in _WRITES)
        barred = person.do_not_contact or person.gone(view.day)
        self.buttons["mail"].setEnabled(may and not barred)
        self.buttons["mail"].setToolTip("Must not be contacted, or left" if barred else "")
        self.buttons["meetings"].setVisible(bool(line.meetings.rows))
        room = self.note.heightForWidth(WIDTH - 28) if there else 0
        high = _AROUND + self._grid.sizeHint().height()
        high += min(room, _NOTE_ROOM) + 26 if there else 0
        self.move_into_screen(at, QSize(WIDTH, min(high, _MOST)))
        self.show()
        self.buttons["edit" if may else "touches"].setFocus()

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(6)
        for key, words in _ACTIONS:
            button = QPushButton(words)
            button.setProperty("kind", "normal" if key == "edit" else "quiet")
            button.setProperty("compact", "true")
            button.setObjectName(key)
            button.setAccessibleName(words)
            button.clicked.connect(self._on_clicked)
            self.buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    @Slot()
    def _on_clicked(self) -> None:
        self.hide()
        self.wanted.emit(self.sender().objectName(), self._contact)
