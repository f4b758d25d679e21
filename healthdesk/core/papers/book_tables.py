"""Tables of a report as tables of a workbook: heads with filters, figures as figures, bands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.report import Band, Cell, Column, Row, Table
from healthdesk.core.papers import notes
from healthdesk.core.papers.book import Book, held, put_text, units
from healthdesk.core.papers.texts import one_line

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHAPES: Final[dict[Band, str]] = {
    "strong": "\u25cf",
    "average": "\u25b2",
    "poor": "\u25a0",
    "unknown": "\u25cb",
}
"""The shape of each band, as it stands before its word."""
_GROUP: Final = Column(key="", title="Group", width=1.5)
_SAMPLE: Final = 200
"""Rows from which a width is taken."""
_NARROW, _WIDE, _WRAPS = 9.0, 52.0, 60.0
_HEAD: Final = 255
"""Characters of a table's head."""
_EVERY: Final = 1_000


def table_widths(table: Table) -> tuple[float, ...]:
    """How wide the columns of a table are, in their units."""
    return tuple(
        max(_NARROW, min(_WRAPS if column.wraps else _WIDE, _needed(column, texts)))
        for column, texts in _columns(table)
    )


def put_table(
    book: Book,
    sheet: Worksheet,
    top: int,
    table: Table,
    progress: Progress = NOBODY,
    *,
    bare: bool = False,
) -> int:
    """Write a table from a row on; returns the first row after it. `bare` leaves filters out."""
    grouped = any(row.group for row in table.rows)
    columns = (_GROUP, *table.columns) if grouped else table.columns
    heads = _heads(book, columns)
    for at, (column, head) in enumerate(zip(columns, heads, strict=True)):
        put_text(sheet, top, at, head, _head_format(book, column, at))
    if not table.rows:
        book.text(sheet, top + 1, 0, table.empty, font_color=book.look.colors["text3"])
        return top + 2
    base = {"bottom": 1, "bottom_color": book.look.colors["grid"]}
    for at, row in enumerate(table.rows):
        if at % _EVERY == 0:
            progress.step(at, len(table.rows), table.title)
        cells = _drawn(row.cells) if bare else row.cells
        _row(book, sheet, top + 1 + at, (row.group, cells), columns=columns, base=base)
    last = top + len(table.rows)
    if not bare:
        _made_table(book, sheet, (top, last), columns, heads)
    for at, column in enumerate(columns):
        if column.kind == "band":
            _bands(book, sheet, (top + 1, last, at), table.rows, at - grouped)
    if table.total:
        _total(book, sheet, last + 1, table, grouped=grouped)
    return last + 1 + bool(table.total)


def _row(
    book: Book,
    sheet: Worksheet,
    at: int,
    row: tuple[str, Sequence[Cell]],
    *,
    columns: Sequence[Column],
    base: dict[str, Any],
) -> None:
    group, cells = row
    grouped = len(columns) - len(cells)
    wrapped = [one for one, told in enumerate(columns) if told.wraps and one >= grouped]
    if wrapped:
        book.fit(sheet, at, ((one, cells[one - grouped].text) for one in wrapped))
    if grouped:
        put_text(sheet, at, 0, group, book.format(**base))
    for place, (column, cell) in enumerate(zip(columns[grouped:], cells, strict=True), grouped):
        color = _direction(book, cell) if cell.direction else {}
        left = {"align": "left"} if place == 0 else {}
        more = color | left
        book.cell(sheet, (at, place), column, cell, base | more if more else base)


