"""The lines of the list of changes: heads of groups, rows, and the line that unfolds the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from healthdesk.core.domain.today import Sorted, TodayItem
from healthdesk.gui.base.words import Words
from healthdesk.gui.pages.today.saying import GROUPS, aloud, sum_of

Where = QModelIndex | QPersistentModelIndex
ARROWS = {"fell": ("arrow-down", "down"), "rose": ("arrow-up", "up"), "open": ("clock", "text3")}


@dataclass(frozen=True)
class HeadLine:
    """The head of a group: its arrow, its name, its count with the ARR."""

    kind: str
    title: str
    text: str

    @property
    def key(self) -> str:
        """What names it."""
        return f"head {self.kind}"


@dataclass(frozen=True)
class FoldLine:
    """The line that says how many rows are folded, or folds them again."""

    count: int
    unfolded: bool
    kinds: str = ""
    number: str = ""
    """The count as people here write it."""

    key = "fold"

    @property
    def text(self) -> str:
        """What it says."""
        if self.unfolded:
            return f"Fold {self.number or self.count} again"
        return f"{self.number or self.count} more, none lost: {self.kinds}"


@dataclass(frozen=True)
class ItemLine:
    """A row."""

    item: TodayItem

    @property
    def key(self) -> str:
        """What names it."""
        return self.item.key


Line = HeadLine | ItemLine | FoldLine
CHOICES = ("all", "fell", "rose", "open", "snoozed", "done")


def lines_of(lists: Sorted, choice: str, words: Words, *, unfolded: bool) -> tuple[Line, ...]:
    """The lines of a choice: all that changed in its groups, or one list in full."""
    if choice == "snoozed":
        return tuple(map(ItemLine, lists.snoozed))
    if choice == "done":
        return tuple(map(ItemLine, lists.done))
    out: list[Line] = []
    for kind, title in GROUPS.items():
        every = lists.of(kind)  # type: ignore[arg-type]
        if not every or choice not in {"all", kind}:
            continue
        whole = unfolded or choice != "all"
        rows = [ItemLine(one) for one in every if whole or one.key in lists.standing]
        if rows:
            count = words.count(len(every), "account")
            head = HeadLine(kind, title, f"{count} \N{MIDDLE DOT} {sum_of(every, words)}")
            out += [head, *rows]
    if choice == "all" and lists.folded:
        number = words.number(lists.folded)
        out.append(FoldLine(lists.folded, unfolded, _folded(lists, words), number))
    return tuple(out)


def _folded(lists: Sorted, words: Words) -> str:
    """What is folded, by kind."""
    parts = []
    for kind, word in (("fell", "fell"), ("rose", "rose"), ("open", "still open")):
        every = lists.of(kind)  # type: ignore[arg-type]
        number = sum(one.key not in lists.standing for one in every)
        parts += [f"{words.number(number)} {word}"] if number else []
    return ", ".join(parts)


class LineModel(QAbstractListModel):
    """Lines for a view; an `ItemLine` can be chosen, a head cannot."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """A line by its place."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def place(self, key: str) -> int:
        """Where the line of a key stands, -1 for nowhere."""
        return next((at for at, one in enumerate(self._lines) if one.key == key), -1)

    def rowCount(self, parent: Where = QModelIndex()) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Where) -> Qt.ItemFlag:
        """Heads are not stopped at."""
        if isinstance(self.line(index.row()), HeadLine):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Where, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """What a line says."""
        line = self.line(index.row())
        if line is None or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        if isinstance(line, ItemLine):
            return aloud(line.item, self._words)
        return line.text if isinstance(line, FoldLine) else f"{line.title}, {line.text}"
