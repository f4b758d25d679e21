"""Where a survey's score, opinions and course stand; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.board_voice import SurveyCourse
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Drawing, Fill, Measure, Shape, Sheet, Spot, Text, fitted
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_line
from healthdesk.gui.parts.trend_plot import Line, Plot, plot

FEW = 30
_COLORS = ("up", "edge", "down")
_FILLS = ("upfill", "edge", "downfill")
_SHAPES: tuple[Shape, ...] = ("circle", "triangle", "square")
_SHORT = {
    "promoters": "prom.",
    "passives": "pass.",
    "detractors": "detr.",
    "satisfied": "satisf.",
    "neutral": "neutr.",
    "dissatisfied": "dissat.",
}
_BIG, _BAR, _GAP = 36.0, 10.0, 6.0
_PLOT = 84.0
"""Height from which the course has room."""


@dataclass(frozen=True)
class Scale:
    """How a kind of survey tells its score: `axis` is its least and most, None = from values."""

    name: str
    told: Callable[[float], str]
    change: Callable[[float], str]
    axis: tuple[float, float] | None


def survey(
    shown: SurveyCourse,
    room: QSizeF,
    scale: Scale,
    measure: Measure,
    *,
    words: Words,
    faded: Callable[[str], float],
) -> Drawing:
    """Score and change, the opinions as a bar and as counts, the course in the rest."""
    sheet = Sheet()
    width, height = room.width(), room.height()
    top = _head(sheet, shown, width, scale, measure, words=words)
    if height - top >= _BAR:
        _bar(sheet, shown, QRectF(0, top + 2, width, _BAR), words, faded)
        top += _BAR + 4
    if height - top >= HIGH:
        some = [
            Counted(
                one.key, words.number(one.answers), one.name.lower(), _SHAPES[at], _COLORS[at],
                f"of {words.count(one.accounts, 'account')}", short=_SHORT[one.key],
            )
            for at, one in enumerate(shown.opinions)
        ]  # fmt: skip
        mark_line(sheet, some, QRectF(0, top, width, HIGH), measure, faded=faded)
        top += HIGH + _GAP
    if height - top >= _PLOT:
        _course(sheet, shown, QRectF(0, top, width, height - top), scale, measure, words=words)
    return sheet.done(width, height)


def _head(
    sheet: Sheet,
    shown: SurveyCourse,
    width: float,
    scale: Scale,
    measure: Measure,
    *,
    words: Words,
) -> float:
    """The figure of the day, its change over the period, n where it is small."""
    told = "not measured" if shown.score is None else scale.told(shown.score)
    wide = measure(told, "figure", 600)
    sheet.texts.append(Text(QRectF(0, 0, wide, _BIG), told, "text", "figure", 600))
    left = wide + 10
    if shown.answers < FEW:
        count = f"n {shown.answers}"
        size = measure(count, "small", 400)
        if left + size <= width:
            place = QRectF(left, 12, size, 18)
            sheet.texts.append(Text(place, count, "text3", "small"))
            left += size + 10
    before = shown.before
    if before is None or before.score is None or shown.score is None:
        return _BIG
    change = shown.score - before.score
    delta = scale.change(change)
    color = "text2" if delta in {"0", "0.0"} else "up" if change > 0 else "down"
    size = measure(delta, "body", 500)
    if left + size <= width:
        sheet.texts.append(Text(QRectF(left, 12, size, 18), delta, color, "body", 500))
        place = QRectF(left + size + 6, 12, width - left - size - 6, 18)
        since = f"since {words.near_day(before.day, shown.course[-1].day)}"
        if measure(since, "small", 400) <= place.width():
            sheet.texts.append(fitted(place, since, measure, "text3", "small"))
    return _BIG


def _bar(
    sheet: Sheet,
    shown: SurveyCourse,
    lane: QRectF,
    words: Words,
    faded: Callable[[str], float],
) -> None:
    """The opinions as shares of one bar; each can be pressed."""
    left = lane.left()
    whole = max(shown.answers, 1)
    for at, one in enumerate(shown.opinions):
        wide = lane.width() * one.answers / whole
        if wide <= 0:
            continue
        part = QRectF(left, lane.top(), max(wide - 1, 1.0), lane.height())
        sheet.fills.append(Fill(part, _FILLS[at], alpha=faded(one.key)))
        told = (
            f"{one.name}\nAnswers: {words.number(one.answers)} of {words.number(shown.answers)}\n"
            f"Share: {words.percent(one.answers / whole)}\n"
            f"Accounts: {words.number(one.accounts)}\nPress to narrow the board to them"
        )
        sheet.spots.append(Spot(part, f"{MARK}{one.key}", told))
        left += wide
    if not shown.answers:
        sheet.fills.append(Fill(lane, "track", hatched=True))


def _course(
    sheet: Sheet,
    shown: SurveyCourse,
    room: QRectF,
    scale: Scale,
    measure: Measure,
    *,
    words: Words,
) -> None:
    score = next((one.score for one in reversed(shown.course) if one.score is not None), None)
    told = "" if score is None else scale.told(score)
    line = Line(scale.name, tuple(one.score for one in shown.course), "s1", told)
    days = tuple(one.day for one in shown.course)
    notes = tuple(
        f"Answers: {words.number(one.answers)}{' (few)' if one.answers < FEW else ''}"
        for one in shown.course
    )
    drawn = Plot(days, 1, days[-1], (line,), reach=_reach(shown, scale), notes=notes, points=True)
    made = plot(room, drawn, measure, words, figure=scale.told)
    sheet.add(made)


def _reach(shown: SurveyCourse, scale: Scale) -> tuple[float, float]:
    """The axis: as far as the scores reach, with some room, inside the scale."""
    known = [one.score for one in shown.course if one.score is not None] or [0.0]
    low, high = scale.axis or (min(known), max(known))
    least = 0.1 * (high - low) or 1.0
    room = max(0.25 * (max(known) - min(known)), least / 2)
    return max(min(known) - room, low), min(max(known) + room, high)


def table(
    shown: SurveyCourse, scale: Scale, words: Words
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The opinions of the day, then the course, the newest first."""
    opinions = tuple(
        (one.name, words.number(one.answers), f"{words.count(one.accounts, 'account')}")
        for one in shown.opinions
    )
    course = tuple(
        (
            words.day(one.day),
            words.number(one.answers),
            "not measured" if one.score is None else scale.told(one.score),
        )
        for one in reversed(shown.course)
    )
    return ("Day or opinion", "Answers", f"{scale.name}, or accounts"), (*opinions, *course)
