"""Tells after a crash which forms were open, and leads to the account where their words are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:
    from healthdesk.core.desk import Tx
    from healthdesk.core.services.typed import Typed

REST = 2000
"""Milliseconds after a desk opens: the screen reads first."""


class TypedKeeper(QObject):
    """Looks once when a desk opens: only a form that was open when the program died is there."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._account = ""
        self._later = Later(self, REST, self.look)
        ui.desk_changed.connect(self._on_ui_desk_changed)

    def look(self) -> None:
        """See whether anything was being typed."""
        if self.ui.desk is not None:
            self.ui.read(_left, then=self._on_left, key="typed", patient=True)

    def _on_left(self, left: tuple[tuple[Typed, str], ...]) -> None:
        if not left:
            return
        first, name = left[0]
        self._account = first.account_id
        more = f"; and {len(left) - 1} more" if len(left) > 1 else ""
        told = f"{', '.join(filter(None, (first.title, name)))}{more}: open it again."
        action, go = ("Go there", self._go) if self._account else ("", None)
        self.ui.toast("What you were typing is still there", told, action, go, "notice")

    def _go(self) -> None:
        self.ui.open_account(self._account)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        if self.ui.desk is None:
            self._later.stop()
        else:
            self._later.start()


# It brings the services, which the first paint does not wait for.


def _left(tx: Tx) -> tuple[tuple[Typed, str], ...]:
    from healthdesk.core.services import typed  # noqa: PLC0415

    return typed.left(tx)
