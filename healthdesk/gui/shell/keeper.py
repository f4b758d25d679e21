"""Keeps today's scores as shown: when a desk opens, when facts change, when midnight passed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

ORIGIN = "keeper"
REST = 1500
"""Milliseconds after the last change: the screen reads first, then the record is written."""
TOPICS = frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.PROFILES})


class Keeper(QObject):
    """Writes the record that “as reported” reads; it is no step of undo."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._kept_day: int | None = None
        self._later = Later(self, REST, self.keep)
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.changed.connect(self._on_ui_changed)
        ui.view_changed.connect(self._on_ui_view_changed)

    def keep(self) -> None:
        """Keep the scores of today now."""
        desk = self.ui.desk
        if desk is None:
            return
        # Brings the services, which the first paint does not wait for.
        from healthdesk.core.services import scoring  # noqa: PLC0415

        self._kept_day = self.ui.today
        self.ui.work(desk.do, scoring.record_reported, self.ui.today, origin=ORIGIN)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._kept_day = None
        if self.ui.desk is None:
            self._later.stop()
        else:
            self._later.start()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if change.origin != ORIGIN and change.topics & TOPICS:
            self._later.start()

    @Slot()
    def _on_ui_view_changed(self) -> None:
        if self._kept_day is not None and self._kept_day != self.ui.today:
            self._later.start()
