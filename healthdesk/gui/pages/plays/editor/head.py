"""The head of a play: its name and state, and what can be done with all of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.kind import PLAYS
from healthdesk.gui.panels.shelf.head import DocumentHead
from healthdesk.gui.parts.plain import plain_tip

_WORDY, _SNUG = 980, 760
"""Widths below which the sentence goes, and the words of some buttons."""


@dataclass(frozen=True)
class HeadSays:
    """What the head says.

    Attributes:
        on: it is switched on; `since` in words.
        changed: there is a draft that differs from what is live.
        version: the live version, 0 = none yet.
        kept: when it was saved last.
    """

    name: str
    on: bool
    since: str
    version: int
    changed: bool
    ran: bool
    sentence: str = ""
    stopped: bool = False

    @property
    def state(self) -> str:
        """The state in a few words."""
        if self.on and self.stopped:
            return "On, but all plays are stopped"
        if self.on:
            return f"On since {self.since}" if self.since else "On"
        return "Off" if self.ran else "Off, never run"

    @property
    def save_words(self) -> str:
        """What saving does now."""
        if self.changed and self.on:
            return f"Save version {self.version + 1}"
        return "Save"


class EditorHead(DocumentHead):
    """Title, state, buttons.

    Signals:
        rehearse_requested, save_requested, switch_requested: a button was pressed.
    """

    rehearse_requested = Signal()
    save_requested = Signal()
    switch_requested = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, PLAYS)
        self.says: HeadSays | None = None
        self.state = QPushButton()
        self.state.setProperty("chip", "true")
        self.state.setEnabled(True)
        self.rehearse = QPushButton("Rehearse again")
        ui.theme.bind_icon(self.rehearse, "refresh")
        self.save = QPushButton("Save")
        self.switch = QPushButton("Switch on")
        self.put((self.state,), (self.rehearse, self.save, self.switch))
        self.state.clicked.connect(self.switch_requested)
        self.rehearse.clicked.connect(self.rehearse_requested)
        self.save.clicked.connect(self.save_requested)
        self.switch.clicked.connect(self.switch_requested)

    def show_says(self, says: HeadSays, *, locked: bool) -> None:
        """Say something else."""
        self.says = says
        self.title.setText(says.name)
        self.state.setText(says.state)
        picture = "player-pause" if says.stopped or not says.on else "bolt"
        self.ui.theme.bind_icon(self.state, picture, "text2", 14)
        self.state.setAccessibleName(f"State: {says.state}")
        self.state.setEnabled(not locked)
        self.sentence.setText(says.sentence)
        self.save.setText(says.save_words)
        self.save.setEnabled(not locked and (says.changed or not says.version))
        told = "All of it is saved" if says.version and not says.changed else ""
        self.save.setToolTip(plain_tip(told))
        self.switch.setText("Switch off" if says.on else "Switch on")
        self.switch.setProperty("kind", None if says.on else "primary")
        icon, color = ("player-pause", "text2") if says.on else ("bolt", "onaccent")
        self.ui.theme.bind_icon(self.switch, icon, color)
        self.switch.style().unpolish(self.switch)
        self.switch.style().polish(self.switch)
        self.switch.setEnabled(not locked)
        self.fit()

    def fit(self) -> None:
        """Say less where there is less room."""
        wide = self.width()
        says = self.says
        if says is None:
            return
        self.sentence.setText(says.sentence if wide >= _WORDY else "")
        self.rehearse.setText("Rehearse again" if wide >= _SNUG else "Rehearse")
        self.title.setMaximumWidth(max(140, wide // 3))
