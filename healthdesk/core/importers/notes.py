"""Notes in plain text, pasted or from a file: one note a paragraph, or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO

from healthdesk.core.domain.errors import BadImport
from healthdesk.core.domain.format import FormatSpec
from healthdesk.core.domain.mapping import Reading
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.records import Broken, Chunk, RawTable
from healthdesk.core.text import encoding as encodings
from healthdesk.core.text.source import HEAD, open_bytes, open_text, packing, survey

SPEC = FormatSpec(
    key="notes",
    title="Notes in plain text",
    summary="Plain text, pasted or from a file: each paragraph is one note, or each line.",
)
HEADER = ("text", "first line", "day", "line")
PARAGRAPHS, LINES = "\n\n", "\n"
"""What separates notes, as `Reading.delimiter` says it."""
NOTE_LIMIT = 100_000
"""Longest note in letters; more is no note but a file of another kind."""
_SURE = {".txt": 0.5, ".md": 0.5, ".text": 0.5, ".markdown": 0.5, ".log": 0.3, "": 0.2}
_MANY = 20
"""So many lines with hardly a blank one between them are notes of a line each."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OTHER_MONTHS = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_MONTH = r"[A-Za-zä]{3,9}"
_LEAD = r"[\s\-*•>#\[(]*(?:date|datum|on|am)?:?\s*"
_DATE = re.compile(
    rf"(?P<iso>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
    rf"|(?P<dmony>\d{{1,2}})\.?(?:st|nd|rd|th)?[ -](?P<mon>{_MONTH})\.?,?[ -](?P<year>\d{{4}})"
    rf"|(?P<mon2>{_MONTH})\.? (?P<dmony2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}})"
    rf"|(?P<raw>\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{2,4}})",
)
_BEGINS = re.compile(rf"{_LEAD}(?={_DATE.pattern})".replace("?P<", "?P<a_"), re.IGNORECASE)


def sniff(place: str, head: bytes) -> float:
    """How sure it is that a file holds notes: text that is no table."""
    path = Path(place)
    ending = path.suffix.lower()
    if ending in {".gz", ".bz2"}:
        ending = path.with_suffix("").suffix.lower()
    if "://" in place or not head or ending not in _SURE:
        return 0.0
    if packing(head):
        try:
            with open_bytes(path) as stream:
                head = stream.read(HEAD)
        except BadImport:
            return 0.0
    return _SURE[ending] if encodings.is_text(head) else 0.0


def parts(place: str, reading: Reading, progress: Progress = NOBODY) -> tuple[str, ...]:
    """One list of notes, without a name."""
    del place, reading, progress
    return ("",)


def open_part(place: str, part: str, reading: Reading, progress: Progress = NOBODY) -> RawTable:
    """Find the encoding, and whether notes are paragraphs or lines."""
    del part
    path = Path(place)
    found = survey(path, reading.encoding, progress)
    blank = filled = dated = 0
    with open_text(path, found.encoding) as stream:
        for line in islice(stream, 10_000):
            filled += bool(line.strip())
            blank += not line.strip() and filled > 0
            dated += _starts(line)
    if not filled:
        raise BadImport(f"{path.name} has nothing but blank lines; nothing was imported.")
    separator = reading.delimiter
    if separator not in (PARAGRAPHS, LINES):
        lines = filled >= _MANY and blank * 100 <= filled and dated * 10 < filled
        separator = LINES if lines else PARAGRAPHS
    notes = ["Hardly a blank line between them: each line is a note"] if separator == LINES else []
    if found.guessed:
        notes.append(
            f"It is not UTF-8: read as {encodings.in_words(found.encoding)}; choose another "
            "encoding if letters look wrong"
        )
    if found.zeros:
        notes.append("Zero bytes in the text are left out")
    return RawTable(
        place=place,
        name=path.name,
        part="",
        header=HEADER,
        reading=Reading(format=SPEC.key, encoding=found.encoding, delimiter=separator),
        about=found.lines if separator == LINES else max(1, blank + 1),
        told=f"{encodings.in_words(found.encoding)}, one note a "
        f"{'line' if separator == LINES else 'paragraph'}",
        notes=tuple(notes),
    )


def chunks(table: RawTable, size: int) -> Iterator[Chunk]:
    """The notes: text, first line, day where one stands at its beginning, line."""
    cells: list[list[str]] = []
    lines: list[int] = []
    broken: list[Broken] = []
    with open_text(Path(table.place), table.reading.encoding) as stream:
        for line, text in _notes(stream, table.reading.delimiter):
            if len(text) > NOTE_LIMIT:
                broken.append(Broken(line, f"is a note of more than {NOTE_LIMIT:,} letters"))
                continue
            first = text.partition("\n")[0].strip()
            cells.append([text, first, day_in(first), str(line)])
            lines.append(line)
            if len(cells) >= size:
                yield Chunk(cells, lines, tuple(broken))
                cells, lines, broken = [], [], []
    if cells or broken:
        yield Chunk(cells, lines, tuple(broken))


def day_in(line: str) -> str:
    """The day that a line names first: 2026-03-12 where it can be only one, else as it stands."""
    found = _DATE.search(line)
    if not found:
        return ""
    if found["iso"]:
        return _iso(*map(int, re.split(r"[-/.]", found["iso"]))) or found["iso"]
    if found["raw"]:
        return _only(found["raw"])
    month = _month(found["mon"] or found["mon2"])
    year, day = found["year"] or found["year2"], found["dmony"] or found["dmony2"]
    return _iso(int(year), month, int(day)) if month else ""


def _only(raw: str) -> str:
    """12/03/2026 may be two days, which only the whole column can tell; 12.03.2026 is one."""
    day, month, year = re.split(r"[-/.]", raw)
    if raw.count(".") < 2 or len(year) != 4:
        return raw
    return _iso(int(year), int(month), int(day)) or raw


def _month(name: str) -> int:
    short = name[:3].lower()
    if short in _OTHER_MONTHS:
        return _OTHER_MONTHS[short]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _iso(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _starts(line: str) -> bool:
    """Whether a line begins with a day."""
    return bool(_BEGINS.match(line))


def _notes(stream: IO[str], separator: str) -> Iterator[tuple[int, str]]:
    """Each note with the line it begins on.

    A line that begins with a day begins a note, where the one before began so too: a journal.
    """
    kept: list[str] = []
    start = letters = 0
    for number, line in enumerate(stream, start=1):
        text = line.rstrip()
        new = separator == LINES or (bool(kept) and _starts(text) and _starts(kept[0]))
        if kept and (new or not text):
            yield start, "\n".join(kept)
            kept, letters = [], 0
        if text:
            start = start if kept else number
            if letters <= NOTE_LIMIT:  # of a note that is too long no more is kept than shows it
                kept.append(text)
            letters += len(text) + 1
    if kept:
        yield start, "\n".join(kept)
