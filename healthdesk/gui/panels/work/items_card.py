"""A card of rows of what is kept: the first few, the rest a press away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.panels.work.item_row import ItemRow
from healthdesk.gui.parts.card import Card, hline
from healthdesk.gui.parts.plain import PlainLabel

FEW: Final = 5
MANY: Final = 60
"""Rows that a card makes at most: what is older is told by its number."""


class ItemsCard(Card):
    """Rows under a head; without rows one line says so.

    Signals:
        add_requested: the button of the head was pressed.
        rest_requested: more rows are wanted; `most` says how many.
    """

    add_requested = Signal()
    rest_requested = Signal()

    def __init__(self, theme: Theme, title: str, add: str, none: str) -> None:
        super().__init__(theme, title, padding=0)
        self.rows: tuple[ItemRow, ...] = ()
        self._all = False
        self._told: tuple[int, bool, tuple[object, ...]] | None = None
        self._held: QWidget | None = None
        self.body.setSpacing(0)
        self.body.setContentsMargins(0, 0, 0, 4)
        if add:
            self.add = QPushButton(add)
            self.add.setProperty("kind", "quiet")
            self.add.setProperty("compact", "true")
            self.add.setAccessibleName(f"{add}: {title}")
            theme.bind_icon(self.add, "plus", "text2", 14)
            self.add.clicked.connect(self._on_add_clicked)
            self.add_tool(self.add)
        self.none = PlainLabel(none, "caption", wrap=True)
        self.none.setContentsMargins(12, 0, 12, 8)
        self.body.addWidget(self.none)
        self.rest = QPushButton()
        self.rest.setProperty("kind", "link")
        self.rest.clicked.connect(self._on_rest_clicked)
        self.rest.setVisible(False)
        self.body.addWidget(self.rest)

    def forget(self) -> None:
        """Show only the first few of what comes next."""
        self._all = False

    def shows(self, items: Sequence[object], day: int) -> bool:
        """Whether these are shown already; they are taken for shown from now on."""
        same = (day, self._all, tuple(items)) == self._told
        self._told = (day, self._all, tuple(items))
        return same

    def show_rows(self, rows: Sequence[ItemRow], count: int) -> None:
        """Show other rows; `count` is how many there are, made or not."""
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self._held = QWidget()
        column = QVBoxLayout(self._held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for at, row in enumerate(rows):
            if at:
                column.addWidget(hline())
            column.addWidget(row)
        self.body.insertWidget(0, self._held)
        self.rows = tuple(rows)
        self.none.setVisible(not rows)
        left = count - len(rows)
        self.rest.setVisible(left > 0)
        self.rest.setEnabled(not self._all)
        self.rest.setText(f"{left:,} older" if self._all else f"Show {left:,} more")

    @property
    def most(self) -> int:
        """How many rows are to be made now."""
        return MANY if self._all else FEW

    @Slot()
    def _on_add_clicked(self) -> None:
        self.add_requested.emit()

    @Slot()
    def _on_rest_clicked(self) -> None:
        self._all = True
        self.rest_requested.emit()
