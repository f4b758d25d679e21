"""The line under the head of a board: what is left out of view, and the way back; or a notice."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel


class ViewBar(QWidget):
    """Shown while it has something to say.

    Signals:
        pressed: the whole board is wanted again.
    """

    pressed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.label = PlainLabel("", "second", elide=True)
        self.button = QPushButton("Show the whole board")
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self._on_button_clicked)
        theme.bind_icon(self.button, "arrow-left", "accent", 14)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(10)
        row.addWidget(self.label)
        row.addWidget(self.button)
        row.addStretch(1)
        self.hide()

    def say(self, text: str, *, way_back: bool = False) -> None:
        """Say something, or nothing; `way_back` offers the whole board."""
        self.label.setText(text)
        self.button.setVisible(way_back)
        self.setVisible(bool(text))

    @Slot()
    def _on_button_clicked(self) -> None:
        self.pressed.emit()
