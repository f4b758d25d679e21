"""Native charts of bars: stacked columns, lying bars with marks of before, parts of a whole."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor
from typing import Any, Final

from lxml import etree
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn

from healthdesk.core.charts import axis, letters
from healthdesk.core.charts.axis import Scale
from healthdesk.core.domain.report_chart import ColumnChart, PartsChart, RankChart
from healthdesk.core.papers import slides_chart_parts as parts
from healthdesk.core.papers.slides_chart_parts import (
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
from healthdesk.core.papers.slides_words import Run, wide

_NAMES: Final = 0.42
"""Of the width, what names of bars take at most."""
_TICK: Final = 2.2
"""Points that a mark of before is wide."""
_CROWDED: Final = 26
"""Columns from which on totals are not written over them."""
_NO_DATA: Final = " (no data)"


def columns(canvas: Canvas, chart: ColumnChart, box: Box, size: float) -> Any:
    """Upright bars in stacks, the sum over each."""
    shown = number_format(chart.digits, chart.unit)
    count = len(chart.labels)
    named = len(chart.series) > 1
    totals = tuple(_sum([_at(one.values, at) for one in chart.series]) for at in range(count))
    series = [(one.name, one.values) for one in chart.series]
    series.append(("Total", totals))
    made = canvas.slide.shapes.add_chart(
        XL_CHART_TYPE.COLUMN_STACKED, *box.emu(), parts.figures(chart.labels, series, shown)
    )
    plot = parts.plot_of(made, canvas.tones)
    bars = plot.find(qn("c:barChart"))
    _set(bars, "gapWidth", 60)
    _set(bars, "overlap", 100)
    for one, element in zip(chart.series, bars.findall(qn("c:ser")), strict=False):
        into(element, look_of(canvas.tones, canvas.tones.fill(one.tone)), AFTER_LOOK)
    stacks = [[_at(one.values, at) for one in chart.series] for at in range(count)]
    low = min((0.0, *(_sum(one, -1) or 0.0 for one in stacks)))
    most = max((0.0, *(_sum(one, 1) or 0.0 for one in stacks)))
    high = axis.scale(low, most, 4 if box.h > size * 14 else 3, (0.0, 1.0))
    if high.digits > chart.digits == 0:
        # what is counted has no halves
        ends = floor(low), ceil(max(most, 1.0))
        high = replace(
            high, low=ends[0], high=ends[1], ticks=tuple(range(ends[0], ends[1] + 1)), digits=0
        )
    if count <= _CROWDED:
        _labels(canvas, _as_line(bars, plot), size, "t")
    else:
        _as_line(bars, plot)
    value_axis(canvas, plot, size, high, number_format(high.digits, chart.unit))
    category_axis(canvas, plot, size)
    widest = max((wide(f"{one:,.{chart.digits}f}", size) for one in high.ticks), default=0.0)
    left, top = widest + size * 0.8, size * (2.9 if named else 1.5)
    room, tall = box.w - left - size * 0.3, box.h - top - size * 1.9
    parts.placed(plot, left / box.w, top / box.h, room / box.w, tall / box.h)
    if named:
        _key(canvas, [(one.name, canvas.tones.fill(one.tone)) for one in chart.series], box, size)
    return made


def ranks(canvas: Canvas, chart: RankChart, box: Box, size: float, most: int) -> Any:
    """Lying bars, their figures beside them, marks of before as a tick."""
    tones, count = canvas.tones, min(len(chart.labels), most)
    shown = number_format(chart.digits, chart.unit)
    values = [_at(chart.values, at) for at in range(count)]
    marks = [_at(chart.marks, at) for at in range(count)]
    labels = [
        f"{parts.name(one)}{_NO_DATA if value is None else ''}"
        for one, value in zip(chart.labels, values, strict=False)
    ]
    marked = any(one is not None for one in marks)
    series: list[tuple[str, parts.Values]] = [(chart.unit or "Value", values)]
    if marked:
        series.append((chart.mark_name or "Before", marks))
    made = canvas.slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, *box.emu(), parts.figures(labels, series, shown)
    )
    plot = parts.plot_of(made, canvas.tones)
    bars = plot.find(qn("c:barChart"))
    row = box.h / max(count, 1)
    thick = min(row * 0.52, size * 1.2)
    _set(bars, "gapWidth", min(round((row / thick - 1) * 100), 500))
    _set(bars, "overlap", 100)
    held = [one for one in (*values, *marks) if one is not None]
    low, high = min((0.0, *held)), max((0.0, *held))
    high = high if high > low else low + 1.0
    found = bars.findall(qn("c:ser"))
    into(found[0], look_of(tones, "accent"), AFTER_LOOK)
    for at in range(count):
        tone = chart.tones[at] if at < len(chart.tones) else "accent"
        if tone != "accent":
            _point(found[0], at, look_of(tones, tones.fill(tone)))
    widest = max((wide(f"{one:,.{chart.digits}f}%", size, bold=True) for one in held), default=0.0)
    names = min(max((wide(one, size) for one in labels), default=0.0), box.w * _NAMES)
    left = names + size * 1.1
    room = max(box.w - left - widest - size * 0.9, size)
    if low < 0:
        # figures left of bars below zero stand within the plot, beside the names
        share = min((widest + size) / room, 0.5)
        low -= (high - low) * share / (1 - share)
    _labels(
        canvas, found[0], size, "outEnd", _beside(values, marks, (high - low) / room, size, box.w)
    )
    _hide_values(plot, low, high)
    category_axis(canvas, plot, size, reverse=True)
    if marked:
        into(found[1], look_of(tones, ""), AFTER_LOOK)
        inner = Box(box.x + left, box.y, room, box.h)
        _ticks(canvas, marks, inner, low, (high - low) / room)
    parts.placed(plot, left / box.w, 0.0, room / box.w, 1.0)
    return made


def parted(canvas: Canvas, chart: PartsChart, box: Box) -> Any:
    """One bar in parts that make a whole."""
    tones = canvas.tones
    series = [(one, (_at(chart.values, at),)) for at, one in enumerate(chart.labels)]
    data = parts.figures(("All",), series, number_format(chart.digits, chart.unit))
    made = canvas.slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED_100, *box.emu(), data)
    plot = parts.plot_of(made, canvas.tones)
    bars = plot.find(qn("c:barChart"))
    _set(bars, "gapWidth", 0)
    _set(bars, "overlap", 100)
    for at, element in enumerate(bars.findall(qn("c:ser"))):
        tone = chart.tones[at] if at < len(chart.tones) else "accent"
        into(element, look_of(tones, tones.fill(tone), "surface", 1.0), AFTER_LOOK)
    _hide_values(plot, 0.0, 1.0)
    for one in plot.findall(qn("c:catAx")):
        _set(one, "delete", 1)
    parts.placed(plot, 0.0, 0.0, 1.0, 1.0)
    return made


def value_axis(
    canvas: Canvas,
    plot: Any,
    size: float,
    scale: Scale,
    shown: str,
) -> Any:
    """The axis of values: quiet figures, thin lines across, no line of its own."""
    made = plot.find(qn("c:valAx"))
    tones = canvas.tones
    _bounds(made, scale.low, scale.high)
    ticks = scale.ticks
    step = ticks[1] - ticks[0] if len(ticks) > 1 else max(scale.high - scale.low, 1.0)
    for tag in ("c:majorGridlines", "c:spPr", "c:txPr", "c:title", "c:minorUnit", "c:majorUnit"):
        for one in made.findall(qn(tag)):
            made.remove(one)
    lines = etree.Element(qn("c:majorGridlines"))
    lines.append(look_of(tones, "", "grid", 0.75))
    made.insert(list(made).index(made.find(qn("c:axPos"))) + 1, lines)
    _set(made, "numFmt", None).attrib.update({"formatCode": shown, "sourceLinked": "0"})
    _set(made, "majorTickMark", "none")
    _set(made, "minorTickMark", "none")
    _set(made, "tickLblPos", "low")
    _style(canvas, made, size, "")
    _set(made, "crossBetween", "between")
    _set(made, "majorUnit", repr(step))
    return made


def category_axis(canvas: Canvas, plot: Any, size: float, *, reverse: bool = False) -> Any:
    """The axis of names or days: quiet, a thin line, no ticks."""
    found = plot.find(qn("c:dateAx"))
    made = found if found is not None else plot.find(qn("c:catAx"))
    for tag in ("c:majorGridlines", "c:spPr", "c:txPr"):
        for one in made.findall(qn(tag)):
            made.remove(one)
    _set(made, "majorTickMark", "none")
    _set(made, "minorTickMark", "none")
    _set(made, "tickLblPos", "low")
    if reverse:
        made.find(qn("c:scaling")).find(qn("c:orientation")).set("val", "maxMin")
    _style(canvas, made, size, "border", "text2" if reverse else "text3")
    return made


def _style(canvas: Canvas, made: Any, size: float, line: str, role: str = "text3") -> None:
    look = look_of(canvas.tones, "", line, 0.75)
    words_of(canvas.tones, made, size, role)
    words = made.find(qn("c:txPr"))
    made.remove(words)
    at = list(made).index(made.find(qn("c:crossAx")))
    made.insert(at, words)
    made.insert(at, look)


def _bounds(made: Any, low: float, high: float) -> None:
    scaling = made.find(qn("c:scaling"))
    for one in list(scaling):
        scaling.remove(one)
    etree.SubElement(scaling, qn("c:orientation"), {"val": "minMax"})
    etree.SubElement(scaling, qn("c:max"), {"val": repr(high)})
    etree.SubElement(scaling, qn("c:min"), {"val": repr(low)})


def _hide_values(plot: Any, low: float, high: float) -> None:
    made = plot.find(qn("c:valAx"))
    _bounds(made, low, high)
    for one in made.findall(qn("c:majorGridlines")):
        made.remove(one)
    _set(made, "delete", 1)


def _set(parent: Any, tag: str, value: object) -> Any:
    """Set a part that is there, or add it where the format wants it."""
    made = parent.find(qn(f"c:{tag}"))
    if made is None:
        made = etree.Element(qn(f"c:{tag}"))
        follow = _FOLLOW[tag]
        spots = [at for at, one in enumerate(parent) if etree.QName(one).localname in follow]
        parent.insert(spots[0] if spots else len(parent), made)
    if value is not None:
        made.set("val", str(value))
    return made


_AXIS: Final = ("numFmt", "majorTickMark", "minorTickMark", "tickLblPos", "spPr", "txPr", "crossAx")
_FOLLOW: Final = {
    "gapWidth": ("overlap", "serLines", "axId"),
    "overlap": ("serLines", "axId"),
    "delete": ("axPos",),
    "numFmt": _AXIS[1:],
    "majorTickMark": _AXIS[2:],
    "minorTickMark": _AXIS[3:],
    "tickLblPos": _AXIS[4:],
    "crossBetween": ("majorUnit", "minorUnit", "dispUnits", "extLst"),
    "majorUnit": ("minorUnit", "dispUnits", "extLst"),
}


def _at(values: Any, at: int) -> float | None:
    return known(values[at]) if at < len(values) else None


def _sum(values: list[float | None], side: int = 0) -> float | None:
    """The sum of what is known, of one side of zero if asked; None where nothing is known."""
    held = [one for one in values if one is not None]
    if not held:
        return None
    return float(sum(one for one in held if one * side >= 0))


def _point(series: Any, at: int, look: Any) -> None:
    made = etree.Element(qn("c:dPt"))
    etree.SubElement(made, qn("c:idx"), {"val": str(at)})
    etree.SubElement(made, qn("c:invertIfNegative"), {"val": "0"})
    etree.SubElement(made, qn("c:bubble3D"), {"val": "0"})
    made.append(look)
    into(series, made, AFTER_POINTS)


def _labels(
    canvas: Canvas,
    series: Any,
    size: float,
    place: str,
    moved: dict[int, float] | None = None,
) -> None:
    """Figures at bars; `moved` go aside by shares of the chart."""
    made = etree.Element(qn("c:dLbls"))
    for at, by in (moved or {}).items():
        one = etree.SubElement(made, qn("c:dLbl"))
        etree.SubElement(one, qn("c:idx"), {"val": str(at)})
        parts.moved(one, by, 0.0)
        words_of(canvas.tones, one, size, "text", bold=True)
        etree.SubElement(one, qn("c:dLblPos"), {"val": place})
        flags(one, "Val")
    made.append(look_of(canvas.tones, ""))
    words_of(canvas.tones, made, size, "text", bold=True)
    etree.SubElement(made, qn("c:dLblPos"), {"val": place})
    flags(made, "Val")
    parts.no_leaders(made)
    into(series, made, AFTER_LABELS)


def _beside(
    values: list[float | None], marks: list[float | None], per: float, size: float, wide_: float
) -> dict[int, float]:
    """By how much figures go aside where a mark would stand on them."""
    made = {}
    for at, (value, mark) in enumerate(zip(values, marks, strict=True)):
        if value is not None and mark is not None and value >= 0:
            away = (mark - value) / per
            if -_TICK < away < size * 2.5:
                made[at] = (max(away, 0.0) + size * 0.5) / wide_
    return made


def _ticks(canvas: Canvas, marks: list[float | None], plot: Box, low: float, per: float) -> None:
    """Marks of before as upright ticks over the bars, as shapes: no kind of series draws them."""
    row = plot.h / max(len(marks), 1)
    for at, one in enumerate(marks):
        if one is not None:
            x, middle = plot.x + (one - low) / per, plot.y + row * (at + 0.5)
            tall = min(row * 0.52, canvas.tones.look.size * 1.2) + 6
            light = Box(x - _TICK * 1.2, middle - tall / 2, _TICK * 2.4, tall)
            canvas.shape(MSO_SHAPE.RECTANGLE, light, "surface")
            box = Box(x - _TICK / 2, middle - tall / 2, _TICK, tall)
            canvas.shape(MSO_SHAPE.RECTANGLE, box, "text")


def _as_line(bars: Any, plot: Any) -> Any:
    """The last series as a line that shows nothing, to carry the sums over the stacks."""
    series = bars.findall(qn("c:ser"))[-1]
    bars.remove(series)
    for one in series.findall(qn("c:invertIfNegative")):
        series.remove(one)
    look = etree.Element(qn("c:spPr"))
    etree.SubElement(etree.SubElement(look, qn("a:ln")), qn("a:noFill"))
    into(series, look, AFTER_LOOK)
    marker = etree.Element(qn("c:marker"))
    etree.SubElement(marker, qn("c:symbol"), {"val": "none"})
    into(series, marker, AFTER_POINTS)
    etree.SubElement(series, qn("c:smooth"), {"val": "0"})
    lines = etree.Element(qn("c:lineChart"))
    etree.SubElement(lines, qn("c:grouping"), {"val": "standard"})
    etree.SubElement(lines, qn("c:varyColors"), {"val": "0"})
    lines.append(series)
    etree.SubElement(lines, qn("c:marker"), {"val": "1"})
    for one in bars.findall(qn("c:axId")):
        etree.SubElement(lines, qn("c:axId"), {"val": one.get("val")})
    plot.insert(list(plot).index(bars) + 1, lines)
    return series


def _key(canvas: Canvas, names: list[tuple[str, str]], box: Box, size: float) -> None:
    """The names of colours in a row over a chart."""
    x, side = box.x, size * 0.7
    each = box.w / max(len(names), 1)
    for text, role in names:
        told = letters.fit(parts.name(text), each - size * 2.2, size)
        long = wide(told, size) + size * 0.4
        square = Box(x, box.y + size * 0.3, side, side)
        canvas.shape(MSO_SHAPE.RECTANGLE, square, role)
        place = Box(x + size * 1.1, box.y, long, size * 1.22)
        canvas.text(place, ((Run(told, "text2"),),), size, name="Key")
        x += size * 2.3 + long
