"""Accounts that a file names and nobody knows: whom each means, decided once for all its rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from healthdesk.core.domain.intake import Match
from healthdesk.core.domain.load import Load
from healthdesk.core.domain.views import Candidate, Unmatched
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.reading import read_accounts
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import Told, select_cell, small_cell, tick_cell
from healthdesk.gui.parts.choice_popup import ChoicePopup, Option
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell

WAIT, OUT, MAKE, TAKE = "wait", "out", "make", "take|"
ROW, NARROW = 36, 490
WAITING = "Decide later"


@dataclass(frozen=True)
class NameRow:
    """One way of naming an account, and what was decided about it."""

    key: str
    name: Unmatched
    match: Match | None
    becomes: Told
    told: str
    always: bool | None
    """None while nothing is decided."""


class UnmatchedList(QWidget):
    """Lists names with a select each.

    Signals:
        decided: a `Match` (or None: open again) and the (by, value) that it is about.
    """

    decided = Signal(object, object)

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._rows: dict[str, NameRow] = {}
        self._popup: ChoicePopup | None = None
        self._narrow = False
        self._names: dict[str, str] = {}
        self.table = CellTable(
            ui.theme,
            "Accounts not found",
            name_columns(ui.words.number),
            lambda row: row.key,
            answers=("becomes", "always"),
            high=ROW,
            head=False,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table)
        self.table.cell_pressed.connect(self._on_table_cell_pressed)

    def show_names(self, names: Sequence[Unmatched], load: Load) -> None:
        """List these names with what was decided so far."""
        words = self.ui.words
        rows = tuple(
            name_row(one, load.match(one.by, one.value), words, self._names) for one in names
        )
        self._rows = {row.key: row for row in rows}
        self.table.show_rows(rows)

    def open_options(self, key: str) -> ChoicePopup | None:
        """Offer whom a name may mean."""
        row = self._rows.get(key)
        if row is None:
            return None
        corner, wide = self.table.below(key, "becomes")
        shown = name_options(row, self.ui.words.percent)
        name = f"Whom {one_line(row.name.value)} means"
        popup = ChoicePopup(self.ui.theme, name, shown, self, seeks="Find any account")
        popup.setProperty("row", key)
        popup.chosen.connect(self._on_popup_chosen)
        popup.open_under(corner, wide)
        self._popup = popup
        self.ui.read(read_accounts, then=self._offer_all, key="accounts")
        return popup

    def _offer_all(self, found: Sequence[tuple[str, str]]) -> None:
        """Let every account of the desk be found in the popup, by its name or its id."""
        popup = self._popup
        if popup is not None and isValid(popup):
            popup.add_sought([Option(f"{TAKE}{own}", one_line(name), own) for own, name in found])
        self._names = dict(found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the lines out where there is little room: names matter more."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.table.set_columns(name_columns(self.ui.words.number, narrow=narrow))

    @Slot(str, str)
    def _on_table_cell_pressed(self, key: str, column: str) -> None:
        if column == "always":
            self._turn_always(key)
        elif column == "becomes":
            self.open_options(key)

    def _turn_always(self, key: str) -> None:
        row = self._rows.get(key)
        if row is not None and row.match is not None:
            match = Match(row.name.by, row.name.value, row.match.account_id, not row.match.always)
            self.decided.emit(match, (row.name.by, row.name.value))

    @Slot(str)
    def _on_popup_chosen(self, choice: str) -> None:
        row = self._rows.get(str(self.sender().property("row")))
        if row is not None:
            match = match_of(row.name, choice, always=row.always is not False)
            self.decided.emit(match, (row.name.by, row.name.value))


def match_of(name: Unmatched, choice: str, *, always: bool) -> Match | None:
    """Turn a choice into a decision."""
    if choice == WAIT:
        return None
    meant = {OUT: None, MAKE: "+"}.get(choice, choice.removeprefix(TAKE))
    return Match(name.by, name.value, meant, always)


def name_options(row: NameRow, percent: Callable[[float], str]) -> tuple[Option, ...]:
    """Offer the accounts that a name may mean, the surest first, and the ways out."""
    meant = None if row.match is None else row.match.account_id
    taken = row.match is not None
    names = Counter(one.name for one in row.name.candidates)
    found = [
        Option(
            f"{TAKE}{one.account_id}",
            one_line(one.name if names[one.name] == 1 else f"{one.name} ({one.account_id})"),
            percent(one.sure),
            chosen=taken and meant == one.account_id,
        )
        for one in row.name.candidates
    ]
    if found:
        found.insert(0, Option("", "Accounts with a name like it", head=True))
        found.append(Option("", "Or", head=True))
    found.append(Option(MAKE, "Make an account of this name", chosen=taken and meant == "+"))
    found.append(Option(OUT, "Leave out", "its rows", chosen=taken and meant is None))
    found.append(Option(WAIT, WAITING, "in To settle", chosen=not taken))
    return tuple(found)


def name_row(
    name: Unmatched, match: Match | None, words: Words, named: Mapping[str, str] | None = None
) -> NameRow:
    """Say about a name what its line shows; `named` holds accounts that are no candidates."""
    number = words.count(name.rows, "row")
    best = _meant(name.candidates, match)
    sure = "" if best is None else words.percent(best.sure)
    told = " · ".join(part for part in (sure, number) if part)
    key = f"{name.by}|{name.value}"
    if match is None:
        return NameRow(key, name, None, Told(WAITING, "text3"), told, None)
    if match.account_id == "+":
        becomes = Told("New account")
    elif match.account_id is None:
        becomes = Told("Leave out", "text2")
    else:
        own = match.account_id
        becomes = Told(one_line(best.name if best is not None else (named or {}).get(own, own)))
    return NameRow(key, name, match, becomes, told, match.always)


def name_columns(number: Callable[[float], str], *, narrow: bool = False) -> tuple[Column, ...]:
    """Describe the list of names; in a narrow one lines and numbers of rows are in the tips."""

    def line(row: NameRow) -> str:
        return number(row.name.line)

    def name(row: NameRow) -> str:
        return one_line(row.name.value)

    def always(row: NameRow) -> str:
        return "always" if row.always else "once" if row.always is not None else ""

    def told(row: NameRow) -> str:
        return row.told.partition(" · ")[0] if narrow else row.told

    found = (
        Column("line", "Line", 58, lambda row: float(row.name.line), line,
               small_cell(line, "text3"), minimum=58),
        Column("name", "Name in the file", 120, lambda row: row.name.value, name,
               name_cell(name), minimum=80, stretch=True, tip=name),
        Column("becomes", "Means", 200, lambda row: row.becomes.text,
               lambda row: row.becomes.text, select_cell(lambda row: row.becomes), minimum=140,
               snug=160, tip=lambda row: row.becomes.text),
        Column("told", "Sure", 104, lambda row: float(row.name.rows), told,
               small_cell(told), minimum=52, snug=52 if narrow else 76,
               tip=lambda row: f"{row.told}, first in line {line(row)}"),
        Column("always", "Remember", 78, always, always,
               tick_cell(lambda row: row.always, "always"), minimum=76),
    )  # fmt: skip
    return found[1:] if narrow else found


def _meant(candidates: Sequence[Candidate], match: Match | None) -> Candidate | None:
    """The candidate that was taken, or the best one while nothing is decided."""
    if match is None:
        return next(iter(candidates), None)
    return next((one for one in candidates if one.account_id == match.account_id), None)
