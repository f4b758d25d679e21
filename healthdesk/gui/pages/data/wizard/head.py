"""The head of the wizard: its name, how far it is, and what can be done next."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel, plain_tip
from healthdesk.gui.parts.steps import Steps

HIGH = 56
STEPS = ("Files", "Mapping and preview", "Done")


class Head(QWidget):
    """Holds the buttons; the wizard listens to them."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self._theme = ui.theme
        self.setFixedHeight(HIGH)
        self.title = PlainLabel("Import", "title")
        self.steps = Steps(ui.theme, STEPS)
        self.cancel = QPushButton("Cancel")
        self.cancel.setProperty("kind", "quiet")
        self.recipe = QPushButton("Save as weekly recipe")
        ui.theme.bind_icon(self.recipe, "bookmark")
        self.undo = QPushButton("Undo import")
        ui.theme.bind_icon(self.undo, "arrow-back-up")
        self.start = QPushButton("Import")
        self.start.setProperty("kind", "primary")
        ui.theme.bind_icon(self.start, "file-import", "onaccent")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addSpacing(16)
        layout.addWidget(self.steps)
        layout.addStretch(1)
        for button in (self.cancel, self.recipe, self.undo, self.start):
            layout.addWidget(button)

    def offer(self, text: str, *, on: bool, why: str, icon: str = "file-import") -> None:
        """Say what Import would do, or why it cannot."""
        self._theme.bind_icon(self.start, icon, "onaccent")
        self.start.setText(text)
        self.start.setEnabled(on)
        self.start.setToolTip(plain_tip(why))
        self.start.setAccessibleDescription(why)
