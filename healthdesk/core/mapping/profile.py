"""What stands in the columns of a foreign file: one pass over all of it, piece by piece.

Each different spelling is looked at once. How days and numbers are spelled is proven by the whole
column; columns that plainly hold something else are not looked at for it again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from healthdesk.core.domain.columns import columns_of
from healthdesk.core.domain.mapping import DateOrder, NumberStyle
from healthdesk.core.domain.progress import Progress
from healthdesk.core.domain.records import Chunk, RawTable
from healthdesk.core.mapping import words
from healthdesk.core.mapping.cell_error import CellError
from healthdesk.core.mapping.dates import fits
from healthdesk.core.mapping.numbers import STYLES, parse_number, styles_of

KEPT = 50_000
"""Different spellings of a column that are remembered."""
SURE_AFTER = 60_000
"""Rows after which a spelling that is already decided is not proven any further."""
SAMPLE_CELLS = 200_000
SAMPLE_ROWS = 20_000
_PROOF = 20
_FIRST = 2_000
"""Rows that are looked at for everything."""
_MAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]{2,}")
_DOMAIN = re.compile(r"(https?://)?([a-z0-9_-]+\.)+[a-z]{2,}(/\S*)?", re.IGNORECASE)
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,15}\.([0-9]{1,2}|[0-9]{4,15})")
_DAMAGED = re.compile(r"[0-9][.,][0-9]{1,14}[eE]\+[0-9]{2,3}")
_HASH = re.compile(r"[0-9a-f]{32,}|[A-Za-z0-9+/]{22}==")
_styles = lru_cache(20_000)(styles_of)
_fits = lru_cache(20_000)(fits)
_ALL_STYLES: frozenset[NumberStyle] = frozenset(STYLES)
_POINT_STYLES: frozenset[NumberStyle] = frozenset(("", "point"))


@dataclass
class ColumnProfile:
    """What one column holds. Counts are of rows, of those that were looked at."""

    name: str
    rows: int = 0
    empty: int = 0
    """Rows that say nothing: empty, "-", "NULL"."""
    gaps: Counter[str] = field(default_factory=Counter)
    """How they say it."""
    counts: Counter[str] = field(default_factory=Counter)
    """Different spellings and their rows, in the order met, until there are too many."""
    capped: bool = False
    longest: int = 0
    looked: int = 0
    """Rows that were looked at for days and numbers."""
    orders: Counter[DateOrder] = field(default_factory=Counter)
    """Rows that can be read in an order."""
    days: int = 0
    """Rows that can be read in any order."""
    only: Counter[DateOrder] = field(default_factory=Counter)
    """Rows with a day over 12: day first and not month first, or the other way."""
    styles: Counter[NumberStyle] = field(default_factory=Counter)
    numbers: int = 0
    plain: int = 0
    """Rows that are whole numbers of digits only."""
    low: float | None = None
    high: float | None = None
    flags: int = 0
    mails: int = 0
    domains: int = 0
    damaged: int = 0
    """Rows like 1.23E+17: an id that a spreadsheet spoiled."""
    hashed: int = 0
    broken: str = ""
    """A value that no order reads, in a column of days."""
    shares: dict[tuple[object, str], float] = field(default_factory=dict, compare=False)
    """The part of its values that a desk knows, by who was asked and how."""

    @property
    def filled(self) -> int:
        """Rows that say something."""
        return self.rows - self.empty

    @property
    def examples(self) -> tuple[str, ...]:
        """First different values, at most five."""
        return tuple(list(self.counts)[:5])

    @property
    def unique(self) -> bool:
        """Whether no value was met twice."""
        return bool(self.counts) and max(self.counts.values()) == 1

    @property
    def nearly_unique(self) -> bool:
        """Whether values hardly repeat: ids of rows that came twice."""
        total = sum(self.counts.values())
        return bool(total) and len(self.counts) >= 0.98 * total

    def share(self, count: int) -> float:
        """The part of the filled rows that were looked at."""
        return count / self.looked if self.looked else 0.0


@dataclass(frozen=True)
class FileProfile:
    """What a whole file holds; `sample` has its first rows as they are."""

    rows: int
    columns: tuple[ColumnProfile, ...]
    sample: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> ColumnProfile:
        """The column of that name."""
        return next(one for one in self.columns if one.name == name)


def profile(
    raw: RawTable, chunks: Iterable[Chunk], progress: Progress | None = None
) -> FileProfile:
    """Look at the whole file; memory does not grow with it."""
    columns = tuple(ColumnProfile(name) for name in raw.header)
    width = max(1, len(columns))
    room = min(SAMPLE_ROWS, max(50, SAMPLE_CELLS // width))
    sample: list[tuple[str, ...]] = []
    rows = 0
    for chunk in chunks:
        cells = chunk.cells
        rows += len(cells)
        if len(sample) < room:
            sample.extend(tuple(row) for row in cells[: room - len(sample)])
        # What a column plainly is not shows in few rows; the others need not be tried for it.
        parts = (cells[:_FIRST], cells[_FIRST:]) if rows == len(cells) else (cells,)
        for part in filter(len, parts):
            for column, values in zip(columns, columns_of(part, len(columns)), strict=True):
                _look(column, values)
        if progress is not None:
            progress.step(rows, max(rows, raw.about), f"Looking at {raw.name}")
    return FileProfile(rows, columns, tuple(sample))


def _look(column: ColumnProfile, values: Sequence[str]) -> None:
    """Take in the column's cells of one piece."""
    column.rows += len(values)
    if column.capped and _decided(column):
        for text in {"", *column.gaps}:
            column.empty += values.count(text)
        return
    counted = Counter(values)
    for text in [
        one
        for one in counted
        if (len(one) <= words.LONGEST or one != one.strip()) and words.is_missing(one)
    ]:
        column.gaps[text] += counted[text]
        column.empty += counted.pop(text)
    if not counted:
        return
    if not column.capped:
        column.counts.update(counted)
        column.capped = len(column.counts) > KEPT
    column.longest = max(column.longest, *map(len, counted))
    if _decided(column):
        return
    first = column.looked == 0
    column.looked += sum(counted.values())
    dated = first or column.days * 2 >= column.looked - sum(counted.values())
    numeric = first or column.numbers * 2 >= column.looked - sum(counted.values())
    if dated:
        _dates(column, counted)
    if numeric:
        _numbers(column, counted)
    _texts(column, counted, first=first)


