"""Native charts over days: holes kept, moments marked, the last value named at the line's end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from lxml import etree
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml.ns import qn

from healthdesk.core.charts import axis, letters
from healthdesk.core.charts.axis import Scale
from healthdesk.core.charts.moments import Placed, place
from healthdesk.core.domain.report_chart import LineChart, Moment, Series, Values
from healthdesk.core.papers import slides_chart_parts as parts
from healthdesk.core.papers.cell_formats import day_format, month_format, serial
from healthdesk.core.papers.slides_chart_bars import category_axis, value_axis
from healthdesk.core.papers.slides_chart_parts import (
    AFTER_ERRORS,
    AFTER_LABELS,
    AFTER_LOOK,
    AFTER_POINTS,
    flags,
    into,
    known,
    look_of,
    number_format,
    words_of,
)
from healthdesk.core.papers.slides_draw import Box, Canvas
from healthdesk.core.papers.slides_words import wide

_END_SHARE: Final = 0.34
"""Of the width, what names at the ends of lines take at most."""
_FEW, _SOME = 8, 22
"""Heights in letters up to which a chart has two steps, or three."""
_ROW: Final = 1.35
_LONG, _YEAR, _NAMES = 75, 330, 6
"""Days from which months are named under a line; how many names there are."""
_MOMENTS: Final = "Moments"


@dataclass(frozen=True)
class _Added:
    """A line of the chart: a series of the report's, or one that carries a name or a step."""

    name: str
    values: Values
    tone: str
    wide: float
    dash: str = ""
    figure: bool = True
    named: bool = True


@dataclass(frozen=True)
class _Frame:
    """Where the plot is in its box, and its axis."""

    left: float
    right: float
    top: float
    bottom: float
    y: Scale
    placed: tuple[Placed, ...]

    @property
    def high(self) -> float:
        """Height of the plot."""
        return self.bottom - self.top

    @property
    def most(self) -> float:
        """The value at the plot's upper edge: there is room for words over the last line."""
        y = self.y
        return y.low + (y.high - y.low) * self.high / (self.bottom - y.stop)

    def at(self, value: float) -> float:
        """The height of a value."""
        return self.y.at(value)

    def value(self, height: float) -> float:
        """The value at a height."""
        return self.y.low + (self.bottom - height) / self.high * (self.most - self.y.low)


def lines(canvas: Canvas, chart: LineChart, box: Box, size: float) -> Any:
    """Lines over days, with the usual band behind them and what happened on some days."""
    added = _added(chart)
    frame = _framed(canvas, chart, added, box, size)
    spots = _spots(chart, frame, size)
    series: list[tuple[str, parts.Values]] = [(one.name, one.values) for one in added]
    if spots:
        held = [frame.value(spots[at].x) if at in spots else None for at in range(len(chart.days))]
        series.append((_MOMENTS, held))
    if chart.normal is not None:
        low, high = chart.normal
        series.append(("Normal, low", low))
        series.append(("Normal, range", [_between(a, b) for a, b in zip(low, high, strict=True)]))
    shown = number_format(chart.digits, chart.unit)
    day_shown = _day_shown(chart, canvas)
    data = parts.figures_of_days(chart.days, series, shown, day_shown)
    made = canvas.slide.shapes.add_chart(XL_CHART_TYPE.LINE, *box.emu(), data)
    plot = parts.plot_of(made, canvas.tones)
    group = plot.find(qn("c:lineChart"))
    found = group.findall(qn("c:ser"))
    if chart.normal is not None:
        _range(canvas, plot, group, found[-2:])
    ends = _ends(added, frame, size)
    for at, one in enumerate(added):
        _line(canvas, found[at], one, size)
        _end(canvas, found[at], one, size, (ends.get(at, 0.0) / box.h, len(chart.series) == 1))
    if spots:
        _moments(canvas, found[len(added)], spots, frame, size)
    _axes(canvas, chart, plot, frame, size)
    if plot.find(qn("c:dateAx")) is not None:
        _named_days(plot.find(qn("c:dateAx")), chart, day_shown)
    parts.placed(
        plot,
        frame.left / box.w,
        frame.top / box.h,
        (frame.right - frame.left) / box.w,
        frame.high / box.h,
    )
    return made


def _day_shown(chart: LineChart, canvas: Canvas) -> str:
    """How days are named under the lines: by months where there are many."""
    style, span = canvas.tones.look.style, max(chart.days) - min(chart.days)
    if span <= _LONG:
        return day_format(style)
    shown = month_format(style)
    return shown.removesuffix(" yy") if span < _YEAR else shown


