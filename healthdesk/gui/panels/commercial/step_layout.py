"""Where ARR and seats by day stand: two step lines over one time axis, marks above them.

Numbers in, drawing out. What is signed for days to come is dashed. Not here: the widget
(step_chart.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.commercial import CommercialView, Known, OutcomeView, Step
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.axis import ticks
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
    elide,
)
from healthdesk.gui.parts.usage_chart_layout import grid_step

LEFT, RIGHT, MARKS, FOOT = 50.0, 74.0, 24.0, 24.0
ARR_HIGH, SEATS_HIGH, GAP = 116.0, 58.0, 18.0
LEAST: Final = 60
"""Days in view at least."""
ICONS: Final = {
    "renewed": "refresh",
    "expanded": "trending-up",
    "downgraded": "trending-down",
    "churned": "door-exit",
    "renewal": "calendar",
}
_DASHES = (4.0, 3.0)
_MOST_LINES = {"ARR": 3, "Seats": 2}


@dataclass(frozen=True)
class Frame:
    """Days on the way across, and where the plots end."""

    first: int
    last: int
    today: int
    left: float
    right: float
    bottom: float

    def x(self, day: float) -> float:
        """Where a day stands."""
        return self.left + (day - self.first) * (self.right - self.left) / (self.last - self.first)

    def day(self, x: float) -> int:
        """The day at a place."""
        share = (x - self.left) / max(self.right - self.left, 1.0)
        found = round(self.first + share * (self.last - self.first))
        return min(max(found, self.first), self.last)


@dataclass(frozen=True)
class Mark:
    """Something on a day: an outcome, or a renewal to come."""

    key: str
    kind: str
    day: int
    words: str


@dataclass(frozen=True)
class _Lane:
    name: str
    color: str
    top: float
    high: float
    values: tuple[Known, ...]
    most: float
    money: str | None = None

    def y(self, value: float) -> float:
        return self.top + self.high * (1 - value / self.most)


def has_seats(view: CommercialView) -> bool:
    """Whether the seats have a line of their own."""
    return any(one.seats is not None for one in view.steps)


def frame(view: CommercialView, width: float) -> Frame:
    """The days in view: from the first step to the last one that is signed."""
    last = max(view.day, view.steps[-1].day if view.steps else view.day)
    first = min(view.steps[0].day if view.steps else view.day, last - LEAST)
    bottom = MARKS + ARR_HIGH + (GAP + SEATS_HIGH if has_seats(view) else 0.0)
    return Frame(first, last, view.day, LEFT, max(width - RIGHT, LEFT + 20), bottom)


def marks(view: CommercialView, words: Words) -> tuple[Mark, ...]:
    """Outcomes in view and the renewals to come."""
    at = frame(view, 400)
    out = [
        Mark(f"outcome:{one.row}", one.kind, one.day, outcome_words(one, view.currency, words))
        for one in view.outcomes
        if at.first <= one.day <= at.last
    ]
    out += [
        Mark(f"renewal:{one.day}", "renewal", one.day, "Renewal")
        for one in view.renewals
        if one.day <= at.last
    ]
    return tuple(sorted(out, key=lambda one: (one.day, one.key)))


def outcome_words(one: OutcomeView, currency: str, words: Words) -> str:
    """An outcome with what it changed: "Expanded +€12k"."""
    told = one.kind.capitalize()
    if not one.change:
        return told
    sign = "+" if one.change > 0 else ""
    return f"{told} {sign}{words.money(one.change, currency)}"


def step_at(view: CommercialView, day: int) -> Step | None:
    """The step in force on a day."""
    return next((one for one in reversed(view.steps) if one.day <= day), None)


def lay_out(view: CommercialView, width: float, measure: Measure, words: Words) -> Drawing:
    """The two lines, their axes, what happened."""
    sheet = Sheet()
    at = frame(view, width)
    if at.last > at.today:
        left = at.x(at.today)
        coming = QRectF(left, MARKS, at.right - left, at.bottom - MARKS)
        sheet.fills.append(Fill(coming, "weekend"))
    for lane in _lanes(view):
        _grid(sheet, lane, at, words)
        _line(sheet, lane, at, view.steps)
        _end(sheet, lane, at, view, words)
    _days(sheet, at, measure, words)
    _step_spots(sheet, at, view, words)
    _marks(sheet, at, view, measure, words)
    return sheet.done(width, at.bottom + FOOT)


def _lanes(view: CommercialView) -> tuple[_Lane, ...]:
    arr = tuple(one.arr for one in view.steps)
    seats = tuple(one.seats for one in view.steps)
    money = _Lane("ARR", "s1", MARKS, ARR_HIGH, arr, _most(arr), view.currency)
    if not has_seats(view):
        return (money,)
    top = MARKS + ARR_HIGH + GAP
    return money, _Lane("Seats", "s2", top, SEATS_HIGH, seats, _most(seats))


def _most(values: Sequence[Known]) -> float:
    return max((one for one in values if one is not None), default=1.0) * 1.08 or 1.0


def _figure(lane: _Lane, value: float, words: Words) -> str:
    return words.number(value) if lane.money is None else words.money(value, lane.money)


def _grid(sheet: Sheet, lane: _Lane, at: Frame, words: Words) -> None:
    step = grid_step(lane.most, _MOST_LINES[lane.name])
    for number in range(floor(lane.most / step + 1e-9) + 1):
        value = number * step
        y = float(round(lane.y(value)))
        color = "grid" if number else "border"
        sheet.strokes.append(Stroke(at.left, y, at.right, y, color))
        rect = QRectF(0, y - 8, at.left - 7, 16)
        told = _figure(lane, value, words)
        sheet.texts.append(Text(rect, told, "text3", "small", align="right"))


def _line(sheet: Sheet, lane: _Lane, at: Frame, steps: Sequence[Step]) -> None:
    before: list[QPointF | None] = []
    after: list[QPointF | None] = []
    for number, (step, value) in enumerate(zip(steps, lane.values, strict=True)):
        stop = steps[number + 1].day if number + 1 < len(steps) else at.last
        _run(before, lane, at, (step.day, min(stop, at.today)), value)
        _run(after, lane, at, (max(step.day, at.today), stop), value)
    sheet.curves.append(Curve(tuple(before), lane.color, 1.5))
    sheet.curves.append(Curve(tuple(after), lane.color, 1.5, _DASHES))


def _run(
    points: list[QPointF | None], lane: _Lane, at: Frame, days: tuple[int, int], value: Known
) -> None:
    """The level of one step between two days; without a value a gap."""
    if days[1] < days[0]:
        return
    if value is None:
        points.append(None)
        return
    y = lane.y(value)
    points += [QPointF(at.x(day), y) for day in days]


def _end(sheet: Sheet, lane: _Lane, at: Frame, view: CommercialView, words: Words) -> None:
    """The value of the day in view, named at the right."""
    step = step_at(view, at.today)
    value = None if step is None else (step.arr if lane.name == "ARR" else step.seats)
    y = lane.top + 8 if value is None else lane.y(value)
    top = min(max(y - 8, lane.top - 4), lane.top + lane.high - 30)
    told = "none now" if value is None else _figure(lane, value, words)
    color = "text3" if value is None else lane.color
    sheet.texts.append(Text(QRectF(at.right + 8, top, RIGHT - 8, 16), told, color, "small", 600))
    name = QRectF(at.right + 8, top + 14, RIGHT - 8, 16)
    sheet.texts.append(Text(name, lane.name, lane.color, "small"))
    if value is not None:
        sheet.dots.append(Dot(QPointF(at.x(at.today), y), 3, lane.color))


def _days(sheet: Sheet, at: Frame, measure: Measure, words: Words) -> None:
    edge = 0.0
    for tick in ticks(at.first, at.last, at.right - at.left, words):
        wide = measure(tick.label, "small", 400)
        left = max(at.x(tick.day) - wide / 2, at.left)
        if left < edge or left + wide > at.right + 24:
            continue
        x = float(round(at.x(tick.day)))
        sheet.strokes.append(Stroke(x, at.bottom, x, at.bottom + 4, "edge"))
        label = QRectF(left, at.bottom + 6, wide, 16)
        sheet.texts.append(Text(label, tick.label, "text3", "small"))
        edge = left + wide + 10
    if at.last > at.today:
        x = float(round(at.x(at.today)))
        sheet.strokes.append(Stroke(x, MARKS, x, at.bottom, "edge"))


def _step_spots(sheet: Sheet, at: Frame, view: CommercialView, words: Words) -> None:
    for number, step in enumerate(view.steps):
        stop = view.steps[number + 1].day if number + 1 < len(view.steps) else at.last
        left = at.x(max(step.day, at.first))
        rect = QRectF(left, MARKS, max(at.x(stop) - left, 3.0), at.bottom - MARKS)
        told = ", ".join(f"{name} {value}" for name, value in read(view, step, words))
        sheet.spots.append(Spot(rect, f"step:{number}", f"From {words.day(step.day)}: {told}"))


def _marks(sheet: Sheet, at: Frame, view: CommercialView, measure: Measure, words: Words) -> None:
    found = marks(view, words)
    edge = 0.0
    for number, one in enumerate(found):
        x = float(round(at.x(one.day)))
        sheet.strokes.append(Stroke(x, MARKS - 4, x, at.bottom, "text3", 1.0, (2.0, 3.0)))
        left = max(x - 7, edge)
        if left > x + 7:  # too close to the one before: the line alone, and its place below it
            sheet.spots.append(Spot(QRectF(x - 5, MARKS, 10, 24), one.key, _tip(one, words)))
            continue
        icon = QRectF(left, 3, 14, 14)
        sheet.glyphs.append(Glyph(icon, ICONS.get(one.kind, "flag"), "text2"))
        after = at.x(found[number + 1].day) - 10 if number + 1 < len(found) else at.right + RIGHT
        room = after - icon.right() - 4
        told = elide(one.words, room, measure, "small")
        shown = told if told == one.words else ""
        wide = measure(shown, "small", 400) if shown else 0.0
        if shown:
            rect = QRectF(icon.right() + 4, 2, wide + 2, 16)
            sheet.texts.append(Text(rect, shown, "text2", "small"))
        spot = QRectF(left - 4, 0, 22 + (wide + 6 if shown else 0), MARKS)
        sheet.spots.append(Spot(spot, one.key, _tip(one, words)))
        edge = icon.right() + (wide + 10 if shown else 4)


def _tip(one: Mark, words: Words) -> str:
    return f"{one.words}, {words.day(one.day)}"


def read(view: CommercialView, step: Step, words: Words) -> tuple[tuple[str, str], ...]:
    """What a step says, line by line."""
    arr = "not known" if step.arr is None else words.money(step.arr, view.currency, short=False)
    if view.from_attribute:
        return (("ARR, the account's own", arr),)
    if not step.terms:
        return (("Subscriptions", "none in force"),)
    seats = "not known" if step.seats is None else words.number(step.seats)
    rows = [("ARR", arr), ("Seats", seats), ("Subscriptions", words.number(step.terms))]
    if step.no_arr and step.arr is not None:
        rows.append(("of these without ARR", words.number(step.no_arr)))
    if step.no_seats and step.seats is not None:
        rows.append(("of these without seats", words.number(step.no_seats)))
    return tuple(rows)


def table(
    view: CommercialView, words: Words
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The steps as figures, the newest first, with what happened on their days."""
    happened: dict[int, list[str]] = {}
    for one in marks(view, words):
        happened.setdefault(one.day, []).append(one.words)
    by_day = {one.day: one for one in view.steps}
    lines = []
    for day in sorted({*by_day, *happened}, reverse=True):
        step = by_day.get(day) or step_at(view, day)
        arr = None if step is None else step.arr
        seats = None if step is None else step.seats
        lines.append(
            (
                words.day(day),
                "not known" if arr is None else words.money(arr, view.currency, short=False),
                "not known" if seats is None else words.number(seats),
                words.number(step.terms) if step is not None and not view.from_attribute else "",
                "; ".join(happened.get(day, ())) or ("signed" if day > view.day else ""),
            )
        )
    return ("From", "ARR", "Seats", "Subscriptions", "What happened"), tuple(lines)
