"""Tells the rail how many suggestions wait for a yes, the foot whether all plays are stopped."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel

_TOPICS = frozenset({Topic.PLAYS, Topic.ACCOUNTS, Topic.SETTINGS})
STOPPED = "All plays are stopped"


class PlayCounter(QObject):
    """Counts anew when plays change, another desk is open, or another day begins."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self.stopped = PlainLabel(STOPPED, "small", tone="notice")
        self.stopped.setToolTip("Nothing fires until they are released, on the page Plays")
        self.stopped.hide()
        ui.changed.connect(self._on_ui_changed)
        ui.desk_changed.connect(self.count)
        ui.view_changed.connect(self.count)

    @Slot()
    def count(self) -> None:
        """Count once nobody waits for anything else."""
        if self.ui.desk is None:
            self._on_counted((0, False))
            return
        from healthdesk.gui.shell import reads  # noqa: PLC0415 - brings the services, see there

        self.ui.read(
            reads.waiting_plays,
            self.ui.day,
            then=self._on_counted,
            key="waiting suggestions",
            patient=True,
        )

    def _on_counted(self, found: tuple[int, bool]) -> None:
        waiting, stopped = found
        self.ui.counted.emit("plays", waiting)
        self.stopped.setVisible(stopped)

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if change.topics & _TOPICS:
            self.count()
