"""A message to each of several: who gets what, person by person, and who is left out and why.

Where it begins as a message to many, anybody can be left out by hand and have other words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.outbox_view import EachRow
from healthdesk.core.domain.template import title_of
from healthdesk.core.services import messages_each
from healthdesk.gui.base.dialogs import Box
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.composer.body import BodyEdit
from healthdesk.gui.parts.column_painters import paint_box, write
from healthdesk.gui.parts.plain import PlainLabel
from healthdesk.gui.parts.row_list import RowList

ROW = 46
_SIZE = (780, 380)
_LIST = 300
_AROUND = 34
"""Pixels beside what stands in the middle of a dialog."""


BOX = 30
"""Pixels of a line that its box has."""


class EachList(RowList):
    """An account or person a line; where `choosing`, with a box for who gets it.

    Signals:
        turned: somebody is to be left out, or to get it again.
    """

    turned = Signal(object)

    def __init__(self, ui: Ui, *, choosing: bool) -> None:
        super().__init__(ui.theme, ui.words, "Who gets it")
        self.choosing = choosing
        self.out: set[tuple[str, str]] = set()

    def gets(self, row: EachRow) -> bool:
        """Whether a message is drafted for a line."""
        return not row.excluded and key_of(row) not in self.out

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The box leaves somebody out."""
        at = event.position().toPoint()
        row = self.row_at(self.indexAt(at).row())
        super().mouseReleaseEvent(event)
        if row is not None and self.choosing and at.x() < BOX and not row.excluded:
            self.turned.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So does Space."""
        row = self.current
        if self.choosing and event.key() == Qt.Key.Key_Space and row is not None:
            if not row.excluded:
                self.turned.emit(row)
        else:
            super().keyPressEvent(event)

    def high(self, row: Any) -> int:  # noqa: ANN401 - rows are of any kind
        """Two lines."""
        del row
        return ROW

    def say(self, row: Any) -> str:  # noqa: ANN401 - rows are of any kind
        """Who, of which account, what is missing or why not."""
        who = row.person.name if row.person is not None else "nobody"
        left = "" if self.gets(row) or row.excluded else "Left out by you. "
        return f"{left}{who}, {row.account_name}. {_state(row)}"

    def ground(self, row: Any, *, hover: bool) -> str:  # noqa: ANN401 - rows are of any kind
        """The one in view is lit."""
        return "selected" if row is self.current else "hover" if hover else ""

    def paint_row(self, painter: QPainter, rect: QRect, row: Any) -> None:  # noqa: ANN401
        """Draw a line."""
        ink = self.ink
        if self.choosing and not row.excluded:
            box = QRect(rect.left() + 6, rect.top(), 20, rect.height())
            paint_box(painter, ink, box, "on" if self.gets(row) else "off")
        room = rect.adjusted(BOX + 2 if self.choosing else 10, 4, -10, -4)
        top = QRect(room.left(), room.top(), room.width(), 19)
        who = row.person.name if row.person is not None else row.account_name
        gets = self.gets(row)
        write(painter, ink, top, who, font=ink.medium, color="text" if gets else "text3")
        low = QRect(room.left(), top.bottom() + 1, room.width(), 18)
        color = "notice" if row.missing and gets else "text3"
        write(painter, ink, low, _state(row), font=ink.small, color=color)


class EachDialog(Box):
    """Previews; accepted, a draft is made for everybody who is not left out."""

    def __init__(self, ui: Ui, title: str, rows: Sequence[EachRow], *, table: bool) -> None:
        super().__init__(title, " ", ui.dialogs.window)
        self.ui = ui
        self._choosing = table
        self._own: dict[tuple[str, str], str] = {}
        self.rows = tuple(sorted(rows, key=_left_out))
        self.setMaximumWidth(_SIZE[0] + _AROUND)
        self.setMinimumWidth(_SIZE[0] + _AROUND)
        self.list = EachList(ui, choosing=table)
        self.list.setFixedWidth(_LIST)
        self.subject = PlainLabel("", "strong", elide=True)
        self.to = PlainLabel("", "caption", elide=True)
        self.text = BodyEdit(ui.theme)
        self.text.setReadOnly(True)
        self.text.textChanged.connect(self._on_text_changed)
        self.add_widget(self._make_middle())
        if table:
            save = QPushButton("Save as table")
            save.setProperty("kind", "quiet")
            save.setAutoDefault(False)
            save.setToolTip("CSV for the mail merge of another program")
            save.clicked.connect(self._on_save_clicked)
            self.add_widget_to_foot(save)
        self.add_button("Cancel", "normal").clicked.connect(self.reject)
        self.yes = self.add_button("Draft", "primary")
        self.yes.setDefault(True)
        self.yes.clicked.connect(self.accept)
        self.list.show_rows(self.rows)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.turned.connect(self._on_list_turned)
        self._tell()
        self._show()
        self.list.setFocus()

    @property
    def chosen(self) -> tuple[tuple[str, str], ...]:
        """Account and person of everybody who gets it."""
        return tuple(key_of(one) for one in self.rows if self.list.gets(one))

    @property
    def own(self) -> Mapping[tuple[str, str], str]:
        """Words that were written for one alone, by account and person."""
        return {key: words for key, words in self._own.items() if key in self.chosen}

    def _tell(self) -> None:
        """Say how many get it, and how many do not."""
        gets = [one for one in self.rows if self.list.gets(one)]
        held = sum(bool(one.missing) and key_of(one) not in self._own for one in gets)
        many = self.ui.words.count(len(gets), "message")
        told = f"{many} to be drafted; none leaves by itself."
        if held:
            told += f" {held} wait for a field without a value."
        if len(self.rows) > len(gets):
            told += f" {len(self.rows) - len(gets)} left out."
        self._text.setText(told)
        self.yes.setText(f"Draft {many}" if gets else "Nobody gets it")
        self.yes.setEnabled(bool(gets))

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
        told = self._own.get(key_of(row), _words(row))
        self.text.setReadOnly(bool(row.excluded) or not self._choosing)
        self.text.show_words(f"Left out: {row.excluded}." if row.excluded else told)

    @Slot()
    def _on_text_changed(self) -> None:
        """Somebody has words of their own now, or those of all again."""
        row = self.list.current
        if not isinstance(row, EachRow) or self.text.isReadOnly():
            return
        told = self.text.toPlainText()
        if told == _words(row):
            self._own.pop(key_of(row), None)
        else:
            self._own[key_of(row)] = told
        self._tell()

    @Slot(object)
    def _on_list_turned(self, row: EachRow) -> None:
        self.list.out ^= {key_of(row)}
        self.list.viewport().update()
        self._tell()

    @Slot()
    def _on_current_changed(self) -> None:
        self._show()

    @Slot()
    def _on_save_clicked(self) -> None:
        path = self.ui.dialogs.save_as("Save as table", Path("messages.csv"), "Tables (*.csv)")
        if path is not None:
            gets = [one for one in self.rows if self.list.gets(one) or one.excluded]
            mine = [self._with_own(one) for one in gets]
            self.ui.work(messages_each.save, path, mine, then=self._on_saved)

    def _with_own(self, row: EachRow) -> EachRow:
        own = self._own.get(key_of(row))
        return row if own is None else replace(row, body_runs=((own, "plain"),))

    def _on_saved(self, path: Path) -> None:
        self.ui.toast(f"{path.name} is written", "For the mail merge of another program.")


def key_of(row: EachRow) -> tuple[str, str]:
    """Account and person of a line."""
    return row.account_id, "" if row.person is None else row.person.contact_id


def _words(row: EachRow) -> str:
    return "".join(words for words, _ in row.body_runs)


def _left_out(row: EachRow) -> bool:
    return bool(row.excluded)


def _state(row: EachRow) -> str:
    if row.excluded:
        return f"{row.account_name}: {row.excluded}" if row.person else row.excluded
    if row.missing:
        return "no value: " + ", ".join(title_of(key) for key in row.missing)
    return row.account_name
