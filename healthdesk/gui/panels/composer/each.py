"""A message to each of several: who gets what, person by person, and who is left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.outbox_view import EachRow
from healthdesk.core.domain.template import title_of
from healthdesk.core.services import messages_each
from healthdesk.gui.base.dialogs import Box
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.composer.body import BodyEdit
from healthdesk.gui.parts.column_painters import write
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList

ROW = 46
_SIZE = (780, 380)
_LIST = 300
_AROUND = 34
"""Pixels beside what stands in the middle of a dialog."""


class EachList(RowList):
    """An account or person a line."""

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, ui.words, "Who gets it")

    def high(self, row: Any) -> int:  # noqa: ANN401 - rows are of any kind
        """Two lines."""
        del row
        return ROW

    def say(self, row: Any) -> str:  # noqa: ANN401 - rows are of any kind
        """Who, of which account, what is missing or why not."""
        who = row.person.name if row.person is not None else "nobody"
        return f"{who}, {row.account_name}. {_state(row)}"

    def ground(self, row: Any, *, hover: bool) -> str:  # noqa: ANN401 - rows are of any kind
        """The one in view is lit."""
        return "selected" if row is self.current else "hover" if hover else ""

    def paint_row(self, painter: QPainter, rect: QRect, row: Any) -> None:  # noqa: ANN401
        """Draw a line."""
        ink = self.ink
        room = rect.adjusted(10, 4, -10, -4)
        top = QRect(room.left(), room.top(), room.width(), 19)
        who = row.person.name if row.person is not None else row.account_name
        gets = not row.excluded
        write(painter, ink, top, who, font=ink.medium, color="text" if gets else "text3")
        low = QRect(room.left(), top.bottom() + 1, room.width(), 18)
        color = "notice" if row.missing and gets else "text3"
        write(painter, ink, low, _state(row), font=ink.small, color=color)


class EachDialog(Box):
    """Previews; accepted, a draft is made for everybody who is not left out."""

    def __init__(self, ui: Ui, title: str, rows: Sequence[EachRow], *, table: bool) -> None:
        gets = [one for one in rows if not one.excluded]
        held = sum(bool(one.missing) for one in gets)
        told = f"{ui.words.count(len(gets), 'message')} to be drafted; none leaves by itself."
        if held:
            told += f" {held} wait for a field without a value."
        if len(rows) > len(gets):
            told += f" {len(rows) - len(gets)} left out."
        super().__init__(title, told, ui.dialogs.window)
        self.ui = ui
        self.rows = tuple(sorted(rows, key=_left_out))
        self.setMaximumWidth(_SIZE[0] + _AROUND)
        self.setMinimumWidth(_SIZE[0] + _AROUND)
        self.list = EachList(ui)
        self.list.setFixedWidth(_LIST)
        self.subject = PlainLabel("", "strong", elide=True)
        self.to = PlainLabel("", "caption", elide=True)
        self.text = BodyEdit(ui.theme)
        self.text.setReadOnly(True)
        self.add_widget(self._make_middle())
        if table:
            save = QPushButton("Save as table")
            save.setProperty("kind", "quiet")
            save.setAutoDefault(False)
            save.setToolTip("CSV for the mail merge of another program")
            save.clicked.connect(self._on_save_clicked)
            self.add_widget_to_foot(save)
        self.add_button("Cancel", "normal").clicked.connect(self.reject)
        self.yes = self.add_button(
            f"Draft {ui.words.count(len(gets), 'message')}" if gets else "Nobody gets it", "primary"
        )
        self.yes.setEnabled(bool(gets))
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.list.show_rows(self.rows)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._show()
        self.list.setFocus()

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Account and person of everybody who gets it."""
        return tuple(
            (one.account_id, one.person.contact_id)
            for one in self.rows
            if not one.excluded and one.person is not None
        )

    def _make_middle(self) -> QWidget:
        middle = QWidget()
        middle.setFixedSize(*_SIZE)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.to)
        right.addWidget(self.subject)
        right.addWidget(self.text, 1)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        return middle

    def _show(self) -> None:
        row = self.list.current
        if not isinstance(row, EachRow):
            return
        self.to.setText(row.person.address if row.person is not None else "")
        self.subject.setText("".join(words for words, _ in row.subject_runs) or "No subject")
        self.text.marks.set_missing(row.missing)
        told = "".join(words for words, _ in row.body_runs)
        self.text.show_words(f"Left out: {row.excluded}." if row.excluded else told)

    @Slot()
    def _on_current_changed(self) -> None:
        self._show()

    @Slot()
    def _on_save_clicked(self) -> None:
        path = self.ui.dialogs.save_as("Save as table", Path("messages.csv"), "Tables (*.csv)")
        if path is not None:
            self.ui.work(messages_each.save, path, self.rows, then=self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self.ui.toast(f"{path.name} is written", "For the mail merge of another program.")


def _left_out(row: EachRow) -> bool:
    return bool(row.excluded)


def _state(row: EachRow) -> str:
    if row.excluded:
        return f"{row.account_name}: {row.excluded}" if row.person else row.excluded
    if row.missing:
        return "no value: " + ", ".join(title_of(key) for key in row.missing)
    return row.account_name
