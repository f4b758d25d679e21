"""Where the score's history stands: bands, line, marks, picked days; numbers in, drawing out.

Not here: the widget, its pointer and its keys (history_chart.py).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.noise import MEAN, mean_line
from healthdesk.core.domain.views import DayScore, HistoryView, Mark
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.axis import is_weekend, ticks
from healthdesk.gui.parts.drawing import (
    Curve,
    Dot,
    Drawing,
    Fill,
    Glyph,
    Measure,
    Shape,
    Sheet,
    Spot,
    Stroke,
    Text,
    elide,
)

LEFT, TOP, RIGHT, BOTTOM = 42.0, 6.0, 56.0, 26.0
_BEHIND_ALPHA = 0.72
_BAND_ALPHA = 0.55
_STRETCH_ALPHA = 0.08
MEAN_WORDS = f"{MEAN}-day mean"
_WEEKEND_ROOM = 5.0
"""Pixels a day from which weekends are shaded."""
_DOT_KINDS: dict[str, tuple[str, Shape, bool]] = {
    "touch": ("s3", "circle", True),
    "survey": ("s4", "square", False),
    "ticket": ("s2", "triangle", False),
    "outcome": ("s5", "diamond", True),
    "milestone": ("s5", "triangle", True),
    "work": ("s1", "square", True),
    "trend": ("down", "diamond", False),
}
"""Colour, shape and whether it is filled, of the marks along the foot."""
_LINE_ICONS = {"override": "hand-stop", "profile": "adjustments"}
_MARK_WORDS = 110.0
"""Pixels that the words of a marked day may take; all of them are in the read-out."""
_LEGEND_WORDS = {
    "touch": "touch",
    "survey": "survey",
    "ticket": "ticket",
    "outcome": "outcome",
    "milestone": "milestone",
    "work": "work",
    "trend": "usage turned",
}


@dataclass(frozen=True)
class Frame:
    """The plot's rectangle and the days it spans."""

    rect: QRectF
    first: float
    last: float

    def x(self, day: float) -> float:
        """Where a day stands."""
        span = max(self.last - self.first, 1e-9)
        return self.rect.left() + (day - self.first) / span * self.rect.width()

    def y(self, score: float) -> float:
        """Where a score stands; what lies outside 0 to 100 stays at the edge."""
        share = min(max(score, 0.0), 100.0) / 100
        return self.rect.bottom() - share * self.rect.height()

    def day(self, x: float) -> int:
        """The day under a place, inside the frame."""
        share = (x - self.rect.left()) / max(self.rect.width(), 1.0)
        day = self.first + share * (self.last - self.first)
        return round(min(max(day, self.first), self.last))

    @property
    def day_width(self) -> float:
        """Pixels a day."""
        return self.rect.width() / max(self.last - self.first, 1e-9)


def frame(width: float, height: float, first: float, last: float) -> Frame:
    """The frame of a widget of this size."""
    rect = QRectF(LEFT, TOP, max(width - LEFT - RIGHT, 20.0), max(height - TOP - BOTTOM, 20.0))
    return Frame(rect, first, max(last, first + 1))


def nearest(picks: tuple[int, int], at: Frame, x: float) -> int:
    """Which picked day (0 or 1) a press belongs to: the nearer one, the later on a tie."""
    return 0 if abs(at.x(picks[0]) - x) < abs(at.x(picks[1]) - x) else 1


def ground(view: HistoryView, at: Frame, picks: tuple[int, int] | None) -> Drawing:
    """What lies behind the line: bands, weekends, days without a score, the picked stretch."""
    sheet = Sheet()
    rect = at.rect
    for low, high, color in (
        (view.strong, 100.0, "strongsoft"),
        (view.average, view.strong, "averagesoft"),
        (0.0, view.average, "poorsoft"),
    ):
        top, bottom = round(at.y(high)), round(at.y(low))
        band = QRectF(rect.left(), top, rect.width(), bottom - top)
        sheet.fills.append(Fill(band, color, alpha=_BAND_ALPHA))
    if at.day_width >= _WEEKEND_ROOM:
        _weekends(sheet, at)
    for first, last in holes(view.days):
        left = max(at.x(first - 0.5), rect.left())
        right = min(at.x(last + 0.5), rect.right())
        if right > left:
            hole = QRectF(left, rect.top(), right - left, rect.height())
            sheet.fills.append(Fill(hole, "track", hatched=True))
    if picks is not None:
        left, right = _clamp(at.x(picks[0]), rect), _clamp(at.x(picks[1]), rect)
        stretch = QRectF(left, rect.top(), max(right - left, 0.0), rect.height())
        sheet.fills.append(Fill(stretch, "accent", alpha=_STRETCH_ALPHA))
    return sheet.done(rect.right() + RIGHT, rect.bottom() + BOTTOM)


