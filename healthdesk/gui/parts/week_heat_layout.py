"""Where a heat map of features by weeks stands: names, cells, words at the row's end, weeks.

Numbers in, drawing out. Not here: the widget (week_heat.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from healthdesk.core.domain.usage_view import FeatureWeek, FeatureWeeks
from healthdesk.gui.base.words import Words, to_qdate
from healthdesk.gui.parts.drawing import (
    Drawing,
    Fill,
    Measure,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)
from healthdesk.gui.parts.usage_chart_layout import figure

ROW, GAP, FOOT = 18.0, 1.0, 24.0
NAME_MOST, NAME_LEAST, STATE = 150.0, 72.0, 66.0
CELL, NAME = "cell", "name"
_STATE_COLORS = {"lost": "down", "new": "up", "up": "up", "no data": "notice"}
_STRONG_STATES = frozenset({"lost", "new"})


@dataclass(frozen=True)
class Grid:
    """Where rows and weeks stand."""

    left: float
    cell: float
    right: float

    def x(self, week: float) -> float:
        """The left edge of a week."""
        return self.left + week * self.cell


def grid(view: FeatureWeeks, width: float, measure: Measure) -> Grid:
    """Room for names as their widest asks, within limits; the cells share what is left."""
    asked = max((measure(row.metric.name, "small", 400) for row in view.rows), default=0.0) + 12
    left = min(max(asked, NAME_LEAST), NAME_MOST, width * 0.3)
    cells = max(len(view.weeks), 1)
    cell = max((width - left - STATE) / cells, 3.0)
    return Grid(left, cell, left + cell * cells)


def heat(
    view: FeatureWeeks,
    width: float,
    measure: Measure,
    words: Words,
    *,
    active: tuple[int, int] | None = None,
) -> Drawing:
    """The whole map; `active` is the cell (row, week) that the keyboard is on."""
    sheet = Sheet()
    at = grid(view, width, measure)
    for number, row in enumerate(view.rows):
        _row(sheet, row, number, at, measure=measure)
    bottom = ROW * len(view.rows)
    _event(sheet, view, at, bottom)
    if active is not None:
        _active(sheet, at, active)
    _weeks(sheet, view, at, bottom, measure=measure, words=words)
    return sheet.done(width, bottom + FOOT)


def _row(sheet: Sheet, row: FeatureWeek, number: int, at: Grid, *, measure: Measure) -> None:
    top = ROW * number
    label = QRectF(0, top, at.left - 8, ROW - GAP)
    sheet.texts.append(fitted(label, row.metric.name, measure, "text2", "small"))
    sheet.spots.append(Spot(label, f"{NAME} {number}", f"Show {row.metric.name} on the chart"))
    missing: int | None = None
    for week, step in enumerate((*row.steps, 0)):
        if week < len(row.steps) and step is None:
            missing = week if missing is None else missing
            continue
        if missing is not None:
            _dashed(sheet, QRectF(at.x(missing), top, (week - missing) * at.cell - GAP, ROW - GAP))
            missing = None
        if week < len(row.steps):
            rect = QRectF(at.x(week), top, at.cell - GAP, ROW - GAP)
            sheet.fills.append(Fill(rect, f"h{step}"))
    for week in range(len(row.steps)):
        # Without words: there are hundreds, and the read-out makes them for the one pointed at.
        rect = QRectF(at.x(week), top, at.cell, ROW)
        sheet.spots.append(Spot(rect, f"{CELL} {number} {week}"))
    color = _STATE_COLORS.get(row.state, "text3" if row.state in {"never", "rare"} else "text2")
    weight = 600 if row.state in _STRONG_STATES else 400
    state = QRectF(at.right + 10, top, STATE - 10, ROW - GAP)
    sheet.texts.append(Text(state, row.state, color, "small", weight=weight))


def _dashed(sheet: Sheet, rect: QRectF) -> None:
    """What was not measured: an outline, never a colour."""
    left, top, right, bottom = rect.left() + 1, rect.top() + 1, rect.right() - 1, rect.bottom() - 1
    for x1, y1, x2, y2 in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        sheet.strokes.append(Stroke(x1, y1, x2, y2, "edge", 1.0, (2.0, 2.0)))


def cell_words(view: FeatureWeeks, row: FeatureWeek, week: int, words: Words) -> str:
    """What a cell says: the week, the mean a day, or that nothing was measured."""
    monday = view.weeks[week]
    told = f"{words.short_day(monday)} to {words.day(monday + 6)}"
    value = row.values[week]
    if value is None:
        return f"{row.metric.name}, {told}: not measured"
    amount = "none" if value == 0 else f"{figure(value, words)} {row.metric.unit}".strip()
    return f"{row.metric.name}, {told}: {amount}{' a day' if value else ''}"


def _event(sheet: Sheet, view: FeatureWeeks, at: Grid, bottom: float) -> None:
    if view.event is None or not view.weeks:
        return
    place = (view.event - view.weeks[0]) / 7
    if 0 <= place <= len(view.weeks):
        x = float(round(at.x(int(place))) - 1)
        sheet.strokes.append(Stroke(x, 0, x, bottom, "down", 1.5))


def _active(sheet: Sheet, at: Grid, active: tuple[int, int]) -> None:
    left, top = at.x(active[1]), ROW * active[0]
    right, bottom = left + at.cell - GAP, top + ROW - GAP
    for x1, y1, x2, y2 in (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ):
        sheet.strokes.append(Stroke(x1, y1, x2, y2, "accent", 2.0))


def _weeks(
    sheet: Sheet, view: FeatureWeeks, at: Grid, bottom: float, *, measure: Measure, words: Words
) -> None:
    """The first Monday with its date, then each month at its first week."""
    edge = 0.0
    for week, monday in enumerate(view.weeks):
        begins = to_qdate(monday).day() <= 7
        if week and not begins:
            continue
        month = to_qdate(monday).month()
        label = words.short_day(monday) if week == 0 else words.month(monday, year=month == 1)
        wide = measure(label, "small", 400)
        left = at.x(week)
        if left < edge or left + wide > at.right + STATE:
            continue
        sheet.texts.append(Text(QRectF(left, bottom + 5, wide, 16), label, "text3", "small"))
        edge = left + wide + 12


def table(view: FeatureWeeks, words: Words) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The map as a table, the newest week first."""
    head = ("Feature", "State", *(f"Week of {words.short_day(day)}" for day in view.weeks[::-1]))
    lines = tuple(
        (
            row.metric.name,
            row.state,
            *("not measured" if v is None else figure(v, words) for v in row.values[::-1]),
        )
        for row in view.rows
    )
    return head, lines
