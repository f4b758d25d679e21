"""Where a survey's score, opinions and course stand; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.board_voice import SurveyCourse
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.board_figures import put_delta
from healthdesk.gui.parts.delta import ARROW, GAP
from healthdesk.gui.parts.drawing import Drawing, Fill, Measure, Shape, Sheet, Spot, Text, fitted
from healthdesk.gui.parts.face import MARK
from healthdesk.gui.parts.mark_line import HIGH, Counted, mark_lines
from healthdesk.gui.parts.trend_plot import Line, Plot, plot
from healthdesk.gui.parts.usage_chart_layout import axis_figure

FEW = 30
_COLORS = ("up", "edge", "down")
_FILLS = ("upfill", "edge", "downfill")
_SHAPES: tuple[Shape, ...] = ("circle", "triangle", "square")
_BIG, _BAR, _GAP = 36.0, 10.0, 6.0
_PLOT = 72.0
"""Height from which the course has room."""


@dataclass(frozen=True)
class Scale:
    """How a kind of survey tells its score: with a sign or decimals, between which ends."""

    name: str
    signed: bool
    decimals: int
    ends: tuple[float, float]

    def told(self, value: float, words: Words) -> str:
        """A score."""
        if self.signed:
            return words.signed(value, self.decimals)
        return words.number(value, self.decimals)

    def change(self, value: float, words: Words) -> str:
        """What a score moved by."""
        return words.signed(value, self.decimals)


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
                f"of {words.count(one.accounts, 'account')}",
            )
            for at, one in enumerate(shown.opinions)
        ]  # fmt: skip
        place = QRectF(0, top, width, height - top)
        top += mark_lines(sheet, some, place, measure, faded=faded) + _GAP
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
    told = "not measured" if shown.score is None else scale.told(shown.score, words)
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
    delta = scale.change(change, words)
    still = delta in {"0", "0.0"}
    size = measure(delta, "body", 500) + (0 if still else ARROW + GAP)
    if left + size <= width:
        moved = 0.0 if still else change
        left = put_delta(sheet, QPointF(left, 21), moved, delta, measure) + 6
        since = f"since {words.near_day(before.day, shown.course[-1].day)}"
        if measure(since, "small", 400) <= width - left:
            place = QRectF(left, 12, width - left, 18)
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
    told = "" if score is None else scale.told(score, words)
    line = Line(scale.name, tuple(one.score for one in shown.course), "s1", told)
    days = tuple(one.day for one in shown.course)
    notes = tuple(
        f"Answers: {words.number(one.answers)}{' (few)' if one.answers < FEW else ''}"
        for one in shown.course
    )
    drawn = Plot(days, 1, days[-1], (line,), reach=_reach(shown, scale), notes=notes, points=True)

    def figure(value: float) -> str:
        return scale.told(value, words)

    def axis(value: float, step: float) -> str:
        return words.signed(value) if scale.signed else axis_figure(value, step, words)

    sheet.add(plot(room, drawn, measure, words, figure=figure, axis=axis))


def _reach(shown: SurveyCourse, scale: Scale) -> tuple[float, float]:
    """The axis: as far as the scores reach, with some room, inside the scale."""
    known = [one.score for one in shown.course if one.score is not None] or [0.0]
    low, high = scale.ends
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
            "not measured" if one.score is None else scale.told(one.score, words),
        )
        for one in reversed(shown.course)
    )
    return ("Day or opinion", "Answers", f"{scale.name}, or accounts"), (*opinions, *course)
