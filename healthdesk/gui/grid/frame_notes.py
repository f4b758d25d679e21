"""Words at the right of a frame's head: that it filters, how old its data is, that it rests."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

ROOM = 300
"""Width of a frame below which the age of its data is told in the tip alone."""


class FrameNotes(QWidget):
    """Words at the right of a head, each only while it is true.

    Signals:
        update_pressed: the figures of a paused card are wanted anew.
    """

    update_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.filtering = False
        self._narrow = False
        self._busy = PlainLabel("", "caption", parent=self)
        self._age = PlainLabel("", "caption", parent=self)
        self._paused = QPushButton(self)
        self._paused.setProperty("kind", "link")
        self._paused.clicked.connect(self._on_paused_clicked)
        theme.bind_icon(self._paused, "player-pause", "accent", 14)
        self._filtering = PlainLabel("filtering", "caption", tone="accent", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self._busy, self._age, self._paused, self._filtering):
            row.addWidget(widget)
        self._show()

    @property
    def words(self) -> str:
        """All that it says now."""
        said = [self._busy.full_text, self._age.full_text, self._paused.text()]
        return " ".join([*filter(None, said), *(["filtering"] if self.filtering else [])])

    def show_age(self, words: str) -> None:
        """Say how old the newest fact is; "" where it is of the day that is shown."""
        self._age.setText(words)
        self._show()

    def show_paused(self, words: str) -> None:
        """Say that the card waits, and since when; "" where it follows what changes."""
        self._paused.setText(words)
        self._paused.setAccessibleName(f"{words}: update now" if words else "")
        self._paused.setToolTip(plain_tip("Press to update now"))
        self._show()

    def show_busy(self, words: str) -> None:
        """Say that newer figures are being read."""
        self._busy.setText(words)
        self._show()

    def show_filtering(self, filtering: bool) -> None:
        """Say that marks of this card narrow the others."""
        self.filtering = filtering
        self._show()

    def fit(self, width: int) -> None:
        """Say less in a narrow frame."""
        self._narrow = width < ROOM
        self._show()

    def _show(self) -> None:
        self._filtering.setVisible(self.filtering)
        self._busy.setVisible(bool(self._busy.full_text) and not self._narrow)
        quiet = not self.filtering and not self._narrow and not self._busy.full_text
        self._age.setVisible(bool(self._age.full_text) and quiet)
        self._paused.setVisible(bool(self._paused.text()))

    @Slot()
    def _on_paused_clicked(self) -> None:
        self.update_pressed.emit()
