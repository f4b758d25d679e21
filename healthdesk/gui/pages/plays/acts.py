"""What can be done with plays from their list: new ones, copies, names, documents, away."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.kept_file import FileBytes
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_view import PlayRow
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.acts import read_document
from healthdesk.gui.pages.playbooks.editor.editor_acts import ask_place
from healthdesk.gui.pages.plays.switching import Switching
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import files, plays
    from healthdesk.gui.pages.plays.reading import Shelf
else:
    files = lazily("healthdesk.core.services.files")
    plays = lazily("healthdesk.core.services.plays")

DOCUMENTS = "Plays (*.json);;All files (*)"


class PlayActs(QObject):
    """Acts on plays of the list.

    Signals:
        added: the name of a play that is to be opened.
        chosen: the name of one that is to be the current one.
    """

    added = Signal(str)
    chosen = Signal(str)

    def __init__(self, ui: Ui, page: QWidget) -> None:
        super().__init__(page)
        self.ui = ui
        self.page = page
        self.shelf: Shelf | None = None
        self.switching = Switching(ui, self)
        self._row: PlayRow | None = None

    def open_new(self, button: QWidget, row: PlayRow | None = None) -> None:
        """Offer what a new play can begin with: the current one, too."""
        self._row = row
        self._new_menu(row).popup_under(button)

    def _new_menu(self, row: PlayRow | None) -> Menu:
        menu = Menu(self.ui.theme, "New play", self.page)
        menu.add("Blank play", self._on_blank, icon="square-plus")
        if row is not None and not row.broken:
            menu.add(f"Copy of “{row.name}”", self._on_duplicate, icon="copy")
        menu.add("Bring a document", self.bring, icon="file-import")
        missing = self.shelf.missing if self.shelf is not None else ()
        if missing:
            menu.addSeparator()
            for one in missing:
                action = menu.add(one.name, self._on_shipped, icon="bolt", data=one.name)
                action.setToolTip(one.purpose)
            if len(missing) > 1:
                menu.add("All that came with HealthDesk", self.add_missing, icon="list-check")
        return menu

    def _on_blank(self) -> None:
        self.add_blank()

    def add_blank(self, segment: str = "") -> None:
        """Ask for a name and begin with nothing, or with a segment whom it is for."""
        if self.ui.refuses_changes():
            return
        asked = ask_form(
            self.ui,
            "New play",
            (
                Field("name", "Name", required=True, value=segment and f"{segment}: "),
                Field("purpose", "What it is for", "prose", hint="When it is meant to help"),
            ),
            yes="Create",
            check=self._check_name,
        )
        if asked is not None:
            made = Play(asked["name"], asked["purpose"][:5000], segment if segment else "")
            self.ui.do(plays.add, made, then=self._on_added)

    def _check_name(self, values: dict[str, str]) -> dict[str, str]:
        rows = self.shelf.rows if self.shelf is not None else ()
        if values["name"].strip().casefold() in {row.name.casefold() for row in rows}:
            return {"name": "Another play is called so."}
        return {"name": "At most 200 letters."} if len(values["name"]) > 200 else {}

    def _on_added(self, name: str) -> None:
        self.added.emit(name)

    def _on_shipped(self) -> None:
        name = str(getattr(self.sender(), "data", str)())
        self.ui.do(plays.create_starters, [name], then=self._on_starters)

    def add_missing(self) -> None:
        """Add all shipped plays that the desk does not have, switched off."""
        self.ui.do(plays.create_starters, then=self._on_starters)

    def _on_starters(self, names: tuple[str, ...]) -> None:
        if names:
            self.chosen.emit(names[0])
            told = self.ui.words.count(len(names), "play")
            self.ui.toast(f"{told} added, switched off", "", "Undo", self.ui.undo)

    def bring(self) -> None:
        """Add the plays of a document."""
        if not self.ui.refuses_changes():
            for path in self.ui.dialogs.choose_files("Bring plays", DOCUMENTS)[:1]:
                self.ui.work(read_document, path, then=self._on_document_read)

    def _on_document_read(self, data: bytes) -> None:
        self.ui.do(plays.bring, data, then=self._on_brought)

    def _on_brought(self, names: tuple[str, ...]) -> None:
        if names:
            self.chosen.emit(names[0])
            told = self.ui.words.count(len(names), "play")
            self.ui.toast(f"{told} brought in, as drafts", "", "Undo", self.ui.undo)

    # One of them.

    def open_menu(self, row: PlayRow, at: QPoint) -> None:
        """Offer what can be done with a play."""
        self._row, may = row, not self.ui.looking_back
        fine = may and not row.broken
        menu = Menu(self.ui.theme, row.name, self.page)
        menu.add("Open and rehearse", self._on_open, icon="pencil", enabled=not row.broken)
        told, icon = ("Switch off", "player-pause") if row.on else ("Switch on", "bolt")
        menu.add(told, self._on_switch, icon=icon, enabled=fine and not row.archived)
        menu.addSeparator()
        menu.add("Duplicate", self._on_duplicate, icon="copy", enabled=fine)
        menu.add("Rename", self._on_rename, icon="cursor-text", enabled=fine)
        menu.add("Export as document", self._on_export, icon="file-export",
                 enabled=not row.broken)  # fmt: skip
        away = "Take out" if row.archived else "Put away"
        menu.add(away, self._on_archive, icon="archive", enabled=may)
        menu.addSeparator()
        menu.add("Remove", self._on_remove, icon="trash", enabled=may)
        menu.popup(at)

    def toggle(self, row: PlayRow) -> None:
        """Switch it on or off."""
        if row.broken or row.archived:
            return
        if row.on:
            self.switching.switch_off(row.name)
        elif not row.version:
            self.ui.toast(
                f"“{row.name}” is only a draft",
                "Open it, rehearse and save it; then switch it on.",
                "Open it",
                partial(self.added.emit, row.name),
                kind="notice",
            )
        else:
            self.switching.switch_on(row.name)

    def _on_open(self) -> None:
        if self._row is not None:
            self.added.emit(self._row.name)

    def _on_switch(self) -> None:
        if self._row is not None:
            self.toggle(self._row)

    def _on_duplicate(self) -> None:
        if self._row is not None:
            self.ui.do(plays.duplicate, self._row.name, then=self._on_named)

    def _on_rename(self) -> None:
        row = self._row
        if row is None:
            return
        text = "What it fired goes with it."
        name = self.ui.dialogs.prompt(f"Rename “{row.name}”", text, row.name, "Rename")
        if name and name != row.name:
            self.ui.do(plays.rename, row.name, name, then=self._on_named)

    def _on_named(self, name: str) -> None:
        self.chosen.emit(name)

    def _on_archive(self) -> None:
        row = self._row
        if row is not None:
            self.ui.do(plays.archive, row.name, not row.archived, then=self._on_archived)

    def _on_archived(self, result: object) -> None:
        del result
        self.ui.toast("Done; its runs go on", "", "Undo", self.ui.undo)

    def _on_export(self) -> None:
        row = self._row
        path = None if row is None else ask_place(
            self.ui, "Export play", row.name, "play.json", DOCUMENTS
        )  # fmt: skip
        if row is not None and path is not None:
            self.ui.read(plays.export, row.name, then=partial(self._write, path), key="export")

    def _write(self, path: Path, data: bytes) -> None:
        self.ui.work(files.write, FileBytes(path.name, data), path, then=self._on_written)

    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")

    def _on_remove(self) -> None:
        if self._row is not None and ask_removal(self.ui, self._row.name):
            self.ui.do(plays.remove, self._row.name, then=self._on_removed)

    def _on_removed(self, result: object) -> None:
        del result
        self.ui.toast("The play was removed", "", "Undo", self.ui.undo)


def ask_removal(ui: Ui, name: str) -> bool:
    """Ask whether a play should go."""
    return ui.dialogs.ask(
        Question(
            f"Remove “{name}”?",
            "What it suggests lapses. What it fired stays known, and its runs go on. Undo brings it"
            " back.",
            "Remove",
            keeps="keeps the play",
            danger=True,
        )
    )
