"""Where a composition's bar, rows and texts stand: numbers in, drawing out (look.md, Composition).

Three drawings share their columns: the head (bar 0 to 100, column names), the rows, the total.
Not here: how figures are rounded (composition_figures.py), the widget (composition.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF

from healthdesk.gui.base.words import DASH
from healthdesk.gui.parts.composition_figures import (
    Composed,
    DimensionFigures,
    MeasureFigures,
    digits,
)
from healthdesk.gui.parts.drawing import (
    Drawing,
    Fill,
    Glyph,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)

Figure = Callable[[int, bool], str]
"""Words for tenths of a point; the flag asks for the sign."""

HEAD = 28
ROW = 29
HEIGHTS = ((HEAD, ROW), (24, 25), (21, 22))
"""Heights of heads and rows: usual, with little room, and with the least."""
_BAR_TOP = 16.0
_BAR_HEIGHT = 16.0
_AXIS_TOP = 38.0
_NAMES_TOP = 59.0
HEAD_HEIGHT = 84.0
_ROW_BAR = 10.0
_SEEN = 0.01
"""Pixels below which a bar is nothing but rounding."""
_HEAVY = 40
"""Tenths from which a cost is worth the warning colour."""
_FADED = 0.4
"""How strongly the bar of a measure shows whose feed stopped."""
_PRESS = "Press for the rows behind it"
_SHOWN_WEIGHT = 500
TOTAL, MODEL = "part:total", "part:model"
"""Places that lead to all rows behind the score, and to the version of the model."""
_LABEL_GAP = 8.0
_TICK = (2.0, 3.0)
_LEAST_BARS = 104.0
"""Width that the bars keep when long names ask for their room."""


@dataclass(frozen=True)
class Columns:
    """The left and right ends of each column, in pixels."""

    width: float
    name: float
    value: float
    over: float
    bar: float
    bar_width: float
    points: float
    of: float
    costs: float
    scale: float = 0.0
    """Pixels a point in the bars."""
    head_height: float = HEAD
    row_height: float = ROW


def columns(width: float, figures_width: float = 86.0, names: float = 0.0) -> Columns:
    """Columns for a width: 548 is usual; more goes to bars and names, less comes from the bars.

    `figures_width` is what "of" and costs need together, `names` what the longest name needs: it
    gets that from the bars as long as those keep their use.
    """
    extra = width - 548.0
    name = 116.0 + max(0.0, min(extra * 0.4, 120.0))
    over_width = 74.0 if extra > -90.0 else 0.0
    of = width - max(figures_width, 86.0)
    spare = of - name - 80.0 - over_width - 40.0 - _LEAST_BARS
    name += max(0.0, min(names - name, spare))
    bar = name + 80.0 + over_width
    bar_width = max(40.0, of - bar - 40.0)
    return Columns(width, name, name + 72.0, name + 80.0, bar, bar_width, of - 7.0, of, width)


def _fit(figures: Composed, width: float, measure: Measure, figure: Figure) -> Columns:
    """Columns wide enough for the widest weight beside the widest cost."""
    whole = _all_whole(figures)
    pairs = [(one.of, one.of - one.points, 500) for d in figures.dimensions for one in d.measures]
    pairs += [(one.of, one.of - one.points, 400) for one in figures.dimensions]
    if figures.total is not None:
        pairs.append((1000, 1000 - figures.total, 600))
    needs = [
        measure(_weight_words(of, figure, whole=whole), "body", 400)
        + measure(figure(-costs, True), "body", weight)
        for of, costs, weight in pairs
    ]
    names = [
        measure(one.name, "body", 400) + max(measure(one.value, "body", 500) - 62.0, 4.0)
        for dimension in figures.dimensions
        for one in dimension.measures
    ]
    return columns(width, max(needs, default=0.0) + 6.0, max(names, default=0.0))


def _all_whole(figures: Composed) -> bool:
    return all(row.of % 10 == 0 for one in figures.dimensions for row in one.measures)


def spread(
    centers: Sequence[float], widths: Sequence[float], left: float, right: float, gap: float
) -> list[float]:
    """Left ends of labels near their centers, inside left..right, `gap` apart if there is room."""
    starts = [center - width / 2 for center, width in zip(centers, widths, strict=True)]
    edge = left
    for index, width in enumerate(widths):
        starts[index] = max(starts[index], edge)
        edge = starts[index] + width + gap
    edge = right
    for index in reversed(range(len(widths))):
        starts[index] = min(starts[index], edge - widths[index])
        edge = starts[index] - gap
    return starts


def head(figures: Composed, width: float, measure: Measure, figure: Figure) -> Drawing:
    """The bar from 0 to 100 with its ticks, and the names of the columns."""
    sheet = Sheet()
    scale = width / 100.0
    _segments(sheet, figures, width, scale, figure)
    _earned_labels(sheet, figures, width, scale, measure=measure, figure=figure)
    _axis(sheet, figures, width, scale, measure=measure, figure=figure)
    at = _fit(figures, width, measure, figure)
    bars = "Earned and missing"
    if measure(bars, "small", 400) > at.bar_width - 24:
        bars = "Earned"
    names = (
        (QRectF(0, _NAMES_TOP, at.name, 16), "Measure", "left"),
        (QRectF(at.name, _NAMES_TOP, 72, 16), "Value", "right"),
        (QRectF(at.over, _NAMES_TOP, at.bar - at.over, 16), "Over", "left"),
        (QRectF(at.bar, _NAMES_TOP, at.bar_width - 24, 16), bars, "left"),
        (QRectF(at.points - 60, _NAMES_TOP, 60, 16), "Points", "right"),
        (QRectF(at.of, _NAMES_TOP, 40, 16), "of", "left"),
        (QRectF(at.costs - 40, _NAMES_TOP, 40, 16), "Costs", "right"),
    )
    for rect, words, side in names:
        if rect.width() > 16:
            sheet.texts.append(
                fitted(rect, words, measure, "text3", "small", align=side)  # type: ignore[arg-type]
            )
    sheet.strokes.append(Stroke(0, HEAD_HEIGHT - 0.5, width, HEAD_HEIGHT - 0.5, "border"))
    return sheet.done(width, HEAD_HEIGHT)


def _segments(sheet: Sheet, figures: Composed, width: float, scale: float, figure: Figure) -> None:
    """One segment a measure, 1 px apart, then what is missing."""
    reached = 0.0
    for dimension in figures.dimensions:
        for measure in dimension.measures:
            start, reached = reached, reached + measure.earned
            left, right = start * scale, min(reached * scale, width)
            if right - left <= 0:
                continue
            rect = QRectF(
                left, _BAR_TOP, max(right - left - 1.0, min(1.0, right - left)), _BAR_HEIGHT
            )
            sheet.fills.append(Fill(rect, dimension.color))
            tip = f"{measure.name}: {figure(measure.points, False)} of {figure(measure.of, False)}"
            sheet.spots.append(Spot(rect, f"measure:{measure.key}", tip))
    left = min(reached * scale, width)
    if left < width:
        rest = QRectF(left, _BAR_TOP, width - left, _BAR_HEIGHT)
        sheet.fills.append(Fill(rest, "track", hatched=True))


def _earned_labels(
    sheet: Sheet, figures: Composed, width: float, scale: float, *, measure: Measure, figure: Figure
) -> None:
    """What is earned, ending at the boundary, and what is missing after it, both kept inside."""
    tenths = figures.earned
    earned = f"{figure(tenths, False)} earned"
    missing = f"{figure(1000 - tenths, False)} missing"
    first = measure(earned, "small", 600)
    second = measure(missing, "small", 400)
    edge = min(max(tenths / 10 * scale - 3.0, first), width - second - 10.0)
    sheet.texts.append(Text(QRectF(edge - first, 0, first, 16), earned, role="small", weight=600))
    sheet.texts.append(Text(QRectF(edge + 10, 0, second, 16), missing, "text3", "small"))
    sheet.spots.append(Spot(QRectF(edge - first, 0, first + 10 + second, 16), TOTAL, _PRESS))


def _axis(
    sheet: Sheet, figures: Composed, width: float, scale: float, *, measure: Measure, figure: Figure
) -> None:
    """Ticks at the thresholds and, where caps or an override moved it, at the score."""
    marks = [
        (figures.average, f"{figures.average:g} {figures.names.average}", "text3", 400),
        (figures.strong, f"{figures.strong:g} {figures.names.strong}", "text3", 400),
    ]
    for at, *_ in marks:
        x = round(at * scale)
        sheet.strokes.append(Stroke(x, _BAR_TOP - 2, x, _BAR_TOP + 22, "text2", dashes=_TICK))
    if figures.adjustments and figures.total is not None:
        x = min(max(round(figures.total / 10 * scale), 1), round(width) - 1)
        sheet.strokes.append(Stroke(x, _BAR_TOP - 3, x, _BAR_TOP + 22, "text", 2.0))
        marks.append(
            (figures.total / 10, f"{figure(figures.total, False)} shown", "text", _SHOWN_WEIGHT)
        )
    marks.sort(key=lambda mark: mark[0])
    widths = [measure(words, "small", weight) for _, words, _, weight in marks]
    starts = spread([mark[0] * scale for mark in marks], widths, 0, width, _LABEL_GAP)
    for (_, words, color, weight), left, wide in zip(marks, starts, widths, strict=True):
        sheet.texts.append(Text(QRectF(left, _AXIS_TOP, wide, 16), words, color, "small", weight))
        shown = weight == _SHOWN_WEIGHT
        told = _PRESS if shown else "The model sets it; press for its version"
        sheet.spots.append(Spot(QRectF(left, _AXIS_TOP, wide, 16), TOTAL if shown else MODEL, told))
    zero, full = measure("0", "small", 400), measure("100", "small", 400)
    if not starts or starts[0] >= zero + _LABEL_GAP:
        sheet.texts.append(Text(QRectF(0, _AXIS_TOP, zero, 16), "0", "text3", "small"))
    if not starts or starts[-1] + widths[-1] + _LABEL_GAP <= width - full:
        sheet.texts.append(Text(QRectF(width - full, _AXIS_TOP, full, 16), "100", "text3", "small"))


def rows(
    figures: Composed, width: float, measure: Measure, figure: Figure, *, dense: int = 0
) -> Drawing:
    """Every dimension's head and its measures, all bars at one scale; closer where dense.

    `dense` is a place in `HEIGHTS`.
    """
    sheet = Sheet()
    at = _fit(figures, width, measure, figure)
    heaviest = max((m.weight for d in figures.dimensions for m in d.measures), default=0.0)
    at = replace(at, scale=at.bar_width / heaviest if heaviest > 0 else 0.0)
    head, row_height = HEIGHTS[dense]
    at = replace(at, head_height=head, row_height=row_height)
    whole = _all_whole(figures)
    y = 0.0
    for index, dimension in enumerate(figures.dimensions):
        if index:
            sheet.strokes.append(Stroke(0, y + 0.5, width, y + 0.5, "border"))
        _dimension(sheet, dimension, at, y + 1.0, measure=measure, figure=figure, whole=whole)
        for place, row in enumerate(dimension.measures):
            top = y + 1.0 + at.head_height + at.row_height * place
            _row(
                sheet,
                row,
                at,
                top,
                measure=measure,
                figure=figure,
                whole=whole,
            )
        y += 1.0 + at.head_height + at.row_height * len(dimension.measures) + 4.0
    return sheet.done(width, y)


def rows_height(figures: Composed, dense: int = 0) -> float:
    """How high all rows are, as close as a place in `HEIGHTS` says."""
    head, row = HEIGHTS[dense]
    return sum(1.0 + head + row * len(one.measures) + 4.0 for one in figures.dimensions)


def _weight_words(of: int, figure: Figure, *, whole: bool) -> str:
    return f"of {of // 10}" if whole else f"of {figure(of, False)}"


def _dimension(
    sheet: Sheet,
    dimension: DimensionFigures,
    at: Columns,
    top: float,
    *,
    measure: Measure,
    figure: Figure,
    whole: bool,
) -> None:
    square = (at.head_height + 2 - 8) / 2
    sheet.fills.append(Fill(QRectF(0, round(top + square), 8, 8), dimension.color))
    name = QRectF(16, top, at.points - 76, at.head_height + 2)
    sheet.texts.append(fitted(name, dimension.name, measure, weight=600))
    whole_line = QRectF(0, top, at.width, at.head_height + 2)
    sheet.spots.append(Spot(whole_line, f"dimension:{dimension.key}", _PRESS))
    if all(row.missing for row in dimension.measures):
        rect = QRectF(at.points - 56, top, 57, at.head_height + 2)
        sheet.texts.append(Text(rect, DASH, "text3", weight=600, align="right"))
        return
    _figures(
        sheet,
        dimension,
        at,
        top,
        measure=measure,
        figure=figure,
        whole=whole,
    )
    costs = QRectF(at.costs - 56, top, 56, at.head_height + 2)
    words = figure(dimension.points - dimension.of, True)
    sheet.texts.append(Text(costs, words, "text3", align="right"))


def _figures(
    sheet: Sheet,
    dimension: DimensionFigures,
    at: Columns,
    top: float,
    *,
    measure: Measure,
    figure: Figure,
    whole: bool,
) -> None:
    """A head's "15.9 of 40"."""
    height = at.head_height + 2.0
    sheet.texts.append(
        Text(
            QRectF(at.points - 56, top, 57, height),
            figure(dimension.points, False),
            weight=600,
            align="right",
        )
    )
    rect = QRectF(at.of + 1, top, 56, height)
    sheet.texts.append(
        fitted(rect, _weight_words(dimension.of, figure, whole=whole), measure, "text3")
    )


