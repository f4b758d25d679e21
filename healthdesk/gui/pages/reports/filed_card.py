"""The filed reports beside the preview: opened as they were, compared, saved again.

Not here: what is filed, and when (acts.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.services.reports.filing import FiledRow
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.row_list import RowList
from healthdesk.gui.parts.segmented import Segmented

HIGH = 62
_PAD, _LINE = 12, 18
NOTHING = (
    "Nothing is filed yet",
    "File a report when it goes out: it is kept as it is, whatever comes later.",
)


class FiledList(RowList):
    """Filed reports, the latest first."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, ui.words, "Filed reports")
        self.opened = 0

    def high(self, row: Any) -> int:  # noqa: ANN401 - rows are of any kind
        """Three lines."""
        del row
        return HIGH

    def say(self, row: Any) -> str:  # noqa: ANN401 - rows are of any kind
        """A filed report in words."""
        told = [row.title, row.subject, self._when(row), row.note]
        return ". ".join(one for one in told if one)

    def ground(self, row: Any, *, hover: bool) -> str:  # noqa: ANN401 - rows are of any kind
        """The one in view is lit."""
        return "selected" if row.row == self.opened else "hover" if hover else ""

    def paint_row(self, painter: QPainter, rect: QRect, row: Any) -> None:  # noqa: ANN401
        """Draw title, subject, days."""
        ink, wide = self.ink, rect.width() - 2 * _PAD
        first = QRect(rect.left() + _PAD, rect.top() + 4, wide, _LINE)
        write(painter, ink, first, row.title, font=ink.medium)
        second = first.translated(0, _LINE)
        write(painter, ink, second, row.subject or "All my accounts", color="text2")
        write(painter, ink, second.translated(0, _LINE), self._when(row), font=ink.small,
              color="text3")  # fmt: skip
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, ink.color("border"))

    def _when(self, row: FiledRow) -> str:
        day = self._words.day
        return f"filed {day(row.filed_on)}, data of {day(row.day)}"


class FiledCard(Card):
    """Shows filed reports, of what is in view or all.

    Signals:
        open_requested: a `FiledRow` that is to be shown.
        compare_requested: two rows, the earlier one first.
        draft_requested: a `FiledRow` that is to be compared with the draft.
        save_requested: a `FiledRow` whose PDF is to be saved.
        closed: the options are wanted again.
    """

    open_requested = Signal(object)
    compare_requested = Signal(int, int)
    draft_requested = Signal(object)
    save_requested = Signal(object)
    closed = Signal()

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Filed", "as they went out", padding=0)
        self.ui = ui
        self._all: tuple[FiledRow, ...] = ()
        self._kind, self._scope = "", ""
        self.back = QPushButton("Options")
        self.back.setProperty("kind", "quiet")
        self.back.setProperty("compact", "true")
        ui.theme.bind_icon(self.back, "arrow-left")
        self.add_tool(self.back)
        self.which = Segmented("Which", (("these", "Of this"), ("all", "All")))
        self.list = FiledList(ui)
        self.before = self._button("Compare with the one before", "git-compare")
        self.draft = self._button("Compare with the draft", "arrows-diff")
        self.save = self._button("Save its PDF", "download")
        self._lay_out()
        self._connect()

    def show_filed(self, rows: Sequence[FiledRow], kind: str, scope: str) -> None:
        """Show filed reports; `kind` and `scope` are those of the draft."""
        self._all, self._kind, self._scope = tuple(rows), kind, scope
        self._list()

    def show_opened(self, row: int) -> None:
        """Light the one in view, 0 = none."""
        self.list.opened = row
        self.list.viewport().update()

    @property
    def current(self) -> FiledRow | None:
        """The one that the buttons act on."""
        row = self.list.current
        return row if isinstance(row, FiledRow) else None

    def earlier(self, row: FiledRow) -> FiledRow | None:
        """The one filed before it, of the same kind and of the same."""
        if row.comparison:
            return None
        alike = [one for one in self._all if (one.kind, one.scope) == (row.kind, row.scope)]
        at = next((at for at, one in enumerate(alike) if one.row == row.row), len(alike))
        return alike[at + 1] if at + 1 < len(alike) else None

    def _list(self) -> None:
        rows = self._all
        if self.which.value == "these":
            rows = tuple(one for one in rows if (one.of, one.scope) == (self._kind, self._scope))
        self.list.show_rows(rows)
        if rows:
            self.show_body()
        elif self._all:
            self.show_empty("Nothing of this is filed yet", NOTHING[1], "Show all", "file-text")
        else:
            self.show_empty(*NOTHING, "Back to the options", "arrow-left")
        self._offer()

    def _offer(self) -> None:
        row = self.current
        self.before.setEnabled(row is not None and self.earlier(row) is not None)
        alike = row is not None and (row.kind, row.scope) == (self._kind, self._scope)
        self.draft.setEnabled(alike)
        self.save.setEnabled(row is not None and row.has_paper)

    def _button(self, text: str, icon: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("compact", "true")
        self.ui.theme.bind_icon(button, icon)
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 0, 12, 8)
        top.addWidget(self.which)
        top.addStretch(1)
        foot = QWidget()
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(12, 8, 12, 10)
        rows.setSpacing(6)
        for one in (self.before, self.draft, self.save):
            rows.addWidget(one)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(foot)

    def _connect(self) -> None:
        self.back.clicked.connect(self._on_back_clicked)
        self.acted.connect(self._on_acted)
        self.which.chosen.connect(self._on_which_chosen)
        self.list.entered_row.connect(self._on_list_entered_row)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.before.clicked.connect(self._on_before_clicked)
        self.draft.clicked.connect(self._on_draft_clicked)
        self.save.clicked.connect(self._on_save_clicked)
        self.setTabOrder(self.which, self.list)

    @Slot()
    def _on_back_clicked(self) -> None:
        self.closed.emit()

    @Slot()
    def _on_acted(self) -> None:
        if self._all:
            self.which.set_value("all")
            self._list()
        else:
            self.closed.emit()

    @Slot(str)
    def _on_which_chosen(self, key: str) -> None:
        del key
        self._list()

    @Slot(object)
    def _on_list_entered_row(self, row: FiledRow) -> None:
        self._offer()
        self.open_requested.emit(row)

    @Slot()
    def _on_current_changed(self) -> None:
        self._offer()

    @Slot()
    def _on_before_clicked(self) -> None:
        row = self.current
        before = self.earlier(row) if row is not None else None
        if row is not None and before is not None:
            self.compare_requested.emit(before.row, row.row)

    @Slot()
    def _on_draft_clicked(self) -> None:
        if self.current is not None:
            self.draft_requested.emit(self.current)

    @Slot()
    def _on_save_clicked(self) -> None:
        if self.current is not None:
            self.save_requested.emit(self.current)
