"""Part 3 of a play: the playbook it starts, and whether a person is asked before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot

from healthdesk.core.domain.play import Play
from healthdesk.gui.pages.plays.editor.kit import PlayKit, caption
from healthdesk.gui.pages.plays.editor.part import Part
from healthdesk.gui.parts.choice_popup import Option
from healthdesk.gui.parts.select_button import SelectButton
from healthdesk.gui.parts.tick_row import TickRow

_KEY: Final = "playbook "


class ThenPart(Part):
    """What is started.

    Signals:
        playbook_wanted: the name of the playbook that is to be opened.
    """

    playbook_wanted = Signal(str)

    def __init__(self, kit: PlayKit) -> None:
        super().__init__(kit, 3, "Then", "Open playbook")
        self.playbook = SelectButton(kit.theme, "Playbook")
        self.playbook.offer(self._playbooks, "Find a playbook")
        self.ask = TickRow("Ask me before it starts")
        self.told = caption()
        for widget in (self.playbook, self.ask, self.told):
            self.rows.addWidget(widget)
        self.playbook.chosen.connect(self._on_playbook_chosen)
        self.ask.clicked.connect(self._on_ask_clicked)
        if self.press is not None:
            self.press.clicked.connect(self._on_press_clicked)

    def show_play(self, play: Play) -> None:
        """Show what it starts."""
        super().show_play(play)
        known = dict(self.kit.versions)
        version = known.get(play.playbook)
        if not play.playbook:
            told = "Choose a playbook"
        elif version is None:
            told = f"{play.playbook} (no longer in the desk)"
        else:
            state = f"version {version}" if version else "not published yet"
            told = f"Playbook: {play.playbook}, {state}"
        self.playbook.say(told, short=play.playbook or told, icon="list-check")
        if self.press is not None:
            self.press.setVisible(version is not None)
        self.ask.setChecked(play.mode == "suggest")
        self.told.setText(
            ""
            if play.mode == "suggest"
            else "It starts by itself. Messages are only drafted: a person sends them."
        )
        self.told.setVisible(play.mode != "suggest")

    def _playbooks(self) -> Sequence[Option]:
        now = self.play.playbook
        return [
            Option(
                f"{_KEY}{name}", name, f"version {version}" if version else "draft",
                chosen=name == now, icon="list-check",
            )
            for name, version in self.kit.versions
        ]  # fmt: skip

    @Slot(str)
    def _on_playbook_chosen(self, key: str) -> None:
        self.tell("playbook", playbook=key.removeprefix(_KEY))
        self.show_play(self.play)

    @Slot(bool)
    def _on_ask_clicked(self, on: bool) -> None:
        self.tell("mode", mode="suggest" if on else "run")
        self.show_play(self.play)

    @Slot()
    def _on_press_clicked(self) -> None:
        self.playbook_wanted.emit(self.play.playbook)
