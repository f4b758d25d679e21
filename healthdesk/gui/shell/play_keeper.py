"""Lets playbooks go on: when a desk opens, when facts change, when midnight passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Topic
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.shell.duty_keeper import Duty, DutyKeeper

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk, Tx
    from healthdesk.core.domain.run_view import Ticked

ORIGIN = "playbooks"
REST = 2500
"""Milliseconds after the last change: the screen reads first."""
TOPICS = frozenset({Topic.ACCOUNTS, Topic.FACTS, Topic.PROFILES})
_MOST = 3


class PlayKeeper(DutyKeeper):
    """Asks on a reader whether any step is due; only where one is, runs go on, as one operation.

    What a person takes back does not come up again at once: only with the next day or new facts.
    """

    def __init__(self, ui: Ui, parent: QObject) -> None:
        duty = Duty(ORIGIN, REST, TOPICS, _due, _tick)
        super().__init__(ui, parent, duty, self._on_ticked)

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


# These bring the services, which the first paint does not wait for.


def _due(tx: Tx, day: int) -> bool:
    from healthdesk.core.services import run_ticks  # noqa: PLC0415

    return run_ticks.due(tx, day)


def _tick(desk: Desk, day: int) -> Ticked:
    from healthdesk.core.services import run_ticks  # noqa: PLC0415

    return desk.do(run_ticks.tick, day, origin=ORIGIN)
