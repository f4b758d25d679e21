"""The card "Needs care": what about an account's people deserves care, and what one can do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.people_view import PeopleAlert, PeopleView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.panels.people.emptying import empty
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

ICONS: Final = {
    "left": "door-exit",
    "silent": "user-x",
    "unknown": "user-exclamation",
    "absent": "calendar",
    "thread": "users-minus",
    "one_sided": "arrows-left-right",
}
ROWS: Final = "rows"
"""The key of what leads to the touches behind an alert."""
ACTIONS: Final = {
    "left": (("successor", "Find successor"), ("task", "Add task")),
    "silent": (("successor", "Find successor"), ("leave", "Mark as left")),
    "unknown": (("task", "Add task"), ("touch", "Log touch")),
    "absent": (("task", "Add task"), ("touch", "Log touch")),
    "thread": (("task", "Add task"),),
    "one_sided": (("touch", "Log touch"), ("task", "Add task")),
}
"""What can be done about each kind, the likeliest first."""
ACTION_ICONS: Final = {
    "successor": "user-search",
    "task": "plus",
    "touch": "phone",
    "leave": "door-exit",
}
_MOST_NAMES = 4


class Alert(QWidget):
    """One thing that deserves care, with its actions.

    Signals:
        acted: the key of an action, and the alert.
    """

    acted = Signal(str, object)

    def __init__(self, theme: Theme, alert: PeopleAlert, *, may: bool) -> None:
        super().__init__()
        self.alert = alert
        self.buttons: dict[str, QPushButton] = {}
        icon = QLabel()
        icon.setFixedSize(20, 20)
        theme.bind_icon(icon, ICONS[alert.kind], "notice", 18)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.rows = self._make_rows(theme)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(PlainLabel(alert.title, "strong", elide=True), 1)
        # Beside the title: under the words two buttons are as many as a narrow column holds.
        head.addWidget(self.rows)
        column.addLayout(head)
        column.addWidget(Paragraph(theme, alert.text))
        wanted = ACTIONS[alert.kind]
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(8)
        for number, (key, words) in enumerate(wanted):
            button = QPushButton(words)
            button.setProperty("kind", "quiet" if number else "normal")
            button.setProperty("compact", "true")
            button.setAccessibleName(f"{words}: {alert.title}")
            button.setEnabled(may)
            if not number:
                theme.bind_icon(button, ACTION_ICONS[key])
            button.setObjectName(key)
            button.clicked.connect(self._on_clicked)
            self.buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(12, 5, 12, 6)
        whole.setSpacing(8)
        whole.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(column, 1)

    def _make_rows(self, theme: Theme) -> QPushButton:
        """What leads to the touches that the words count; to be pressed on any day."""
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("compact", "true")
        button.setAccessibleName(f"Touches behind it: {self.alert.title}")
        button.setToolTip("The touches behind it")
        theme.bind_icon(button, "file-text")
        button.setObjectName(ROWS)
        button.clicked.connect(self._on_clicked)
        return button

    @Slot()
    def _on_clicked(self) -> None:
        self.acted.emit(self.sender().objectName(), self.alert)


class CareCard(Card):
    """Alerts under each other, and who was never asked.

    Signals:
        wanted: the key of an action, and the alert it is about.
    """

    wanted = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Needs care", padding=0)
        self.alerts: list[Alert] = []
        self._count = PlainLabel("", "counter")
        self.add_tool(self._count)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.body.addLayout(self._rows)
        self.body.setSpacing(0)
        self.asked = PlainLabel("", "caption", wrap=True)
        self.asked.setContentsMargins(12, 2, 12, 8)
        self.body.addWidget(self.asked)

    def show_view(self, view: PeopleView, *, may: bool) -> None:
        """Show what deserves care; `may` = things can be changed now."""
        empty(self._rows)
        self.alerts = []
        for number, alert in enumerate(view.alerts):
            if number:
                self._rows.addWidget(hline())
            made = Alert(self.theme, alert, may=may)
            made.acted.connect(self._on_acted)
            self.alerts.append(made)
            self._rows.addWidget(made)
        if not view.alerts:
            calm = Paragraph(self.theme, calm_words(view), "text2")
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(12, 0, 12, 8)
            inside.addWidget(calm)
            self._rows.addWidget(holder)
        self._count.setText(str(len(view.alerts)))
        self._count.setVisible(bool(view.alerts))
        told = asked_words(view)
        self.asked.setText(told)
        self.asked.setVisible(bool(told))

    @Slot(str, object)
    def _on_acted(self, key: str, alert: PeopleAlert) -> None:
        self.wanted.emit(key, alert)


def calm_words(view: PeopleView) -> str:
    """What is said where nothing deserves care."""
    if view.last_touch is None:
        return "No touch is recorded yet, so nothing can be said about who was missed."
    return "Nobody on whom much hangs is silent, gone or unknown."


def asked_words(view: PeopleView) -> str:
    """Who never answered a survey, or not for long."""
    parts = []
    if view.never_asked:
        parts.append(f"Never answered a survey: {_names(view.never_asked)}.")
    if view.late_asked:
        parts.append(f"No answer in 180 days: {_names(view.late_asked)}.")
    return " ".join(parts)


def _names(names: tuple[str, ...]) -> str:
    if len(names) > _MOST_NAMES:
        rest = len(names) - _MOST_NAMES + 1
        return f"{', '.join(names[: _MOST_NAMES - 1])} and {rest} others"
    return ", ".join(names)
