"""Draws upright bars in stacks: totals over them, names of parts above, labels kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.charts import axis, letters
from healthdesk.core.charts.axis import Scale
from healthdesk.core.charts.legend import legend
from healthdesk.core.charts.lines import NOTHING, figure, in_words, tick_words
from healthdesk.core.charts.pen import Pen
from healthdesk.core.domain.number_style import NONE
from healthdesk.core.domain.report_chart import ColumnChart

_WIDEST: Final = 4.2
"""Of a bar, in heights of letters."""
_FILLED: Final = 0.64
_TWO: Final = 2
_APART: Final = 9
"""Heights of letters from one label to the next at most, where some are left out."""


@dataclass(frozen=True)
class _Stack:
    """One label's parts: known values by series, and what is above and below nothing."""

    values: tuple[float | None, ...]

    @property
    def above(self) -> float:
        return sum(one for one in self.values if one is not None and one > 0)

    @property
    def below(self) -> float:
        return sum(one for one in self.values if one is not None and one < 0)


def draw(chart: ColumnChart, pen: Pen, top: float) -> None:
    """Draw the chart below a height."""
    look, size = pen.look, pen.look.size
    stacks = [
        _Stack(tuple(one.values[at] for one in chart.series)) for at in range(len(chart.labels))
    ]
    if not any(value is not None for stack in stacks for value in stack.values):
        pen.words(pen.width / 2, (top + pen.height) / 2, NOTHING, look.colors["text3"], "middle")
        return
    if len(chart.series) > 1:
        names = [(one.tone, one.name, "") for one in chart.series]
        top = legend(names, pen, top) + size * 0.3
    lines = _labels(chart.labels, pen.width * 0.9 / len(chart.labels), size)
    rows = max((len(one) for one in lines), default=1)
    high = max(stack.above for stack in stacks)
    least = min(stack.below for stack in stacks)
    foot = pen.height - size * (0.6 + 1.3 * rows)
    low, head = foot - (size * 1.2 if least < 0 else 0.0), top + size * 1.5
    count = 2 if low - head < size * 8 else 3
    whole = axis.counted(one for series in chart.series for one in series.values)
    scale = axis.scale(least, max(high, 0.0), count, (low, head), whole=whole)
    ticks = [tick_words(one, scale, chart.unit, look) for one in scale.ticks]
    left = max(letters.width(one, size) for one in ticks) + size * 0.7
    for value, words in zip(scale.ticks, ticks, strict=True):
        color = look.colors["edge" if value == 0 else "grid"]
        pen.line((left, scale.at(value)), (pen.width, scale.at(value)), color)
        pen.words(left - size * 0.6, scale.at(value), words, look.colors["text3"], "end")
    slot = (pen.width - left) / len(stacks)
    told = [figure(one.above + one.below, chart.unit, chart.digits, look) for one in stacks]
    fits = all(letters.width(one, size, 600) <= slot * 0.94 for one in told)
    for at in range(len(stacks)):
        _stack(chart, at, pen, scale, (left + slot * at, slot), totals=fits)
    for at, label in enumerate(_fitting(lines, slot, size)):
        for row, line in enumerate(label):
            y = foot + size * (0.95 + 1.3 * row)
            middle, half = left + slot * (at + 0.5), letters.width(line, size) / 2
            if half <= min(middle, pen.width - middle):
                pen.words(middle, y, line, look.colors["text3"], "middle")


def _stack(
    chart: ColumnChart, at: int, pen: Pen, scale: Scale, slot: tuple[float, float], *, totals: bool
) -> None:
    stack = _Stack(tuple(one.values[at] for one in chart.series))
    look, middle = pen.look, slot[0] + slot[1] / 2
    wide = min(slot[1] * _FILLED, look.size * _WIDEST)
    if all(value is None for value in stack.values):
        spot = scale.at(0) - look.size * 0.7
        pen.words(middle, spot, NONE, look.colors["text3"], "middle")
        pen.hit(middle - wide / 2, spot - 8, wide, 16, f"{chart.labels[at]}: no data")
        return
    up = down = 0.0
    for series, value in zip(chart.series, stack.values, strict=True):
        if value is None or value == 0:
            continue
        start = up if value > 0 else down
        up, down = (up + value, down) if value > 0 else (up, down + value)
        edges = sorted((scale.at(start), scale.at(start + value)))
        gap = 0.7 if start else 0.0
        told = f"{chart.labels[at]}{f', {series.name}' if len(chart.series) > 1 else ''}: "
        told += in_words(value, chart.unit, chart.digits, look)
        shift = gap if value < 0 else 0.0
        pen.bar(middle - wide / 2, edges[0] + shift, wide, edges[1] - edges[0] - gap,
                color=look.fill(series.tone), told=told)  # fmt: skip
    total = figure(up + down, chart.unit, chart.digits, look)
    if totals and None not in stack.values:
        spot = scale.at(up) - look.size * 0.75 if up or not down else scale.at(down) + look.size
        pen.words(middle, spot, total, look.colors["text"], "middle", weight=600)


def _labels(labels: tuple[str, ...], room: float, size: float) -> list[tuple[str, ...]]:
    """Labels on one line, or on two where that makes all of them fit."""
    if all(letters.width(one, size) <= room for one in labels):
        return [(one,) for one in labels]
    broken = [letters.wrap(one, room, size, _TWO) for one in labels]
    longest = max(letters.width(word, size) for one in labels for word in one.split() or ("",))
    return broken if longest <= room else [(one,) for one in labels]


def _fitting(lines: list[tuple[str, ...]], slot: float, size: float) -> list[tuple[str, ...]]:
    """Every label, or as many of them at an equal distance as have room; cut as the last resort."""
    widest = max((letters.width(line, size) for one in lines for line in one), default=0.0)
    step = next((one for one in range(1, len(lines)) if widest <= slot * one - size * 0.5), 0)
    if not step or step * slot > max(size * _APART, slot):
        step = max(round(size * _APART / slot), 1)
        room = slot * step - size
        lines = [tuple(letters.fit(line, room, size) for line in one) for one in lines]
    first = (step - 1) // 2
    return [one if at % step == first else () for at, one in enumerate(lines)]
