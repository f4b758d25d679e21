"""Two versions side by side, account by account: every score that differs, to sort and to keep."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.services import what_if
from healthdesk.core.services.what_if import DRAFT, Comparison, ModelView
from healthdesk.gui.base.live_view import LiveView
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.model.move_columns import MoveRow, all_columns, by_weight
from healthdesk.gui.pages.model.moves_card import money_of
from healthdesk.gui.pages.model.saving import save_csv
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

HEAD, MARGIN = 56, 16


class ByAccount(LiveView):
    """Every account whose score differs between two versions, or a version and the draft.

    Signals:
        left: back to the weights.
    """

    topics: ClassVar[frozenset[Topic]] = frozenset(
        {Topic.FACTS, Topic.ACCOUNTS, Topic.PROFILES, Topic.SETTINGS, Topic.SEGMENTS}
    )
    left = Signal()

    def __init__(self, ui: Ui, parent: QWidget | None = None) -> None:
        super().__init__(ui, parent)
        self.shown: Comparison | None = None
        self._key = ""
        self._filling = False
        self.back = QPushButton("Health model")
        self.back.setProperty("kind", "quiet")
        ui.theme.bind_icon(self.back, "arrow-left", "text2", 16)
        self.first = self._make_box("First version")
        self.second = self._make_box("Second version")
        self.count = PlainLabel("", "second", elide=True)
        self.save = QPushButton("Export CSV")
        ui.theme.bind_icon(self.save, "download", "text2", 16)
        self.card = Card(ui.theme, "", padding=0)
        self.table = SmallTable(ui.theme, "Scores by account", all_columns(ui.words), _ident)
        self._lay_out()
        self.back.clicked.connect(self._on_back_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.table.opened.connect(self._on_table_opened)
        self.card.retry_requested.connect(self.reload)

    def show_pair(self, view: ModelView, first: int, second: int, *, drafted: bool) -> None:
        """Compare two versions of a profile; DRAFT stands for the draft."""
        self._key = view.published.profile.key
        choices = [(DRAFT, f"Draft of version {view.published.version + 1}")] if drafted else []
        choices += [(one.version, f"Version {one.version}") for one in view.versions]
        self._filling = True
        for box, wanted in ((self.first, first), (self.second, second)):
            box.clear()
            for number, words in choices:
                box.addItem(words, number)
            box.setCurrentIndex(max(0, box.findData(wanted)))
        self._filling = False
        self.refresh()

    def reload(self) -> None:
        """Score both and compare."""
        if not self._key or self.first.count() == 0:
            return
        if self.shown is None:
            self.card.show_loading("Scoring both versions")
        self.save.setEnabled(False)
        pair = (int(self.first.currentData()), int(self.second.currentData()))
        self.ui.read(
            what_if.compare, self._key, pair, self.ui.day, self.ui.segment,
            then=self._show, failed=self._show_failure, key="compare",
        )  # fmt: skip

    def focus_first(self) -> None:
        """Go to the rows."""
        self.table.setFocus()

    def _show(self, found: Comparison) -> None:
        self.shown = found
        rows = [MoveRow(named, shift) for named, shift in found.rows]
        moving = [row for row in rows if row.shift.moves]
        words = self.ui.words
        told = f"{words.number(len(rows))} of {words.count(found.accounts, 'account')} differ"
        if moving:
            how_many = words.count(len(moving), "moves", "move")
            told += f" · {how_many} band, {money_of(moving, words)}"
        self.count.setText(told)
        self.save.setEnabled(bool(rows))
        if rows:
            self.table.show_rows(sorted(rows, key=_farthest))
            self.card.show_body()
        else:
            self.card.show_empty(
                "Both score every account alike",
                "Choose two versions that differ in weights, curves or thresholds.",
                icon="equal",
            )

    def _show_failure(self, error: Exception) -> None:
        told = str(error) if isinstance(error, DeskError) else "Your desk is untouched."
        self.card.show_error("The versions could not be compared", told)

    def _make_box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setMinimumWidth(130)
        box.currentIndexChanged.connect(self._on_box_current_index_changed)
        return box

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(10)
        head.addWidget(self.back)
        head.addWidget(PlainLabel("By account", "title"))
        head.addWidget(self.first)
        head.addWidget(PlainLabel("to", "second"))
        head.addWidget(self.second)
        head.addWidget(self.count, 1)
        head.addWidget(self.save)
        top = QWidget()
        top.setLayout(head)
        top.setFixedHeight(HEAD)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.card.body.addWidget(self.table)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        whole.setSpacing(0)
        whole.addWidget(top)
        whole.addWidget(self.card, 1)

    @Slot(int)
    def _on_box_current_index_changed(self, at: int) -> None:
        if at >= 0 and not self._filling:
            self.reload()

    @Slot()
    def _on_back_clicked(self) -> None:
        self.left.emit()

    @Slot(str)
    def _on_table_opened(self, account_id: str) -> None:
        self.ui.open_account(account_id, "health")

    @Slot()
    def _on_save_clicked(self) -> None:
        name = f"{self._key}, {self.first.currentText()} to {self.second.currentText()}.csv"
        target = self.ui.dialogs.save_as("Save the list", Path.home() / name, "Table (*.csv)")
        if target is not None and self.shown is not None:
            rows = [MoveRow(*one) for one in self.shown.rows]
            self.ui.work(save_csv, rows, target, self.ui.words, then=self._say_saved)

    def _say_saved(self, target: Path) -> None:
        self.ui.toast("Saved the list", str(target))


def _ident(row: MoveRow) -> str:
    return row.account_id


def _farthest(row: MoveRow) -> tuple[object, ...]:
    """Those that move band first, then by how far the score goes."""
    return not row.shift.moves, *(by_weight(row) if row.shift.moves else ()), -abs(row.shift.rise)
