"""What is done while nobody waits: the next opening is prepared, memory swept, midnight noticed."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from healthdesk.core.domain.change import Change
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk, Tx
    from healthdesk.core.services.today_ahead import Ahead

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
        self._ahead: list[int] = []
        self._idle = Later(self, IDLE, self.tidy)
        self._midnight = Later(self, 0, self.pass_midnight)
        self._midnight.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one errs by 5 %: an hour
        ui.changed.connect(self._on_ui_changed)
        ui.desk_changed.connect(self._on_ui_desk_changed)

    def tidy(self) -> None:
        """Keep the facts, fold the log into the file, both on the writer's thread; sweep memory.

        Before that Today is worked out for this day and the next ones, a reader's long work.
        """
        desk = self.ui.desk
        if desk is not None:
            self.ui.work(_keep_facts, desk)
            self._ahead = list(_days(self.ui.today))
            self._work_ahead()

    def _work_ahead(self) -> None:
        """Work out the next page that is to lie ready; after the last one tidy up."""
        desk = self.ui.desk
        if desk is None:
            return
        if self._ahead:
            self.ui.read(
                _work_out, self._ahead.pop(0), then=self._on_ahead, key="ahead", patient=True
            )
        else:
            self.ui.work(desk.checkpoint, then=self._on_folded)

    @Slot(object)
    def _on_ahead(self, ahead: Ahead | None) -> None:
        desk = self.ui.desk
        if desk is not None and ahead is not None:
            self.ui.work(_keep_ahead, desk, ahead, self.ui.today)
        self._work_ahead()

    @Slot(object)
    def _on_folded(self, _: object) -> None:
        """Sweep memory here: a widget that is swept on another thread takes the window along."""
        gc.collect()

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
        self._ahead = []
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


# These bring services as well.


def _days(today: int) -> tuple[int, ...]:
    from healthdesk.core.services import today_ahead  # noqa: PLC0415

    return (today, *today_ahead.days_ahead(today))


def _work_out(tx: Tx, day: int) -> Ahead | None:
    from healthdesk.core.services import today_ahead  # noqa: PLC0415

    return today_ahead.work_out(tx, day)


def _keep_ahead(desk: Desk, ahead: Ahead, today: int) -> None:
    from healthdesk.core.services import today_ahead  # noqa: PLC0415

    desk.do(today_ahead.keep, ahead, today, origin=ORIGIN)


def sweep_seldom() -> None:
    """Sweep all of memory only when nobody waits."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)
