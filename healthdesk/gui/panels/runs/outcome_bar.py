"""What came of a run, told in one tap: It worked, Partly, No, Too early; and a sentence."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from healthdesk.core.domain.run import OUTCOMES
from healthdesk.core.domain.run_view import RunView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

TAPS = {"worked": "It worked", "partly": "Partly", "no": "No", "too early": "Too early"}
"""What the buttons say."""
_ICONS = {"worked": "circle-check", "partly": "equal", "no": "circle-x", "too early": "hourglass"}
_TONES = {"worked": "strong", "no": "poor"}


class OutcomeBar(QFrame):
    """Asks, and shows what was told.

    Signals:
        told: one of OUTCOMES and a sentence, "" = none.
    """

    told = Signal(str, str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.setProperty("ground", "notice")
        self.question = PlainLabel("", "medium", wrap=True)
        self.sentence = QLineEdit()
        self.sentence.setAccessibleName("What came of it, in a sentence")
        self.sentence.setPlaceholderText("A sentence, if you like: what helped, what did not")
        self.buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 12, 10)
        column.setSpacing(6)
        column.addWidget(self.question)
        column.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(6)
        for key in OUTCOMES:
            button = QPushButton(TAPS[key])
            button.setProperty("compact", "true")
            button.setAccessibleName(f"What came of it: {TAPS[key]}")
            ui.theme.bind_icon(button, _ICONS[key], _TONES.get(key, "text2"), 14)
            button.clicked.connect(self._on_button_clicked)
            self.buttons[key] = button
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        changes_desk(ui, self.sentence, *self.buttons.values())

    def show_run(self, view: RunView) -> None:
        """Ask about a run, or offer to tell otherwise."""
        row = view.row
        asked = "Did it help?" if not view.measure else f"Did it help? {view.measure}"
        told = TAPS.get(row.outcome, "")
        since = f", told {self.ui.words.day(view.outcome_on)}" if view.outcome_on else ""
        self.question.setText(f"Told before: {told.lower()}{since}" if told else asked)
        if not self.sentence.hasFocus():
            self.sentence.setText(view.outcome_words)

    @Slot()
    def _on_button_clicked(self) -> None:
        key = next((key for key, one in self.buttons.items() if one is self.sender()), "")
        if key:
            self.told.emit(key, self.sentence.text().strip())
