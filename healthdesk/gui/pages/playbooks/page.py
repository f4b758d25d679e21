"""The page Playbooks: the list, other views beside it as tabs, and the editor over all of them.

Not here: the list (shelf.py), the editor (editor/editor.py), reading (reading.py).
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.editor import Editor
from healthdesk.gui.pages.playbooks.reading import Shelf, read_shelf
from healthdesk.gui.pages.playbooks.results.later import Later
from healthdesk.gui.pages.playbooks.results.loops_view import LoopsView
from healthdesk.gui.pages.playbooks.results.view import ResultsView
from healthdesk.gui.pages.playbooks.runs.run_editor import RunEditor
from healthdesk.gui.pages.playbooks.runs.view import RunsView
from healthdesk.gui.pages.playbooks.shelf import ShelfView
from healthdesk.gui.parts.tab_bar import TabBar

MARGIN = 16
LIST, RUNS, RESULTS, LOOPS = "playbooks", "runs", "results", "loops"


class PlaybooksPage(LiveView):
    """Shows the list of playbooks, or one in the editor."""

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.PLAYBOOKS, Topic.RUNS, Topic.SEGMENTS, Topic.SETTINGS, Topic.ACCOUNTS,
    })  # fmt: skip

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("playbooks")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.views: dict[str, QWidget] = {}
        self.tabs: TabBar | None = None
        self.shelf = ShelfView(ui)
        self._editor: Editor | None = None
        self._run_editor: RunEditor | None = None
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
        self._runs: RunsView | None = None
        self._runs_place = QWidget()
        self.results = Later(self._make_results)
        self.loops = Later(self._make_loops)
        self.set_views((
            (LIST, "Playbooks", self.shelf),
            (RUNS, "Runs", self._runs_place),
            (RESULTS, "Results", self.results),
            (LOOPS, "Loops", self.loops),
        ))  # fmt: skip
        self.shelf.opened.connect(self.open_playbook)
        ui.desk_changed.connect(self._on_desk_changed)

    def set_views(self, views: tuple[tuple[str, str, QWidget], ...]) -> None:
        """Show these views beside each other as tabs: key, title, what is shown."""
        for key, _, widget in views:
            if key not in self.views:
                self.views[key] = widget
                self._views.addWidget(widget)
        if self.tabs is not None:
            self._column.removeWidget(self.tabs)
            self.tabs.deleteLater()
            self.tabs = None
        if len(views) > 1:
            titles = [(key, title) for key, title, _ in views]
            self.tabs = TabBar(self.ui.theme, "Playbooks and their runs", titles)
            self.tabs.set_current(LIST)
            self.tabs.chosen.connect(self.show_view)
            self._column.insertWidget(0, self.tabs)

    @Slot(str)
    def show_view(self, key: str) -> None:
        """Show another of the views."""
        self.close_editor()
        self._views.setCurrentWidget(self.views[key])
        if key == RUNS:
            self.runs.show()
        if self.tabs is not None:
            self.tabs.set_current(key)

    @property
    def editor(self) -> Editor:
        """The editor, made when it is first wanted: the list does not wait for it."""
        if self._editor is None:
            self._editor = Editor(self.ui)
            self._editor.closed.connect(self._on_editor_closed)
            self._editor.gone.connect(self._on_editor_gone)
            self._whole.addWidget(self._editor)
        return self._editor

    @property
    def runs(self) -> RunsView:
        """The runs, made when they are first wanted."""
        if self._runs is None:
            self._runs = RunsView(self.ui, self._runs_place)
            column = QVBoxLayout(self._runs_place)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(self._runs)
        return self._runs

    def _make_results(self, place: QWidget) -> ResultsView:
        view = ResultsView(self.ui, place)
        view.edit_wanted.connect(self.open_playbook)
        return view

    def _make_loops(self, place: QWidget) -> LoopsView:
        view = LoopsView(self.ui, place)
        view.edit_wanted.connect(self.open_playbook)
        return view

    @property
    def run_editor(self) -> RunEditor:
        """The editor of one run's own steps, made when it is first wanted."""
        if self._run_editor is None:
            self._run_editor = RunEditor(self.ui)
            self._run_editor.closed.connect(self._on_run_editor_closed)
            self._run_editor.gone.connect(self._on_editor_gone)
            self._whole.addWidget(self._run_editor)
        return self._run_editor

    def change_run(self, run: int) -> None:
        """Change the steps of a run for its account alone."""
        self.show_view(RUNS)
        editor = self.run_editor
        self._whole.setCurrentWidget(editor)
        editor.open_run(run)
        editor.canvas.canvas.setFocus()

    @Slot()
    def _on_run_editor_closed(self) -> None:
        self._whole.setCurrentWidget(self._lists)
        self.show_run(self.run_editor.run)
        self.runs.panel.focus_first()

    @property
    def unsaved(self) -> tuple[str, ...]:
        """Names of what would be lost with the window."""
        return self._run_editor.unsaved if self._run_editor is not None else ()

    def show_run(self, run: int, step: str = "") -> None:
        """Show the runs, and one of them beside; -1 = none of them."""
        self.show_view(RUNS)
        self.runs.show_run(run, step)

    @property
    def viewing(self) -> str:
        """The key of the view in front."""
        now = self._views.currentWidget()
        return next((key for key, widget in self.views.items() if widget is now), LIST)

    @property
    def editing(self) -> bool:
        """Whether an editor is shown."""
        return self.front is not None

    @property
    def front(self) -> Editor | None:
        """The editor that is shown: a playbook's, or a run's."""
        now = self._whole.currentWidget()
        return now if isinstance(now, Editor) else None

    # Reading.

    def reload(self) -> None:
        """Read the list, and the playbook in the editor."""
        job = self.ui.read(
            read_shelf,
            self.ui.day,
            then=self._take,
            failed=self._on_read_failed,
            key="playbooks",
        )
        if job < 0:
            self.shelf.card.show_empty("No desk is open", "Open a desk, or make one.")
        if self.front is not None:
            self.front.reload()

    def _take(self, shelf: Shelf) -> None:
        self.shelf.show_shelf(shelf)
        if self.hasFocus() and not self.editing and self.viewing == LIST:
            self.focus_first()

    def _on_read_failed(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.shelf.show_failure(told)

    # The editor.

    @Slot(str)
    def open_playbook(self, name: str) -> None:
        """Open a playbook in the editor."""
        editor = self.editor
        self._whole.setCurrentWidget(editor)
        editor.open(name)
        self.editor.canvas.canvas.setFocus()

    def close_editor(self) -> None:
        """Go back to the list; the draft is kept."""
        if self.front is not None:
            self.front.leave()

    def undo_step(self) -> bool:
        """Take a step of the draft back; False where none is edited."""
        if self.front is not None and not self.ui.looking_back:
            self.front.undo()
        return self.editing

    def redo_step(self) -> bool:
        """Do a step of the draft again; False where none is edited."""
        if self.front is not None and not self.ui.looking_back:
            self.front.redo()
        return self.editing

    def focus_first(self) -> None:
        """Let the keys go to the list, or to the canvas."""
        if self.front is not None:
            self.front.canvas.canvas.setFocus()
        elif self.viewing == RUNS:
            self.runs.focus_first()
        else:
            self.shelf.focus_first()

    def focus_search(self) -> None:
        """Go to the search field of the list."""
        self.close_editor()
        (self.runs if self.viewing == RUNS else self.shelf).search.setFocus()

    @Slot()
    def _on_editor_closed(self) -> None:
        name = self.editor.name
        self._whole.setCurrentWidget(self._lists)
        if name:
            self.shelf.choose(name)
        self.shelf.focus_first()

    @Slot(str)
    def _on_editor_gone(self, told: str) -> None:
        self._whole.setCurrentWidget(self._lists)
        self.ui.toast("The playbook cannot be shown", told, kind="notice")

    @Slot()
    def _on_desk_changed(self) -> None:
        if self._editor is not None:
            self._editor.forget()
        if self._run_editor is not None:
            self._run_editor.forget()
        self._whole.setCurrentWidget(self._lists)
