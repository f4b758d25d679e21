"""A data table without boxes, for the short lists of the Data page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.data_table import DENSE, DataTable
from healthdesk.gui.parts.table_head import HEIGHT


class SmallTable(DataTable):
    """Shows a few rows; `ident` names each."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        columns: Sequence[Column],
        ident: Callable[[Any], str],
        parent: QWidget | None = None,
        *,
        keeps_current: bool = False,
    ) -> None:
        super().__init__(theme, columns, parent, pinned=0, keeps_current=keeps_current)
        self._ident = ident
        self.setAccessibleName(name)
        self.set_row_height(DENSE)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows; the current one stays current."""
        from healthdesk.gui.parts.row_order import RowOrder  # noqa: PLC0415 - brings numpy

        self.hold_place()
        columns = self.rows.columns
        self.rows.show(RowOrder(tuple(rows), columns, self._ident, self._ident))
        self.return_to_place()

    def hug(self, *, active: bool) -> None:
        """Take no more height than the rows need, so that what is below has the rest."""
        least = HEIGHT + 2 * self.row_height
        self.setMaximumHeight(max(self.needed_height, least) if active else ANY_HEIGHT)

    @property
    def needed_height(self) -> int:
        """What head and rows take, without scrolling."""
        return HEIGHT + self.rows.rowCount() * self.row_height + 1


ANY_HEIGHT = 16_777_215
"""What Qt means by no limit."""
