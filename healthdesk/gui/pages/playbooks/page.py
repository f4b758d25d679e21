"""The page Playbooks: the list, runs, results and loops as tabs, and the editors over them.

Not here: the list (shelf.py), the editor (editor/editor.py), reading (reading.py).
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.playbooks.editor.editor import Editor
from healthdesk.gui.pages.playbooks.kind import PLAYBOOKS
from healthdesk.gui.pages.playbooks.reading import read_shelf
from healthdesk.gui.pages.playbooks.results.loops_view import LoopsView
from healthdesk.gui.pages.playbooks.results.view import ResultsView
from healthdesk.gui.pages.playbooks.runs.run_editor import RunEditor
from healthdesk.gui.pages.playbooks.runs.view import RunsView
from healthdesk.gui.pages.playbooks.shelf import ShelfView
from healthdesk.gui.panels.shelf.later import Later
from healthdesk.gui.panels.shelf.page import ShelfPage

RUNS, RESULTS, LOOPS = "runs", "results", "loops"


class PlaybooksPage(ShelfPage[ShelfView, Editor]):
    """Shows the list of playbooks, or one in the editor."""

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.PLAYBOOKS, Topic.RUNS, Topic.SEGMENTS, Topic.SETTINGS, Topic.ACCOUNTS,
    })  # fmt: skip
    holds_undo = True

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, PLAYBOOKS, ShelfView(ui), read_shelf, parent)
        self._run_editor: RunEditor | None = None
        self._runs = Later(self._make_runs)
        self.results = Later(self._make_results)
        self.loops = Later(self._make_loops)
        self.set_views("Playbooks and their runs", (
            (RUNS, "Runs", self._runs),
            (RESULTS, "Results", self.results),
            (LOOPS, "Loops", self.loops),
        ))  # fmt: skip

    def make_editor(self) -> Editor:
        """Make the editor of a playbook."""
        return Editor(self.ui)

    def _make_runs(self, place: QWidget) -> RunsView:
        return RunsView(self.ui, place)

    def _make_results(self, place: QWidget) -> ResultsView:
        view = ResultsView(self.ui, place)
        view.edit_wanted.connect(self.open_document)
        return view

    def _make_loops(self, place: QWidget) -> LoopsView:
        view = LoopsView(self.ui, place)
        view.edit_wanted.connect(self.open_document)
        return view

    @property
    def runs(self) -> RunsView:
        """The runs, made when they are first wanted."""
        view: RunsView = self._runs.view
        return view

    def open_playbook(self, name: str) -> None:
        """Open a playbook in the editor."""
        self.open_document(name)

    # A run's own steps.

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
        editor.focus_first()

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

    def focus_search(self) -> None:
        """Go to the search field of the list, or of the runs."""
        if self.viewing == RUNS:
            self.close_editor()
            self.runs.search.setFocus()
        else:
            super().focus_search()
