"""Help, offline: the pages of resources/help, drawn by a small renderer of our own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from healthdesk import paths
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.help_text import draw
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

TOPICS: tuple[tuple[str, str], ...] = (
    ("start", "Getting started"),
    ("today", "Today"),
    ("dashboards", "Dashboards"),
    ("accounts", "Accounts"),
    ("segments", "Segments"),
    ("playbooks", "Playbooks"),
    ("playbook-editor", "Playbook editor"),
    ("plays", "Successplays"),
    ("campaigns", "Campaigns"),
    ("score", "The score explained"),
    ("model", "Health model"),
    ("backtest", "Did the score foretell it?"),
    ("suggestion", "Weights from your own history"),
    ("usage", "Usage"),
    ("trends", "Dips, rises and stops"),
    ("timeline", "Timeline, files and notes"),
    ("people", "People"),
    ("tasks", "Tasks"),
    ("work", "Work with an account"),
    ("commercial", "Contracts, forecasts, feedback"),
    ("outbox", "Outbox"),
    ("reports", "Reports"),
    ("handover", "Handing accounts over"),
    ("imports", "Bringing data in"),
    ("exchange", "Exchange folder"),
    ("documents", "Profiles and segments"),
    ("command-line", "Command line"),
    ("keyboard", "Keyboard"),
    ("settings", "Settings and backups"),
    ("tone", "Estimated tone"),
    ("privacy", "Privacy and files"),
    ("desk-file", "The desk's file"),
)
KEY = "topic"
COLUMN = 800


@dataclass(frozen=True)
class Topic:
    """One page of help."""

    key: str
    title: str
    text: str


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """Read every page of help that ships with the program."""
    return tuple(
        Topic(key, title, (folder / f"{key}.md").read_text(encoding="utf-8"))
        for key, title in TOPICS
    )


class HelpPage(QWidget):
    """A list of topics, a page, and a search through all of them."""

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ui = ui
        self.setAccessibleName("Help")
        self._topics = read_topics(paths.resources() / "help")
        self._shown = self._topics[0].key
        self._scroll = QScrollArea()
        self._drawn = ""
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._line = QLineEdit()
        self._line.setPlaceholderText("Search the help")
        self._line.setAccessibleName("Search the help")
        self._line.setClearButtonEnabled(False)
        self._line.textChanged.connect(self._on_line_text_changed)
        self.tour = QPushButton("Take the tour")
        self.tour.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.tour, "player-play", "text2", 16)
        self.tour.clicked.connect(self._on_tour_clicked)
        self.view = QTextBrowser()
        self.view.setProperty("bare", "true")
        self.view.setOpenLinks(False)
        self.view.setAccessibleName("Help text")
        self.view.setMaximumWidth(COLUMN)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 0, 16, 16)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._list())
        across.addWidget(self._reader(), 1)
        whole.addLayout(across, 1)
        self._group.buttonClicked.connect(self._on_group_button_clicked)
        ui.theme.changed.connect(self._on_theme_changed)

    @property
    def topic(self) -> str:
        """The key of the page that is shown."""
        return self._shown

    def show_topic(self, key: str) -> None:
        """Show a page of help; an unknown one leads to the first."""
        known = {topic.key for topic in self._topics}
        self._shown = key if key in known else self._topics[0].key
        for button in self._group.buttons():
            button.setChecked(button.property(KEY) == self._shown)
            if button.isChecked():
                self._scroll.ensureWidgetVisible(button, 0, 40)
        self._drawn = ""
        if self.isVisible():
            self._draw()

    def focus_search(self) -> None:
        """Go to the search field."""
        self._line.setFocus()
        self._line.selectAll()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        title = PlainLabel("Help", "title")
        title.setFixedHeight(56)
        head.addWidget(title)
        head.addWidget(PlainLabel("readable offline, part of the program", "second"))
        head.addStretch(1)
        head.addWidget(self.tour)
        self._line.setFixedWidth(260)
        head.addWidget(self._line)
        return head

    def _list(self) -> Card:
        card = Card(self.ui.theme, "Topics", padding=8)
        card.setFixedWidth(248)
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 4, 0)
        rows.setSpacing(2)
        for topic in self._topics:
            button = QPushButton(topic.title)
            button.setProperty("rail", "true")
            button.setProperty(KEY, topic.key)
            button.setCheckable(True)
            button.setChecked(topic.key == self._shown)
            self._group.addButton(button)
            rows.addWidget(button)
        rows.addStretch(1)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        card.body.addWidget(self._scroll)
        return card

    def _reader(self) -> Card:
        card = Card(self.ui.theme, padding=0)
        inner = QHBoxLayout()
        inner.setContentsMargins(24, 16, 4, 4)
        inner.addWidget(self.view, 100)
        inner.addStretch(1)
        card.body.addLayout(inner)
        return card

    def _draw(self) -> None:
        topic = next(topic for topic in self._topics if topic.key == self._shown)
        self._drawn = topic.key
        document = self.view.document()
        document.clear()
        document.setDocumentMargin(4)
        draw(document, topic.text, self.ui.theme)
        self.view.moveCursor(QTextCursor.MoveOperation.Start)

    @Slot(object)
    def _on_group_button_clicked(self, button: QPushButton) -> None:
        self.show_topic(str(button.property(KEY)))

    @Slot()
    def _on_tour_clicked(self) -> None:
        self.ui.take_tour()

    @Slot(str)
    def _on_line_text_changed(self, text: str) -> None:
        wanted = text.casefold().strip()
        hits = {
            topic.key
            for topic in self._topics
            if wanted in topic.text.casefold() or wanted in topic.title.casefold()
        }
        for button in self._group.buttons():
            button.setVisible(button.property(KEY) in hits)
        if hits and self._shown not in hits:
            self.show_topic(next(t.key for t in self._topics if t.key in hits))
        if wanted:
            self.view.find(text.strip())

    @Slot()
    def _on_theme_changed(self) -> None:
        self._drawn = ""
        if self.isVisible():
            self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the page when it is first seen."""
        super().showEvent(event)
        if self._drawn != self._shown:
            self._draw()
        self.view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
