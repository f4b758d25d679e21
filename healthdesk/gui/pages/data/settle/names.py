"""Names in files that no account goes by: whom each means, decided once for all its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.views import Unmatched
from healthdesk.gui.base.changing import changes_desk
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.pages.data.wizard.unmatched import (
    WAIT,
    NameRow,
    match_of,
    name_columns,
    name_options,
    name_row,
)
from healthdesk.gui.parts.card import Card
from healthdesk.gui.parts.choice_popup import ChoicePopup
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell
from healthdesk.gui.parts.plain import PlainLabel

ROW = 36
FOOT = 44
_THROUGH = ("subscription", "ticket", "contact")
"""Ways of naming an account through something else of its: the list says so."""


class NamesCard(Card):
    """Lists names with whom they may mean, and settles those that are decided.

    Signals:
        settled: the decisions, as matches.
    """

    settled = Signal(object)

    def __init__(self, ui: Ui) -> None:
        super().__init__(ui.theme, "Account not found", "", padding=0)
        self.ui = ui
        self._names: tuple[Unmatched, ...] = ()
        self._decided: dict[str, Match] = {}
        self._rows: dict[str, NameRow] = {}
        self.table = CellTable(
            ui.theme,
            "Names that no account goes by",
            waiting_columns(ui.words),
            lambda row: row.key,
            answers=("becomes", "always"),
            high=ROW,
            keeps_current=True,
        )
        self.told = PlainLabel("", "caption", elide=True)
        self.button = QPushButton("Settle")
        self._lay_out()
        changes_desk(ui, self.button)
        self.table.cell_pressed.connect(self._on_table_cell_pressed)
        self.button.clicked.connect(self._on_button_clicked)
        self.show_loading("Looking for rows that wait")

    @property
    def decisions(self) -> tuple[Match, ...]:
        """What is decided so far, in the order of the list."""
        return tuple(self._decided[key] for key in self._rows if key in self._decided)

    def show_names(self, names: Sequence[Unmatched]) -> None:
        """List these names; what was decided of them and not yet settled stays decided."""
        self._names = tuple(names)
        keys = {_key(one) for one in names}
        self._decided = {key: one for key, one in self._decided.items() if key in keys}
        for one in names:
            # Known by now, for sure: its account came after the rows did.
            if one.candidates and one.candidates[0].sure >= 1.0 and _key(one) not in self._decided:
                own = one.candidates[0].account_id
                self._decided[_key(one)] = Match(one.by, one.value, own, always=False)
        if not names:
            self.set_subtitle("")
            self.show_empty(
                "No row waits",
                "Rows whose account a file names in a way that nobody knows wait here until you "
                "say whom it means.",
            )
            self._foot_shown(shown=False)
            return
        rows = sum(one.rows for one in names)
        count = self.ui.words.count
        self.set_subtitle(f"{count(len(names), 'name')}, {count(rows, 'row waits', 'rows wait')}")
        self.show_body()
        self._foot_shown(shown=True)
        self._show()

    def open_options(self, key: str) -> ChoicePopup | None:
        """Offer whom a name may mean."""
        row = self._rows.get(key)
        if row is None:
            return None
        corner, wide = self.table.below(key, "becomes")
        shown = tuple(
            replace(one, note="") if one.key == WAIT else one
            for one in name_options(row, self.ui.words.percent)
        )
        popup = ChoicePopup(self.ui.theme, f"Whom {one_line(row.name.value)} means", shown, self)
        popup.setProperty("row", key)
        popup.chosen.connect(self._on_popup_chosen)
        popup.open_under(corner, max(wide, 260))
        return popup

    def decide(self, key: str, choice: str) -> None:
        """Take a choice for a name, or leave it open again."""
        row = self._rows.get(key)
        if row is None:
            return
        match = match_of(row.name, choice, always=row.always is not False)
        if match is None:
            self._decided.pop(key, None)
        else:
            self._decided[key] = match
        self._show()

    def _show(self) -> None:
        words = self.ui.words
        rows = [name_row(one, self._decided.get(_key(one)), words) for one in self._names]
        self._rows = {row.key: row for row in rows}
        self.table.show_rows(rows)
        decided = [row for row in rows if row.match is not None]
        number = sum(row.name.rows for row in decided)
        self.button.setText(f"Settle {words.count(number, 'row')}" if decided else "Settle")
        self.button.setEnabled(bool(decided))
        self.told.setText(_told(decided, words))

    def _foot_shown(self, *, shown: bool) -> None:
        self.told.setVisible(shown)
        self.button.setVisible(shown)

    @Slot(str, str)
    def _on_table_cell_pressed(self, key: str, column: str) -> None:
        row = self._rows.get(key)
        if column == "becomes":
            self.open_options(key)
        elif column == "always" and row is not None and row.match is not None:
            self._decided[key] = replace(row.match, always=not row.match.always)
            self._show()

    @Slot(str)
    def _on_popup_chosen(self, choice: str) -> None:
        self.decide(str(self.sender().property("row")), choice)

    @Slot()
    def _on_button_clicked(self) -> None:
        if self.decisions:
            self.settled.emit(self.decisions)

    def _lay_out(self) -> None:
        self.add_line_under_head()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.table)
        self.button.setProperty("kind", "primary")
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.told, 1)
        row.addWidget(self.button)
        self.set_foot(foot, FOOT)


def waiting_columns(words: Words) -> tuple[Column, ...]:
    """Describe the list: the name with where it stands, whom it means, rows, for how long."""

    def where(row: NameRow) -> str:
        stands = f"{one_line(row.name.file)}, line {words.number(row.name.line)}"
        return f"{name(row)}, first in {stands}"

    def name(row: NameRow) -> str:
        through = row.name.by if row.name.by in _THROUGH else ""
        return one_line(f"{through} {row.name.value}".strip())

    held = {one.key: one for one in name_columns(words.number)}
    return (
        Column("name", "Name in the file", 260, lambda row: row.name.value, name, name_cell(name),
               minimum=150, stretch=True, tip=where),
        replace(held["becomes"], width=180, minimum=160, snug=164),
        replace(held["told"], width=112, minimum=108, snug=108),
        held["always"],
    )  # fmt: skip


def _told(decided: Sequence[NameRow], words: Words) -> str:
    """Say what settling would do."""
    if not decided:
        return "Choose whom a name means; all its rows follow."
    made = sum(row.match is not None and row.match.account_id == "+" for row in decided)
    out = sum(row.name.rows for row in decided if row.match and row.match.account_id is None)
    parts = [words.count(len(decided), "name") + " decided"]
    if made:
        parts.append(words.count(made, "new account"))
    if out:
        parts.append(f"{words.count(out, 'row')} left out")
    return ", ".join(parts)


def _key(name: Unmatched) -> str:
    return f"{name.by}|{name.value}"