def _row(
    sheet: Sheet,
    row: MeasureFigures,
    at: Columns,
    top: float,
    *,
    measure: Measure,
    figure: Figure,
    whole: bool,
) -> None:
    """One measure: name, value, over, bar, points, of, costs."""
    muted = "text3" if row.missing or row.late else "text"
    weight = 400 if row.missing or row.late else 500
    cell = QRectF(at.name, top, 72, at.row_height)
    value = fitted(cell, row.value, measure, muted, weight=weight, align="right")
    room = max(
        at.name, at.value - measure(value.text, "body", weight) - 10
    )  # short values give way
    sheet.texts.append(fitted(QRectF(0, top, room, at.row_height), row.name, measure, muted))
    sheet.texts.append(value)
    over = QRectF(at.over, top, at.bar - at.over - 4, at.row_height)
    if over.width() > 16:
        spans = _since(row.late) or row.over
        tone = "notice" if row.late else "text3"
        sheet.texts.append(fitted(over, spans, measure, tone, "small"))
    exact = f"{row.name}: exactly {digits(row.earned)} of {digits(row.weight)} points"
    place = QRectF(0, top, at.width, at.row_height)
    told = "" if row.missing else exact
    late = f"{row.late}: it rests on missing data" if row.late else ""
    aged = begin(row.aged)
    tip = "\n".join(part for part in (late, row.scale, aged, told, _PRESS) if part)
    sheet.spots.append(Spot(place, f"measure:{row.key}", tip))
    if row.missing:
        rect = QRectF(at.bar, top, at.width - at.bar, at.row_height)
        words = "left out, its weight shared"
        sheet.texts.append(fitted(rect, words, measure, "text3", "small"))
        return
    _bar(sheet, row, at, top)
    points = QRectF(at.points - 38, top, 38, at.row_height)
    sheet.texts.append(Text(points, figure(row.points, False), align="right"))
    of = QRectF(at.of, top, 56, at.row_height)
    sheet.texts.append(fitted(of, _weight_words(row.of, figure, whole=whole), measure, "text3"))
    heavy = row.costs >= _HEAVY and not row.late
    rect = QRectF(at.costs - 56, top, 56, at.row_height)
    cost_color, cost_weight = ("down", 500) if heavy else ("text3", 400)
    words = figure(-row.costs, True)
    sheet.texts.append(Text(rect, words, cost_color, weight=cost_weight, align="right"))


