"""Finds out how one delimited file is read, and reads it."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from healthdesk.core.domain.cell_guard import GUARD
from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.exchange import COLUMN_LIMIT
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.importers.delimited import layout
from healthdesk.core.importers.delimited.dialect import (
    BLANKS,
    Dialect,
    Parsed,
    aligned,
    parse,
    vote,
)
from healthdesk.core.importers.delimited.known import MARKUP, NAMES
from healthdesk.core.importers.delimited.rows import straight, without_last
from healthdesk.core.text import blocks, records
from healthdesk.core.text import encoding as encodings
from healthdesk.core.text.source import Survey, open_text, survey

SAMPLE = 1 << 17
"""Letters looked at to find out how a file is written."""
_SHOWN = 60


@dataclass(frozen=True)
class _Opened:
    """What was found in a file before its columns are named."""

    name: str
    survey: Survey
    sample: Sequence[str]
    whole: bool
    """The sample is the whole file."""


def open_table(place: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """How the file is read, every guess decided."""
    path = Path(place)
    surveyed = survey(path, reading.encoding, progress)
    with open_text(path, surveyed.encoding) as stream:
        text = stream.read(SAMPLE)
        whole = not stream.read(1)
    if not whole:
        text = text[: max(text.rfind("\n"), text.rfind("\r")) + 1] or text
    if text.lstrip()[:10].lower().startswith(MARKUP):
        raise BadImport(
            f"{path.name} is a web page or a document, not a table; nothing was imported.",
            "Export it as CSV; a page that asks to log in may have been saved in its place.",
        )
    lines, asked = _declared(list(io.StringIO(text, newline="")))
    opened = _Opened(path.name, surveyed, lines, whole)
    dialect = _late(path, surveyed, text, _dialect(opened, reading, asked), reading)
    parsed = parse(lines, dialect)
    if not parsed.rows:
        raise BadImport(
            f"{path.name} has no rows: there is nothing but blank lines; nothing was imported."
        )
    header = (
        layout.find_header(parsed)
        if reading.header is None
        else layout.at_line(parsed, reading.header)
    )
    if header.width > COLUMN_LIMIT:
        raise BadImport(
            f"{path.name} has {header.width:,} columns, more than {COLUMN_LIMIT:,}; "
            "nothing was imported."
        )
    footer = _footer(opened, dialect, header, parsed, reading.footer)
    return RawTable(
        place=place,
        name=path.name,
        part="",
        header=layout.names(header.cells, header.width),
        reading=Reading(
            format="delimited",
            encoding=surveyed.encoding,
            delimiter=dialect.delimiter,
            quote=dialect.quote,
            header=header.line,
            footer=footer,
        ),
        about=max(0, surveyed.lines - header.line - footer),
        told=_told(surveyed, dialect, header.width),
        notes=tuple(_notes(opened, header, footer, parsed, dialect)),
    )


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The records after the header."""
    path, reading = Path(table.place), table.reading
    dialect = Dialect(reading.delimiter, '"' if reading.quote is None else reading.quote)
    line, footer = reading.header or 0, reading.footer or 0
    width = len(table.header)
    found = _records(
        lambda: open_text(path, reading.encoding),
        dialect,
        size,
        width,
        skip=max(0, line - 1),
        heads=1 if line else 0,
    )
    for chunk in without_last(found, footer) if footer else found:
        yield straight(chunk, width)


def _records(
    opened: blocks.Opened, dialect: Dialect, size: int, width: int, *, skip: int, heads: int
) -> Generator[Chunk, None, int]:
    """The records of lines, cut into columns where one sign parts the cells."""
    if len(dialect.delimiter) > 1 or dialect.delimiter == BLANKS:
        return records.chunks(opened, dialect.parser, size, skip=skip, heads=heads)
    cut = blocks.Cut(dialect.delimiter, f"{dialect.quote}\0{GUARD}", width)
    return blocks.chunks(opened, dialect.parser, size, cut, skip=skip, heads=heads)


def _declared(lines: list[str]) -> tuple[list[str], str]:
    """A first line "sep=;" tells the delimiter; it is emptied, so that lines keep their numbers."""
    first = lines[0].rstrip("\r\n").strip('"') if lines else ""
    if first[:4].lower() == "sep=" and len(first) == 5:
        return ["\n", *lines[1:]], first[4]
    return lines, ""


