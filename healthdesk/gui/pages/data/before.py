"""The left side of the Data page: where to drop files, what to know first, what the desk holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from healthdesk.core.domain.views import TableContents
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.data.drop_zone import DropZone
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.data.tables import contents_columns
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.plain import PlainLabel

WIDE = 312
PROMISES = (
    ("lock", "Nothing is written until you press Import."),
    ("arrow-back-up", "Each import, or one file of it, can be undone later."),
    ("circle-x", "Rows that cannot be read stay out, and go to a file with the reason."),
)


class Before(QWidget):
    """Says what the page can do and what there is.

    Signals:
        dropped: paths that were dropped, as a tuple.
    """

    dropped = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.setFixedWidth(WIDE)
        self.zone = DropZone(ui.theme)
        changes_desk(ui, self.zone)
        self.zone.dropped.connect(self._on_zone_dropped)
        first = Card(ui.theme, "Before you import")
        first.body.setSpacing(10)
        first.body.addWidget(self.zone)
        for icon, text in PROMISES:
            first.body.addLayout(_promise(ui, icon, text))
        help_line = QHBoxLayout()
        help_line.setSpacing(6)
        help_line.addWidget(PlainLabel("F1", "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        help_line.addWidget(PlainLabel("which files and columns are read", "caption"), 1)
        first.body.addLayout(help_line)
        self.card = Card(ui.theme, "In this desk", padding=0)
        self.card.body.setContentsMargins(0, 0, 0, 0)
        self.table = SmallTable(
            ui.theme, "What the desk holds", contents_columns(ui.words), lambda one: one.name
        )
        self.card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(first)
        layout.addWidget(self.card, 1)

    def show_tables(self, tables: Sequence[TableContents]) -> None:
        """Say what the desk holds."""
        self.table.show_rows(tables)
        if tables:
            self.card.show_body()
        else:
            self.card.show_empty("Nothing yet", "What you import is counted here.")

    @Slot(object)
    def _on_zone_dropped(self, paths: tuple[Path, ...]) -> None:
        self.dropped.emit(paths)


def _promise(ui: Ui, icon: str, text: str) -> QHBoxLayout:
    picture = QLabel()
    picture.setFixedSize(16, 18)
    ui.theme.bind_icon(picture, icon, "text3", 16)
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(PlainLabel(text, "second", wrap=True), 1)
    return line
