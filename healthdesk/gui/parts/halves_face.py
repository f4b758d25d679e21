"""A face of bars over or beside the list of their accounts; the list scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSizeF

from healthdesk.gui.parts.lanes import ROW
from healthdesk.gui.parts.rows_face import RowsFace
from healthdesk.gui.parts.split import Halves


class HalvesFace(RowsFace):
    """Subclasses say where the halves stand and how many accounts there are."""

    def halves(self, room: QSizeF) -> Halves:
        """Where bars and list stand."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many accounts there are."""
        raise NotImplementedError

    def rows_top(self, room: QSizeF) -> float:
        """The top of the list."""
        area = self.halves(room).rows
        return 0.0 if area is None else area.top()

    def rows_beyond(self, room: QSizeF) -> int:
        """Accounts that do not fit."""
        area = self.halves(room).rows
        return 0 if area is None else self.count - int(area.height() // ROW)
