"""Where a replay has its score, what was said and done, and a row for each measure; pure.

Not here: the widget, its pointer and its keys (replay_chart.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.facts import FloatArray
from healthdesk.core.domain.retro import Act, Lane, Replay, Said, Track
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.axis import ticks
from healthdesk.gui.parts.drawing import (
    Curve,
    Dot,
    Drawing,
    Fill,
    Measure,
    Shape,
    Sheet,
    Spot,
    Stroke,
    Text,
    fitted,
)

NAMES, RIGHT, PAD = 176.0, 104.0, 12.0
"""Room for names at the left, for the figures of the day at the right, around both."""
NARROW: Final = 620.0
"""Width below which names have less room."""
SCORE, LINE, LANE, ROW, GAP = 116.0, 18.0, 18.0, 32.0, 10.0
_LANES: Final[tuple[tuple[Lane, str, str, Shape], ...]] = (
    ("touch", "Touches", "s3", "circle"),
    ("work", "Tasks, plans, plays", "s1", "square"),
    ("said", "Pulses, answers", "s4", "triangle"),
)
_ALPHA: Final = 0.55
_LEAST_WORD: Final = 8.0
_SAID_FIRST: Final = (90, 1, 180, 30, 60)
_TOP: Final = 6.0


@dataclass(frozen=True)
class Frame:
    """The days across, and how wide it is."""

    width: float
    first: int
    last: int

    @property
    def left(self) -> float:
        """Where the first day stands."""
        return PAD + (NAMES if self.width >= NARROW else NAMES - 44)

    @property
    def right(self) -> float:
        """Where the last day stands."""
        return max(self.width - PAD - RIGHT, self.left + 40)

    def x(self, day: float) -> float:
        """Where a day stands."""
        return self.left + (day - self.first) / max(self.last - self.first, 1) * (
            self.right - self.left
        )

    def day(self, x: float) -> int:
        """The day under a place, inside the frame."""
        share = (x - self.left) / max(self.right - self.left, 1.0)
        return round(self.first + min(max(share, 0.0), 1.0) * (self.last - self.first))


@dataclass(frozen=True)
class _On:
    """What is laid out, and on which sheet."""

    sheet: Sheet
    at: Frame
    replay: Replay
    measure: Measure
    words: Words


def frame_of(replay: Replay, width: float) -> Frame:
    """The frame of a replay."""
    return Frame(width, replay.days[0], replay.days[-1])


def drawing(replay: Replay, width: float, day: int, measure: Measure, words: Words) -> Drawing:
    """All of a replay, with the figures of a day."""
    return with_day(replay, still(replay, width, measure, words), day, measure, words)


def still(replay: Replay, width: float, measure: Measure, words: Words) -> Drawing:
    """What stays while somebody goes through the days."""
    sheet = Sheet()
    on = _On(sheet, frame_of(replay, width), replay, measure, words)
    top = _TOP + LINE + 8
    for part in (_score, _said, _acts, _axis, _rows):
        top = part(on, top)
    return sheet.done(width, top + PAD)


def with_day(replay: Replay, laid: Drawing, day: int, measure: Measure, words: Words) -> Drawing:
    """The same with a line at a day, and what score and measures were on it."""
    sheet = Sheet()
    at = frame_of(replay, laid.width)
    column = min(max(day - replay.days[0], 0), len(replay.days) - 1)
    rect = QRectF(PAD, _TOP, at.width - 2 * PAD, LINE)
    said = _day_words(replay, column, words)
    sheet.texts.append(fitted(rect, said, measure, "text", "body", weight=600))
    sheet.add(laid)
    rows = {one.key: one.rect for one in laid.spots}
    for one in (*replay.tracks, *replay.outside):
        top = rows[f"track:{one.key}"].top()
        right = QRectF(at.right + 8, top + 2, RIGHT - 8, ROW - 8)
        told = _figure(one, column, words)
        sheet.texts.append(fitted(right, told, measure, "text2", "small", align="right"))
    x = round(at.x(replay.days[column])) + 0.5
    high = _TOP + LINE + 4
    sheet.strokes.append(Stroke(x, high, x, laid.height - PAD, "accent", 1.5))
    sheet.dots.append(Dot(QPointF(x, high), 4, "accent"))
    return sheet.done(laid.width, laid.height)


def _day_words(replay: Replay, column: int, words: Words) -> str:
    """What the score was on the day looked at."""
    score, band = float(replay.score[column]), replay.bands[column]
    day = replay.days[column]
    told = "no score" if np.isnan(score) else words.number(int(score + 0.5))
    if band is not None:
        told = f"{words.band(band)} {told}" if not np.isnan(score) else words.band(band)
    return f"{words.weekday(day)}, {words.days(replay.lost - day)} before: {told}"


def _figure(one: Track, column: int, words: Words) -> str:
    """What a measure had and added on a day; of a sign outside the profile, what was read."""
    value = float(one.points[column])
    if np.isnan(value):
        return DASH
    if one.reading is not None:
        return words.number(value, 1)
    adds = float(one.adds[column]) if len(one.adds) else 0.0
    return f"{words.number(value)} pt, +{words.number(adds, 1)}"


def _score(on: _On, top: float) -> float:
    """The score on its bands, and the first day in Poor."""
    sheet, at, replay, measure, words = on.sheet, on.at, on.replay, on.measure, on.words

    def y(score: float) -> float:
        return top + SCORE * (1 - min(max(score, 0.0), 100.0) / 100)

    wide = at.right - at.left
    for low, high, color in (
        (replay.strong, 100.0, "strongsoft"),
        (replay.average, replay.strong, "averagesoft"),
        (0.0, replay.average, "poorsoft"),
    ):
        sheet.fills.append(
            Fill(QRectF(at.left, y(high), wide, y(low) - y(high)), color, alpha=_ALPHA)
        )
    first = replay.first_poor
    name = QRectF(PAD, top, at.left - PAD - 30, LINE)
    sheet.texts.append(fitted(name, "Score", measure, "text", weight=500))
    lines = [
        "never in " + words.band("Poor")
        if first is None
        else f"{words.band('Poor')} first on {words.short_day(first)}",
        {True: "caught at 90 days", False: "not caught at 90 days", None: "no score at 90 days"}[
            replay.caught
        ],
    ]
    for place, told in enumerate(lines, 1):
        rect = name.translated(0, place * LINE)
        sheet.texts.append(fitted(rect, told, measure, "text2", "small"))
    for bound in (0.0, replay.average, replay.strong, 100.0):
        rect = QRectF(at.left - 34, y(bound) - LINE / 2, 28, LINE)
        sheet.texts.append(Text(rect, words.number(bound), "text3", "small", align="right"))
    sheet.curves.append(Curve(points_of(at, replay.days, replay.score, y), "text", 1.5))
    if first is not None:
        value = float(replay.score[first - replay.days[0]])
        if not np.isnan(value):
            dot = Dot(QPointF(at.x(first), y(value)), 4, "surface", "poor", "diamond")
            sheet.dots.append(dot)
    sheet.spots.append(Spot(QRectF(at.left, top, wide, SCORE), "score"))
    return top + SCORE + 2


def _said(on: _On, top: float) -> float:
    """What the desk said 180, 90, 60 and 30 days before, and on the day before."""
    sheet, at, replay, measure, words = on.sheet, on.at, on.replay, on.measure, on.words
    name = QRectF(PAD, top, at.left - PAD - 8, LINE)
    sheet.texts.append(fitted(name, "The desk said", measure, "text2", "small"))
    taken: list[tuple[float, float]] = []
    for one in sorted(replay.said, key=_by_weight):
        told = "no score" if one.band is None else words.band(one.band)
        if one.shown is not None:
            told = f"{told} {words.number(one.shown)}"
        wide = measure(told, "small", 400)
        x = at.x(one.day)
        left = max(at.left, min(x - wide / 2, at.right + RIGHT - wide))
        sheet.strokes.append(Stroke(x, top - 6, x, top, "edge"))
        if any(left < end and begin < left + wide + _LEAST_WORD for begin, end in taken):
            continue
        taken.append((left, left + wide + _LEAST_WORD))
        color = "poor" if one.band == "Poor" else "text2"
        sheet.texts.append(Text(QRectF(left, top, wide + 1, LINE), told, color, "small"))
        when = "shown then" if one.reported else "worked out now of what was known then"
        tip = f"{words.days(one.before)} before, {words.day(one.day)}: {told}, {when}"
        sheet.spots.append(Spot(QRectF(left, top, wide, LINE), f"said:{one.before}", tip))
    return top + LINE + 2


def _by_weight(one: Said) -> int:
    """What was said at 90 days first, then at the ends: words that have no room are left out."""
    return _SAID_FIRST.index(one.before) if one.before in _SAID_FIRST else len(_SAID_FIRST)


def _acts(on: _On, top: float) -> float:
    """What was done and said, a lane of each kind."""
    sheet, at, replay, measure, words = on.sheet, on.at, on.replay, on.measure, on.words
    for lane, name, color, shape in _LANES:
        here = [one for one in replay.acts if one.lane == lane]
        rect = QRectF(PAD, top, at.left - PAD - 8, LANE)
        sheet.texts.append(fitted(rect, name, measure, "text2", "small"))
        middle = top + LANE / 2
        sheet.strokes.append(Stroke(at.left, middle, at.right, middle, "border"))
        by_day: dict[int, list[Act]] = {}
        for one in here:
            by_day.setdefault(one.day, []).append(one)
        for day, some in by_day.items():
            mine = any(one.ours for one in some)
            fill, line = (color, "") if mine or lane == "said" else ("surface", color)
            sheet.dots.append(Dot(QPointF(at.x(day), middle), 3.5, fill, line, shape))
            tip = "\n".join([words.day(day), *(one.title for one in some[:6])])
            sheet.spots.append(Spot(QRectF(at.x(day) - 5, top, 10, LANE), f"act:{day}", tip))
        told = words.number(len(here)) if here else "none"
        right = QRectF(at.right + 8, top, RIGHT - 8, LANE)
        sheet.texts.append(Text(right, told, "text3", "small", align="right"))
        top += LANE
    return top + 2


def _axis(on: _On, top: float) -> float:
    """The days, under what was done on them."""
    sheet, at, measure, words = on.sheet, on.at, on.measure, on.words
    sheet.strokes.append(Stroke(at.left, top, at.right, top, "edge"))
    end = at.left
    for tick in ticks(at.first, at.last, at.right - at.left, words, 84):
        x = at.x(tick.day)
        wide = measure(tick.label, "small", 400)
        left = max(min(x - wide / 2, at.right - wide), at.left)
        if left < end:
            continue
        sheet.strokes.append(Stroke(x, top, x, top + 3, "edge"))
        sheet.texts.append(
            Text(QRectF(left, top + 4, wide + 1, LINE - 4), tick.label, "text3", "small")
        )
        end = left + wide + 12
    right = QRectF(at.right + 8, top + 3, RIGHT - 8, LINE - 4)
    sheet.texts.append(Text(right, "that day", "text3", "small", align="right"))
    return top + LINE + GAP


def _rows(on: _On, top: float) -> float:
    """The measures, those that moved first at the top; then the signs that none reads."""
    sheet, at, replay, measure, words = on.sheet, on.at, on.replay, on.measure, on.words
    moved = len(replay.moved)
    title = f"Measures, {words.number(moved)} moved" if moved else "Measures, none moved"
    for tracks, head, inside in (
        (replay.tracks, title, True),
        (replay.outside, "Moved, and not in the profile", False),
    ):
        if not tracks:
            continue
        rect = QRectF(PAD, top, at.width - 2 * PAD, LINE)
        sheet.texts.append(fitted(rect, head, measure, "text2", "small", weight=600))
        top += LINE + 2
        for one in tracks:
            _row(on, one, top, inside=inside)
            top += ROW
        top += GAP
    return top


def _row(on: _On, one: Track, top: float, *, inside: bool) -> None:
    """A measure: its name, its line, and since when it has been lower."""
    sheet, at, replay, measure, words = on.sheet, on.at, on.replay, on.measure, on.words
    tip = _tip(replay, one, words)
    rect = QRectF(PAD, top, at.left - PAD - 8, ROW - 12)
    still = one.moved is None
    sheet.texts.append(fitted(rect, one.name, measure, "text2" if still else "text"))
    told = "did not move" if one.moved is None else f"{words.days(replay.lost - one.moved)} before"
    below = QRectF(PAD, top + ROW - 14, at.left - PAD - 8, 12)
    if not still:
        sheet.texts.append(fitted(below, told, measure, "down", "small"))
    low, high = (0.0, 100.0) if inside else _range(one.points)

    def y(value: float) -> float:
        return top + 2 + (ROW - 8) * (1 - (value - low) / max(high - low, 1e-9))

    foot = top + ROW - 5
    sheet.strokes.append(Stroke(at.left, foot, at.right, foot, "border"))
    until = len(replay.days) if one.moved is None else one.moved - replay.days[0] + 1
    before, after = one.points.copy(), one.points.copy()
    before[until:] = np.nan
    after[: until - 1] = np.nan
    sheet.curves.append(Curve(points_of(at, replay.days, before, y), "text2", 1.25))
    sheet.curves.append(Curve(points_of(at, replay.days, after, y), "down", 1.5))
    if one.moved is not None:
        x = round(at.x(one.moved)) + 0.5
        sheet.strokes.append(Stroke(x, top, x, foot, "down", 1.5))
    sheet.spots.append(Spot(QRectF(PAD, top, at.width - 2 * PAD, ROW), f"track:{one.key}", tip))


def _tip(replay: Replay, one: Track, words: Words) -> str:
    if one.moved is None or one.level is None or one.after is None:
        return f"{one.name}: stayed near its own level, or is not known long enough"
    digits = 0 if one.reading is None else 1
    unit = " points" if one.reading is None else ""
    level, after = words.number(one.level, digits), words.number(one.after, digits)
    stays = f"{one.name}: from {level} to {after}{unit} on {words.day(one.moved)}"
    acted = "nobody acted within 30 days" if replay.missed(one.moved) else "acted on within 30 days"
    return f"{stays}, and it stayed there; {acted}"


def _range(values: FloatArray) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return 0.0, 1.0
    return min(0.0, float(known.min())), max(float(known.max()), 1e-9)


def points_of(
    at: Frame, days: Sequence[int], values: FloatArray, y: Callable[[float], float]
) -> tuple[QPointF | None, ...]:
    """A line through known days, broken where a day has no value."""
    return tuple(
        None if value != value else QPointF(at.x(day), y(value))  # noqa: PLR0124 - NaN
        for day, value in zip(days, values.tolist(), strict=True)
    )


def table(replay: Replay, words: Words) -> tuple[tuple[str, ...], Sequence[tuple[str, ...]]]:
    """The same as a table: a row for each measure and sign, in the order in which they moved."""
    head = ("Measure", "Dimension", "Moved", "Days before", "Level", "After", "Acted on")
    lines = []
    for one in (*replay.tracks, *replay.outside):
        digits = 0 if one.reading is None else 1
        moved = one.moved
        lines.append(
            (
                one.name,
                one.dimension if one.reading is None else "not in the profile",
                DASH if moved is None else words.day(moved),
                DASH if moved is None else words.number(replay.lost - moved),
                DASH if one.level is None else words.number(one.level, digits),
                DASH if one.after is None else words.number(one.after, digits),
                DASH if moved is None else "no" if replay.missed(moved) else "yes",
            )
        )
    return head, lines
