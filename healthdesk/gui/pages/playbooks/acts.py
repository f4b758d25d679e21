"""What can be done with playbooks from their list: new ones, copies, names, documents, away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.kept_file import FileBytes
from healthdesk.core.domain.playbook import Playbook
from healthdesk.core.domain.playbook_view import PlaybookRow
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.editor_acts import DOCUMENTS, ask_place, ask_removal
from healthdesk.gui.pages.playbooks.reading import Shelf
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import files, playbooks
else:
    files = lazily("healthdesk.core.services.files")
    playbooks = lazily("healthdesk.core.services.playbooks")

_LARGEST = 20_000_000
"""Bytes of a document that is read."""


class PlaybookActs(QObject):
    """Acts on playbooks of the list.

    Signals:
        added: the name of a playbook that is to be opened.
        chosen: the name of one that is to be the current one.
    """

    added = Signal(str)
    chosen = Signal(str)

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self.page = page
        self.shelf = Shelf((), ())
        self._export: Path | None = None

    def open_new(self, button: QWidget) -> None:
        """Offer what a new playbook can begin with."""
        menu = Menu(self.ui.theme, "New playbook", self.page)
        menu.add("Blank playbook", self.add_blank, icon="square-plus")
        menu.add("Bring a document", self.bring, icon="file-import")
        if self.shelf.missing:
            menu.addSeparator()
            for one in self.shelf.missing:
                action = menu.add(one.name, self._on_shipped, icon="template", data=one.name)
                action.setToolTip(one.purpose)
            if len(self.shelf.missing) > 1:
                menu.add("All that came with HealthDesk", self.add_missing, icon="list-check")
        menu.popup_under(button)

    def add_blank(self) -> None:
        """Ask for a name and begin with nothing."""
        if self.ui.refuses_changes():
            return
        asked = ask_form(
            self.ui,
            "New playbook",
            (
                Field("name", "Name", required=True),
                Field("purpose", "What it is for", "prose", hint="When to reach for it"),
                Field("measure", "What shows that it worked"),
            ),
            yes="Create",
            check=self._check_name,
            kept=Kept("", "New playbook"),
        )
        if asked is not None:
            made = Playbook(asked["name"], asked["purpose"][:500], "", asked["measure"][:500])
            self.ui.do(playbooks.add, made, then=self._on_added)

    def _check_name(self, values: dict[str, str]) -> dict[str, str]:
        taken = {row.name.casefold() for row in self.shelf.rows}
        if values["name"].casefold() in taken:
            return {"name": "Another playbook is called so."}
        return {"name": "At most 200 letters."} if len(values["name"]) > 200 else {}

    def _on_added(self, name: str) -> None:
        self.added.emit(name)

    def _on_shipped(self) -> None:
        name = str(getattr(self.sender(), "data", str)())
        self.ui.do(playbooks.create_starters, [name], then=self._on_starters)

    def add_missing(self) -> None:
        """Add all shipped playbooks that the desk does not have."""
        self.ui.do(playbooks.create_starters, then=self._on_starters)

    def _on_starters(self, names: tuple[str, ...]) -> None:
        if names:
            self.chosen.emit(names[0])
            told = self.ui.words.count(len(names), "playbook")
            self.ui.toast(f"{told} added", "", "Undo", self.ui.undo)

    def bring(self) -> None:
        """Add the playbooks of a document."""
        if self.ui.refuses_changes():
            return
        for path in self.ui.dialogs.choose_files("Bring playbooks", DOCUMENTS)[:1]:
            self.ui.work(read_document, path, then=self._on_document_read)

    def _on_document_read(self, data: bytes) -> None:
        self.ui.do(playbooks.bring, data, then=self._on_brought)

    def _on_brought(self, names: tuple[str, ...]) -> None:
        if names:
            self.chosen.emit(names[0])
            told = self.ui.words.count(len(names), "playbook")
            self.ui.toast(f"{told} brought in, as drafts", "", "Undo", self.ui.undo)

    # The current one.

    def act(self, way: str, row: PlaybookRow) -> None:
        """Do what a button of its card wants."""
        if way == "export":
            self.export(row)
        elif not self.ui.refuses_changes():
            {
                "duplicate": self.duplicate,
                "rename": self.rename,
                "archive": self.archive,
                "remove": self.remove,
            }[way](row)

    def duplicate(self, row: PlaybookRow) -> None:
        """Add a copy behind it."""
        self.ui.do(playbooks.duplicate, row.name, then=self._on_copied)

    def _on_copied(self, name: str) -> None:
        self.chosen.emit(name)

    def rename(self, row: PlaybookRow) -> None:
        """Give it another name, wherever it is spoken of."""
        text = "Segments and playbooks that speak of it follow."
        name = self.ui.dialogs.prompt(f"Rename “{row.name}”", text, row.name, "Rename")
        if name and name != row.name:
            self.ui.do(playbooks.rename, row.name, name, then=self._on_copied)

    def archive(self, row: PlaybookRow) -> None:
        """Put it away, or take it out again."""
        self.ui.do(playbooks.archive, row.name, not row.archived, then=self._on_archived)

    def _on_archived(self, result: object) -> None:
        del result
        self.ui.toast("Done; runs under way go on", "", "Undo", self.ui.undo)

    def remove(self, row: PlaybookRow) -> None:
        """Remove it."""
        if ask_removal(self.ui, row.name, row.used_by):
            self.ui.do(playbooks.remove, row.name, then=self._on_removed)

    def _on_removed(self, result: object) -> None:
        del result
        self.ui.toast("The playbook was removed", "", "Undo", self.ui.undo)

    def export(self, row: PlaybookRow) -> None:
        """Save it as a document to hand on."""
        path = ask_place(self.ui, "Export playbook", row.name, "playbook.json", DOCUMENTS)
        if path is not None:
            self._export = path
            self.ui.read(playbooks.export, row.name, then=self._on_exported, key="export")

    def _on_exported(self, data: bytes) -> None:
        path, self._export = self._export, None
        if path is not None:
            self.ui.work(files.write, FileBytes(path.name, data), path, then=self._on_written)

    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")


def read_document(path: Path) -> bytes:
    """Read a document that is to become playbooks.

    Raises:
        DeskError: It cannot be read, or is far too large to be one.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise DeskError(f"{path.name} is too large to be a document of playbooks.")
        return path.read_bytes()
    except OSError as error:
        told = error.strerror or str(error)
        raise DeskError(f"{path.name} could not be read: {told}.") from error
