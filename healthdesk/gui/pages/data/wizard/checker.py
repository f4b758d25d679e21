"""Rehearses an import after every change of mapping or decision: one at a time, the latest wins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from healthdesk.core.domain.errors import Cancelled
from healthdesk.core.domain.intake import Plan
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:  # brings SQLAlchemy
    from healthdesk.core.services.rehearsal import Rehearsal

REST = 250
"""Milliseconds of rest after which a change counts as done."""


@dataclass(frozen=True)
class Wish:
    """What should be rehearsed."""

    paths: tuple[Path, ...]
    plan: Plan | None
    label: str


LONG = 1.0
"""Seconds that computing the scores may take; beyond it they are left out of later rehearsals."""


class Checker(QObject):
    """Runs rehearsals on the writer's thread; a newer wish stops the one under way.

    Signals:
        checked: a `Rehearsal` of the latest wish.
        refused: the error that refused the latest wish.
        stopped: the user stopped it; nothing is being checked now.
    """

    checked = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._wish: Wish | None = None
        self._under_way: Wish | None = None
        self._job = -1
        self._scores = True
        self._rest = Later(self, REST, self._begin)

    @property
    def busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._under_way is not None or self._rest.isActive()

    def want(self, wish: Wish, *, now: bool = False) -> None:
        """Rehearse this after a rest, or at once; what is under way no longer matters."""
        self._wish = wish
        if self._under_way is not None:
            self.ui.jobs.cancel(self._job)
        if now:
            self._rest.stop()
            self._begin()
        else:
            self._rest.start()

    def drop(self) -> None:
        """Forget every wish."""
        self._wish = None
        self._rest.stop()
        if self._under_way is not None:
            self.ui.jobs.cancel(self._job)

    def _begin(self) -> None:
        from healthdesk.core.services import rehearsal  # noqa: PLC0415 - brings SQLAlchemy

        wish = self._wish
        if wish is None or self._under_way is not None:
            return
        self._under_way = wish
        job = self.ui.do(
            rehearsal.rehearse,
            wish.paths,
            plan=wish.plan,
            scores=self._scores,
            then=self._take,
            failed=self._fail,
            label=wish.label,
        )
        if job < 0:
            self._under_way = None
            self.stopped.emit()
        self._job = job

    def _is_latest(self) -> bool:
        """Whether the answer that came is still wanted; if not, begin what is."""
        latest = self._under_way is not None and self._under_way is self._wish
        self._under_way = None
        if not latest and self._wish is not None and not self._rest.isActive():
            self._begin()
        return latest

    def _take(self, found: Rehearsal) -> None:
        if found.seconds > LONG:
            self._scores = False
        if self._is_latest():
            self.checked.emit(found)

    def _fail(self, error: Exception) -> None:
        if not self._is_latest():
            return
        if isinstance(error, Cancelled):
            self.stopped.emit()
        else:
            self.refused.emit(error)
