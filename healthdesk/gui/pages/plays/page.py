"""The page Plays: list, what waits for a yes, log and results as tabs, and the editor over them.

Not here: the list (shelf.py), the editor (editor/editor.py), reading (reading.py).
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar, TypeVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.gui.base.ui import CampaignWish, PlayWish, Ui
from healthdesk.gui.pages.plays.campaigns.view import CampaignsView
from healthdesk.gui.pages.plays.editor.editor import Editor
from healthdesk.gui.pages.plays.kind import PLAYS
from healthdesk.gui.pages.plays.log_view import LogView
from healthdesk.gui.pages.plays.reading import read_shelf
from healthdesk.gui.pages.plays.results_view import ResultsView
from healthdesk.gui.pages.plays.shelf import ShelfView
from healthdesk.gui.pages.plays.waiting_view import WaitingView
from healthdesk.gui.panels.shelf.later import Later
from healthdesk.gui.panels.shelf.page import ShelfPage
from healthdesk.gui.parts.tab_bar import TabMark

LIST, WAITING, LOG, RESULTS, CAMPAIGNS = "plays", "waiting", "log", "results", "campaigns"
Beside = TypeVar("Beside", WaitingView, LogView, ResultsView, CampaignsView)


class PlaysPage(ShelfPage[ShelfView, Editor]):
    """Shows the list of plays, or one in the editor."""

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.PLAYS, Topic.PLAYBOOKS, Topic.RUNS, Topic.SEGMENTS, Topic.SETTINGS, Topic.ACCOUNTS,
        Topic.FACTS, Topic.SCORES,
    })  # fmt: skip

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, PLAYS, ShelfView(ui), read_shelf, parent)
        self.waiting = Later(partial(self._make, WaitingView))
        self.log = Later(partial(self._make, LogView))
        self.results = Later(partial(self._make, ResultsView))
        self.campaigns = Later(partial(self._make, CampaignsView))
        self.set_views("Plays and what came of them", (
            (WAITING, "Waiting for a yes", self.waiting),
            (LOG, "Log", self.log),
            (RESULTS, "Results", self.results),
            (CAMPAIGNS, "Campaigns", self.campaigns),
        ))  # fmt: skip

    def make_editor(self) -> Editor:
        """Make the editor of a play."""
        return Editor(self.ui)

    def _make(self, kind: type[Beside], place: QWidget) -> Beside:
        view = kind(self.ui, place)
        if not isinstance(view, CampaignsView):
            view.play_wanted.connect(self.open_document)
        view.took.connect(self._on_view_took)
        return view

    @Slot(str)
    def show_view(self, key: str) -> None:
        """Show another of the views, and let the keys go there."""
        super().show_view(key)
        if key in self.views:
            self.setFocus()
            self.focus_first()

    @Slot()
    def _on_view_took(self) -> None:
        if self.hasFocus() and not self.editing:
            self.focus_first()

    def took(self) -> None:
        """Tell on its tab how much waits."""
        waiting = self.shelf.shelf.waiting
        self.tabs.set_marks({WAITING: TabMark(waiting, text=f"{waiting} waiting for a yes")})

    def left(self, editor: Editor) -> None:
        """A play that is opened again begins anew."""
        editor.forget()

    @property
    def help_topic(self) -> str:
        """The page of the help for what is in view; "" = that of plays."""
        return CAMPAIGNS if self.viewing == CAMPAIGNS and not self.editing else ""

    # Wishes from elsewhere.

    def open_play(self, name: str) -> None:
        """Open a play in the editor."""
        self.open_document(name)

    def show_wish(self, wish: PlayWish) -> None:
        """Show a view, a play, or what a new one can begin with."""
        if wish.name:
            self.open_play(wish.name)
        elif wish.new:
            self.show_view(LIST)
            self.shelf.acts.add_blank(wish.segment)
        else:
            self.show_view(wish.tab or LIST)
            if wish.tab == LOG and wish.since is not None:
                self.log.view.show_since(wish.since)

    def show_campaign(self, wish: CampaignWish) -> None:
        """Show a campaign, or begin a new one."""
        self.show_view(CAMPAIGNS)
        self.campaigns.view.show_wish(wish)

    def acting(self, way: str) -> None:
        """Do what the palette offers: begin a new play, or stop all of them."""
        self.show_view(LIST)
        if way == "new":
            self.shelf.new.click()
        elif way == "stop":
            self.shelf.acts.switching.stop_all()
