"""Spreadsheets: XLSX, XLS, XLSB and ODS, read in a process of their own, a sheet a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.headings import headings
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.importers.spreadsheet import process
from healthdesk.core.importers.spreadsheet.refusal import sentence

SPEC = FormatSpec(
    key="spreadsheet",
    title="Spreadsheet",
    summary="XLSX, XLS, XLSB and ODS; each sheet that holds anything is a table.",
)
ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlt", ".xlsb", ".ods")
_KINDS = {".xls": "XLS", ".xlt": "XLS", ".xlsb": "XLSB", ".ods": "ODS"}


def sniff(place: str, head: bytes) -> float:
    """How sure it is that a file is a spreadsheet: by its first bytes, then by its name."""
    if "://" in place:
        return 0.0
    named = place.lower().endswith(ENDINGS)
    if head.startswith(b"PK\x03\x04"):
        inside = b"xl/" in head or b"opendocument.spreadsheet" in head
        return 0.98 if inside else 0.5 * named
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return 0.95 if named else 0.6
    if not named:
        return 0.0
    begin = head[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return 0.95 if begin.startswith(b"<") or not _is_text(head) else 0.1


def _is_text(head: bytes) -> bool:
    """Whether a file with a spreadsheet's name is plain text: other readers know it better."""
    plain = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    odd = sum(byte < 32 and byte not in (9, 10, 13) for byte in plain[:4096])
    return bool(plain) and not odd


def parts(place: str, reading: Reading) -> tuple[str, ...]:
    """The sheets that hold anything; hidden ones only where nothing else is there."""
    sheets = _sheets(place)
    shown = tuple(name for name, hidden in sheets.items() if not hidden)
    if not sheets:
        raise sentence(Path(place).name, "nothing")
    if reading.part and sheets.get(reading.part):
        return (*shown, reading.part)
    return shown or tuple(sheets)


def _sheets(place: str) -> dict[str, bool]:
    return process.first(Path(place).name, "sheets", place).sheets or {}


def open_part(place: str, part: str, reading: Reading) -> RawTable:
    """Find a sheet's header, its columns, and where its records end."""
    path = Path(place)
    found = process.first(path.name, *_request("shape", place, part, reading))
    notes = []
    if found.before:
        notes.append(_count(found.before, "row", "before the header left out"))
    if found.blank:
        notes.append(_count(found.blank, "blank row", "left out"))
    if found.footer:
        notes.append(_count(found.footer, "row", "at the end left out: no records"))
    if not found.header:
        notes.append("no row names the columns")
    return RawTable(
        place=place,
        name=f"{path.name} · {part}",
        part=part,
        header=headings(found.names, [at + 1 for at in found.columns]),
        reading=Reading(format=SPEC.key, part=part, header=found.header, footer=found.footer),
        about=found.rows if isinstance(found.rows, int) else 0,
        told=f"{_KINDS.get(path.suffix.lower(), 'XLSX')}, sheet {part}",
        notes=tuple(notes),
    )


def _count(number: int, what: str, rest: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'} {rest}"


def _request(what: str, place: str, part: str, reading: Reading) -> tuple[str, ...]:
    decided = ("" if line is None else str(line) for line in (reading.header, reading.footer))
    return (what, place, part, *decided)


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The records of a sheet by their rows, in bounded memory here."""
    cells: list[list[str]] = []
    lines: list[int] = []
    width = len(table.header)
    request = _request("rows", table.place, table.part, table.reading)
    with closing(process.ask(Path(table.place).name, *request)) as answers:
        for answer in answers:
            for line, row in answer.rows if isinstance(answer.rows, list) else ():
                lines.append(line)
                cells.append((row + [""] * width)[:width] if len(row) != width else row)
            if len(cells) >= size:
                yield Chunk(cells[:size], lines[:size])
                cells, lines = cells[size:], lines[size:]
    while cells:
        yield Chunk(cells[:size], lines[:size])
        cells, lines = cells[size:], lines[size:]
