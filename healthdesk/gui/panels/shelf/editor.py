"""The editor of one document, over a draft that can be undone and that the desk keeps.

The draft is kept after a rest and on leaving, so that nothing is lost; what counts goes on as it is
until the draft is published. Not here: what a kind of documents shows and asks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from healthdesk.core.domain.drafting import Draft
from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.shelf.editor_acts import DocumentEditorActs
from healthdesk.gui.panels.shelf.head import DocumentHead
from healthdesk.gui.panels.shelf.keeping import Keeping
from healthdesk.gui.panels.shelf.kind import Kind

MARGIN, GAP = 16, 12
Document = TypeVar("Document", bound=Any)
Stock = TypeVar("Stock", bound=Any)


class DocumentEditor(QWidget, Generic[Document, Stock]):
    """Edits one document.

    Signals:
        closed: somebody wants back to the list.
        gone: the document cannot be shown: why.
    """

    closed = Signal()
    gone = Signal(str)
    empty: ClassVar[Any]
    """What is shown while there is no document."""

    def __init__(self, ui: Ui, kind: Kind, read: Callable[..., Stock]) -> None:
        super().__init__()
        self.ui = ui
        self.kind = kind
        self.name = ""
        self.bench: Stock | None = None
        self.draft: Draft[Document] | None = None
        self.locked = False
        self.origin = f"{kind.word} editor"
        self.keeping = self.make_keeping()
        self._read_bench = read

    def put(self, head: DocumentHead, cards: QLayout, acts: DocumentEditorActs) -> None:
        """Lay out the head over the cards, and have the acts answer it."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addLayout(cards, 1)
        head.back_requested.connect(self.leave)
        head.menu_requested.connect(acts.open_menu)
        self.keeping.kept.connect(self.show_head)
        acts.named.connect(self.open)
        acts.removed.connect(self._on_acts_removed)

    # What a kind extends.

    def make_keeping(self) -> Keeping:
        """What keeps the draft."""
        save = self.kind.service.save_draft
        return Keeping(self.ui, self, save, self.alike, self.origin)

    def alike(self, one: Document, other: Document) -> bool:
        """Whether two states are the same to a person."""
        return bool(one == other)

    def stock(self, bench: Stock) -> None:
        """Take what the inputs offer."""

    def rest(self) -> None:
        """Stop what goes on beside: somebody leaves, or there is nothing to show any more."""

    def show_draft(self) -> None:
        """Show the draft as it is now."""
        raise NotImplementedError

    @Slot()
    def show_head(self) -> None:
        """Show what the head says, and what else the parts do not show themselves."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Let the keys go to where one begins."""
        raise NotImplementedError

    # Opening and reading.

    @Slot(str)
    def open(self, name: str) -> None:
        """Begin with another document."""
        if name != self.name:
            self.keeping.end_visit()
            self.name, self.draft, self.bench = name, None, None
        self.reload()

    def reload(self) -> None:
        """Read what the desk has of the document and of what it may name."""
        if self.name:
            self.ui.read(
                self._read_bench,
                self.name,
                self.ui.day,
                then=self._take_bench,
                failed=self._on_read_failed,
                key=self.kind.word,
            )

    def _take_bench(self, bench: Stock) -> None:
        if bench.row.name != self.name:
            return
        self.bench = bench
        self.stock(bench)
        if self.draft is None:
            self.draft = Draft((bench.draft,))
            self.keeping.begin(bench.draft)
        elif not self.keeping.is_due and not self.alike(bench.draft, self.draft.document):
            # Undone or changed from elsewhere: that counts, as one more step.
            self.draft = self.draft.step(bench.draft)
            self.keeping.begin(bench.draft)
        self.show_draft()

    def _on_read_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else str(error)
        self.forget()
        self.gone.emit(told)

    def forget(self) -> None:
        """Let go of the document: another desk is open, or it is gone."""
        self.keeping.forget()
        self.rest()
        self.name, self.draft, self.bench = "", None, None

    # Changing.

    @property
    def document(self) -> Document:
        """The document as it is on the screen."""
        found: Document = self.empty if self.draft is None else self.draft.document
        return found

    @property
    def can_undo(self) -> bool:
        """Whether there is a step of the draft to take back."""
        return self.draft is not None and self.draft.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to do again."""
        return self.draft is not None and self.draft.can_redo

    def take(self, document: Document, label: str) -> None:
        """Go on with another state of the document."""
        raise NotImplementedError

    @Slot()
    def undo(self) -> None:
        """Take the last step back."""
        if self.draft is not None and self.draft.can_undo:
            self.go_to(self.draft.undo())

    @Slot()
    def redo(self) -> None:
        """Do a step again."""
        if self.draft is not None and self.draft.can_redo:
            self.go_to(self.draft.redo())

    def go_to(self, draft: Draft[Document]) -> None:
        """Show another state of the draft."""
        self.draft = draft
        self.keeping.changed(draft.document)
        self.show_draft()

    @Slot()
    def leave(self) -> None:
        """Keep the draft and go back to the list."""
        self.keeping.end_visit()
        self.rest()
        self.closed.emit()

    # What the parts tell.

    @Slot()
    def _on_acts_removed(self) -> None:
        self.forget()
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed when another page is shown."""
        super().hideEvent(event)
        self.keeping.end_visit()
