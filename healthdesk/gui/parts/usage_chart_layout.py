"""Where a metric's days stand: line, normal band, odd stretches, marks; numbers in, drawing out.

Not here: the widget, its pointer and its keys (usage_chart.py), the texts of its table and its
read-out (usage_chart_words.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.trend_event import TrendEvent
from healthdesk.core.domain.usage_view import Known, UsageMark, UsageSeries
from healthdesk.gui.base.words import STEPS, Words
from healthdesk.gui.parts.axis import is_weekend, ticks
from healthdesk.gui.parts.drawing import (
    Curve,
    Dot,
    Drawing,
    Fill,
    Glyph,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    elide,
    fitted,
)
from healthdesk.gui.parts.history_chart_layout import clip_runs

LEFT, TOP, RIGHT, BOTTOM = 44.0, 38.0, 108.0, 24.0
WEEK = 7
_WEEKEND_ROOM = 3.0
"""Pixels a day from which weekends are shaded."""
_RING_ROOM = 2.6
"""Pixels a day from which odd days have rings: closer they would be a blot."""
_BAND_ALPHA = 0.8
_GRID_LINES = 3
_FLOOR_SHARE = 0.5
"""A measured level that never falls below this share of its most is shown from its own floor."""
_LINE_ICONS = {
    "person": "user",
    "use": "user",
    "override": "hand-stop",
    "profile": "adjustments",
    "outcome": "flag",
}
_MARK_WORDS = 190.0
_MARK_ORDER = ("person", "use", "override", "outcome", "profile")
"""Whose words go first where there is no room for all."""
_WHOLE, _SHORTENED = 20, 10_000
"""Values from which decimals say nothing."""
EVENT = "event "
"""Begins the key of an event's place; its first day follows."""
TONES = {"dip": ("down", "downsoft"), "rise": ("up", "upsoft"), "stopped": ("notice", "noticesoft")}
_NAMES = {"dip": "Dip", "rise": "Rise", "stopped": "No data"}


@dataclass(frozen=True)
class Lines:
    """The figures as drawn: daily, or seven-day means with their band."""

    first: int
    values: tuple[Known, ...]
    low: tuple[Known, ...]
    high: tuple[Known, ...]
    daily: bool = True
    pause: int = 1
    """Days from one value to the next as a rule: what is measured weekly misses no days between."""

    @property
    def last(self) -> int:
        """The last day."""
        return self.first + len(self.values) - 1


@dataclass(frozen=True)
class Frame:
    """The plot's rectangle, the days it spans and the values from bottom to top."""

    rect: QRectF
    first: float
    last: float
    low: float
    high: float

    def x(self, day: float) -> float:
        """Where a day stands."""
        span = max(self.last - self.first, 1e-9)
        return self.rect.left() + (day - self.first) / span * self.rect.width()

    def y(self, value: float) -> float:
        """Where a value stands."""
        share = (value - self.low) / max(self.high - self.low, 1e-9)
        return self.rect.bottom() - min(max(share, 0.0), 1.0) * self.rect.height()

    def day(self, x: float) -> int:
        """The day under a place, inside the frame."""
        share = (x - self.rect.left()) / max(self.rect.width(), 1.0)
        return round(min(max(self.first + share * (self.last - self.first), self.first), self.last))

    @property
    def day_width(self) -> float:
        """Pixels a day."""
        return self.rect.width() / max(self.last - self.first, 1e-9)


@dataclass(frozen=True)
class Area:
    """A filled stretch between two lines: the own normal band."""

    top: tuple[QPointF, ...]
    foot: tuple[QPointF, ...]

    @property
    def points(self) -> tuple[QPointF, ...]:
        """Its outline, along the top and back along the foot."""
        return (*self.top, *reversed(self.foot))


def lines(series: UsageSeries, *, daily: bool) -> Lines:
    """The figures to draw of a metric."""
    if daily:
        return Lines(
            series.first, series.values, series.low, series.high, pause=_pause(series.values)
        )
    return Lines(series.first, series.means, _mean(series.low), _mean(series.high), daily=False)


