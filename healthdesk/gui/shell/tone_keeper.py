"""Has the tone of new texts estimated while nobody waits, a few at a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from healthdesk.core.domain.change import Change, Topic
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui

ORIGIN = "tone"
REST = 4000
"""Milliseconds after the last change: screens and the record of scores go first."""
BETWEEN = 200
"""Milliseconds between two slices: whoever wants to write goes first, and half a core stays free.
A slice takes about as long; nobody waits for an estimate, somebody does for a page."""


class ToneKeeper(QObject):
    """Asks which texts were not read yet, and has them read slice by slice."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._rows: tuple[tuple[str, int], ...] = ()
        self._look = Later(self, REST, self.look)
        self._more = Later(self, BETWEEN, self._read_some)
        ui.desk_changed.connect(self._on_ui_desk_changed)
        ui.changed.connect(self._on_ui_changed)

    def look(self) -> None:
        """Find out which texts wait to be read."""
        if self.ui.desk is None:
            return
        # Brings the services, which the first paint does not wait for.
        from healthdesk.core.services import tone  # noqa: PLC0415

        self.ui.read(tone.pending, then=self._on_pending, key="tone", patient=True)

    @Slot(object)
    def _on_pending(self, rows: Sequence[tuple[str, int]]) -> None:
        self._rows = tuple(rows)
        if self._rows:
            self._more.start()

    def _read_some(self) -> None:
        desk = self.ui.desk
        if desk is None or not self._rows:
            return
        if self.ui.jobs.reading:
            self._more.start()
            return
        from healthdesk.core.services import tone  # noqa: PLC0415 - see above

        now, self._rows = self._rows[: tone.SLICE], self._rows[tone.SLICE :]
        self.ui.work(
            desk.do,
            tone.read_some,
            now,
            last=not self._rows,
            origin=ORIGIN,
            then=self._on_read,
        )

    @Slot(object)
    def _on_read(self, said: int) -> None:
        del said
        if self._rows:
            self._more.start()

    @Slot()
    def _on_ui_desk_changed(self) -> None:
        self._rows = ()
        if self.ui.desk is None:
            self._look.stop()
            self._more.stop()
        else:
            self._look.start()

    @Slot(object)
    def _on_ui_changed(self, change: Change) -> None:
        if change.origin != ORIGIN and change.topics & {Topic.FACTS, Topic.SETTINGS}:
            self._look.start()
