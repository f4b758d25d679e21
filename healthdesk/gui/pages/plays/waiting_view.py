"""The tab Waiting for a yes: what plays suggest, one of them in full beside; Y and N answer."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.firing import FiringRow
from healthdesk.core.services import plays
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.plays.waiting_columns import waiting_columns
from healthdesk.gui.panels.plays.answering import Answering
from healthdesk.gui.panels.plays.told_list import ToldList
from healthdesk.gui.panels.shelf.table_view import TableView
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.composition import scroll_of
from healthdesk.gui.parts.plain import Paragraph, PlainLabel

GAP = 12
_WIDE: Final = 320
_NARROW: Final = 760
"""Width below which why is not told beside the list."""


class WaitingTable(SmallTable):
    """Suggestions.

    Signals:
        answered: "yes" or "no", by key.
    """

    answered = Signal(str)
    keys: ClassVar = {Qt.Key.Key_Y: "yes", Qt.Key.Key_N: "no"}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Y and N answer."""
        way = self.keys.get(Qt.Key(event.key()))
        if way and not event.modifiers():
            self.answered.emit(way)
        else:
            super().keyPressEvent(event)


def read_waiting(tx: Tx, day: int) -> tuple[FiringRow, ...]:
    """Read what waits for a yes."""
    return plays.suggestions(tx, day)


