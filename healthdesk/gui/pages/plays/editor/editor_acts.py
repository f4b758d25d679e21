"""What is done with the play in the editor: save, switch on and off, fire by hand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QPoint, Slot

from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.plays.kind import PLAYS
from healthdesk.gui.pages.plays.reading import read_accounts
from healthdesk.gui.pages.plays.switching import Switching
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.shelf.editor_acts import DocumentEditorActs
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import plays
    from healthdesk.gui.pages.plays.editor.editor import Editor
else:
    plays = lazily("healthdesk.core.services.plays")


class EditorActs(DocumentEditorActs):
    """Acts on the play in the editor."""

    def __init__(self, ui: Ui, editor: Editor) -> None:
        super().__init__(ui, editor, PLAYS)
        self.editor = editor
        self.switching = Switching(ui, self)
        self._then = ""

    @Slot(QPoint)
    def open_menu(self, at: QPoint) -> None:
        """Offer what can be done with it."""
        bench, may = self.editor.bench, not self.ui.looking_back
        if bench is None:
            return
        menu = Menu(self.ui.theme, "This play", self.editor)
        menu.add("About this play", self.about, icon="pencil", enabled=may)
        menu.add("Rename", self.rename, icon="cursor-text", enabled=may)
        menu.add("Fire it by hand", self.fire, icon="bolt", enabled=may and bench.row.version > 0)
        menu.addSeparator()
        menu.add("Earlier versions", self.show_versions, icon="history",
                 enabled=bench.row.version > 0)  # fmt: skip
        changed = bench.row.version > 0 and bench.live != self.editor.play
        menu.add("Discard the draft", self.discard, icon="arrow-back-up", enabled=may and changed)
        menu.add("Export as document", self.export, icon="file-export")
        menu.addSeparator()
        menu.add("Remove the play", self.remove, icon="trash", enabled=may)
        menu.popup(at)

    # Saving.

    @Slot()
    def save(self) -> None:
        """Make the draft live; of a play that is switched on a reason is asked for."""
        self._save("")

    def _save(self, then: str) -> None:
        """Save what is typed, then perhaps switch on."""
        bench, name = self.editor.bench, self.editor.name
        if bench is None or self.ui.refuses_changes():
            return
        reason = ""
        if bench.row.on:
            asked = self.ask_reason(
                f"Save version {bench.row.version + 1} of “{name}”",
                Field("reason", "Why", "line", hint="What is better now"),
                "It is switched on: from now on it fires as it stands here. What it started"
                " or suggested goes on. Where it is for others now, or starts otherwise, only what"
                " is new from today on counts.",
                "Save",
            )
            if asked is None:
                return
            reason = asked
        self._then = then
        self.put_out(reason)

    def after_publishing(self, version: int) -> None:
        """Say when it was saved, and switch it on where that was wanted."""
        del version
        self.editor.keeping.say_kept()
        then, self._then = self._then, ""
        if then == "switch":
            self.switching.switch_on(self.editor.name)

    # Switching.

    @Slot()
    def switch(self) -> None:
        """Switch it on, once it is saved; or off."""
        bench = self.editor.bench
        if bench is None or self.ui.refuses_changes():
            return
        if bench.row.on:
            self.switching.switch_off(self.editor.name)
        elif not bench.row.version or bench.live != self.editor.play:
            self._save("switch")
        else:
            self.switching.switch_on(self.editor.name)

    # The rest.

    def about(self) -> None:
        """Change what it is for."""
        play = self.editor.play
        asked = ask_form(
            self.ui,
            f"About “{self.editor.name}”",
            (Field("purpose", "When it is meant to help, and what it brings about", "prose",
                   play.purpose),),
        )  # fmt: skip
        if asked is not None:
            made = msgspec.structs.replace(play, purpose=str(asked["purpose"])[:5000])
            self.editor.take(made, "purpose")

    def fire(self) -> None:
        """Fire it at an account that somebody chooses."""
        self.ui.read(read_accounts, self.ui.today, then=self._on_accounts, key="accounts to fire")

    def _on_accounts(self, accounts: tuple[tuple[str, str], ...]) -> None:
        asked = ask_form(
            self.ui,
            f"Fire “{self.editor.name}” by hand",
            (Field("account", "Account", "choice", "", accounts, required=True),),
            text="Its playbook starts today, whatever its trigger and brakes say.",
            yes="Fire",
        )
        if asked is not None and asked["account"]:
            call, name = plays.fire_by_hand, self.editor.name
            self.ui.do(call, name, [asked["account"]], then=self._on_fired)

    def _on_fired(self, runs: tuple[int, ...]) -> None:
        if runs:
            show = partial(self.ui.open_run, runs[0])
            self.ui.toast("Its playbook was started", "Ctrl+Z takes it back.", "Show it", show)

    @Slot(str)
    def edit_segment(self, name: str) -> None:
        """Change the segment on its page."""
        self.editor.keeping.end_visit()
        self.ui.open_named("segments", name)

    @Slot(str)
    def open_playbook(self, name: str) -> None:
        """Open the playbook in its editor."""
        self.editor.keeping.end_visit()
        self.ui.open_named("playbooks", name)
