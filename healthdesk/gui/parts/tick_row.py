"""A box to tick that answers on the whole of its line, not on its words alone."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox


class TickRow(QCheckBox):
    """A box with words behind it; the empty rest of the line ticks it as well."""

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the line."""
        return self.rect().contains(pos)
