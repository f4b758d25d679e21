"""What is done with the play in the editor: save, switch on and off, rename, hand on, remove."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, QPoint, Signal, Slot

from healthdesk.core.domain.kept_file import FileBytes
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.editor_acts import DOCUMENTS, ask_place
from healthdesk.gui.pages.plays.acts import ask_removal
from healthdesk.gui.pages.plays.reading import read_accounts
from healthdesk.gui.pages.plays.switching import Switching
from healthdesk.gui.pages.plays.versions import ask_versions
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import files, plays
    from healthdesk.gui.pages.plays.editor.editor import Editor
else:
    files = lazily("healthdesk.core.services.files")
    plays = lazily("healthdesk.core.services.plays")

_LONGEST: Final = 500


class EditorActs(QObject):
    """Acts on the play in the editor.

    Signals:
        removed: the play is gone.
    """

    removed = Signal()

    def __init__(self, ui: Ui, editor: Editor) -> None:
        super().__init__(editor)
        self.ui = ui
        self.editor = editor
        self.switching = Switching(ui, self)
        self._then = ""

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

    def _save(self, then: str) -> bool:
        """Save what is typed, then perhaps switch on; False where somebody went back."""
        bench, name = self.editor.bench, self.editor.name
        if bench is None or self.ui.refuses_changes():
            return False
        reason = ""
        if bench.row.on:
            asked = ask_form(
                self.ui,
                f"Save version {bench.row.version + 1} of “{name}”",
                (Field("reason", "Why", "line", hint="What is better now"),),
                text="It is switched on: from now on it fires as it stands here. What it started"
                " or suggested goes on. Where it is for others now, or starts otherwise, only what"
                " is new from today on counts.",
                yes="Save",
            )
            if asked is None:
                return False
            reason = str(asked["reason"])[:_LONGEST]
        self._then = then
        self.editor.keeping.drop()
        self.ui.do(plays.publish, name, reason, self.editor.play, then=self._on_saved)
        return True

    def _on_saved(self, version: int) -> None:
        del version
        self.editor.keeping.say_kept()
        self.editor.reload()
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

    def rename(self) -> None:
        """Give it another name, wherever it is spoken of."""
        old = self.editor.name
        text = "What it fired goes with it."
        name = self.ui.dialogs.prompt(f"Rename “{old}”", text, old, "Rename")
        if name and name != old:
            self.editor.keeping.end_visit()
            self.ui.do(plays.rename, old, name, then=self._on_renamed)

    def _on_renamed(self, name: str) -> None:
        self.editor.open(name)

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

    def show_versions(self) -> None:
        """List what was live, when and why; one of them may be taken up again."""
        bench = self.editor.bench
        if bench is not None:
            number = ask_versions(self.ui, self.editor.name, bench.versions)
            if number:
                self.ui.read(plays.version, self.editor.name, number, then=self._on_version,
                             key="version")  # fmt: skip

    def _on_version(self, play: object) -> None:
        self.editor.take(play, "")  # type: ignore[arg-type]
        self.editor.show_draft()

    def discard(self) -> None:
        """Go back to what is live."""
        self.editor.keeping.drop()
        self.ui.do(plays.discard_draft, self.editor.name, then=self._on_discarded)

    def _on_discarded(self, result: object) -> None:
        del result
        self.ui.toast("The draft was discarded", "What is live stays.", "Undo", self.ui.undo)

    def export(self) -> None:
        """Save it as a document to hand on."""
        name = self.editor.name
        path = ask_place(self.ui, "Export play", name, "play.json", DOCUMENTS)
        if path is not None:
            then = partial(self._write, path)
            self.ui.read(plays.export, name, then=then, key="export")

    def _write(self, path: Path, data: bytes) -> None:
        self.ui.work(files.write, FileBytes(path.name, data), path, then=self._on_written)

    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")

    def remove(self) -> None:
        """Remove it."""
        name = self.editor.name
        if ask_removal(self.ui, name):
            self.editor.keeping.drop()
            self.ui.do(plays.remove, name, then=self._on_removed)

    def _on_removed(self, result: object) -> None:
        del result
        self.ui.toast("The play was removed", "", "Undo", self.ui.undo)
        self.removed.emit()

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
