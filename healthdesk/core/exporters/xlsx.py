"""Writes a report as a workbook: a summary, real tables, native charts over figures, sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import Report, Section, Table
from healthdesk.core.domain.report_chart import Chart
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.papers import notes, tables
from healthdesk.core.papers.book import Book
from healthdesk.core.papers.book_charts import Placed, drawn
from healthdesk.core.papers.book_summary import summary
from healthdesk.core.papers.book_tables import put_table, table_widths
from healthdesk.core.papers.cell_formats import day_format, serial
from healthdesk.core.papers.texts import one_line, short

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SPEC: Final = ExporterSpec(
    key="xlsx",
    title="Excel",
    summary="A workbook of real tables and native charts, with a summary and the sources.",
    suffix=".xlsx",
    icon="table-export",
)
SMALL: Final = 12
"""Rows of a table that shares a sheet with others."""
_WIDE, _HIGH, _LINES = 560, 300, 16
"""Pixels of a chart, and the lines of a sheet that it covers."""
_SAID: Final = 250
"""Letters of a chart's description."""
_DATA: Final = "Chart data"
_HEADS: Final = ("No.", "What", "Whence", "Data to", "Scope", "Formula")


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write the workbook; the same report gives the same bytes."""
    del template
    book = Book(report)
    total = len(report.sections) + 3
    progress.step(0, total, "Writing the summary")
    first, data = book.name("Summary"), book.name(_DATA)
    front = book.sheet(first)
    placed: list[Placed] = []
    told: dict[str, list[str]] = {}
    for at, section in enumerate(report.sections, 1):
        progress.step(at, total, f"Writing {section.title}")
        told[section.key] = _section(book, section, data, placed, progress)
    summary(book, front, told)
    progress.step(total - 2, total, "Writing sources")
    if placed:
        _figures(book, data, placed)
    if book.numbers:
        _sources(book)
    progress.step(total - 1, total, "Packing the workbook")
    whole = book.close()
    out.write(whole)
    return Written(len(book.book.worksheets()), len(whole))


def _section(
    book: Book, section: Section, data: str, placed: list[Placed], progress: Progress
) -> list[str]:
    """The sheets of a section: charts and small tables together, each large table alone."""
    held = list(tables.of_section(section, book.style))
    charts = [(chart, table) for table, chart in held if chart is not None]
    alone = [table for table, chart in held if chart is None]
    large = [table for table in alone if len(table.rows) > SMALL]
    small = [table for table in alone if len(table.rows) <= SMALL]
    told = []
    if charts or small:
        name = book.name(section.title or section.headline)
        _mixed(
            book,
            book.sheet(name),
            section,
            charts=charts,
            small=small,
            data=data,
            placed=placed,
        )
        what = " and ".join(filter(None, ("Charts" * bool(charts), "Tables" * bool(small))))
        told.append(f"{what.capitalize()}: sheet \u201c{name}\u201d")
    for table in large:
        name = book.name(table.title or section.title)
        _large(book, book.sheet(name), table, section, progress)
        told.append(f"{len(table.rows):,} rows: sheet \u201c{name}\u201d")
    return told


def _mixed(
    book: Book,
    sheet: Worksheet,
    section: Section,
    *,
    charts: Sequence[tuple[Chart, Table]],
    small: Sequence[Table],
    data: str,
    placed: list[Placed],
) -> None:
    widths = [table_widths(one) for one in small]
    most = max(map(len, widths), default=0)
    book.widths(sheet, *(max(one[at] for one in widths if at < len(one)) for at in range(most)))
    row = _heading(book, sheet, section.headline or section.title, ())
    for at, (chart, table) in enumerate(charts):
        top = placed[-1].end if placed else 0
        placed.append(Placed(data, top, table))
        where = {
            "x_offset": 8 + (at % 2) * (_WIDE + 16),
            "y_offset": 0,
            "object_position": 3,
            "description": short(one_line(chart.summary or chart.title), _SAID),
        }
        made = drawn(book, chart, placed[-1])
        made.set_size({"width": _WIDE, "height": _HIGH})
        sheet.insert_chart(row + (at // 2) * _LINES, 0, made, where)
    row += -(-len(charts) // 2) * _LINES
    for table in small:
        title = table.title if table.title != section.title else ""
        if title or table.notes:
            row = _title(book, sheet, row, title, table.notes)
        row = put_table(book, sheet, row, table) + 2


def _large(
    book: Book, sheet: Worksheet, table: Table, section: Section, progress: Progress
) -> None:
    """A table on a sheet of its own, whose heads stay in view and come again on each page."""
    book.widths(sheet, *table_widths(table))
    top = _heading(book, sheet, table.title or section.headline or section.title, table.notes)
    put_table(book, sheet, top, table, progress)
    grouped = any(row.group for row in table.rows)
    sheet.freeze_panes(top + 1, 2 if grouped else 1)
    sheet.repeat_rows(top)


def _heading(book: Book, sheet: Worksheet, text: str, led: Sequence[str]) -> int:
    """The head of a sheet; returns the first row after it."""
    look = book.look
    sheet.set_row(0, 26)
    book.text(sheet, 0, 0, text, font_size=16, bold=True, valign="vcenter")
    report = book.report
    as_of = f"As of {book.style.date(report.day)}"
    told = notes.told(led, book.numbers)
    about = tables.joined(report.subject, as_of, f"Sources {told}" if told else "")
    book.text(sheet, 1, 0, about, font_color=look.colors["text3"], font_size=9)
    return 3


def _title(book: Book, sheet: Worksheet, row: int, text: str, led: Sequence[str]) -> int:
    told = notes.told(led, book.numbers)
    if text:
        book.text(sheet, row, 0, text, bold=True)
        row += 1
    if told:
        quiet: dict[str, Any] = {"font_size": 9, "font_color": book.look.colors["text3"]}
        book.text(sheet, row, 0, f"Sources {told}", **quiet)
        row += 1
    return row


def _figures(book: Book, name: str, placed: Sequence[Placed]) -> None:
    """What the charts are drawn from."""
    sheet = book.sheet(name)
    sheet.fit_to_pages(1, 0)
    widths = [table_widths(one.table) for one in placed]
    most = max(map(len, widths))
    book.widths(sheet, *(max(one[at] for one in widths if at < len(one)) for at in range(most)))
    for one in placed:
        told = notes.told(one.table.notes, book.numbers)
        book.text(sheet, one.top, 0, one.table.title, bold=True)
        if told:
            end = max(1, len(one.table.columns))
            quiet: dict[str, Any] = {"font_size": 9, "font_color": book.look.colors["text3"]}
            book.text(sheet, one.top, end, f"Sources {told}", **quiet)
        put_table(book, sheet, one.head, one.table, bare=True)


def _sources(book: Book) -> None:
    """The numbered footnotes."""
    sheet = book.sheet(book.name("Sources"))
    book.widths(sheet, 6, 34, 46, 14, 34, 46)
    top = _heading(book, sheet, "Sources", ())
    known = notes.by_key(book.report)
    head = book.format(bold=True, bottom=1, border_color=book.look.colors["edge"])
    for at, title in enumerate(_HEADS):
        sheet.write_string(top, at, title, head)
    day = book.format(num_format=day_format(book.style), align="left")
    for row, (key, number) in enumerate(book.numbers.items(), top + 1):
        one = known[key]
        texts = ((1, one.words), (2, one.whence), (4, one.scope), (5, one.formula))
        book.fit(sheet, row, texts)
        sheet.write_number(row, 0, number, book.format(align="left"))
        for at, text in texts:
            book.text(sheet, row, at, text, text_wrap=True)
        counted = serial(one.day) if one.day is not None else None
        if counted is not None:
            sheet.write_number(row, 3, counted, day)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
