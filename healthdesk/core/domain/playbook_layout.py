"""Where everything stands on the canvas of a playbook: steps in, rectangles and lines out.

Pure, in the canvas' own units; ways of a branch stand side by side and come together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from healthdesk.core.domain.playbook import Arm, Playbook, Step, every
from healthdesk.core.domain.playbook_edit import Place

Shape = Literal["start", "step", "wait", "closing", "finish"]
Point = tuple[float, float]
WIDE: Final = 264.0
HIGH: Final = 52.0
PILL: Final = 36.0
START_WIDE: Final = 220.0
FINISH_WIDE: Final = 120.0
SIGNED_WIDE: Final = 220.0
"""How wide the end is where a sign-off is asked for."""
OUTCOME_WIDE: Final = 320.0
GAP: Final = 24.0
"""Between steps that follow each other; the plus has its place in it."""
FORK: Final = 40.0
"""From a branch down to its ways; the words of the ways stand in it."""
JOIN: Final = 16.0
"""From the end of the longest way down to where the ways come together."""
BESIDE: Final = 12.0
EMPTY: Final = 40.0
"""Height of a way without steps: room to drop one."""
MARGIN: Final = 20.0
ASIDE: Final = 8.0
"""Left and right of the widest."""
TAG_HIGH: Final = 16.0
_BEND: Final = 20.0
"""From a branch down to the line that parts its ways."""


@dataclass(frozen=True)
class Rect:
    """A rectangle."""

    x: float
    y: float
    w: float
    h: float

    @property
    def middle(self) -> float:
        """Its middle from left to right."""
        return self.x + self.w / 2

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.h

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.w

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True)
class Box:
    """A step, or where the playbook starts or is done (then `key` is START or FINISH).

    `number` counts steps in the order of reading; waits and ends have none (0).
    """

    key: str
    shape: Shape
    rect: Rect
    number: int = 0


@dataclass(frozen=True)
class Gap:
    """A place that a step can be put into: its point on the line, and the area it answers for."""

    place: Place
    x: float
    y: float
    area: Rect


@dataclass(frozen=True)
class Tag:
    """The word of a way; its upper edge is at `y`, it stands beside its line at `x`."""

    branch: str
    arm: int
    text: str
    x: float
    y: float
    left: bool
    """Whether it stands at the left of its line."""


@dataclass(frozen=True)
class Layout:
    """A whole canvas."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[Point, ...], ...]
    slots: tuple[Gap, ...]
    tags: tuple[Tag, ...]
    width: float
    height: float

    def box(self, key: str) -> Box | None:
        """The box of a step."""
        return next((one for one in self.boxes if one.key == key), None)

    def slot(self, place: Place) -> Gap | None:
        """The slot of a place."""
        return next((one for one in self.slots if one.place == place), None)

    def box_at(self, x: float, y: float) -> Box | None:
        """The box at a point."""
        return next((one for one in self.boxes if one.rect.holds(x, y)), None)

    def slot_at(self, x: float, y: float) -> Gap | None:
        """The slot that answers for a point."""
        return next((one for one in self.slots if one.area.holds(x, y)), None)

    def nearest(self, x: float, y: float) -> Gap:
        """The slot nearest to a point; being beside its column counts double."""

        def distance(slot: Gap) -> float:
            across = max(abs(x - slot.x) - slot.area.w / 2, 0.0)
            return (2 * across) ** 2 + (y - slot.y) ** 2

        return min(self.slots, key=distance)


_LAST: Final = frozenset({"end", "outcome"})
"""Kinds behind which nothing more is drawn."""
START_KEY: Final = " start"
FINISH_KEY: Final = " finish"


@dataclass
class _Pen:
    numbers: dict[str, int]
    boxes: list[Box] = field(default_factory=list)
    lines: list[tuple[Point, ...]] = field(default_factory=list)
    slots: list[Gap] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)

    def column(
        self, steps: tuple[Step, ...], branch: str, arm: int, middle: float, line: _Line
    ) -> _Line:
        """Put steps under each other; gives where the line goes on."""
        for at, step in enumerate(steps):
            top = self._drop(Place(branch, arm, at), middle, line, WIDE)
            wide, high = size(step)
            rect = Rect(middle - wide / 2, top, wide, high)
            self.boxes.append(Box(step.id, _shape(step), rect, self.numbers.get(step.id, 0)))
            if step.arms:
                line = self._arms(step, middle, rect.bottom)
            else:
                line = _Line(rect.bottom, goes=step.kind != "end")
        return line

    def _drop(self, place: Place, middle: float, line: _Line, wide: float) -> float:
        """Draw the line down to what comes next, with its slot; gives the top of that."""
        top = line.y + line.gap
        if line.goes and line.gap and not line.drawn:
            self.lines.append(((middle, line.y), (middle, top)))
        # The first step of a way has its slot on the line that leads to it.
        above = line.y if line.gap else top - (FORK - _BEND)
        area = Rect(middle - wide / 2, above, wide, top - above)
        self.slots.append(Gap(place, middle, (above + top) / 2, area))
        return top

    def last(self, place: Place, middle: float, line: _Line) -> float:
        """The slot behind the last step; gives the top of what closes the canvas."""
        return self._drop(place, middle, line, WIDE)

    def _arms(self, step: Step, middle: float, y: float) -> _Line:
        """Put the ways of a branch beside each other."""
        left = middle - span(step.arms) / 2
        bend, top, ends = y + _BEND, y + FORK, []
        for number, arm in enumerate(step.arms):
            wide = width(arm.steps)
            x = left + wide / 2
            self.lines.append(((middle, y), (middle, bend), (x, bend), (x, top)))
            self._tag(step.id, number, arm.name, (x, bend), at_left=x < middle)
            ends.append((x, self._arm(arm, step.id, number, x, top)))
            left += wide + BESIDE
        low = max(end.y for _, end in ends)
        join, goes = low + JOIN, False
        for x, end in ends:
            if end.goes:
                goes = True
                self.lines.append(((x, end.y), (x, join), (middle, join), (middle, join + GAP)))
        return _Line(join, goes=goes, drawn=goes)

    def _arm(self, arm: Arm, branch: str, number: int, x: float, top: float) -> _Line:
        if not arm.steps:
            area = Rect(x - WIDE / 2, top, WIDE, EMPTY)
            self.slots.append(Gap(Place(branch, number, 0), x, top + EMPTY / 2, area))
            self.lines.append(((x, top), (x, top + EMPTY)))
            return _Line(top + EMPTY)
        line = self.column(arm.steps, branch, number, x, _Line(top, gap=0.0))
        # The slot behind the last step of a way lies on the line that leads back.
        place = Place(branch, number, len(arm.steps))
        y = line.y + JOIN / 2
        self.slots.append(Gap(place, x, y, Rect(x - WIDE / 2, line.y, WIDE, JOIN)))
        return line

    def _tag(self, branch: str, arm: int, text: str, at: Point, *, at_left: bool) -> None:
        self.tags.append(Tag(branch, arm, text, at[0], at[1] + 2, at_left))


