"""Where the small pictures beside the usage chart stand: weekdays, steadiness, seats, people.

Numbers in, drawing out. Not here: the widgets (usage_side.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.usage_view import (
    Known,
    Pair,
    PersonUse,
    SeatUse,
    Steadiness,
    WeekdayPattern,
)
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.axis import is_weekend
from healthdesk.gui.parts.drawing import (
    Curve,
    Dot,
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
from healthdesk.gui.parts.usage_chart_layout import axis_figure, figure, grid_step, nice

_BARS_HIGH, _FOOT = 100.0, 42.0
_AXIS = 32.0
_STEADY_HIGH = 30.0
_LINE = 23.0
_SEAT_LINE_HIGH = 64.0
_MONDAY = 4
"""Day 4 was a Monday: 5 January 1970."""
SINCE = {"dip": "downfill", "rise": "upfill", "stopped": "noticefill", "": "downfill"}


@dataclass(frozen=True)
class Split:
    """How cards call the days before an event and since; empty without one."""

    day: int | None = None
    kind: str = ""
    before: str = ""
    since: str = ""
    last: int | None = None
    """The last day of an event that is over."""

    def holds(self, day: int) -> bool:
        """Whether a day lies in the event."""
        return self.day is not None and self.day <= day <= (self.last or day)


def weekdays(
    view: WeekdayPattern, split: Split, width: float, measure: Measure, words: Words
) -> Drawing:
    """Two bars a weekday, before and since, with their values above; a legend beneath."""
    sheet = Sheet()
    known = [value for value in (*view.before, *view.since) if value is not None]
    most = max(known, default=1.0) or 1.0
    step = grid_step(most)
    top = 14.0
    base = top + _BARS_HIGH
    scale = _BARS_HIGH / (most * 1.02)
    for line in range(int(most / step) + 1):
        y = float(round(base - line * step * scale))
        # A ground and no stroke: those are drawn over the bars.
        color = "border" if line == 0 else "grid"
        sheet.fills.append(Fill(QRectF(_AXIS, y, width - _AXIS, 1), color))
        label = QRectF(0, y - 8, _AXIS - 7, 16)
        text = axis_figure(line * step, step, words)
        sheet.texts.append(Text(label, text, "text3", "small", align="right"))
    room = (width - _AXIS) / 7
    pairs = bool(view.since)
    bar = min(max((room - 12) / (2 if pairs else 1), 4.0), 15.0 if pairs else 26.0)
    for weekday in range(7):
        left = _AXIS + room * weekday + (room - bar * (2 if pairs else 1) - 2 * pairs) / 2
        columns = [(view.before[weekday], "h2", "text2")]
        if pairs:
            columns.append((view.since[weekday], SINCE[split.kind], _text_of(split.kind)))
        for at, (value, fill, color) in enumerate(columns):
            x = left + at * (bar + 2)
            _bar(sheet, x, base, bar, value, scale=scale, colors=(fill, color), words=words)
        name = words.weekday(_MONDAY + weekday).partition(" ")[0]
        label = QRectF(_AXIS + room * weekday, base + 5, room, 16)
        sheet.texts.append(Text(label, name, "text2", "small", align="center"))
        tip = _weekday_tip(view, weekday, name, split, words)
        spot = QRectF(_AXIS + room * weekday, 0, room, base + 20)
        sheet.spots.append(Spot(spot, f"weekday {weekday}", tip))
    _legend(sheet, view, split, top=base + 28, width=width, measure=measure, words=words)
    return sheet.done(width, base + _FOOT)


def _text_of(kind: str) -> str:
    return {"rise": "up", "stopped": "notice"}.get(kind, "down")


def _bar(
    sheet: Sheet,
    x: float,
    base: float,
    wide: float,
    value: Known,
    *,
    scale: float,
    colors: tuple[str, str],
    words: Words,
) -> None:
    if value is None:
        sheet.fills.append(Fill(QRectF(x, base - 12, wide, 12), "track", hatched=True))
        return
    high = value * scale
    sheet.fills.append(Fill(QRectF(x, base - high, wide, high), colors[0]))
    label = QRectF(x - 10, base - high - 15, wide + 20, 14)
    sheet.texts.append(Text(label, figure(value, words), colors[1], "small", align="center"))


def _weekday_tip(view: WeekdayPattern, weekday: int, name: str, split: Split, words: Words) -> str:
    def told(value: Known, days: int) -> str:
        return "not measured" if value is None else f"{figure(value, words)} on {words.days(days)}"

    first = f"{name}: {told(view.before[weekday], view.days[weekday])}"
    if not view.since:
        return first
    return (
        f"{first} before {words.short_day(split.day)};"
        f" {told(view.since[weekday], view.days_since[weekday])} since"
    )


def _legend(
    sheet: Sheet,
    view: WeekdayPattern,
    split: Split,
    *,
    top: float,
    width: float,
    measure: Measure,
    words: Words,
) -> None:
    left = 0.0
    weeks = words.count(view.weeks, "week")
    last = f"last {weeks}" if view.weeks > 1 else "last week"
    parts = [("h2", f"{weeks} {split.before}".strip() if split.before else last)]
    if view.since:
        parts.append((SINCE[split.kind], split.since))
    for color, text in parts:
        sheet.fills.append(Fill(QRectF(left, top + 3, 10, 10), color))
        wide = min(measure(text, "small", 400), width - left - 14)
        label = QRectF(left + 14, top, wide, 16)
        sheet.texts.append(fitted(label, text, measure, "text2", "small"))
        left += wide + 30


def steadiness(
    view: Steadiness, split: Split, width: float, measure: Measure, words: Words
) -> Drawing:
    """A bar a day, then rows of a measure before and since, then what it means in words."""
    sheet = Sheet()
    known = [value for value in view.bars if value is not None]
    most = max(known, default=0.0) or 1.0
    room = width / max(len(view.bars), 1)
    for at, value in enumerate(view.bars):
        day, x = view.first + at, at * room
        color = SINCE[split.kind] if split.holds(day) else "h2" if is_weekend(day) else "h3"
        if value is None:
            rect = QRectF(x, _STEADY_HIGH - 12, room - 3, 12)
            sheet.fills.append(Fill(rect, "track", hatched=True))
        else:
            high = max(value / most * _STEADY_HIGH, 1.0)
            sheet.fills.append(Fill(QRectF(x, _STEADY_HIGH - high, room - 3, high), color))
        told = "no data" if value is None else figure(value, words)
        tip = f"{words.weekday(day)}: {told}"
        sheet.spots.append(Spot(QRectF(x, 0, room, _STEADY_HIGH), f"day {day}", tip))
    y = _STEADY_HIGH + 3
    ends = (words.short_day(view.first), words.short_day(view.first + len(view.bars) - 1))
    sheet.texts.append(Text(QRectF(0, y, width / 2, 16), ends[0], "text3", "small"))
    right = QRectF(width / 2, y, width / 2 - 3, 16)
    sheet.texts.append(Text(right, ends[1], "text3", "small", align="right"))
    y += 20
    for number, row in enumerate(steady_rows(view, words)):
        _pair_row(sheet, y, width, row, measure)
        sheet.spots.append(Spot(QRectF(0, y, width, _LINE), f"row {number}"))
        y += _LINE
    return sheet.done(width, y)


def steady_rows(view: Steadiness, words: Words) -> tuple[tuple[str, str, str], ...]:
    """Name, before and now of each measure."""
    rows = [
        (
            f"Days with use, of {view.of}",
            _before_days(view, words),
            DASH if view.active.now is None else words.number(view.active.now),
        ),
        ("Top 3 days\N{RIGHT SINGLE QUOTATION MARK} share of use", *_shares(view.top_days, words)),
        ("Weekend share", *_shares(view.weekend, words)),
    ]
    if view.top_users is not None:
        rows.insert(
            2,
            (
                "Top 3 users\N{RIGHT SINGLE QUOTATION MARK} share of use",
                *_shares(view.top_users, words),
            ),
        )
    else:
        rows.insert(
            2, ("Top 3 users\N{RIGHT SINGLE QUOTATION MARK} share of use", "", "users not known")
        )
    return tuple(rows)


def _before_days(view: Steadiness, words: Words) -> str:
    if view.active.before is None:
        return "not known"
    told = words.number(view.active.before)
    return told if view.of_before == view.of else f"{told} of {view.of_before}"


def _shares(pair: Pair, words: Words) -> tuple[str, str]:
    return (
        "not known" if pair.before is None else words.percent(pair.before),
        "not known" if pair.now is None else words.percent(pair.now),
    )


def _pair_row(
    sheet: Sheet, y: float, width: float, row: tuple[str, str, str], measure: Measure
) -> None:
    """A name, then before, an arrow, and now at the right."""
    name, before, now = row
    wide = max(measure(now, "body", 600), 44.0)
    rect = QRectF(width - wide, y, wide, _LINE)
    missing = now in {DASH, "not known", "users not known"}
    color, weight = ("text3", 400) if missing else ("text", 600)
    sheet.texts.append(Text(rect, now, color, weight=weight, align="right"))
    edge = rect.left() - 8
    if before:
        sheet.glyphs.append(Glyph(QRectF(edge - 12, y + 5.5, 12, 12), "arrow-right", "text3"))
        was = measure(before, "body", 400)
        place = QRectF(edge - 20 - was, y, was, _LINE)
        sheet.texts.append(Text(place, before, "text3", align="right"))
        edge = place.left() - 8
    sheet.texts.append(fitted(QRectF(0, y, max(edge, 20.0), _LINE), name, measure, "text"))


def people(rows: Sequence[PersonUse], width: float, measure: Measure, words: Words) -> Drawing:
    """The heaviest users: a day's use before and since."""
    sheet = Sheet()
    for number, one in enumerate(rows):
        told = person_words(one, words)
        _pair_row(sheet, _LINE * number, width, told, measure)
        spot = QRectF(0, _LINE * number, width, _LINE)
        sheet.spots.append(Spot(spot, f"person {number}", told[0]))
    return sheet.done(width, _LINE * len(rows))


