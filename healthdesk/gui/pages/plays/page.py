"""The page Plays: list, what waits for a yes, log and results as tabs, and the editor over them.

Not here: the list (shelf.py), the editor (editor/editor.py), reading (reading.py).
"""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import CampaignWish, PlayWish, Ui
from healthdesk.gui.pages.playbooks.results.later import Later
from healthdesk.gui.pages.plays.campaigns.view import CampaignsView
from healthdesk.gui.pages.plays.editor.editor import Editor
from healthdesk.gui.pages.plays.log_view import LogView
from healthdesk.gui.pages.plays.reading import Shelf, read_shelf
from healthdesk.gui.pages.plays.results_view import ResultsView
from healthdesk.gui.pages.plays.shelf import ShelfView
from healthdesk.gui.pages.plays.waiting_view import WaitingView
from healthdesk.gui.parts.tab_bar import TabBar, TabMark

MARGIN = 16
LIST, WAITING, LOG, RESULTS, CAMPAIGNS = "plays", "waiting", "log", "results", "campaigns"


class PlaysPage(LiveView):
    """Shows the list of plays, or one in the editor."""

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.PLAYS, Topic.PLAYBOOKS, Topic.RUNS, Topic.SEGMENTS, Topic.SETTINGS, Topic.ACCOUNTS,
        Topic.FACTS, Topic.SCORES,
    })  # fmt: skip

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.setObjectName("plays")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.views: dict[str, QWidget] = {}
        self.tabs: TabBar | None = None
        self.shelf = ShelfView(ui)
        self._editor: Editor | None = None
        self._wish: PlayWish | None = None
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
        self.waiting = Later(self._make_waiting)
        self.log = Later(self._make_log)
        self.results = Later(self._make_results)
        self.campaigns = Later(self._make_campaigns)
        self.set_views((
            (LIST, "Plays", self.shelf),
            (WAITING, "Waiting for a yes", self.waiting),
            (LOG, "Log", self.log),
            (RESULTS, "Results", self.results),
            (CAMPAIGNS, "Campaigns", self.campaigns),
        ))  # fmt: skip
        self.shelf.opened.connect(self.open_play)
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
        self.tabs = TabBar(
            self.ui.theme, "Plays and what came of them", [(key, title) for key, title, _ in views]
        )
        self.tabs.set_current(LIST)
        self.tabs.chosen.connect(self.show_view)
        self._column.insertWidget(0, self.tabs)

    def _make_waiting(self, place: QWidget) -> WaitingView:
        view = WaitingView(self.ui, place)
        view.play_wanted.connect(self.open_play)
        view.took.connect(self._on_view_took)
        return view

    def _make_log(self, place: QWidget) -> LogView:
        view = LogView(self.ui, place)
        view.play_wanted.connect(self.open_play)
        view.took.connect(self._on_view_took)
        return view

    def _make_results(self, place: QWidget) -> ResultsView:
        view = ResultsView(self.ui, place)
        view.play_wanted.connect(self.open_play)
        view.took.connect(self._on_view_took)
        return view

    def _make_campaigns(self, place: QWidget) -> CampaignsView:
        view = CampaignsView(self.ui, place)
        view.took.connect(self._on_view_took)
        return view

    def show_campaign(self, wish: CampaignWish) -> None:
        """Show a campaign, or begin a new one."""
        self.show_view(CAMPAIGNS)
        self.campaigns.view.show_wish(wish)

    @Slot(str)
    def show_view(self, key: str) -> None:
        """Show another of the views."""
        self.close_editor()
        if key in self.views:
            self._views.setCurrentWidget(self.views[key])
            if self.tabs is not None:
                self.tabs.set_current(key)
            self.setFocus()
            self.focus_first()

    @Slot()
    def _on_view_took(self) -> None:
        if self.hasFocus() and not self.editing:
            self.focus_first()

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
    def editing(self) -> bool:
        """Whether the editor is shown."""
        return self._editor is not None and self._whole.currentWidget() is self._editor

    @property
    def help_topic(self) -> str:
        """The page of the help for what is in view; "" = that of plays."""
        return CAMPAIGNS if self.viewing == CAMPAIGNS and not self.editing else ""

    @property
    def viewing(self) -> str:
        """The key of the view in front."""
        now = self._views.currentWidget()
        return next((key for key, widget in self.views.items() if widget is now), LIST)

    # Wishes from elsewhere.

    def show_wish(self, wish: PlayWish) -> None:
        """Show a view, a play, or what a new one can begin with."""
        if wish.name:
            self.open_play(wish.name)
        elif wish.new:
            self.show_view(LIST)
            self.shelf.acts.add_blank(wish.segment)
        else:
            self.show_view(wish.tab or LIST)

    def acting(self, way: str) -> None:
        """Do what the palette offers: begin a new play, or stop all of them."""
        self.show_view(LIST)
        if way == "new":
            self.shelf.new.click()
        elif way == "stop":
            self.shelf.acts.switching.stop_all()

    # Reading.

    def reload(self) -> None:
        """Read the list, and the play in the editor."""
        job = self.ui.read(
            read_shelf, self.ui.day, then=self._take, failed=self._on_read_failed, key="plays"
        )
        if job < 0:
            self.shelf.card.show_empty("No desk is open", "Open a desk, or make one.")
        if self.editing:
            self.editor.reload()

    def _take(self, shelf: Shelf) -> None:
        self.shelf.show_shelf(shelf)
        if self.tabs is not None:
            told = f"{shelf.waiting} waiting for a yes"
            self.tabs.set_marks({WAITING: TabMark(shelf.waiting, text=told)})
        if self.hasFocus() and not self.editing and self.viewing == LIST:
            self.focus_first()

    def _on_read_failed(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.shelf.show_failure(told)

    # The editor.

    @Slot(str)
    def open_play(self, name: str) -> None:
        """Open a play in the editor."""
        editor = self.editor
        self._whole.setCurrentWidget(editor)
        editor.open(name)
        editor.focus_first()

    def close_editor(self) -> None:
        """Go back to the list; the draft is kept."""
        if self.editing:
            self.editor.leave()

    def undo_step(self) -> bool:
        """Take a step of the draft back; False where there is none."""
        if self.editing and not self.ui.looking_back and self.editor.can_undo:
            self.editor.undo()
            return True
        return False

    def redo_step(self) -> bool:
        """Do a step of the draft again; False where there is none."""
        if self.editing and not self.ui.looking_back and self.editor.can_redo:
            self.editor.redo()
            return True
        return False

    def focus_first(self) -> None:
        """Let the keys go to what is in view."""
        if self.editing:
            self.editor.focus_first()
            return
        view = self.views[self.viewing]
        (view.view if isinstance(view, Later) else self.shelf).focus_first()

    def focus_search(self) -> None:
        """Go to the search field of the list."""
        self.show_view(LIST)
        self.shelf.search.setFocus()

    @Slot()
    def _on_editor_closed(self) -> None:
        name = self.editor.name
        self._whole.setCurrentWidget(self._lists)
        self.editor.forget()
        if name:
            self.shelf.choose(name)
        if self.viewing == LIST:
            self.shelf.focus_first()

    @Slot(str)
    def _on_editor_gone(self, told: str) -> None:
        self._whole.setCurrentWidget(self._lists)
        self.ui.toast("The play cannot be shown", told, kind="notice")

    @Slot()
    def _on_desk_changed(self) -> None:
        if self._editor is not None:
            self._editor.forget()
        self._whole.setCurrentWidget(self._lists)
