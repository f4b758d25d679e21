"""Where a measure's curve, its ranks, its bars of accounts and its axes stand; pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.profile import Condition, CurveScale, RankScale
from healthdesk.core.domain.profile_edit import point_moved
from healthdesk.gui.pages.model.curve_axis import Axis
from healthdesk.gui.pages.model.curve_words import Speller
from healthdesk.gui.parts.drawing import (
    Curve,
    Dot,
    Drawing,
    Fill,
    Measure,
    Shape,
    Sheet,
    Stroke,
    Text,
    fitted,
)

LEFT, RIGHT, TOP, FOOT = 36.0, 14.0, 10.0, 44.0
GAP = 2.0
TALL: Final = 0.72
"""Share of the height that the highest bar has."""
REACH = 14.0
"""How near to a handle a press still takes it."""
OFF = 30.0
"""How far the words about a place stand above or below it."""
NEAR = 7.0
"""How near to the line a press adds a point."""
_LINE, _NARROW = 16.0, 20.0
_LABELS, _UNDER = 8.0, 13.0
"""How far under the base line labels stand: below handles on it, below the pins of ranks."""
NAMED: Final = "published"
Drawn = CurveScale | RankScale
Place = tuple[float, float]
GRADES: Final[tuple[tuple[str, str, Shape], ...]] = (
    ("Good", "strong", "circle"),
    ("Average", "average", "triangle"),
    ("Poor", "poor", "square"),
)
"""Name, colour and shape of what a rank makes of a reading."""


@dataclass(frozen=True)
class Frame:
    """The plot: where a reading and its points stand."""

    width: float
    height: float
    axis: Axis
    pins: bool = False

    @property
    def right(self) -> float:
        """Its right end."""
        return self.width - RIGHT

    @property
    def bottom(self) -> float:
        """The base line."""
        return self.height - FOOT

    def x(self, reading: float) -> float:
        """Where a reading stands; what is far outside, a little outside."""
        wide = self.right - LEFT
        at = (reading - self.axis.low) / (self.axis.high - self.axis.low)
        return LEFT + wide * min(3.0, max(-2.0, at))

    def y(self, points: float) -> float:
        """Where points of 100 stand."""
        return self.bottom - (self.bottom - TOP) * points / 100

    def reading(self, x: float) -> float:
        """The reading under a place, not beyond where a handle may go."""
        axis = self.axis
        at = axis.low + (x - LEFT) / max(1.0, self.right - LEFT) * (axis.high - axis.low)
        return min(axis.reach[1], max(axis.reach[0], at))

    def points(self, y: float) -> float:
        """The points at a height, 0 to 100."""
        return min(100.0, max(0.0, (self.bottom - y) / max(1.0, self.bottom - TOP) * 100))

    def inside(self, at: QPointF) -> bool:
        """Whether a place is on the plot."""
        return LEFT - 1 <= at.x() <= self.right + 1 and TOP - 4 <= at.y() <= self.bottom + 4


@dataclass(frozen=True)
class Picture:
    """All that is shown.

    Attributes:
        scale: the curve, or the ranks, of the draft.
        published: the curve that holds now; None where it is the same, or is none.
        color: of the curve.
        worth: points of good, average and poor.
        guide: a place of the curve that is told, with lines to both axes.
        title: what the axis shows.
        empty: what is said where no account has a value.
        steady: under a hand, the curve as it was: words keep away from that one.
        marks: thresholds that hold now, where ranks are changed.
    """

    scale: Drawn
    published: CurveScale | None
    color: str
    worth: tuple[float, float, float]
    title: str
    guide: Place | None = None
    empty: str = ""
    steady: CurveScale | None = None
    marks: tuple[float, ...] = ()


def worth_of(scale: Drawn, x: float, worth: tuple[float, float, float]) -> float:
    """The points of a reading."""
    if isinstance(scale, RankScale):
        return worth[grade(scale, x)]
    points = scale.points
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]


def grade(scale: RankScale, x: float) -> int:
    """What a rank makes of a reading: 0 good, 1 average, 2 poor; good wins."""
    if _holds(scale.good, x):
        return 0
    return 2 if _holds(scale.poor, x) else 1


def _holds(condition: Condition, x: float) -> bool:
    return {
        ">=": x >= condition.value,
        ">": x > condition.value,
        "<=": x <= condition.value,
        "<": x < condition.value,
        "=": x == condition.value,
    }[condition.op]


def beside(scale: Drawn, x: float, axis: Axis, *, right: bool) -> float:
    """How far above or below a place its words stand so that they keep off the curve."""
    if not isinstance(scale, CurveScale):
        return 0.0
    far = (axis.high - axis.low) / 5
    to = x + far if right else x - far
    rises = worth_of(scale, to, (0, 0, 0)) > worth_of(scale, x, (0, 0, 0))
    return OFF if rises else -OFF


def handles(scale: Drawn) -> tuple[tuple[float, float | None], ...]:
    """The handles of a scale: points of a curve, the two thresholds of a rank at the base line."""
    if isinstance(scale, CurveScale):
        return scale.points
    return ((scale.good.value, None), (scale.poor.value, None))


def moved(scale: Drawn, place: int, to: Place, least: float) -> Drawn:
    """A scale with one handle elsewhere; points stay in their order."""
    if isinstance(scale, CurveScale):
        return point_moved(scale, place, to[0], to[1], least)
    key = ("good", "poor")[place]
    held: Condition = getattr(scale, key)
    return msgspec.structs.replace(scale, **{key: Condition(op=held.op, value=to[0])})


def nearest(frame: Frame, scale: Drawn, at: QPointF) -> int:
    """The handle under a place, -1 for none."""
    found, least = -1, REACH
    for place, (x, y) in enumerate(handles(scale)):
        across = frame.x(x) - at.x()
        down = (frame.y(y) - at.y()) if y is not None else 0.0
        if y is None and not TOP <= at.y() <= frame.bottom + 2 * REACH:
            continue
        far = (across**2 + down**2) ** 0.5
        if far <= least:
            found, least = place, far
    return found


def on_line(frame: Frame, scale: Drawn, at: QPointF) -> bool:
    """Whether a place lies on the curve."""
    if not isinstance(scale, CurveScale) or not frame.inside(at):
        return False
    ends = _outline(frame, scale)
    return any(_far(at, a, b) <= NEAR for a, b in pairwise(ends))


def _far(at: QPointF, a: QPointF, b: QPointF) -> float:
    """How far a place is from a stretch of a line."""
    along = b - a
    length = QPointF.dotProduct(along, along)
    share = 0.0 if not length else QPointF.dotProduct(at - a, along) / length
    off = at - (a + along * min(1.0, max(0.0, share)))
    return float(QPointF.dotProduct(off, off) ** 0.5)


def draw(frame: Frame, picture: Picture, tell: Speller, measure: Measure) -> Drawing:
    """Axes, bars, the published curve dashed, the curve or the zones of the ranks."""
    sheet = Sheet()
    scale = picture.scale
    if isinstance(scale, RankScale):
        _zones(sheet, frame, picture, tell, measure)
    else:
        _points_axis(sheet, frame)
        _bars(sheet, frame)
    _axis(sheet, frame, picture.title, tell, measure)
    if picture.empty and not sum(frame.axis.counts):
        rect = QRectF(LEFT, frame.bottom - 22, frame.right - LEFT, _LINE)
        sheet.texts.append(fitted(rect, picture.empty, measure, "text3", "small", align="center"))
    if isinstance(scale, CurveScale):
        _lines(sheet, frame, scale, picture, measure)
    if picture.guide is not None:
        _guides(sheet, frame, picture.guide, up=isinstance(scale, CurveScale))
    return sheet.done(frame.width, frame.height)


def _points_axis(sheet: Sheet, frame: Frame) -> None:
    for points in (0, 50, 100):
        y = round(frame.y(points)) + 0.0
        if points:
            wide = frame.right - LEFT
            sheet.fills.append(Fill(QRectF(LEFT, y, wide, 1), "grid"))
        rect = QRectF(0, y - 8, LEFT - 10, _LINE)
        sheet.texts.append(Text(rect, str(points), "text3", "small", align="right"))


def bars(frame: Frame) -> tuple[QRectF, ...]:
    """Where the bars stand; one of a single account still shows."""
    axis = frame.axis
    most = max(axis.counts, default=0)
    out = []
    for at, count in enumerate(axis.counts):
        left, right = frame.x(axis.edges[at]), frame.x(axis.edges[at + 1])
        high = max(2.0, (frame.bottom - TOP) * TALL * count / most) if count else 0.0
        gap = GAP if right - left > 3 * GAP else 0.5
        out.append(QRectF(left + gap / 2, frame.bottom - high, right - left - gap, high))
    return tuple(out)


def _bars(sheet: Sheet, frame: Frame) -> None:
    sheet.fills.extend(Fill(rect, "h1") for rect in bars(frame) if rect.height())


def _axis(sheet: Sheet, frame: Frame, title: str, tell: Speller, measure: Measure) -> None:
    axis, bottom = frame.axis, frame.bottom
    under = _UNDER if frame.pins else _LABELS
    sheet.strokes.append(Stroke(LEFT, bottom, frame.right, bottom, "border"))
    last = -1e9
    for at in axis.ticks:
        told = tell.tick(at)
        wide = measure(told, "small", 400) + 1
        left = min(frame.x(at) - wide / 2, frame.width - wide)
        if left >= last + 8:
            sheet.texts.append(
                Text(QRectF(left, bottom + under, wide, _LINE), told, "text3", "small")
            )
            last = left + wide
    ends = (
        f"{tell.words.number(axis.below)} below" if axis.below else "",
        f"{tell.words.number(axis.beyond)} beyond" if axis.beyond else "",
    )
    top, wides = (
        bottom + under + _LINE,
        [measure(one, "small", 400) + 1 if one else 0.0 for one in ends],
    )
    side = max(wides) + 8 if any(wides) else 0.0
    rect = QRectF(LEFT + side, top, frame.right - LEFT - 2 * side, _LINE)
    sheet.texts.append(fitted(rect, title, measure, "text3", "small", align="center"))
    places = (LEFT, frame.right - wides[1])
    for told, left, wide in zip(ends, places, wides, strict=True):
        if told:
            sheet.texts.append(Text(QRectF(left, top, wide, _LINE), told, "text2", "small"))


def _outline(frame: Frame, scale: CurveScale) -> tuple[QPointF, ...]:
    """The curve from one end of the axis to the other: flat beyond its points."""
    points = [QPointF(frame.x(x), frame.y(y)) for x, y in scale.points]
    left, right = min(LEFT, points[0].x()), max(frame.right, points[-1].x())
    return (QPointF(left, points[0].y()), *points, QPointF(right, points[-1].y()))


def _lines(
    sheet: Sheet, frame: Frame, scale: CurveScale, picture: Picture, measure: Measure
) -> None:
    ends = _outline(frame, scale)
    if picture.published is not None:
        before = _outline(frame, picture.published)
        sheet.curves.append(Curve(before, "text2", 1.0, (4.0, 3.0)))
        wide = measure(NAMED, "small", 400) + 1
        # Under a hand the word stays where it is.
        steady = scale if picture.steady is None else picture.steady
        place = name_place(frame, picture.published, steady, wide)
        if place is not None:
            sheet.texts.append(Text(place, NAMED, "text2", "small"))
    sheet.curves.append(Curve(ends, picture.color, 2.0))


@lru_cache(maxsize=16)
def name_place(frame: Frame, before: CurveScale, after: CurveScale, wide: float) -> QRectF | None:
    """Where "published" stands beside its line, as far from the other line as it can.

    It is remembered: the pointer that hovers asks again and again.
    """
    dashed, solid = _ends(frame, before), _ends(frame, after)
    said = frame.bottom - 22 if not sum(frame.axis.counts) else frame.bottom
    best, most = None, 0.0
    for part in range(1, 16):
        x = LEFT + (frame.right - LEFT) * part / 16
        y = _height(dashed, x)
        for left, top in ((x, y - 20), (x - wide, y - 20), (x, y + 4), (x - wide, y + 4)):
            inside = LEFT <= left <= frame.right - wide and TOP <= top <= said - _LINE
            if not inside or _away(dashed, left, top, wide) <= 0:
                continue
            far = min(_away(solid, left, top, wide) - 6.0, 40.0)
            if far + part / 16 > most and far > 0:
                best, most = QRectF(left, top, wide, _LINE), far + part / 16
    return best


def _ends(frame: Frame, scale: CurveScale) -> list[Place]:
    return [(one.x(), one.y()) for one in _outline(frame, scale)]


def _height(line: list[Place], x: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(line):
        if x0 <= x <= x1:
            return y0 if x1 == x0 else y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return line[-1][1]


def _away(line: list[Place], left: float, top: float, wide: float) -> float:
    """How far a line stays from a rectangle."""
    right, foot, least = left + wide, top + _LINE, 1e9
    inside = [(x, _height(line, x)) for x in (left + wide * at / 6 for at in range(7))]
    for x, y in (*inside, *line):
        across = max(left - x, x - right, 0.0)
        down = max(top - y, y - foot, 0.0)
        least = min(least, across * across + down * down)
    return float(least**0.5)


def _guides(sheet: Sheet, frame: Frame, guide: Place, *, up: bool) -> None:
    x, y = round(frame.x(guide[0])) + 0.0, round(frame.y(guide[1])) + 0.0
    sheet.strokes.append(Stroke(x, TOP, x, frame.bottom, "accent", 1.0, (2.0, 2.0)))
    if up:
        sheet.strokes.append(Stroke(LEFT, y, x, y, "accent", 1.0, (2.0, 2.0)))


def zones(scale: RankScale, low: float, high: float) -> tuple[tuple[float, float, int], ...]:
    """Stretches between two readings that are graded alike: from, to, grade."""
    ends = sorted({low, high, *(one for one, _ in handles(scale) if low < one < high)})
    out: list[tuple[float, float, int]] = []
    for a, b in pairwise(ends):
        made = grade(scale, (a + b) / 2)
        if out and out[-1][2] == made:
            out[-1] = (out[-1][0], b, made)
        else:
            out.append((a, b, made))
    return tuple(out)


def _zones(sheet: Sheet, frame: Frame, picture: Picture, tell: Speller, measure: Measure) -> None:
    """Grounds of the three grades, the bars over them in their colours, and their names."""
    scale, worth = picture.scale, picture.worth
    if not isinstance(scale, RankScale):
        return
    found = zones(scale, frame.axis.low, frame.axis.high)
    standing = bars(frame)
    for a, b, made in found:
        name, color, shape = GRADES[made]
        left, right = frame.x(a), frame.x(b)
        ground = QRectF(left, TOP, right - left, frame.bottom - TOP)
        sheet.fills.append(Fill(ground, f"{color}soft"))
        sheet.fills.extend(
            Fill(rect.intersected(ground), f"{color}fill")
            for rect in standing
            if rect.height() and rect.intersects(ground)
        )
        told = f"{name} {tell.points(worth[made])}"
        wide = measure(told, "small", 500) + 1
        if right - left >= _NARROW:
            sheet.dots.append(Dot(QPointF(left + 12, TOP + 13), 4.0, f"{color}fill", "", shape))
        if right - left >= wide + 26:
            rect = QRectF(left + 20, TOP + 5, wide, _LINE)
            sheet.texts.append(Text(rect, told, color, "small", 500))
    now = {x for x, _ in handles(scale)}
    for x in picture.marks:
        if x not in now and frame.axis.low <= x <= frame.axis.high:
            at = round(frame.x(x)) + 0.0
            sheet.strokes.append(Stroke(at, TOP, at, frame.bottom, "text2", 1.0, (4.0, 3.0)))
    for x in sorted(now):
        at = round(frame.x(x)) + 0.0
        if LEFT <= at <= frame.right:
            sheet.strokes.append(Stroke(at, TOP, at, frame.bottom, "text", 1.5))
