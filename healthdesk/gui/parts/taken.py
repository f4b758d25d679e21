"""A table in view as the table of a report: columns as shown, rows as filtered, ordered, grouped.

Made on a reader thread of what the model shows, which nobody changes; no widgets in here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from healthdesk.core.domain import report
from healthdesk.core.domain.inside_words import marks
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Band, Cell, Row
from healthdesk.core.domain.report_given import GivenTable
from healthdesk.core.domain.views import BANDS
from healthdesk.gui.parts.column import Column, Written

if TYPE_CHECKING:  # numpy comes with the data
    from healthdesk.gui.parts.data_table import DataTable
    from healthdesk.gui.parts.row_order import Arrangement, RowOrder

_STEP: Final = 2_000
"""Rows between two words of progress; somebody may stop it there."""
_SCORES: Final = frozenset({"score", "band"})
_PIXELS: Final = 100.0
"""Width on the screen that counts as one share on paper."""


@dataclass(frozen=True)
class Taken:
    """What a table shows, ready to be written elsewhere.

    Attributes:
        said: what narrows it, in words.
        ticked: ids of the only rows that are meant; none = all.
    """

    title: str
    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    order: RowOrder | None
    shown: Arrangement | None
    said: tuple[str, ...] = ()
    ticked: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How many rows there are, those of closed groups too."""
        return 0 if self.shown is None else len(self.shown.members)


def taken_of(table: DataTable) -> Taken:
    """What a table shows, ready to be written elsewhere: the ticked rows alone, if there are any.

    Nothing is copied but the ids of ticked rows, however long the table is.
    """
    title, rows = table.accessibleName() or "Table", table.rows
    said = (*table.narrowed, "ticked rows") if rows.marks else table.narrowed
    ticked = frozenset(rows.marks)
    return Taken(title, rows.columns, table.lanes.widths, rows.order, rows.shown, said, ticked)


def given_of(taken: Taken, progress: Progress = NOBODY) -> GivenTable:
    """The table of a report; figures keep their value beside their text."""
    held = [
        (one, wide)
        for one, wide in zip(taken.columns, taken.widths, strict=True)
        if not one.fixed and one.title
    ]
    columns = [one for one, _ in held]
    rows = list[Row]()
    total = taken.count
    for group, row, ident in _rows(taken):
        if len(rows) % _STEP == 0:
            progress.step(len(rows), total, "Reading rows")
        cells = tuple(cell for one in columns for cell in _cells(one, row))
        rows.append(Row(cells=cells, key=ident, group=group))
    head = list[report.Column]()
    for one, wide in held:
        head += [_written(one, at, wide) for at in range(len(one.written))] or [
            _column(one, wide, len(head), rows)
        ]
    return GivenTable(taken.title, tuple(head), tuple(rows), taken.said)


def _cells(column: Column, row: Any) -> tuple[Cell, ...]:  # noqa: ANN401 - rows are of any dataclass
    """What a column says of a row: one cell, or as many as it is written as."""
    if not column.written:
        return (_cell(column, row),)
    return tuple(_told(one, row) for one in column.written)


def _told(one: Written, row: Any) -> Cell:  # noqa: ANN401 - rows are of any dataclass
    value = one.value(row)
    way = (value or 0) * one.good
    return Cell(
        text=one.text(row),
        value=value,
        band=_band_of(row) if one.kind == "band" else None,
        direction="" if not way else "good" if way > 0 else "bad",
    )


def _written(column: Column, at: int, wide: int) -> report.Column:
    """The head of one of the columns that a column is written as."""
    one = column.written[at]
    return report.Column(
        key=f"{column.key}:{at}" if at else column.key,
        title=one.title,
        kind=one.kind,
        digits=one.digits,
        width=max(wide, column.minimum) / _PIXELS / len(column.written),
        inside=marks(column.inside, one.title),
    )


def _rows(taken: Taken) -> Iterator[tuple[str, Any, str]]:
    """Every row in the order shown, with its group."""
    order, shown = taken.order, taken.shown
    if order is None or shown is None:
        return
    groups: Sequence[tuple[str, Sequence[int]]] = [
        (one.label, one.members.tolist()) for one in shown.groups
    ]
    for label, members in groups or [("", shown.members.tolist())]:
        for code in members:
            ident = order.ids[code]
            if not taken.ticked or ident in taken.ticked:
                yield label, order.rows[code], ident


def _cell(column: Column, row: Any) -> Cell:  # noqa: ANN401 - rows are of any dataclass
    value, text = column.value(row), column.text(row)
    number = None
    if isinstance(value, int | float) and _is_figure(column) and abs(value) < float("inf"):
        number = round(float(value), 2)
    return Cell(text=text, value=number, band=_band(column, row))


def _is_figure(column: Column) -> bool:
    return column.right or column.key in _SCORES


def _band(column: Column, row: Any) -> Band | None:  # noqa: ANN401 - rows are of any dataclass
    """The band of a row, in the column that shows it."""
    return _band_of(row) if column.key in _SCORES else None


def _band_of(row: Any) -> Band | None:  # noqa: ANN401 - rows are of any dataclass
    found = getattr(row, "band", None)
    return found.lower() if found in BANDS else None


def _column(column: Column, wide: int, at: int, rows: Sequence[Row]) -> report.Column:
    """The head of a column: of figures where it has some."""
    values = [one for row in rows if isinstance(one := row.cells[at].value, float)]
    whole = all(one.is_integer() for one in values)
    return report.Column(
        key=column.key,
        title=column.title,
        kind="number" if values else "text",
        digits=0 if whole else 1,
        width=max(wide, column.minimum) / _PIXELS,
        wraps=not values,
        inside=marks(column.inside, column.title),
    )
