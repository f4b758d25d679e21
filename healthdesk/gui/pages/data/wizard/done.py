"""The last step: what came in with each file, what moved because of it, and the ways back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.landing import Landing as Report
from healthdesk.core.domain.moved import Moved, MovedAccount
from healthdesk.core.domain.views import FileResult, ImportResult, TableCount
from healthdesk.core.domain.waits import PERSONS
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.tables import title_of, total
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.landing import Landing, Settling
from healthdesk.gui.parts.answer_painters import Told, told_cell
from healthdesk.gui.parts.band import paint_badge
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import Ink, change_cell, name_cell, text_cell, write
from healthdesk.gui.parts.plain import PlainLabel

ROW = 36
BADGE = 56


@dataclass(frozen=True)
class CameIn:
    """What one file brought, and whether it was taken back since."""

    name: str
    tables: str
    count: TableCount
    undone: bool = False


class Done(QWidget):
    """Shows an import that was done.

    Signals:
        file_undo_requested: the name of the file that should be taken back.
        settle_requested: the user wants to see the rows that wait.
        save_requested: the file of rejected rows should be saved somewhere.
        account_requested: the id of an account that moved.
    """

    file_undo_requested = Signal(str)
    settle_requested = Signal()
    save_requested = Signal()
    account_requested = Signal(str)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._undone: set[str] = set()
        self._result: ImportResult | None = None
        self.files = CellTable(
            ui.theme,
            "What came in",
            came_in_columns(ui.words),
            lambda row: row.name,
            answers=("undo",),
            high=ROW,
        )
        self.came = Card(ui.theme, "What came in", padding=0)
        self.settle = _link("")
        self.save = _link("")
        self.notes = PlainLabel("", "small", wrap=True)
        self.settling = Settling(ui)
        self.settling.hide()
        self.landing = Landing(ui)
        self.moved = Card(ui.theme, "What moved because of it", padding=0)
        self.summary = PlainLabel("", "small", wrap=True)
        self.accounts = SmallTable(
            ui.theme, "Scores that moved", moved_columns(ui.words), lambda row: row.account_id
        )
        self._lay_out()
        self.files.cell_pressed.connect(self._on_files_cell_pressed)
        self.settle.clicked.connect(self._on_settle_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.accounts.opened.connect(self._on_accounts_opened)

    def show_result(self, result: ImportResult) -> None:
        """Show what came in."""
        self._result, self._undone = result, set()
        self._show_files()
        words, count = self.ui.words, total(result.tables)
        persons = result.tables.get(PERSONS)
        waits = count.waiting - (persons.waiting if persons else 0)
        self.settle.setText(f"{words.count(waits, 'row waits', 'rows wait')} in To settle")
        self.settle.setVisible(bool(waits))
        self.save.setText(f"Save the {words.count(count.rejected, 'rejected row')}")
        self.save.setVisible(bool(count.rejected and result.rejects_file))
        self.notes.setText("\n".join(result.notes))
        self.notes.setVisible(bool(result.notes))
        self.summary.hide()
        self.settling.hide()
        self.landing.show_loading()
        self.moved.show_loading("Computing the scores")

    def show_moved(self, moved: Moved) -> None:
        """Show which scores are others now, the largest change first."""
        self.summary.setText(moved.sentence)
        self.summary.setVisible(bool(moved.rows))
        self.accounts.show_rows(moved.rows)
        if moved.rows:
            self.moved.show_body()
        else:
            self.moved.show_empty(moved.sentence, "Scores and bands are what they were.", icon="")

    def show_not_moved(self, why: str) -> None:
        """Say that scores could not be compared."""
        self.moved.show_empty("The scores could not be compared", why, icon="")

    def show_landing(self, report: Report) -> None:
        """Show what was done here meanwhile, what is to settle, what waits."""
        self.settling.show_conflicts(report.conflicts)
        self.landing.show_report(report)

    def show_file_undone(self, name: str) -> None:
        """Mark a file as taken back."""
        self._undone.add(name)
        self._show_files()

    def show_file_back(self, name: str) -> None:
        """Mark a file as put back."""
        self._undone.discard(name)
        self._show_files()

    def _show_files(self) -> None:
        if self._result is None:
            return
        rows = tuple(came_in(one, undone=one.name in self._undone) for one in came(self._result))
        words, standing = self.ui.words, [row.count for row in rows if not row.undone]
        new, changed = sum(one.new for one in standing), sum(one.changed for one in standing)
        self.came.set_title(
            "What came in", f"{words.number(new)} new, {words.number(changed)} changed"
        )
        self.files.show_rows(rows)
        self.files.setMaximumHeight(self.files.needed_height)

    @Slot(str, str)
    def _on_files_cell_pressed(self, name: str, column: str) -> None:
        if column == "undo" and name not in self._undone:
            self.file_undo_requested.emit(name)

    @Slot()
    def _on_settle_clicked(self) -> None:
        self.settle_requested.emit()

    @Slot()
    def _on_save_clicked(self) -> None:
        self.save_requested.emit()

    @Slot(str)
    def _on_accounts_opened(self, account_id: str) -> None:
        self.account_requested.emit(account_id)

    def _lay_out(self) -> None:
        links = QHBoxLayout()
        links.setContentsMargins(12, 6, 12, 0)
        links.setSpacing(16)
        links.addWidget(self.settle)
        links.addWidget(self.save)
        links.addStretch(1)
        notes = QVBoxLayout()
        notes.setContentsMargins(12, 8, 12, 12)
        notes.addWidget(self.notes)
        self.came.body.setContentsMargins(0, 0, 0, 0)
        self.came.body.setSpacing(0)
        self.came.body.addWidget(self.files, 1)
        self.came.body.addLayout(links)
        self.came.body.addLayout(notes)
        self.came.body.addStretch(0)
        self.moved.body.setContentsMargins(0, 0, 0, 0)
        summary = QVBoxLayout()
        summary.setContentsMargins(12, 0, 12, 8)
        summary.addWidget(self.summary)
        self.moved.body.setSpacing(0)
        self.moved.body.addLayout(summary)
        self.moved.body.addWidget(self.accounts, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(12)
        left.addWidget(self.came, 3)
        left.addWidget(self.settling, 2)
        left.addWidget(self.landing.work, 3)
        right.addWidget(self.moved, 5)
        right.addWidget(self.landing.mails, 3)
        layout.addLayout(left, 1)
        layout.addLayout(right, 1)


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    return button


def came(result: ImportResult) -> Sequence[FileResult]:
    """What each file brought; one line for all where nobody counted by file."""
    if result.files:
        return result.files
    return (FileResult("All files", dict(result.tables)),)


def came_in(one: FileResult, *, undone: bool) -> CameIn:
    """Say about a file what its line shows."""
    tables = ", ".join(title_of(table) for table in one.tables)
    return CameIn(one.name, tables, total(one.tables), undone)


def came_in_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list of files that came in."""

    def figure(kind: str, title: str, color: str, wide: int) -> Column:
        def value(row: CameIn) -> float:
            return float(getattr(row.count, kind))

        def say(row: CameIn) -> str:
            return words.number(value(row))

        def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
            text = say(row)
            quiet = text == "0" or row.undone
            write(painter, ink, rect, text, color="text3" if quiet else color, right=True)

        return Column(kind, title, wide, value, say, paint, right=True, downwards=True, minimum=52)

    def undo(row: CameIn) -> str:
        return "taken back" if row.undone else "Undo this file"

    return (
        Column("name", "File", 150, lambda row: row.name, lambda row: row.name,
               name_cell(lambda row: row.name), minimum=100, stretch=True,
               tip=lambda row: f"{row.name}: {row.tables}"),
        figure("new", "New", "text", 74),
        figure("changed", "Changed", "text", 66),
        figure("waiting", "Waiting", "notice", 62),
        figure("rejected", "Rejected", "poor", 66),
        Column("undo", "", 104, undo, undo,
               told_cell(lambda row: Told(undo(row), "text3" if row.undone else "accent")),
               minimum=100),
    )  # fmt: skip


