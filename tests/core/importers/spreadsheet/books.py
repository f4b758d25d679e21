"""Makes spreadsheets for tests: good ones with openpyxl, hostile ones byte by byte."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl

from healthdesk.core.domain.mapping import Reading
from healthdesk.core.importers import spreadsheet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_PACKAGE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/{{kind}}" Target="{{target}}"/></Relationships>'
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def xlsx(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    """A workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def raw_xlsx(path: Path, rows: str, *, doctype: str = "", more: dict[str, bytes] | None = None):
    """A workbook whose one sheet holds exactly this XML."""
    head = f'<?xml version="1.0"?>{doctype}'
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr(
            "_rels/.rels", _PACKAGE.format(kind="officeDocument", target="xl/workbook.xml")
        )
        package.writestr("xl/workbook.xml", book)
        package.writestr(
            "xl/_rels/workbook.xml.rels",
            _PACKAGE.format(kind="worksheet", target="worksheets/sheet1.xml"),
        )
        sheet = f'{head}<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, data in (more or {}).items():
            package.writestr(name, data)
    return path


def text_cell(where: str, text: str) -> str:
    return f'<c r="{where}" t="inlineStr"><is><t>{text}</t></is></c>'


def ods(path: Path, rows: str) -> Path:
    """An OpenDocument spreadsheet whose one sheet holds exactly this XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} '
        'office:version="1.2"><office:body><office:spreadsheet><table:table table:name="S">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr(
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest="
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
            "</manifest:manifest>",
        )
    return path


def read(path: Path, part: str | None = None, **decided: int):
    """The table and all its records: (RawTable, lines, cells)."""
    place = str(path)
    reading = Reading(**decided)
    chosen = spreadsheet.parts(place, reading)[0] if part is None else part
    raw = spreadsheet.open_part(place, chosen, reading)
    lines: list[int] = []
    cells: list[list[str]] = []
    for chunk in spreadsheet.chunks(raw, 1_000):
        lines.extend(chunk.lines)
        cells.extend(chunk.cells)
    return raw, lines, cells
