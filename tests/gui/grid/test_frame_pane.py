"""The inside of a frame: which columns of its table hold figures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from healthdesk.gui.grid.frame_pane import figures
from healthdesk.gui.parts.plot_table import FiguresTable


def test_columns_of_figures_stand_at_the_right() -> None:
    head = ("Account", "Score", "ARR", "Change", "Day", "Idle", "Nothing")
    lines = [
        ("2 Brothers", "53", "€1.06M", "\N{MINUS SIGN}24", "25 Aug 2026", "52 days", ""),
        ("Acme", "\N{EN DASH}", "€98k", "+7", "1 Sep 2026", "1 day", ""),
    ]
    assert figures(head, lines) == {"Score", "ARR", "Change", "Idle"}


def test_columns_are_as_wide_as_their_texts_and_no_wider_than_the_room(qtbot: QtBot) -> None:
    table = FiguresTable("Trend")
    qtbot.addWidget(table)
    head = ("Day", "All accounts, users a day")
    table.resize(600, 200)
    table.show()
    table.show_lines(head, [("23 Nov 2026", "3,639"), ("22 Nov 2026", "838")])
    room = table.viewport().width()
    assert table.columnWidth(0) + table.columnWidth(1) == room
    wide = table.fontMetrics().horizontalAdvance
    assert table.columnWidth(1) > wide(head[1])
    table.resize(220, 200)
    room = table.viewport().width()
    assert table.columnWidth(0) + table.columnWidth(1) == room
    assert table.columnWidth(0) >= wide("23 Nov 2026") + 10
    assert table.columnWidth(1) >= wide("3,639") + 10
    assert table.model().headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