def begin(text: str) -> str:
    """The same as the beginning of a line."""
    return text[:1].upper() + text[1:]


def _bar(sheet: Sheet, row: MeasureFigures, at: Columns, top: float) -> None:
    whole = row.weight * at.scale
    earned = min(row.earned * at.scale, whole)
    y = top + (at.row_height - _ROW_BAR) / 2
    y = float(int(y))
    if whole - earned > _SEEN:
        rest = QRectF(at.bar + earned, y, whole - earned, _ROW_BAR)
        sheet.fills.append(Fill(rest, "track", hatched=True))
    if earned > _SEEN:
        alpha = _FADED if row.late else 1.0
        sheet.fills.append(Fill(QRectF(at.bar, y, earned, _ROW_BAR), row.color, alpha=alpha))


def _since(late: str) -> str:
    """The same as short as its column is: "since 20 Feb"."""
    return _silence(late).removeprefix("no data ").partition(",")[0]


def _silence(late: str) -> str:
    """What a late feed's sentence says beyond its name: "no data since 20 Feb, 17 days"."""
    return late.partition(": ")[2]


def total(figures: Composed, width: float, measure: Measure, figure: Figure) -> Drawing:
    """Caps and override where they bite, and the score that the rows lead to."""
    sheet = Sheet()
    at = _fit(figures, width, measure, figure)
    sheet.strokes.append(Stroke(0, 0.5, width, 0.5, "edge"))
    y = 1.0
    if figures.adjustments:
        _adjustment_rows(sheet, figures, at, y + 2, measure=measure, figure=figure)
        y += 2 + 24.0 * (1 + len(figures.adjustments)) + 2
        sheet.strokes.append(Stroke(0, y + 0.5, width, y + 0.5, "border"))
    name = QRectF(0, y, at.points - 60, 35)
    sheet.texts.append(fitted(name, figures.title, measure, weight=600))
    if figures.total is None:
        sheet.texts.append(
            Text(QRectF(at.points - 56, y, 57, 35), DASH, "text3", weight=600, align="right")
        )
        return sheet.done(width, y + 36)
    sheet.texts.append(
        Text(
            QRectF(at.points - 56, y, 57, 35),
            figure(figures.total, False),
            weight=600,
            align="right",
        )
    )
    if figures.exact is not None:
        exact = f"Exactly {digits(figures.exact)}"
        sheet.spots.append(Spot(QRectF(0, y, width, 35), TOTAL, f"{exact}\n{_PRESS}"))
    costs = figure(figures.total - 1000, True)
    wide = measure(costs, "body", 600)
    sheet.texts.append(Text(QRectF(at.of + 1, y, 56, 35), "of 100", "text3"))
    sheet.texts.append(
        Text(QRectF(at.costs - wide - 1, y, wide + 1, 35), costs, weight=600, align="right")
    )
    return sheet.done(width, y + 36)


