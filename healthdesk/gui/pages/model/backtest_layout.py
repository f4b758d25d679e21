"""Where the figures of a backtest stand: AUC on its axis, rates by band, calibration; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.backtest import Bin, Rate
from healthdesk.core.domain.views import BANDS
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.drawing import Curve, Dot, Drawing, Fill, Stroke, Text
from healthdesk.gui.parts.kit import Kit

ROW: Final = 20.0
CHANCE: Final = 0.5
_NAME, _FIGURE, _GAP = 100.0, 52.0, 10.0
_WORST_FIRST: Final = ("Poor", "Average", "Strong")
_AXIS, _TICK = 18.0, 4.0
_LEFT, _FOOT, _TOP, _RIGHT = 40.0, 36.0, 10.0, 10.0


@dataclass(frozen=True)
class AucRow:
    """A score's AUC with its range; None of a few, where chance alone decides."""

    name: str
    value: float | None
    low: float | None
    high: float | None
    color: str = "text2"
    weight: int = 400


def auc_axis(rows: Sequence[AucRow], width: float, kit: Kit) -> Drawing:
    """A line a row from the low to the high end of its range, on one axis for all."""
    names = max((kit.wide(one.name, weight=one.weight) for one in rows), default=0.0)
    left = min(max(names + _GAP, _NAME * 0.6), width * 0.4)
    right = width - _FIGURE
    least = _least(rows)
    foot = len(rows) * ROW
    for tick in (one for one in (0.0, 0.25, CHANCE, 0.75, 1.0) if one >= least):
        _tick(kit, tick, left + (right - left) * (tick - least) / (1 - least), foot)
    for at, one in enumerate(rows):
        rect = QRectF(0, at * ROW, left - _GAP, ROW)
        kit.write(rect, one.name, "text", weight=one.weight)
        _range(kit, one, (left, right), at * ROW + ROW / 2, least)
    return kit.done(width, foot + _AXIS)


def _least(rows: Sequence[AucRow]) -> float:
    """Where the axis begins: below chance only where something reaches there."""
    low = min((one.low for one in rows if one.low is not None), default=CHANCE)
    return next(one for one in (CHANCE, 0.25, 0.0) if low >= one or one == 0.0)


def _tick(kit: Kit, tick: float, x: float, foot: float) -> None:
    x = round(x) + 0.0
    color = "edge" if tick == CHANCE else "grid"
    kit.sheet.strokes.append(Stroke(x, 0, x, foot, color))
    told = kit.words.number(tick, 0 if tick in (0.0, 1.0) else 1 if tick == CHANCE else 2)
    if tick == CHANCE:
        told = f"{told} chance"
    wide = kit.wide(told, "small") + 1
    rect = QRectF(max(0.0, x - wide / 2), foot + 2, wide, _AXIS - 2)
    kit.sheet.texts.append(Text(rect, told, "text3", "small", align="center"))


def _range(kit: Kit, one: AucRow, ends: tuple[float, float], y: float, least: float) -> None:
    figure = QRectF(ends[1] + 4, y - ROW / 2, _FIGURE - 4, ROW)
    if one.value is None or one.low is None or one.high is None:
        kit.write(figure, kit.words.number(None), "text3", align="right")
        return

    def place(value: float) -> float:
        return ends[0] + (ends[1] - ends[0]) * max(0.0, value - least) / (1 - least)

    low, high = place(one.low), place(one.high)
    y = round(y) + 0.0
    kit.sheet.fills.append(Fill(QRectF(low, y - 1, max(1.0, high - low), 2), one.color))
    for end in (low, high):
        kit.sheet.fills.append(Fill(QRectF(end - 1, y - _TICK, 2, 2 * _TICK), one.color))
    kit.sheet.dots.append(Dot(QPointF(place(one.value), y), 4.5, one.color))
    kit.write(figure, kit.words.number(one.value, 2), weight=600, align="right")
    words = kit.words
    span = f"{words.number(one.low, 2)} to {words.number(one.high, 2)}"
    tip = f"{one.name}: {words.number(one.value, 2)}, 95 % range {span}"
    kit.spot(QRectF(0, y - ROW / 2, ends[1] + _FIGURE, ROW), one.name, tip)


