"""The inside of a frame: a face, or its figures as a table in the same place."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QWidget

from healthdesk.gui.parts.face import Face
from healthdesk.gui.parts.plot_table import FiguresTable


class FramePane(QWidget):
    """A face and its table; the table is made when it is first asked for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._face: Face | None = None
        self._name = ""
        self._table: FiguresTable | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)

    @property
    def table(self) -> FiguresTable | None:
        """The table, once it was asked for."""
        return self._table

    @property
    def as_table(self) -> bool:
        """Whether the table is shown."""
        return self._table is not None and self._stack.currentWidget() is self._table

    def set_face(self, face: Face, name: str) -> None:
        """Show a face, in place of the one before."""
        if self._face is not None:
            self._stack.removeWidget(self._face)
            self._face.deleteLater()
        self._face, self._name = face, name
        self._stack.addWidget(face)
        self._stack.setCurrentWidget(face)

    def toggle(self) -> None:
        """Show the other one; the keys go with it."""
        if self._face is None:
            return
        if self.as_table:
            self._stack.setCurrentWidget(self._face)
            self._face.setFocus()
            return
        if self._table is None:
            self._table = FiguresTable(self._name, self)
            self._stack.addWidget(self._table)
        self._stack.setCurrentWidget(self._table)
        self.fill()
        self._table.setFocus()

    def fill(self) -> None:
        """Take the figures of the face anew, where the table is looked at."""
        if self._face is not None and self._table is not None and self.as_table:
            head, lines = self._face.lines()
            self._table.show_lines(head, lines)
