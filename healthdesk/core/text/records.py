"""Streams the records of delimited text, each with the physical line it begins on.

A record that cannot be parsed is handed out as `Broken`; reading goes on after its first line.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import IO, Protocol

from healthdesk.core.domain.records import Broken, Chunk

REWINDS = 50
"""How often reading starts over after a quote that never closes, before the rest is given up."""
_BREAK = re.compile(r"\r\n|\r|\n")


class Parser(Protocol):
    """Takes records from lines: `csv.reader` or what counts lines as it does."""

    @property
    def line_num(self) -> int:
        """Lines taken so far."""

    def __iter__(self) -> Iterator[list[str]]:
        """Itself."""

    def __next__(self) -> list[str]:
        """The next record; `csv.Error` where it cannot be parsed."""


def chunks(
    opened: Callable[[], AbstractContextManager[IO[str]]],
    parser: Callable[[IO[str]], Parser],
    size: int,
    *,
    skip: int = 0,
    heads: int = 1,
) -> Generator[Chunk, None, int]:
    """The records, `size` at a time, blank lines left out; at last, how many lines there are.

    `skip` lines come before anything else; then `heads` records that are none (the header).
    """
    rewinds = 0
    while True:
        with opened() as stream:
            for _ in islice(stream, skip):
                pass
            taken = parser(stream)
            for _ in islice(taken, heads):
                pass
            again, lines = yield from _read(taken, skip, size, may_rewind=rewinds < REWINDS)
        if again is None:
            return lines
        skip, heads, rewinds = again, 0, rewinds + 1


def _read(
    parser: Parser, skip: int, size: int, *, may_rewind: bool
) -> Generator[Chunk, None, tuple[int | None, int]]:
    """Hand out chunks to the end (None), or until reading must go on from a line (its number)."""
    while True:
        first = skip + parser.line_num + 1
        cells: list[list[str]] = []
        error = ""
        try:
            # extend keeps what it got before an error; a list display would lose it
            cells.extend(islice(parser, size))
        except csv.Error as told:
            error = in_words(str(told))
        after = skip + parser.line_num + 1
        lines = begins(cells, first, after)
        broken: tuple[Broken, ...] = ()
        start = after
        if error:
            start = first + sum(height(record) for record in cells)
            broken = (Broken(start, error),)
        if not cells and not error:
            return None, after - 1
        if not all(cells):
            kept = [place for place, record in enumerate(cells) if record]
            lines = [lines[place] for place in kept]
            cells = [cells[place] for place in kept]
        yield Chunk(cells, lines, broken)
        if error and after - start > 1 and may_rewind:
            return start, after - 1


def begins(cells: Sequence[list[str]], first: int, after: int) -> Sequence[int]:
    """The line on which each record begins; no look inside where every record is one line."""
    if after - first == len(cells):
        return range(first, after)
    lines = []
    line = first
    for record in cells:
        lines.append(line)
        line += height(record)
    return lines


def in_words(error: str) -> str:
    """What the parser says, as the end of a sentence for people."""
    if "unexpected end" in error:
        return "opens a quote that never closes"
    if "field larger" in error:
        return (
            f"holds a cell of more than {csv.field_size_limit():,} characters, or an unclosed quote"
        )
    if "expected after" in error:
        return "has text after a closing quote"
    return f"is no CSV: {error}"


def height(record: Sequence[str]) -> int:
    """How many physical lines a record covers."""
    return 1 + sum(len(_BREAK.findall(cell)) for cell in record if "\n" in cell or "\r" in cell)
