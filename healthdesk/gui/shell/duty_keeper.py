"""What the desk sees to by itself: asked on a reader, done as one operation where it is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

if TYPE_CHECKING:
    from healthdesk.core.desk import Desk, Tx

_TAKEN_BACK = ("Undo ", "Redo ")


@dataclass(frozen=True)
class Duty:
    """What is seen to.

    Attributes:
        origin: by whom its operations are, so that they wake it not again.
        rest: milliseconds after the last change: the screen reads first.
        topics: what of the desk it depends on.
        due: whether anything is due on a day; asked on a reader.
        work: does it, as one operation.
        still: operations that count though they take something back.
    """

    origin: str
    rest: int
    topics: frozenset[Topic]
    due: Callable[[Tx, int], bool]
    work: Callable[[Desk, int], Any]
    still: frozenset[str] = frozenset()


class DutyKeeper(QObject):
    """Looks when a desk opens, when facts change, when midnight passed.

    What a person takes back does not come up again at once: only with the next day or new facts.
    """

    def __init__(self, ui: Ui, parent: QObject, duty: Duty, told: Callable[[Any], object]) -> None:
        super().__init__(parent)
        self.ui = ui
        self._duty, self._told = duty, told
        self._day: int | None = None
        self._later = Later(self, duty.rest, self.look)
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.changed.connect(self._on_ui_changed)
        ui.view_changed.connect(self._on_ui_view_changed)

    def look(self) -> None:
        """See whether anything is due."""
        if self.ui.desk is not None:
            self._day = self.ui.today
            key = f"{self._duty.origin} due"
            self.ui.read(self._duty.due, self._day, then=self._on_due, key=key, patient=True)

    @Slot(object)
    def _on_due(self, due: bool) -> None:
        desk = self.ui.desk
        if due and desk is not None and self._day is not None:
            self.ui.work(self._duty.work, desk, self._day, then=self._told)

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._day = None
        if self.ui.desk is None:
            self._later.stop()
        else:
            self._later.start()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        back = change.label.startswith(_TAKEN_BACK) and change.label not in self._duty.still
        if change.origin != self._duty.origin and not back and change.topics & self._duty.topics:
            self._later.start()

    @Slot()
    def _on_ui_view_changed(self) -> None:
        if self._day is not None and self._day != self.ui.today:
            self._later.start()
