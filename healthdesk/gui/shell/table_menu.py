"""The menu of any table or chart in the window: it can be taken along as a file or a report.

A table without a menu of its own lets the wish for one go up to the window, by pointer or by key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QWidget

from healthdesk.gui.parts.data_table import DataTable
from healthdesk.gui.parts.plot_table import TableSwitch

if TYPE_CHECKING:
    from healthdesk.gui.base.ui import Ui


def table_at(window: QWidget, event: QContextMenuEvent) -> DataTable | TableSwitch | None:
    """The table, or the chart with its table, that a menu was wanted of."""
    by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
    found = QApplication.focusWidget() if by_key else None
    if found is None:
        found = window.childAt(window.mapFromGlobal(event.globalPos()))
    while found is not None and not isinstance(found, DataTable | TableSwitch):
        found = found.parentWidget()
    return found


def offer_table(ui: Ui, window: QWidget, event: QContextMenuEvent) -> bool:
    """Open the menu of the table there; False where there is none, or it shows nothing."""
    # Not at the top: the first paint does not wait for what few people press.
    table = table_at(window, event)
    if table is None or ui.desk is None:
        return False
    if isinstance(table, TableSwitch):
        from healthdesk.gui.panels.take_chart import offer_chart  # noqa: PLC0415

        offer_chart(ui, table, event.globalPos())
        return True
    if not table.rows.rowCount():
        return False
    from healthdesk.gui.panels.take_along import offer_table as offer  # noqa: PLC0415

    offer(ui, table, event.globalPos())
    return True
