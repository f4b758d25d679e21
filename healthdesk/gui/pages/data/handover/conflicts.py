"""Fields that both desks changed: as it was, mine, theirs; one is kept, all or one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from healthdesk.core.domain.facts import to_day
from healthdesk.core.domain.handover import Answer, Conflict, Where
from healthdesk.core.services.handover_tables import BY_WORK, SEPARATOR, USAGE
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.data.tables import title_of
from healthdesk.gui.pages.data.wizard.cell_table import CellTable
from healthdesk.gui.pages.data.wizard.conflicts import SINGLE, field_words
from healthdesk.gui.pages.data.wizard.sayings import one_line
from healthdesk.gui.parts.answer_painters import Pill, pill_cell
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.column_painters import name_cell, text_cell
from healthdesk.gui.parts.plain import PlainLabel

ROW = 44
_DAYS = frozenset({"day"})


@dataclass(frozen=True)
class Line:
    """A conflict as its line shows it."""

    key: str
    conflict: Conflict
    what: str
    field: str
    was: str
    mine: Pill
    theirs: Pill


class ConflictList(QWidget):
    """Lists conflicts with the side that stands; without a word it is mine."""

    def __init__(self, ui: Ui) -> None:
        super().__init__()
        self.ui = ui
        self._conflicts: tuple[Conflict, ...] = ()
        self._names: Mapping[str, str] = {}
        self._lines: dict[str, Line] = {}
        self.answers: dict[Where, Answer] = {}
        self.table = CellTable(
            ui.theme,
            "Changed by both",
            conflict_columns(),
            lambda row: row.key,
            answers=("mine", "theirs"),
            high=ROW,
            keeps_current=True,
        )
        self.told = PlainLabel("", "caption", elide=True)
        self.mine = QPushButton("Keep mine for all")
        self.theirs = QPushButton("Accept theirs for all")
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 6, 8, 6)
        foot.setSpacing(8)
        foot.addWidget(self.told, 1)
        for button in (self.mine, self.theirs):
            button.setProperty("compact", "true")
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.table.cell_pressed.connect(self._on_table_cell_pressed)
        self.mine.clicked.connect(self._on_mine_clicked)
        self.theirs.clicked.connect(self._on_theirs_clicked)

    def show_conflicts(self, conflicts: Sequence[Conflict], names: Mapping[str, str]) -> None:
        """List these; `names` are of accounts, by their id."""
        self._conflicts = tuple(conflicts)
        self._names = names
        self.answers = {one.where: "mine" for one in conflicts}
        self._show()

    def decide(self, key: str, side: Answer) -> None:
        """Let a side of one conflict stand."""
        line = self._lines.get(key)
        if line is not None:
            self.answers[line.conflict.where] = side
            self._show()

    def decide_all(self, side: Answer) -> None:
        """Let a side of all of them stand."""
        self.answers = dict.fromkeys(self.answers, side)
        self._show()

    def _show(self) -> None:
        words = self.ui.words
        lines = [
            conflict_line(one, self.answers[one.where], words, self._names)
            for one in self._conflicts
        ]
        self._lines = {one.key: one for one in lines}
        self.table.show_rows(lines)
        theirs = sum(side == "theirs" for side in self.answers.values())
        self.told.setText(
            f"{words.number(len(lines) - theirs)} stay as mine, {words.number(theirs)} as theirs"
        )

    @Slot(str, str)
    def _on_table_cell_pressed(self, key: str, column: str) -> None:
        if column == "mine":
            self.decide(key, "mine")
        elif column == "theirs":
            self.decide(key, "theirs")

    @Slot()
    def _on_mine_clicked(self) -> None:
        self.decide_all("mine")

    @Slot()
    def _on_theirs_clicked(self) -> None:
        self.decide_all("theirs")


def conflict_line(one: Conflict, side: Answer, words: Words, names: Mapping[str, str]) -> Line:
    """Say about a conflict what its line shows."""
    kind = SINGLE.get(one.table) or title_of(one.table).removesuffix("s")
    if one.table in USAGE:
        return _daily(one, side, words, names)
    name = names.get(one.key) or _called(one)
    return Line(
        "|".join(one.where),
        one,
        name if one.table == "accounts" else f"{kind} {name}".strip(),
        field_words(one.field) if one.field else "Whole row",
        "not known" if one.was is None else _value(one, one.was, words),
        Pill(_value(one, one.mine, words), "mine", side == "mine"),
        Pill(_value(one, one.theirs, words), "theirs", side == "theirs"),
    )


def _daily(one: Conflict, side: Answer, words: Words, names: Mapping[str, str]) -> Line:
    """Values of days that differ, of one metric and account or person."""
    whose, _, metric = one.key.partition(SEPARATOR)

    def told(values: dict[str, Any]) -> str:
        shown = ", ".join(
            words.number(part, 0 if float(part).is_integer() else 2) for part in values["values"]
        )
        return f"{shown}…" if values["count"] > len(values["values"]) else shown

    first = words.day(to_day(date.fromisoformat(one.mine["first"])))
    days = words.days(one.mine["count"])
    return Line(
        "|".join(one.where),
        one,
        f"{names.get(whose, whose)}: {one_line(metric)}",
        days,
        "not known",
        Pill(told(one.mine), f"mine, {first}", side == "mine"),
        Pill(told(one.theirs), f"theirs, {first}", side == "theirs"),
    )


def _called(one: Conflict) -> str:
    """What a row is called: its title, its words, or its id."""
    for row in (one.mine, one.theirs, one.was):
        if isinstance(row, dict):
            for name in ("title", "text", "name", "subject", "problem"):
                if row.get(name):
                    return one_line(str(row[name]))[:60]
    return one_line(one.key.replace("\x1f", " ").partition("@")[0])[:60]


def _value(one: Conflict, told: Any, words: Words) -> str:  # noqa: ANN401 - any JSON value
    if not one.field:
        return "removed" if told is None else "kept"
    if told in ("", None, []):
        return "empty"
    work = BY_WORK.get(one.table)
    if work is not None and work.field(one.field).kind in _DAYS and isinstance(told, int):
        return words.day(told)
    if isinstance(told, bool):
        return "yes" if told else "no"
    if isinstance(told, list):
        return ", ".join(one_line(_part(part)) for part in told)
    return one_line(str(told))


def _part(told: Any) -> str:  # noqa: ANN401 - any JSON value
    """One of several: a theme, a line of a checklist, a sign before a loss."""
    if not isinstance(told, dict):
        return str(told)
    return str(told.get("text") or told.get("name") or told)


def conflict_columns() -> tuple[Column, ...]:
    """Describe the list."""

    def said(pill: Pill) -> str:
        return f"{pill.value} ({pill.where}){', stands' if pill.chosen else ''}"

    def what(row: Line) -> str:
        return row.what

    def field(row: Line) -> str:
        return row.field

    def was(row: Line) -> str:
        return row.was

    return (
        Column("what", "Row", 150, what, what, name_cell(what), minimum=110, stretch=True),
        Column("field", "Field", 72, field, field, text_cell(field), minimum=60),
        Column("was", "As it was", 84, was, was, text_cell(was, "text3"), minimum=60),
        Column("mine", "Mine", 122, lambda row: row.mine.value, lambda row: said(row.mine),
               pill_cell(lambda row: row.mine), minimum=84),
        Column("theirs", "Theirs", 122, lambda row: row.theirs.value, lambda row: said(row.theirs),
               pill_cell(lambda row: row.theirs), minimum=84),
    )  # fmt: skip
