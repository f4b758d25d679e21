"""Where accounts and their weeks stand in the map of use against own normal.

Numbers in, drawing out. Not here: the widget (usage_heat.py).
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_usage import AWAY, BOUNDS, MISSING, HeatRow, UsageHeat
from healthdesk.gui.base.words import Words, to_qdate
from healthdesk.gui.parts.drawing import Drawing, Fill, Measure, Sheet, Spot, Stroke, Text, fitted
from healthdesk.gui.parts.face import ACCOUNT
from healthdesk.gui.parts.usage_chart_layout import figure

ROW, GAP, FOOT, HEAD = 16.0, 2.0, 20.0, 18.0
NAME_MOST, NAME_LEAST = 150.0, 60.0
_RAMP = ("n3", "n2", "n1", "z0", "p1", "p2", "p3")
_BOX = 12.0
_SIGN = 9.0
"""Pixels of a cell from which it has room for its sign."""
_INK = {3: "surface", 2: "text"}


def fitting(height: float, *, legend: bool = True) -> int:
    """How many rows fit."""
    return max(int((height - (HEAD if legend else 0) - FOOT) // ROW), 1)


def heat(
    shown: UsageHeat,
    first: int,
    room: QSizeF,
    measure: Measure,
    words: Words,
    *,
    legend: bool = True,
) -> Drawing:
    """The map: legend (where the head does not hold it), rows from the first in view, weeks."""
    sheet = Sheet()
    width, top = room.width(), HEAD if legend else 0.0
    if legend:
        drawn = key(measure)
        sheet.add(drawn.moved(width - drawn.width, 0))
        _count(sheet, shown, width - drawn.width, measure, words)
    rows = shown.rows[first : first + fitting(room.height(), legend=legend)]
    asked = max((measure(row.name, "small", 400) for row in rows), default=0.0) + 10
    left = min(max(asked, NAME_LEAST), NAME_MOST, width * 0.34)
    cell = (width - left) / max(len(shown.weeks), 1)
    for number, row in enumerate(rows):
        _row(sheet, shown, row, top + ROW * number, (left, cell), measure=measure, words=words)
    _weeks(sheet, shown, top + ROW * len(rows), (left, cell), width, measure=measure, words=words)
    return sheet.done(width, room.height())


def key(measure: Measure) -> Drawing:
    """What the colours mean, from below to above normal."""
    sheet = Sheet()
    below, above = measure("below", "small", 400), measure("above normal", "small", 400)
    sheet.texts.append(Text(QRectF(0, 0, below, 14), "below", "text3", "small"))
    for number, color in enumerate(_RAMP):
        box = QRectF(below + 5 + number * (_BOX + 1), 2, _BOX, 10)
        sheet.fills.append(Fill(box, color))
    left = below + len(_RAMP) * (_BOX + 1) + 9
    sheet.texts.append(Text(QRectF(left, 0, above, 14), "above normal", "text3", "small"))
    return sheet.done(left + above, 14)


def _count(sheet: Sheet, shown: UsageHeat, left: float, measure: Measure, words: Words) -> None:
    """How many accounts are in the rows, left of the legend."""
    told = words.count(shown.total, "account")
    if len(shown.rows) < shown.total:
        told = f"{words.number(len(shown.rows))} of {told}"
    if left > 40:
        place = QRectF(0, 0, left - 12, 14)
        sheet.texts.append(fitted(place, told, measure, "text3", "small"))


def _row(
    sheet: Sheet,
    shown: UsageHeat,
    row: HeatRow,
    top: float,
    at: tuple[float, float],
    *,
    measure: Measure,
    words: Words,
) -> None:
    left, cell = at
    key = f"{ACCOUNT}{row.account_id}\nusage"
    name = QRectF(0, top, left - 8, ROW - GAP)
    sheet.texts.append(fitted(name, row.name, measure, "text2", "small"))
    sheet.spots.append(Spot(name, key, f"{row.name}\nPress for its usage"))
    for week, step in enumerate(row.steps):
        rect = QRectF(left + week * cell, top, max(cell - GAP, 1.0), ROW - GAP)
        if step == MISSING:
            _dashed(sheet, rect)
        elif step != AWAY:
            sheet.fills.append(Fill(rect, _RAMP[step + len(BOUNDS)]))
            if abs(step) >= 2 and cell - GAP >= _SIGN:
                _sign(sheet, rect, step)
        sheet.spots.append(Spot(rect, key, _told(shown, row, week, words)))


def _sign(sheet: Sheet, rect: QRectF, step: int) -> None:
    """A minus or a plus of lines: letters of 11 px would not fit a cell."""
    x, y = round(rect.center().x()), round(rect.center().y())
    color = _INK[abs(step)]
    sheet.strokes.append(Stroke(x - 3, y, x + 3, y, color))
    if step > 0:
        sheet.strokes.append(Stroke(x, y - 3, x, y + 3, color))


def _dashed(sheet: Sheet, rect: QRectF) -> None:
    """What was not measured: an outline, never a colour."""
    corners = [rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft()]
    inside = [QPointF(one.x(), one.y()) for one in corners]
    for start, end in zip(inside, [*inside[1:], inside[0]], strict=True):
        line = Stroke(start.x(), start.y(), end.x(), end.y(), "edge", 1.0, (2.0, 2.0))
        sheet.strokes.append(line)


def _told(shown: UsageHeat, row: HeatRow, week: int, words: Words) -> str:
    """What a cell says: the week, its mean day, its normal, how far off."""
    monday = shown.weeks[week]
    lines = [f"{row.name}, {words.short_day(monday)} to {words.day(monday + 6)}"]
    value, normal, step = row.values[week], row.normal[week], row.steps[week]
    unit = f" {shown.unit}" if shown.unit else ""
    if value is None and step == AWAY:
        lines.append("Use: not there yet")
    else:
        told = "not measured" if value is None else f"{figure(value, words)}{unit} a day"
        lines.append(f"Use: {told}")
    if step == AWAY:
        lines.append("Normal: none yet")
    elif normal is not None:
        lines.append(f"Normal: {figure(normal, words)}{unit} a day")
        if value is not None and normal:
            lines.append(f"Against normal: {words.signed((value / normal - 1) * 100)} %")
    return "\n".join([*lines, "Press for its usage"])


def _weeks(
    sheet: Sheet,
    shown: UsageHeat,
    bottom: float,
    at: tuple[float, float],
    width: float,
    *,
    measure: Measure,
    words: Words,
) -> None:
    """The first Monday with its date, then each month at its first week."""
    left, cell = at
    edge = 0.0
    for week, monday in enumerate(shown.weeks):
        date = to_qdate(monday)
        if week and date.day() > 7:
            continue
        label = words.day(monday) if week == 0 else words.month(monday, year=date.month() == 1)
        wide = measure(label, "small", 400)
        start = left + week * cell
        if start < edge or start + wide > width:
            continue
        sheet.texts.append(Text(QRectF(start, bottom + 2, wide, 16), label, "text3", "small"))
        edge = start + wide + 10
