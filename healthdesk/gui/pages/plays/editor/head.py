"""The head of a play: its name and state, and what can be done with all of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

HIGH = 56
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


class EditorHead(QWidget):
    """Title, state, buttons.

    Signals:
        back_requested, rehearse_requested, save_requested, switch_requested: a button was pressed.
        menu_requested: where the menu of the play should open.
    """

    back_requested = Signal()
    rehearse_requested = Signal()
    save_requested = Signal()
    switch_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self.says: HeadSays | None = None
        self.setFixedHeight(HIGH)
        self.back = self._icon("chevron-left", "Back to the plays (Esc)")
        self.title = PlainLabel("", "title", elide=True)
        self.state = QPushButton()
        self.state.setProperty("chip", "true")
        self.state.setEnabled(True)
        self.sentence = PlainLabel("", "second", elide=True)
        self.rehearse = QPushButton("Rehearse again")
        ui.theme.bind_icon(self.rehearse, "refresh")
        self.save = QPushButton("Save")
        self.switch = QPushButton("Switch on")
        self.more = self._icon("dots", "This play: more")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.back, self.title, self.state):
            row.addWidget(widget)
        row.addWidget(self.sentence, 1)
        for widget in (self.rehearse, self.save, self.switch, self.more):
            row.addWidget(widget)
        self.back.clicked.connect(self.back_requested)
        self.state.clicked.connect(self.switch_requested)
        self.rehearse.clicked.connect(self.rehearse_requested)
        self.save.clicked.connect(self.save_requested)
        self.switch.clicked.connect(self.switch_requested)
        self.more.clicked.connect(self._on_more_clicked)

    def _icon(self, icon: str, name: str) -> QPushButton:
        button = QPushButton()
        button.setProperty("kind", "quiet")
        button.setProperty("iconic", "true")
        button.setAccessibleName(name)
        button.setToolTip(name)
        self.ui.theme.bind_icon(button, icon)
        return button

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
        self._fit()

    def _fit(self) -> None:
        wide = self.width()
        says = self.says
        if says is None:
            return
        self.sentence.setText(says.sentence if wide >= _WORDY else "")
        self.rehearse.setText("Rehearse again" if wide >= _SNUG else "Rehearse")
        self.title.setMaximumWidth(max(140, wide // 3))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is room for other words."""
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))
