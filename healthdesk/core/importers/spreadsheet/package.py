"""A look into a spreadsheet's package before anything opens it: how much it holds, and where.

Runs in the reading process. Everything is counted while it is unpacked; nothing that the file says
of its own sizes is believed.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as Xml

from healthdesk.core.importers.spreadsheet.refusal import Refusal

MEMBERS = 2_000
UNPACKED = 300_000_000
RATIO = 200
"""How many times larger a package may become, once it is larger than `HARMLESS`."""
HARMLESS = 20_000_000
BOX = 20_000_000
"""Cells between the first and the last one that a sheet may span to be read in one piece."""
ERRORS = 1_000_000
_BLOCK = 1 << 20
_LONGEST = 64 << 20
"""Bytes of one row of a sheet."""
_LETTERS = re.compile(rb""" r=["']([A-Z]{1,3})[0-9]""")
_ROWS = re.compile(rb"""row (?:[^>]*? )?r=["']([0-9]{1,9})["']""")
_ERROR = re.compile(
    rb"""<c\b(?=[^>]*\bt=["']e["'])[^>]*?\br=["']([A-Z]{1,3})([0-9]{1,7})["'][^>]*>"""
    rb"""(?:(?!</c>).)*?<v>([^<]{1,40})</v>""",
    re.DOTALL,
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_LINK = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass
class Sheet:
    """What was seen of one worksheet: its last row and column, and cells that hold an error."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    """By row and column from 0: "#N/A"."""

    @property
    def sparse(self) -> bool:
        """Whether so much room lies between its cells that it cannot be held as a block."""
        return self.rows * self.columns > BOX


def look(path: Path) -> dict[str, Sheet]:
    """Go through the whole package; the worksheets of an XLSX by their names, else nothing."""
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            _refuse_members(members)
            seen = _read_all(package, members, path.stat().st_size)
            return _named(package, seen)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, Xml.ParseError):
        raise Refusal("damaged") from None


def _refuse_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise Refusal("parts")
    if len({member.filename for member in members}) < len(members):
        raise Refusal("damaged")
    if any(member.flag_bits & 1 for member in members):
        raise Refusal("password")


def _read_all(
    package: zipfile.ZipFile, members: list[zipfile.ZipInfo], packed: int
) -> dict[str, Sheet]:
    sheets: dict[str, Sheet] = {}
    total = 0
    for member in members:
        told, member.file_size = member.file_size, 1 << 62  # what is there counts
        sheet = Sheet()
        own = 0
        for block in _blocks(package, member):
            own += len(block)
            if total + own > UNPACKED:
                raise Refusal("large")
            if total + own > max(HARMLESS, RATIO * packed):
                raise Refusal("bomb")
            if _is_sheet(member.filename):
                _see(sheet, block)
        total += own
        member.file_size = told
        if own != told:
            raise Refusal("damaged")
        if _is_sheet(member.filename):
            sheets[member.filename] = sheet
    return sheets


def _blocks(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member piece by piece; sheets are cut between rows."""
    whole = _is_sheet(member.filename)
    text = member.filename.endswith((".xml", ".rels", ".vml"))
    tail = b""
    with package.open(member) as stream:
        while block := stream.read(_BLOCK):
            if text and b"<!" in block:
                _refuse_types(block)
            if not whole:
                yield block
                continue
            held = tail + block
            cut = held.rfind(b"</") if len(held) > _LONGEST else held.rfind(b"</row>")
            if cut < 0:
                tail = held
                if len(tail) > _LONGEST:
                    yield tail
                    tail = b""
                continue
            yield held[:cut]
            tail = held[cut:]
    if tail:
        yield tail


def _refuse_types(block: bytes) -> None:
    plain = block.replace(b"\0", b"").upper()
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise Refusal("entities")


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _see(sheet: Sheet, block: bytes) -> None:
    rows = _ROWS.findall(block)
    if rows:
        sheet.rows = max(sheet.rows, *map(int, rows))
    letters = set(_LETTERS.findall(block))
    if letters:
        sheet.columns = max(sheet.columns, *map(_column, letters))
    if b't="e"' in block or b"t='e'" in block:
        for letter, row, told in _ERROR.findall(block):
            if len(sheet.errors) < ERRORS:
                where = (int(row) - 1, _column(letter) - 1)
                sheet.errors[where] = told.decode("utf-8", "replace")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _named(package: zipfile.ZipFile, seen: dict[str, Sheet]) -> dict[str, Sheet]:
    """Sheets by the names that people gave them."""
    if not seen or "xl/workbook.xml" not in package.namelist():
        return {}
    links = Xml.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - no DOCTYPE
    targets = {link.get("Id"): link.get("Target") or "" for link in links.iter(_LINK)}
    book = Xml.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - no DOCTYPE in here
    out = {}
    for sheet in (*book.iter(f"{_MAIN}sheet"), *book.iter(f"{_STRICT}sheet")):
        key = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), None)
        target = targets.get(key, "").lstrip("/")
        member = target if target in seen else str(PurePosixPath("xl") / target)
        if member in seen:
            out[sheet.get("name") or ""] = seen[member]
    return out
