"""Lines over days with their names and values at their ends; numbers in, drawing out.

Each point is a place that reads its day and values out; the label of a line that stands for
accounts can be pressed. Not here: whose lines they are (gui/widgets).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.usage_view import Known
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.axis import is_weekend, ticks
from healthdesk.gui.parts.drawing import (
    Curve,
    Dot,
    Drawing,
    Fill,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)
from healthdesk.gui.parts.usage_chart_layout import Frame, axis_figure, grid_step, grid_values

COLORS = ("s1", "s2", "s3", "s4", "s5")
FOOT, TOP = 22.0, 9.0
APART = 15.0
"""Pixels between two labels at line ends."""
_FLOOR = 0.5
_WEEKEND_ROOM = 3.0
_LABELS = 0.36
"""Share of the width that labels at line ends may take."""
_FEW_LINES = 90.0
"""Height under which the axis has two lines."""


@dataclass(frozen=True)
class Line:
    """A line: its name, a value a point, the words at its end; `key` can be pressed."""

    name: str
    values: tuple[Known, ...]
    color: str
    told: str
    key: str = ""
    tip: str = ""
    faded: bool = False


@dataclass(frozen=True)
class Plot:
    """What is drawn: points of `step` days from each of `days` on, to the day `last`.

    Attributes:
        holes: days on which nothing came, hatched.
        reach: least and most of the axis; None: from the values.
        daily: weekends are shaded where there is room.
        notes: words for the read-out of each point, "name: value" lines.
    """

    days: tuple[int, ...]
    step: int
    last: int
    lines: tuple[Line, ...]
    holes: tuple[int, ...] = ()
    reach: tuple[float, float] | None = None
    notes: tuple[str, ...] = ()
    points: bool = False
    """The values are as of their days: nothing is shaded between them."""


def plot(
    room: QRectF,
    shown: Plot,
    measure: Measure,
    words: Words,
    *,
    figure: Callable[[float], str],
    axis: Callable[[float, float], str] | None = None,
) -> Drawing:
    """The chart in a room; too small a room has no axis words."""
    sheet = Sheet()
    low, high = shown.reach or reach([v for one in shown.lines for v in one.values])
    most = 3 if room.height() >= _FEW_LINES else 2
    told = axis or _axis(words)
    step = grid_step(high - low, most)
    shape = Frame(room, 0, 1, low, high)
    left = max((measure(told(v, step), "small", 400) for v in grid_values(shape, most)), default=0)
    right = _label_room(room, shown, measure)
    body = QRectF(
        room.left() + left + 7,
        room.top() + TOP,
        max(room.width() - left - 7 - right, 20.0),
        max(room.height() - TOP - FOOT, 16.0),
    )
    at = Frame(body, shown.days[0], max(shown.last, shown.days[0] + 1), low, high)
    _ground(sheet, shown, at)
    for value in grid_values(at, most):
        y = float(round(at.y(value)))
        color = "border" if value in {0.0, low} else "grid"
        sheet.strokes.append(Stroke(body.left(), y, body.right(), y, color))
        label = QRectF(room.left(), y - 8, left, 16)
        sheet.texts.append(Text(label, told(value, step), "text3", "small", align="right"))
    _days(sheet, at, measure, words)
    for one in shown.lines:
        _line(sheet, one, shown, at)
    _labels(sheet, shown, at, right, measure)
    _points(sheet, shown, at, words, figure)
    return sheet.done(room.right(), room.bottom())


def reach(values: Sequence[Known]) -> tuple[float, float]:
    """Bottom and top of an axis: from 0, but where all values lie far above it."""
    known = [one for one in values if one is not None]
    if not known:
        return 0.0, 1.0
    least, most = min(known), max(known)
    bottom = min(least, 0.0)
    if least > 0 and least > _FLOOR * most:
        bottom = max(least - max((most - least) * 0.25, most * 0.02), 0.0)
    return bottom, most + ((most - bottom) * 0.06 or 1.0)


def _axis(words: Words) -> Callable[[float, float], str]:
    def told(value: float, step: float) -> str:
        return axis_figure(value, step, words)

    return told


def _label_room(room: QRectF, shown: Plot, measure: Measure) -> float:
    wide = max((measure(one.told, "body", 600) for one in shown.lines), default=0.0) + 12
    return min(wide, room.width() * _LABELS)


def _ground(sheet: Sheet, shown: Plot, at: Frame) -> None:
    """Weekends, where days can be told apart, and days on which nothing came."""
    if shown.step == 1 and not shown.points and at.day_width >= _WEEKEND_ROOM:
        for day in range(shown.days[0], shown.last + 1):
            if is_weekend(day):
                _stretch(sheet, at, day, day, hatched=False)
    runs = groupby(enumerate(shown.holes), key=_run)
    for _, run in runs:
        days = [day for _, day in run]
        _stretch(sheet, at, days[0], days[-1], hatched=True)


def _run(placed: tuple[int, int]) -> int:
    return placed[1] - placed[0]


def _stretch(sheet: Sheet, at: Frame, first: int, last: int, *, hatched: bool) -> None:
    left = max(at.x(first - 0.5), at.rect.left())
    right = min(at.x(last + 0.5), at.rect.right())
    if right > left:
        rect = QRectF(left, at.rect.top(), right - left, at.rect.height())
        color = "track" if hatched else "weekend"
        sheet.fills.append(Fill(rect, color, hatched=hatched))


def _days(sheet: Sheet, at: Frame, measure: Measure, words: Words) -> None:
    """Real dates under the plot; none overlaps another or leaves the card."""
    rect, edge = at.rect, -1.0
    for tick in ticks(int(at.first), int(at.last), rect.width(), words):
        wide = measure(tick.label, "small", 400)
        left = max(at.x(tick.day) - wide / 2, rect.left())
        if left < edge or left + wide > rect.right() + 20:
            continue
        x = float(round(at.x(tick.day)))
        sheet.strokes.append(Stroke(x, rect.bottom(), x, rect.bottom() + 4, "edge"))
        label = QRectF(left, rect.bottom() + 5, wide, 16)
        sheet.texts.append(Text(label, tick.label, "text3", "small"))
        edge = left + wide + 10


def _x(shown: Plot, at: Frame, number: int) -> float:
    day = shown.days[number]
    return at.x(min(day + (shown.step - 1) / 2, shown.last))


def _line(sheet: Sheet, one: Line, shown: Plot, at: Frame) -> None:
    points: list[QPointF | None] = []
    for number, value in enumerate(one.values):
        points.append(None if value is None else QPointF(_x(shown, at, number), at.y(value)))
    color = "edge" if one.faded else one.color
    sheet.curves.append(Curve(tuple(points), color, 1.0 if one.faded else 1.5))
    last = next((point for point in reversed(points) if point is not None), None)
    if last is not None:
        sheet.dots.append(Dot(last, 3.0, color))


def _labels(sheet: Sheet, shown: Plot, at: Frame, right: float, measure: Measure) -> None:
    """Names and values at the ends of their lines, moved apart where they would meet."""
    placed: list[tuple[float, Line]] = []
    for one in shown.lines:
        value = next((v for v in reversed(one.values) if v is not None), None)
        if value is not None:
            placed.append((at.y(value), one))
    placed.sort(key=_height)
    tops: list[float] = []
    for y, _ in placed:
        tops.append(max(y, tops[-1] + APART if tops else at.rect.top()))
    floor = at.rect.bottom() + 4
    for number in range(len(tops) - 1, -1, -1):
        tops[number] = min(tops[number], floor)
        floor = tops[number] - APART
    for top, (_, one) in zip(tops, placed, strict=True):
        label = QRectF(at.rect.right() + 9, top - 8, right - 9, 16)
        lone = len(placed) == 1
        color = "text3" if one.faded else "text" if lone else one.color
        weight = 600 if lone or one.key else 500
        sheet.texts.append(fitted(label, one.told, measure, color, "body", weight=weight))
        if one.key:
            sheet.spots.append(Spot(label, one.key, one.tip))


def _height(placed: tuple[float, Line]) -> float:
    return placed[0]


def _points(
    sheet: Sheet, shown: Plot, at: Frame, words: Words, figure: Callable[[float], str]
) -> None:
    """A place for each point, that reads all lines out."""
    edges = [(_x(shown, at, n - 1) + _x(shown, at, n)) / 2 for n in range(1, len(shown.days))]
    edges = [at.rect.left(), *edges, at.rect.right() + 4]
    for number, day in enumerate(shown.days):
        rect = QRectF(
            edges[number], at.rect.top(), edges[number + 1] - edges[number], at.rect.height()
        )
        title = words.weekday(day)
        if shown.step > 1:
            end = min(day + shown.step - 1, shown.last)
            title = f"{words.short_day(day)} to {words.day(end)}"
        told = [title]
        for one in shown.lines:
            value = one.values[number]
            told.append(f"{one.name}: {'not measured' if value is None else figure(value)}")
        if shown.notes:
            told.append(shown.notes[number])
        sheet.spots.append(Spot(rect, "", "\n".join(told)))
