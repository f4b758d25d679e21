"""The tab Results: every playbook with what came of it, one of them in full beside the list."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.playbook_view import ResultRow, Results
from healthdesk.core.services import runs
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.playbooks.results.columns import result_columns
from healthdesk.gui.pages.playbooks.results.detail_card import DetailCard
from healthdesk.gui.pages.playbooks.results.reading import read_one, read_results, results_csv
from healthdesk.gui.pages.playbooks.results.saving import CsvSaver
from healthdesk.gui.panels.report_button import ReportButton
from healthdesk.gui.panels.runs.outcome_bar import TAPS
from healthdesk.gui.panels.shelf.list_view import name_of
from healthdesk.gui.panels.shelf.table_view import ResultTable


class ResultsView(ResultTable):
    """Shows the results.

    Signals:
        edit_wanted: the name of a playbook that is to be opened in the editor.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset({
        Topic.RUNS, Topic.PLAYBOOKS, Topic.WORK, Topic.OUTBOX, Topic.SCORES, Topic.FACTS,
        Topic.SETTINGS, Topic.ACCOUNTS,
    })  # fmt: skip
    edit_wanted = Signal(str)
    table: SmallTable
    detail: DetailCard

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent, DetailCard(ui))
        self.rows: tuple[ResultRow, ...] = ()
        self._wanted = ""
        self._said = ""
        self.saver = CsvSaver(ui, self)
        self.export = QPushButton("Export CSV")
        ui.theme.bind_icon(self.export, "download", "text2", 14)
        columns, named = result_columns(ui.words), "Results of playbooks"
        table = SmallTable(ui.theme, named, columns, name_of, keeps_current=True)
        report = ReportButton(ui, "playbook_results", "Report of the results")
        self.put(table, report, self.export)
        self.export.clicked.connect(self._on_export_clicked)
        self.table.opened.connect(self.edit_wanted)
        self.detail.edit_wanted.connect(self.edit_wanted)
        self.detail.waiting.told.connect(self._on_waiting_told)
        self.detail.waiting.run_wanted.connect(self._on_run_wanted)
        QWidget.setTabOrder(self.table, self.export)

    def reload(self) -> None:
        """Read the list, and the current playbook."""
        self.ask(read_results, self.ui.day, key="results")

    def _take(self, rows: tuple[ResultRow, ...]) -> None:
        first, self.rows = not self.rows, rows
        self.export.setEnabled(bool(rows))
        self.count.setText(self._summary())
        self.detail.setVisible(bool(rows))
        if not rows:
            self.card.show_empty(
                "No playbook is published",
                "What came of playbooks is told here once one ran: publish one on the tab"
                " Playbooks and start it on an account.",
                icon="list-check",
            )
            return
        self.card.show_body()
        blind = any(not row.measure for row in rows)
        self.table.set_columns(result_columns(self.ui.words, blind=blind))
        self.table.show_rows(rows)
        names = [row.name for row in rows]
        if self._wanted in names:
            self.table.go_to(names.index(self._wanted))
            self._wanted = ""
        elif not self.table.current_id():
            self.table.go_to(0)
        self.read_one(again=True)
        if first and self.export.hasFocus():
            self.focus_first()

    def _summary(self) -> str:
        words = self.ui.words
        runs_all = sum(row.runs for row in self.rows)
        told, worked = (
            sum(row.told for row in self.rows),
            sum(row.outcomes["worked"] for row in self.rows),
        )
        waits = sum(row.waiting for row in self.rows)
        blind = sum(not row.measure for row in self.rows)
        parts = [words.count(runs_all, "run")]
        parts += [f"worked in {worked} of {told} told"] if told else []
        parts += [f"{waits} to tell"] if waits else []
        parts += [f"{words.count(blind, 'playbook')} without a measure"] if blind else []
        return " · ".join(parts)

    def choose(self, name: str) -> None:
        """Show a playbook, as soon as it is known."""
        self._wanted = name
        names = [row.name for row in self.rows]
        if name in names:
            self._wanted = ""
            self.table.go_to(names.index(name))

    def ask_one(self, name: str) -> None:
        """Read what came of a playbook."""
        then, failed = self._take_one, self._fail_one
        self.ui.read(read_one, name, self.ui.day, then=then, failed=failed, key="result")

    def show_one(self, found: Results) -> None:
        """Show what came of a playbook."""
        self.detail.show_results(found)

    @Slot(int, str)
    def _on_waiting_told(self, run: int, outcome: str) -> None:
        self._said = outcome
        self.ui.do(runs.record_outcome, run, outcome, then=self._on_recorded)

    def _on_recorded(self, done: None) -> None:
        del done
        again = "It is asked again in 30 days." if self._said == "too early" else ""
        self.ui.toast(f"Noted: {TAPS.get(self._said, '')}", again, "Undo", self.ui.undo)

    @Slot(int)
    def _on_run_wanted(self, run: int) -> None:
        self.ui.open_run(run, "outcome")

    @Slot()
    def _on_export_clicked(self) -> None:
        path = self.ui.dialogs.save_as(
            "Export results", Path("playbook-results.csv"), CsvSaver.KIND
        )
        if path is not None:
            self.saver.save(path, results_csv, self.ui.day)
