"""Looks which fields of the chosen message are empty for some accounts, before anybody gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from healthdesk.core.actions import CATALOGUE
from healthdesk.core.domain.playbook import Playbook, Step
from healthdesk.core.domain.playbook_faults import Fault
from healthdesk.core.domain.template import title_of
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.timers import Later
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts import step_words

if TYPE_CHECKING:
    from healthdesk.core.services import merge_sample
    from healthdesk.core.services.merge_sample import Sampled
else:
    merge_sample = lazily("healthdesk.core.services.merge_sample")

REST = 600


class Missing(QObject):
    """Reads a moment after the last change.

    Signals:
        found: how many accounts lack each field.
    """

    found = Signal(object)

    def __init__(self, ui: Ui, editor: QObject) -> None:
        super().__init__(editor)
        self.ui = ui
        self.missing: dict[str, int] = {}
        self._asked: tuple[str, str] = ("", "")
        self._of = ""
        self._whose = ""
        self._accounts: tuple[tuple[str, str], ...] = ()
        self._later = Later(self, REST, self._read)

    def look(self, playbook: Playbook, key: str, accounts: tuple[tuple[str, str], ...]) -> None:
        """Look at a step, if it is a message."""
        step = playbook.step(key)
        asked = _asked(step)
        self._accounts = accounts
        if asked != self._asked or key != self._of:
            self.missing, self._of = {}, key
        elif self.missing:
            self.found.emit(self.missing)
        if asked == self._asked:
            return
        self._asked = asked
        if "{{" in asked[1]:
            self._later.start()
        else:
            self._later.stop()

    def stop(self) -> None:
        """Forget what was to be read."""
        self._later.stop()
        self._asked = ("", "")

    def faults(self, key: str) -> tuple[Fault, ...]:
        """What is missing, in sentences."""
        return tuple(
            Fault(
                key,
                f"“{title_of(field)}” is empty for {number} of {self._whose}:"
                " the message would wait for you.",
            )
            for field, number in self.missing.items()
            if number
        )

    def _read(self) -> None:
        name = str(getattr(self.parent(), "name", ""))
        if self._accounts:
            self.ui.read(
                merge_sample.missing_for,
                name,
                self._asked,
                [account for account, _ in self._accounts],
                self.ui.day,
                then=self._take,
                failed=self._on_failed,
                key="missing",
                patient=True,
            )

    def _take(self, found: Sampled) -> None:
        self.missing, self._whose = dict(found.missing), found.words
        self.found.emit(self.missing)

    def _on_failed(self, error: Exception) -> None:
        """A text that cannot be read is told as a fault of its step."""
        del error


def _asked(step: Step | None) -> tuple[str, str]:
    """Whom a message is for, and its words."""
    if step is None or step.kind != "message":
        return "", ""
    told = [str(step_words.option(step, CATALOGUE, key) or "") for key in ("to", "subject", "body")]
    return told[0], "\n".join(told[1:])
