"""Where a waterfall's rows, bars and sums stand: numbers in, drawing out (look.md, Waterfall row).

Not here: rounding (waterfall_figures.py), what an opened row holds (waterfall_evidence.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF

from healthdesk.gui.base.words import DASH
from healthdesk.gui.parts.composition_figures import digits
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
from healthdesk.gui.parts.waterfall_figures import MODEL_KINDS, Waterfall, WaterfallRow

Figure = Callable[[int, bool], str]
"""Words for tenths of a point; the flag asks for the sign."""

ROW = 23.0
HEAD_HEIGHT = 20.0
SUM = "sum"
"""The place that leads to all rows behind a change."""
SUM_HEIGHT = 28.0
_LEAST_SPAN = 5.0
"""Points that the lane spans at least, so that a small change does not look like a landslide."""
_BAR = 10.0
_STILL = 1e-9


@dataclass(frozen=True)
class Lanes:
    """Where the columns of a waterfall begin and end, in pixels."""

    width: float
    name: float
    name_width: float
    then_right: float
    then_width: float
    now: float
    now_width: float
    lane: float
    lane_width: float
    points_right: float


_USUAL = (126.0, 56.0, 66.0)
"""Widths of the columns of names, values then and values now."""
_LEAST_LANE = 120.0
"""What the lane keeps when long names and values ask for its room."""


def lanes(width: float, needs: tuple[float, float, float] = _USUAL) -> Lanes:
    """Columns for a width: 621 is the picture's; more goes to names, values and the lane.

    `needs` is what the longest name and the widest values ask for; they get it from the lane as
    long as that keeps something to read.
    """
    extra = max(0.0, width - 621.0)
    value = min(extra * 0.15, 40.0)
    usual = (_USUAL[0] + min(extra * 0.3, 90.0), _USUAL[1] + value, _USUAL[2] + value)
    wanted = [max(need - one, 0.0) for need, one in zip(needs, usual, strict=True)]
    spare = max(0.0, width - 76.0 - 66.0 - sum(usual) - _LEAST_LANE)
    share = min(1.0, spare / sum(wanted)) if sum(wanted) else 0.0
    name_width, then_width, now_width = (
        one + more * share for one, more in zip(usual, wanted, strict=True)
    )
    then_right = 43.0 + name_width - 1.0 + then_width
    now = then_right + 23.0
    lane = now + now_width
    points_right = width - 13.0
    lane_width = max(24.0, points_right - 63.0 - lane)
    return Lanes(
        width,
        43.0,
        name_width,
        then_right,
        then_width,
        now,
        now_width,
        lane,
        lane_width,
        points_right,
    )


def fit(figures: Waterfall | None, width: float, measure: Measure) -> Lanes:
    """Columns wide enough for these rows, where there is room."""
    if figures is None:
        return lanes(width)
    listed = [row for row in figures.rows if row.kind not in MODEL_KINDS]
    return lanes(
        width,
        (
            max((measure(row.name, "body", 400) + 6 for row in listed), default=0.0),
            max((measure(row.before, "body", 400) + 2 for row in listed), default=0.0),
            max((measure(row.after, "body", 400) + 10 for row in listed), default=0.0),
        ),
    )


def steps(effects: Sequence[float], lane_width: float) -> list[tuple[float, float]]:
    """Start and end of each bar in the lane, in pixels: each starts where the last one ended.

    What moves with the whole change goes to the right, what moves against it goes back to the left.
    """
    total = sum(effects)
    way = -1.0 if total < 0 else 1.0
    ends, reached = [0.0], 0.0
    for effect in effects:
        reached += effect * way
        ends.append(reached)
    low, high = min(ends), max(ends)
    scale = lane_width * 0.92 / max(high - low, _LEAST_SPAN)
    places = [(end - low) * scale for end in ends]
    return list(pairwise(places))


def head(figures: Waterfall | None, width: float, measure: Measure) -> Drawing:
    """The names of the columns."""
    at = fit(figures, width, measure)
    sheet = Sheet()
    values = QRectF(
        at.then_right - at.then_width, 0, at.then_width + 23 + at.now_width - 6, HEAD_HEIGHT
    )
    for rect, words, side in (
        (QRectF(at.name, 0, at.name_width - 8, HEAD_HEIGHT), "Measure", "left"),
        (values, "Value then and now", "center"),
        (QRectF(at.lane, 0, at.lane_width, HEAD_HEIGHT), "Effect on the score", "left"),
        (QRectF(at.points_right - 48, 0, 48, HEAD_HEIGHT), "points", "right"),
    ):
        sheet.texts.append(
            fitted(rect, words, measure, "text3", "small", align=side)  # type: ignore[arg-type]
        )
    return sheet.done(width, HEAD_HEIGHT)


@dataclass(frozen=True)
class Shown:
    """What the rows look like now: which are open, which has the keyboard, are small ones shown."""

    open: Mapping[str, Drawing]
    """The drawing under each opened row."""
    current: str = ""
    all_rows: bool = False


def visible(
    figures: Waterfall, *, all_rows: bool, keep: Collection[str] = ()
) -> tuple[WaterfallRow, ...]:
    """The rows that show: those of 0.0 stand back unless asked for, opened, or all there is."""
    rows = tuple(row for row in figures.rows if all_rows or not row.small or row.key in keep)
    return rows or figures.rows


def rows(
    figures: Waterfall, width: float, shown: Shown, measure: Measure, figure: Figure
) -> Drawing:
    """Every row with its bar, and under each opened one its evidence."""
    sheet = Sheet()
    at = fit(figures, width, measure)
    listed = visible(figures, all_rows=shown.all_rows, keep=shown.open)
    bars = steps([row.effect for row in listed], at.lane_width)
    y = 0.0
    for index, (row, (start, end)) in enumerate(zip(listed, bars, strict=True)):
        is_open = row.key in shown.open
        if is_open or row.key == shown.current:
            ground = "selected" if is_open else "hover"
            sheet.fills.append(Fill(QRectF(0, y, width, ROW), ground))
        if row.key == shown.current:
            sheet.fills.append(Fill(QRectF(0, y, 3, ROW), "accent"))
        free = at.lane + min(start, end) - 8
        _row(sheet, row, at, y, free=free, measure=measure, figure=figure, is_open=is_open)
        _bar(sheet, row, at.lane + start, at.lane + end, y)
        if index + 1 < len(listed) and not is_open:
            x = float(round(at.lane + end))
            sheet.strokes.append(Stroke(x, y + 17, x, y + ROW + 6, "border"))
        y += ROW
        if is_open:
            y = _place(sheet, shown.open[row.key], width, y)
    y = _rest(sheet, figures, listed, at, y, measure=measure, all_rows=shown.all_rows)
    return sheet.done(width, y)


def _row(
    sheet: Sheet,
    row: WaterfallRow,
    at: Lanes,
    y: float,
    *,
    free: float,
    measure: Measure,
    figure: Figure,
    is_open: bool,
) -> None:
    """One row's words; those of the model may go on to `free`, where its bar begins."""
    icon = "chevron-down" if is_open else "chevron-right"
    sheet.glyphs.append(Glyph(QRectF(9, y + 5, 13, 13), icon))
    sheet.fills.append(Fill(QRectF(29, y + 8, 6, 6), row.color))
    name = QRectF(at.name, y, at.name_width - 4, ROW)
    has_values = bool(row.before or row.after)
    if not has_values:
        name.setRight(at.lane - 8)
    if has_values and row.kind in MODEL_KINDS:
        words = model_words(row.before, row.after)
        left = at.then_right - at.then_width
        both = QRectF(left, y, free - left, ROW)
        sheet.texts.append(fitted(both, words, measure, "text2"))
    elif has_values:
        then = QRectF(at.then_right - at.then_width, y, at.then_width, ROW)
        before = fitted(then, row.before or DASH, measure, "text2", align="right")
        wide = measure(before.text, "body", 400)
        name.setRight(max(name.right(), at.then_right - wide - 10))  # short values give way
        now = QRectF(at.now, y, at.now_width - 2, ROW)
        sheet.texts.append(before)
        sheet.texts.append(fitted(now, row.after or DASH, measure, "text2"))
        sheet.glyphs.append(Glyph(QRectF(at.then_right + 5, y + 5, 13, 13), "arrow-right", "text2"))
    sheet.texts.append(fitted(name, row.name, measure, "text3" if row.late else "text"))
    color = "text3" if row.late else point_color(row.points, row.kind)
    weight = 400 if row.kind in MODEL_KINDS or row.late else 500
    points = QRectF(at.points_right - 48, y, 48, ROW)
    sheet.texts.append(Text(points, figure(row.points, True), color, weight=weight, align="right"))
    tip = f"{row.text}\nExactly {digits(row.effect)}".lstrip()
    sheet.spots.append(Spot(QRectF(0, y, at.width, ROW), f"row:{row.key}", tip))


