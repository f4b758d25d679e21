"""Descriptions of table columns: what a cell says, what it sorts by, how wide it comes out.

Plain values and functions, no widgets: model, header, chooser and tests read the same ones.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from healthdesk.core.domain.report import ColumnKind
    from healthdesk.core.domain.views import Band

Key = float | str | None
"""What a cell sorts by; None (nothing known) goes last whichever way the column is sorted."""

Paint = Callable[..., None]
"""A column painter: (painter, ink, rect, row); see column_painters.py."""


@dataclass(frozen=True)
class Written:
    """How a column is written elsewhere, where a cell says more than one thing or a day.

    Attributes:
        value: the raw value: a number, or of kind "day" a day number; None where nothing is known.
        good: 1 where more is better, -1 where less is, 0 where neither.
    """

    title: str
    kind: ColumnKind
    text: Callable[[Any], str]
    value: Callable[[Any], float | None]
    digits: int = 0
    good: int = 0


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
    downwards: bool = False
    """Sorts downwards on the first click, as figures are mostly wanted."""
    minimum: int = 48
    snug: int = 0
    """Width it gives way to where room is short; 0 for none."""
    stretch: bool = False
    fixed: bool = False
    """Neither sorted, resized, moved nor chosen (the box column)."""
    hint: str = ""
    """A sentence on what the column holds, for the header's tool tip and the chooser."""
    tip: Callable[[Any], str] | None = None
    """More than the cell says ("€184,000" for "€184k"); without it only cut text gets a tip."""
    inside: tuple[str, ...] = ()
    """Kinds of inside things it shows (report.KINDS_INSIDE), for what leaves the desk."""
    written: tuple[Written, ...] = ()
    """How it is written elsewhere; none: as its cells say it."""


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
    band: Band | None = None
    """The band whose shape stands before the title."""
    figures: tuple[tuple[str, str], ...] = ()
    """Small labels with their figures."""
    change: tuple[str, str, float | None] | None = None
    """A last figure that is a change: label, text, value."""
    bands: tuple[tuple[Band, str], ...] = ()
    """Shapes with how many there are of each, behind the count."""


def toggled(keys: Sequence[SortKey], column: Column, *, add: bool) -> tuple[SortKey, ...]:
    """Return the sort keys after a click on a column's head; `add` (Shift) keeps the others.

    A click sorts, a second one turns the order round. With `add` a third one takes the key out.
    """
    first = SortKey(column.key, descending=column.downwards)
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


def widths(columns: Sequence[Column], chosen: Mapping[str, int], available: int) -> tuple[int, ...]:
    """Width of every column, as chosen or described; the stretching ones share what is left."""
    out = [max(column.minimum, chosen.get(column.key, column.width)) for column in columns]
    _give_way(columns, chosen, out, available)
    wide = [at for at, column in enumerate(columns) if column.stretch]
    wide.sort(key=lambda at: out[at] - columns[at].minimum)  # who can give least gives first
    left = available - sum(out)
    for nth, at in enumerate(wide):
        share = left // (len(wide) - nth)
        grown = max(columns[at].minimum, out[at] + share)
        left -= grown - out[at]
        out[at] = grown
    return tuple(out)


def _give_way(
    columns: Sequence[Column], chosen: Mapping[str, int], out: list[int], available: int
) -> None:
    """Take what is missing from columns that can be snug, each its share; chosen widths hold."""
    short = sum(out) - available
    slack = [
        out[at] - column.snug if column.snug and column.key not in chosen else 0
        for at, column in enumerate(columns)
    ]
    room = sum(slack)
    if short <= 0 or not room:
        return
    for at, give in enumerate(slack):
        out[at] -= min(give, -(-give * short // room))


def moved(order: Sequence[str], key: str, before: str | None) -> tuple[str, ...]:
    """Return `order` with `key` put before another one, or last."""
    rest = [held for held in order if held != key]
    at = rest.index(before) if before in rest else len(rest)
    return (*rest[:at], key, *rest[at:])


@dataclass(frozen=True)
class Lanes:
    """Where columns stand: the first `pinned` ones stay, the others move left by the scroll."""

    widths: tuple[int, ...]
    pinned: int

    @property
    def pinned_width(self) -> int:
        """Width of the columns that stay."""
        return sum(self.widths[: self.pinned])

    def left(self, at: int, scroll: int) -> int:
        """Where column `at` begins."""
        return sum(self.widths[:at]) - (scroll if at >= self.pinned else 0)

    def at(self, x: int, scroll: int) -> int:
        """Name the column under `x`, -1 for none."""
        place = x if x < self.pinned_width else x + scroll
        for column, width in enumerate(self.widths):
            if 0 <= place < width:
                return column
            place -= width
        return -1

    def edge(self, x: int, scroll: int, reach: int = 4) -> int:
        """Name the column whose right edge is within `reach` of `x`, -1 for none."""
        for column in range(len(self.widths)):
            right = self.left(column, scroll) + self.widths[column]
            hidden = column >= self.pinned and right < self.pinned_width
            if abs(x - right) <= reach and not hidden:
                return column
        return -1