def _added(chart: LineChart) -> list[_Added]:
    alone = len(chart.series) == 1
    made = [
        _Added(
            one.name,
            one.values,
            one.tone,
            1.5 if one.dashed or one.tone == "muted" else 2.25,
            "dash" if one.dashed else "",
            named=not alone,
        )
        for one in chart.series
    ]
    count = len(chart.days)
    for value, words in chart.steps:
        made.append(_Added(words, (value,) * count, "edge", 0.9, "dash", figure=False))
    if chart.normal is not None:
        both = [
            (a + b) / 2 if a is not None and b is not None else None
            for a, b in zip(*chart.normal, strict=True)
        ]
        last = max((at for at, one in enumerate(both) if one is not None), default=-1)
        if last >= 0:
            middle = tuple(one if at == last else None for at, one in enumerate(both))
            made.append(_Added("normal", middle, "", 0.0, figure=False))
    return made


def _framed(
    canvas: Canvas, chart: LineChart, added: Sequence[_Added], box: Box, size: float
) -> _Frame:
    bottom = box.h - size * 1.9
    y = _scale(chart, (bottom, size), size)
    shown = [f"{one:,.{y.digits}f}{'%' if chart.unit == '%' else ''}" for one in y.ticks]
    left = max((wide(one, size) for one in shown), default=0.0) + size * 0.7
    most = max((_end_wide(one, chart, size) for one in added), default=0.0)
    right = max(box.w - min(most, box.w * _END_SHARE) - size * 1.2, left + size)
    days = Scale(chart.days[0], max(chart.days[-1], chart.days[0] + 1), left, right)
    look = canvas.tones.look.sized(size)
    placed = place(_snapped(chart), days, look, box.h)
    rows = max((one.row for one in placed), default=-1) + 1
    unit = bool(_unit(chart))
    top = size * (2.4 if unit else 0.5)
    head = top + size * (_ROW * rows + (0.2 if rows else 0.0))
    return _Frame(left, right, top, bottom, replace(y, stop=head), placed)


def _unit(chart: LineChart) -> str:
    """The unit over the axis, unless the title has named it."""
    named = chart.unit.casefold() in chart.title.casefold()
    return "" if named or chart.unit == "%" else chart.unit


def _scale(chart: LineChart, places: tuple[float, float], size: float) -> Scale:
    sides = (*(chart.normal or ()), *(one.values for one in chart.series))
    values = [held for one in sides for value in one if (held := known(value)) is not None]
    low = axis.bottom(values) if chart.low is None else min(chart.low, *values)
    high = max(*values, chart.high if chart.high is not None else values[0])
    room = (places[0] - places[1]) / size
    count = 2 if room < _FEW else 3 if room < _SOME else 4
    whole = chart.low is not None and chart.high is not None
    exact = whole and (low, high) == (chart.low, chart.high)
    return axis.scale(low, high, count, places, exact=exact)


def _snapped(chart: LineChart) -> list[Moment]:
    """Moments on days that the chart has, one for a day."""
    held: dict[int, list[str]] = {}
    for one in chart.moments:
        if chart.days[0] <= one.day <= chart.days[-1]:
            day = chart.days[max(0, bisect_right(chart.days, one.day) - 1)]
            held.setdefault(day, []).append(one.words)
    return [Moment(day, " \u00b7 ".join(words)) for day, words in sorted(held.items())]


def _spots(chart: LineChart, frame: _Frame, size: float) -> dict[int, Placed]:
    """Moments by the place of their day; `x` is the height of their words."""
    held = {one.day: one for one in frame.placed}
    made = {}
    for at, day in enumerate(chart.days):
        if day in held and at not in made:
            one = held[day]
            height = (
                frame.y.stop - size * (0.75 + _ROW * max(one.row, 0))
                if one.row >= 0
                else frame.y.stop
            )
            made[at] = replace(one, x=max(height, frame.top))
    return made


def _between(low: float | None, high: float | None) -> float | None:
    return high - low if low is not None and high is not None else None


