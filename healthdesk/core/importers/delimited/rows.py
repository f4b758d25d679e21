"""Makes records as wide as the header, leaves out what is none, takes guards of formulas off."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from healthdesk.core.domain.cell_guard import GUARD, unguarded
from healthdesk.core.domain.columns import Columns
from healthdesk.core.domain.records import Broken, Chunk


def straight(chunk: Chunk, width: int) -> Chunk:
    """Every record with exactly as many cells as the header has columns.

    Records of blanks alone are left out, missing cells at the end are empty ones, empty cells too
    many are taken off; a filled cell too many breaks the record.
    """
    rows = chunk.cells
    if isinstance(rows, Columns):  # cut by its signs alone: there is no guard in it
        return chunk
    if any(GUARD in "".join(row) for row in rows):
        rows = [list(map(unguarded, row)) for row in rows]
        chunk = Chunk(rows, chunk.lines, chunk.broken)
    if set(map(len, rows)) <= {width} and all(any(map(str.strip, row)) for row in rows):
        return chunk
    cells: list[list[str]] = []
    lines: list[int] = []
    broken = list(chunk.broken)
    for row, line in zip(rows, chunk.lines, strict=True):
        size = len(row)
        if size != width and any(map(str.strip, row[width:])):
            broken.append(Broken(line, f"the row has {size:,} cells, the header has {width:,}"))
        elif any(map(str.strip, row)):
            cells.append(row + [""] * (width - size) if size < width else row[:width])
            lines.append(line)
    return Chunk(cells, lines, tuple(sorted(broken, key=lambda one: one.line)))


def without_last(found: Generator[Chunk, None, int], footer: int) -> Iterator[Chunk]:
    """All but what begins in the last lines of the file; hardly more than those are held back."""
    held: list[Chunk] = []
    limit = 0
    while True:
        try:
            held.append(next(found))
        except StopIteration as end:
            limit = int(end.value) - footer
            break
        while sum(len(one.cells) + len(one.broken) for one in held[1:]) >= footer:
            yield held.pop(0)
            if not held:
                break
    for chunk in held:
        yield _cut(chunk, limit)


def _cut(chunk: Chunk, limit: int) -> Chunk:
    """What begins up to a line."""
    count = sum(line <= limit for line in chunk.lines)
    return Chunk(
        chunk.cells[:count],
        chunk.lines[:count],
        tuple(one for one in chunk.broken if one.line <= limit),
    )