def moved_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list of scores that moved."""

    def change(row: MovedAccount) -> tuple[str, float | None]:
        return words.signed(row.change), row.change

    def reason(row: MovedAccount) -> str:
        turned = row.turn.text if row.turn is not None else ""
        return " · ".join(one for one in (turned, row.reason) if one)

    return (
        Column("name", "Account", 140, lambda row: row.name, lambda row: row.name,
               name_cell(lambda row: row.name), minimum=90),
        Column("before", "Before", 72, lambda row: _number(row.shown_before),
               lambda row: _said(row.band_before, row.shown_before, words),
               _badge(lambda row: (row.band_before, row.shown_before)), minimum=66),
        Column("after", "Now", 72, lambda row: _number(row.shown_after),
               lambda row: _said(row.band_after, row.shown_after, words),
               _badge(lambda row: (row.band_after, row.shown_after)), minimum=66),
        Column("change", "Change", 64, lambda row: _number(row.change),
               lambda row: words.signed(row.change), change_cell(change), right=True,
               minimum=56),
        Column("reason", "Main reason", 160, reason, reason, text_cell(reason), minimum=90,
               stretch=True),
    )  # fmt: skip


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)


def _said(band: str | None, shown: int | None, words: Words) -> str:
    return DASH if band is None else f"{words.band(band)} {DASH if shown is None else shown}"


def _badge(say: Callable[[MovedAccount], tuple[Any, int | None]]) -> Callable[..., None]:
    def paint(painter: QPainter, ink: Ink, rect: QRect, row: Any) -> None:  # noqa: ANN401
        band, shown = say(row)
        if band is None:
            write(painter, ink, rect, DASH, color="text3")
            return
        paint_badge(painter, rect, ink.theme, band, DASH if shown is None else str(shown))

    return paint
