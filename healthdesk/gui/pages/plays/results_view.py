"""The tab Results: every play with what came of it, one of them in full beside the list."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.play_results import PlayResults
from healthdesk.core.domain.play_view import PlayRow
from healthdesk.core.services import play_results, plays
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.plays import columns
from healthdesk.gui.pages.plays.results_card import ResultsCard
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.plain import PlainLabel

HEAD, GAP = 56, 12
_SHOWN: Final = ("name", "fired", "worked", "measure")


def read_plays(tx: Tx, day: int) -> tuple[PlayRow, ...]:
    """Read the plays that were ever live, those that fired first."""
    live = (row for row in plays.overview(tx, day) if row.version and not row.broken)
    return tuple(sorted(live, key=_never))


def _never(row: PlayRow) -> bool:
    return row.last_fired is None


def read_results(tx: Tx, name: str, day: int) -> PlayResults:
    """Read what came of a play."""
    return play_results.results(tx, name, day)


def result_columns(words: Words, day: int) -> tuple[Column, ...]:
    """Of plays with what came of them."""

    def last(row: PlayRow) -> str:
        return "never" if row.last_fired is None else words.near_day(row.last_fired, day)

    known = {one.key: one for one in columns.play_columns(words, day)}
    ended = Column("last", "Last fired", 84, lambda row: row.last_fired, last,
                   paint.text_cell(last), minimum=74, downwards=True)  # fmt: skip
    known["name"] = replace(known["name"], stretch=True)
    return (*(known[key] for key in _SHOWN[:2]), ended, *(known[key] for key in _SHOWN[2:]))


class ResultsView(LiveView):
    """Shows the results.

    Signals:
        play_wanted: the name of a play that is to be opened.
        took: it shows what it read.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.PLAYS, Topic.RUNS, Topic.PLAYBOOKS, Topic.SCORES, Topic.FACTS, Topic.ACCOUNTS,
        Topic.SETTINGS,
    })  # fmt: skip
    play_wanted = Signal(str)
    took = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.rows: tuple[PlayRow, ...] = ()
        self._asked = ""
        self.count = PlainLabel("", "second", elide=True)
        self.card = Card(ui.theme, "", "", padding=0)
        self.card.setAccessibleName("Results of plays")
        self.table = SmallTable(
            ui.theme, "Results of plays", result_columns(ui.words, ui.day), _name,
            keeps_current=True,
        )  # fmt: skip
        self.table.set_row_height(32)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        self.detail = ResultsCard(ui)
        self._lay_out()
        self.table.current_changed.connect(self._on_table_current_changed)
        self.table.opened.connect(self.play_wanted)
        self.detail.play_wanted.connect(self.play_wanted)
        self.card.retry_requested.connect(self.reload)
        self.card.show_loading("Reading the results")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(PlainLabel("Results", "title"))
        head.addWidget(self.count, 1)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        cards = QHBoxLayout()
        cards.setSpacing(GAP)
        cards.addWidget(self.card, 9)
        cards.addWidget(self.detail, 11)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addLayout(cards, 1)

    def reload(self) -> None:
        """Read the list, and the current play."""
        job = self.ui.read(
            read_plays, self.ui.day, then=self._take, failed=self._fail, key="plays with results"
        )
        if job < 0:
            self.detail.hide()
            self.card.show_empty("No desk is open", "Open a desk, or make one.")

    def _take(self, rows: tuple[PlayRow, ...]) -> None:
        self.rows = rows
        words = self.ui.words
        blind = sum(not row.goal for row in rows)
        told = f"{words.count(blind, 'play')} without a measure" if blind else ""
        self.count.setText(told)
        self.detail.setVisible(bool(rows))
        if not rows:
            self.card.show_empty(
                "No play is live yet",
                "What came of plays is told here once one was switched on and fired.",
                icon="bolt",
            )
            return
        self.card.show_body()
        self.table.set_columns(result_columns(words, self.ui.day))
        self.table.show_rows(rows)
        if not self.table.current_id():
            self.table.go_to(0)
        self._read_one(again=True)
        self.took.emit()

    def _fail(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.detail.hide()
        self.card.show_error("The results could not be read", told)

    def focus_first(self) -> None:
        """Let the keys go to the list."""
        if self.rows:
            self.table.enter()

    def _read_one(self, *, again: bool = False) -> None:
        name = self.table.current_id()
        if not name or (name == self._asked and not again):
            return
        self._asked = name
        if self.detail.found is None or self.detail.found.name != name:
            self.detail.show_loading("Reading what came of it")
        self.ui.read(
            read_results,
            name,
            self.ui.day,
            then=self._take_one,
            failed=self._fail_one,
            key="results of a play",
            label="Comparing accounts",
        )

    def _take_one(self, found: PlayResults) -> None:
        self.detail.show_results(found)

    def _fail_one(self, error: Exception) -> None:
        told = error.sentence if isinstance(error, DeskError) else "Your desk is untouched."
        self.detail.show_error("The results could not be read", told)

    @Slot(str)
    def _on_table_current_changed(self, name: str) -> None:
        del name
        self._read_one()


def _name(row: PlayRow) -> str:
    return row.name
