"""One tab, or two side by side with a line between; tabs stay where they are and are only placed.

Not here: which tabs there are (panels/tabs.py), who chooses (page.py).
"""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from healthdesk.gui.parts.card import hline


def halves(width: int, height: int) -> tuple[QRect, QRect, QRect]:
    """Where the left tab, the line and the right tab stand."""
    left = (width - 1) // 2
    return (
        QRect(0, 0, left, height),
        QRect(left, 0, 1, height),
        QRect(left + 1, 0, width - left - 1, height),
    )


class TabArea(QWidget):
    """Shows one or two of its children."""

    def __init__(self) -> None:
        super().__init__()
        self._first: QWidget | None = None
        self._second: QWidget | None = None
        self._line = hline("v")
        self._line.setParent(self)
        self._line.hide()

    def show_tabs(self, first: QWidget, second: QWidget | None) -> None:
        """Show these and none else."""
        before = (self._first, self._second)
        self._first, self._second = first, second
        self._place()
        for one in before:
            if one is not None and one not in (first, second):
                one.hide()
        self._line.setVisible(second is not None)
        first.show()
        if second is not None:
            second.show()

    def _place(self) -> None:
        left, line, right = halves(self.width(), self.height())
        if self._first is not None:
            self._first.setGeometry(left if self._second is not None else self.rect())
        if self._second is not None:
            self._second.setGeometry(right)
            self._line.setGeometry(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give them the new room."""
        super().resizeEvent(event)
        self._place()
