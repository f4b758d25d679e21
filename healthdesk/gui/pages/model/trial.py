"""Works out what a draft would do: at once where that is quick, else off the screen's thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.what_if import Book, Firmness, WhatIf, firmness, follows, what_if
from healthdesk.core.services import what_if as reading
from healthdesk.gui.base.jobs import Call
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

AT_ONCE = 20_000
"""Accounts up to which it takes less than a frame: 1 ms for 2,000, 6 ms for 10,000."""
STILL = 120
"""Milliseconds of rest after which it is worked out how firm a draft is."""

Wish = tuple[Book, Profile]


class Trial(QObject):
    """One calculation at a time; wishes that come meanwhile give way to the newest of them.

    A hand that moves on therefore never waits for places where it was before, and sees every
    place for which there is time. What asks for facts that were not read yet (another measure,
    another rule) is read on a thread; what was shown stays until then.

    Signals:
        tried: a `WhatIf` of the draft that was asked for last but for what moves right now.
        firm: a tuple of `Firmness`, once the hand rests.
        waited: whether facts are being read for the draft.
        failed: why the draft cannot be worked out, in a sentence.
    """

    tried = Signal(object)
    firm = Signal(object)
    waited = Signal(bool)
    failed = Signal(str)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._busy = False
        self._waits = False
        self._wish: Wish | None = None
        self._rest: Wish | None = None
        self._still = Later(self, STILL, self.settle)
        self._wide: Wish | None = None
        """What wants other facts."""
        self._given: Book | None = None
        self.book: Book | None = None
        """The book that the last draft was worked out from."""

    @property
    def waits(self) -> bool:
        """Whether facts are being read for the draft."""
        return self._waits

    def ask(self, book: Book, profile: Profile) -> None:
        """Wish for what another body of the book's profile would do."""
        if book is not self._given:
            self._given = self.book = book
        held = self.book if self.book is not None else book
        if not follows(held, profile):
            self._wish = self._rest = None
            self._wide = (held, profile)
            self._set_waits(waits=True)
            self._go_on()
            return
        self._wide = None
        self._set_waits(waits=False)
        self._rest = (held, profile)
        self._still.start()
        if len(held.view) <= AT_ONCE:
            self.tried.emit(what_if(held, profile))
        else:
            self._wish = self._rest
        self._go_on()

    @Slot()
    def settle(self) -> None:
        """The hand rests: say how firm it is, now."""
        self._still.stop()
        self._go_on()

    def forget(self) -> None:
        """Wish for nothing more."""
        self._still.stop()
        self._wish = self._rest = self._wide = self._given = self.book = None
        self._set_waits(waits=False)

    def _set_waits(self, *, waits: bool) -> None:
        if waits != self._waits:
            self._waits = waits
            self.waited.emit(waits)

    def _go_on(self) -> None:
        if self._busy:
            return
        if self._wide is not None:
            self._begin_reading(*self._wide)
        elif self._wish is not None:
            wish, self._wish = self._wish, None
            self._begin(partial(_try, wish), firm=False)
        elif self._rest is not None and not self._still.isActive():
            wish, self._rest = self._rest, None
            self._begin(partial(_firm, wish), firm=True)

    def _begin_reading(self, book: Book, profile: Profile) -> None:
        self._busy = True
        job = self._ui.read(
            reading.based, book, profile, self._ui.day,
            then=self._on_based, failed=self._on_not_based, key="model base",
        )  # fmt: skip
        if job < 0:
            self._busy = False

    def _on_based(self, book: Book) -> None:
        self._busy = False
        wide = self._wide
        if wide is None or self._given is None or book.scores is not self._given.scores:
            self._go_on()
            return
        self._wide, self.book = None, book
        self.ask(self._given, wide[1])

    def _on_not_based(self, error: Exception) -> None:
        self._busy = False
        self._wide = None
        self._set_waits(waits=False)
        self.failed.emit(str(error))
        self._go_on()

    def _begin(self, call: Call, *, firm: bool) -> None:
        self._busy = True
        then = self._on_firm if firm else self._on_tried
        if self._ui.jobs.read(call, then, self._on_failed, key="trial") < 0:
            self._busy = False

    def _on_tried(self, made: WhatIf) -> None:
        self._busy = False
        self.tried.emit(made)
        self._go_on()

    def _on_firm(self, found: tuple[Firmness, ...]) -> None:
        self._busy = False
        if self._wish is None and self._wide is None:
            self.firm.emit(found)
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        del error
        self._busy = False
        self._go_on()


def _try(wish: Wish, progress: object) -> WhatIf:
    del progress
    return what_if(*wish)


def _firm(wish: Wish, progress: object) -> tuple[Firmness, ...]:
    del progress
    return firmness(*wish)
