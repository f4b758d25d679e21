"""Blocks of a report as the pieces of slides: texts, figures, native tables and native charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pptx.enum.shapes import MSO_SHAPE

from healthdesk.core.charts import natural_height
from healthdesk.core.domain.report import (
    Block,
    Board,
    Chart,
    Figures,
    Pairs,
    Paragraph,
    Quotes,
    Steps,
    Table,
)
from healthdesk.core.domain.report_chart import ColumnChart, LineChart, PartsChart, RankChart
from healthdesk.core.papers.slides_atoms import (
    AcrossAtom,
    Atom,
    Fitted,
    PairAtom,
    QuotesAtom,
    Setting,
    named_width,
    paragraph,
    title,
)
from healthdesk.core.papers.slides_cards import board
from healthdesk.core.papers.slides_chart_bars import columns, parted, ranks
from healthdesk.core.papers.slides_chart_lines import drawable, lines
from healthdesk.core.papers.slides_chart_parts import known
from healthdesk.core.papers.slides_draw import Box, Canvas, describe
from healthdesk.core.papers.slides_figures import FiguresAtom, JourneyAtom, StepAtom
from healthdesk.core.papers.slides_table import TableAtom
from healthdesk.core.papers.slides_words import LEADING, Run, wide

_MOST_FIGURES, _MOST_STEPS = 6, 7
_NARROW: Final = 7.0
"""Of its letters, how wide the column of a figure is at least."""
_SHORT: Final = 200
"""Letters of quotes that stand side by side."""
_WIDE: Final = 600
_LOWEST, _TALLEST = 0.55, 1.5
_LOW_ROW, _TALL_ROW = 1.3, 1.2


def pieces(one: Block, width: float, setting: Setting) -> list[Atom]:
    """The pieces of a block of a width, one under another."""
    if isinstance(one, Paragraph):
        return paragraph(one, width, setting)
    if isinstance(one, Table):
        head = title(one.title, width, setting, setting.mark(one.notes))
        return [*head, TableAtom(one, width, setting)]
    if isinstance(one, Board):
        return board(one, width, setting)
    if isinstance(one, Figures | Pairs | Quotes | Steps):
        return _items(one, width, setting)
    head = title(one.title, width, setting, setting.mark(one.notes))
    return [*head, ChartAtom(one, width, setting)]


def _items(one: Figures | Pairs | Quotes | Steps, width: float, setting: Setting) -> list[Atom]:
    mark = setting.mark(one.notes)
    if isinstance(one, Figures):
        least = setting.size.small * _NARROW
        gutter = setting.size.gutter * 0.6
        room = max(int((width + gutter) / (least + gutter)), 1)
        each = max(1, min(len(one.items), _MOST_FIGURES, room))
        return [FiguresAtom(part, width, each, setting) for part in _rows(one.items, each)]
    head = title(one.title, width, setting, mark)
    if isinstance(one, Pairs):
        if one.across:
            return [AcrossAtom(one.items, width, setting, mark)] if one.items else []
        named = named_width(one.items, width, setting)
        return [*head, *_first([PairAtom(pair, width, named, setting) for pair in one.items])]
    if isinstance(one, Quotes):
        longest = max((len(quote.text) for quote in one.items), default=0)
        each = min(len(one.items), 3) if longest < _SHORT and width > _WIDE else 1
        rows = _rows(one.items, max(each, 1))
        return [*head, *_first([QuotesAtom(part, width, max(each, 1), setting) for part in rows])]
    return [*head, *_first(_steps(one, width, setting))]


def _steps(one: Steps, width: float, setting: Setting) -> list[Atom]:
    if not one.journey:
        return [StepAtom(step, width, setting) for step in one.items]
    rows = -(-len(one.items) // _MOST_STEPS) or 1
    each = max(-(-len(one.items) // rows), 1)
    parts = _rows(one.items, each)
    return [
        JourneyAtom(part, width, each, setting, ends=at == len(parts) - 1)
        for at, part in enumerate(parts)
    ]


def _rows(items: Sequence, each: int) -> list:  # type: ignore[type-arg]
    return [items[at : at + each] for at in range(0, len(items), each)]


def _first(held: list) -> list:  # type: ignore[type-arg]
    """Pieces under a heading: the first stands right below it."""
    for one in held[:1]:
        one.above = 0.0
    return held


class ChartAtom(Atom):
    """A native chart, as high as there is room for."""

    def __init__(self, chart: Chart, width: float, setting: Setting) -> None:
        self.chart, self.width, self.setting = chart, width, setting
        self.points = setting.size.chart
        look = setting.tones.look.sized(self.points)
        self._natural = natural_height(chart, width, look)

    def high(self) -> float:
        """How high it is drawn on paper."""
        if isinstance(self.chart, PartsChart):
            return self.points * 1.5 + len(self._key_rows()) * self.points * 1.5
        return self._natural

    def least(self) -> float:
        """How low it can still be read."""
        if isinstance(self.chart, PartsChart):
            return self.high()
        if isinstance(self.chart, RankChart):
            rows = min(len(self.chart.labels), 8)
            return min(self.points * _LOW_ROW * rows, self._natural)
        return self._natural * _LOWEST

    def most(self) -> float:
        """How high it may grow."""
        if isinstance(self.chart, PartsChart):
            return self.high()
        return self._natural * (_TALL_ROW if isinstance(self.chart, RankChart) else _TALLEST)

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw the chart; where there is nothing to draw it says so."""
        chart = self.chart
        place = Box(box.x, box.y, self.width, box.h)
        if not self._any():
            middle = Box(place.x, place.y + place.h / 2 - self.points, place.w, self.points * 2)
            words = Run("No data", "text3")
            canvas.text(middle, ((words,),), self.points, side="ctr", name="No data")
            return
        if isinstance(chart, LineChart):
            made = lines(canvas, chart, place, self.points)
        elif isinstance(chart, ColumnChart):
            made = columns(canvas, chart, place, self.points)
        elif isinstance(chart, RankChart):
            made = self._ranks(canvas, chart, place)
        else:
            bar = Box(place.x, place.y, place.w, self.points * 1.5)
            made = parted(canvas, chart, bar)
            self._key(canvas, place)
        describe(made, chart.summary or chart.title or "Chart")
        made.name = "Chart"

    def _any(self) -> bool:
        chart = self.chart
        if isinstance(chart, LineChart):
            return drawable(chart)
        if isinstance(chart, ColumnChart):
            held = [one for series in chart.series for one in series.values]
            return bool(chart.labels) and any(known(one) is not None for one in held)
        return bool(chart.labels) and bool(chart.values)

    def _ranks(self, canvas: Canvas, chart: RankChart, place: Box):  # type: ignore[no-untyped-def] # noqa: ANN202
        line = self.points * LEADING
        named = chart.mark_name.casefold() in chart.title.casefold()
        told = bool(chart.mark_name) and not named and any(one is not None for one in chart.marks)
        room = place.h - (line * 1.2 if told else 0.0)
        fits = max(int(room / (self.points * _LOW_ROW)), 1)
        rest = len(chart.labels) - fits
        if rest > 0:
            room -= line * 1.2
            fits = max(int(room / (self.points * _LOW_ROW)), 1)
            rest = len(chart.labels) - fits
        bars = Box(place.x, place.y, place.w, room)
        made = ranks(canvas, chart, bars, self.points, fits)
        y = place.y + room + line * 0.2
        if rest > 0:
            words = Run(f"and {rest:,} more", "text3")
            box = Box(place.x, y, place.w, line)
            canvas.text(box, ((words,),), self.points, name="More")
            y += line * 1.2
        if told:
            canvas.rule(place.x + 1, y, place.x + 1, y + self.points, "text", wide=2.0)
            words = Run(Fitted()(chart.mark_name, place.w - 20, self.points, 1), "text3")
            box = Box(place.x + self.points * 0.6, y, place.w - self.points, line)
            canvas.text(box, ((words,),), self.points, name="Mark")
        return made

    def _key_rows(self) -> list[list[tuple[int, str, str, float]]]:
        """Names and figures of the parts, in as many rows as they need."""
        chart, look, fit = self.chart, self.setting.tones.look, Fitted()
        if not isinstance(chart, PartsChart):
            return []
        rows: list[list[tuple[int, str, str, float]]] = [[]]
        used = 0.0
        for at, (label, value) in enumerate(zip(chart.labels, chart.values, strict=False)):
            name = fit(" ".join(label.split()), self.width * 0.4, self.points, 1)
            told = look.style.number(value, chart.digits) + ("%" if chart.unit == "%" else "")
            long = wide(f"{name} {told}", self.points, bold=True) + self.points * 2.2
            if rows[-1] and used + long > self.width:
                rows.append([])
                used = 0.0
            rows[-1].append((at, name, told, long))
            used += long
        return rows

    def _key(self, canvas: Canvas, place: Box) -> None:
        chart, size = self.chart, self.points
        if not isinstance(chart, PartsChart):
            return
        y = place.y + size * 2.0
        for row in self._key_rows():
            x = place.x
            for at, name, told, long in row:
                tone = chart.tones[at] if at < len(chart.tones) else "accent"
                if tone in ("strong", "average", "poor", "unknown"):
                    canvas.band(tone, x, y + size * 0.61, size * 0.72)
                else:
                    square = Box(x, y + size * 0.27, size * 0.68, size * 0.68)
                    canvas.shape(MSO_SHAPE.RECTANGLE, square, canvas.tones.fill(tone))
                box = Box(x + size, y, long - size * 1.1, size * LEADING)
                runs = (Run(f"{name} ", "text2"), Run(told, bold=True))
                canvas.text(box, (runs,), size, name="Key")
                x += long
            y += size * 1.5
