"""A line for one number that leaves undo to the desk, and forgets on Esc what was typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class NumberEdit(QLineEdit):
    """Shows a number; what is typed counts with Enter, or when another control is gone to."""

    def __init__(self, name: str, *, boxed: bool) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(name)
        self.setProperty("number", "boxed" if boxed else "plain")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    @property
    def edited(self) -> bool:
        """Whether somebody typed and it has not counted yet."""
        return self.isModified()

    def shows(self, text: str) -> bool:
        """Whether it shows a number as it was told, and nobody typed since."""
        return text == self._shown == self.text() and not self.isModified()

    def show_number(self, text: str) -> None:
        """Show a number."""
        self._shown = text
        self.setText(text)
        self.setCursorPosition(0)
        self.setModified(False)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the desk, unless something typed can be undone here."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.isModified()
            and any(event.matches(key) for key in _UNDO)
        ):
            event.ignore()
            return False
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes back what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.show_number(self._shown)
            self.selectAll()
        else:
            super().keyPressEvent(event)
