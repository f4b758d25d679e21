"""What is done with a document as a whole: begin, bring, name, put away, export, remove."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.kept_file import FileBytes, safe_name
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.form import Values, ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.form_keeping import Kept
from healthdesk.gui.panels.shelf.kind import Kind
from healthdesk.gui.parts.menu import Menu

if TYPE_CHECKING:
    from healthdesk.core.services import files
else:
    files = lazily("healthdesk.core.services.files")

_LARGEST = 20_000_000
"""Bytes of a file that is read."""
_LONGEST = 200


class DocumentActs(QObject):
    """Acts on a document, from the list or in the editor.

    Signals:
        named: the name that one has now: a new one, another one, or that of a copy.
        removed: one is gone.
    """

    named = Signal(str)
    removed = Signal()

    def __init__(self, ui: Ui, parent: QObject, kind: Kind) -> None:
        super().__init__(parent)
        self.ui = ui
        self.kind = kind

    def rename_named(self, old: str) -> None:
        """Give it another name, wherever it is spoken of."""
        if self.ui.refuses_changes():
            return
        title, text = f"Rename “{old}”", self.kind.renamed
        name = self.ui.dialogs.prompt(title, text, old, "Rename")
        if name and name != old:
            self.before_renaming()
            self.ui.do(self.kind.service.rename, old, name, then=self._on_named)

    def before_renaming(self) -> None:
        """What is to be done first; kinds of acts extend it."""

    def _on_named(self, name: str) -> None:
        self.named.emit(name)

    def remove_named(self, name: str, told: str = "") -> bool:
        """Remove it if somebody says so, having been told what it leaves behind."""
        question = Question(
            f"Remove “{name}”?",
            f"{told}{self.kind.goes} Undo brings it back.",
            "Remove",
            keeps=f"keeps the {self.kind.word}",
            danger=True,
        )
        if self.ui.refuses_changes() or not self.ui.dialogs.ask(question):
            return False
        self.ui.do(self.kind.service.remove, name, then=self._on_removed)
        return True

    def _on_removed(self, result: object) -> None:
        del result
        self.ui.toast(f"The {self.kind.word} was removed", "", "Undo", self.ui.undo)
        self.removed.emit()

    def ask_document(self, name: str) -> Path | None:
        """Ask where a document goes."""
        kind = self.kind
        title, ending = f"Export {kind.word}", f"{kind.word}.json"
        return ask_place(self.ui, title, name or kind.word, ending, kind.files)

    def export_named(self, name: str) -> None:
        """Save it as a document to hand on, as the desk keeps it."""
        path = self.ask_document(name)
        if path is not None:
            export, then = self.kind.service.export, partial(self.write, path)
            self.ui.read(export, name, then=then, key="export")

    def write(self, path: Path, data: bytes) -> None:
        """Write a file and say so."""
        self.ui.work(files.write, FileBytes(path.name, data), path, then=self._on_written)

    def _on_written(self, path: Path) -> None:
        self.ui.toast(f"Saved {path.name}")


class ListActs(DocumentActs):
    """Acts on the documents of a list.

    Signals:
        added: the name of a document that is to be opened.
    """

    added = Signal(str)

    def __init__(self, ui: Ui, page: QWidget, kind: Kind) -> None:
        super().__init__(ui, page, kind)
        self.page = page
        self.shelf: Any = None

    def open_new(self, button: QWidget) -> None:
        """Offer what a new one can begin with."""
        kind, missing = self.kind, self.shelf.missing if self.shelf is not None else ()
        menu = Menu(self.ui.theme, f"New {kind.word}", self.page)
        menu.add(f"Blank {kind.word}", self._on_blank, icon="square-plus")
        self.offer_more(menu)
        menu.add("Bring a document", self.bring, icon="file-import")
        if missing:
            menu.addSeparator()
            for one in missing:
                action = menu.add(one.name, self._on_shipped, icon=kind.icon, data=one.name)
                action.setToolTip(one.purpose)
            if len(missing) > 1:
                menu.add("All that came with HealthDesk", self.add_missing, icon="list-check")
        menu.popup_under(button)

    def offer_more(self, menu: Menu) -> None:
        """Offer what else a new one can begin with; kinds extend it."""

    def _on_blank(self) -> None:
        self.add_blank()

    def add_blank(self, begun: str = "") -> None:
        """Ask for a name and begin with nothing, or with what it is begun for."""
        if self.ui.refuses_changes():
            return
        title = f"New {self.kind.word}"
        asked = ask_form(
            self.ui,
            title,
            self.fields(begun),
            yes="Create",
            check=self._check_name,
            kept=Kept("", title, begun),
        )
        if asked is not None:
            self.ui.do(self.kind.service.add, self.made(asked, begun), then=self._on_added)

    def fields(self, begun: str) -> tuple[Field, ...]:
        """What is asked of a new one, its `name` among it."""
        raise NotImplementedError

    def made(self, asked: Values, begun: str) -> object:
        """The document that it begins as."""
        raise NotImplementedError

    def _check_name(self, values: Values) -> dict[str, str]:
        name = values["name"].strip()
        rows = self.shelf.rows if self.shelf is not None else ()
        if name.casefold() in {row.name.casefold() for row in rows}:
            return {"name": f"Another {self.kind.word} is called so."}
        return {"name": f"At most {_LONGEST} letters."} if len(name) > _LONGEST else {}

    def _on_added(self, name: str) -> None:
        self.added.emit(name)

    def _on_shipped(self) -> None:
        name = str(getattr(self.sender(), "data", str)())
        self.ui.do(self.kind.service.create_starters, [name], then=self._on_starters)

    def add_missing(self) -> None:
        """Add all that came with the program and that the desk does not have."""
        self.ui.do(self.kind.service.create_starters, then=self._on_starters)

    def _on_starters(self, names: tuple[str, ...]) -> None:
        self._tell(names, f"added{self.kind.added}")

    def bring(self) -> None:
        """Add what a file holds."""
        if not self.ui.refuses_changes():
            kind = self.kind
            for path in self.ui.dialogs.choose_files(f"Bring {kind.many}", kind.files)[:1]:
                self.ui.work(read_document, path, kind.many, then=self._on_document_read)

    def _on_document_read(self, data: bytes) -> None:
        self.ui.do(self.kind.service.bring, data, then=self._on_brought)

    def _on_brought(self, names: tuple[str, ...]) -> None:
        self._tell(names, "brought in, as drafts")

    def _tell(self, names: tuple[str, ...], done: str) -> None:
        if names:
            self.named.emit(names[0])
            told = self.ui.words.count(len(names), self.kind.word)
            self.ui.toast(f"{told} {done}", "", "Undo", self.ui.undo)

    def act(self, way: str, row: Any) -> None:  # noqa: ANN401 - a row of any kind
        """Do with one of them what a button or an entry of its menu wants."""
        if way == "edit":
            self.added.emit(row.name)
        elif way == "export":
            self.export_named(row.name)
        elif way == "duplicate":
            self.ui.do(self.kind.service.duplicate, row.name, then=self._on_named)
        elif way == "rename":
            self.rename_named(row.name)
        elif way == "archive":
            call = self.kind.service.archive
            self.ui.do(call, row.name, not row.archived, then=self._on_archived)
        else:
            self.remove_named(row.name, self.left_behind(row))

    def left_behind(self, row: Any) -> str:  # noqa: ANN401 - a row of any kind
        """What speaks of one that is to go, in sentences; kinds extend it."""
        del row
        return ""

    def _on_archived(self, result: object) -> None:
        del result
        self.ui.toast(self.kind.archived, "", "Undo", self.ui.undo)


def ask_place(ui: Ui, title: str, name: str, ending: str, kinds: str) -> Path | None:
    """Ask where a file goes."""
    return ui.dialogs.save_as(title, Path(f"{safe_name(name) or 'document'}.{ending}"), kinds)


def read_document(path: Path, many: str) -> bytes:
    """Read a file that is to become documents.

    Raises:
        DeskError: It cannot be read, or is far too large to be one.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise DeskError(f"{path.name} is too large to be a document of {many}.")
        return path.read_bytes()
    except OSError as error:
        told = error.strerror or str(error)
        raise DeskError(f"{path.name} could not be read: {told}.") from error
