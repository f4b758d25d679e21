"""Bars of weeks with two counts each, beside each other or stacked; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.axis import ticks
from healthdesk.gui.parts.drawing import Fill, Measure, Sheet, Spot, Text
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.usage_chart_layout import Frame, grid_step, grid_values

PRESS: Final = "Press to narrow the board to these accounts"
_LEGEND, _FOOT = 24.0, 22.0
_LEAST = 8.0
"""Pixels a week at least; earlier ones are left out where there are more."""
_WEEK: Final = 7
Faded = Callable[[str], float]


@dataclass(frozen=True)
class Week:
    """A week from its Monday to `last`: two counts, with the keys of their marks."""

    first: int
    last: int
    counts: tuple[int, int]
    keys: tuple[str, str]


@dataclass(frozen=True)
class Look:
    """How weeks are told: the words of both counts in tips and beside their colours."""

    names: tuple[str, str]
    legend: tuple[str, str]
    stacked: bool = False
    colors: tuple[str, str] = ("s1", "s2")

    def high(self, one: Week) -> int:
        """How high a week's bars reach."""
        return sum(one.counts) if self.stacked else max(one.counts)


@dataclass(frozen=True)
class Pens:
    """What a chart is drawn with."""

    measure: Measure
    words: Words
    faded: Faded


def week_bars(sheet: Sheet, some: Sequence[Week], look: Look, room: QRectF, pens: Pens) -> None:
    """Draw the weeks that there is room for, the latest at the right."""
    measure, words = pens.measure, pens.words
    most = max([look.high(one) for one in some] + [1])
    step = max(grid_step(most * 1.05, 2), 1.0)
    shape = Frame(room, 0, 1, 0.0, most * 1.05)
    values = [one for one in grid_values(shape, 2) if one % 1 == 0]
    left = max(measure(words.number(one), "small", 400) for one in values) + 7
    body = QRectF(
        room.left() + left,
        room.top() + _LEGEND,
        room.width() - left,
        room.height() - _LEGEND - _FOOT,
    )
    weeks = some[-max(int(body.width() // _LEAST), 1) :]
    _legend(sheet, look, room, measure)
    at = Frame(body, weeks[0].first, weeks[-1].first + _WEEK, 0.0, max(most * 1.05, step))
    for value in values:
        y = float(round(at.y(value)))
        color = "grid" if value else "border"
        # A fill, which lies under the bars; lines would cut them.
        sheet.fills.append(Fill(QRectF(body.left(), y, body.width(), 1.0), color))
        label = QRectF(room.left(), y - 8, left - 7, 16)
        sheet.texts.append(Text(label, words.number(value), "text3", "small", align="right"))
    for one in weeks:
        _week(sheet, one, look, at, pens)
    _days(sheet, weeks, at, room.right(), pens)


def _legend(sheet: Sheet, look: Look, room: QRectF, measure: Measure) -> None:
    left = room.left()
    for word, color in zip(look.legend, look.colors, strict=True):
        wide = measure(word, "small", 400)
        if left + 13 + wide > room.right():
            return
        sheet.fills.append(Fill(QRectF(left, room.top() + 3, 9, 9), color))
        place = QRectF(left + 13, room.top(), wide, 16)
        sheet.texts.append(Text(place, word, "text3", "small"))
        left += wide + 27


def _week(sheet: Sheet, one: Week, look: Look, at: Frame, pens: Pens) -> None:
    words = pens.words
    left, right = at.x(one.first), at.x(one.first + _WEEK)
    gap = 2.0 if right - left >= 8 else 1.0
    wide = right - left - gap
    when = f"{words.short_day(one.first)} to {words.day(one.last)}"
    running = "\nThe week is not over" if one.last < one.first + _WEEK - 1 else ""
    told = zip(look.names, one.counts, strict=True)
    counted = "\n".join(f"{name}: {words.number(count)}" for name, count in told) + running
    below = 0
    for number, (key, count) in enumerate(zip(one.keys, one.counts, strict=True)):
        start = left if look.stacked else left + wide / 2 * number
        across = wide if look.stacked else wide / 2
        top, foot = at.y(below + count), at.y(below)
        whole = QRectF(start, at.rect.top(), across, at.rect.height())
        if look.stacked:
            whole = QRectF(start, top, across, foot - top)
            below += count
        if count:
            bar = QRectF(start, top, across, foot - top)
            sheet.fills.append(Fill(bar, look.colors[number], alpha=pens.faded(key)))
        if count or not look.stacked:
            press = f"\n{PRESS}" if count else ""
            name = f"{MARK}{key}" if count else ""
            sheet.spots.append(Spot(whole, name, f"{when}\n{counted}{press}"))


def _days(sheet: Sheet, weeks: Sequence[Week], at: Frame, end: float, pens: Pens) -> None:
    edge = -1.0
    for tick in ticks(weeks[0].first, weeks[-1].last, at.rect.width(), pens.words):
        wide = pens.measure(tick.label, "small", 400)
        left = at.x(tick.day)
        if left < edge or left + wide > end:
            continue
        label = QRectF(left, at.rect.bottom() + 4, wide, 16)
        sheet.texts.append(Text(label, tick.label, "text3", "small"))
        edge = left + wide + 10
