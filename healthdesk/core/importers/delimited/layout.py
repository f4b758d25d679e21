"""Which lines of a delimited text are its header, and which at its ends are no records."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from healthdesk.core.domain.cell_guard import unguarded
from healthdesk.core.domain.exchange import COLUMN_NAME_LIMIT
from healthdesk.core.importers.delimited.dialect import Dialect, Parsed
from healthdesk.core.importers.delimited.kinds import EMPTY, NUMBER, TEXT, common, kind

PREAMBLE = 50
"""The header is looked for in so many filled records at the start."""
FOOTER = 30
"""And the footer in so many lines at the end."""
_BODY = 100
_ENOUGH = 20
"""Records from which on it means something that none has but one cell."""
_REPEATS = 5
_ASIDE = re.compile(
    r"\W*(confidential|copyright|\(c\)|©|generated|exported|created|printed|report|as of|filters?\b"
    r"|total|grand total|sub-?total|sum\b|summe|gesamt|end of|source:|quelle:|note:|notes:"
    r"|\d+ (rows|records|datens|zeilen)|(rows|records)\b)",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\W*(grand total|total|sub-?total|sum|summe|gesamt(summe)?)\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Where the header stands: its line, 0 = there is none; the width that the rows have."""

    line: int
    cells: tuple[str, ...]
    width: int
    before: int
    """Filled lines before it that are left out."""