def _dialect(opened: _Opened, reading: Reading, asked: str) -> Dialect:
    told = vote(opened.sample, reading.delimiter or asked, reading.quote)
    by_name = any(ending.lower() in NAMES for ending in Path(opened.name).suffixes)
    unsure = told.width < 2 or (not by_name and not told.sure)
    if not reading.delimiter and unsure and aligned(opened.sample):
        raise BadImport(
            f"{opened.name} has columns of fixed width and no delimiter; nothing was imported.",
            "Open it in a spreadsheet, cut it into columns there and save it as CSV.",
        )
    return told.dialect


def _late(path: Path, surveyed: Survey, text: str, dialect: Dialect, reading: Reading) -> Dialect:
    """The dialect once more, by the first lines that have a backslash before a quote."""
    if reading.quote is not None or not surveyed.escaped or '\\"' in text or not dialect.quote:
        return dialect
    with open_text(path, surveyed.encoding) as stream:
        while block := stream.read(SAMPLE):
            if '\\"' in block:
                lines = list(io.StringIO(block + stream.readline(), newline=""))[1:]
                return vote(lines, dialect.delimiter).dialect if lines else dialect
    return dialect


def _footer(
    opened: _Opened, dialect: Dialect, header: layout.Header, parsed: Parsed, given: int | None
) -> int:
    """Lines at the end that are no records; as many as given, unless they are records now."""
    tail = list(io.StringIO(opened.survey.tail, newline=""))
    if opened.whole:
        tail = tail[header.line :]
    body = parsed.rows[header.before + bool(header.line) :]
    if given is None or (given and layout.are_records(tail[-given:], dialect, body)):
        return layout.find_footer(tail, dialect, header.width, body)
    return given


def _told(surveyed: Survey, dialect: Dialect, width: int) -> str:
    packed = (surveyed.packed,) if surveyed.packed else ()
    written = dialect.told if width > 1 else "one column"
    return ", ".join((*packed, encodings.in_words(surveyed.encoding), written))


def _notes(
    opened: _Opened, header: layout.Header, footer: int, parsed: Parsed, dialect: Dialect
) -> Iterator[str]:
    """What a person should know about how the file is read."""
    surveyed = opened.survey
    if surveyed.guessed:
        yield (
            f"It is not UTF-8: read as {encodings.in_words(surveyed.encoding)}; choose another "
            "encoding if letters look wrong"
        )
    if surveyed.damaged:
        yield f"{surveyed.damaged:,} bytes are no letters and are shown as \ufffd"
    if surveyed.zeros:
        yield "Zero bytes in the text are left out"
    if header.before:
        first = _short(" ".join(filter(None, parsed.rows[0])))
        yield f"{_count(header.before, 'line')} before the header left out: “{first}”"
    if not header.line:
        yield "It has no header: the first line is a row like the others"
    if footer:
        last = list(io.StringIO(surveyed.tail, newline=""))[-footer:]
        first = _short(" ".join(filter(None, parse(last, dialect, 1).rows[0])))
        yield f"{_count(footer, 'line')} at the end left out: “{first}”"
    end = len(opened.sample) - footer if opened.whole else len(opened.sample)
    rows = [row for row, line in zip(parsed.rows, parsed.lines, strict=True) if line <= end]
    yield from _ragged(opened, header, rows[header.before + bool(header.line) :])


def _ragged(opened: _Opened, header: layout.Header, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    where = "" if opened.whole else f" of the first {len(rows):,}"
    short = sum(len(row) < header.width for row in rows)
    over = sum(len(row) > header.width and any(row[header.width :]) for row in rows)
    if short:
        yield f"{_count(short, 'row')}{where} without the last cells: read as empty"
    if over:
        yield f"{_count(over, 'row')}{where} with more cells than the header: rejected"
    if header.line and len(header.cells) < header.width:
        yield f"The rows have {header.width:,} columns, the header names {len(header.cells):,}"


def _count(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"


def _short(text: str) -> str:
    told = " ".join(text.split())
    return told if len(told) <= _SHOWN else told[: _SHOWN - 1] + "…"