def _pause(values: Sequence[Known]) -> int:
    """How many days lie between one value and the next, as a rule."""
    known = [at for at, value in enumerate(values) if value is not None]
    gaps = sorted(b - a for a, b in pairwise(known))
    return gaps[len(gaps) // 2] if gaps else 1


def _mean(values: Sequence[Known]) -> tuple[Known, ...]:
    """Means of each seven days; not known where one of them is not."""
    out: list[Known] = []
    for at in range(len(values)):
        week = values[max(at - WEEK + 1, 0) : at + 1]
        known = [value for value in week if value is not None]
        out.append(sum(known) / WEEK if len(known) == WEEK else None)
    return tuple(out)


def frame(width: float, height: float, span: tuple[float, float], drawn: Lines) -> Frame:
    """The frame of a widget of this size; what is in view decides how high it reaches."""
    first, last = span
    rect = QRectF(LEFT, TOP, max(width - LEFT - RIGHT, 20.0), max(height - TOP - BOTTOM, 20.0))
    low, high = _reach(_in_view((drawn.values, drawn.low, drawn.high), drawn.first, span))
    return Frame(rect, first, max(last, first + 1), low, high)


def _in_view(rows: Iterable[Sequence[Known]], start: int, span: tuple[float, float]) -> list[float]:
    low = max(floor(span[0]) - start, 0)
    high = max(ceil(span[1]) - start + 1, 0)
    return [value for row in rows for value in row[low:high] if value is not None]


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """Bottom and top of the axis: from 0, but where all values lie far above it."""
    if not values:
        return 0.0, 1.0
    least, most = min(values), max(values)
    bottom = 0.0
    if least > 0 and least > _FLOOR_SHARE * most and len(values) > 1:
        step = nice((most - least) or most * 0.1)
        bottom = max(floor((least - step / 2) / step) * step, 0.0)
    elif least < 0:
        bottom = least
    return bottom, (most + (most - bottom) * 0.04) if most > bottom else bottom + 1.0


def nice(value: float) -> float:
    """The next of 1, 2, 5, 10 ... at or below a value."""
    if value <= 0:
        return 1.0
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in (5.0, 2.0, 1.0) if step * power <= value * 1.000001)


def grid_step(span: float, most: int = _GRID_LINES) -> float:
    """The least round step that leaves at most so many lines above the bottom."""
    step = nice(span / most)
    while floor(span / step + 1e-9) > most:
        step *= 2.5 if f"{step:e}"[0] == "2" else 2.0
    return step


def grid_values(at: Frame, most: int = _GRID_LINES) -> tuple[float, ...]:
    """Round values for the horizontal lines: the bottom and two or three above."""
    step = grid_step(at.high - at.low, most)
    start = ceil(at.low / step - 1e-9)
    stop = floor(at.high / step + 1e-9)
    return tuple(number * step for number in range(start, stop + 1))


def ground(drawn: Lines, at: Frame, events: Sequence[TrendEvent], shown: int | None) -> Drawing:
    """What lies behind the line: weekends, odd stretches, days without data, the grid."""
    sheet = Sheet()
    rect = at.rect
    if drawn.daily and at.day_width >= _WEEKEND_ROOM:
        for day in range(floor(at.first), ceil(at.last) + 1):
            if is_weekend(day):
                _stretch(sheet, at, day, day, "weekend")
    for event in events:
        stop = drawn.last if event.last is None else event.last
        soft = "weekend" if event.muted else TONES[event.kind][1]
        faint = 1.0 if event.first == shown or event.muted else 0.5
        _stretch(sheet, at, event.first, stop, soft, alpha=faint)
    for first, last in holes(drawn):
        _stretch(sheet, at, first, last, "track", hatched=True)
    for value in grid_values(at):
        y = float(round(at.y(value)))
        color = "border" if value in {0.0, at.low} else "grid"
        sheet.strokes.append(Stroke(rect.left(), y, rect.right(), y, color))
    bottom = float(round(rect.bottom()))
    sheet.strokes.append(Stroke(rect.left(), bottom, rect.right(), bottom, "border"))
    return sheet.done(rect.right() + RIGHT, rect.bottom() + BOTTOM)


def _stretch(
    sheet: Sheet,
    at: Frame,
    first: int,
    last: int,
    color: str,
    *,
    hatched: bool = False,
    alpha: float = 1.0,
) -> None:
    left = max(at.x(first - 0.5), at.rect.left())
    right = min(at.x(last + 0.5), at.rect.right())
    if right > left:
        rect = QRectF(left, at.rect.top(), right - left, at.rect.height())
        sheet.fills.append(Fill(rect, color, hatched=hatched, alpha=alpha))


def holes(drawn: Lines) -> list[tuple[int, int]]:
    """Stretches without a value after the first one, longer than the metric's usual pause."""
    out: list[tuple[int, int]] = []
    before: int | None = None
    for at, value in enumerate(drawn.values):
        if value is None:
            continue
        if before is not None and at - before > max(drawn.pause, 1):
            out.append((drawn.first + before + 1, drawn.first + at - 1))
        before = at
    end = len(drawn.values) - 1
    if before is not None and end - before >= max(drawn.pause, 1):
        out.append((drawn.first + before + 1, drawn.last))
    return out


