"""One tab, or two side by side with a line between; tabs stay where they are and are only placed.

Not here: which tabs there are (panels/tabs.py), who chooses (page.py).
"""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.card import hline
from healthdesk.gui.parts.state import LoadingState


def halves(width: int, height: int) -> tuple[QRect, QRect, QRect]:
    """Where the left tab, the line and the right tab stand."""
    left = (width - 1) // 2
    return (
        QRect(0, 0, left, height),
        QRect(left, 0, 1, height),
        QRect(left + 1, 0, width - left - 1, height),
    )


class TabArea(QWidget):
    """Shows one or two of its children, grey shapes for those that are not there yet."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: tuple[QWidget, ...] = ()
        self._waiting = LoadingState(theme), LoadingState(theme)
        self._line = hline("v")
        for part in (*self._waiting, self._line):
            part.setParent(self)
            part.hide()

    def show_tabs(
        self, first: QWidget | None, second: QWidget | None = None, *, beside: bool = False
    ) -> None:
        """Show the first, and the second where it stands beside; none else."""
        before = self._shown
        self._shown = (first or self._waiting[0],)
        if beside:
            self._shown += (second or self._waiting[1],)
        self._place()
        for one in before:
            if one not in self._shown:
                one.hide()
        self._line.setVisible(beside)
        for one in self._shown:
            one.show()

    def _place(self) -> None:
        left, line, right = halves(self.width(), self.height())
        beside = len(self._shown) > 1
        for one, room in zip(self._shown, (left if beside else self.rect(), right), strict=False):
            one.setGeometry(room)
        self._line.setGeometry(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give them the new room."""
        super().resizeEvent(event)
        self._place()