def person_words(one: PersonUse, words: Words) -> tuple[str, str, str]:
    """Name (with the day on which somebody went), use a day before, and since."""
    name = one.name
    if one.left is not None:
        name = f"{name}, left {words.short_day(one.left)}"
    elif not one.since and one.before and one.last is not None:
        name = f"{name}, last use {words.short_day(one.last)}"
    return name, _use(one.before, words), _use(one.since, words)


def _use(value: Known, words: Words) -> str:
    return "not known" if value is None else figure(value, words) if value else "none"


def seats(view: SeatUse, width: float, measure: Measure, words: Words) -> Drawing:
    """The share in use, the bar with where it stood before, what lies idle, and twelve months."""
    sheet = Sheet()
    share, total = view.share, view.seats
    if share is None or total is None:
        return sheet.done(width, 0)
    told = words.percent(share)
    wide = measure(told, "figure", 600)
    sheet.texts.append(Text(QRectF(0, 0, wide + 2, 36), told, "text", "figure", weight=600))
    beside = f"of {words.number(total)} seats"
    if view.before is not None:
        beside = f"{beside}, {words.percent(view.before)} before"
    rect = QRectF(wide + 10, 6, width - wide - 10, 28)
    sheet.texts.append(fitted(rect, beside, measure, "text2"))
    _seat_bar(sheet, view, width, measure, words)
    sheet.spots.append(Spot(QRectF(0, 0, width, 92), "seats"))
    y = 76.0
    idle = idle_words(view, words)
    if idle:
        color = "notice" if view.used is not None and view.used < total else "text2"
        sheet.texts.append(fitted(QRectF(0, y, width, 16), idle, measure, color, "small"))
        y += 22
    known = [one for one in view.months if one.share is not None]
    if len(known) > 1:
        y = _seat_line(sheet, view, y + 8, width, measure=measure, words=words)
    return sheet.done(width, y)