def model_words(before: str, after: str) -> str:
    """What became of the model, without saying its name twice: "Default v6 → v7"."""
    was, now = before.split(" "), after.split(" ")
    if len(was) > 1 and was[:-1] == now[:-1]:
        after = now[-1]
    return " → ".join(part for part in (before, after) if part)


def point_color(points: int, kind: str = "measure") -> str:
    """Better or worse; the model's own rows speak in grey."""
    if kind in MODEL_KINDS:
        return "text2"
    if points == 0:
        return "text3"
    return "up" if points > 0 else "down"


def _bar(sheet: Sheet, row: WaterfallRow, start: float, end: float, y: float) -> None:
    better = "upfill" if row.effect > 0 else "downfill"
    color = "s5" if row.kind in MODEL_KINDS or row.late else better
    left, right = sorted((start, end))
    if right - left < 1.0 and row.points == 0:
        return
    sheet.fills.append(Fill(QRectF(left, y + 6, max(right - left, 1.0), _BAR), color))


def _place(sheet: Sheet, under: Drawing, width: float, y: float) -> float:
    """Put the evidence's drawing under its row, on `canvas`, with a line beneath."""
    sheet.fills.append(Fill(QRectF(0, y, width, under.height), "canvas"))
    sheet.add(under.moved(0.0, y))
    bottom = y + under.height
    sheet.strokes.append(Stroke(0, bottom - 0.5, width, bottom - 0.5, "border"))
    return bottom


