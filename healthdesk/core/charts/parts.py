"""Draws one bar in parts that make a whole, each named and counted under it."""

from __future__ import annotations

from typing import Final

from healthdesk.core.charts.legend import ROW, Named, legend, rows
from healthdesk.core.charts.lines import NOTHING, figure, in_words
from healthdesk.core.charts.look import Look
from healthdesk.core.charts.pen import Pen
from healthdesk.core.domain.report_chart import PartsChart

_BAR: Final = 1.9
"""Height of the bar, in heights of letters."""
_GAP: Final = 1.5


def height(chart: PartsChart, look: Look, width: float) -> float:
    """How high the chart wants to be."""
    return look.size * (_BAR + 0.7 + ROW * rows(_names(chart, look), look, width))


def draw(chart: PartsChart, pen: Pen, top: float) -> None:
    """Draw the chart below a height."""
    look, size = pen.look, pen.look.size
    whole = sum(max(one, 0.0) for one in chart.values)
    thick = min(size * _BAR, (pen.height - top) * 0.5)
    if whole <= 0:
        pen.bar(0, top, pen.width, thick, color=look.colors["grid"])
        middle = top + thick / 2
        pen.words(pen.width / 2, middle, NOTHING, look.colors["text3"], "middle")
        return
    shown = [at for at, one in enumerate(chart.values) if one > 0]
    room, x = pen.width - _GAP * (len(shown) - 1), 0.0
    for at in shown:
        value = chart.values[at]
        wide = max(room * value / whole, 0.5)
        told = f"{chart.labels[at]}: {in_words(value, chart.unit, chart.digits, look)}"
        told += f", {look.style.share(value / whole)}"
        pen.bar(x, top, wide, thick, color=look.fill(_tone(chart, at)), told=told)
        x += wide + _GAP
    legend(_names(chart, look), pen, top + thick + size * 0.4)


def _tone(chart: PartsChart, at: int) -> str:
    return chart.tones[at] if at < len(chart.tones) else "muted"


def _names(chart: PartsChart, look: Look) -> list[Named]:
    return [
        (_tone(chart, at), name, figure(chart.values[at], chart.unit, chart.digits, look))
        for at, name in enumerate(chart.labels)
    ]
