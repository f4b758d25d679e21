"""A page of a shelf: the list and other views beside it as tabs, and the editor over all of them.

Not here: the list (list_view.py), the editor (editor.py), what they are of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.shelf.editor import MARGIN, DocumentEditor
from healthdesk.gui.panels.shelf.kind import Kind
from healthdesk.gui.panels.shelf.later import Later
from healthdesk.gui.panels.shelf.list_view import ListView
from healthdesk.gui.panels.shelf.table_view import told_of
from healthdesk.gui.parts.tab_bar import TabBar

Listed = TypeVar("Listed", bound=ListView)
Editing = TypeVar("Editing", bound=DocumentEditor[Any, Any])


class ShelfPage(LiveView, Generic[Listed, Editing]):
    """Shows the list, or a document in the editor."""

    holds_undo: ClassVar[bool] = False
    """Whether the editor answers undo where there is no step of it, so that no other is undone."""
    tabs: TabBar

    def __init__(
        self, ui: Ui, kind: Kind, shelf: Listed, read: Callable[..., Any], parent: QWidget | None
    ) -> None:
        super().__init__(ui, parent)
        self.setObjectName(kind.many)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.kind = kind
        self.shelf = shelf
        self.views: dict[str, QWidget] = {}
        self._read = read
        self._editor: Editing | None = None
        self._views = QStackedWidget()
        self._lists = QWidget()
        self._column = QVBoxLayout(self._lists)
        self._column.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        self._column.setSpacing(0)
        self._column.addWidget(self._views, 1)
        self._whole = QStackedWidget()
        self._whole.addWidget(self._lists)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._whole)
        shelf.opened.connect(self.open_document)
        ui.desk_changed.connect(self._on_desk_changed)

    def set_views(self, title: str, views: Sequence[tuple[str, str, QWidget]]) -> None:
        """Show the list and these views beside each other as tabs: key, title, what is shown."""
        listed: list[tuple[str, str, QWidget]] = [
            (self.kind.many, self.kind.title, self.shelf),
            *views,
        ]
        for key, _, widget in listed:
            self.views[key] = widget
            self._views.addWidget(widget)
        titles = [(key, title) for key, title, _ in listed]
        self.tabs = TabBar(self.ui.theme, title, titles)
        self.tabs.set_current(self.kind.many)
        self.tabs.chosen.connect(self.show_view)
        self._column.insertWidget(0, self.tabs)

    def make_editor(self) -> Editing:
        """Make the editor."""
        raise NotImplementedError

    @property
    def editor(self) -> Editing:
        """The editor, made when it is first wanted: the list does not wait for it."""
        if self._editor is None:
            self._editor = self.make_editor()
            self._editor.closed.connect(self._on_editor_closed)
            self._editor.gone.connect(self._on_editor_gone)
            self._whole.addWidget(self._editor)
        return self._editor

    @property
    def front(self) -> DocumentEditor[Any, Any] | None:
        """The editor that is shown."""
        now = self._whole.currentWidget()
        return now if isinstance(now, DocumentEditor) else None

    @property
    def editing(self) -> bool:
        """Whether an editor is shown."""
        return self.front is not None

    @property
    def viewing(self) -> str:
        """The key of the view in front."""
        now = self._views.currentWidget()
        return next((key for key, widget in self.views.items() if widget is now), self.kind.many)

    @property
    def listing(self) -> bool:
        """Whether the list is what is seen."""
        return not self.editing and self.viewing == self.kind.many

    @Slot(str)
    def show_view(self, key: str) -> None:
        """Show another of the views."""
        self.close_editor()
        if key in self.views:
            self._views.setCurrentWidget(self.views[key])
            self.tabs.set_current(key)

    # Reading.

    def reload(self) -> None:
        """Read the list, and the document in the editor."""
        job = self.ui.read(
            self._read,
            self.ui.day,
            then=self._take,
            failed=self._on_read_failed,
            key=self.kind.many,
        )
        if job < 0:
            self.shelf.card.show_empty("No desk is open", "Open a desk, or make one.")
        if self.front is not None:
            self.front.reload()

    def _take(self, shelf: Any) -> None:  # noqa: ANN401 - of any kind
        self.shelf.show_shelf(shelf)
        self.took()
        if self.hasFocus() and self.listing:
            self.focus_first()

    def took(self) -> None:
        """The list was read; kinds extend it."""

    def _on_read_failed(self, error: Exception) -> None:
        self.shelf.show_failure(told_of(error))

    # The editor.

    @Slot(str)
    def open_document(self, name: str) -> None:
        """Open a document in the editor."""
        editor = self.editor
        self._whole.setCurrentWidget(editor)
        editor.open(name)
        editor.focus_first()

    def close_editor(self) -> None:
        """Go back to the list; the draft is kept."""
        if self.front is not None:
            self.front.leave()

    def undo_step(self) -> bool:
        """Take a step of the draft back; False where undo is another's."""
        front = self.front
        if front is not None and front.can_undo and not self.ui.looking_back:
            front.undo()
            return True
        return self.holds_undo and self.editing

    def redo_step(self) -> bool:
        """Do a step of the draft again; False where that is another's."""
        front = self.front
        if front is not None and front.can_redo and not self.ui.looking_back:
            front.redo()
            return True
        return self.holds_undo and self.editing

    def focus_first(self) -> None:
        """Let the keys go to what is in view."""
        seen: Any = self.front
        if seen is None:
            view = self.views[self.viewing]
            seen = view.view if isinstance(view, Later) else view
        seen.focus_first()

    def focus_search(self) -> None:
        """Go to the search field of the list."""
        self.show_view(self.kind.many)
        self.shelf.search.setFocus()

    @Slot()
    def _on_editor_closed(self) -> None:
        name = self.editor.name
        self._whole.setCurrentWidget(self._lists)
        self.left(self.editor)
        if name:
            self.shelf.choose(name)
        if self.listing:
            self.shelf.focus_first()

    def left(self, editor: Editing) -> None:
        """Somebody went back to the list; kinds extend it."""

    @Slot(str)
    def _on_editor_gone(self, told: str) -> None:
        self._whole.setCurrentWidget(self._lists)
        self.ui.toast(f"The {self.kind.word} cannot be shown", told, kind="notice")

    @Slot()
    def _on_desk_changed(self) -> None:
        for at in range(self._whole.count()):
            widget = self._whole.widget(at)
            if isinstance(widget, DocumentEditor):
                widget.forget()
        self._whole.setCurrentWidget(self._lists)
