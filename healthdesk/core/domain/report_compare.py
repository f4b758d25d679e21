"""Two reports of a kind side by side: which rows are new, worse, better, resolved.

The one meaning of these words, for the weekly risk report as for every comparison: first the band
says how an account moved, else its score from three points on. One whose score is missing on a
side, or now rests on missing data, is not compared. Rows are the same where their keys are; tables
that are comparisons themselves are none here. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.report import Cell, Figure, Figures, Inside, Report, Row, Section, Table
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.domain.report_words import without_age

Moved = Literal["new", "worse", "better", "resolved", "left", "same", "other", "untold"]
"""`other`: it stands as before, something else in its row changed; `untold`: it cannot be compared;
`left`: no longer there, for it is no customer any more."""
WORDS: Final[dict[Moved, str]] = {
    "new": "New",
    "worse": "Worse",
    "better": "Better",
    "resolved": "Resolved",
    "left": "No customer any more",
    "untold": "Cannot be compared",
    "other": "Changed otherwise",
    "same": "As before",
}
PLAIN: Final[dict[Moved, str]] = {
    "new": "Added",
    "other": "Changed",
    "resolved": "No longer there",
    "left": "No customer any more",
    "same": "As before",
}
"""The same of a table that says nothing of better or worse."""
MOVED: Final = 3
"""Points from which a score is said to move, as everywhere."""
SINCE: Final = "since"
"""Key of a section that is a comparison itself: it is never compared."""
AGAINST: Final = frozenset({"risks/figures/new", "risks/figures/resolved"})
"""Figures that are comparisons themselves."""
COUNTED: Final = frozenset({"due"})
"""Columns that only count the days of another one: they are others every day."""
_RANK: Final = {"strong": 2, "average": 1, "poor": 0}


@dataclass(frozen=True)
class RowPair:
    """A row on both sides: `before` and `after` are its cells' texts by title, {} = not there.

    Attributes:
        inside: what the texts that differ are of the inside.
    """

    key: str
    name: str
    moved: Moved
    before: dict[str, str]
    after: dict[str, str]
    inside: tuple[Inside, ...] = ()

    @property
    def changes(self) -> tuple[tuple[str, str, str], ...]:
        """Column, text before, text after, of all that differ."""
        titles = dict.fromkeys((*self.before, *self.after))
        pairs = ((one, self.before.get(one, ""), self.after.get(one, "")) for one in titles)
        return tuple((title, was, now) for title, was, now in pairs if was != now)


@dataclass(frozen=True)
class TablePair:
    """A table that both reports have, row by row: the later report's order, resolved ones last.

    Attributes:
        graded: its rows have a band or a score, so that they get better and worse.
        apart: columns that only one of the two has; they are not compared.
        inside: what the table as a whole is of the inside.
    """

    title: str
    rows: tuple[RowPair, ...]
    graded: bool = True
    apart: tuple[str, ...] = ()
    inside: tuple[Inside, ...] = ()

    def of(self, moved: Moved) -> tuple[RowPair, ...]:
        """The rows that moved this way."""
        return tuple(one for one in self.rows if one.moved == moved)


@dataclass(frozen=True)
class FigurePair:
    """A large figure that both reports have."""

    label: str
    before: str
    after: str
    inside: tuple[Inside, ...] = ()


def compared(
    before: Report, after: Report, gone: frozenset[str] = frozenset()
) -> tuple[TablePair, ...]:
    """Every table with keyed rows that both reports have.

    Args:
        before: the earlier report.
        after: the later report.
        gone: keys of accounts that were customers on the earlier day and are none on the later.
    """
    was = {name: table for name, table, _ in _tables(before)}
    return tuple(
        _pair(was[name], table, section, gone)
        for name, table, section in _tables(after)
        if name in was
    )


def figures(before: Report, after: Report) -> tuple[FigurePair, ...]:
    """The large figures that both reports have, as they were and as they are."""
    was = {name: one for name, one, _ in _figures(before)}
    return tuple(
        FigurePair(one.label, was[name].text, one.text, marks)
        for name, one, marks in _figures(after)
        if name in was
    )


def _figures(report: Report) -> Iterator[tuple[str, Figure, tuple[Inside, ...]]]:
    for section in report.sections:
        for block in blocks(section):
            if isinstance(block, Figures) and section.key != SINCE:
                for one in block.items:
                    name = f"{section.key}/{block.key}/{one.key}"
                    if one.key and name not in AGAINST:
                        yield name, one, (*section.inside, *block.inside, *one.inside)


def _tables(report: Report) -> Iterator[tuple[str, Table, Section]]:
    """Tables whose rows are named, or that are empty: last week there may have been none."""
    for section in report.sections:
        for block in blocks(section) if section.key != SINCE else ():
            if isinstance(block, Table) and all(row.key for row in block.rows):
                yield f"{section.key}/{block.key}", block, section


def _pair(old: Table, table: Table, section: Section, gone: frozenset[str]) -> TablePair:
    both = _Both(old, table)
    before = {row.key: row for row in old.rows if row.key}
    after = {row.key: row for row in table.rows if row.key}
    pairs = [both.pair(key, before.get(key), row) for key, row in after.items()]
    ended = [both.pair(key, row, None, gone) for key, row in before.items() if key not in after]
    marks = (*section.inside, *table.inside)
    title = table.title or section.title
    return TablePair(title, (*pairs, *ended), both.graded, both.apart, marks)


class _Both:
    """Two states of a table, by the columns that both have."""

    def __init__(self, old: Table, table: Table) -> None:
        self._was = {one.key: at for at, one in enumerate(old.columns)}
        self._now = {one.key: at for at, one in enumerate(table.columns)}
        self._columns = {
            **{one.key: one for one in old.columns},
            **{one.key: one for one in table.columns},
        }
        self._common = [key for key in self._now if key in self._was]
        self._told = [
            key
            for key in self._common
            if self._columns[key].kind != "change" and key not in COUNTED
        ]
        self.graded = any(
            self._columns[key].kind in ("band", "points") for key in self._common
        ) or any(cell.band for row in (*old.rows, *table.rows) for cell in row.cells)
        self.apart = tuple(
            one.title
            for key, one in self._columns.items()
            if key not in self._common and self._common
        )

    def pair(
        self, key: str, was: Row | None, now: Row | None, gone: frozenset[str] = frozenset()
    ) -> RowPair:
        """A row on both sides."""
        before = {} if was is None else self._texts(was, self._was)
        after = {} if now is None else self._texts(now, self._now)
        there = now if now is not None else was
        name = there.cells[0].text if there is not None and there.cells else ""
        moved = self._moved(was, now)
        if moved == "resolved" and key in gone:
            moved = "left"
        if moved == "same" and self._differ(was, now):
            moved = "other"
        marks = there.inside if there is not None else ()
        told = {one for one in (*before, *after) if before.get(one) != after.get(one)}
        for column in self._columns.values():
            marks += column.inside if column.title in told else ()
        return RowPair(key, name, moved, before, after, tuple(dict.fromkeys(marks)))

    def _texts(self, row: Row, at: Mapping[str, int]) -> dict[str, str]:
        """Texts by title; how a figure moved within its own report is no part of it."""
        return {
            self._columns[key].title: _bare(row.cells[at[key]])
            for key in self._told
            if at[key] < len(row.cells)
        }

    def _differ(self, was: Row | None, now: Row | None) -> bool:
        """Whether something in a row that stands as before is worth telling.

        A sentence of the program counts days down by itself; that a person wrote otherwise is told.
        """
        if was is None or now is None:
            return False
        for key in self._told:
            old, new = was.cells[self._was[key]], now.cells[self._now[key]]
            mine = old.generated or new.generated or not (old.edit and new.edit)
            if _bare(old) != _bare(new) and (mine or not self.graded):
                return True
        return False

    def _moved(self, was: Row | None, now: Row | None) -> Moved:
        if was is None:
            return "new"
        if now is None:
            return "resolved"
        if not self.graded:
            return "same"
        way = _way(self._standing(was, self._was), self._standing(now, self._now))
        return "untold" if now.unsure and way in ("worse", "better") else way

    def _standing(self, row: Row, at: Mapping[str, int]) -> tuple[float | None, float | None]:
        """How a row stands: its band, then its points; None where it says nothing."""
        band: float | None = None
        points: float | None = None
        for key in self._common:
            cell = row.cells[at[key]] if at[key] < len(row.cells) else Cell(text="")
            if band is None and cell.band is not None:
                band = _RANK.get(cell.band)
            if points is None and self._columns[key].kind == "points":
                points = _number(cell)
        return band, points


def _way(was: tuple[float | None, float | None], now: tuple[float | None, float | None]) -> Moved:
    """Which way something moved: by its band, else by its points from some on."""
    if was[0] is not None and now[0] is not None and was[0] != now[0]:
        return "better" if now[0] > was[0] else "worse"
    if was[1] is not None and now[1] is not None:
        if abs(now[1] - was[1]) < MOVED:
            return "same"
        return "better" if now[1] > was[1] else "worse"
    return "untold" if None in (was[0], now[0]) or was[1] != now[1] else "same"


def _bare(cell: Cell) -> str:
    """The text of a cell, without the week that a person's words are of."""
    return without_age(cell.text) if cell.edit else cell.text


def _number(cell: Cell) -> float | None:
    value = cell.value
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
