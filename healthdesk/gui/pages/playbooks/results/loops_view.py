"""The tab Loops: what was said, found or begun and is not closed; each line leads to its place.

Not here: what is due soon (Today's loose ends), the figures (core/services/loops.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.loop_view import AGES, KINDS, LoopKind, LoopRow, Loops
from healthdesk.core.services import feedback, loops
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import PlayWish, Ui
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.playbooks.results.columns import loop_columns
from healthdesk.gui.pages.playbooks.results.listening import ListeningPart
from healthdesk.gui.pages.playbooks.results.saving import CsvSaver
from healthdesk.gui.panels.commercial.acts import CommercialActs
from healthdesk.gui.panels.shelf.table_view import head_line, told_of
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.plain import PlainLabel

GAP, ROW = 12, 32
SIDE: Final = 348
NEXT: Final = {"said": ("heard", "Mark as heard"), "heard": ("acted", "Mark as acted on"),
               "acted": ("told", "Mark as told back")}  # fmt: skip
"""The step that a piece of feedback waits for, and what the button says."""
_INSIGHTS: Final = ("finding", "dip")
_NOTHING: Final = {
    "said": "Everything that was said within a year was heard.",
    "heard": "All that was heard was acted on.",
    "acted": "Everybody was told what became of their words.",
    "finding": "Every finding led to something.",
    "dip": "Something was done on every account whose use dips.",
    "plan": "Every get-well plan says when it is over.",
    "run": "Of every run that is over somebody said what came of it.",
    "playbook": "Every playbook says what shows that it worked.",
    "play": "Every play says what shows that it worked.",
}
_SILENT: Final = "Customers said nothing in the last 365 days, as far as this desk knows."


@dataclass(frozen=True)
class KindRow:
    """A kind of loop in the list."""

    kind: LoopKind
    group: str
    title: str
    count: int
    old: int
    """How many wait longer than a month."""


def kind_rows(found: Loops) -> tuple[KindRow, ...]:
    """Every kind with its number."""
    return tuple(
        KindRow(kind, group, title, len(found.of(kind)), sum(found.ages(kind)[2:]))
        for kind, (group, title) in KINDS.items()
    )


def kind_columns(words: Words) -> tuple[Column, ...]:
    """The columns of the list of kinds."""

    def title(row: KindRow) -> str:
        return row.title

    def count(row: KindRow) -> str:
        return words.number(row.count) if row.count else DASH

    def old(row: KindRow) -> str:
        return words.number(row.old) if row.old else ""

    def group(row: KindRow) -> str:
        return row.group

    return (
        Column("title", "Open loops", 180, title, title, paint.name_cell(title), minimum=150,
               stretch=True, tip=group),
        Column("count", "Open", 58, lambda row: row.count, count, paint.figure_cell(count),
               right=True, minimum=50, downwards=True),
        Column("old", "Over 30 days", 92, lambda row: row.old, old,
               paint.touch_cell(old, lambda row: bool(row.old)), minimum=86, downwards=True,
               hint="Of these, how many wait longer than 30 days"),
    )  # fmt: skip


class LoopsView(LiveView):
    """Shows the loops.

    Signals:
        edit_wanted: the name of a playbook that is to be opened in the editor.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.RUNS, Topic.PLAYBOOKS, Topic.WORK, Topic.FACTS, Topic.ACCOUNTS, Topic.SCORES,
        Topic.SEGMENTS, Topic.SETTINGS, Topic.PLAYS,
    })  # fmt: skip
    edit_wanted = Signal(str)

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.found: Loops | None = None
        self.saver = CsvSaver(ui, self)
        self.acts = CommercialActs(ui, self)
        self.heard = ListeningPart(ui)
        self.themes = QPushButton("Themes")
        self.export = QPushButton("Export CSV")
        self.step = QPushButton()
        self.start = QPushButton("Start playbook")
        self.kinds = SmallTable(
            ui.theme, "Kinds of open loops", kind_columns(ui.words), _kind, keeps_current=True
        )
        self.rows = SmallTable(
            ui.theme, "Open loops", loop_columns(ui.words, ui.day), _key, keeps_current=True
        )
        self.side = Card(ui.theme, "", "", padding=0)
        self.card = Card(ui.theme, "Open loops", "", padding=0)
        self.top = Card(ui.theme, "Listening", "365 days, all that customers said")
        self._lay_out()
        self._connect()
        self.side.show_loading("Reading the loops")
        self.card.show_loading("Reading the loops")
        for part in (self.top, self.step, self.start):
            part.hide()

    def _lay_out(self) -> None:
        theme = self.ui.theme
        theme.bind_icon(self.themes, "tag", "text2", 14)
        theme.bind_icon(self.export, "download", "text2", 14)
        theme.bind_icon(self.step, "check", "text2", 14)
        theme.bind_icon(self.start, "player-play", "text2", 14)
        for button in (self.step, self.start):
            button.setProperty("compact", "true")
            self.card.add_tool(button)
        changes_desk(self.ui, self.step, self.start)
        self.about = PlainLabel("said, found or begun, and not closed yet", "second", elide=True)
        line = head_line(
            PlainLabel("Loops", "title"), self.about, self.themes, self.export, wide=True, gap=8
        )
        for table, card in ((self.kinds, self.side), (self.rows, self.card)):
            table.set_row_height(ROW)
            card.body.setContentsMargins(0, 0, 0, 0)
            card.body.addWidget(table)
        self.side.setFixedWidth(SIDE)
        self.top.body.addWidget(self.heard)
        across = QHBoxLayout()
        across.setSpacing(GAP)
        across.addWidget(self.side)
        across.addWidget(self.card, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(line)
        whole.addWidget(self.top)
        whole.addSpacing(GAP)
        whole.addLayout(across, 1)

    def _connect(self) -> None:
        self.themes.clicked.connect(self._on_themes_clicked)
        self.export.clicked.connect(self._on_export_clicked)
        self.step.clicked.connect(self._on_step_clicked)
        self.start.clicked.connect(self._on_start_clicked)
        self.kinds.current_changed.connect(self._on_kinds_current_changed)
        self.rows.current_changed.connect(self._on_rows_current_changed)
        self.rows.opened.connect(self._on_rows_opened)
        for before, after in (
            (self.kinds, self.rows), (self.rows, self.step), (self.step, self.start),
            (self.start, self.themes), (self.themes, self.export),
        ):  # fmt: skip
            QWidget.setTabOrder(before, after)
        self.side.retry_requested.connect(self.reload)

    def reload(self) -> None:
        """Read them."""
        ui = self.ui
        job = ui.read(
            loops.read, ui.day, ui.segment, then=self._take, failed=self._fail, key="loops"
        )
        if job < 0:
            self.top.hide()
            self.card.hide()
            self.side.show_empty("No desk is open", "Open a desk, or make one.")

    def _take(self, found: Loops) -> None:
        fresh, self.found = self.found is None, found
        self.top.show()
        self.card.show()
        self.heard.show_heard(found.heard)
        self.side.show_body()
        self.kinds.set_columns(kind_columns(self.ui.words))
        kinds = kind_rows(found)
        self.kinds.show_rows(kinds)
        if not self.kinds.current_id():
            first = next((at for at, one in enumerate(kinds) if one.count and at), 0)
            self.kinds.go_to(first)
        self._show_rows()
        if fresh and self.themes.hasFocus():
            self.focus_first()

    def _fail(self, error: Exception) -> None:
        told = told_of(error)
        self.card.hide()
        self.side.show_error("The loops could not be read", told)

    @property
    def kind(self) -> LoopKind | None:
        """The kind whose rows are shown."""
        ident = self.kinds.current_id()
        return next((kind for kind in KINDS if kind == ident), None)

    @property
    def row(self) -> LoopRow | None:
        """The current row."""
        kind, ident = self.kind, self.rows.current_id()
        some = self.found.of(kind) if self.found is not None and kind is not None else ()
        return next((one for one in some if one.key == ident), None)

    def choose(self, kind: LoopKind) -> None:
        """Show the rows of a kind."""
        self.kinds.go_to(list(KINDS).index(kind))

    def focus_first(self) -> None:
        """Let the keys go to the kinds."""
        self.kinds.enter()

    def _show_rows(self) -> None:
        kind, found = self.kind, self.found
        if kind is None or found is None:
            return
        group, title = KINDS[kind]
        some = found.of(kind)
        self.card.set_title(title, self._ages(kind, found) if some else group)
        self.rows.set_columns(loop_columns(self.ui.words, found.day))
        self.rows.show_rows(some)
        if some:
            if not self.rows.current_id():
                self.rows.go_to(0)
            self.card.show_body()
        else:
            silent = kind in NEXT and not found.heard.voices
            told = _SILENT if silent else _NOTHING[kind]
            self.card.show_empty("Nothing is open here", told, icon="circle-check")
        self.step.setVisible(kind in NEXT and bool(some))
        self.step.setText(NEXT[kind][1] if kind in NEXT else "")
        self.start.setVisible(kind in _INSIGHTS and bool(some))
        self._enable()

    def _ages(self, kind: LoopKind, found: Loops) -> str:
        """How long they wait: "10 up to 7 days, 61 up to 30, 3 longer"."""
        words, parts = self.ui.words, []
        for count, most in zip(found.ages(kind), (*AGES, None), strict=True):
            if count and most is not None:
                parts.append(f"{words.number(count)} up to {most} days")
            elif count:
                parts.append(f"{words.number(count)} longer")
        return ", ".join(parts)

    def _enable(self) -> None:
        there = self.row is not None
        self.step.setEnabled(there)
        self.start.setEnabled(there)

    @Slot(str)
    def _on_kinds_current_changed(self, ident: str) -> None:
        del ident
        self._show_rows()

    @Slot(str)
    def _on_rows_current_changed(self, ident: str) -> None:
        del ident
        self._enable()

    @Slot(str)
    def _on_rows_opened(self, ident: str) -> None:
        del ident
        row = self.row
        if row is None:
            return
        if row.kind == "playbook":
            self.edit_wanted.emit(row.playbook)
        elif row.kind == "play":
            self.ui.open_plays(PlayWish(name=row.play))
        elif row.run is not None:
            self.ui.open_run(row.run, "outcome")
        else:
            self.ui.open_account(row.account_id, row.tab)

    @Slot()
    def _on_step_clicked(self) -> None:
        row = self.row
        if row is None or row.kind not in NEXT or row.row is None or self.ui.refuses_changes():
            return
        self.ui.do(feedback.mark, row.table, row.row, NEXT[row.kind][0])

    @Slot()
    def _on_start_clicked(self) -> None:
        row = self.row
        if row is not None and row.account_id:
            self.ui.start_playbook([row.account_id])

    @Slot()
    def _on_themes_clicked(self) -> None:
        under = QPoint(0, self.themes.height())
        self.acts.open_board(self.themes.mapToGlobal(under))

    @Slot()
    def _on_export_clicked(self) -> None:
        path = self.ui.dialogs.save_as("Export loops", Path("open-loops.csv"), CsvSaver.KIND)
        if path is not None:
            self.saver.save(path, loops.csv, self.ui.day, self.ui.segment)


def _kind(row: KindRow) -> str:
    return row.kind


def _key(row: LoopRow) -> str:
    return row.key
