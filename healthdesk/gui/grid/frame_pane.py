"""The inside of a frame: a face, or its figures as a table in the same place."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtWidgets import QStackedLayout, QWidget

from healthdesk.gui.parts.face import Face
from healthdesk.gui.parts.plot_table import FiguresTable, Lines

LOOKED: Final = 200
"""Rows by which it is told what a column holds."""
_FIGURE = re.compile(
    r"[^\w\s]{0,2}\s?\d[\d.,\s\u00a0\u202f]*[kMB]?\s?(%|days?|pts)?|[-\u2013\u2014]"
)


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
            self._table.show_lines(head, lines, figures(head, lines))


def figures(head: tuple[str, ...], lines: Lines) -> frozenset[str]:
    """The columns that hold figures, which stand at the right: every text of them is one."""
    some = [lines[at] for at in range(min(len(lines), LOOKED))]
    return frozenset(
        name
        for at, name in enumerate(head)
        if (texts := [line[at] for line in some if line[at]])
        and all(_FIGURE.fullmatch(text) for text in texts)
    )
