"""Tells the rail how many messages wait in the outbox, whatever page is in view."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.ui import Ui

_TOPICS = frozenset({Topic.OUTBOX, Topic.ACCOUNTS})


class OutboxCounter(QObject):
    """Counts anew when messages change, another desk is open, or another day begins."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        ui.changed.connect(self._on_ui_changed)
        ui.desk_changed.connect(self.count)
        ui.view_changed.connect(self.count)

    @Slot()
    def count(self) -> None:
        """Count once nobody waits for anything else."""
        if self.ui.desk is None:
            self.ui.counted.emit("outbox", 0)
            return
        from healthdesk.gui.shell import reads  # noqa: PLC0415 - brings the services, see there

        self.ui.read(
            reads.waiting_messages,
            self.ui.day,
            then=self._on_counted,
            key="waiting messages",
            patient=True,
        )

    def _on_counted(self, waiting: int) -> None:
        self.ui.counted.emit("outbox", waiting)

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if change.topics & _TOPICS:
            self.count()
