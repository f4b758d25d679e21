"""Lets playbooks go on: when a desk opens, when facts change, when midnight passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk, Tx
    from healthdesk.core.domain.run_view import Ticked

ORIGIN = "playbooks"
REST = 2500
"""Milliseconds after the last change: the screen reads first."""
TOPICS = frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.PROFILES})
_TAKEN_BACK = ("Undo ", "Redo ")
_MOST = 3


class PlayKeeper(QObject):
    """Asks on a reader whether any step is due; only where one is, runs go on, as one operation.

    What a person takes back does not come up again at once: only with the next day or new facts.
    """

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._day: int | None = None
        self._later = Later(self, REST, self.look)
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.changed.connect(self._on_ui_changed)
        ui.view_changed.connect(self._on_ui_view_changed)

    def look(self) -> None:
        """See whether anything is due."""
        if self.ui.desk is not None:
            self._day = self.ui.today
            self.ui.read(_due, self._day, then=self._on_due, key="playbooks due", patient=True)

    @Slot(object)
    def _on_due(self, due: bool) -> None:
        desk = self.ui.desk
        if due and desk is not None and self._day is not None:
            self.ui.work(_tick, desk, self._day, then=self._on_ticked)

    @Slot(object)
    def _on_ticked(self, told: Ticked) -> None:
        if not told.raised:
            return
        steps = "1 playbook step is" if told.raised == 1 else f"{told.raised:,} playbook steps are"
        more = told.raised - len(told.labels[:_MOST])
        named = "; ".join(told.labels[:_MOST]) + (f"; and {more:,} more" if more else "")
        self.ui.toast(f"{steps} due", named, "Show", self._show_runs)

    def _show_runs(self) -> None:
        self.ui.open_run(-1)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._day = None
        if self.ui.desk is None:
            self._later.stop()
        else:
            self._later.start()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        own = change.origin == ORIGIN or change.label.startswith(_TAKEN_BACK)
        if not own and change.topics & TOPICS:
            self._later.start()

    @Slot()
    def _on_ui_view_changed(self) -> None:
        if self._day is not None and self._day != self.ui.today:
            self._later.start()


# These bring the services, which the first paint does not wait for.


def _due(tx: Tx, day: int) -> bool:
    from healthdesk.core.services import run_ticks  # noqa: PLC0415

    return run_ticks.due(tx, day)


def _tick(desk: Desk, day: int) -> Ticked:
    from healthdesk.core.services import run_ticks  # noqa: PLC0415

    return desk.do(run_ticks.tick, day, origin=ORIGIN)
