"""Starts playbooks on accounts from wherever: asks which and from when, and tells what began."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from healthdesk.core.domain.run_choice import StartChoices
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.runs.start_dialog import StartDialog, Wanted

if TYPE_CHECKING:
    from healthdesk.core.services import run_choice, runs
else:
    run_choice = lazily("healthdesk.core.services.run_choice")
    runs = lazily("healthdesk.core.services.runs")


class PlaybookStarter(QObject):
    """Reads what can be started, asks, starts; one step of undo."""

    def __init__(self, ui: Ui, owner: QObject) -> None:
        super().__init__(owner)
        self.ui = ui
        self._playbook = ""
        self._started: Wanted | None = None
        self._choices: StartChoices | None = None

    def start(self, accounts: Sequence[str], playbook: str = "") -> None:
        """Ask which playbook is to be started on accounts; this one is chosen at first."""
        if not accounts or self.ui.refuses_changes():
            return
        self._playbook = playbook
        self.ui.read(
            run_choice.choices,
            tuple(accounts),
            self.ui.day,
            then=self._ask,
            key="playbooks to start",
        )

    def _ask(self, choices: StartChoices) -> None:
        if not choices.playbooks:
            self.ui.toast(
                "No playbook can be started yet",
                "Publish one first.",
                "Open playbooks",
                self._open_playbooks,
                kind="notice",
            )
            return
        dialog = StartDialog(self.ui, choices, self._playbook)
        wanted = dialog.wanted if self.ui.dialogs.run(dialog) else None
        if wanted is None:
            return
        self._started, self._choices = wanted, choices
        self.ui.do(
            runs.start,
            wanted.playbook,
            wanted.accounts,
            wanted.day,
            wanted.owner,
            then=self._on_started,
        )

    def _open_playbooks(self) -> None:
        self.ui.open_page("playbooks")

    def _on_started(self, made: object) -> None:
        del made
        wanted, choices = self._started, self._choices
        if wanted is None or choices is None:
            return
        count = len(wanted.accounts)
        whom = choices.called(wanted.accounts[0]) if count == 1 else f"{count:,} accounts"
        later = wanted.day > self.ui.today
        when = f"It begins on {self.ui.words.day(wanted.day)}." if later else ""
        self.ui.toast(f"“{wanted.playbook}” started on {whom}", when, "Undo", self.ui.undo)