def _clamp(x: float, rect: QRectF) -> float:
    return min(max(x, rect.left()), rect.right())


def _weekends(sheet: Sheet, at: Frame) -> None:
    for day in range(int(at.first), int(at.last) + 1):
        if is_weekend(day):
            left = max(at.x(day - 0.5), at.rect.left())
            right = min(at.x(day + 0.5), at.rect.right())
            if right > left:
                shade = QRectF(left, at.rect.top(), right - left, at.rect.height())
                sheet.fills.append(Fill(shade, "text3", alpha=0.06))


def holes(days: Sequence[DayScore]) -> list[tuple[int, int]]:
    """Stretches without a score between days that have one."""
    out: list[tuple[int, int]] = []
    last: int | None = None
    for day in days:
        if day.score is None:
            continue
        if last is not None and day.day - last > 1:
            out.append((last + 1, day.day - 1))
        last = day.day
    return out


def means(days: Sequence[DayScore]) -> dict[int, float]:
    """The mean of each scored day and the six before it, by day."""
    if not days:
        return {}
    first, last = days[0].day, days[-1].day
    known = {one.day: one.score for one in days}
    every = range(first, last + 1)
    line = mean_line([known.get(day) for day in every])
    return {day: one for day, one in zip(every, line, strict=True) if one is not None}


def smooth_line(view: HistoryView, at: Frame) -> Drawing:
    """The mean of seven days, beside the daily score."""
    sheet = Sheet()
    found = means(view.days)
    points: list[QPointF | None] = []
    for day, value in found.items():
        if day - 1 not in found:
            points.append(None)
        points.append(QPointF(at.x(day), at.y(value)))
    clipped = clip_runs(points, at.rect)
    sheet.curves.append(Curve(tuple(clipped), "accent", 2.0, ()))
    return sheet.done(at.rect.right() + RIGHT, at.rect.bottom() + BOTTOM)


def line(view: HistoryView, at: Frame) -> Drawing:
    """The score itself, broken where there is none; what was restated for an old day is dashed."""
    sheet = Sheet()
    for restated, color, dashes in ((True, "text3", (3.0, 2.0)), (False, "text", ())):
        points = _points(view.days, at, restated=restated)
        if any(point is not None for point in points):
            clipped = clip_runs(points, at.rect)
            sheet.curves.append(Curve(tuple(clipped), color, 1.5, dashes))
    return sheet.done(at.rect.right() + RIGHT, at.rect.bottom() + BOTTOM)


def _points(days: Sequence[DayScore], at: Frame, *, restated: bool) -> list[QPointF | None]:
    """The days of one kind; where the other kind goes on, the line reaches over to it."""
    points: list[QPointF | None] = []
    before: DayScore | None = None
    for day in days:
        if day.score is None:
            before = None
            points.append(None)
            continue
        here = QPointF(at.x(day.day), at.y(day.score))
        follows = before is not None and day.day - before.day == 1
        if not follows:
            points.append(None)
        if day.restated == restated:
            if follows and before is not None and before.restated != restated:
                points.extend((None, QPointF(at.x(before.day), at.y(before.score or 0.0))))
            points.append(here)
        before = day
    return points


def clip_runs(points: Sequence[QPointF | None], rect: QRectF) -> list[QPointF | None]:
    """The parts of a line within the frame's left and right, cut where it crosses them."""
    out: list[QPointF | None] = []
    before: QPointF | None = None
    for point in points:
        if point is None or before is None:
            if point is None or rect.left() <= point.x() <= rect.right():
                out.append(point)
            before = point
            continue
        piece = _cut(before, point, rect.left(), rect.right())
        if piece is None:
            out.append(None)
        else:
            if out and out[-1] is not None and out[-1] != piece[0]:
                out.append(None)
            if not out or out[-1] != piece[0]:
                out.append(piece[0])
            out.append(piece[1])
        before = point
    return out


def _cut(a: QPointF, b: QPointF, left: float, right: float) -> tuple[QPointF, QPointF] | None:
    """The part of a rising-x segment between two verticals."""
    if b.x() < left or a.x() > right:
        return None

    def on(x: float) -> QPointF:
        share = (x - a.x()) / (b.x() - a.x())
        return QPointF(x, a.y() + share * (b.y() - a.y()))

    start = a if a.x() >= left else on(left)
    end = b if b.x() <= right else on(right)
    return start, end