class WaitingView(TableView):
    """Shows what waits.

    Signals:
        play_wanted: the name of a play that is to be opened.
        took: it shows what it read.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({Topic.PLAYS, Topic.ACCOUNTS, Topic.RUNS})
    play_wanted = Signal(str)
    took = Signal()
    table: WaitingTable

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent, "Waiting for a yes", "the suggestions")
        self.rows: tuple[FiringRow, ...] = ()
        self.answering = Answering(ui, self)
        columns = waiting_columns(ui.words, ui.day)
        table = WaitingTable(ui.theme, "Suggestions", columns, _ident, keeps_current=True)
        self.detail = Card(ui.theme, "Why", "", padding=0)
        self.detail.setFixedWidth(_WIDE)
        self.play = PlainLabel("", "second", wrap=True)
        self.lines = ToldList(ui.theme)
        self.more = Paragraph(ui.theme, "", "text2")
        self.yes, self.no = self._button("Yes", "check", "primary"), self._button("No", "x")
        self.account = self._button("Open account", "buildings")
        self.open = self._button("Open play", "bolt")
        changes_desk(ui, self.yes, self.no)
        self._lay_out(table)
        self._connect()

    def _button(self, text: str, icon: str, kind: str = "") -> QPushButton:
        button = QPushButton(text)
        if kind:
            button.setProperty("kind", kind)
        self.ui.theme.bind_icon(button, icon, "onaccent" if kind == "primary" else "text2")
        return button

    def _lay_out(self, table: WaitingTable) -> None:
        self._fill_detail()
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.card, 1)
        cards.addWidget(self.detail)
        column = self.put(table)
        column.addLayout(cards, 1)
        self.setLayout(column)

    def _fill_detail(self) -> None:
        inside = QWidget()
        inside.setProperty("ground", "none")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(12, 2, 12, 12)
        rows.setSpacing(10)
        for widget in (self.play, self.lines, self.more):
            rows.addWidget(widget)
        links = QHBoxLayout()
        for button in (self.account, self.open):
            button.setProperty("kind", "quiet")
            button.setProperty("compact", "true")
            links.addWidget(button)
        links.addStretch(1)
        rows.addLayout(links)
        rows.addStretch(1)
        self.detail.body.setContentsMargins(0, 0, 0, 0)
        self.detail.body.addWidget(scroll_of(inside))
        feet = QWidget()
        row = QHBoxLayout(feet)
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        row.addWidget(PlainLabel("Y", "key"))
        row.addWidget(PlainLabel("N", "key"))
        self.detail.set_foot(feet, 44)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.opened.connect(self._on_table_opened)
        self.table.answered.connect(self._on_table_answered)
        self.table.rows.marks_changed.connect(self._on_marks_changed)
        self.yes.clicked.connect(self._on_yes_clicked)
        self.no.clicked.connect(self._on_no_clicked)
        self.account.clicked.connect(self._on_account_clicked)
        self.open.clicked.connect(self._on_open_clicked)

    def reload(self) -> None:
        """Read what waits."""
        self.ask(read_waiting, self.ui.day, key="waiting plays")

    def _take(self, rows: tuple[FiringRow, ...]) -> None:
        self.rows = rows
        words = self.ui.words
        some = len({row.play for row in rows})
        told = f"{words.count(len(rows), 'suggestion')} of {words.count(some, 'play')}"
        self.count.setText(told if rows else "")
        self._fit()
        if not rows:
            self.card.show_empty(
                "Nothing waits for a yes",
                "What plays suggest stands here, each with its reason. A yes starts the playbook, a"
                " no keeps your word why not.",
                icon="bolt",
            )
            return
        self.card.show_body()
        line = self.table.currentIndex().row()
        self.table.set_columns(waiting_columns(words, self.ui.day))
        self.table.show_rows(rows)
        if not self.table.current_id():
            self.table.go_to(line)  # the next one, where the current one was answered
        self._show_current()
        self.took.emit()

    @property
    def row(self) -> FiringRow | None:
        """The current suggestion."""
        ident = self.table.current_id()
        return next((one for one in self.rows if _ident(one) == ident), None)

    @property
    def meant(self) -> tuple[FiringRow, ...]:
        """Those that are ticked, else the current one."""
        ticked = self.table.rows.marks
        some = tuple(one for one in self.rows if _ident(one) in ticked)
        row = self.row
        return some or (() if row is None else (row,))

    def _show_current(self) -> None:
        row = self.row
        self._fit()
        if row is None:
            return
        words = self.ui.words
        self.detail.set_title(row.account_name, words.near_day(row.day, self.ui.today))
        self.play.setText(row.play)
        self.lines.show_lines(row.because)
        parts = []
        if row.cause_day < row.day:
            parts.append(f"It holds since {words.day(row.cause_day)}.")
        if row.known_on > row.day:
            parts.append(f"The desk learned of it on {words.day(row.known_on)}.")
        self.more.setText(" ".join(parts))
        self.more.setVisible(bool(parts))
        self._say_buttons()

    def _say_buttons(self) -> None:
        number = len(self.table.rows.marks)
        self.yes.setText(f"Yes to {number}" if number > 1 else "Yes, start it")
        self.no.setText(f"No to {number}" if number > 1 else "No")

    def _fit(self) -> None:
        self.detail.setVisible(bool(self.rows) and self.width() >= _NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window only the list is shown."""
        super().resizeEvent(event)
        self._fit()

    @Slot(str)
    def _on_table_current_changed(self, ident: str) -> None:
        del ident
        self._show_current()

    @Slot()
    def _on_marks_changed(self) -> None:
        self._say_buttons()

    @Slot(str)
    def _on_table_opened(self, ident: str) -> None:
        row = next((one for one in self.rows if _ident(one) == ident), None)
        if row is not None:
            self.ui.open_account(row.account_id)

    @Slot(str)
    def _on_table_answered(self, way: str) -> None:
        if way == "yes":
            self.answering.yes(self.meant)
        else:
            self.answering.no(self.meant)

    @Slot()
    def _on_yes_clicked(self) -> None:
        self.answering.yes(self.meant)

    @Slot()
    def _on_no_clicked(self) -> None:
        self.answering.no(self.meant)

    @Slot()
    def _on_account_clicked(self) -> None:
        if self.row is not None:
            self.ui.open_account(self.row.account_id)

    @Slot()
    def _on_open_clicked(self) -> None:
        if self.row is not None:
            self.play_wanted.emit(self.row.play)


def _ident(row: Any) -> str:  # noqa: ANN401 - a row of the table
    return str(row.id)
