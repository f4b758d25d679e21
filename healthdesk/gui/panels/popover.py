"""A raised popup over the page: a title and what belongs under it; Esc closes it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.plot_table import FIGURES, FiguresTable, Lines
from healthdesk.gui.parts.raised_popup import RaisedPopup


class Popover(RaisedPopup):
    """A frame that floats under what it explains."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(theme, title, parent)
        self.title = PlainLabel(title, "strong")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 10, 14, 12)
        self.column.setSpacing(6)
        self.column.addWidget(self.title)

    def open_at(self, corner: QPoint, size: QSize) -> None:
        """Open with its top right at a point of the screen, moved so that all of it is on it."""
        self.move_into_screen(corner - QPoint(size.width(), 0), size)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)


class TablePopover(Popover):
    """A table of figures that belongs to one place of the page."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(theme, title, parent)
        self.table = FiguresTable(title)
        self.note = PlainLabel("", "caption", wrap=True)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.note)

    def show_lines(
        self,
        title: str,
        head: tuple[str, ...],
        lines: Lines,
        note: str = "",
        right: frozenset[str] = FIGURES,
    ) -> None:
        """Show other figures, with a note under them."""
        self.title.setText(title)
        self.setAccessibleName(title)
        self.table.show_lines(head, lines, right)
        self.note.setText(note)
        self.note.setVisible(bool(note))
