"""What a tile of the grid says of its account, and the grid as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import overload

from healthdesk.core.domain.views import AccountRow
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.column import Column
from healthdesk.gui.parts.plot_table import Lines

HEAD = ("Account", "Band", "Score", "Change", "ARR", "Renews in", "Need", "Why")


class TileWords:
    """Says the main figures of accounts; `columns` are those of the list, for the need."""

    def __init__(self, words: Words, columns: Iterable[Column]) -> None:
        self._words = words
        self._need = next((one for one in columns if one.key == "need"), None)

    def tip(self, row: AccountRow) -> str:
        """The main figures, one a line."""
        words = self._words
        score = "No score" if row.shown is None else f"Score {words.number(row.shown)}"
        lines = [row.name, f"{score}, {words.band(row.band)}"]
        if row.change is not None:
            change = words.signed(row.change) if row.change else "unchanged"
            lines.append(f"{change} in 28 days")
        arr = "not known" if row.arr is None else words.money(row.arr, row.currency)
        lines.append(f"ARR {arr}")
        if row.renewal_days is not None:
            lines.append(f"Renews in {words.days(row.renewal_days)}")
        need = self.need(row)
        if need != DASH:
            lines.append(f"Need {need}")
        return "\n".join([*lines, row.reason] if row.reason else lines)

    def need(self, row: AccountRow) -> str:
        """How much an account needs somebody; a dash where it was not read."""
        say = self._need.text if self._need is not None else None
        return DASH if say is None else say(row)

    def table(self, rows: Sequence[AccountRow]) -> tuple[tuple[str, ...], Lines]:
        """The same as a table; a line is put into words when somebody looks at it."""
        return HEAD, _Lines(rows, self._line)

    def _line(self, row: AccountRow) -> tuple[str, ...]:
        words = self._words
        renewal = DASH if row.renewal_days is None else words.days(row.renewal_days)
        return (
            row.name,
            words.band(row.band),
            DASH if row.shown is None else words.number(row.shown),
            words.signed(row.change),
            words.money(row.arr, row.currency),
            renewal,
            self.need(row),
            row.reason,
        )


class _Lines(Sequence[tuple[str, ...]]):
    """Lines of a table that are made of rows one at a time."""

    def __init__(
        self, rows: Sequence[AccountRow], line: Callable[[AccountRow], tuple[str, ...]]
    ) -> None:
        self._rows = rows
        self._line = line

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> tuple[str, ...]: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[str, ...]]: ...

    def __getitem__(self, at: int | slice) -> tuple[str, ...] | Sequence[tuple[str, ...]]:
        if isinstance(at, slice):
            return [self._line(row) for row in self._rows[at]]
        return self._line(self._rows[at])
