"""A button that opens the page Reports with a report of what a page is about."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.gui.base.ui import Ui


class ReportButton(QPushButton):
    """Opens a kind of report; of the window's segment where the kind is of one."""

    def __init__(
        self, ui: Ui, kind: str, name: str, *, text: str = "", of_segment: bool = False
    ) -> None:
        super().__init__(text)
        self._ui, self._kind, self._of_segment = ui, kind, of_segment
        ui.theme.bind_icon(self, "presentation", "text2", 16)
        self.setProperty("kind", "quiet")
        if not text:
            self.setProperty("iconic", "true")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.clicked.connect(self._on_clicked)

    @Slot()
    def _on_clicked(self) -> None:
        segment = (self._ui.segment or "") if self._of_segment else ""
        self._ui.open_report(ReportOptions(kind=self._kind, segment=segment))
