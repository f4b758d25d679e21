"""The strip on top of the tab Health: how it stands in one sentence, and what could come first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from healthdesk.core.services.sentence import Telling
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

HIGH, HIGHER = 50, 68
"""Pixels of two lines, and of three."""


class SentenceStrip(QFrame):
    """The sentence, under it the suggestion with how sure all this is, and what matters to them.

    Signals:
        rows_requested: the rows behind its figures are wanted.
        playbook_requested: the suggested playbook is to be started.
    """

    rows_requested = Signal()
    playbook_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._text = PlainLabel("", "medium", elide=True)
        self._aside = PlainLabel("", "small", elide=True)
        self._matters = PlainLabel("", "small", elide=True)
        picture = QLabel()
        picture.setFixedSize(18, 18)
        theme.bind_icon(picture, "bulb", "accent", 18)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addWidget(self._text)
        lines.addWidget(self._aside)
        lines.addWidget(self._matters)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(picture)
        row.addLayout(lines, 1)
        self.rows = QPushButton("Rows")
        self.rows.setProperty("kind", "link")
        self.rows.setAccessibleName("Rows behind this sentence")
        self.rows.setToolTip("The rows that moved the score in 28 days")
        self.rows.clicked.connect(self.rows_requested)
        self.play = QPushButton()
        self.play.setProperty("compact", "true")
        theme.bind_icon(self.play, "player-play", "text2", 14)
        self.play.clicked.connect(self.playbook_requested)
        self.play.hide()
        row.addWidget(self.play)
        row.addWidget(self.rows)
        self.say(None)

    def suggest(self, playbook: str, why: str) -> None:
        """Offer a playbook to start, and say why; "" offers none."""
        self.play.setText(f"Start {playbook}".replace("&", "&&"))
        self.play.setToolTip(plain_tip(f"Suggested: {playbook}, {why}"))
        self.play.setAccessibleName(f"Start the suggested playbook {playbook}, {why}")
        self.play.setVisible(bool(playbook))

    @property
    def words(self) -> str:
        """All that it says."""
        told = (self._text, self._aside, self._matters)
        return " ".join(one.full_text for one in told if one.full_text)

    def say(self, telling: Telling | None, matters: str = "") -> None:
        """Say another sentence, and what matters to the customer where that is kept.

        Nothing to say leaves the strip away.
        """
        self.setVisible(telling is not None)
        self._text.setText(telling.text if telling else "")
        self._aside.setText(telling.aside if telling else "")
        kept = " ".join(matters.split())
        self._matters.setText(f"What matters to them: {kept}" if kept else "")
        self._matters.setVisible(bool(kept))
        self.setFixedHeight(HIGHER if kept else HIGH)
        self.setAccessibleName("In one sentence")
        self.setAccessibleDescription(self.words)
