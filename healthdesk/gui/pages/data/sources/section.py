"""The section "Sources" of the Data page: sources with their state, one in detail, feeds beside."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.source import OpenQuestion, SourceView
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.dialogs import Question
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.refresher import keep_password
from healthdesk.gui.base.secret_box import ask_secret
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import ANY_HEIGHT, SmallTable
from healthdesk.gui.pages.data.sources import reading
from healthdesk.gui.pages.data.sources.columns import feed_columns, source_columns
from healthdesk.gui.pages.data.sources.detail import SourceCard
from healthdesk.gui.pages.data.sources.query_box import QueryBox
from healthdesk.gui.pages.data.sources.reading import SourcesData
from healthdesk.gui.parts.card import HEAD, Card

RIGHT = 344
LEAST, BELOW = 116, 12
"""Height of the shortest list of sources, and the room under it."""


class SourcesSection(LiveView):
    """Shows where data comes from, and whether it still comes."""

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.IMPORTS, Topic.FACTS})

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._data = SourcesData()
        self._wanted = -1
        theme = ui.theme
        self.card = Card(theme, "Sources", "folders and queries that bring data", padding=0)
        self.table = SmallTable(
            theme, "Sources", source_columns(ui.words, ui.zone), lambda one: str(one.id),
            keeps_current=True,
        )  # fmt: skip
        self.detail = SourceCard(ui)
        self.feeds = Card(theme, "What reaches the desk", "late by its own rhythm", padding=0)
        self.feed_table = SmallTable(
            theme, "Feeds", feed_columns(ui.words, ui.today), lambda one: one.key
        )
        self.folder = _button(ui, "Watch a folder", "folder-open")
        self.query = _button(ui, "Save a query", "database")
        self.all = _button(ui, "Refresh all", "refresh")
        self.all.setToolTip("Refresh all sources (F5)")
        self._lay_out()
        self._connect()
        theme.density_changed.connect(self._limit)
        changes_desk(ui, self.folder, self.query, self.all)
        self.card.show_loading("Reading the sources")
        self.detail.hide()

    @property
    def current(self) -> SourceView | None:
        """The source in detail."""
        ident = self.table.current_id()
        return next((one for one in self._data.sources if str(one.id) == ident), None)

    @Slot()
    def reload(self) -> None:
        """Read sources and feeds."""
        job = self.ui.read(
            reading.read_sources, self.ui.day, then=self._show, failed=self._fail, key="sources"
        )
        if job < 0:
            self._show(SourcesData())

    @Slot()
    def _limit(self) -> None:
        known = HEAD + max(self.table.needed_height, LEAST) + BELOW
        self.card.setMaximumHeight(known if self._data.sources else ANY_HEIGHT)

    def _show(self, data: SourcesData) -> None:
        before = self.current
        self._data = data
        self._show_feeds()
        self.all.setVisible(bool(data.sources))
        self.detail.setVisible(bool(data.sources))
        self.card.setMaximumHeight(ANY_HEIGHT)
        if not data.sources:
            self.card.show_empty(
                "No source yet",
                "Watch the folder where your exports land, or save a query of a database: F5 then"
                " takes in what is new. Nothing is fetched without being asked for.",
                "Watch a folder",
                "folder-open",
            )
            return
        self.card.show_body()
        self.table.set_columns(source_columns(self.ui.words, self.ui.zone))
        self.table.show_rows(data.sources)
        self._limit()
        wanted = self._wanted if self._wanted >= 0 else (before.id if before else -1)
        self._wanted = -1
        self.table.go_to(max(0, self.table.rows.line_of(str(wanted))))
        self._show_current()

    def _show_feeds(self) -> None:
        feeds = self._data.feeds
        late = sum(one.late for one in feeds)
        words = self.ui.words
        self.feeds.set_subtitle(f"{words.number(late)} late" if late else "")
        if not feeds:
            self.feeds.show_empty("No data yet", "Each feed is listed with its newest day.")
            return
        self.feeds.show_body()
        self.feed_table.set_columns(feed_columns(words, self.ui.today))
        self.feed_table.show_rows(feeds)

    def _show_current(self) -> None:
        source = self.current
        if source is not None:
            self.detail.show_source(source, self._data.mappings)

    def _fail(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.detail.hide()
        self.card.show_error("The sources could not be read", told)

    def _added(self, number: int) -> None:
        self._wanted = number
        self.refresh()
        self.ui.toast(
            "It is watched from now on",
            "Nothing was taken in yet.",
            "Refresh now",
            self._refresh_added,
        )

    def _refresh_added(self) -> None:
        source = self.current
        self.ui.refresh_sources((source.id,) if source is not None else ())

    def _changed(self, answer: object) -> None:
        del answer
        self.refresh()

    @Slot()
    def _on_folder_clicked(self) -> None:
        folder = self.ui.dialogs.choose_folder("Watch a folder")
        if folder is None:
            return
        name = self.ui.dialogs.prompt(
            "Watch a folder",
            f"Files that land in {folder} are taken in when you press F5. What is it called?",
            folder.name,
            "Watch",
        )
        if name:
            self.ui.do(reading.add_folder, name, str(folder), then=self._added)

    @Slot()
    def _on_query_clicked(self) -> None:
        box = QueryBox(self.ui)
        if self.ui.dialogs.run(box):
            typed = box.query
            self.ui.do(reading.add_query, typed.name, typed.url, typed.asks, then=self._added)

    @Slot()
    def _on_all_clicked(self) -> None:
        self.ui.refresh_sources()

    @Slot(str)
    def _on_table_current_changed(self, ident: str) -> None:
        if ident:
            self._show_current()

    @Slot(bool)
    def _on_detail_refresh_requested(self, again: bool) -> None:
        source = self.current
        if source is not None:
            self.ui.refresh_sources((source.id,), again=again)

    @Slot()
    def _on_detail_remove_requested(self) -> None:
        source = self.current
        if source is None:
            return
        question = Question(
            f"Remove {source.name}?",
            "It is not looked at any more. Everything that it brought stays in the desk.",
            "Remove",
            "Keep",
            "keeps the source",
        )
        if self.ui.dialogs.ask(question):
            self.ui.do(reading.remove, source.id, then=self._changed)

    @Slot(object)
    def _on_detail_changed(self, changed: dict[str, object]) -> None:
        source = self.current
        if source is not None:
            self.ui.do(reading.change, source.id, changed, then=self._changed)

    @Slot(object)
    def _on_detail_answer_requested(self, question: OpenQuestion) -> None:
        source = self.current
        if source is None:
            return
        if source.kind == "folder":
            self.ui.start_import((Path(question.place),))
        else:
            self.ui.read(reading.place_to_answer, source.id, then=self._answer, key="answer")

    def _answer(self, place: str) -> None:
        """Open the wizard on a saved query, after its password where that is not known."""
        source = self.current
        if place:
            self.ui.start_import((place,))
        elif source is not None:
            secret = ask_secret(self.ui, source.name)
            if secret is not None:
                if secret.remember:
                    self.ui.work(keep_password, source.place, secret.password)
                self.ui.read(
                    reading.take_password,
                    source.id,
                    secret.password,
                    then=self._answer,
                    key="answer",
                )

    def _lay_out(self) -> None:
        for button in (self.all, self.query, self.folder):
            self.card.add_tool(button)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        self.feeds.setFixedWidth(RIGHT)
        self.feeds.body.setContentsMargins(0, 0, 0, 0)
        self.feeds.body.addWidget(self.feed_table)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.card, 3)
        left.addWidget(self.detail, 2)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(left, 1)
        layout.addWidget(self.feeds)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._on_table_current_changed)
        self.folder.clicked.connect(self._on_folder_clicked)
        self.query.clicked.connect(self._on_query_clicked)
        self.all.clicked.connect(self._on_all_clicked)
        self.card.acted.connect(self._on_folder_clicked)
        self.card.retry_requested.connect(self.reload)
        self.detail.refresh_requested.connect(self._on_detail_refresh_requested)
        self.detail.remove_requested.connect(self._on_detail_remove_requested)
        self.detail.changed.connect(self._on_detail_changed)
        self.detail.answer_requested.connect(self._on_detail_answer_requested)


def _button(ui: Ui, text: str, icon: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("compact", "true")
    ui.theme.bind_icon(button, icon, "text2", 14)
    return button
