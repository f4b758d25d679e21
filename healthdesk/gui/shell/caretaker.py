"""What is done while nobody waits: the log is folded, memory swept, and midnight noticed."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from healthdesk.core.domain.change import Change
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk

ORIGIN = "caretaker"
IDLE = 30_000
"""Milliseconds after the last change until the desk counts as left alone."""
AFTER = 1.0
"""Seconds after midnight at which the day is looked at."""
SELDOM = 100_000
"""Rounds of the small sweeps before a full one: a full one stops the screen for 0.1 s and more
while an import holds a million rows, and finds nothing there that the small ones left."""


class Caretaker(QObject):
    """Waits by single-shot timers, armed anew by changes and by each midnight; never polls."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._idle = Later(self, IDLE, self.tidy)
        self._midnight = Later(self, 0, self.pass_midnight)
        self._midnight.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one errs by 5 %: an hour
        ui.changed.connect(self._on_ui_changed)
        ui.desk_changed.connect(self._on_ui_desk_changed)

    def tidy(self) -> None:
        """Keep the facts, fold the log into the file, sweep memory; on the writer's thread."""
        desk = self.ui.desk
        if desk is not None:
            self.ui.work(_keep_facts, desk)
            self.ui.work(desk.checkpoint)
            self.ui.work(gc.collect)

    def pass_midnight(self) -> None:
        """Show the new day and wait for the next."""
        self.ui.refresh_today()
        self._await_midnight()

    def _await_midnight(self) -> None:
        left = self.ui.clock.until_midnight(self.ui.zone) + AFTER
        self._midnight.start(round(left * 1000))

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        del change
        self._idle.start()
        self._await_midnight()  # a change may have been of the zone

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        if self.ui.desk is None:
            self._idle.stop()
            self._midnight.stop()
        else:
            self._idle.start()
            self._await_midnight()


def _keep_facts(desk: Desk) -> None:
    """Keep what was read of a large desk, so that it opens quickly the next time."""
    # Brings the services, which the first paint does not wait for.
    from healthdesk.core.services import facts  # noqa: PLC0415

    desk.do(facts.keep, origin=ORIGIN)


def sweep_seldom() -> None:
    """Sweep all of memory only when nobody waits."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)
