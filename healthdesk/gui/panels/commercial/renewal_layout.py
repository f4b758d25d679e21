"""Where renewals and what was said of one stand: rows of a countdown, rows of a history.

Numbers in, drawing out. Not here: the widgets (renewal_card.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.commercial import Renewal
from healthdesk.core.domain.forecast import (
    CATEGORY_WORDS,
    Came,
    ForecastView,
    Priority,
    RenewalForecast,
)
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import (
    Dot,
    Drawing,
    Fill,
    Measure,
    Shape,
    Sheet,
    Spot,
    Stroke,
    Text,
    elide,
    fitted,
)

ROW, LINE = 30.0, 26.0
FAR: Final = 365
"""Days that the bar of a countdown spans."""
SHAPES: Final[dict[str, tuple[Shape, str, str]]] = {
    "commit": ("circle", "s1", ""),
    "likely": ("circle", "surface", "s1"),
    "at risk": ("diamond", "noticefill", ""),
    "lost": ("square", "s5", ""),
    "": ("circle", "surface", "edge"),
}
"""Shape, fill and line of a category; never the colours of bands."""
_TONES: Final = {"at risk": "notice"}


@dataclass(frozen=True)
class Pen:
    """What rows are written with: letters' widths, words, the day in view, the currency."""

    measure: Measure
    words: Words
    day: int
    currency: str

    def money(self, value: float | None, unknown: str) -> str:
        """An amount, or that it is not known."""
        return unknown if value is None else self.words.money(value, self.currency)


@dataclass(frozen=True)
class Line:
    """One renewal as a row."""

    renewal: Renewal
    said: RenewalForecast
    priority: Priority | None = None


def lay_out(lines: Sequence[Line], chosen: int | None, width: float, pen: Pen) -> Drawing:
    """A row a renewal: day, days left as a bar, ARR and its share, what was said last."""
    sheet, measure, words = Sheet(), pen.measure, pen.words
    day_wide, days_wide, money_wide = 84.0, 66.0, 118.0
    said_wide = min(max((width - day_wide - days_wide - money_wide) * 0.42, 96.0), 150.0)
    bar_left = 12 + day_wide + days_wide + 8
    bar_right = width - 12 - money_wide - said_wide - 20
    for number, line in enumerate(lines):
        top = number * ROW
        one = line.renewal
        if one.day == chosen and len(lines) > 1:
            sheet.fills.append(Fill(QRectF(0, top, width, ROW), "selected"))
        elif number:
            sheet.strokes.append(Stroke(12, top, width - 12, top, "border"))
        day = QRectF(12, top, day_wide, ROW)
        sheet.texts.append(fitted(day, words.day(one.day), measure, weight=500))
        left = QRectF(12 + day_wide, top, days_wide, ROW)
        told = words.days(one.days)
        sheet.texts.append(fitted(left, told, measure, "text2", align="right"))
        _bar(sheet, one, QRectF(bar_left, top + 11, max(bar_right - bar_left, 0.0), 8))
        amount = pen.money(one.arr, "not known")
        share = "" if one.share is None else f" · {words.percent(one.share)}"
        money = QRectF(width - 12 - said_wide - money_wide - 8, top, money_wide, ROW)
        sheet.texts.append(fitted(money, f"{amount}{share}", measure, align="right"))
        _said(sheet, line, QRectF(width - 12 - said_wide, top, said_wide, ROW), measure)
        tip = f"{words.day(one.day)}, in {told}: {amount}{share} of the ARR"
        if one.followed:
            tip = f"{tip}; a subscription that goes on is signed"
        spot = QRectF(0, top, width, ROW)
        sheet.spots.append(Spot(spot, f"renewal:{one.day}", tip))
    return sheet.done(width, ROW * len(lines))


def _bar(sheet: Sheet, one: Renewal, rect: QRectF) -> None:
    """How near it is: the fuller, the nearer."""
    if rect.width() < 24:
        return
    sheet.fills.append(Fill(rect, "track"))
    share = 1 - min(max(one.days, 0), FAR) / FAR
    color = "h4" if one.days <= 90 else "h3"
    filled = QRectF(rect.left(), rect.top(), rect.width() * share, rect.height())
    sheet.fills.append(Fill(filled, color))