def front(
    view: HistoryView,
    at: Frame,
    picks: tuple[int, int] | None,
    *,
    active: int | None,
    measure: Measure,
    words: Words,
) -> Drawing:
    """What lies over the line: axes, marks, the picked days with their scores."""
    sheet = Sheet()
    _axes(sheet, view, at, measure, words)
    _line_marks(sheet, view, at, picks or (), measure)
    _dot_marks(sheet, view.marks, at)
    _hole_words(sheet, view, at, measure)
    if picks is not None:
        _picked(sheet, view, at, picks, active=active, measure=measure, words=words)
    sheet.spots.append(Spot(at.rect, "plot"))
    return sheet.done(at.rect.right() + RIGHT, at.rect.bottom() + BOTTOM)


def _axes(sheet: Sheet, view: HistoryView, at: Frame, measure: Measure, words: Words) -> None:
    rect = at.rect
    shown: list[float] = []
    for value in (view.average, view.strong, 0.0, 100.0):
        y = at.y(value)
        if all(abs(y - other) >= 12 for other in shown):
            shown.append(y)
            label = QRectF(0, y - 8, rect.left() - 7, 16)
            sheet.texts.append(Text(label, f"{value:g}", "text3", "small", align="right"))
    edge = 0.0
    for tick in ticks(int(at.first), int(at.last), rect.width(), words):
        wide = measure(tick.label, "small", 400)
        left = max(at.x(tick.day) - wide / 2, rect.left() - 4)
        if left < edge or left + wide > rect.right() + RIGHT - 8:
            continue
        label = QRectF(left, rect.bottom() + 5, wide, 16)
        sheet.texts.append(Text(label, tick.label, "text3", "small"))
        edge = left + wide + 8


def _line_marks(
    sheet: Sheet, view: HistoryView, at: Frame, picks: Sequence[int], measure: Measure
) -> None:
    """Dashed days with an icon and a word, the words on rows so that none covers another."""
    rect = at.rect
    tops = (rect.bottom() - 32, rect.bottom() - 48, rect.top() + 2, rect.top() + 18)
    ends = [rect.left() - 100.0] * len(tops)
    for mark in view.marks:
        if mark.kind not in _LINE_ICONS or not at.first <= mark.day <= at.last:
            continue
        x = float(round(at.x(mark.day)))
        sheet.strokes.append(Stroke(x, rect.top(), x, rect.bottom(), "text3", 1.0, (2.0, 3.0)))
        words = elide(short_mark(mark.text), _MARK_WORDS, measure, "small")
        wide = 18 + measure(words, "small", 400)
        left = _clear_side(x, wide, rect, [at.x(day) for day in picks])
        row = next(
            (
                i
                for i, end in enumerate(ends)
                if left >= end and not _crossed(view, at, QRectF(left, tops[i], wide, 16))
            ),
            None,
        )
        if row is None or left < rect.left():
            continue
        ends[row], y = left + wide + 6, tops[row]
        sheet.glyphs.append(Glyph(QRectF(left, y + 1, 14, 14), _LINE_ICONS[mark.kind], "text2"))
        text = QRectF(left + 17, y, wide - 17, 16)
        sheet.texts.append(Text(text, words, "text2", "small"))


def _crossed(view: HistoryView, at: Frame, words: QRectF) -> bool:
    """Whether the score's line goes through some words."""
    days = view.days
    first = bisect_left(days, at.day(words.left()), key=attrgetter("day"))
    last = bisect_right(days, at.day(words.right()), key=attrgetter("day"))
    return any(
        words.top() - 2 <= at.y(one.score) <= words.bottom() + 2
        for one in days[first:last]
        if one.score is not None
    )


def short_mark(text: str) -> str:
    """The start of a mark's words that fits on a chart: "v7", "Set by hand"."""
    return text.partition(":")[0].partition(" until ")[0]


def _clear_side(x: float, wide: float, rect: QRectF, lines: Sequence[float]) -> float:
    """Where a mark's words go: right of its line, or left where a picked day would cross them."""
    places = [
        left for left in (x + 4, x - 4 - wide) if rect.left() <= left <= rect.right() + 8 - wide
    ]
    for left in places:
        if not any(left - 2 < line < left + wide + 2 for line in lines):
            return left
    return places[0] if places else x - 4 - wide


