"""What the texts of a table on a screen are worth: days and numbers, for those who count on.

A column is of days or numbers where every cell of it that says anything is one; the first column
names its rows, so it holds no numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from healthdesk.core.domain.errors import UsageError
from healthdesk.gui.base.words import DASH, Words

if TYPE_CHECKING:
    from healthdesk.core.domain.report import ColumnKind

MOST = 1_000
"""Rows that are read while the window waits; texts of more stay texts."""
Values = tuple[tuple[float | None, ...], ...]


def typed(rows: Sequence[tuple[str, ...]], words: Words) -> tuple[tuple[ColumnKind, ...], Values]:
    """The kinds of the columns, and of each row the values beside its texts."""
    if len(rows) > MOST:
        return (), ()
    wide = max(map(len, rows), default=0)
    kinds: list[ColumnKind] = []
    columns = list[list[float | None]]()
    for at in range(wide):
        texts = [row[at] if at < len(row) else "" for row in rows]
        kind, values = _column(texts, words, first=at == 0)
        kinds.append(kind)
        columns.append(values)
    return tuple(kinds), tuple(zip(*columns, strict=True)) if columns else ()


def _column(
    texts: Sequence[str], words: Words, *, first: bool
) -> tuple[ColumnKind, list[float | None]]:
    days = _read(texts, words.parse_day)
    if days is not None:
        return "day", days

    def number(text: str) -> float | None:
        try:
            return words.parse_number(text.removeprefix("+"))
        except UsageError:
            return None

    numbers = None if first else _read(texts, number)
    if numbers is None:
        return "text", [None] * len(texts)
    return "change" if any(one.startswith("+") for one in texts) else "number", numbers


def _read(texts: Sequence[str], read: Callable[[str], float | None]) -> list[float | None] | None:
    """The values of all that says anything; None where one of them is none, or nothing is said."""
    made = list[float | None]()
    for text in texts:
        value = None if text in ("", DASH) else read(text)
        if value is None and text not in ("", DASH):
            return None
        made.append(value)
    return made if any(one is not None for one in made) else None
