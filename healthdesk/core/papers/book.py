"""A workbook that says nothing of who made it and when, and in which no text is ever run."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime, time
from math import ceil, isfinite
from typing import TYPE_CHECKING, Any, Final

from healthdesk.core.charts.letters import width
from healthdesk.core.charts.look import Look, paper_look
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.number_style import STYLES, USUAL
from healthdesk.core.domain.report import Cell, Column, Report
from healthdesk.core.papers import cell_formats, notes, tables
from healthdesk.core.papers.texts import one_line, plain, sheet_name, short

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LETTERS: Final = 32_767
"""Characters that a cell holds."""
TALLEST: Final = 400
_LINE: Final = 15.0
_INDENTED: Final[dict[str, Any]] = {"align": "left", "indent": 1}
_RIGHT: Final[dict[str, Any]] = {"align": "right"}
_PAPERS: Final = {"letter": 1}
_A4: Final = 9
_FOOT: Final = 60
_SIZE: Final = 14.5
"""Pixels of the letters of a cell."""
_LETTER, _NARROW, _LOOSE, _PADDING = 10.0, 0.92, 1.1, 8.0
"""Pixels of a wide letter; how much narrower than Inter the faces of workbooks are in columns that
they measure; how much more lines take that end with words; what a cell keeps free."""
PIXELS: Final = 7
"""Pixels of one unit of a column's width."""


class Book:
    """A workbook of one report; `close` gives its bytes."""

    def __init__(self, report: Report) -> None:
        from xlsxwriter import Workbook  # noqa: PLC0415 - most starts write no workbook

        self._made = io.BytesIO()
        self.book = Workbook(
            self._made,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.report = report
        self.style = STYLES.get(report.style, STYLES[USUAL])
        self.look: Look = paper_look(
            report.brand.color, style=self.style.key, colour_blind=report.colour_blind
        )
        self.numbers = notes.of_report(report)
        self.names: list[str] = []
        self.book.set_properties(
            {
                "title": short(one_line(report.title), 200),
                "subject": short(one_line(report.subject), 200),
                "author": short(one_line(report.brand.name), 200),
                "created": datetime.combine(to_date(max(report.day, 0)), time()),
            }
        )
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._widths: dict[tuple[str, int], float] = {}

    def close(self) -> bytes:
        """The whole workbook."""
        self.book.close()
        return self._made.getvalue()

    def name(self, title: str) -> str:
        """A name for a sheet, from now on taken."""
        self.names.append(sheet_name(title, self.names))
        return self.names[-1]

    def sheet(self, name: str) -> Worksheet:
        """A new sheet that prints well."""
        made = self.book.add_worksheet(name)
        made.hide_gridlines(2)
        made.set_landscape()
        made.set_paper(_PAPERS.get(self.report.paper, _A4))
        made.fit_to_pages(1, 0)
        made.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        about = " \u00b7 ".join(filter(None, (self.report.title, self.report.subject)))
        foot = short(one_line(about), _FOOT).replace("&", "&&")
        made.set_footer(f"&L&8 {foot}&R&8&P / &N")
        return made

    def widths(self, sheet: Worksheet, *wanted: float) -> None:
        """How wide the first columns of a sheet are, in their units."""
        for at, one in enumerate(wanted):
            sheet.set_column(at, at, one)
            self._widths[sheet.name, at] = one

    def format(self, **wanted: Any) -> Format:  # noqa: ANN401 - properties of a format
        """The format with these properties, made once."""
        key = tuple(sorted(wanted.items()))
        found = self._formats.get(key)
        if found is None:
            base = {"valign": "top", "font_color": self.look.colors["text"]}
            found = self._formats[key] = self.book.add_format(base | wanted)
        return found

    def text(self, sheet: Worksheet, row: int, column: int, text: str, **wanted: Any) -> None:  # noqa: ANN401
        """A text as text, whatever it begins with."""
        put_text(sheet, row, column, text, self.format(**wanted))

    def across(
        self,
        sheet: Worksheet,
        row: int,
        columns: tuple[int, int],
        text: str,
        **wanted: Any,  # noqa: ANN401
    ) -> None:
        """A paragraph over some columns, as high as it needs."""
        first, last = columns
        size = float(wanted.get("font_size", 11)) * 4 / 3
        made = self.format(text_wrap=True, **wanted)
        told = held(text)
        sheet.merge_range(row, first, row, last, "", made)
        put_text(sheet, row, first, told, made)
        room = sum(self._widths[sheet.name, one] for one in range(first, last + 1)) * PIXELS
        lines = sum(max(1, ceil(width(one, size) / room)) for one in told.split("\n"))
        sheet.set_row(row, min(TALLEST, max(_LINE, lines * size * 0.98)))

    def fit(self, sheet: Worksheet, row: int, texts: Iterable[tuple[int, str]]) -> None:
        """Make a row as high as the texts that wrap in its columns need; before they are written.

        Not every program does so when it opens the file.
        """
        most = 1
        for column, text in texts:
            room = self._widths[sheet.name, column] * PIXELS - _PADDING
            if len(text) * _LETTER > room:
                most = max(most, sum(_lines(one, room) for one in held(text).split("\n")))
        if most > 1:
            sheet.set_row(row, min(TALLEST, most * _LINE))

    def shown(self, column: Column, cell: Cell) -> str:
        """The number format of a figure in a column; "" where there is none."""
        if column.kind == "money" and not column.currency:
            return cell_formats.of_money(cell, column)
        return cell_formats.of_column(column, self.style)

    def cell(
        self,
        sheet: Worksheet,
        place: tuple[int, int],
        column: Column,
        cell: Cell,
        base: dict[str, Any],
    ) -> None:
        """A cell of a table: a figure as figure in the format of its column, else its text."""
        value = cell.value
        if isinstance(value, int | float) and column.kind not in ("text", "band"):
            shown = self.shown(column, cell)
            number = cell_formats.serial(value) if column.kind == "day" else float(value)
            if shown and number is not None and isfinite(number):
                made = self.format(**({"num_format": shown, "align": "right"} | base))
                sheet.write_number(*place, number, made)
                return
        quiet = value is None and column.kind not in ("text", "band")
        more = {"font_color": self.look.colors["text3"]} if quiet else {}
        side = _RIGHT
        if column.kind in ("text", "band"):
            side = _INDENTED if place[1] else {}
        wrap = {"text_wrap": True} if column.wraps else {}
        put_text(sheet, *place, tables.whole(cell), self.format(**(more | side | wrap | base)))


def put_text(sheet: Worksheet, row: int, column: int, text: str, made: Format) -> None:
    """Write a text, or an empty cell in its format."""
    told = held(text)
    if told:
        sheet.write_string(row, column, told, made)
    else:
        sheet.write_blank(row, column, None, made)


def held(text: str) -> str:
    """The text as a cell holds it."""
    told = text if text.isprintable() else plain(text)
    return told if len(told) * 2 <= LETTERS else _cut(told)


def _lines(text: str, room: float) -> int:
    """On how many lines a text stands in a column with this room."""
    share = width(text, _SIZE) * _NARROW / room
    return 1 if share <= 1 else ceil(share * _LOOSE)


def units(text: str, *, bold: bool = False) -> float:
    """The width of a column that a text needs."""
    return width(text, _SIZE, 600 if bold else 400) / PIXELS + 1.5


def _cut(told: str) -> str:
    cut = short(told, LETTERS)
    return cut if cut == told else short(told, LETTERS - 1) + "\u2026"
