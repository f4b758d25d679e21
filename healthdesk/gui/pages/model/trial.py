"""Works out what a draft would do: at once where that is quick, else off the screen's thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from healthdesk.core.domain.profile import Profile
from healthdesk.core.domain.what_if import Book, Firmness, WhatIf, firmness, what_if
from healthdesk.gui.base.jobs import Call
from healthdesk.gui.base.ui import Ui

AT_ONCE = 20_000
"""Accounts up to which it takes less than a frame: 1 ms for 2,000, 6 ms for 10,000."""

Wish = tuple[Book, Profile]


class Trial(QObject):
    """One calculation at a time; wishes that come meanwhile give way to the newest of them.

    A hand that moves on therefore never waits for places where it was before, and sees every
    place for which there is time.

    Signals:
        tried: a `WhatIf` of the draft that was asked for last but for what moves right now.
        firm: a tuple of `Firmness`, once there is time for it.
    """

    tried = Signal(object)
    firm = Signal(object)

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui
        self._busy = False
        self._wish: Wish | None = None
        self._rest: Wish | None = None

    def ask(self, book: Book, profile: Profile) -> None:
        """Wish for what another body of the book's profile would do; the book follows it."""
        self._rest = (book, profile)
        if len(book.view) <= AT_ONCE:
            self.tried.emit(what_if(book, profile))
        else:
            self._wish = self._rest
        self._go_on()

    def forget(self) -> None:
        """Wish for nothing more."""
        self._wish = self._rest = None

    def _go_on(self) -> None:
        if self._busy:
            return
        if self._wish is not None:
            wish, self._wish = self._wish, None
            self._begin(partial(_try, wish), firm=False)
        elif self._rest is not None:
            wish, self._rest = self._rest, None
            self._begin(partial(_firm, wish), firm=True)

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
        if self._wish is None:
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
