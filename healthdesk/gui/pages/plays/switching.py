"""Switches plays on and off, one of them or all; it is asked before which accounts count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field

if TYPE_CHECKING:
    from healthdesk.core.services import plays
    from healthdesk.gui.pages.plays import reading
    from healthdesk.gui.pages.plays.reading import Matches
else:
    plays = lazily("healthdesk.core.services.plays")
    reading = lazily("healthdesk.gui.pages.plays.reading")

NEW: Final = "new"
ALL: Final = "all"


class Switching(QObject):
    """Asks and switches."""

    def __init__(self, ui: Ui, parent: QObject) -> None:
        super().__init__(parent)
        self.ui = ui
        self._name = ""
        self._suggests = True

    def switch_on(self, name: str) -> None:
        """Switch a play on, having looked at how many it holds for now."""
        if not self.ui.refuses_changes():
            self._name = name
            read = reading.read_matches
            self.ui.read(read, name, self.ui.today, then=self._on_matches, key="matches of a play")

    def _on_matches(self, found: Matches) -> None:
        existing = False
        if found.count:
            asked = self._ask(found)
            if asked is None:
                return
            existing = asked == ALL
        self._suggests = found.suggests
        self.ui.do(plays.switch_on, found.name, existing, then=self._on_switched_on)

    def _ask(self, found: Matches) -> str | None:
        words = self.ui.words
        text = f"{found.words} {words.count(found.count, 'account')}."
        if found.a_day:
            text += f" At most {words.count(found.a_day, 'account')} are taken on a day."
        choices = (
            (NEW, "Only new ones, from today on"),
            (ALL, f"The {words.number(found.count)} of today, too"),
        )
        asked = ask_form(
            self.ui,
            f"Switch on “{found.name}”",
            (Field("existing", "Which accounts count", "choice",
                   ALL if found.existing else NEW, choices),),
            text=text,
            yes="Switch on",
        )  # fmt: skip
        return None if asked is None else str(asked["existing"])

    def _on_switched_on(self, held: int) -> None:
        del held
        told = "It asks before it starts." if self._suggests else "It starts by itself."
        self.ui.toast(f"“{self._name}” is switched on", told, "Undo", self.ui.undo)

    def switch_off(self, name: str) -> None:
        """Switch a play off."""
        if not self.ui.refuses_changes():
            self._name = name
            self.ui.do(plays.switch_off, name, then=self._on_switched_off)

    def _on_switched_off(self, result: object) -> None:
        del result
        told = "What it suggested still waits; its runs go on."
        self.ui.toast(f"“{self._name}” is switched off", told, "Undo", self.ui.undo)

    def stop_all(self) -> None:
        """Let nothing fire until all are released."""
        if not self.ui.refuses_changes():
            self.ui.do(plays.stop_all, then=self._on_stopped)

    def _on_stopped(self, result: object) -> None:
        del result
        told = "Nothing fires until you release them. What runs goes on."
        self.ui.toast("All plays are stopped", told, "Undo", self.ui.undo)

    def release_all(self) -> None:
        """Let plays fire again; what came meanwhile counts as seen."""
        if self.ui.refuses_changes():
            return
        question = Question(
            "Release all plays?",
            "Each goes on as if it were switched on today: what came to hold while they were"
            " stopped counts as seen and fires nothing.",
            "Release them",
            keeps="keeps them stopped",
        )
        if self.ui.dialogs.ask(question):
            self.ui.do(plays.release_all, then=self._on_released)

    def _on_released(self, on: int) -> None:
        told = f"{self.ui.words.count(on, 'play')} switched on"
        self.ui.toast("Plays fire again", told, "Undo", self.ui.undo)
