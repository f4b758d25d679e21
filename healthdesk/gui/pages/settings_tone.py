"""The setting of estimated tone: on or off, how much was read, and what the model is worth."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton

from healthdesk.core.services import tone
from healthdesk.core.services.tone import ToneState
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel


class ToneCard(Card):
    """Has texts read, or every estimate forgotten."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Estimated tone", "part of the desk")
        self.ui = ui
        self.on = QCheckBox("Estimate how texts sound where nobody said so")
        self.on.setProperty("kind", "switch")
        self.on.setAccessibleName("Estimate the tone of texts")
        self.on.clicked.connect(self._on_on_clicked)
        changes_desk(ui, self.on)
        self.figures = PlainLabel("", "caption", wrap=True)
        self.about = QPushButton("What is it worth?")
        self.about.setProperty("kind", "quiet")
        self.about.clicked.connect(self._on_about_clicked)
        row = QHBoxLayout()
        row.addWidget(self.on)
        row.addStretch(1)
        row.addWidget(self.about)
        self.body.addLayout(row)
        self.body.addWidget(
            PlainLabel(
                "Worked out on this computer. An estimate is marked wherever it shows, your own"
                " mark always wins, and no score counts it unless a measure says so.",
                "caption",
                wrap=True,
            )
        )
        self.body.addWidget(self.figures)

    def reload(self) -> None:
        """Read whether it is on, and how much was read."""
        self.ui.read(tone.state, then=self._on_state, key="tone state")

    def _on_state(self, found: ToneState) -> None:
        self.on.setChecked(found.on)
        words = self.ui.words
        told = words.count(found.read, "text was", "texts were")
        self.figures.setText(
            f"{told} read so far; {words.number(found.said)} sound one way or the other,"
            " the rest is unknown."
            if found.read
            else "No text was read yet."
        )

    @Slot()
    def _on_on_clicked(self) -> None:
        self.ui.do(tone.switch, on=self.on.isChecked(), then=self._on_switched)

    def _on_switched(self, answer: object) -> None:
        del answer
        self.reload()

    @Slot()
    def _on_about_clicked(self) -> None:
        self.ui.open_help("tone")
