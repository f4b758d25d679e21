"""How commands speak: one JSON document or a table on standard output, progress beside it."""

from __future__ import annotations

import codecs
import json
import math
import sys
import time
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from typing import TextIO

Json = None | bool | int | float | str | Sequence["Json"] | dict[str, "Json"]

_BAR = 24
_PAUSE = 0.1


def speak_plainly() -> None:
    """Let a letter that the output cannot spell be a question mark and not the end of a command."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def print_json(document: Json) -> None:
    """Write one JSON document; figures are as computed, never NaN."""
    # What the stream cannot spell stands escaped: the document is exact everywhere.
    escaped = codecs.lookup(sys.stdout.encoding or "utf-8").name != "utf-8"
    json.dump(document, sys.stdout, ensure_ascii=escaped, allow_nan=False, indent=1)
    sys.stdout.write("\n")


def print_line(text: str) -> None:
    """Write one sentence for a person."""
    sys.stdout.write(f"{plain(text)}\n")


def say(text: str) -> None:
    """Write words beside the result, to standard error."""
    sys.stderr.write(f"{plain(text)}\n")


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: str = "") -> None:
    """Write a table; `right` holds an "r" at each column that lines up at its right."""
    cells = [[plain(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *cells, strict=True)]
    for row in (list(heads), *cells):
        line = "  ".join(
            cell.rjust(width) if right[at : at + 1] == "r" else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        sys.stdout.write(f"{line.rstrip()}\n")


def plain(text: str) -> str:
    """Text of a desk as a terminal may show it: one line, no control characters."""
    return "".join(mark if mark.isprintable() else " " for mark in text)


def figure(value: float | None, digits: int = 1) -> str:
    """A figure for people; a dash when it is not known."""
    if value is None or math.isnan(value):
        return "-"
    return f"{value:.{digits}f}"


class Bar:
    """Progress on a terminal: one line, drawn at most ten times a second; elsewhere none."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._draws = self._stream.isatty()
        self._last = -math.inf
        self._width = 0

    def step(self, done: int, total: int, text: str) -> None:
        """Show how far the work is."""
        if not self._draws:
            return
        now = time.monotonic()
        if now - self._last < _PAUSE and done != total:
            return
        self._last = now
        part = min(done / total, 1.0) if total else 0.0
        filled = round(part * _BAR)
        line = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done:,} {plain(text)}"
        self._stream.write(f"\r{line.ljust(self._width)}")
        self._stream.flush()
        self._width = len(line)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        """Wipe the line, so that what follows starts clean."""
        if self._draws and self._width:
            self._stream.write(f"\r{' ' * self._width}\r")
            self._stream.flush()
