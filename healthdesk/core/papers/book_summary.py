"""The first sheet of a workbook: what the report says in words and figures, section by section."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, Final

from healthdesk.core.charts.letters import width
from healthdesk.core.domain.report import Block, Figure, Figures, Paragraph, Section
from healthdesk.core.domain.report_prepare import blocks
from healthdesk.core.papers import notes, tables
from healthdesk.core.papers.book import PIXELS, TALLEST, Book, held, put_text
from healthdesk.core.papers.book_tables import SHAPES
from healthdesk.core.papers.cell_formats import of_figure

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_WIDTHS: Final = (30.0, 34.0, 14.0, 48.0, 12.0)
_ALL: Final = (0, 4)
_LINE: Final = 15.5
_LOGO: Final = 40
"""Height of a logo in pixels."""
_LONG: Final = 60
"""Letters from which a text alone takes the room of what else might stand beside it."""
_PNG: Final = b"\x89PNG\r\n\x1a\n"


def summary(book: Book, sheet: Worksheet, told: Mapping[str, Sequence[str]]) -> None:
    """Write the sheet; `told` says of each section on which sheets its tables are."""
    book.widths(sheet, *_WIDTHS)
    row = _head(book, sheet)
    for section in book.report.sections:
        row = _section(book, sheet, row, section, told.get(section.key, ()))


def _head(book: Book, sheet: Worksheet) -> int:
    report, colors = book.report, book.look.colors
    book.across(sheet, 0, (0, 3), report.title, font_size=20, bold=True)
    _logo(book, sheet)
    line = tables.joined(report.subject, report.period)
    book.across(sheet, 1, (0, 3), line, font_size=12, font_color=colors["text2"])
    as_of = f"As of {book.style.date(report.day)}"
    data = f"data to {book.style.date(report.data_to)}" if report.data_to is not None else ""
    quiet: dict[str, Any] = {"font_size": 9, "font_color": colors["text3"]}
    book.across(sheet, 2, (0, 3), tables.joined(as_of, data, *report.keywords), **quiet)
    line_below = book.format(top=5, top_color=book.look.accent)
    for at in range(len(_WIDTHS)):
        sheet.write_blank(3, at, None, line_below)
    row = 4
    if report.brand.name or report.brand.foot:
        brand = tables.joined(report.brand.name, report.brand.foot)
        book.across(sheet, row, _ALL, brand, **quiet)
        row += 1
    return row


def _logo(book: Book, sheet: Worksheet) -> None:
    """The brand's logo where it is a picture that a workbook holds."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - most starts show no pictures

    logo = book.report.brand.logo
    if not logo.startswith(_PNG):
        return
    try:
        with Image.open(io.BytesIO(logo)) as picture:
            picture.verify()
            wide, high = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return
    scale = min(_LOGO / high, 180 / wide)
    where = {
        "image_data": io.BytesIO(logo),
        "x_scale": scale,
        "y_scale": scale,
        "description": "Logo",
        "x_offset": 4,
        "y_offset": 2,
    }
    sheet.insert_image(0, 4, "logo.png", where)


def _section(book: Book, sheet: Worksheet, row: int, section: Section, told: Sequence[str]) -> int:
    colors = book.look.colors
    row += 1
    top = {"top": 1, "top_color": colors["border"]}
    headline = section.headline or section.title
    book.across(sheet, row, _ALL, headline, font_size=14, bold=True, **top)
    row += 1
    lead = (section.lead,) if section.lead is not None else ()
    for block in (*lead, *blocks(section)):
        row = _block(book, sheet, row, block)
    if section.own:
        book.across(sheet, row, _ALL, section.own, left=5, left_color=book.look.accent, indent=1)
        row += 1
    for one in told:
        book.text(sheet, row, 0, one, font_size=9, font_color=colors["text3"])
        row += 1
    return row


def _block(book: Book, sheet: Worksheet, row: int, block: Block) -> int:
    title, facts = tables.facts(block)
    if title and facts:
        book.text(sheet, row, 0, title, bold=True)
        row += 1
    if isinstance(block, Paragraph):
        return _paragraph(book, sheet, row, block)
    figures: tuple[Figure | None, ...] = (
        block.items if isinstance(block, Figures) else (None,) * len(facts)
    )
    for one, figure in zip(facts, figures, strict=True):
        _fact(book, sheet, row, one, figure)
        row += 1
    return row


def _paragraph(book: Book, sheet: Worksheet, row: int, block: Paragraph) -> int:
    color = book.look.colors["text2" if block.voice in ("lead", "quiet") else "text"]
    led = notes.told(block.notes, book.numbers)
    book.across(sheet, row, (0, 3), block.text, font_color=color)
    if led:
        _quiet(book, sheet, row, 4, f"[{led}]")
    return row + 1


def _fact(book: Book, sheet: Worksheet, row: int, one: tables.Fact, figure: Figure | None) -> None:
    colors = book.look.colors
    base: dict[str, Any] = {"bottom": 1, "bottom_color": colors["grid"], "text_wrap": True}
    book.text(sheet, row, 0, one.name, font_color=colors["text2"], **base)
    led = notes.told(one.notes, book.numbers)
    _quiet(book, sheet, row, 4, f"[{led}]" if led else "", **base)
    if len(one.text) > _LONG and not (one.change or one.detail):
        book.across(sheet, row, (1, 3), one.text, bottom=1, bottom_color=colors["grid"])
        return
    shown = of_figure(one.text, figure.value, book.style) if figure is not None else ""
    bold = {"bold": True, "align": "left"} if figure is not None else {}
    if shown and figure is not None and figure.value is not None:
        mark = f'"{SHAPES[figure.band]} "' if figure.band else ""
        parts = ";".join(f"{mark}{part}" for part in shown.split(";"))
        color = {"font_color": colors[figure.band]} if figure.band else {}
        made = book.format(num_format=parts, **base, **bold, **color)
        sheet.write_number(row, 1, figure.value, made)
    else:
        book.text(sheet, row, 1, one.text, **base, **bold)
    names = {"good": "up", "bad": "down"}
    way = names.get(figure.direction, "text2") if figure is not None else "text2"
    book.text(sheet, row, 2, one.change, font_color=colors[way], **base)
    book.text(sheet, row, 3, one.detail, font_color=colors["text2"], **base)
    sheet.set_row(row, _height((one.name, one.text, one.change, one.detail)))


def _quiet(book: Book, sheet: Worksheet, row: int, at: int, text: str, **more: Any) -> None:  # noqa: ANN401
    made = book.format(font_size=9, font_color=book.look.colors["text3"], align="right", **more)
    put_text(sheet, row, at, text, made)


def _height(texts: Sequence[str]) -> float:
    """How high a row is in which each text wraps in its column."""
    lines = 1
    for text, room in zip(texts, _WIDTHS, strict=False):
        parts = held(text).split("\n")
        lines = max(lines, sum(max(1, ceil(width(one, 14.7) / (room * PIXELS))) for one in parts))
    return min(TALLEST, lines * _LINE)
