"""Rehearses the play in the editor: by itself after a rest where that is quick, else when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QElapsedTimer, QObject, Signal

from healthdesk.core.domain.errors import Cancelled, DeskError
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_rehearsal import Rehearsal
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.domain.progress import Progress

REST: Final = 400
"""Milliseconds without a change after which it is rehearsed by itself."""
QUICK: Final = 1000
"""Milliseconds that a rehearsal may take to come by itself."""


def matters(play: Play) -> Play:
    """A play without what changes nothing of when it fires."""
    goal = play.goal
    return msgspec.structs.replace(
        play,
        name="", purpose="", owner="", mode="suggest",
        goal=None if goal is None else msgspec.structs.replace(goal, name="-"),
    )  # fmt: skip


class Rehearsing(QObject):
    """Has a play rehearsed on a reader's thread.

    Signals:
        began: it is being rehearsed.
        found: the `Rehearsal`.
        stale: what was found is of an earlier state, and nobody asked for a newer one yet.
        failed: why it cannot be rehearsed.
        stopped: somebody stopped it.
    """

    began = Signal()
    found = Signal(object)
    stale = Signal()
    failed = Signal(str)
    stopped = Signal()

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self.took = 0
        """Milliseconds that the last one took."""
        self._play: Play | None = None
        self._done: tuple[Play, int, int] | None = None
        self._job = -1
        self._warm = False
        self._facts = 0
        """How often what plays look at was changed since."""
        self._clock = QElapsedTimer()
        self._later = Later(self, REST, self.rehearse)

    def begin(self, play: Play) -> None:
        """Begin with another play: it is rehearsed at once."""
        self._play, self._done, self.took, self._warm = play, None, 0, False
        self.rehearse()

    def changed(self, play: Play) -> None:
        """The play is another one: rehearse it soon, or tell that what is shown is stale."""
        self._play = play
        if self._state() == self._done:
            self._later.stop()
            return
        if self.took < QUICK:
            self._later.start()
        else:
            self.stale.emit()

    def outdated(self) -> None:
        """What plays look at was changed."""
        self._facts += 1
        if self._play is not None:
            self.changed(self._play)

    def _state(self) -> tuple[Play, int, int] | None:
        """What a rehearsal depends on: the play, the day, what the desk holds."""
        desk = self.ui.desk
        if self._play is None or desk is None:
            return None
        return matters(self._play), self.ui.day, self._facts

    def rehearse(self) -> None:
        """Rehearse it now."""
        self._later.stop()
        play = self._play
        if play is None or self.ui.desk is None:
            return
        self._done = self._state()
        self._clock.start()
        self.began.emit()
        self._job = self.ui.read(
            rehearse,
            play,
            self.ui.day,
            then=self._on_found,
            failed=self._on_failed,
            key="rehearsal",
            label="Rehearsing the play",
        )

    def stop(self) -> None:
        """Let go of it."""
        self._later.stop()
        if self._job >= 0:
            self.ui.jobs.cancel(self._job)
        self._job = -1

    def explain(self, then: Callable[[Rehearsal], object]) -> None:
        """Rehearse it with the reasons of every firing, which takes longer: for the list of all."""
        if self._play is not None:
            self.ui.read(
                rehearse,
                self._play,
                self.ui.day,
                then=then,
                key="rehearsal with reasons",
                label="Reading why it would have fired",
                reasons=True,
            )

    def forget(self) -> None:
        """There is no play any more."""
        self.stop()
        self._play = self._done = None

    def _on_found(self, found: Rehearsal) -> None:
        self._job = -1
        # The first one of a visit reads facts that the next ones find read.
        self.took = int(self._clock.elapsed()) if self._warm else 0
        self._warm = True
        if self._play is not None:
            self.found.emit(found)

    def _on_failed(self, error: Exception) -> None:
        self._job, self._done = -1, None
        if isinstance(error, Cancelled):
            self.took = QUICK
            self.stopped.emit()
        else:
            told = error.sentence if isinstance(error, DeskError) else str(error)
            self.failed.emit(told)


def rehearse(
    tx: Tx, play: Play, day: int, progress: Progress, *, reasons: bool = False
) -> Rehearsal:
    """Rehearse a play over the year up to a day."""
    # Not at the top: it brings what looks at facts, which the page does not wait for.
    from healthdesk.core.services import play_rehearsal  # noqa: PLC0415

    first, last = play_rehearsal.year_to(day)
    return play_rehearsal.rehearse(tx, play, first, last, progress, reasons=reasons)
