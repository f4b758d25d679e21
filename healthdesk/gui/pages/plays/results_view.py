"""The tab Results: every play with what came of it, one of them in full beside the list."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from healthdesk.core.desk import Tx
from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.play_results import PlayResults
from healthdesk.core.domain.play_view import PlayRow
from healthdesk.core.services import play_results, plays
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.plays import columns
from healthdesk.gui.pages.plays.results_card import ResultsCard
from healthdesk.gui.panels.shelf.list_view import name_of
from healthdesk.gui.panels.shelf.table_view import ResultTable
from healthdesk.gui.parts import column_painters as paint
from healthdesk.gui.parts.column import Column


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
    """Of plays with what came of them; what they are measured by is told beside the list."""

    def last(row: PlayRow) -> str:
        return "never" if row.last_fired is None else words.near_day(row.last_fired, day)

    known = {one.key: one for one in columns.play_columns(words, day)}
    ended = Column("last", "Last fired", 104, lambda row: row.last_fired, last,
                   paint.text_cell(last), minimum=94, downwards=True)  # fmt: skip
    name = replace(known["name"], stretch=True, minimum=150)
    return (
        name,
        replace(known["fired"], title="30 days", width=60, minimum=56),
        ended,
        known["worked"],
    )


class ResultsView(ResultTable):
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
    table: SmallTable
    detail: ResultsCard

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent, ResultsCard(ui))
        self.rows: tuple[PlayRow, ...] = ()
        columns, named = result_columns(ui.words, ui.day), "Results of plays"
        self.put(SmallTable(ui.theme, named, columns, name_of, keeps_current=True))
        self.table.opened.connect(self.play_wanted)
        self.detail.play_wanted.connect(self.play_wanted)

    def reload(self) -> None:
        """Read the list, and the current play."""
        self.ask(read_plays, self.ui.day, key="plays with results")

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
        self.read_one(again=True)
        self.took.emit()

    def ask_one(self, name: str) -> None:
        """Read what came of a play."""
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

    def show_one(self, found: PlayResults) -> None:
        """Show what came of a play."""
        self.detail.show_results(found)