def find_header(parsed: Parsed) -> Header:
    """The first record that is as wide and as full as those below it, unless it is one of them."""
    rows = parsed.rows
    width = _width(rows)
    full = [row for row in rows if len(row) >= width]
    need = min(2, width)
    if full:
        need = max(need, -(-int(median(map(_filled, full))) // 2))
    place = 0
    for number, row in enumerate(rows[:PREAMBLE]):
        if (len(row) >= width and _filled(row) >= need) or _narrow(parsed, number, width):
            place = number
            break
    first, body = rows[place], rows[place + 1 : place + 1 + _BODY]
    if place == 0 and is_record(first, body):
        return Header(0, (), width, 0)
    return Header(parsed.lines[place], tuple(first), max(width, len(first)), place)


def at_line(parsed: Parsed, line: int) -> Header:
    """The header where someone says it is; 0 = none."""
    if not line:
        return Header(0, (), _width(parsed.rows), 0)
    for place, start in enumerate(parsed.lines):
        if start >= line:
            first = parsed.rows[place]
            width = max(len(first), _width(parsed.rows[place:]))
            return Header(start, tuple(first), width, place)
    return Header(line, (), 0, len(parsed.rows))


def is_record(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the first record is one of those below it and no header.

    It is where its figures, days and addresses stand in columns of the same, and no text stands
    above any; or where most of its texts come again.
    """
    if not body:
        kinds = [kind(cell) for cell in first]
        return all(told not in (TEXT, EMPTY) for told in kinds)
    if _years(first, body):
        return False
    alike = repeated = 0
    for place, cell in enumerate(first):
        below = [row[place] for row in body if place < len(row)]
        told, usual = kind(cell), common(below)
        if usual not in (TEXT, EMPTY) and told != EMPTY:
            if told != usual:
                return False
            alike += 1
        elif cell and cell in below:
            repeated += 1
    often = len(body) >= _REPEATS and repeated >= len(first) / 2
    return bool(alike) or often


def _years(first: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Years in a row above figures that are none: a wide table by year."""
    years = [
        (place, int(cell))
        for place, cell in enumerate(first)
        if cell.isdecimal() and 1990 <= int(cell) <= 2100
    ]
    if len(years) < 2 or any(low[1] >= high[1] for low, high in pairwise(years)):
        return False
    below = [row[place] for row in body for place, _ in years if place < len(row)]
    return sum(cell.isdecimal() and 1990 <= int(cell) <= 2100 for cell in below) < len(below) / 2


def _width(rows: Sequence[Sequence[str]]) -> int:
    """The width that most rows have; the first of several."""
    counts = Counter(map(len, rows))
    return max(counts, key=lambda one: counts[one]) if counts else 0


def _narrow(parsed: Parsed, place: int, width: int) -> bool:
    """A header that names fewer columns than the rows below have: they end with a delimiter."""
    row = parsed.rows[place]
    if not 2 <= len(row) < width or _filled(row) < len(row) or place + 1 >= len(parsed.rows):
        return False
    below = parsed.rows[place + 1]
    near = parsed.lines[place + 1] == parsed.lines[place] + 1
    named = all(kind(cell) == TEXT for cell in row)
    return near and named and len(below) == width and any(kind(cell) == NUMBER for cell in below)


def names(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Column names, each different; those without one are counted."""
    out: list[str] = []
    seen: set[str] = set()
    for place in range(width):
        given = unguarded(cells[place]) if place < len(cells) else ""
        told = " ".join(given.replace("\0", "").split())
        base = told[:COLUMN_NAME_LIMIT] or f"column {place + 1}"
        name, number = base, 1
        while name in seen:
            number += 1
            name = f"{base} ({number})"
        seen.add(name)
        out.append(name)
    return tuple(out)


def find_footer(
    tail: Sequence[str], dialect: Dialect, width: int, rows: Sequence[Sequence[str]]
) -> int:
    """How many lines at the end are no records: asides and sums, most often after a blank line.

    `rows` are records as they usually are: where none has but one cell, one that has is no record.
    """
    if width < 2:
        return 0
    full = width > 2 and len(rows) >= _ENOUGH and not _lonely(rows)
    count = after_blank = named = 0
    for back, line in enumerate(reversed(tail[-FOOTER:]), start=1):
        cells = _cells(line, dialect)
        if cells is None:
            break
        filled = _filled(cells)
        if not filled:
            after_blank = back if count else 0
            continue
        if not _aside(cells, filled, width):
            break
        count += 1
        # without a blank line before them only what says what it is counts
        if named == back - 1 and (
            _says_so(cells, filled, width) or (full and filled == 1 and _prose(cells[0]))
        ):
            named = back
    return max(after_blank, named)


def are_records(tail: Sequence[str], dialect: Dialect, rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines at the end are as full as records are: last week's footer is not this one's."""
    cells = [_cells(line, dialect) for line in tail if line.strip()]
    usual = median(map(_filled, rows)) if rows else 0
    return bool(cells) and all(one is not None and _filled(one) >= usual for one in cells)


def _lonely(rows: Sequence[Sequence[str]]) -> bool:
    """Whether records of one cell occur, but at the end."""
    last = len(rows)
    while last and _filled(rows[last - 1]) == 1:
        last -= 1
    return any(_filled(row) == 1 for row in rows[:last])


def _prose(cell: str) -> bool:
    """Words or a rule of signs; not the first cell of a record that was cut off."""
    return len(cell.split()) > 2 or (bool(cell) and not any(map(str.isalnum, cell)))


def _aside(cells: Sequence[str], filled: int, width: int) -> bool:
    if _says_so(cells, filled, width):
        return True
    return filled == 1 and bool(cells[0].strip()) and (width > 2 or len(cells) == 1)


def _says_so(cells: Sequence[str], filled: int, width: int) -> bool:
    """A line that calls itself an aside or a sum, and is no full row."""
    first = next((cell for cell in cells if cell.strip()), "")
    if _TOTAL.fullmatch(first) and filled < width:
        return True
    lonely = filled == 1 and len(first) > 8 and (width > 2 or len(cells) == 1)
    return lonely and bool(_ASIDE.match(first))


def _cells(line: str, dialect: Dialect) -> list[str] | None:
    """One line by itself; None where it is part of a record of several lines."""
    quote = dialect.quote[:1]
    if quote and line.count(quote) % 2:
        return None
    try:
        return next(dialect.parser(iter((line,))), [])
    except csv.Error:
        return None


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, map(str.strip, cells)))