def _seat_bar(sheet: Sheet, view: SeatUse, width: float, measure: Measure, words: Words) -> None:
    most = max(1.0, view.share or 0.0)
    top = 40.0
    sheet.fills.append(Fill(QRectF(0, top, width / most, 14), "track"))
    sheet.fills.append(Fill(QRectF(0, top, width * (view.share or 0.0) / most, 14), "accentfill"))
    used = f"{words.number(view.used, 1)} in use"
    right = f"{words.number(view.seats)} seats"
    y = top + 17
    wide = measure(used, "small", 400)
    sheet.texts.append(Text(QRectF(0, y, wide, 16), used, "text2", "small"))
    end = measure(right, "small", 400)
    at = QRectF(width - end, y, end, 16)
    sheet.texts.append(Text(at, right, "text2", "small", align="right"))
    if view.before is None or view.before_day is None:
        return
    x = float(round(width * min(view.before, most) / most))
    sheet.strokes.append(Stroke(x, top - 3, x, top + 17, "text", 1.5))
    label = f"{words.percent(view.before)} on {words.short_day(view.before_day)}"
    room = measure(label, "small", 400)
    left = min(max(x - room / 2, wide + 10), width - end - 10 - room)
    if left >= wide + 10:
        sheet.texts.append(Text(QRectF(left, y, room, 16), label, "text2", "small"))


