"""The end of Today's head sentence: which plays fired since the last look; leads to their log."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton

from healthdesk.gui.base.ui import PlayWish, Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today.suggested_card import Suggested
from healthdesk.gui.parts.plain import plain_tip

NAMED: Final = 2
"""Plays that are named before the rest is counted."""


def fired_words(found: Suggested, words: Words, named: int = NAMED) -> str:
    """Which plays fired since the last look: "3 plays fired: Silent, Detractor and 1 more"."""
    if not found.fired:
        return ""
    told = f"{words.count(len(found.fired), 'play')} fired"
    names = [name for name, _ in found.fired[:named]]
    if not names:
        return told
    left = len(found.fired) - len(names)
    return f"{told}: {', '.join(names)}{f' and {words.number(left)} more' if left else ''}"


def fired_tip(found: Suggested, words: Words) -> str:
    """Every play that fired, with how often."""
    since = f"Since {words.day(found.since)}"
    times = [f"{name}: {words.count(often, 'time')}" for name, often in found.fired]
    return "\n".join([since, *times, "Press for the log of plays"])


class FiredLink(QPushButton):
    """Says which plays fired; names them where there is room."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.found = Suggested()
        self._roomy = True
        self.setProperty("kind", "link")
        self.hide()
        self.clicked.connect(self._on_clicked)

    def show_found(self, found: Suggested) -> None:
        """Say what fired."""
        self.found = found
        self._say()

    def set_roomy(self, *, roomy: bool) -> None:
        """Name plays, or only count them."""
        if roomy != self._roomy:
            self._roomy = roomy
            self._say()

    def _say(self) -> None:
        words = self.ui.words
        told = fired_words(self.found, words, NAMED if self._roomy else 0)
        self.setText(told.replace("&", "&&"))
        self.setToolTip(plain_tip(fired_tip(self.found, words)))
        self.setVisible(bool(told))

    @Slot()
    def _on_clicked(self) -> None:
        self.ui.open_plays(PlayWish(tab="log", since=self.found.since))
