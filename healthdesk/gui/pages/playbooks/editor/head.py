"""The head of the editor: which playbook, what state it is in, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.kind import PLAYBOOKS
from healthdesk.gui.panels.shelf.head import DocumentHead
from healthdesk.gui.parts.plain import PlainLabel, plain_tip

_WORDY, _SNUG = 1130, 900
"""Widths below which the sentence goes, and the words of some buttons."""
_NARROW = 1060
"""Width of the page below which the trial is folded under a button."""


@dataclass(frozen=True)
class HeadSays:
    """What the head says.

    Attributes:
        version: the published version, 0 = none yet.
        changed: there is a draft that differs from it.
        faults: problems, `blocking` of which keep it from being published.
        own: name of the account whose run alone is changed; "" = the playbook itself is.
    """

    name: str
    version: int
    changed: bool
    sentence: str
    can_undo: bool
    can_redo: bool
    faults: int
    blocking: int
    kept: str = ""
    own: str = ""

    @property
    def state(self) -> str:
        """The state in a few words."""
        if self.own:
            return f"On {self.own} alone"
        if not self.version:
            return "Draft, never published"
        return f"Draft of version {self.version + 1}" if self.changed else f"Version {self.version}"


class EditorHead(DocumentHead):
    """Title, state, buttons.

    Signals:
        undo_requested, redo_requested, compare_requested, run_requested, publish_requested: a
            button was pressed.
        faults_requested: the problems are to be shown.
        trial_switched: the trial is to be shown in place of the form, or not.
    """

    undo_requested = Signal()
    redo_requested = Signal()
    compare_requested = Signal()
    run_requested = Signal()
    publish_requested = Signal()
    faults_requested = Signal()
    trial_switched = Signal(bool)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui, PLAYBOOKS)
        self.says: HeadSays | None = None
        theme = ui.theme
        self.state = PlainLabel("", "tag")
        self.faults = QPushButton()
        self.undo = self.icon("arrow-back-up", "Undo (Ctrl+Z)")
        self.redo = self.icon("arrow-forward-up", "Do it again (Ctrl+Shift+Z)")
        self.compare = _button(theme, "Compare", "git-compare", "quiet")
        self.trial = _button(theme, "Try it", "eye", "quiet")
        self.trial.setCheckable(True)
        self.trial.setProperty("kind", None)
        self.trial.setProperty("chip", "true")
        self.run = _button(theme, "Run on account", "player-play")
        self.publish = _button(theme, "Publish", "check", "primary")
        self.faults.setProperty("kind", "quiet")
        self.faults.setProperty("compact", "true")
        theme.bind_icon(self.faults, "alert-circle", "notice")
        buttons = (self.undo, self.redo, self.compare, self.trial, self.run, self.publish)
        self.put((self.state, self.faults), buttons)
        self._connect()

    def _connect(self) -> None:
        self.undo.clicked.connect(self.undo_requested)
        self.redo.clicked.connect(self.redo_requested)
        self.compare.clicked.connect(self.compare_requested)
        self.run.clicked.connect(self.run_requested)
        self.publish.clicked.connect(self.publish_requested)
        self.faults.clicked.connect(self.faults_requested)
        self.trial.toggled.connect(self.trial_switched)

    @property
    def narrow(self) -> bool:
        """Whether the trial has no room of its own."""
        return self.width() < _NARROW

    def show_says(self, says: HeadSays, *, locked: bool) -> None:
        """Say something else."""
        self.says = says
        self.title.setText(says.name)
        self.state.setText(says.state)
        self.sentence.setText(says.sentence)
        self.undo.setEnabled(says.can_undo and not locked)
        self.redo.setEnabled(says.can_redo and not locked)
        self.publish.setEnabled((says.changed or not says.version) and not locked)
        self.publish.setToolTip(
            plain_tip("Mend the problems marked red first") if says.blocking else ""
        )
        self.run.setEnabled(says.version > 0 and not locked)
        self.run.setToolTip("" if says.version else plain_tip("Publish it first"))
        color = "poor" if says.blocking else "notice"
        self.ui.theme.bind_icon(self.faults, "alert-circle", color)
        self.faults.setText(str(says.faults))
        told = f"{says.faults} problem{'' if says.faults == 1 else 's'}: show them"
        self.faults.setAccessibleName(told)
        self.faults.setToolTip(told)
        self.fit()

    def fit(self) -> None:
        """Say less where there is less room."""
        says = self.says
        if says is None:
            return
        wide = self.width()
        self.sentence.setVisible(True)
        self.faults.setVisible(bool(says.faults))
        self.trial.setVisible(self.narrow)
        self.compare.setVisible(says.version > 0)
        self.compare.setText(f"Compare with {says.version}" if wide >= _WORDY else "Compare")
        self.run.setText("Run on account" if wide >= _SNUG else "Run")
        number = says.version + 1 if says.changed or not says.version else says.version
        done = says.version and not says.changed
        self.publish.setText("Published" if done else f"Publish version {number}")
        if wide < _WORDY:
            self.sentence.setText(says.kept)
        else:
            self.sentence.setText(says.sentence)
        self.title.setMaximumWidth(max(120, wide // 3))
        for widget in (self.run, self.more):
            widget.setVisible(not says.own)
        if says.own:
            self.compare.hide()
            self.publish.setText("Save for this account")


def _button(theme: Theme, text: str, icon: str, kind: str = "normal") -> QPushButton:
    button = QPushButton(text)
    if kind != "normal":
        button.setProperty("kind", kind)
    theme.bind_icon(button, icon, "onaccent" if kind == "primary" else "text2")
    return button
