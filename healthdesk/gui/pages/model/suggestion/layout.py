"""Where weights now and then stand side by side, and small pictures of changed curves; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.profile import CurveScale, MapScale, Measure, Profile, Scale
from healthdesk.core.domain.suggest import Weight
from healthdesk.gui.base.words import Words
from healthdesk.gui.parts.drawing import Align, Curve, Drawing, Fill, Text
from healthdesk.gui.parts.kit import Kit

ROW: Final = 30.0
TILE, TILE_HIGH, GAP = 168.0, 104.0, 12.0
_NAME, _FIGURE, _BAR, _HEAD = 0.42, 52.0, 8.0, 20.0
_PICTURE: Final = 58.0

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Changed:
    """A measure whose scale is another: its points then, and now where it has a curve now."""

    name: str
    now: Points
    then: Points
    words: str = ""
    """What a map says, which is no curve."""


def weights(rows: Sequence[Weight], width: float, kit: Kit) -> Drawing:
    """Two bars a measure, its share of 100 now and as suggested, on one scale."""
    words = kit.words
    left = min(220.0, width * _NAME)
    room = max(0.0, width - left - 2 * _FIGURE)
    most = max((max(one.now, one.then) for one in rows), default=1.0) or 1.0
    ends = width - 2 * _FIGURE, width - _FIGURE
    for end, title in zip(ends, ("now", "then"), strict=True):
        kit.write(QRectF(end, 0, _FIGURE, _HEAD), title, "text2", "small", align="right")
    for at, one in enumerate(rows):
        top = _HEAD + at * ROW
        color = "text" if one.then else "text3"
        kit.write(QRectF(0, top, left - 8, ROW), one.name, color)
        for place, (share, fill) in enumerate(((one.now, "unknownfill"), (one.then, "accentfill"))):
            bar = QRectF(left, top + 6 + place * (_BAR + 2), room * share / most, _BAR)
            if share > 0:
                kit.sheet.fills.append(Fill(bar, fill))
            told = words.number(share, 1) if share > 0 else words.number(None)
            weight = 600 if place else 400
            rect = QRectF(ends[place], top, _FIGURE, ROW)
            kit.write(rect, told, "text" if place else "text2", weight=weight, align="right")
    return kit.done(width, _HEAD + len(rows) * ROW)


def changed(held: Profile, made: Profile, words: Words) -> tuple[Changed, ...]:
    """The measures of the suggested profile whose scale the present one does not have."""
    before = dict(_scales(held))
    found = []
    for key, measure in _named(made):
        was = before.get(key)
        if was != measure.scale:
            now = was.points if isinstance(was, CurveScale) else ()
            found.append(_changed(measure, now, words))
    return tuple(found)


def _named(profile: Profile) -> list[tuple[str, Measure]]:
    return [(f"{group.key}.{one.key}", one) for group, one in profile.measures]


def _scales(profile: Profile) -> list[tuple[str, Scale]]:
    return [(key, one.scale) for key, one in _named(profile)]


def _changed(measure: Measure, now: Points, words: Words) -> Changed:
    name, scale = measure.name or measure.key, measure.scale
    if isinstance(scale, CurveScale):
        return Changed(name, now, scale.points)
    told = ""
    if isinstance(scale, MapScale):
        listed = sorted(scale.points.items(), key=_most)
        told = ", ".join(f"{text} {words.number(points)}" for text, points in listed)
    return Changed(name, (), (), told)


def _most(one: tuple[str, float]) -> tuple[float, str]:
    return -one[1], one[0]


def pictures(found: Sequence[Changed], width: float, kit: Kit) -> Drawing:
    """A small picture a measure: the curve now dashed, the suggested one over it."""
    columns = max(1, int((width + GAP) // (TILE + GAP)))
    wide = (width - GAP * (columns - 1)) / columns
    for at, one in enumerate(found):
        left = (at % columns) * (wide + GAP)
        top = (at // columns) * (TILE_HIGH + GAP)
        _picture(one, QRectF(left, top, wide, TILE_HIGH), kit)
    lines = -(-len(found) // columns)
    return kit.done(width, max(1.0, lines * (TILE_HIGH + GAP) - GAP))


def _picture(one: Changed, room: QRectF, kit: Kit) -> None:
    kit.write(QRectF(room.left(), room.top(), room.width(), 20), one.name, weight=500)
    plot = QRectF(room.left(), room.top() + 22, room.width(), _PICTURE)
    if not one.then:
        _lines(one.words, plot, kit)
        kit.spot(room, one.name, one.words)
        return
    kit.sheet.fills.append(Fill(plot, "hover", radius=4))
    xs = [x for x, _ in (*one.now, *one.then)]
    low, high = min(xs), max(xs)
    if one.now:
        kit.sheet.curves.append(Curve(_placed(one.now, (low, high), plot), "text3", 1.0, (3, 3)))
    kit.sheet.curves.append(Curve(_placed(one.then, (low, high), plot), "accent", 1.75))
    digits = 0 if high - low >= 10 else 2 if high - low < 1 else 1
    foot = QRectF(plot.left(), plot.bottom() + 2, plot.width(), 16)
    ends: tuple[tuple[float, Align], ...] = ((low, "left"), (high, "right"))
    for value, side in ends:
        kit.sheet.texts.append(
            Text(foot, kit.words.number(value, digits), "text3", "small", align=side)
        )
    kit.spot(room, one.name, curve_words(one, kit.words))


def curve_words(one: Changed, words: Words) -> str:
    """The suggested scale as text."""
    if not one.then:
        return one.words
    return ", ".join(f"{words.number(x, 2)}: {words.number(y)}" for x, y in one.then)


def _placed(points: Points, ends: tuple[float, float], plot: QRectF) -> tuple[QPointF, ...]:
    """Where a curve goes, flat outside its points."""
    low, high = ends
    whole = (high - low) or 1.0
    inner = plot.adjusted(2, 4, -2, -4)
    return tuple(
        QPointF(
            inner.left() + inner.width() * (x - low) / whole,
            inner.bottom() - inner.height() * y / 100,
        )
        for x, y in ((low, points[0][1]), *points, (high, points[-1][1]))
    )


def _lines(text: str, room: QRectF, kit: Kit) -> None:
    """A map in as many lines as there is room for."""
    line, top = "", room.top()
    for part in text.split(", "):
        longer = f"{line}, {part}" if line else part
        if line and kit.wide(longer, "small") > room.width():
            kit.write(QRectF(room.left(), top, room.width(), 16), line, "text2", "small")
            line, top = part, top + 16
            if top + 16 > room.bottom() + 16:
                return
        else:
            line = longer
    kit.write(QRectF(room.left(), top, room.width(), 16), line, "text2", "small")
