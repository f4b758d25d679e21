"""How a delimited text is written: a vote of its rows about delimiter, quotes and escapes.

The right dialect gives rows of equal width whose cells look whole; every candidate reads the same
sample and the best wins.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from healthdesk.core.importers.delimited.kinds import NUMBER, TEXT, common, kind
from healthdesk.core.text.records import Parser

COMMON = (",", ";", "\t", "|")
RARE = ("^", "~", "\x1f", "\x01", "¦", "§", ":", "#", "*", "!", "&", "/")
BLANKS = " "
SURE = 0.6
_ROWS = 400
_ERRORS = 20
_DOUBT = 0.7
"""What is left of a vote for "no quotes" where cells stand in quotes all the same."""
_WORDS = {
    ",": "comma",
    ", ": "comma and blank",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    BLANKS: "blanks",
}
_PIECE = re.compile(r'"(?:[^"]|"")*"|\S+')


@dataclass(frozen=True)
class Dialect:
    """How lines become cells.

    `delimiter` may have a blank after it, which then belongs to it; a single blank means any number
    of them. `quote` holds the sign that quotes, then the one that escapes, if any; "" = neither.
    """

    delimiter: str
    quote: str

    def parser(self, stream: IO[str] | Iterator[str]) -> Parser:
        """The records of lines."""
        if self.delimiter == BLANKS:
            return _Blanks(stream, quoted=bool(self.quote))
        return csv.reader(
            stream,
            delimiter=self.delimiter[0],
            skipinitialspace=len(self.delimiter) > 1,
            quotechar=self.quote[:1] or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.quote[1:] or None,
            strict=True,
        )

    @property
    def told(self) -> str:
        """In words for people."""
        words = _WORDS.get(self.delimiter) or f"“{self.delimiter}”"
        if self.quote[1:]:
            words += ", backslash before quotes"
        return words


@dataclass(frozen=True)
class Vote:
    """A dialect and how well the rows agree on it, 0 to 1."""

    dialect: Dialect
    score: float
    width: int
    rows: int
    typed: int
    """Columns of one kind that is not text."""

    @property
    def sure(self) -> bool:
        """Whether this is a table whatever the file is called."""
        prose = self.dialect.delimiter in (",", ", ", BLANKS) and not (
            self.typed and (self.width > 2 or self.rows > 4)
        )
        return self.score >= SURE and self.rows > 1 and not prose


@dataclass(frozen=True)
class Parsed:
    """The records of a sample: where each begins; `errors` could not be parsed."""

    rows: list[list[str]]
    lines: list[int]
    errors: int


class _Blanks:
    """Records whose cells stand apart by any number of blanks."""

    def __init__(self, stream: IO[str] | Iterator[str], *, quoted: bool) -> None:
        self._stream = stream
        self._quoted = quoted
        self.line_num = 0

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        line = next(self._stream)
        self.line_num += 1
        if not self._quoted or '"' not in line:
            return line.split()
        return [
            piece[1:-1].replace('""', '"') if piece[0] == '"' and piece[-1] == '"' else piece
            for piece in _PIECE.findall(line)
        ]


def parse(lines: Sequence[str], dialect: Dialect, limit: int = _ROWS) -> Parsed:
    """The filled records among the first lines of a text."""
    parser, skipped = dialect.parser(iter(lines)), 0
    rows: list[list[str]] = []
    starts: list[int] = []
    errors = 0
    while len(rows) < limit:
        start = skipped + parser.line_num + 1
        try:
            row = next(parser, None)
        except csv.Error:
            errors += 1
            if skipped + parser.line_num > start and errors < _ERRORS:
                parser, skipped = dialect.parser(iter(lines[start:])), start
            continue
        if row is None:
            break
        if any(cell.strip() for cell in row):
            rows.append(row)
            starts.append(start)
    return Parsed(rows, starts, errors)


def vote(lines: Sequence[str], delimiter: str = "", quote: str | None = None) -> Vote:
    """The dialect that the rows agree on best; what is given is kept."""
    best = _best(lines, (delimiter,) if delimiter else COMMON, quote)
    if delimiter or (best.width > 1 and best.score >= SURE / 2):
        return best
    rare = _best(lines, RARE, quote)
    if rare.width > 2 and rare.rows > 2 and rare.score > max(best.score, 0.75):
        return rare
    blanks = _blanks(lines, quote)
    return blanks if blanks and blanks.score > best.score else best


def _best(lines: Sequence[str], delimiters: Sequence[str], quote: str | None) -> Vote:
    best: Vote | None = None
    for delimiter in delimiters:
        for candidate in _candidates(lines, delimiter, quote):
            told = _judge(lines, candidate)
            if best is None or told.score > best.score + 1e-9:
                best = told
    if best is None:
        raise ValueError("no delimiter to vote on")
    return _with_blank(lines, best)


def _candidates(lines: Sequence[str], delimiter: str, quote: str | None) -> Iterator[Dialect]:
    """The ways of quoting that the text gives a reason for, the likeliest first."""
    if quote is not None or delimiter == BLANKS:
        yield Dialect(delimiter, '"' if quote is None else quote)
        return
    yield Dialect(delimiter, '"')
    text = "".join(lines)
    if '\\"' in text or "\\" + delimiter in text:
        yield Dialect(delimiter, '"\\')
    if f"{delimiter}'" in text or any(line.startswith("'") for line in lines):
        yield Dialect(delimiter, "'")
        if "\\'" in text:
            yield Dialect(delimiter, "'\\")
    if '"' in text:
        yield Dialect(delimiter, "")


def _judge(lines: Sequence[str], dialect: Dialect) -> Vote:
    """How equal the rows are, how whole their cells look."""
    parsed = parse(lines, dialect)
    rows = parsed.rows
    if not rows:
        return Vote(dialect, 0.0, 0, 0, 0)
    counts = Counter(map(len, rows))
    width = max(counts, key=lambda one: (counts[one], one))
    if width == 1:
        share = counts[1] / (len(rows) + parsed.errors)
        return Vote(dialect, 0.2 * share * _whole(rows, dialect), 1, len(rows), 0)
    first = next(place for place, row in enumerate(rows) if len(row) == width)
    lead = min(first, 10) if len(rows) > first + 2 else 0
    short = sum(count for size, count in counts.items() if 1 < size < width)
    total = len(rows) - 0.9 * lead + parsed.errors
    share = min(1.0, (counts[width] + 0.3 * short) / total)
    score = share**2 * (1 - 1 / width) ** 0.5 * (0.4 + 0.6 * _whole(rows, dialect))
    if not dialect.quote and any(_quoted(cell) for row in rows for cell in row):
        score *= _DOUBT
    full = [row for row in rows[:100] if len(row) == width][1:]
    typed = sum(common(column) not in ("", TEXT) for column in zip(*full, strict=True))
    return Vote(dialect, score, width, len(rows), typed)


def _whole(rows: Sequence[Sequence[str]], dialect: Dialect) -> float:
    """The part of the cells that show no sign of a wrong cut."""
    total = clean = 0.0
    for row in rows[:100]:
        for cell in row:
            total += 1
            clean += _cell(cell.strip(), dialect)
    return clean / total if total else 0.0


def _cell(cell: str, dialect: Dialect) -> float:
    if not cell or cell.isalnum():
        return 1.0
    if _leftover(cell, dialect.quote):
        return 0.0
    if any(sign in cell for sign in COMMON[1:]):
        return 0.5 if kind(cell) == TEXT and " " in cell else 0.0
    if "," in cell and dialect.delimiter != ",":
        return 1.0 if ", " in cell or kind(cell) == NUMBER else 0.5
    return 1.0


def _quoted(cell: str) -> bool:
    return len(cell) > 1 and cell[0] in "\"'" and cell[0] == cell[-1]


def _leftover(cell: str, quote: str) -> bool:
    """Whether quotes or escapes are left in a cell that another dialect would take away."""
    sign, escape = quote[:1], quote[1:]
    if _quoted(cell):
        return True
    if sign and not escape and "\\" + sign in cell:
        return True
    return (cell[0] == '"' and sign != '"') or (cell.endswith("\\") and bool(sign))


def _with_blank(lines: Sequence[str], best: Vote) -> Vote:
    """The same with the blank after each delimiter taken away, where there is one after each."""
    delimiter, quote = best.dialect.delimiter, best.dialect.quote
    if delimiter not in (",", ";") or best.width < 2:
        return best
    rest = [cell for row in parse(lines, best.dialect).rows for cell in row[1:]]
    if not rest or not all(cell.startswith(" ") or not cell for cell in rest):
        return best
    if sum(map(bool, rest)) < len(rest) / 2:
        return best
    dialect = Dialect(delimiter + " ", quote)
    return Vote(dialect, best.score, best.width, best.rows, best.typed)


def _blanks(lines: Sequence[str], quote: str | None) -> Vote | None:
    """Blanks as delimiters: only where they align columns, or cut out columns of figures."""
    filled = [line for line in lines[:_ROWS] if line.strip()]
    told = _judge(lines, Dialect(BLANKS, quote or ""))
    widths = {len(line.split()) for line in filled}
    if told.width < 2 or len(widths) > 1 or len(filled) < 2:
        return None
    aligned = sum(line.startswith(" ") or "  " in line.strip() for line in filled)
    if aligned >= len(filled) / 2 or (told.width > 2 and told.typed >= told.width / 2):
        return told
    return None


def aligned(lines: Sequence[str]) -> bool:
    """Whether the text has columns of fixed width, without any delimiter."""
    filled = [line.rstrip() for line in lines[:_ROWS] if line.strip()]
    if len(filled) < 3:
        return False
    lengths = Counter(len(line.rstrip("\r\n")) for line in lines[:_ROWS] if line.strip())
    tight = Counter(map(len, filled))
    same = max(*lengths.values(), *tight.values())
    return same >= 0.6 * len(filled) and sum("  " in line for line in filled) >= 0.6 * len(filled)