def idle_words(view: SeatUse, words: Words) -> str:
    """What the unused seats are worth; that all are used; that their price is not known."""
    if view.used is None or view.seats is None:
        return ""
    idle = round(view.seats - view.used)
    if idle <= 0:
        over = -idle
        return f"{words.count(over, 'more user')} than seats" if over else "All seats are used"
    told = f"{words.count(idle, 'seat')} unused"
    if view.worth is None or view.arr is None:
        return f"{told}, their price is not known"
    worth = words.money(view.worth, view.currency)
    return f"{told}, worth {worth} of {words.money(view.arr, view.currency)} a year"


def _seat_line(
    sheet: Sheet, view: SeatUse, top: float, width: float, *, measure: Measure, words: Words
) -> float:
    """A year of months, with the last named at its end."""
    left, right = 36.0, width - 52
    known = [one.share for one in view.months if one.share is not None]
    most = max(*known, 0.4)
    step = 0.2 if most <= 0.5 else 0.4 if most <= 1.0 else nice(most / 2)
    high = step * max(round(most / step + 0.499), 1)
    bottom = top + _SEAT_LINE_HIGH
    line = 0.0
    while line <= high + 1e-9:
        y = float(round(bottom - line / high * _SEAT_LINE_HIGH))
        color = "border" if line == 0 else "grid"
        sheet.strokes.append(Stroke(left, y, right + 8, y, color))
        label = QRectF(0, y - 8, left - 7, 16)
        sheet.texts.append(Text(label, words.percent(line), "text3", "small", align="right"))
        line += step
    wide = (right - left) / max(len(view.months) - 1, 1)
    points: list[QPointF | None] = []
    for at, one in enumerate(view.months):
        here = bottom - (one.share or 0.0) / high * _SEAT_LINE_HIGH
        points.append(None if one.share is None else QPointF(left + at * wide, here))
        told = "not known" if one.share is None else words.percent(one.share)
        tip = f"{words.month(one.first, year=True)}: {told}"
        spot = QRectF(left + (at - 0.5) * wide, top, wide, _SEAT_LINE_HIGH)
        sheet.spots.append(Spot(spot, f"month {one.first}", tip))
    sheet.curves.append(Curve(tuple(points), "s1", 1.5))
    last = next((point for point in reversed(points) if point is not None), None)
    if last is not None:
        sheet.dots.append(Dot(last, 3.0, "s1"))
        share = next(one.share for one in reversed(view.months) if one.share is not None)
        label = QRectF(last.x() + 8, last.y() - 8, 46, 16)
        sheet.texts.append(Text(label, words.percent(share), "text", "small", weight=600))
    ends = (0, len(view.months) // 2, len(view.months) - 1)
    for at in dict.fromkeys(ends):
        text = words.month(view.months[at].first, year=at == 0)
        room = measure(text, "small", 400)
        x = min(max(left + at * wide - room / 2, left), right + 20 - room)
        sheet.texts.append(Text(QRectF(x, bottom + 6, room, 16), text, "text3", "small"))
    return bottom + 24
