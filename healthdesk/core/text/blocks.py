"""Streams the records of delimited text block by block, cut into columns where that is safe.

A block without quotes, escapes and odd line ends, whose lines all have the expected cells, is cut
by its signs alone, many times faster than record by record. Every other block goes through the
parser, and what the parser cannot read is left to `records`, from that line to the end.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import IO

from healthdesk.core.domain.columns import Columns
from healthdesk.core.domain.records import Chunk
from healthdesk.core.text import records
from healthdesk.core.text.records import Parser

BLOCK = 1 << 16
"""Letters cut at once: fewer than one cell may have, so that no cell is too long."""
_LONGEST = 16 << 20
"""Letters of one record; more is a quote that never closes."""

Opened = Callable[[], AbstractContextManager[IO[str]]]
MakeParser = Callable[[IO[str]], Parser]


@dataclass(frozen=True)
class Cut:
    """What lines are cut by: the sign between cells, the signs that need a parser, the cells."""

    delimiter: str
    special: str
    width: int


def chunks(
    opened: Opened, parser: MakeParser, size: int, cut: Cut, *, skip: int = 0, heads: int = 1
) -> Generator[Chunk, None, int]:
    """As `records.chunks`; records of equal width may come as columns."""
    with opened() as stream:
        for _ in islice(stream, skip):
            pass
        taken = parser(stream)
        for _ in islice(taken, heads):
            pass
        reader = _Reader(stream, parser, cut, skip + taken.line_num + 1)
        buffer = _Buffer(size)
        for piece in reader.pieces():
            yield from buffer.add(piece)
        yield from buffer.rest()
    if reader.unread is None:
        return reader.line - 1
    return (yield from records.chunks(opened, parser, size, skip=reader.unread - 1, heads=0))


@dataclass(frozen=True)
class _Piece:
    """Records of one block and the lines on which they begin."""

    cells: Sequence[list[str]]
    lines: Sequence[int]


class _Reader:
    """Goes through a text; `unread` is the line at which the parser gave up, if it did."""

    def __init__(self, stream: IO[str], parser: MakeParser, cut: Cut, line: int) -> None:
        self._stream = stream
        self._parser = parser
        self._cut = cut
        self.line = line
        self.unread: int | None = None

    def pieces(self) -> Iterator[_Piece]:
        """The records, block by block."""
        while self.unread is None and (block := self._more(BLOCK)):
            found = columns(block, self._cut)
            if found is None:
                yield from self._parsed(block)
                continue
            first, self.line = self.line, self.line + len(found)
            yield _Piece(found, range(first, self.line))

    def _more(self, letters: int) -> str:
        """The next letters, up to the end of a line."""
        block = self._stream.read(letters)
        return block if not block or block[-1] == "\n" else block + self._stream.readline()

    def _parsed(self, block: str) -> Iterator[_Piece]:
        """A block through the parser, with what its last record needs of those that follow."""
        while True:
            cells: list[list[str]] = []
            taken = self._parser(io.StringIO(block, newline=""))
            try:
                # extend keeps what it got before an error
                cells.extend(taken)
            except csv.Error as error:
                start = self.line + sum(map(records.height, cells))
                more = "unexpected end" in str(error) and len(block) < _LONGEST
                following = self._more(max(BLOCK, len(block))) if more else ""
                if following:
                    block += following
                    continue
                yield self._piece(cells, start)
                self.unread = start
                return
            yield self._piece(cells, self.line + taken.line_num)
            return

    def _piece(self, cells: list[list[str]], after: int) -> _Piece:
        lines = records.begins(cells, self.line, after)
        self.line = after
        if all(cells):
            return _Piece(cells, lines)
        kept = [place for place, record in enumerate(cells) if record]
        return _Piece([cells[place] for place in kept], [lines[place] for place in kept])


def columns(block: str, cut: Cut) -> Columns | None:
    """Whole lines as columns; None where only a parser can tell what they say."""
    if len(block) > csv.field_size_limit() or any(map(block.__contains__, cut.special)):
        return None
    if "\r" in block:
        block = block.replace("\r\n", "\n")
        if "\r" in block:
            return None
    if block[-1] != "\n":
        block += "\n"
    delimiter, step = cut.delimiter, cut.width + 1
    count = block.count("\n")
    # The end of each line becomes a cell of its own: all stand where they should, or none does.
    cells = block.replace("\n", f"{delimiter}\n{delimiter}").split(delimiter)
    if len(cells) != count * step + 1 or cells[cut.width :: step].count("\n") != count:
        return None
    found = [cells[place:-1:step] for place in range(cut.width)]
    return Columns(found, count) if _all_filled(found) else None


def _all_filled(found: Sequence[list[str]]) -> bool:
    """Whether every row has a cell with more than blanks."""
    if any(all(map(str.strip, column)) for column in found):
        return True
    return all(any(map(str.strip, row)) for row in zip(*found, strict=True))


class _Buffer:
    """Gathers pieces of one kind until they are a chunk."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._pieces: list[_Piece] = []
        self._count = 0

    def add(self, piece: _Piece) -> Iterator[Chunk]:
        """Take a piece; hand out chunks of exactly the size, or what goes not with this piece."""
        if not piece.cells:
            return
        if self._pieces and not _alike(self._pieces[-1], piece):
            yield from self.rest()
        self._pieces.append(piece)
        self._count += len(piece.cells)
        if self._count < self._size:
            return
        whole = _joined(self._pieces)
        low = 0
        while self._count - low >= self._size:
            yield Chunk(whole.cells[low : low + self._size], whole.lines[low : low + self._size])
            low += self._size
        self._pieces = [_Piece(whole.cells[low:], whole.lines[low:])] if low < self._count else []
        self._count -= low

    def rest(self) -> Iterator[Chunk]:
        """What is left."""
        if self._count:
            whole = _joined(self._pieces)
            yield Chunk(whole.cells, whole.lines)
        self._pieces, self._count = [], 0


def _alike(one: _Piece, other: _Piece) -> bool:
    return isinstance(one.cells, Columns) == isinstance(other.cells, Columns)


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    """Pieces of one kind as one."""
    if len(pieces) == 1:
        return pieces[0]
    first, last = pieces[0], pieces[-1]
    if isinstance(first.cells, Columns):
        found = [list(column) for column in first.cells.columns]
        for piece in pieces[1:]:
            if isinstance(piece.cells, Columns):
                for mine, more in zip(found, piece.cells.columns, strict=True):
                    mine.extend(more)
        return _Piece(Columns(found, len(found[0])), range(first.lines[0], last.lines[-1] + 1))
    lines = [line for piece in pieces for line in piece.lines]
    return _Piece([record for piece in pieces for record in piece.cells], lines)