def band_rates(rates: Sequence[Rate], width: float, kit: Kit) -> Drawing:
    """The share lost of each band with its range, the worst band first; all on one scale."""
    words = kit.words
    counts = [_of(one, words) for one in rates]
    wide = max((kit.wide(one, weight=500) for one in counts), default=0.0) + 2
    names = max(kit.wide(words.band(band)) for band in _WORST_FIRST) + 20
    left = min(max(names + _GAP, _NAME), width * 0.4)
    right = width - wide - _GAP
    most = max((one.span[1] for one in rates if one.span is not None), default=1.0) or 1.0
    for at, band in enumerate(_WORST_FIRST):
        place = BANDS.index(band)
        rate, y = rates[place], at * ROW + ROW / 2
        kit.sheet.dots.append(band_dot(QPointF(6, y), BANDS[place]))
        kit.write(QRectF(20, y - ROW / 2, left - 20 - _GAP, ROW), words.band(band))
        told = QRectF(right + _GAP, y - ROW / 2, wide, ROW)
        kit.write(told, counts[place], weight=500, align="right")
        kit.spot(QRectF(0, y - ROW / 2, width, ROW), band, _rate_tip(band, rate, words))
        if rate.rate is None or rate.span is None:
            continue
        scale = max(0.0, right - left) / most
        bar = QRectF(left, y - 5, max(1.0, rate.rate * scale), 10)
        kit.sheet.fills.append(Fill(bar, f"{band.lower()}fill"))
        low, high = (left + one * scale for one in rate.span)
        kit.sheet.fills.append(Fill(QRectF(low, y - 1, max(1.0, high - low), 2), "text2"))
    return kit.done(width, len(_WORST_FIRST) * ROW)


def _of(rate: Rate, words: Words) -> str:
    return f"{words.number(rate.lost)} of {words.number(rate.accounts)}"


def rate_words(rate: Rate, words: Words) -> str:
    """A share with its range; a dash of none."""
    if rate.rate is None or rate.span is None:
        return words.number(None)
    low, high = (words.number(100 * one) for one in rate.span)
    return f"{words.percent(rate.rate)} ({low} to {high})"


def _rate_tip(band: str, rate: Rate, words: Words) -> str:
    if rate.rate is None:
        return f"{words.band(band)}: no account"
    return f"{words.band(band)}: {_of(rate, words)} lost, {rate_words(rate, words)} with 95 %"


def calibration(bins: Sequence[Bin], width: float, height: float, kit: Kit) -> Drawing:
    """The share lost of groups by score with its range, from the lowest score to 100."""
    words = kit.words
    bottom, right = height - _FOOT, width - _RIGHT
    most = _top(bins)
    for step in range(3):
        share = most * step / 2
        y = round(bottom - (bottom - _TOP) * step / 2) + 0.0
        kit.sheet.fills.append(Fill(QRectF(_LEFT, y, right - _LEFT, 1), "grid"))
        rect = QRectF(0, y - 8, _LEFT - 8, 16)
        kit.write(rect, words.percent(share), "text3", "small", align="right")
    for score in (0, 25, 50, 75, 100):
        x = _LEFT + (right - _LEFT) * score / 100
        side = min(max(0.0, x - 15), width - 30)
        kit.write(QRectF(side, bottom + 3, 30, 16), str(score), "text3", "small", align="center")
    kit.write(QRectF(_LEFT, bottom + 19, right - _LEFT, 16), "mean score of the group", "text3",
              "small", align="center")  # fmt: skip
    points = []
    for one in bins:
        x = _LEFT + (right - _LEFT) * one.mean / 100
        span, rate = one.rate.span or (0.0, 0.0), one.rate.rate or 0.0
        high, low = (bottom - (bottom - _TOP) * part / most for part in (span[1], span[0]))
        kit.sheet.fills.append(Fill(QRectF(x - 1, high, 2, max(1.0, low - high)), "edge"))
        points.append(QPointF(x, bottom - (bottom - _TOP) * rate / most))
        tip = f"{bin_words(one, words)}: {_of(one.rate, words)} lost, {rate_words(one.rate, words)}"
        kit.spot(QRectF(x - 8, _TOP, 16, bottom - _TOP), f"{one.low}", tip)
    kit.sheet.curves.append(Curve(tuple(points), "accent", 1.5))
    kit.sheet.dots += [Dot(one, 4, "accent") for one in points]
    return kit.done(width, height)


def bin_words(one: Bin, words: Words) -> str:
    """From which score to which a group goes."""
    low, high = words.number(one.low), words.number(one.high)
    return f"Scores {low}" if low == high else f"Scores {low} to {high}"


def _top(bins: Sequence[Bin]) -> float:
    """The end of the axis of shares, a round one."""
    most = max((one.rate.span[1] for one in bins if one.rate.span is not None), default=1.0)
    return next((one for one in (0.1, 0.2, 0.4, 0.6, 0.8) if most <= one), 1.0)
