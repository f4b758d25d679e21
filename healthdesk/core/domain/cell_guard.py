"""Texts as cells that a spreadsheet opens or is given: none is run as a formula, and the way back.

Used wherever people get a CSV or copy a table; exchange folders carry text as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

GUARD: Final = "'"
_STARTS: Final = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
_RUNS: Final = re.compile(f"'*[{_STARTS}]")
"""What a spreadsheet would run, also behind apostrophes: so that the way back is without doubt."""
_FIGURE: Final = re.compile(
    r"'*[+-]?(?:\d+|\d{1,3}(?:[.,'\u2019\u00a0\u202f ]\d{3})+)?(?:[.,]\d*)?(?<=\d)"
    r"(?:[eE][+-]?\d+)?\s?%?"
)
"""Figures as programs and people write them; a sign before one runs nothing."""


def guarded(text: str) -> str:
    """A text as a cell: one that begins like a formula gets an apostrophe, a figure stays.

    >>> guarded("=1+1"), guarded("-3.5 %"), guarded("-a"), guarded("it's")
    ("'=1+1", '-3.5 %', "'-a", "it's")
    """
    return f"{GUARD}{text}" if _would_run(text) else text


def tabbed(lines: Iterable[Iterable[str]]) -> str:
    """A table for the clipboard: a line a row, cells parted by tabs, guarded as in a CSV."""
    return "\n".join("\t".join(guarded(" ".join(cell.split())) for cell in line) for line in lines)


def unguarded(cell: str) -> str:
    """The text of a cell that `guarded` made, exactly; any other cell as it is.

    >>> unguarded("'=1+1"), unguarded("'-5"), unguarded("'tis"), unguarded(guarded("'=x"))
    ('=1+1', "'-5", "'tis", "'=x")
    """
    return cell[1:] if cell[:1] == GUARD and _would_run(cell) else cell


def _would_run(text: str) -> bool:
    return _RUNS.match(text) is not None and _FIGURE.fullmatch(text) is None