@dataclass(frozen=True)
class _Line:
    """Where a line has come to; whether it goes on, and how far down what comes next stands.

    `drawn`: the line that far down is there already.
    """

    y: float
    goes: bool = True
    gap: float = GAP
    drawn: bool = False


def size(step: Step) -> tuple[float, float]:
    """How wide and high a step is drawn."""
    if step.kind == "outcome":
        return OUTCOME_WIDE, PILL
    if step.kind == "end":
        return START_WIDE, PILL
    return WIDE, PILL if step.kind == "wait" else HIGH


def _shape(step: Step) -> Shape:
    if step.kind in {"outcome", "end"}:
        return "closing"
    return "wait" if step.kind == "wait" else "step"


def width(steps: tuple[Step, ...]) -> float:
    """How wide steps under each other get."""
    own = (max(size(step)[0], span(step.arms)) for step in steps)
    return max(own, default=WIDE)


def span(arms: tuple[Arm, ...]) -> float:
    """How wide ways beside each other get."""
    return sum(width(arm.steps) for arm in arms) + BESIDE * max(len(arms) - 1, 0)


def numbers(steps: tuple[Step, ...]) -> dict[str, int]:
    """The number of each step that has one, in the order of reading."""
    counted = (step.id for step in every(steps) if _shape(step) == "step")
    return {key: number for number, key in enumerate(counted, 1)}


def lay_out(playbook: Playbook) -> Layout:
    """Lay a playbook out; what stands first comes at the top."""
    steps = playbook.steps
    wide = max(width(steps), OUTCOME_WIDE) + 2 * ASIDE
    middle, pen = wide / 2, _Pen(numbers(steps))
    start = Rect(middle - START_WIDE / 2, MARGIN, START_WIDE, PILL)
    pen.boxes.append(Box(START_KEY, "start", start))
    line = pen.column(steps, "", 0, middle, _Line(start.bottom, gap=GAP + 8))
    closed = bool(steps) and steps[-1].kind in ({"end"} if playbook.sign_off else _LAST)
    goes = line.goes and not closed
    end = _Line(line.y, goes, line.gap if steps else GAP + 8, line.drawn)
    low = pen.last(Place("", 0, len(steps)), middle, end)
    if not closed:
        finish = SIGNED_WIDE if playbook.sign_off else FINISH_WIDE
        rect = Rect(middle - finish / 2, low, finish, PILL)
        pen.boxes.append(Box(FINISH_KEY, "finish", rect))
        low = rect.bottom
    return Layout(
        tuple(pen.boxes),
        tuple(pen.lines),
        tuple(_inner_first(pen.slots)),
        tuple(pen.tags),
        wide,
        low + MARGIN,
    )


def _inner_first(slots: list[Gap]) -> Iterator[Gap]:
    """Slots in the order in which a point is looked for in them: the smallest area first."""
    yield from sorted(slots, key=lambda slot: slot.area.w * slot.area.h)


def beside(layout: Layout, key: str, way: Literal["up", "down", "left", "right"]) -> str:
    """The box to go to from another one by an arrow; the same one where there is none."""
    here = layout.box(key)
    if here is None:
        return layout.boxes[0].key
    best, least = key, float("inf")
    for box in layout.boxes:
        along, across = _distances(here.rect, box.rect, way)
        # Down from a branch leads into a way, not past all of them.
        far = along + across * (0.5 if way in {"up", "down"} else 2)
        if along >= 0 and box.key != key and far < least:
            best, least = box.key, far
    return best


def _distances(here: Rect, there: Rect, way: str) -> tuple[float, float]:
    """How far another box lies that way (negative: it does not), and how far aside."""
    dx = there.middle - here.middle
    dy = there.y + there.h / 2 - here.y - here.h / 2
    if way in {"up", "down"}:
        along = there.y - here.bottom if way == "down" else here.y - there.bottom
        return along, abs(dx)
    along = there.x - here.right if way == "right" else here.x - there.right
    return along, abs(dy)
