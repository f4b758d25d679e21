"""What is done with the document in the editor: publish, earlier versions, discard, hand on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec
from PySide6.QtCore import QPoint, Slot

from healthdesk.gui.base.lazily import lazily
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.panels.form import ask_form
from healthdesk.gui.panels.form_fields import Field
from healthdesk.gui.panels.shelf.acts import DocumentActs
from healthdesk.gui.panels.shelf.kind import Kind

if TYPE_CHECKING:
    from healthdesk.core.services import documents
    from healthdesk.gui.panels.shelf.editor import DocumentEditor
else:
    documents = lazily("healthdesk.core.services.documents")

_LONGEST: Final = 500


class DocumentEditorActs(DocumentActs):
    """Acts on the document in the editor."""

    def __init__(self, ui: Ui, editor: DocumentEditor[Any, Any], kind: Kind) -> None:
        super().__init__(ui, editor, kind)
        self._editor = editor
        self._published = ""

    @Slot(QPoint)
    def open_menu(self, at: QPoint) -> None:
        """Offer what can be done with it."""
        raise NotImplementedError

    def ask_reason(self, title: str, field: Field, text: str, yes: str) -> str | None:
        """Ask why a new version comes; None = somebody went back."""
        asked = ask_form(self.ui, title, (field,), text=text, yes=yes)
        return None if asked is None else str(asked[field.key])[:_LONGEST]

    def put_out(self, reason: str) -> None:
        """Have the document count as it is on the screen."""
        editor = self._editor
        editor.keeping.drop()
        self._published = editor.document.name
        call = self.kind.service.publish
        self.ui.do(call, editor.name, reason, editor.document, then=self._on_published)

    def _on_published(self, version: int) -> None:
        editor = self._editor
        editor.name = self._published
        if not editor.keeping.is_due:
            editor.keeping.begin(editor.document)
        editor.reload()
        self.after_publishing(version)

    def after_publishing(self, version: int) -> None:
        """What follows; kinds extend it."""

    def show_versions(self) -> None:
        """List what counted, when and why; one of them may be taken up again as the draft."""
        editor = self._editor
        if editor.bench is not None and editor.bench.versions:
            number = ask_versions(self.ui, self.kind, editor.name, editor.bench.versions)
            if number and not self.ui.refuses_changes():
                call = self.kind.service.version
                self.ui.read(call, editor.name, number, then=self._on_version, key="version")

    def _on_version(self, document: Any) -> None:  # noqa: ANN401 - of any kind
        # Under the name that it has now: going back is no renaming.
        named = msgspec.structs.replace(document, name=self._editor.document.name)
        self._editor.take(named, "")
        self._editor.show_draft()

    def discard(self) -> None:
        """Go back to what counts."""
        if self._editor.bench is not None and not self.ui.refuses_changes():
            self._editor.keeping.drop()
            call = self.kind.service.discard_draft
            self.ui.do(call, self._editor.name, then=self._on_discarded)

    def _on_discarded(self, result: object) -> None:
        del result
        self._editor.reload()
        told = f"What is {self.kind.counts} stays."
        self.ui.toast("The draft was discarded", told, "Undo", self.ui.undo)

    def rename(self) -> None:
        """Give it another name, wherever it is spoken of."""
        self.rename_named(self._editor.name)

    def before_renaming(self) -> None:
        """Keep the draft under its old name."""
        self._editor.keeping.end_visit()

    def export(self) -> None:
        """Save it as a document to hand on, as it is on the screen."""
        document = self._editor.document
        path = self.ask_document(document.name)
        if path is not None:
            self.write(path, f"{documents.canonical(self.kind.dump(document))}\n".encode())

    def remove(self) -> None:
        """Remove it."""
        bench = self._editor.bench
        if bench is not None and self.remove_named(self._editor.name, self.left_behind(bench)):
            self._editor.keeping.drop()

    def left_behind(self, bench: Any) -> str:  # noqa: ANN401 - of any kind
        """What speaks of it, in sentences; kinds extend it."""
        del bench
        return ""


def version_words(kind: Kind, row: Any, words: Words) -> str:  # noqa: ANN401 - of any kind
    """A version in a line: its number, its day, what it did, why it came."""
    used = kind.used(row, words)
    reason = f": {row.reason}" if row.reason else ""
    return f"Version {row.version} of {words.day(row.day)}{f', {used}' if used else ''}{reason}"


def ask_versions(ui: Ui, kind: Kind, name: str, versions: Sequence[Any]) -> int:
    """Ask which earlier version is taken up again; 0 where the person went back."""
    choices = [(str(one.version), version_words(kind, one, ui.words)) for one in versions]
    asked = ask_form(
        ui,
        f"Versions of “{name}”",
        (Field("version", f"What was {kind.counts}", "choice", choices[0][0], choices),),
        text=f"Taken up, a version becomes the draft; {kind.taken_up}.",
        yes="Take it up as draft",
    )
    return 0 if asked is None else int(asked["version"])