def bands(drawn: Lines, at: Frame) -> tuple[Area, ...]:
    """The own normal band, one area for each unbroken run of days."""
    out: list[Area] = []
    top: list[QPointF] = []
    foot: list[QPointF] = []
    start = max(floor(at.first) - drawn.first - 1, 0)
    stop = min(ceil(at.last) - drawn.first + 2, len(drawn.values))
    start, missed = max(start - drawn.pause, 0), 0
    for place in range(start, stop + 1):
        low = drawn.low[place] if place < stop else None
        high = drawn.high[place] if place < stop else None
        if low is None or high is None:
            missed += 1
            if place == stop or missed >= drawn.pause:
                if len(top) > 1:
                    out.append(Area(tuple(top), tuple(foot)))
                top, foot = [], []
            continue
        missed = 0
        x = at.x(drawn.first + place)
        top.append(QPointF(x, at.y(high)))
        foot.append(QPointF(x, at.y(low)))
    return tuple(out)


def line(drawn: Lines, at: Frame, events: Sequence[TrendEvent]) -> Drawing:
    """The values themselves, broken where there is none; rings on the odd days."""
    sheet = Sheet()
    start = max(floor(at.first) - drawn.first - 1, 0)
    points: list[QPointF | None] = []
    lone: list[QPointF] = []
    for place in range(start, min(ceil(at.last) - drawn.first + 2, len(drawn.values))):
        value = drawn.values[place]
        if value is None:
            points.append(None)
            continue
        here = QPointF(at.x(drawn.first + place), at.y(value))
        points.append(here)
        if _alone(drawn.values, place):
            lone.append(here)
    clipped = clip_runs(points, at.rect)
    if any(point is not None for point in clipped):
        sheet.curves.append(Curve(tuple(clipped), "s1", 1.5))
    inside = at.rect.adjusted(-1, 0, 1, 0)
    sheet.dots.extend(
        Dot(one, 2.2, "s1") for one in lone if inside.left() <= one.x() <= inside.right()
    )
    if drawn.daily and at.day_width >= _RING_ROOM:
        for day, color in odd_days(drawn, events):
            value = drawn.values[day - drawn.first]
            if value is not None and at.first <= day <= at.last:
                sheet.dots.append(Dot(QPointF(at.x(day), at.y(value)), 2.4, "surface", color))
    return sheet.done(at.rect.right() + RIGHT, at.rect.bottom() + BOTTOM)


def _alone(values: Sequence[Known], place: int) -> bool:
    before = place > 0 and values[place - 1] is not None
    after = place + 1 < len(values) and values[place + 1] is not None
    return not before and not after


def odd_days(drawn: Lines, events: Sequence[TrendEvent]) -> list[tuple[int, str]]:
    """Days of a dip below the band and of a rise above it, with their colour."""
    out: list[tuple[int, str]] = []
    for event in events:
        if event.muted or event.kind == "stopped":
            continue
        stop = drawn.last if event.last is None else min(event.last, drawn.last)
        for day in range(max(event.first, drawn.first), stop + 1):
            place = day - drawn.first
            value, low, high = drawn.values[place], drawn.low[place], drawn.high[place]
            if value is None or low is None or high is None:
                continue
            if value < low if event.kind == "dip" else value > high:
                out.append((day, TONES[event.kind][0]))
    return out


def front(
    drawn: Lines,
    at: Frame,
    events: Sequence[TrendEvent],
    shown: int | None,
    marks: Sequence[UsageMark],
    *,
    measure: Measure,
    words: Words,
) -> Drawing:
    """What lies over the line: axes, events and marks with their words, the value at its end."""
    sheet = Sheet()
    _axes(sheet, at, measure, words)
    _events(sheet, drawn, at, events, shown, measure=measure, words=words)
    _marks(sheet, at, marks, events, measure)
    _end(sheet, drawn, at, measure, words)
    _hole_words(sheet, drawn, at, measure, words)
    return sheet.done(at.rect.right() + RIGHT, at.rect.bottom() + BOTTOM)


def _axes(sheet: Sheet, at: Frame, measure: Measure, words: Words) -> None:
    rect = at.rect
    step = grid_step(at.high - at.low)
    for value in grid_values(at):
        y = at.y(value)
        if y > rect.top() - 4:
            label = QRectF(0, y - 8, rect.left() - 7, 16)
            shown = axis_figure(value, step, words)
            sheet.texts.append(Text(label, shown, "text3", "small", align="right"))
    edge = 0.0
    for tick in ticks(ceil(at.first), floor(at.last), rect.width(), words):
        wide = measure(tick.label, "small", 400)
        left = max(at.x(tick.day) - wide / 2, rect.left())
        if left < edge or left + wide > rect.right() + 24:
            continue
        x = float(round(at.x(tick.day)))
        sheet.strokes.append(Stroke(x, rect.bottom(), x, rect.bottom() + 4, "edge"))
        label = QRectF(left, rect.bottom() + 6, wide, 16)
        sheet.texts.append(Text(label, tick.label, "text3", "small"))
        edge = left + wide + 10


