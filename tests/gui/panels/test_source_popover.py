"""The popup of stored rows: its columns, what it copies, what it says while it reads."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.source_ref import Origin, RowRef, RowSource
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.panels.source_popover import SourcePopover

ANSWER = RowSource(
    "Survey answer",
    (
        ("response_id", "R-7"),
        ("account_id", "acme"),
        ("rating", "9"),
        ("comment", "<b>Your people answer</b>, and that is more than we can say of most."),
        ("day", "2026-11-04"),
    ),
    (Origin("surveys.csv", 1_207, 3, 20_780),),
)
TYPED = RowSource("Pulse", (("day", "2026-11-05"), ("value", "0.5")), (), "Typed here")


class Desk:
    """Hands out prepared rows, or fails."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def read(self, fn: object, *args: object, **kw: object) -> object:
        del fn, args, kw
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def on_change(self, callback: object) -> None:
        del callback


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the popup belongs to."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def _opened(window: QWidget, ui: Ui, answer: object) -> SourcePopover:
    ui.set_desk(Desk(answer))  # type: ignore[arg-type]
    popover = SourcePopover(ui, window)
    popover.open_refs("NPS: 1 answer", [RowRef("survey", 7)], QPoint(10, 10))
    return popover


def test_a_row_is_shown_with_file_row_and_day(ui: Ui, window: QWidget) -> None:
    popover = _opened(window, ui, (ANSWER,))
    model = popover.table.model()
    head = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert head == ["Day", "Rating", "File", "Row", "Imported", "Comment", "Response id"]
    (line,) = popover.lines
    assert line[2:5] == ("surveys.csv", "1,207", "23 Nov 2026, import 3")
    assert line[5].startswith("<b>Your people")
    popover.hide()


def test_kinds_are_shown_one_at_a_time(ui: Ui, window: QWidget) -> None:
    popover = _opened(window, ui, (ANSWER, TYPED))
    assert len(popover.lines) == 1
    assert popover.note.full_text == "1 row, as stored"
    popover._kinds.set_value("Pulse")
    popover._on_kinds_chosen("Pulse")
    assert popover.lines == (("2026-11-05", "0.5", "Typed here", "", ""),)
    popover.hide()


def test_rows_are_copied_as_a_table(qtbot: QtBot, ui: Ui, window: QWidget) -> None:
    popover = _opened(window, ui, (ANSWER,))
    qtbot.keyClick(popover.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    popover._on_copy()
    head, line = QGuiApplication.clipboard().text().splitlines()
    assert head.split("\t")[0] == "Day"
    assert line.split("\t")[2] == "surveys.csv"
    popover.hide()


def test_escape_closes(qtbot: QtBot, ui: Ui, window: QWidget) -> None:
    popover = _opened(window, ui, (ANSWER,))
    assert popover.isVisible()
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()


def test_trouble_and_rows_that_are_gone_are_told(ui: Ui, window: QWidget) -> None:
    popover = _opened(window, ui, DeskError("The desk's file cannot be read."))
    assert "could not be read. The desk's file cannot be read." in popover.note.full_text
    popover.hide()
    popover = _opened(window, ui, ())
    assert popover.note.full_text == "The rows behind it are no longer in the desk."
    popover.hide()
