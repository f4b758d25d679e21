"""What can be done with the open row of Today: buttons that lie over its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.today import TodayItem
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.menu import Menu
from healthdesk.gui.parts.plain import PlainLabel

ROOMY, MIDDLE, SLIM = 760, 640, 520
"""Widths from which the last words, the button of touches, and that of playbooks have room."""
_BUTTONS = (
    ("task", "Add task", "plus", "T"),
    ("why", "Why did it change?", "help-circle", ""),
    ("touch", "Log touch", "phone", "L"),
    ("play", "Start playbook", "player-play", "P"),
    ("snooze", "Snooze", "clock", "Z"),
)
_MENU = (
    ("touch", "Log a touch", "phone", "L"),
    ("play", "Start a playbook", "player-play", "P"),
    ("handle", "Mark as handled", "check", "H"),
    ("dismiss", "Dismiss with a reason", "x", "D"),
    ("problem", "Mark as data problem", "alert-circle", "M"),
    ("rank", "Why is it here?", "info-circle", "?"),
)


class RowActions(QWidget):
    """A line of buttons.

    Signals:
        acted: the key of what was chosen.
    """

    acted = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget) -> None:
        super().__init__(parent)
        self.ui = ui
        self.setAccessibleName("What to do about it")
        self._able = True
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        self.buttons: dict[str, QPushButton] = {}
        for key, text, icon, hint in _BUTTONS:
            self.buttons[key] = self._button(key, text, icon, hint)
            row.addWidget(self.buttons[key])
        self.buttons["task"].setProperty("kind", "primary")
        ui.theme.bind_icon(self.buttons["task"], "plus", "onaccent", 16)
        self.buttons["wake"] = self._button("wake", "Wake up now", "refresh", "W")
        row.addWidget(self.buttons["wake"])
        changes_desk(ui, *(one for key, one in self.buttons.items() if key != "why"))
        self.more = self._button("more", "", "dots", "")
        self.more.setProperty("iconic", "true")
        self.more.setAccessibleName("More to do about it")
        row.addWidget(self.more)
        row.addStretch(1)
        self._enter = PlainLabel("Enter opens the account", "caption")
        row.addWidget(self._enter)

    def show_item(self, item: TodayItem, *, able: bool) -> None:
        """Offer what fits a row; while looking back only what changes nothing."""
        self._able = able
        marked = item.mark is not None
        for key, button in self.buttons.items():
            button.setVisible(marked if key == "wake" else not marked or key == "why")
            button.setEnabled(able or key == "why")
        self.more.setVisible(not marked)
        self._fit()

    def _button(self, key: str, text: str, icon: str, hint: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(key)
        button.setProperty("compact", "true")
        button.setAutoDefault(False)
        self.ui.theme.bind_icon(button, icon, "text2", 16)
        if hint:
            button.setToolTip(f"{text} ({hint})")
        button.setAccessibleName(text)
        button.clicked.connect(self._on_button_clicked)
        return button

    def _fit(self) -> None:
        wide = self.width()
        self._enter.setVisible(wide >= ROOMY)
        if not self.more.isHidden():
            self.buttons["touch"].setVisible(wide >= MIDDLE)
            self.buttons["play"].setVisible(wide >= SLIM)

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if button is self.more:
            self._open_menu()
        elif isinstance(button, QPushButton):
            self.acted.emit(button.objectName())

    def _open_menu(self) -> None:
        menu = Menu(self.ui.theme, "More to do about it", self)
        for key, text, icon, hint in _MENU:
            if key in self.buttons and not self.buttons[key].isHidden():
                continue
            able = self._able or key == "rank"
            menu.add(text, self._on_menu_triggered, icon=icon, key=hint, data=key, enabled=able)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup_under(self.more)

    @Slot()
    def _on_menu_triggered(self) -> None:
        action = self.sender()
        self.acted.emit(str(action.data()))  # type: ignore[attr-defined]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what has no room."""
        super().resizeEvent(event)
        self._fit()
