"""The foot of a card: an icon and one plain sentence."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel


class FootLine(QWidget):
    """An icon and a sentence that elides, and perhaps links."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self._picture = QLabel()
        self._picture.setFixedSize(16, 16)
        self._picture.hide()
        theme.bind_icon(self._picture, icon, "text3", 14)
        self._text = PlainLabel("", "caption", elide=True)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self._picture)
        row.addWidget(self._text, 1)

    @property
    def words(self) -> str:
        """The whole sentence."""
        return self._text.full_text

    def add_link(self, text: str) -> QPushButton:
        """Offer something at the right of the sentence."""
        button = QPushButton(text)
        button.setProperty("kind", "link")
        self._row.addWidget(button)
        return button

    def say(self, sentence: str) -> None:
        """Say another sentence."""
        self._text.setText(sentence)
        self._picture.setVisible(bool(sentence))
