"""Descriptions of table columns: what a cell says, what it sorts by, and how wide columns come out.

Plain values and functions, no widgets: the model, the header, the chooser and the tests read the same descriptions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Key = float | str | None
"""What a cell sorts by; None (nothing known) goes last whichever way the column is sorted."""

Paint = Callable[..., None]
"""A column painter: (painter, ink, rect, row); see column_painters.py."""


@dataclass(frozen=True)
class Column:
    """One column over rows of any dataclass."""

    key: str
    title: str
    width: int
    value: Callable[[Any], Key]
    text: Callable[[Any], str]
    """What the cell says in words: for screen readers, copies, and the tool tip."""
    paint: Paint
    right: bool = False
    numeric: bool = False
    """Sorts downwards on the first click, as figures are mostly wanted."""
    minimum: int = 48
    stretch: bool = False
    fixed: bool = False
    """Neither sorted, resized, moved nor chosen (the box column)."""
    hint: str = ""
    """A sentence on what the column holds, for the header's tool tip and the chooser."""
    tip: Callable[[Any], str] | None = None
    """More than the cell says ("€184,000" for "€184k"); without it the tip stands for cut text only."""


@dataclass(frozen=True)
class SortKey:
    """One of several keys a table is sorted by, the first one leading."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class GroupHead:
    """What the head of a group says: a title with a count, and figures at the right."""

    title: str
    count: str
    band: str = ""
    """The band whose shape stands before the title, or nothing."""
    figures: tuple[tuple[str, str, Literal["plain", "up", "down", "none"]], ...] = ()
    """Pairs of a small label and a figure; the third says how the figure is shown."""


def toggled(keys: Sequence[SortKey], column: Column, *, add: bool) -> tuple[SortKey, ...]:
    """Return the sort keys after a click on a column's head; `add` (Shift) keeps the others.

    A click sorts, a second one turns the order round. With `add` a third click takes the key out again.
    """
    first = SortKey(column.key, descending=column.numeric)
    held = next((key for key in keys if key.column == column.key), None)
    if not add:
        if held is None:
            return (first,)
        return (SortKey(held.column, descending=not held.descending),)
    if held is None:
        return (*keys, first)
    if held == first:
        turned = SortKey(held.column, descending=not held.descending)
        return tuple(turned if key is held else key for key in keys)
    return tuple(key for key in keys if key is not held)


def widths(
    columns: Sequence[Column], chosen: Mapping[str, int], available: int
) -> tuple[int, ...]:
    """Width of every column: as chosen or described; the stretching ones share what is left of `available`."""
    out = [max(column.minimum, chosen.get(column.key, column.width)) for column in columns]
    wide = [at for at, column in enumerate(columns) if column.stretch]
    left = available - sum(out)
    for nth, at in enumerate(wide):
        share = left // (len(wide) - nth)
        grown = max(columns[at].minimum, out[at] + share)
        left -= grown - out[at]
        out[at] = grown
    return tuple(out)


def moved(order: Sequence[str], key: str, before: str | None) -> tuple[str, ...]:
    """Return `order` with `key` put before another one, or last."""
    rest = [held for held in order if held != key]
    at = rest.index(before) if before in rest else len(rest)
    return (*rest[:at], key, *rest[at:])