def _decided(column: ColumnProfile) -> bool:
    """Whether more rows could not change what the column is."""
    if column.looked < SURE_AFTER:
        return False
    dated = column.days * 2 >= column.looked
    if dated and column.orders["dmy"] and column.orders["mdy"]:
        return max(column.only.values(), default=0) >= _PROOF
    if column.numbers * 2 >= column.looked:
        apart = abs(column.styles["point"] - column.styles["comma"])
        return apart >= _PROOF or column.plain == column.numbers
    return True


def _dates(column: ColumnProfile, counted: Counter[str]) -> None:
    for text, rows in counted.items():
        found = _fits(text)
        if not found:
            column.broken = column.broken or text
            continue
        column.days += rows
        for order in found:
            column.orders[order] += rows
        if "dmy" in found and "mdy" not in found:
            column.only["dmy"] += rows
        elif "mdy" in found and "dmy" not in found:
            column.only["mdy"] += rows


def _numbers(column: ColumnProfile, counted: Counter[str]) -> None:
    for text, rows in counted.items():
        told = text.strip()
        if _INTEGER.fullmatch(told):
            found, column.plain = _ALL_STYLES, column.plain + rows
        elif _DECIMAL.fullmatch(told):
            found = _POINT_STYLES
        else:
            found = _styles(told)
        if not found:
            continue
        column.numbers += rows
        for style in found:
            column.styles[style] += rows
        _bounds(column, told, found)


def _bounds(column: ColumnProfile, text: str, styles: frozenset[NumberStyle]) -> None:
    style = next(one for one in STYLES if one in styles)
    try:
        value = float(text) if style == "" else float(parse_number(text, style))
    except (ValueError, CellError):
        return
    if column.low is None or column.high is None:
        column.low = column.high = value
        return
    column.low, column.high = min(column.low, value), max(column.high, value)


def _texts(column: ColumnProfile, counted: Counter[str], *, first: bool) -> None:
    """Yes and no, addresses, spoilt ids; long columns that hold none are not searched twice."""
    if len(counted) <= 50:
        column.flags += sum(n for text, n in counted.items() if words.flag(text) is not None)
    if not first and not (column.mails or column.domains or column.damaged or column.hashed):
        return
    for text, rows in counted.items():
        told = text.strip()
        if "@" in told:
            column.mails += rows if _MAIL.fullmatch(told) else 0
        elif "." in told:
            if _DOMAIN.fullmatch(told):
                column.domains += rows
            elif _DAMAGED.fullmatch(told):
                column.damaged += rows
        elif _HASH.fullmatch(told):
            column.hashed += rows