def _range(canvas: Canvas, plot: Any, group: Any, found: Sequence[Any]) -> None:
    """The usual band as areas behind the lines: what lies under it shows nothing."""
    area = etree.Element(qn("c:areaChart"))
    etree.SubElement(area, qn("c:grouping"), {"val": "stacked"})
    etree.SubElement(area, qn("c:varyColors"), {"val": "0"})
    for series, role in zip(found, ("", "accentsoft"), strict=True):
        group.remove(series)
        for tag in ("c:marker", "c:smooth"):
            for one in series.findall(qn(tag)):
                series.remove(one)
        into(series, look_of(canvas.tones, role), AFTER_LOOK)
        area.append(series)
    for one in group.findall(qn("c:axId")):
        etree.SubElement(area, qn("c:axId"), {"val": one.get("val")})
    plot.insert(list(plot).index(group), area)


def _line(canvas: Canvas, series: Any, one: _Added, size: float) -> None:
    tones = canvas.tones
    role = one.tone if one.tone in ("", "edge") else tones.fill(one.tone)
    into(series, look_of(tones, "", role, one.wide, "sysDash" if one.dash else ""), AFTER_LOOK)
    marker = etree.Element(qn("c:marker"))
    etree.SubElement(marker, qn("c:symbol"), {"val": "none"})
    into(series, marker, AFTER_POINTS)
    if not one.figure:
        return
    last = _last(one.values)
    for at in sorted({last, *_alone(one.values)} - {-1}):
        point = etree.Element(qn("c:dPt"))
        etree.SubElement(point, qn("c:idx"), {"val": str(at)})
        mark = etree.SubElement(point, qn("c:marker"))
        etree.SubElement(mark, qn("c:symbol"), {"val": "circle"})
        side = size * 0.6 if at == last else max(one.wide * 1.8, 3)
        etree.SubElement(mark, qn("c:size"), {"val": str(max(round(side), 2))})
        mark.append(look_of(tones, role, role, 0.5))
        etree.SubElement(point, qn("c:bubble3D"), {"val": "0"})
        point.append(look_of(tones, "", role, one.wide, "sysDash" if one.dash else ""))
        into(series, point, AFTER_POINTS)


def _alone(values: Values) -> list[int]:
    """Known values between holes, which no line would show."""
    held = [None, *map(known, values), None]
    return [
        at
        for at, (a, b, c) in enumerate(zip(held, held[1:], held[2:], strict=False))
        if a is None and b is not None and c is None
    ]


def _last(values: Values) -> int:
    return max((at for at, one in enumerate(values) if known(one) is not None), default=-1)


def _end_wide(one: _Added, chart: LineChart, size: float) -> float:
    last = _last(one.values)
    if last < 0:
        return 0.0
    told = f"{one.values[last]:,.{chart.digits}f}{'%' if chart.unit == '%' else ''}"
    words = [parts.name(one.name)] if one.named else []
    words += [told] if one.figure else []
    return wide(" ".join(words), size * (1.1 if not one.named else 1.0), bold=one.figure)


def _ends(added: Sequence[_Added], frame: _Frame, size: float) -> dict[int, float]:
    """By how much names at the ends of lines move, so that none lies on another."""
    gap = size * 1.3
    held = [
        (frame.at(value), at)
        for at, one in enumerate(added)
        if (last := _last(one.values)) >= 0 and (value := one.values[last]) is not None
    ]
    places = sorted(held)
    now = [spot for spot, _ in places]
    for _ in range(60):
        for at, (upper, lower) in enumerate(pairwise(list(now))):
            short = gap - (lower - upper)
            if short > 0.05:
                now[at] -= short / 2
                now[at + 1] += short / 2
    over = max(now, default=0.0) - (frame.bottom + gap * 0.2)
    now = [one - over for one in now] if over > 0 else now
    return {at: moved - spot for (spot, at), moved in zip(places, now, strict=True)}


def _end(
    canvas: Canvas,
    series: Any,
    one: _Added,
    size: float,
    how: tuple[float, bool],
) -> None:
    """A label at the last value: the name where there are several lines, and the figure."""
    moved, alone = how
    last = _last(one.values)
    made = etree.Element(qn("c:dLbls"))
    if last >= 0:
        label = etree.SubElement(made, qn("c:dLbl"))
        etree.SubElement(label, qn("c:idx"), {"val": str(last)})
        if abs(moved) > 0.002:
            parts.moved(label, 0.0, moved)
        label.append(look_of(canvas.tones, ""))
        role = canvas.tones.words(one.tone) if one.figure else "text3"
        points = size * 1.1 if alone and one.figure else size
        words_of(
            canvas.tones, label, points, "text" if alone and one.figure else role, bold=one.figure
        )
        etree.SubElement(label, qn("c:dLblPos"), {"val": "r"})
        flags(label, *(("Val",) if one.figure else ()), *(("SerName",) if one.named else ()))
    flags(made)
    parts.no_leaders(made)
    into(series, made, AFTER_LABELS)


