"""Writes a report as CSV for other programs: figures bare, days as 2026-11-23, texts guarded.

A report that is one table, with less said beside it, is that table alone. Any other becomes a ZIP:
its words and figures, each table and the figures of each chart as a file, and the sources.

Not here: spreadsheets for people (xlsx.py); exchange folders, whose texts are not guarded.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import BinaryIO, Final

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.number_style import NONE, STYLES, USUAL, NumberStyle
from healthdesk.core.domain.plain_text import number
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.report import Board, Cell, Column, Report, Table
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.domain.report_spec import ExporterSpec, Written
from healthdesk.core.papers import notes, tables
from healthdesk.core.papers.packing import pack
from healthdesk.core.papers.texts import file_name, guarded, plain

SPEC: Final = ExporterSpec(
    key="csv",
    title="CSV",
    summary="Each table and the figures of each chart as plain rows for other programs.",
    suffix=".csv",
    icon="table",
    many=True,
)
_MARK: Final = b"\xef\xbb\xbf"
"""Tells spreadsheets that it is UTF-8."""
_WORDS: Final = ("Section", "Part", "Name", "Text", "Change", "Detail", "Sources")
_SOURCES: Final = ("Number", "What", "Whence", "Data to", "Scope", "Formula")
_EVERY: Final = 500
_Field = str | float | date | None
"""A text, a figure, a day, or nothing known."""


def write(
    report: Report, out: BinaryIO, progress: Progress, template: bytes | None = None
) -> Written:
    """Write one table as CSV, or all of the report as a ZIP of CSV files."""
    del template
    style = STYLES.get(report.style, STYLES[USUAL])
    numbers = notes.of_report(report)
    held = [
        (table.title or section.headline or section.title, table)
        for section in report.sections
        for table, _ in tables.of_section(section, style)
    ]
    progress.step(0, len(held) + 2, "Writing tables")
    if len(held) == 1 and len(held[0][1].rows) >= _said(report):
        files = [("", content(_rows(held[0][1], progress)))]
        whole = files[0][1]
    else:
        files = [("00 Report.csv", content(_words(report, style, numbers)))]
        taken = [files[0][0]]
        for at, (title, table) in enumerate(held, 1):
            progress.step(at, len(held) + 2, title)
            taken.append(file_name(f"{at:02d} {title}", ".csv", taken))
            files.append((taken[-1], content(_rows(table, progress))))
        files.append(("sources.csv", content(_sources(report, numbers))))
        made = io.BytesIO()
        pack(files, made)
        whole = made.getvalue()
    out.write(whole)
    return Written(len(files), len(whole))


def _said(report: Report) -> int:
    """How many items stand beside the tables of a report."""
    return sum(
        len(tables.facts(block)[1])
        for section in report.sections
        for block in blocks(section)
        if not isinstance(block, Board)
    )


def content(rows: Iterable[Sequence[_Field]]) -> bytes:
    """Rows as CSV: texts in quotes and guarded, figures bare, nothing where nothing is known."""
    return _MARK + "".join(map(_line, rows)).encode()


def _line(fields: Sequence[_Field]) -> str:
    return ",".join(map(_field, fields)) + "\r\n"


def _field(value: _Field) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return number(float(value))
    doubled = guarded(plain(value)).replace('"', '""')
    return f'"{doubled}"'


def _rows(table: Table, progress: Progress) -> Iterator[list[_Field]]:
    """A table with its heads: groups and mixed currencies as columns of their own."""
    grouped = any(row.group for row in table.rows)
    beside = {at: tables.currencies(table, at) for at in range(len(table.columns))}
    head: list[_Field] = ["Group"] if grouped else []
    for at, column in enumerate(table.columns):
        one = beside[at][0] if len(beside[at]) == 1 else ""
        head.append(f"{column.title} ({one})" if one else tables.heading(column))
        if len(beside[at]) > 1:
            head.append(f"{column.title}, currency")
    yield head
    for count, row in enumerate(table.rows):
        if count % _EVERY == 0:
            progress.step(count, len(table.rows), table.title)
        line: list[_Field] = [row.group] if grouped else []
        for at, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            line.append(_raw(column, cell))
            if len(beside[at]) > 1:
                line.append(tables.sign(cell.text) if cell.value is not None else None)
        yield line


def _raw(column: Column, cell: Cell) -> _Field:
    """What a program wants of a cell; where nothing is known, what is said of that."""
    value = cell.value
    if column.kind in ("text", "band") or isinstance(value, str):
        return tables.whole(cell)
    if value is None:
        return None if cell.text in ("", NONE) else cell.text
    return to_date(int(value)) if column.kind == "day" else value


def _words(
    report: Report, style: NumberStyle, numbers: dict[str, int]
) -> Iterator[Sequence[_Field]]:
    """All that is no table, in reading order; what I wrote myself too."""
    yield _WORDS
    for name, text in (
        ("Report", report.title),
        ("Subject", report.subject),
        ("Period", report.period),
        ("As of", style.date(report.day)),
        ("Data to", style.date(report.data_to)),
        ("Brand", report.brand.name),
        ("Foot", report.brand.foot),
        *(("Asked for", one) for one in report.keywords),
    ):
        if text:
            yield ("", "", name, text, "", "", "")
    for section in report.sections:
        if section.headline:
            yield (section.title, "", "Headline", section.headline, "", "", "")
        lead = (section.lead,) if section.lead is not None else ()
        for block in (*lead, *blocks(section)):
            part, facts = tables.facts(block)
            for one in facts:
                led = notes.told(one.notes, numbers)
                yield (section.title, part, one.name, one.text, one.change, one.detail, led)
        if section.own:
            yield (section.title, "", "Own words", section.own, "", "", "")


def _sources(report: Report, numbers: dict[str, int]) -> Iterator[Sequence[_Field]]:
    yield _SOURCES
    known = notes.by_key(report)
    for key, at in numbers.items():
        one = known[key]
        day = None if one.day is None else to_date(one.day)
        yield (at, one.words, one.whence, day, one.scope, one.formula)
