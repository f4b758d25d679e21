"""Spreadsheets: XLSX, XLS, XLSB and ODS, read in a process of their own, a sheet a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from healthdesk.core.domain.columns import Columns
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.headings import headings
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.importers.spreadsheet import kept, process
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


def parts(place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
    """The sheets that hold anything; hidden ones only where nothing else is there.

    All of them are read on the way, and kept: what opens and reads them finds them there.
    """
    sheets = _read_all(place, reading, progress)
    shown = tuple(name for name, hidden in sheets.items() if not hidden)
    if not sheets:
        raise sentence(Path(place).name, "nothing")
    if reading.part and sheets.get(reading.part):
        return (*shown, reading.part)
    return shown or tuple(sheets)


def _read_all(place: str, reading: Reading, progress: Progress) -> dict[str, bool]:
    """The sheets and whether each is hidden; as many are kept as there is room for."""
    path = Path(place)
    sheets: dict[str, bool] = {}
    request = _request("book", place, reading.part, reading)
    part, sheet, shape = "", None, process.Answer()
    with closing(process.told(path.name, *request, progress=progress)) as answers:
        for answer, said in answers:
            progress.step(0, 0, f"Opening {path.name}")
            if answer.sheets is not None:
                _keep(place, part, reading, shape, sheet)
                ((part, sheets[part]),) = answer.sheets.items()
                sheet = None
            elif answer.lines:
                sheet = _added(sheet, said)
            else:
                shape, sheet = answer, _fresh(said)
    _keep(place, part, reading, shape, sheet)
    return sheets


def _fresh(said: bytes) -> kept.Sheet | None:
    try:
        return kept.fresh(said)
    except OSError:
        return None


def _added(sheet: kept.Sheet | None, said: bytes) -> kept.Sheet | None:
    """The sheet with one more block, None where there is no room: it is read again then."""
    if sheet is None or sheet.size + len(said) > kept.LARGEST:
        return None
    try:
        sheet.add(said)
    except OSError:
        return None
    return sheet


def _keep(
    place: str, part: str, reading: Reading, shape: process.Answer, sheet: kept.Sheet | None
) -> None:
    if sheet is not None:
        ways = ((reading.header, reading.footer), (shape.header, shape.footer))
        with suppress(OSError):
            kept.keep([kept.key(place, part, *way) for way in ways], sheet)


def _kept(place: str, part: str, reading: Reading) -> kept.Sheet | None:
    try:
        return kept.find(kept.key(place, part, reading.header, reading.footer))
    except OSError:
        return None


def open_part(place: str, part: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """Find a sheet's header, its columns, and where its records end."""
    path = Path(place)
    sheet = _kept(place, part, reading)
    if sheet is not None:
        found = process.read(sheet.shape)
    else:
        request = _request("shape", place, part, reading)
        found = process.first(path.name, *request, progress=progress)
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
        about=found.rows,
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
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in table.header]
    for answer in _answers(table):
        lines.extend(answer.lines)
        for column, more in zip(columns, answer.cells, strict=True):
            column.extend(more)
        if len(lines) >= size:
            ready = len(lines) - len(lines) % size
            yield from _cut(columns, lines, size, ready)
            columns = [column[ready:] for column in columns]
            lines = lines[ready:]
    yield from _cut(columns, lines, size, len(lines))


def _answers(table: RawTable) -> Iterator[process.Answer]:
    """Blocks of records: those that are kept, or what a process of its own says."""
    sheet = _kept(table.place, table.part, table.reading)
    if sheet is not None:
        yield from map(process.read, sheet.blocks())
        return
    request = _request("rows", table.place, table.part, table.reading)
    with closing(process.ask(Path(table.place).name, *request)) as answers:
        yield from (answer for answer in answers if answer.lines)


def _cut(columns: list[list[str]], lines: list[int], size: int, ready: int) -> Iterator[Chunk]:
    for low in range(0, ready, size):
        part = [column[low : low + size] for column in columns]
        yield Chunk(Columns(part, len(part[0])), lines[low : low + size])
