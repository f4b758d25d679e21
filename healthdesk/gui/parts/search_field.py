"""A field to filter with while typing: it asks after a short rest, Esc empties it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.timers import TYPING, Later


class SearchField(QLineEdit):
    """Filters as you type.

    Signals:
        searched: the text after a rest in typing, at once after Enter or Esc.
        left_down: the user wants to go on in what is filtered (arrow down).
        entered: Enter was pressed, after `searched`.
    """

    searched = Signal(str)
    left_down = Signal()
    entered = Signal()

    def __init__(
        self, theme: Theme, name: str, icon: str = "filter", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.theme = theme
        self._icon_name = icon
        self._told = ""
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self._icon = self.addAction(theme.icon(icon, "text3"), _LEADING)
        self._clear = QAction("Empty the filter", self)
        self._clear.setIcon(theme.icon("x", "text3", 14))
        self.addAction(self._clear, _TRAILING)
        self._clear.setVisible(False)
        self._rest = Later(self, TYPING, self._on_rest_timeout)
        self._clear.triggered.connect(self._on_clear_triggered)
        self.textChanged.connect(self._on_text_changed)
        theme.changed.connect(self._on_theme_changed)

    def empty(self) -> None:
        """Filter by nothing, now."""
        self.clear()
        self._tell()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._rest.start()

    @Slot()
    def _on_rest_timeout(self) -> None:
        self._tell()

    @Slot()
    def _on_clear_triggered(self) -> None:
        self.empty()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._icon.setIcon(self.theme.icon(self._icon_name, "text3"))
        self._clear.setIcon(self.theme.icon("x", "text3", 14))

    def _tell(self) -> None:
        self._rest.stop()
        if self.text() != self._told:
            self._told = self.text()
            self.searched.emit(self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask at once on Enter, empty on Esc, go on in the rows on arrow down."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell()
            self.entered.emit()
        elif key == Qt.Key.Key_Escape and self.text():
            self.empty()
        elif key == Qt.Key.Key_Down:
            self._tell()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)


_LEADING = QLineEdit.ActionPosition.LeadingPosition
_TRAILING = QLineEdit.ActionPosition.TrailingPosition
