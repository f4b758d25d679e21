"""Puts the pieces of a section on slides: side by side, one under another, on to a next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from healthdesk.core.papers.slides_atoms import Atom
from healthdesk.core.papers.slides_draw import Box, Canvas

_LEFT: Final = 0.25
"""Of a slide, what must be free for a line to begin on it that goes on to the next."""
_LOOSE: Final = 0.7


@dataclass
class Stack:
    """Pieces one under another, at a place across the slide."""

    x: float
    width: float
    atoms: list[Atom]

    def high(self) -> float:
        """How high they want to be."""
        return self._sum([one.high() for one in self.atoms])

    def least(self) -> float:
        """How low they may be."""
        return self._sum([one.least() for one in self.atoms])

    def most(self) -> float:
        """How high they may be."""
        return self._sum([one.most() for one in self.atoms])

    def _sum(self, heights: Sequence[float]) -> float:
        return sum(heights) + sum(one.above for one in self.atoms[1:])

    def put(self, canvas: Canvas, left: float, y: float, room: float) -> None:
        """Draw them; those that can take the room that the others leave."""
        heights = [one.high() for one in self.atoms]
        spare = room - self._sum(heights)
        able = [
            (one.most() if spare > 0 else one.least()) - tall
            for one, tall in zip(self.atoms, heights, strict=True)
        ]
        if sum(able) and spare:
            share = min(spare / sum(able), 1.0)
            heights = [tall + by * share for tall, by in zip(heights, able, strict=True)]
        for at, (one, tall) in enumerate(zip(self.atoms, heights, strict=True)):
            y += one.above if at else 0.0
            one.put(canvas, Box(left + self.x, y, self.width, tall))
            y += tall

    def split(self, room: float) -> tuple[Stack, Stack]:
        """What fits in a height, and the rest."""
        taken, used = list[Atom](), 0.0
        rest = list(self.atoms)
        while rest:
            one = rest[0]
            above = one.above if taken else 0.0
            if used + above + one.least() <= room:
                taken.append(rest.pop(0))
                used += above + one.least()
                continue
            first, second = one.split(room - used - above)
            if first is not None:
                taken.append(first)
                rest[0:1] = [second] if second is not None else []
            break
        while taken and taken[-1].sticky and rest:
            rest.insert(0, taken.pop())
        return Stack(self.x, self.width, taken), Stack(self.x, self.width, rest)


@dataclass
class Row:
    """Stacks side by side."""

    stacks: list[Stack]

    def high(self) -> float:
        """The highest of them."""
        return max((one.high() for one in self.stacks), default=0.0)

    def least(self) -> float:
        """The same, all as low as they may be."""
        return max((one.least() for one in self.stacks), default=0.0)

    def most(self) -> float:
        """The same, all as high as they may be."""
        return max((one.most() for one in self.stacks), default=0.0)

    def split(self, room: float) -> tuple[Row | None, Row | None]:
        """What of each stack fits, and the rest of them."""
        parts = [one.split(room) for one in self.stacks]
        first = Row([a for a, _ in parts])
        second = Row([b for _, b in parts])
        return (
            first if any(one.atoms for one in first.stacks) else None,
            second if any(one.atoms for one in second.stacks) else None,
        )


@dataclass
class Sheet:
    """What stands on one slide; `room` is its height."""

    room: float
    gap: float
    rows: list[Row] = field(default_factory=list)

    def least(self) -> float:
        """How high all of it is at the lowest."""
        gaps = self.gap * max(len(self.rows) - 1, 0)
        return sum(one.least() for one in self.rows) + gaps

    def left(self) -> float:
        """The room for one more row."""
        return self.room - self.least() - (self.gap if self.rows else 0.0)

    def put(self, canvas: Canvas, left: float, top: float) -> None:
        """Draw all of it: charts as high as there is room, the rest of the air between rows."""
        heights = [one.high() for one in self.rows]
        gaps = self.gap * max(len(self.rows) - 1, 0)
        spare = self.room - sum(heights) - gaps
        able = [(one.most() if spare > 0 else one.least()) - one.high() for one in self.rows]
        whole = sum(able)
        if whole and spare:
            share = min(spare / whole, 1.0)
            heights = [tall + by * share for tall, by in zip(heights, able, strict=True)]
        free = self.room - sum(heights) - gaps
        loose = max(min(free * _LOOSE / (len(self.rows) + 2), self.gap), 0.0)
        for row, tall in zip(self.rows, heights, strict=True):
            for stack in row.stacks:
                stack.put(canvas, left, top, tall)
            top += tall + self.gap + loose


def sheets(rows: Sequence[Row], first: float, others: float, gap: float) -> list[Sheet]:
    """The rows on as many slides as they need; the first has a room of its own."""
    made = [Sheet(first, gap)]
    todo = [one for one in rows if any(stack.atoms for stack in one.stacks)]
    while todo:
        row, sheet = todo[0], made[-1]
        if row.least() <= sheet.left():
            sheet.rows.append(todo.pop(0))
            continue
        alone = len(row.stacks) == 1 and sheet.left() > sheet.room * _LEFT
        parted = alone or row.least() > others
        part, rest = row.split(sheet.left()) if parted else (None, row)
        if part is not None:
            sheet.rows.append(part)
            todo[0:1] = [rest] if rest is not None else []
        elif not sheet.rows:
            # higher than any slide and of one piece: it stands alone and is pressed
            sheet.rows.append(_alone(todo, row))
        if todo:
            made.append(Sheet(others, gap))
    return [one for one in made if one.rows] or made[:1]


def _alone(todo: list[Row], row: Row) -> Row:
    """The first piece of every stack of a row, with its heading; the rest is left to do."""
    counts = [2 if one.atoms and one.atoms[0].sticky else 1 for one in row.stacks]
    held = list(zip(row.stacks, counts, strict=True))
    heads = Row([Stack(one.x, one.width, one.atoms[:at]) for one, at in held])
    rest = Row([Stack(one.x, one.width, one.atoms[at:]) for one, at in held])
    todo[0:1] = [rest] if any(one.atoms for one in rest.stacks) else []
    return heads
