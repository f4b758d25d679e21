"""Where the table stands in a sheet: its header, its columns, titles before it, totals after it."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

from healthdesk.core.importers.spreadsheet.refusal import Refusal

Cells = Sequence[object]
Row = tuple[int, Cells]
"""A row's number, from 1, and its values."""
SAMPLE = 200
LAST = 30
COLUMNS = 2_000
_TOTAL = re.compile(r"(grand |sub)?total|sum|summe|gesamt(summe)?|somme|suma|totale", re.IGNORECASE)


@dataclass(frozen=True)
class Shape:
    """What was found out about a sheet; rows count from 1, columns from 0."""

    header: int
    """0 = there is none."""
    names: tuple[object, ...]
    """Of the columns that are kept."""
    columns: tuple[int, ...]
    rows: int
    """Rows that hold anything, header, titles and footer left out."""
    before: int
    """Rows with something in them before the header."""
    footer: int
    blank: int


def filled(cells: Cells) -> list[int]:
    """The columns of a row that hold anything."""
    return [
        at for at, value in enumerate(cells) if value not in ("", None) and not _is_space(value)
    ]


def _is_space(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def survey(rows: Iterable[Row], header: int | None, footer: int | None) -> Shape:
    """Go through a sheet once; what a person decided already is not guessed again."""
    stream = _held(rows)
    sample = list(islice(stream, SAMPLE))
    at = find_header(sample) if header is None else header
    names = next((cells for number, cells in sample if number == at), ())
    used: set[int] = set()
    free: list[int] = []
    wide = 0
    last: deque[Row] = deque(maxlen=LAST)
    count = blank = previous = 0
    before = sum(number < at for number, _ in sample)
    for number, cells in chain(sample, stream):
        if number <= at:
            previous = number
            continue
        if len(cells) > wide:
            free.extend(range(wide, len(cells)))
            wide = len(cells)
        _mark(used, free, cells)
        blank += number - previous - 1 if previous else 0
        previous = number
        last.append((number, cells))
        count += 1
    ending = _footer(list(last), max(1, len(used))) if footer is None else footer
    columns = tuple(sorted(used | set(filled(names))))
    if not columns:
        raise Refusal("nothing")
    if len(columns) > COLUMNS:
        raise Refusal("wide")
    kept = tuple(names[one] if one < len(names) else "" for one in columns)
    return Shape(at, kept, columns, max(0, count - ending), before, ending, blank)


def is_blank(cells: Cells) -> bool:
    """Whether a row holds nothing; most rows are told by their first cell."""
    return not any(value not in ("", None) and not _is_space(value) for value in cells)


def _held(rows: Iterable[Row]) -> Iterator[Row]:
    return ((number, cells) for number, cells in rows if not is_blank(cells))


def _mark(used: set[int], free: list[int], cells: Cells) -> None:
    """Take note of columns that hold something here for the first time."""
    width = len(cells)
    found = [at for at in free if at < width and filled((cells[at],))]
    if found:
        used.update(found)
        free[:] = [at for at in free if at not in used]


def find_header(rows: Sequence[Row]) -> int:
    """The row that names the columns: the first as wide as the table that reads like names."""
    if not rows:
        raise Refusal("nothing")
    widths = sorted(len(filled(cells)) for _, cells in rows)
    wide = widths[len(widths) * 3 // 4]
    for index, (number, cells) in enumerate(rows):
        held = filled(cells)
        if len(held) * 10 < wide * 6 or len(held) < min(2, wide):
            continue
        below = [one for _, one in rows[index + 1 : index + 21]]
        if _names(cells, held) or _differs(cells, held, below):
            return number
        if below and all(kind(cells[at]) != "text" for at in held):
            return 0
    return rows[0][0] if wide == 1 else 0


def _names(cells: Cells, held: list[int]) -> bool:
    return all(kind(cells[at]) == "text" for at in held)


def _differs(cells: Cells, held: list[int], below: Sequence[Cells]) -> bool:
    """Whether a column is of another kind below: a name or a month over figures, say."""
    if all(kind(cells[at]) != "text" for at in held):
        return False
    for at in held:
        kinds = [kind(row[at]) for row in below if at < len(row) and kind(row[at])]
        others = sum(one not in ("text", kind(cells[at])) for one in kinds)
        if kind(cells[at]) in ("text", "time") and others * 2 > len(kinds):
            return True
    return False


def kind(value: object) -> str:
    """What sort of thing a cell holds."""
    if value is None or value == "" or _is_space(value):
        return ""
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, date | datetime | time | timedelta):
        return "time"
    return "text"


def _footer(last: list[Row], width: int) -> int:
    """How many rows at the end are no records: what stands after a gap, and a line of totals."""
    ending = 0
    for index in range(len(last) - 1, 0, -1):
        gap = last[index][0] - last[index - 1][0] > 1
        block = last[index:]
        if gap and width >= 3 and all(len(filled(cells)) * 2 < width for _, cells in block):
            ending = len(block)
    rest = last[: len(last) - ending]
    if len(rest) > 1 and _is_total(rest[-1][1]):
        ending += 1
    return ending


def _is_total(cells: Cells) -> bool:
    held = filled(cells)
    first, others = cells[held[0]], held[1:]
    return (
        isinstance(first, str)
        and _TOTAL.fullmatch(first.strip().rstrip(":")) is not None
        and all(kind(cells[at]) == "number" for at in others)
        and bool(others)
    )