def figure(value: float, words: Words) -> str:
    """A value as short as it may be: whole from 100 on, thousands and more shortened."""
    size = abs(value)
    if size >= _SHORTENED:
        return words.money(value)
    if size >= _WHOLE or value == round(value):
        return words.number(value)
    return words.number(value, 1 if size >= 1 else 2)


def axis_figure(value: float, step: float, words: Words) -> str:
    """A value of an axis: all of one axis with as many decimals as its step needs."""
    if not value:
        return figure(value, words)
    unit, letter = next((one for one in STEPS if abs(value) >= one[0]), (1.0, ""))
    if abs(value) < _SHORTENED:
        unit, letter = 1.0, ""
    part = step / unit
    needed = next((count for count in range(4) if round(part * 10**count, 6) % 1 == 0), 4)
    return f"{words.number(value / unit, needed)}{letter}"


def _events(
    sheet: Sheet,
    drawn: Lines,
    at: Frame,
    events: Sequence[TrendEvent],
    shown: int | None,
    *,
    measure: Measure,
    words: Words,
) -> None:
    """A solid line where each began, with its words above; the one in view is named first."""
    taken: list[tuple[float, float]] = []
    order = sorted(events, key=lambda one: (one.first != shown, bool(one.muted), -one.first))
    for event in order:
        if not at.first - 0.5 <= event.first - 0.5 <= at.last:
            stop = drawn.last if event.last is None else event.last
            if event.first < at.first <= stop:
                _event_spot(sheet, drawn, at, event)
            continue
        color = "text3" if event.muted else TONES[event.kind][0]
        x = float(round(max(at.x(event.first - 0.5), at.rect.left())))
        strong = event.first == shown
        width = 1.5 if strong else 1.0
        top = at.rect.top() - (20 if strong else 4)
        sheet.strokes.append(Stroke(x, top, x, at.rect.bottom(), color, width))
        _event_spot(sheet, drawn, at, event)
        text = event_words(event, words)
        wide = measure(text, "small", 600)
        left = _beside(x, wide, at.rect)
        if any(left < end + 10 and start - 10 < left + wide for start, end in taken):
            continue
        taken.append((left, left + wide))
        label = QRectF(left, 0, wide, 16)
        sheet.texts.append(Text(label, text, color, "small", weight=600 if strong else 500))
        sheet.spots.append(Spot(label.adjusted(-4, -2, 4, 4), f"{EVENT}{event.first}", event.text))


def _event_spot(sheet: Sheet, drawn: Lines, at: Frame, event: TrendEvent) -> None:
    """The head of the stretch answers a press; the days under it stay those of the chart."""
    stop = drawn.last if event.last is None else event.last
    left = max(at.x(event.first - 0.5), at.rect.left())
    right = min(at.x(stop + 0.5), at.rect.right())
    room = QRectF(left - 3, at.rect.top() - 20, right - left + 6, 20)
    sheet.spots.append(Spot(room, f"{EVENT}{event.first}", event.text))


def _beside(x: float, wide: float, rect: QRectF) -> float:
    """Words end at their line, or begin there where the left has no room."""
    return x - 6 - wide if x - 6 - wide >= 0 else min(x + 4, rect.right() + RIGHT - wide)


def event_words(event: TrendEvent, words: Words) -> str:
    """An event in three words: "Dip since Thu 5 Nov", "Rise 3 to 19 Mar"."""
    name = _NAMES[event.kind]
    if event.muted:
        name = f"Muted {name.lower()}"
    elif event.shift:
        name = "New level" if event.kind != "stopped" else name
    begun = f"{words.weekday(event.first).partition(' ')[0]} {words.short_day(event.first)}"
    if event.last is None or event.shift:
        return f"{name} since {begun}"
    if event.last == event.first:
        return f"{name} on {begun}"
    return f"{name} {words.short_day(event.first)} to {words.short_day(event.last)}"


