"""A strip that says when the day in view lies far behind the newest facts, and leads there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

HIGH, GAP = 36, 12
LONG = 45
"""Days without any fact after which every score speaks of silence rather than of health."""


class OldData(QFrame):
    """Shows itself when it has something to say.

    Signals:
        day_requested: the day of the newest facts should be shown.
    """

    day_requested = Signal(int)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._newest = 0
        self.setFixedHeight(HIGH + GAP)
        icon = QLabel()
        icon.setFixedSize(16, 16)
        ui.theme.bind_icon(icon, "clock-exclamation", "notice")
        self._words = PlainLabel("", tone="notice", elide=True)
        self.button = QPushButton()
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self._on_button_clicked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, GAP)
        layout.setSpacing(8)
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._words, 1)
        layout.addWidget(self.button)
        self.hide()

    @property
    def words(self) -> str:
        """What is said, for tests."""
        return self._words.full_text

    def say(self, newest: int | None, day: int) -> None:
        """Compare the newest facts with the day in view."""
        self.setVisible(newest is not None and day - newest > LONG)
        if newest is None:
            return
        words = self.ui.words
        self._newest = newest
        self._words.setText(
            f"The newest facts are of {words.day(newest)}, {words.days(day - newest)} before the "
            "day shown: the scores mostly speak of silence."
        )
        self.button.setText(f"Show {words.day(newest)}")

    @Slot()
    def _on_button_clicked(self) -> None:
        self.day_requested.emit(self._newest)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, with the gap to the table under it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.ui.theme.color("noticesoft"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, 0, -GAP), 8, 8)
        painter.end()
