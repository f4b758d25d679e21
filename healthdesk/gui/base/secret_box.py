"""Asks for a password; on request the system's keyring remembers it, the desk never does."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtWidgets import QCheckBox, QLineEdit

from healthdesk.gui.base.dialogs import Box
from healthdesk.gui.base.ui import Ui


@dataclass(frozen=True)
class Secret:
    """A password, and whether the keyring should have it."""

    password: str = field(repr=False)
    remember: bool = False


class SecretBox(Box):
    """A line whose letters are not shown."""

    def __init__(self, ui: Ui, name: str) -> None:
        super().__init__(
            f"Password for {name}",
            "It is used until HealthDesk is closed, and never kept in the desk.",
            ui.dialogs.window,
        )
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName("Password")
        self.remember = QCheckBox("Remember it in this computer's keyring")
        self.remember.setAccessibleName(self.remember.text())
        self.add_widget(self.line)
        self.add_widget(self.remember)
        cancel = self.add_button("Cancel", "normal")
        cancel.clicked.connect(self.reject)
        use = self.add_button("Use password", "primary")
        use.clicked.connect(self.accept)
        use.setDefault(True)
        self.say_escape("leaves the source as it is")


def ask_secret(ui: Ui, name: str) -> Secret | None:
    """Ask for the password of a source; None where the user thought better of it."""
    box = SecretBox(ui, name)
    if not ui.dialogs.run(box) or not box.line.text():
        return None
    return Secret(box.line.text(), box.remember.isChecked())
