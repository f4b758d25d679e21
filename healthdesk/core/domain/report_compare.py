"""Two reports of a kind side by side: which rows are new, worse, better, resolved.

Rows are the same where their keys are; which way one moved is read from its table: first its band,
then its points, else nobody says that it moved for better or worse. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from healthdesk.core.domain.report import Cell, Report, Row, Table
from healthdesk.core.domain.report_prepare import blocks

Moved = Literal["new", "worse", "better", "resolved", "same", "other"]
"""`other`: something else in its row changed, and neither for better nor for worse."""
WORDS: Final[dict[Moved, str]] = {
    "new": "New",
    "worse": "Worse",
    "better": "Better",
    "other": "Changed otherwise",
    "same": "As before",
    "resolved": "Resolved",
}
_RANK: Final = {"strong": 2, "average": 1, "poor": 0}


@dataclass(frozen=True)
class RowPair:
    """A row on both sides: `before` and `after` are its cells' texts by title, {} = not there."""

    key: str
    name: str
    moved: Moved
    before: dict[str, str]
    after: dict[str, str]

    @property
    def changes(self) -> tuple[tuple[str, str, str], ...]:
        """Column, text before, text after, of all that differ."""
        titles = dict.fromkeys((*self.before, *self.after))
        pairs = ((one, self.before.get(one, ""), self.after.get(one, "")) for one in titles)
        return tuple((title, was, now) for title, was, now in pairs if was != now)


@dataclass(frozen=True)
class TablePair:
    """A table that both reports have, row by row: the later report's order, resolved ones last."""

    title: str
    rows: tuple[RowPair, ...]

    def of(self, moved: Moved) -> tuple[RowPair, ...]:
        """The rows that moved this way."""
        return tuple(one for one in self.rows if one.moved == moved)


def compared(before: Report, after: Report) -> tuple[TablePair, ...]:
    """Every table with keyed rows that both reports have."""
    was = {name: table for name, _, table in _tables(before)}
    return tuple(
        _pair(was[name], table, title) for name, title, table in _tables(after) if name in was
    )


def _tables(report: Report) -> Iterator[tuple[str, str, Table]]:
    """Tables whose rows are named, or that are empty: last week there may have been none."""
    for section in report.sections:
        for block in blocks(section):
            if isinstance(block, Table) and all(row.key for row in block.rows):
                yield f"{section.key}/{block.key}", block.title or section.title, block


def _pair(old: Table, table: Table, title: str) -> TablePair:
    before = {row.key: row for row in old.rows if row.key}
    after = {row.key: row for row in table.rows if row.key}
    pairs = [_row(old, before.get(key), table, row) for key, row in after.items()]
    gone = [_row(old, row, table, None) for key, row in before.items() if key not in after]
    return TablePair(title, (*pairs, *gone))


def _row(old: Table, was: Row | None, table: Table, now: Row | None) -> RowPair:
    before = {} if was is None else _texts(old, was)
    after = {} if now is None else _texts(table, now)
    there = now if now is not None else was
    name = there.cells[0].text if there is not None and there.cells else ""
    key = there.key if there is not None else ""
    return RowPair(key, name, _moved(old, was, table, now), before, after)


def _texts(table: Table, row: Row) -> dict[str, str]:
    return {column.title: cell.text for column, cell in zip(table.columns, row.cells, strict=False)}


def _moved(old: Table, was: Row | None, table: Table, now: Row | None) -> Moved:
    if was is None:
        return "new"
    if now is None:
        return "resolved"
    for told_was, told_now in zip(_standing(old, was), _standing(table, now), strict=True):
        if told_was is not None and told_now is not None and told_was != told_now:
            return "better" if told_now > told_was else "worse"
    return "same" if _texts(old, was) == _texts(table, now) else "other"


def _standing(table: Table, row: Row) -> tuple[float | None, float | None]:
    """How a row stands: its band, then its points; None where it says nothing."""
    band: float | None = None
    points: float | None = None
    for column, cell in zip(table.columns, row.cells, strict=False):
        if band is None and cell.band is not None:
            band = _RANK.get(cell.band)
        if points is None and column.kind == "points":
            points = _number(cell)
    return band, points


def _number(cell: Cell) -> float | None:
    value = cell.value
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
