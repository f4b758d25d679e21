"""The section "Quality" of the Data page: findings at the left, the rows of one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.quality import Finding
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.quality.columns import Placed, finding_columns, row_columns
from healthdesk.gui.pages.data.quality.reading import read_findings, save_rows
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.plain import Paragraph

LEFT = 344
GO = {"settle": "Open “To settle”", "imports": "Open the imports", "sources": "Open the sources"}


class QualitySection(LiveView):
    """Shows what is missing, stale, impossible or doubtful.

    Signals:
        section_requested: key of another section of the page, where it can be put right.
    """

    section_requested = Signal(str)
    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.CONTACTS, Topic.IMPORTS}
    )

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self._findings: dict[str, Finding] = {}
        self._shown = ""
        theme = ui.theme
        self.list = Card(theme, "Findings", "the gravest first", padding=0)
        self.table = SmallTable(
            theme, "Findings", finding_columns(ui.words), lambda one: one.key, keeps_current=True
        )
        self.detail = Card(theme, " ", padding=0)
        self.rows = SmallTable(theme, "Rows", row_columns(ui.words), lambda one: str(one.place))
        self.sentence = Paragraph(theme, "", "text")
        self.todo = Paragraph(theme, "")
        self.save = _button(ui, "Save rows", "download")
        self.go = _button(ui, "", "arrow-right")
        self.open = _button(ui, "Open account", "buildings")
        self._lay_out()
        self._connect()
        self.list.show_loading("Looking through the data")
        self.detail.hide()

    @Slot()
    def reload(self) -> None:
        """Look through the data as of the day in view."""
        job = self.ui.read(
            read_findings, self.ui.day, then=self._show, failed=self._fail, key="quality",
            label="Looking through the data",
        )  # fmt: skip
        if job < 0:
            self._show(())

    def show_finding(self, key: str) -> None:
        """Show the rows of a finding."""
        found = self._findings.get(key)
        if found is None:
            return
        self._shown = key
        words = self.ui.words
        more = found.count - len(found.rows)
        shown = f"the first {words.number(len(found.rows))}" if more and found.rows else ""
        self.detail.set_title(found.title, shown)
        self.sentence.setText(found.sentence)
        self.todo.setText(found.todo)
        self.rows.set_columns(_wanted(row_columns(words), found))
        self.rows.show_rows([Placed(at, row) for at, row in enumerate(found.rows)])
        self.rows.setVisible(bool(found.rows))
        self.rows.go_to(0)
        self.save.setVisible(bool(found.rows))
        self.go.setVisible(found.remedy in GO)
        self.go.setText(GO.get(found.remedy, ""))
        self.open.setVisible(any(row.account_id for row in found.rows))
        self._say_open()

    def _show(self, findings: Sequence[Finding]) -> None:
        self._findings = {one.key: one for one in findings}
        self.detail.setVisible(bool(findings))
        if not findings:
            self._shown = ""
            self.list.set_subtitle("")
            self.list.show_empty(
                "Nothing is doubtful",
                "Missing, stale, impossible and double data would be listed here.",
            )
            return
        self.list.set_subtitle(self.ui.words.count(len(findings), "kind"))
        self.list.show_body()
        self.table.set_columns(finding_columns(self.ui.words))
        self.table.show_rows(findings)
        self.table.go_to(max(0, self.table.rows.line_of(self._shown)))
        self.show_finding(self.table.current_id())

    def _fail(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.detail.hide()
        self.list.show_error("The data could not be looked through", told)

    def _current_account(self) -> str:
        found, ident = self._findings.get(self._shown), self.rows.current_id()
        if found is None or not ident:
            return ""
        return found.rows[int(ident)].account_id

    def _say_open(self) -> None:
        self.open.setEnabled(bool(self._current_account()))

    def _say_saved(self, target: Path) -> None:
        self.ui.toast("Saved the rows", str(target))

    @Slot(str)
    def _on_table_current_changed(self, key: str) -> None:
        if key and key != self._shown:
            self.show_finding(key)

    @Slot(str)
    def _on_rows_current_changed(self, ident: str) -> None:
        del ident
        self._say_open()

    @Slot(str)
    def _on_rows_opened(self, ident: str) -> None:
        del ident
        self._on_open_clicked()

    @Slot()
    def _on_open_clicked(self) -> None:
        account = self._current_account()
        if account:
            self.ui.open_account(account)

    @Slot()
    def _on_go_clicked(self) -> None:
        found = self._findings.get(self._shown)
        if found is not None and found.remedy in GO:
            self.section_requested.emit(found.remedy)

    @Slot()
    def _on_save_clicked(self) -> None:
        found = self._findings.get(self._shown)
        if found is None:
            return
        name = f"{found.title}.csv"
        target = self.ui.dialogs.save_as("Save the rows", Path.home() / name, "Table (*.csv)")
        if target is not None:
            self.ui.work(save_rows, found.rows, target, then=self._say_saved)

    def _lay_out(self) -> None:
        self.list.setFixedWidth(LEFT)
        self.list.body.setContentsMargins(0, 0, 0, 0)
        self.list.body.addWidget(self.table)
        for button in (self.save, self.open, self.go):
            self.detail.add_tool(button)
        body = self.detail.body
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        said = QWidget()
        inside = QHBoxLayout(said)
        inside.setContentsMargins(12, 0, 12, 12)
        inside.setSpacing(24)
        inside.addWidget(self.sentence, 2)
        inside.addWidget(self.todo, 3)
        body.addWidget(said)
        body.addWidget(hline())
        body.addWidget(self.rows, 1)
        body.addStretch(0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.list)
        layout.addWidget(self.detail, 1)

    def _connect(self) -> None:
        self.table.current_changed.connect(self._on_table_current_changed)
        self.rows.current_changed.connect(self._on_rows_current_changed)
        self.rows.opened.connect(self._on_rows_opened)
        self.open.clicked.connect(self._on_open_clicked)
        self.go.clicked.connect(self._on_go_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.list.retry_requested.connect(self.reload)


def _wanted(columns: tuple[Column, ...], found: Finding) -> tuple[Column, ...]:
    """The columns that have anything to say about a finding."""
    empty = {
        "value": not any(row.value for row in found.rows),
        "account": not any(row.account_id for row in found.rows),
        "file": not any(row.file for row in found.rows),
    }
    return tuple(one for one in columns if not empty.get(one.key, False))


def _button(ui: Ui, text: str, icon: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("compact", "true")
    ui.theme.bind_icon(button, icon, "text2", 14)
    return button