_ICONS = {"override": "hand-stop", "caps": "arrow-bar-to-down", "model": "adjustments"}


def _adjustment_rows(
    sheet: Sheet,
    figures: Composed,
    at: Columns,
    top: float,
    *,
    measure: Measure,
    figure: Figure,
) -> None:
    points = QRectF(at.points - 56, top, 56, 24)
    sheet.texts.append(fitted(QRectF(20, top, at.points - 80, 24), "Measures together", measure))
    sheet.texts.append(Text(points, figure(figures.earned, False), align="right"))
    sheet.spots.append(Spot(QRectF(0, top, at.width, 24), TOTAL, _PRESS))
    for index, row in enumerate(figures.adjustments, start=1):
        y = top + 24.0 * index
        sheet.glyphs.append(Glyph(QRectF(0, y + 5, 14, 14), _ICONS[row.kind], "text2"))
        sheet.texts.append(fitted(QRectF(20, y, at.points - 80, 24), row.text, measure))
        sheet.texts.append(
            Text(QRectF(at.points - 56, y, 56, 24), figure(row.change, True), align="right")
        )
        sheet.spots.append(Spot(QRectF(0, y, at.width, 24), f"part:{row.kind}", _PRESS))


def table(figures: Composed, figure: Figure) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The same figures as a table, for Ctrl+T and screen readers: head and rows."""
    lines: list[tuple[str, ...]] = []
    for dimension in figures.dimensions:
        for row in dimension.measures:
            figures_shown = (
                (DASH, "0", DASH)
                if row.missing
                else (figure(row.points, False), figure(row.of, False), figure(-row.costs, True))
            )
            spans = _silence(row.late) or row.over
            lines.append(
                (row.name, row.value, spans, *figures_shown, dimension.name, row.scale, row.aged)
            )
    lines.extend(
        (row.text, "", "", figure(row.change, True), "", "", "", "", "")
        for row in figures.adjustments
    )
    shown = DASH if figures.total is None else figure(figures.total, False)
    costs = DASH if figures.total is None else figure(figures.total - 1000, True)
    lines.append(("Score", "", "", shown, figure(1000, False), costs, "", "", ""))
    head = ("Measure", "Value", "Over", "Points", "Of", "Costs", "Dimension", "Thresholds", "Age")
    return head, tuple(lines)
