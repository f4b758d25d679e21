"""Draws values over days: few grid lines, real dates, the last value named at the line's end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from healthdesk.core.charts import axis, letters
from healthdesk.core.charts.axis import Scale
from healthdesk.core.charts.look import Look, mixed
from healthdesk.core.charts.moments import Placed, place
from healthdesk.core.charts.pen import Anchor, Pen
from healthdesk.core.domain.report_chart import LineChart, Series, Values

_END_SHARE: Final = 0.34
"""Of the width, what names at the ends of lines take at most."""
_FEW, _SOME = 8, 22
"""Heights in letters up to which a chart has two steps, or three."""
NOTHING: Final = "No data"


@dataclass(frozen=True)
class _End:
    """What is named at the right: where it belongs, and where it stands."""

    at: float
    name: str
    figure: str
    tone: str
    y: float = 0.0


@dataclass(frozen=True)
class _Frame:
    """Where the values are."""

    x: Scale
    y: Scale


def draw(chart: LineChart, pen: Pen, top: float) -> None:
    """Draw the chart below a height."""
    known = [one for series in chart.series for one in series.values if one is not None]
    if not known or not chart.days:
        pen.words(pen.width / 2, (top + pen.height) / 2, NOTHING, _quiet(pen.look), "middle")
        return
    look, ends = pen.look, _ends(chart, pen)
    size = look.size
    widest = max((_wide(one, look) for one in ends), default=0.0)
    unit = _unit(chart)
    low = pen.height - size * 1.9
    rough = _values(chart, known, (low, top + size), size)
    labels = [tick_words(one, rough, chart.unit, look) for one in rough.ticks]
    left = max((letters.width(one, size) for one in labels), default=0.0) + size * 0.7
    right = max(pen.width - widest - size * (0.8 if widest else 0.4), left + size)
    days = Scale(chart.days[0], max(chart.days[-1], chart.days[0] + 1), left, right)
    placed = place(chart.moments, days, look, pen.height - top)
    rows = max((one.row for one in placed), default=-1) + 1
    head = top + size * (0.6 + 1.35 * rows + (1.5 if unit else 0))
    frame = _Frame(days, replace(rough, stop=head))
    if unit:
        pen.words(0, top + size * 0.6, unit, _quiet(look))
    _grid(pen, frame, labels)
    _days(pen, frame)
    _normal(chart.normal, chart.days, pen, frame)
    for value, _ in chart.steps:
        if frame.y.low <= value <= frame.y.high:
            spot = frame.y.at(value)
            pen.line((left, spot), (right, spot), look.colors["edge"], dash="4 3")
    _moments(placed, pen, frame)
    for series in reversed(chart.series):
        _line(series, chart.days, pen, frame)
    _hover(chart, pen, frame)
    _names(_spread(ends, frame, look), pen, frame)


def tick_words(value: float, scale: Scale, unit: str, look: Look) -> str:
    """A round value of an axis, with the percent sign where it has one."""
    told = look.style.number(value, scale.digits)
    return f"{told}{look.style.percent}" if unit == "%" else told


def figure(value: float | None, unit: str, digits: int, look: Look) -> str:
    """A value as it is named beside its mark: a percent sign is part of it, other units are not."""
    told = look.style.number(value, digits)
    return f"{told}{look.style.percent}" if unit == "%" and value is not None else told


def in_words(value: float | None, unit: str, digits: int, look: Look) -> str:
    """A value with its unit, as it is told under the pointer."""
    if value is None:
        return "no data"
    told = figure(value, unit, digits, look)
    return told if unit in ("", "%") else f"{told} {unit}"


def _quiet(look: Look) -> str:
    return look.colors["text3"]


def _unit(chart: LineChart) -> str:
    """The unit over the axis, unless the title has named it."""
    named = chart.unit.casefold() in chart.title.casefold()
    return "" if named or chart.unit == "%" else chart.unit


def _values(
    chart: LineChart, known: list[float], places: tuple[float, float], size: float
) -> Scale:
    sides = [side for pair in (chart.normal or ()) for side in pair if side is not None]
    values = [*known, *sides]
    low = axis.bottom(values) if chart.low is None else min(chart.low, *values)
    high = max(*values, chart.high if chart.high is not None else values[0])
    room = (places[0] - places[1]) / size
    lines = 2 if room < _FEW else 3 if room < _SOME else 4
    if chart.low is not None and chart.high is not None and (low, high) == (chart.low, chart.high):
        return axis.scale(low, high, max(lines, 2), places, exact=True)
    return axis.scale(low, high, lines, places, whole=axis.counted(known))


def _ends(chart: LineChart, pen: Pen) -> list[_End]:
    look, room = pen.look, pen.width * _END_SHARE
    alone, made = len(chart.series) == 1, list[_End]()
    for series in chart.series:
        last = next((one for one in reversed(series.values) if one is not None), None)
        if last is None:
            continue
        told = figure(last, chart.unit, chart.digits, look)
        rest = room - letters.width(f" {told}", look.size * 1.1, 600)
        name = "" if alone else letters.fit(series.name, rest, look.size)
        made.append(_End(last, name, told, series.tone))
    quiet = [(value, words) for value, words in chart.steps]
    if chart.normal is not None:
        both = [
            (a + b) / 2
            for a, b in zip(*chart.normal, strict=True)
            if a is not None and b is not None
        ]
        quiet += [(both[-1], "normal")] if both else []
    made += [_End(at, letters.fit(words, room, look.size), "", "") for at, words in quiet]
    return made


def _wide(end: _End, look: Look) -> float:
    gap = letters.width(" ", look.size) if end.name and end.figure else 0
    return (
        letters.width(end.name, look.size) + gap + letters.width(end.figure, look.size * 1.1, 600)
    )


def _grid(pen: Pen, frame: _Frame, labels: list[str]) -> None:
    look = pen.look
    for value, words in zip(frame.y.ticks, labels, strict=True):
        spot = frame.y.at(value)
        color = look.colors["border"] if value == 0 else look.colors["grid"]
        pen.line((frame.x.start, spot), (frame.x.stop, spot), color)
        pen.words(frame.x.start - look.size * 0.6, spot, words, _quiet(look), "end")


def _days(pen: Pen, frame: _Frame) -> None:
    look, y = pen.look, pen.height - pen.look.size * 0.65

    def measure(words: str) -> float:
        return letters.width(words, look.size)

    first, last = round(frame.x.low), round(frame.x.high)
    room, free = frame.x.stop - frame.x.start, pen.width
    for tick in reversed(axis.days(first, last, room, measure, look.style)):
        spot, half = frame.x.at(tick.day), measure(tick.words) / 2
        foot = (spot, frame.y.start + look.size * 0.3)
        pen.line((spot, frame.y.start), foot, look.colors["border"])
        middle = min(max(spot, frame.x.start + half), pen.width - half)
        if half <= middle <= free - half:
            pen.words(middle, y, tick.words, _quiet(look), "middle")
            free = middle - half - look.size * 0.4


def _moments(placed: Iterable[Placed], pen: Pen, frame: _Frame) -> None:
    look = pen.look
    for one in placed:
        height = frame.y.stop - look.size * (0.85 + 1.35 * max(one.row, 0))
        top = frame.y.stop if one.row < 0 else height - look.size * 0.5
        told = f"{look.style.date(one.day)}: {one.whole}"
        pen.line(
            (one.x, top), (one.x, frame.y.start), look.colors["text2"], dash="1.5 2.5", told=told
        )
        gap = look.size * 0.4
        if one.row >= 0 and one.words:
            where = one.x - gap if one.left else one.x + gap
            side: Anchor = "end" if one.left else "start"
            pen.words(where, height, one.words, look.colors["text2"], side)


def _normal(
    normal: tuple[Values, Values] | None, days: tuple[int, ...], pen: Pen, frame: _Frame
) -> None:
    if normal is None:
        return
    color = mixed(pen.look.accent, 0.11)
    stretch = list[tuple[float, float, float]]()
    for day, low, high in (*zip(days, *normal, strict=True), (0, None, None)):
        if low is not None and high is not None:
            stretch.append((frame.x.at(day), frame.y.at(low), frame.y.at(high)))
        elif stretch:
            lower = [(x, y) for x, y, _ in stretch]
            pen.area([*lower, *((x, y) for x, _, y in reversed(stretch))], color)
            stretch = []


def _line(series: Series, days: tuple[int, ...], pen: Pen, frame: _Frame) -> None:
    look, color = pen.look, pen.look.fill(series.tone)
    wide = look.size * (0.11 if series.tone == "muted" or series.dashed else 0.16)
    dash = f"{wide * 3:.1f} {wide * 2.4:.1f}" if series.dashed else ""
    points = list[tuple[float, float]]()
    for stretch in _stretches(series.values, days):
        points = [(frame.x.at(day), frame.y.at(value)) for day, value in stretch]
        if len(points) == 1:
            pen.dot(*points[0], wide * 0.8, color)
        else:
            pen.path(points, color, wide, dash)
    if points:
        pen.dot(*points[-1], look.size * 0.3, color)


def _stretches(values: Values, days: tuple[int, ...]) -> Iterator[list[tuple[int, float]]]:
    """Runs of known values; a hole parts them."""
    made = list[tuple[int, float]]()
    for day, value in zip(days, values, strict=True):
        if value is not None:
            made.append((day, value))
        elif made:
            yield made
            made = []
    if made:
        yield made


def _hover(chart: LineChart, pen: Pen, frame: _Frame) -> None:
    if not pen.look.hover:
        return
    spots = [frame.x.at(day) for day in chart.days]
    edges = [frame.x.start, *((a + b) / 2 for a, b in pairwise(spots)), frame.x.stop]
    for at, day in enumerate(chart.days):
        told = [
            (f"{one.name} " if len(chart.series) > 1 else "")
            + in_words(one.values[at], chart.unit, chart.digits, pen.look)
            for one in chart.series
        ]
        words = f"{pen.look.style.date(day)}: {'; '.join(told)}"
        left, right = edges[at], edges[at + 1]
        pen.hit(left, frame.y.stop, right - left, frame.y.start - frame.y.stop, words)


def _spread(ends: list[_End], frame: _Frame, look: Look) -> list[_End]:
    """Names at the ends, moved apart where they would overlap, the least way."""
    gap = look.size * 1.3
    made = sorted(
        (replace(one, y=min(max(frame.y.at(one.at), frame.y.stop), frame.y.start)) for one in ends),
        key=lambda one: one.y,
    )
    for _ in range(60):
        moved = False
        for at, (upper, lower) in enumerate(pairwise(made)):
            short = gap - (lower.y - upper.y)
            if short > 0.05:
                made[at] = replace(upper, y=upper.y - short / 2)
                made[at + 1] = replace(lower, y=lower.y + short / 2)
                moved = True
        if not moved:
            break
    over = (made[-1].y - (frame.y.start + gap * 0.3)) if made else 0.0
    return [replace(one, y=one.y - over) for one in made] if over > 0 else made


def _names(ends: list[_End], pen: Pen, frame: _Frame) -> None:
    look = pen.look
    for one in ends:
        x, belongs = frame.x.stop + look.size * 0.7, frame.y.at(one.at)
        if abs(one.y - belongs) > look.size * 0.7:
            reach = frame.x.stop + look.size * 0.35
            pen.line((reach, belongs), (x - look.size * 0.1, one.y), look.colors["border"])
        if one.name:
            color = look.text(one.tone) if one.tone else _quiet(look)
            pen.words(x, one.y, one.name, color)
            x += letters.width(f"{one.name} ", look.size)
        pen.words(
            x, one.y, one.figure, look.colors["text"], "start", weight=600, size=look.size * 1.1
        )