def _rest(
    sheet: Sheet,
    figures: Waterfall,
    listed: Sequence[WaterfallRow],
    at: Lanes,
    y: float,
    *,
    measure: Measure,
    all_rows: bool,
) -> float:
    """The line about measures that moved it by less than 0.1, which shows or hides them."""
    small = [row for row in figures.rows if row.small]
    if not small or (not all_rows and len(listed) == len(figures.rows)):
        return y
    count = "1 measure" if len(small) == 1 else f"{len(small)} measures"
    still = all(abs(row.effect) < _STILL for row in small)
    words = f"{count} did not move it" if still else f"{count} moved it by less than 0.1"
    words = "Show fewer" if all_rows else words
    rect = QRectF(at.name, y, at.lane + at.lane_width - at.name, ROW)
    sheet.texts.append(fitted(rect, words, measure, "text3", "small"))
    sheet.glyphs.append(
        Glyph(QRectF(9, y + 5, 13, 13), "chevron-up" if all_rows else "chevron-right")
    )
    sheet.spots.append(Spot(QRectF(0, y, at.width, ROW), "rest"))
    return y + ROW


def total(figures: Waterfall, width: float, measure: Measure, figure: Figure) -> Drawing:
    """The sum of the rows, over an `edge` line."""
    sheet = Sheet()
    at = lanes(width)
    sheet.strokes.append(Stroke(0, 0.5, width, 0.5, "edge"))
    count = len([row for row in figures.rows if not row.small]) or len(figures.rows)
    ends = f"{figure(figures.first, False)} to {figure(figures.last, False)}"
    if figures.bands is not None:
        ends = f"{' to '.join(figures.bands)}, {ends}"
    rows_word = "row" if count == 1 else "rows"
    words = f"Sum of {count} {rows_word}, equal to the change {ends}"
    rect = QRectF(29, 1, at.points_right - 29 - 60, SUM_HEIGHT - 1)
    sheet.texts.append(fitted(rect, words, measure, weight=600))
    points = QRectF(at.points_right - 56, 1, 56, SUM_HEIGHT - 1)
    color = point_color(figures.change)
    sheet.texts.append(Text(points, figure(figures.change, True), color, weight=600, align="right"))
    sheet.spots.append(Spot(QRectF(0, 0, width, SUM_HEIGHT), SUM, "Press for all rows behind it"))
    return sheet.done(width, SUM_HEIGHT)


def table(
    figures: Waterfall, figure: Figure
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The same rows as a table, for Ctrl+T and screen readers: head and rows."""
    lines = [
        (row.name, row.before or DASH, row.after or DASH, figure(row.points, True), row.text)
        for row in figures.rows
    ]
    ends = (figure(figures.first, False), figure(figures.last, False))
    lines.append(("Sum", *ends, figure(figures.change, True), ""))
    return ("Measure", "Then", "Now", "Points", "Reason"), tuple(lines)