def _drawn(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells that a chart is drawn over: a hole is empty, any text would be drawn as zero."""
    return tuple(Cell(text="") if one.value is None and one.text == NONE else one for one in cells)


def _direction(book: Book, cell: Cell) -> dict[str, Any]:
    names = {"good": "up", "bad": "down"}
    name = names.get(cell.direction)
    return {"font_color": book.look.colors[name]} if name else {}


def _made_table(
    book: Book,
    sheet: Worksheet,
    rows: tuple[int, int],
    columns: Sequence[Column],
    heads: Sequence[str],
) -> None:
    """A real table where its heads can be a table's, else filters alone."""
    first, last = rows
    right = len(columns) - 1
    fine = all(0 < len(one) <= _HEAD and one_line(one) == one for one in heads)
    if fine and len({one.lower() for one in heads}) == len(heads):
        made = [
            {"header": head, "header_format": _head_format(book, column, at)}
            for at, (head, column) in enumerate(zip(heads, columns, strict=True))
        ]
        sheet.add_table(first, 0, last, right, {"columns": made, "style": None})
    elif not sheet.autofilter_area:
        sheet.autofilter(first, 0, last, right)


def _heads(book: Book, columns: Sequence[Column]) -> tuple[str, ...]:
    """Titles with the numbers of their sources, each different."""
    made: list[str] = []
    for at, column in enumerate(columns, 1):
        led = notes.told(column.notes, book.numbers)
        title = column.title or f"Column {at}"
        head = f"{title} [{led}]" if led else title
        number = 1
        while head.lower() in {one.lower() for one in made}:
            number += 1
            head = f"{title} ({number})"
        made.append(head)
    return tuple(made)


def _head_format(book: Book, column: Column, at: int) -> Any:  # noqa: ANN401 - a format of the library
    colors = book.look.colors
    words = column.kind in ("text", "band")
    return book.format(
        bold=True,
        align="left" if words or at == 0 else "right",
        indent=min(at, 1) if words else 0,
        valign="vcenter",
        bg_color=colors["hover"],
        bottom=1,
        bottom_color=colors["edge"],
    )


def _bands(
    book: Book, sheet: Worksheet, where: tuple[int, int, int], rows: Sequence[Row], at: int
) -> None:
    """Shape and colour by the word, so that they stay right when somebody sorts or types."""
    first, last, column = where
    words = {row.cells[at].text: row.cells[at].band for row in rows if row.cells[at].band}
    for word, band in list(words.items())[:8]:
        told = held(word)
        if band is None or not told or len(told) > _HEAD:
            continue
        quoted = told.replace('"', '""')
        colors = book.look.colors
        made = book.book.add_format(
            {
                "num_format": f'"{SHAPES[band]} "@',
                "font_color": colors[band],
                "bg_color": colors[f"{band}soft"],
            }
        )
        rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": made}
        sheet.conditional_format(first, column, last, column, rule)


def _total(book: Book, sheet: Worksheet, row: int, table: Table, *, grouped: bool) -> None:
    """The line under a table; a sum follows what is filtered."""
    from xlsxwriter.utility import xl_range  # noqa: PLC0415 - as the library itself

    base = {"bold": True, "top": 1, "top_color": book.look.colors["edge"]}
    if grouped:
        sheet.write_blank(row, 0, None, book.format(**base))
    for at, (column, cell) in enumerate(zip(table.columns, table.total, strict=True)):
        place = at + grouped
        book.cell(sheet, (row, place), column, cell, base)
        if column.kind in ("number", "money") and _is_sum(table, at, cell):
            low, high = row - len(table.rows), row - 1
            shown = book.shown(column, cell)
            made = book.format(num_format=shown or "0", align="right", **base)
            formula = f"=SUBTOTAL(109,{xl_range(low, place, high, place)})"
            sheet.write_formula(row, place, formula, made, cell.value)


def _is_sum(table: Table, at: int, cell: Cell) -> bool:
    values = [row.cells[at].value for row in table.rows]
    known = [one for one in values if isinstance(one, int | float)]
    total = cell.value
    if not isinstance(total, int | float) or len(known) < len(values):
        return False
    return abs(sum(known) - total) <= 1e-9 * max(1.0, abs(total))


def _columns(table: Table) -> list[tuple[Column, list[str]]]:
    rows = table.rows[:_SAMPLE]
    made = [
        (column, [row.cells[at].text for row in (*rows, *_total_row(table))])
        for at, column in enumerate(table.columns)
    ]
    if any(row.group for row in table.rows):
        made.insert(0, (_GROUP, [row.group for row in rows]))
    return made


def _total_row(table: Table) -> tuple[Row, ...]:
    return (Row(cells=table.total),) if table.total else ()


def _needed(column: Column, texts: Sequence[str]) -> float:
    head = units(one_line(column.title[:80]), bold=True) + 4
    return max([head, *(units(one_line(one[:120])) + 1 for one in texts)])