def _moments(
    canvas: Canvas,
    series: Any,
    spots: dict[int, Placed],
    frame: _Frame,
    size: float,
) -> None:
    """Days with their words over the lines, and a dotted line down to the axis."""
    tones = canvas.tones
    into(series, look_of(tones, ""), AFTER_LOOK)
    marker = etree.Element(qn("c:marker"))
    etree.SubElement(marker, qn("c:symbol"), {"val": "none"})
    into(series, marker, AFTER_POINTS)
    labels = etree.Element(qn("c:dLbls"))
    for at, one in sorted(spots.items()):
        if one.words != one.whole or one.row < 0:
            canvas.told.append(f"{tones.look.style.date(one.day)}: {one.whole}")
        if one.row < 0 or not one.words:
            continue
        label = etree.SubElement(labels, qn("c:dLbl"))
        etree.SubElement(label, qn("c:idx"), {"val": str(at)})
        etree.SubElement(label, qn("c:layout"))
        parts.rich(tones, label, one.words, size, "text2")
        etree.SubElement(label, qn("c:dLblPos"), {"val": "l" if one.left else "r"})
        flags(label, "Val")
    flags(labels)
    into(series, labels, AFTER_LABELS)
    bars = etree.Element(qn("c:errBars"))
    etree.SubElement(bars, qn("c:errDir"), {"val": "y"})
    etree.SubElement(bars, qn("c:errBarType"), {"val": "minus"})
    etree.SubElement(bars, qn("c:errValType"), {"val": "fixedVal"})
    etree.SubElement(bars, qn("c:noEndCap"), {"val": "1"})
    etree.SubElement(bars, qn("c:val"), {"val": repr(frame.most - frame.y.low)})
    look = etree.SubElement(bars, qn("c:spPr"))
    tones.stroke(look, "text2", 1.0, "sysDot")
    into(series, bars, AFTER_ERRORS)


def _axes(
    canvas: Canvas,
    chart: LineChart,
    plot: Any,
    frame: _Frame,
    size: float,
) -> None:
    y = frame.y
    whole = replace(y, high=frame.most)
    made = value_axis(canvas, plot, size, whole, number_format(y.digits, chart.unit))
    made.find(qn("c:crossBetween")).set("val", "midCat")
    unit = _unit(chart)
    if unit:
        _titled(canvas, made, letters.fit(unit, frame.right * 0.5, size), size)
    category_axis(canvas, plot, size)


def _titled(canvas: Canvas, made: Any, text: str, size: float) -> None:
    """The unit, lying over the axis."""
    title = etree.Element(qn("c:title"))
    parts.rich(canvas.tones, title, text, size, "text3")
    layout = etree.SubElement(title, qn("c:layout"))
    held = etree.SubElement(layout, qn("c:manualLayout"))
    for one in ("xMode", "yMode"):
        etree.SubElement(held, qn(f"c:{one}"), {"val": "edge"})
    for one in ("x", "y"):
        etree.SubElement(held, qn(f"c:{one}"), {"val": "0"})
    etree.SubElement(title, qn("c:overlay"), {"val": "1"})
    at = list(made).index(made.find(qn("c:majorGridlines"))) + 1
    made.insert(at, title)


def _named_days(made: Any, chart: LineChart, shown: str) -> None:
    """About six names of days or months under the lines."""
    span = max(chart.days) - min(chart.days)
    months = span > _LONG
    every = max(1, round(span / (30.4 if months else 1) / _NAMES))
    made.find(qn("c:numFmt")).attrib.update({"formatCode": shown, "sourceLinked": "0"})
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for one in made.findall(qn(tag)):
            made.remove(one)
    units = (("baseTimeUnit", "days"), ("majorUnit", str(every)))
    for tag, value in (*units, ("majorTimeUnit", "months" if months else "days")):
        etree.SubElement(made, qn(f"c:{tag}"), {"val": value})


def drawable(chart: LineChart) -> bool:
    """Whether there is a value to draw."""
    return bool(chart.days) and any(
        known(one) is not None for held in chart.series for one in held.values
    )


def days_known(chart: LineChart) -> bool:
    """Whether its days can be told as days by a workbook."""
    return all(serial(one) is not None for one in chart.days)


__all__ = ["Series", "days_known", "drawable", "lines"]
