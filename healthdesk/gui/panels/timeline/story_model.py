"""The lines of a story: a head for each month and its entries, filtered; no items, no proxy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.timeline import Entry, Filter, haystack, passing
from healthdesk.gui.base.words import Words

Where = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
Role = Qt.ItemDataRole
HOMES = {
    "task": "work",
    "run": "work",
    "plan": "work",
    "moment": "work",
    "finding": "health",
    "score_override": "health",
    "attachment": "files",
}
"""Tabs where what is made by hand is changed."""


@dataclass(frozen=True)
class Month:
    """The head of a month: any day of it, and how many entries follow."""

    day: int
    count: int


Line = Month | Entry


def lines_of(entries: Sequence[Entry]) -> list[Line]:
    """Entries, newest first, with a head before each month."""
    out: list[Line] = []
    start = 0
    while start < len(entries):
        month = _month(entries[start].day)
        end = start
        while end < len(entries) and _month(entries[end].day) == month:
            end += 1
        out.append(Month(entries[start].day, end - start))
        out.extend(entries[start:end])
        start = end
    return out


@lru_cache(maxsize=8_192)
def _month(day: int) -> tuple[int, int]:
    date = to_date(day)
    return date.year, date.month


class StoryModel(QAbstractListModel):
    """Holds a story and shows what passes the filter."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._entries: tuple[Entry, ...] = ()
        self._texts: list[str] = []
        self._filter = Filter()
        self._lines: list[Line] = []
        self._heads: list[int] = []
        self._places: dict[str, int] = {}

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, filtered or not."""
        return self._entries

    @property
    def filter(self) -> Filter:
        """What is shown of them."""
        return self._filter

    @property
    def shown(self) -> int:
        """How many entries pass."""
        return len(self._places)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Hold another story."""
        self._entries = tuple(entries)
        self._texts = []
        self._arrange()

    def set_filter(self, wanted: Filter) -> None:
        """Show less or more of it."""
        self._filter = wanted
        self._arrange()

    def line(self, row: int) -> Line | None:
        """What stands on a line."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def entry(self, row: int) -> Entry | None:
        """The entry on a line; None on the head of a month."""
        line = self.line(row)
        return line if isinstance(line, Entry) else None

    def row_of(self, key: str) -> int:
        """The line of an entry, -1 where it does not pass."""
        return self._places.get(key, -1)

    def head_of(self, row: int) -> int:
        """The line of the month that a line belongs to."""
        at = bisect_right(self._heads, row) - 1
        return self._heads[at] if at >= 0 else -1

    def head_after(self, row: int) -> int:
        """The line of the next month, -1 after the last."""
        at = bisect_right(self._heads, row)
        return self._heads[at] if at < len(self._heads) else -1

    def is_first_of_day(self, row: int) -> bool:
        """Whether an entry is the first of its day."""
        entry, before = self.entry(row), self.entry(row - 1)
        return entry is not None and (before is None or before.day != entry.day)

    def row_near(self, day: int) -> int:
        """The line of the newest entry on a day or before; the oldest of all otherwise."""
        row = -1
        for row in self._places.values():
            entry = self.entry(row)
            if entry is not None and entry.day <= day:
                return row
        return row

    def rowCount(self, parent: Where = NOWHERE) -> int:
        """Count the lines."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Let entries be chosen, and heads be read only."""
        if self.entry(index.row()) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Where, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """Tell a line in words, for those who listen to it."""
        line = self.line(index.row())
        if line is None or role not in (Role.DisplayRole, Role.AccessibleTextRole):
            return None
        if isinstance(line, Month):
            count = self._words.count(line.count, "entry", "entries")
            return f"{self._words.month(line.day, year=True)}, {count}"
        kind = "internal note, " if line.internal else ""
        return f"{self._words.day(line.day)}: {kind}{line.title}. {line.words[:200]}"

    def _arrange(self) -> None:
        self.beginResetModel()
        if self._filter.text and not self._texts:
            self._texts = [haystack(entry) for entry in self._entries]
        found = passing(self._entries, self._texts, self._filter)
        self._lines = lines_of([self._entries[at] for at in found])
        self._heads = [at for at, line in enumerate(self._lines) if isinstance(line, Month)]
        self._places = {
            line.key: at for at, line in enumerate(self._lines) if isinstance(line, Entry)
        }
        self.endResetModel()
