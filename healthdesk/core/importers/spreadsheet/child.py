"""The process that opens spreadsheets, so that one made to do harm takes only it down.

    python -m healthdesk.core.importers.spreadsheet.child sheets FILE
    python -m healthdesk.core.importers.spreadsheet.child book FILE SHEET HEADER FOOTER
    python -m healthdesk.core.importers.spreadsheet.child shape FILE SHEET HEADER FOOTER
    python -m healthdesk.core.importers.spreadsheet.child rows FILE SHEET HEADER FOOTER

It says JSON, a message a line, on standard output: what it found, records in blocks of columns, at
last {"end"}, or {"refused": WORD}. A book is every sheet that counts, each its shape, then its
records. Memory and processor time are limited where the system knows limits for them;
on Windows the sizes counted beforehand and the deadline of the parent stand alone.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import msgspec

from healthdesk.core.importers.spreadsheet import cells, shape
from healthdesk.core.importers.spreadsheet.refusal import Refusal
from healthdesk.core.importers.spreadsheet.workbook import Workbook

MEMORY = 2 << 30
SECONDS = 600
BLOCK = 2_000
BYTES = 4 << 20
"""Letters in a block of rows, so that long cells do not pile up."""
_FIRST = 100
"""Records of the first block, which shows how long the others may be."""
PARTLY = "HEALTHDESK_SHEET_MEMORY"
"""The variable that names a smaller limit of memory, in bytes."""


def main(arguments: Sequence[str]) -> int:
    """Answer one request and end."""
    _limit()
    out = open(1, "wb", closefd=False)  # noqa: SIM115 - a frozen window has no sys.stdout
    try:
        for message in _answer(arguments):
            _say(out, message)
        _say(out, {"end": True})
    except Refusal as refusal:
        _say(out, {"refused": refusal.word})
    except MemoryError:
        _say(out, {"refused": "memory"})
    except BrokenPipeError:
        return 0
    except (Exception, SystemError) as error:  # noqa: BLE001 - whatever a hostile file brings about
        sys.stderr.write(f"{type(error).__name__}\n")
        _say(out, {"refused": "damaged"})
    return 0


def _limit() -> None:
    """Hold this process to its share; where the system cannot, the parent's deadline remains."""
    if os.name != "posix":
        return
    import resource  # noqa: PLC0415 - not on Windows

    most = min(MEMORY, int(os.environ.get(PARTLY, MEMORY)))
    for kind, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CPU, SECONDS)):
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):
            continue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(out: IO[bytes], message: object) -> None:
    out.write(msgspec.json.encode(message) + b"\n")
    out.flush()


def _answer(arguments: Sequence[str]) -> Iterator[object]:
    what, file, *rest = arguments
    book = Workbook(Path(file))
    if what == "sheets":
        yield {"sheets": book.sheets()}
        return
    sheet, header, footer = rest
    decided = (int(header) if header else None, int(footer) if footer else None)
    if what == "book":
        yield from _book(book, sheet, decided)
        return
    found = shape.survey(book.rows(sheet), *decided)
    yield _told(found)
    if what == "rows":
        yield from _blocks(book, sheet, found)


def _book(book: Workbook, asked: str, decided: tuple[int | None, int | None]) -> Iterator[object]:
    """Every sheet that is shown and holds anything, or else hidden ones; and the one asked for."""
    names = book.names()
    shown = False
    for hidden in (False, True):
        if hidden and shown and not names.get(asked):
            break
        for name in (name for name, kept in names.items() if kept == hidden):
            if hidden and shown and name != asked:
                continue
            if not book.holds(name):
                continue
            shown = True
            found = shape.survey(book.rows(name), *decided)
            yield {"sheets": {name: hidden}}
            yield _told(found)
            yield from _blocks(book, name, found)


def _told(found: shape.Shape) -> object:
    return {
        "names": [cells.text(name) for name in found.names],
        "columns": found.columns,
        "header": found.header,
        "rows": found.rows,
        "before": found.before,
        "footer": found.footer,
        "blank": found.blank,
    }


def _blocks(book: Workbook, sheet: str, found: shape.Shape) -> Iterator[object]:
    """The records, some at a time; the last rows are held back until it is sure they are none."""
    waiting: deque[shape.Row] = deque()
    lines: list[int] = []
    rows: list[shape.Cells] = []
    room = _FIRST
    for number, values in book.rows(sheet):
        if number <= found.header or shape.is_blank(values):
            continue
        waiting.append((number, values))
        if len(waiting) <= found.footer:
            continue
        line, ready = waiting.popleft()
        lines.append(line)
        rows.append(ready)
        if len(rows) >= room:
            block = cells.table(rows, found.columns)
            yield {"lines": lines, "cells": block}
            letters = sum(len("".join(column)) for column in block)
            room = max(1, min(BLOCK, BYTES * len(rows) // max(1, letters)))
            lines, rows = [], []
    if rows:
        yield {"lines": lines, "cells": cells.table(rows, found.columns)}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
