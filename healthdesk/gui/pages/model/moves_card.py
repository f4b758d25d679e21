"""The card Who moves band: every account that the draft puts into another band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton

from healthdesk.core.domain.what_if import WhatIf
from healthdesk.core.services.what_if import ModelView
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.small_table import SmallTable
from healthdesk.gui.pages.model.move_columns import MoveRow, move_columns
from healthdesk.gui.parts.card import Card

LEAST, MOST = 150, 420
FIRST = 50
"""How many are listed here; all of them stand under By account."""


class MovesCard(Card):
    """Who moves band, and how much ARR with them.

    Signals:
        opened: the id of an account somebody wants to see.
        all_requested: somebody wants to see every account whose score changes.
    """

    opened = Signal(str)
    all_requested = Signal()

    def __init__(self, theme: Theme, words: Words) -> None:
        super().__init__(theme, "Who moves band", "", padding=0)
        self._words = words
        self.table = SmallTable(theme, "Who moves band", move_columns(words), _ident)
        self.all = QPushButton("By account")
        self.all.setProperty("kind", "link")
        self.all.setAccessibleName("Every account whose score changes")
        self.add_tool(self.all)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.table.opened.connect(self.opened)
        self.all.clicked.connect(self._on_all_clicked)

    def show_fixed(self) -> None:
        """Say that a rank model has nothing to move."""
        self.all.setVisible(False)
        self.set_subtitle("")
        self.show_empty(
            "Nothing to move in a rank model",
            "It has no weights, and its bands come from its worst measures.",
            icon="equal",
        )

    def show_moves(self, made: WhatIf, view: ModelView, *, drafted: bool) -> None:
        """Show who would move: the first of them, while all are counted."""
        words = self._words
        self.all.setVisible(drafted)
        if not drafted:
            self.set_subtitle("")
            self.show_empty(
                "Nothing is changed yet",
                "Move a weight or a threshold: who would change band stands here at once.",
                icon="adjustments",
            )
            return
        scores = words.count(made.changed, "score changes", "scores change")
        if not made.moved:
            self.set_subtitle("none")
            self.show_empty("Nobody moves band", f"{scores}, no band does.", icon="equal")
            return
        count = len(made.moved)
        told = f"{words.count(count, 'account')} · {_money(view.worth(made.moved), words)}"
        more = f" · the first {words.number(FIRST)}" if count > FIRST else ""
        self.set_subtitle(f"{told}{more}")
        first = made.first(FIRST, view.arr)
        self.table.show_rows([MoveRow(view.named[one.account], one) for one in first])
        self.show_body()

    @Slot()
    def _on_all_clicked(self) -> None:
        self.all_requested.emit()


def money_of(rows: Sequence[MoveRow], words: Words) -> str:
    """The ARR of accounts, each currency for itself; said where none is known."""
    sums: dict[str, float] = {}
    for row in rows:
        if row.named.arr is not None:
            sums[row.named.currency] = sums.get(row.named.currency, 0.0) + row.named.arr
    return _money(sums, words)


def _money(sums: Mapping[str, float], words: Words) -> str:
    told = " + ".join(words.money(value, currency) for currency, value in sorted(sums.items()))
    return told or "no ARR known"


def _ident(row: MoveRow) -> str:
    return row.account_id
