"""The order of a table's rows as index arrays: sort, filter, group without touching the rows.

Key arrays are computed once per column and data (floats; NaN = nothing known, last whichever
way). Built on a reader thread, used on the screen: no Qt in here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from healthdesk.gui.parts.column import Column, Key, SortKey

Index = NDArray[np.int32]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Grouping:
    """Which group each row is in: `codes` index `labels`, which stand in the order shown."""

    codes: Index
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One group as shown: its label, the rows in it that pass the filter, whether it is closed."""

    label: str
    members: Index
    closed: bool


@dataclass(frozen=True)
class Arrangement:
    """What a table shows from top to bottom: row numbers, and -1 - g for the head of group g."""

    lines: Index
    groups: tuple[Group, ...]
    members: Index
    """All rows that pass the filter in their order, closed groups included."""


class RowOrder:
    """Key arrays and search texts of one tuple of rows."""

    def __init__(
        self,
        rows: Sequence[Any],
        columns: Iterable[Column],
        ident: Callable[[Any], str],
        words: Callable[[Any], str],
    ) -> None:
        self.rows = rows
        self.ids = [ident(row) for row in rows]
        self.at = {key: place for place, key in enumerate(self.ids)}
        self._values = {column.key: column.value for column in columns}
        self._words = words
        self._keys: dict[str, Floats] = {}
        self._hay: list[str] | None = None
        self._sorted: tuple[tuple[SortKey, ...], Index] | None = None
        self._groupings: dict[str, Grouping] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def prepared(self, columns: Collection[str]) -> RowOrder:
        """Compute key arrays and search texts now (on the thread that read the rows)."""
        for column in columns:
            self.keys(column)
        self._texts()
        return self

    def keys(self, column: str) -> Floats:
        """Sort keys of a column: figures themselves, texts their rank, NaN for the unknown."""
        held = self._keys.get(column)
        if held is None:
            held = key_array(list(map(self._values[column], self.rows)))
            self._keys[column] = held
        return held

    def order(self, sorts: tuple[SortKey, ...]) -> Index:
        """Row numbers sorted by several keys, the first leading; ties stay as the data had them."""
        if self._sorted is None or self._sorted[0] != sorts:
            order = np.arange(len(self.rows), dtype=np.int32)
            for sort in reversed([held for held in sorts if held.column in self._values]):
                keys = self.keys(sort.column)[order]
                order = order[np.argsort(-keys if sort.descending else keys, kind="stable")]
            self._sorted = (sorts, order)
        return self._sorted[1]

    def matching(self, text: str) -> Mask:
        """Which rows hold every word of `text` in their search text; all for an empty one."""
        mask = np.ones(len(self.rows), dtype=np.bool_)
        hay = self._texts()
        for word in text.casefold().split():
            if mask.all():
                mask = np.fromiter((word in held for held in hay), np.bool_, len(hay))
            else:
                at = np.flatnonzero(mask)
                mask[at] = np.fromiter((word in hay[place] for place in at), np.bool_, len(at))
        return mask

    def grouping(self, label: Callable[[Any], str], first: Sequence[str] = ()) -> Grouping:
        """Put every row in the group its label names: `first` ones lead, "" is last."""
        labels = list(map(label, self.rows))
        found = set(labels)
        rest = sorted(found.difference(first, ("",)), key=str.casefold)
        shown = [*(held for held in first if held in found), *rest, *([""] if "" in found else [])]
        code = {held: at for at, held in enumerate(shown)}
        codes = np.fromiter((code[held] for held in labels), np.int32, len(labels))
        return Grouping(codes, tuple(shown))

    def places(self, idents: Collection[str]) -> Index:
        """Turn ids into row numbers."""
        return np.fromiter((self.at[ident] for ident in idents), np.int32, len(idents))

    def cached(self, name: str, label: Callable[[Any], str], first: Sequence[str] = ()) -> Grouping:
        """Group as `grouping` does, once per data for a name."""
        found = self._groupings.get(name)
        if found is None:
            found = self._groupings[name] = self.grouping(label, first)
        return found

    def _texts(self) -> list[str]:
        if self._hay is None:
            self._hay = [self._words(row).casefold() for row in self.rows]
        return self._hay


def everything(order: RowOrder) -> Mask:
    """Let every row pass."""
    return np.ones(len(order), dtype=np.bool_)


def key_array(values: Sequence[Key]) -> Floats:
    """Turn cells into floats that sort as the cells do, NaN for None."""
    if any(isinstance(value, str) for value in values):
        folded = [None if value is None else str(value).casefold() for value in values]
        rank: Mapping[str | None, int] = {
            text: at
            for at, text in enumerate(sorted({text for text in folded if text is not None}))
        }
        pairs = (rank.get(text, np.nan) for text in folded)
        return np.fromiter(pairs, np.float64, len(folded))
    numbers = (np.nan if value is None else value for value in values)
    return np.fromiter(numbers, np.float64, len(values))


def arrange(
    order: Index, mask: Mask, grouping: Grouping | None = None, closed: Collection[str] = ()
) -> Arrangement:
    """Lay the rows that pass `mask` out in their order, under group heads if there are groups."""
    members = order[mask[order]]
    if grouping is None:
        return Arrangement(members, (), members)
    codes = grouping.codes[members]
    by_group = members[np.argsort(codes, kind="stable")]
    counts = np.bincount(codes, minlength=len(grouping.labels))
    ends = np.cumsum(counts)
    groups: list[Group] = []
    parts: list[Index] = []
    for code, label in enumerate(grouping.labels):
        if not counts[code]:
            continue
        inside = by_group[ends[code] - counts[code] : ends[code]]
        groups.append(Group(label, inside, label in closed))
        parts.append(np.array([-len(groups)], dtype=np.int32))
        if label not in closed:
            parts.append(inside)
    lines = np.concatenate(parts) if parts else members
    return Arrangement(lines, tuple(groups), by_group)
