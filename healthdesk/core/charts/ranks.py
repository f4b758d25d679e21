"""Draws lying bars in the order given: names at the left, figures at the right, marks of before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from healthdesk.core.charts import letters
from healthdesk.core.charts.axis import Scale
from healthdesk.core.charts.lines import NOTHING, figure, in_words
from healthdesk.core.charts.look import Look
from healthdesk.core.charts.pen import Pen
from healthdesk.core.domain.report_chart import RankChart

_ROW, _TWO_LINES = 2.2, 2.9
"""Height of a row, in heights of letters: where all names have room on a line, or not."""
_LEAST_ROW: Final = 1.3
_NAMES: Final = 0.42
"""Of the width, what names take at most."""
_BROKEN: Final = 2.5
"""Heights of letters from which on a name may stand on two lines."""


@dataclass(frozen=True)
class _Rows:
    """Where bars begin and end, and where rows are."""

    x: Scale
    names: float
    top: float
    row: float


def height(chart: RankChart, look: Look, width: float) -> float:
    """How high the chart wants to be."""
    room = width * _NAMES
    long = any(letters.width(one, look.size) > room for one in chart.labels)
    row = _TWO_LINES if long else _ROW
    return look.size * (row * len(chart.labels) + (1.7 if _told_mark(chart) else 0) + 0.2)


def draw(chart: RankChart, pen: Pen, top: float) -> None:
    """Draw the chart below a height."""
    look, size = pen.look, pen.look.size
    if not chart.labels:
        pen.words(pen.width / 2, (top + pen.height) / 2, NOTHING, look.colors["text3"], "middle")
        return
    foot = size * 1.7 if _told_mark(chart) else 0.0
    room = pen.height - top - foot
    shown = min(len(chart.labels), max(int(room / (size * _LEAST_ROW)), 1))
    rest = len(chart.labels) - shown
    if rest:
        shown, rest = max(shown - 1, 1), len(chart.labels) - max(shown - 1, 1)
    row = min(room / (shown + (1 if rest else 0)), size * _TWO_LINES * 1.25)
    rows = _places(chart, pen, top, row, shown)
    if rows.x.low < 0:
        zero = rows.x.at(0)
        pen.line((zero, top), (zero, top + row * shown), look.colors["border"])
    for at in range(shown):
        _bar(chart, at, pen, rows)
    if rest:
        y = top + row * (shown + 0.5)
        pen.words(rows.names, y, f"and {rest} more", look.colors["text3"])
    if foot:
        y = pen.height - size * 0.7
        pen.line((1, y - size * 0.6), (1, y + size * 0.6), look.colors["text"], size * 0.16)
        words = letters.fit(chart.mark_name, pen.width - size, size)
        pen.words(size * 0.7, y, words, look.colors["text3"])


def _told_mark(chart: RankChart) -> bool:
    """Whether the mark has to be named under the bars: the title has not done it."""
    named = chart.mark_name.casefold() in chart.title.casefold()
    return bool(chart.mark_name) and any(one is not None for one in chart.marks) and not named


def _places(chart: RankChart, pen: Pen, top: float, row: float, shown: int) -> _Rows:
    size = pen.look.size
    most = pen.width * _NAMES
    lines = 2 if row >= size * _BROKEN else 1
    broken = [letters.wrap(one, most, size, lines) for one in chart.labels[:shown]]
    names = max((letters.width(line, size) for one in broken for line in one), default=0.0)
    values = [one for one in (*chart.values, *chart.marks) if one is not None]
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    if high <= low:
        high = 1.0
    told = [_figure(chart, at, pen.look) for at in range(shown)]
    wide = max((letters.width(one, size, 600) for one in told), default=0.0) + size * 0.9
    start, stop = names + size * 1.1 + (wide if low < 0 else 0.0), pen.width - wide
    if high == 0:
        stop = pen.width - 1
    return _Rows(Scale(low, high, start, max(stop, start + size)), 0.0, top, row)


def _figure(chart: RankChart, at: int, look: Look) -> str:
    value = chart.values[at]
    return "no data" if value is None else figure(value, chart.unit, chart.digits, look)


def _bar(chart: RankChart, at: int, pen: Pen, rows: _Rows) -> None:
    look, size = pen.look, pen.look.size
    middle = rows.top + rows.row * (at + 0.5)
    thick = min(rows.row * 0.52, size * 1.2)
    _name(chart.labels[at], pen, rows, middle)
    value, zero = chart.values[at], rows.x.at(0)
    tone = chart.tones[at] if at < len(chart.tones) else "accent"
    told = _figure(chart, at, look)
    if value is None:
        side = -1 if rows.x.high == 0 else 1
        pen.words(zero + side * size * 0.6, middle, told, look.colors["text3"],
                  "end" if side < 0 else "start")  # fmt: skip
    else:
        left, right = sorted((zero, rows.x.at(value)))
        words = f"{chart.labels[at]}: {in_words(value, chart.unit, chart.digits, look)}"
        mark = chart.marks[at] if at < len(chart.marks) else None
        if mark is not None:
            words += f"; {chart.mark_name or 'before'} " + in_words(
                mark, chart.unit, chart.digits, look
            )
        pen.bar(
            left,
            middle - thick / 2,
            max(right - left, 1.0),
            thick,
            color=look.fill(tone),
            told=words,
        )
        end = _clear(right, letters.width(told, size, 600), mark, rows, size)
        if value < 0 or rows.x.high == 0:
            pen.words(left - size * 0.6, middle, told, look.colors["text"], "end", weight=600)
        else:
            pen.words(end + size * 0.6, middle, told, look.colors["text"], "start", weight=600)
    _mark(chart, at, pen, rows, (middle, thick))


def _clear(end: float, wide: float, mark: float | None, rows: _Rows, size: float) -> float:
    """Where the figure of a bar begins: at its end, or behind a mark that would lie on it."""
    if mark is None:
        return end
    place, gap = rows.x.at(mark), size * 0.6
    apart = place < end - size * 0.3 or place > end + gap * 2 + wide
    return end if apart else max(end, place + size * 0.1)


def _name(label: str, pen: Pen, rows: _Rows, middle: float) -> None:
    size = pen.look.size
    lines = 2 if rows.row >= size * _BROKEN else 1
    broken = letters.wrap(label, pen.width * _NAMES, size, lines)
    for at, line in enumerate(broken):
        y = middle + (at - (len(broken) - 1) / 2) * size * 1.2
        pen.words(rows.names, y, line, pen.look.colors["text2"])


def _mark(
    chart: RankChart, at: int, pen: Pen, rows: _Rows, bar: tuple[float, float]
) -> None:  # fmt: skip
    mark = chart.marks[at] if at < len(chart.marks) else None
    if mark is not None:
        x, (middle, thick), over = rows.x.at(mark), bar, pen.look.size * 0.2
        reach = thick / 2 + over
        start, stop = (x, middle - reach), (x, middle + reach)
        pen.line(start, stop, "#FFFFFF", pen.look.size * 0.36)
        pen.line(start, stop, pen.look.colors["text"], pen.look.size * 0.16)