def _marks(
    sheet: Sheet,
    at: Frame,
    marks: Sequence[UsageMark],
    events: Sequence[TrendEvent],
    measure: Measure,
) -> None:
    """Dashed days with an icon and words on the row over the plot; touchpoints along the foot."""
    taken = [(at.x(one.first - 0.5) - 2, at.x(one.first - 0.5) + 2) for one in events]
    order = sorted(marks, key=lambda one: (_rank(one.kind), -one.day))
    for mark in order:
        if not at.first <= mark.day <= at.last:
            continue
        x = float(round(at.x(mark.day)))
        if mark.kind not in _LINE_ICONS:
            sheet.dots.append(Dot(QPointF(x, at.rect.bottom() - 5), 2.6, "s3"))
            continue
        top = at.rect.top() - 3
        sheet.strokes.append(Stroke(x, top, x, at.rect.bottom(), "text3", 1.0, (2.0, 3.0)))
        text = elide(mark.text, _MARK_WORDS, measure, "small")
        wide = measure(text, "small", 400) + 17
        room = (0.0, at.rect.right() + RIGHT)
        # Words stand left of their line, else right of it, else there is only the line.
        for left in (x - wide + 7, x - 7, x - wide - 5):
            free = all(left > end or left + wide < start for start, end in taken)
            if room[0] <= left and left + wide <= room[1] and free:
                taken.append((left - 6, left + wide + 6))
                _mark_words(sheet, mark, left, wide, text, leads=left < x - 7)
                break


def _rank(kind: str) -> int:
    return _MARK_ORDER.index(kind) if kind in _MARK_ORDER else len(_MARK_ORDER)


def _mark_words(
    sheet: Sheet, mark: UsageMark, left: float, wide: float, text: str, *, leads: bool
) -> None:
    """The words of a mark and its icon, which stands over the line."""
    icon = left + wide - 14 if leads else left
    sheet.glyphs.append(Glyph(QRectF(icon, 18, 14, 14), _LINE_ICONS[mark.kind], "text2"))
    label = QRectF(left if leads else left + 17, 17, wide - 17, 16)
    full = mark.text if text != mark.text else ""
    sheet.texts.append(Text(label, text, "text2", "small", full=full))


def last_known(drawn: Lines, at: Frame) -> int | None:
    """The last day in view with a value."""
    start = min(floor(at.last + 1e-9), drawn.last)
    for day in range(start, max(ceil(at.first), drawn.first) - 1, -1):
        if drawn.values[day - drawn.first] is not None:
            return day
    return None


def _end(sheet: Sheet, drawn: Lines, at: Frame, measure: Measure, words: Words) -> None:
    """The last value in view with what was expected, and the name of the band."""
    day = last_known(drawn, at)
    left, room = at.rect.right() + 8, RIGHT - 10
    if day is None:
        return
    value = drawn.values[day - drawn.first]
    low, high = drawn.low[day - drawn.first], drawn.high[day - drawn.first]
    y = at.y(value or 0.0)
    odd = low is not None and high is not None and value is not None and not low <= value <= high
    if not odd or at.day_width < _RING_ROOM or not drawn.daily:
        sheet.dots.append(Dot(QPointF(at.x(day), y), 3.0, "s1"))
    top = min(max(y - 10, at.rect.top() - 4), at.rect.bottom() - 34)
    told = f"{figure(value or 0.0, words)} on {words.short_day(day)}"
    sheet.texts.append(
        fitted(QRectF(left, top, room, 16), told, measure, "text", "small", weight=600)
    )
    if low is None or high is None:
        return
    range_words = f"normal {figure(low, words)} to {figure(high, words)}"
    if measure(range_words, "small", 400) > room:
        range_words = range_words.removeprefix("normal ")
    label = QRectF(left, top + 16, room, 16)
    sheet.texts.append(fitted(label, range_words, measure, "text3", "small"))
    middle = min(max((at.y(low) + at.y(high)) / 2 - 8, at.rect.top()), at.rect.bottom() - 16)
    if middle + 16 < top or middle > top + 32:
        name = QRectF(left, middle, room, 16)
        sheet.texts.append(fitted(name, "normal band", measure, "s1", "small"))


def _hole_words(sheet: Sheet, drawn: Lines, at: Frame, measure: Measure, words: Words) -> None:
    for first, last in holes(drawn):
        left = max(at.x(first - 0.5), at.rect.left())
        right = min(at.x(last + 0.5), at.rect.right())
        for text in (f"no data since {words.short_day(first - 1)}", "no data"):
            wide = measure(text, "small", 400) + 8
            if right - left >= wide and (last == drawn.last or text == "no data"):
                middle = QRectF((left + right) / 2 - wide / 2, at.rect.center().y() - 9, wide, 18)
                sheet.fills.append(Fill(middle, "track", radius=4))
                sheet.texts.append(Text(middle, text, "text2", "small", align="center"))
                break