def _dot_marks(sheet: Sheet, marks: Sequence[Mark], at: Frame) -> None:
    for mark in marks:
        if mark.kind in _DOT_KINDS and at.first <= mark.day <= at.last:
            center = QPointF(at.x(mark.day), at.rect.bottom() - 6)
            sheet.dots.append(mark_dot(mark.kind, center))


def mark_dot(kind: str, center: QPointF) -> Dot:
    """The small shape of a kind of mark."""
    color, shape, filled = _DOT_KINDS[kind]
    return Dot(center, 2.6, color if filled else "surface", "" if filled else color, shape)


def legend(marks: Sequence[Mark]) -> tuple[tuple[str, str], ...]:
    """Kind and word of the shapes along the foot, those that occur."""
    kinds = {mark.kind for mark in marks}
    return tuple((kind, word) for kind, word in _LEGEND_WORDS.items() if kind in kinds)


def _hole_words(sheet: Sheet, view: HistoryView, at: Frame, measure: Measure) -> None:
    for first, last in holes(view.days):
        left = max(at.x(first - 0.5), at.rect.left())
        right = min(at.x(last + 0.5), at.rect.right())
        wide = measure("no score", "small", 400) + 8
        if right - left >= wide:
            middle = QRectF((left + right) / 2 - wide / 2, at.rect.center().y() - 9, wide, 18)
            sheet.fills.append(Fill(middle, "track", radius=4))
            sheet.texts.append(Text(middle, "no score", "text2", "small", align="center"))


def score_on(days: Sequence[DayScore], day: int) -> DayScore | None:
    """The entry of a day; days are sorted but may have holes."""
    low, high = 0, len(days)
    while low < high:
        middle = (low + high) // 2
        if days[middle].day < day:
            low = middle + 1
        else:
            high = middle
    return days[low] if low < len(days) and days[low].day == day else None


def _picked(
    sheet: Sheet,
    view: HistoryView,
    at: Frame,
    picks: tuple[int, int],
    *,
    active: int | None,
    measure: Measure,
    words: Words,
) -> None:
    """The two solid days, their rings and shown scores; the active one (keyboard) is filled."""
    rect = at.rect
    labels: list[QRectF] = []
    for index, day in enumerate(picks):
        if not at.first <= day <= at.last:
            continue
        x = at.x(day)
        line_x = float(round(x))
        sheet.strokes.append(Stroke(line_x, rect.top(), line_x, rect.bottom(), "accent", 1.5))
        entry = score_on(view.days, day)
        if entry is None or entry.score is None:
            continue
        y = at.y(entry.score)
        fill = "accent" if index == active else "surface"
        sheet.dots.append(Dot(QPointF(x, y), 4.0, fill, "accent"))
        text = words.number(entry.shown)
        wide = measure(text, "body", 600)
        above = y - 20 if y - 20 >= rect.top() - 6 else y + 5
        label = QRectF(x - wide - 7, above, wide, 16)
        if index == 1 and rect.right() - x < RIGHT - 20:
            label = QRectF(x + 9, y - 8, wide, 16)
        elif label.left() < rect.left():
            label.moveLeft(x + 7)
        if any(label.intersects(other) for other in labels):
            label.moveLeft(x + 7)
            label.moveTop(y + 5)
        labels.append(label)
        if label.right() <= rect.right():
            # The line may pass behind the words.
            behind = label.adjusted(-2, 1, 2, 0)
            sheet.fills.append(Fill(behind, "surface", radius=3, alpha=_BEHIND_ALPHA))
        sheet.texts.append(Text(label, text, weight=600))


def table(
    view: HistoryView, words: Words, *, smooth: bool = False
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The days as a table, newest first: for Ctrl+T and screen readers."""
    mean = means(view.days) if smooth else {}
    happened: dict[int, list[str]] = {}
    for mark in view.marks:
        happened.setdefault(mark.day, []).append(f"{mark.kind}: {mark.text}")
    lines = tuple(
        (
            words.weekday(day.day),
            "no score" if day.score is None else words.number(day.score, 1),
            words.band(day.band),
            f"{day.profile}, version {day.version}" + (", restated" if day.restated else ""),
            "; ".join(happened.get(day.day, ())),
            *((words.number(mean.get(day.day), 1),) if smooth else ()),
        )
        for day in reversed(view.days)
    )
    head = ("Day", "Score", "Band", "Profile", "What happened")
    return (*head, MEAN_WORDS) if smooth else head, lines