def _said(sheet: Sheet, line: Line, rect: QRectF, measure: Measure) -> None:
    now = line.said.now
    category = now.category if now is not None else ""
    shape, fill, edge = SHAPES.get(category, SHAPES[""])
    center = QPointF(rect.left() + 8, rect.center().y())
    sheet.dots.append(Dot(center, 4.5, fill, edge, shape))
    told = "signed on" if line.renewal.followed and not category else CATEGORY_WORDS[category]
    tone = _TONES.get(category, "text" if category else "text3")
    sheet.texts.append(fitted(rect.adjusted(20, 0, 0, 0), told, measure, tone, weight=500))


def history(
    shown: Sequence[ForecastView], came: Came | None, verdict: str, width: float, pen: Pen
) -> Drawing:
    """What was said when, the newest first, under what came of it."""
    sheet = Sheet()
    top = 0.0
    line_x = 12 + 84 + 8.0
    if came is not None:
        _came(sheet, came, verdict, QRectF(0, top, width, LINE), pen)
        top += LINE
    rows = list(shown)
    first = top
    for one in rows:
        _word(sheet, one, QRectF(0, top, width, LINE), pen)
        top += LINE
    if len(rows) > 1:
        sheet.strokes.insert(
            0, Stroke(line_x, first + LINE / 2, line_x, top - LINE / 2, "border", 1.0)
        )
    return sheet.done(width, top)


def _word(sheet: Sheet, one: ForecastView, rect: QRectF, pen: Pen) -> None:
    measure, words = pen.measure, pen.words
    when = QRectF(12, rect.top(), 84, LINE)
    sheet.texts.append(fitted(when, words.near_day(one.made_on, pen.day), measure, "text2"))
    shape, fill, edge = SHAPES.get(one.category, SHAPES[""])
    sheet.dots.append(Dot(QPointF(104, rect.center().y()), 4.5, fill, edge, shape))
    tone = _TONES.get(one.category, "text")
    name = QRectF(116, rect.top(), 60, LINE)
    sheet.texts.append(fitted(name, CATEGORY_WORDS[one.category], measure, tone, weight=500))
    money = QRectF(176, rect.top(), 66, LINE)
    amount = pen.money(one.amount, "no sum")
    sheet.texts.append(fitted(money, amount, measure, align="right"))
    told = QRectF(254, rect.top(), max(rect.width() - 266, 20), LINE)
    sheet.texts.append(fitted(told, one.reason, measure, "text2"))
    parts = [one.reason]
    parts += [f"Next: {one.next_step}"] if one.next_step else []
    parts += [f"Decides: {one.decider}"] if one.decider else []
    tip = f"Said on {words.day(one.made_on)}: {CATEGORY_WORDS[one.category]}. " + ". ".join(parts)
    sheet.spots.append(Spot(rect, f"said:{one.id}", tip))


def _came(sheet: Sheet, came: Came, verdict: str, rect: QRectF, pen: Pen) -> None:
    measure, words = pen.measure, pen.words
    sheet.fills.append(Fill(rect, "canvas"))
    when = QRectF(12, rect.top(), 84, LINE)
    sheet.texts.append(fitted(when, words.near_day(came.day, pen.day), measure, "text2"))
    amount = "" if came.amount is None else f", {words.money(came.amount, pen.currency)} after it"
    told = f"What came: {came.kind}{amount}"
    said = f"the last word {verdict}" if verdict else ""
    wide = measure(said, "small", 500) + 14 if said else 0.0
    room = max(rect.width() - 116 - wide - 12, 20)
    text = elide(told, room, measure, "body", 600)
    sheet.texts.append(
        Text(QRectF(116, rect.top(), room, LINE), text, "text", "body", 600, full=told)
    )
    if said:
        tone = "text2" if verdict == "held" else "notice"
        place = QRectF(rect.right() - 12 - wide, rect.top(), wide, LINE)
        sheet.texts.append(Text(place, said, tone, "small", 500, "right"))
    sheet.spots.append(Spot(rect, "came", f"{told}, {words.day(came.day)}. {said}"))
