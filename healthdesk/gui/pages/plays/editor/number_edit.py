"""A whole number within bounds, in a short line; what is out of them is marked and not told."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QLineEdit

from healthdesk.gui.parts.plain import plain_tip

_WIDE = 56


class NumberEdit(QLineEdit):
    """Asks for a whole number.

    Signals:
        told: the number, each time it is another good one.
    """

    told = Signal(int)

    def __init__(self, name: str, low: int, high: int, wide: int = _WIDE) -> None:
        super().__init__()
        self._low, self._high = low, high
        self.setAccessibleName(name)
        self.setFixedWidth(wide)
        self.setValidator(QIntValidator(0, high, self))
        self.textEdited.connect(self._on_text_edited)

    def show_number(self, value: int) -> None:
        """Show a number, unless one is being written."""
        if not self.hasFocus() and self.text() != str(value):
            self.setText(str(value))
            self._mark(wrong=False)

    def _mark(self, *, wrong: bool) -> None:
        state = "true" if wrong else "false"
        if self.property("wrong") != state:
            self.setProperty("wrong", state)
            self.style().unpolish(self)
            self.style().polish(self)
            told = f"A whole number from {self._low} to {self._high}"
            self.setToolTip(plain_tip(told) if wrong else "")

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        good = text.isdigit() and self._low <= int(text) <= self._high
        self._mark(wrong=not good)
        if good:
            self.told.emit(int(text))
