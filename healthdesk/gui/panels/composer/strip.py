"""A line above the words of a message: what holds it, or why it cannot go, and what helps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel


class Strip(QFrame):
    """Says one thing, with up to two ways to go on.

    Signals:
        acted: the key of the button that was pressed.
    """

    acted = Signal(str)

    def __init__(self, theme: Theme, icon: str, ground: str, tone: str) -> None:
        super().__init__()
        self.setProperty("ground", ground)
        self._icon = QLabel()
        self._icon.setFixedSize(16, 16)
        theme.bind_icon(self._icon, icon, tone, 16)
        self.words = PlainLabel("", wrap=True, tone=tone)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 6, 8, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self.words, 1)
        self.buttons: dict[str, QPushButton] = {}
        self.setVisible(False)

    def add_button(self, key: str, text: str, tip: str = "") -> QPushButton:
        """Offer a way to go on."""
        button = QPushButton(text)
        button.setProperty("compact", "true")
        button.setToolTip(tip)
        button.clicked.connect(self._on_button_clicked)
        self.buttons[key] = button
        self._row.addWidget(button)
        return button

    def say(self, words: str) -> None:
        """Say something, or go away."""
        self.words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    @Slot()
    def _on_button_clicked(self) -> None:
        pressed = self.sender()
        for key, button in self.buttons.items():
            if button is pressed:
                self.acted.emit(key)
