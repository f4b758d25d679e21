"""The strip that says that something is presented, what of it, and how one leaves it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

HEIGHT: Final = 32
TOLD: Final = "Presenting: private things are hidden"


class PresentingStrip(QFrame):
    """Stands over what is presented.

    Signals:
        left: somebody wants to leave it.
    """

    left = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.setFixedHeight(HEIGHT)
        self.setProperty("ground", "accent")
        icon = PlainLabel()
        icon.setFixedSize(16, 16)
        ui.theme.bind_icon(icon, "eye-off", "accent", 16)
        self.more = PlainLabel("", "second", elide=True)
        self.place = PlainLabel("", "second")
        self.leave = QPushButton("Leave (Esc)")
        self.leave.setProperty("kind", "link")
        self.leave.clicked.connect(self._on_leave_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(icon)
        row.addWidget(PlainLabel(TOLD, "strong"))
        row.addWidget(self.more, 1)
        row.addWidget(self.place)
        row.addSpacing(8)
        row.addWidget(self.leave)
        ui.presenting_changed.connect(self._on_ui_presenting_changed)
        self._on_ui_presenting_changed()

    def say(self, more: str, place: str = "") -> None:
        """Say what is presented, and which page of it is in view."""
        self.more.setText(more)
        self.place.setText(place)
        self.setAccessibleName(f"{TOLD}. {more} {place}".strip())

    @Slot()
    def _on_ui_presenting_changed(self) -> None:
        self.setVisible(self.ui.presenting)
        if self.ui.presented or not self.ui.presenting:
            self.say(self.ui.presented)

    @Slot()
    def _on_leave_clicked(self) -> None:
        self.left.emit()
