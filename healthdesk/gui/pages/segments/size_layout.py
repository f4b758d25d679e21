"""Where the chart of a segment's size draws what: steps a week, bands under them, labels at ends.

Pure: numbers in, a drawing out.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.segment_view import Past
from healthdesk.core.domain.views import Band
from healthdesk.gui.parts.axis import ticks
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.drawing import Area, Curve, Drawing, Stroke, Text
from healthdesk.gui.parts.kit import Kit

LEFT, RIGHT, TOP, FOOT = 34.0, 96.0, 10.0, 20.0
WIDER = 20.0
"""How much more room money needs at the axis."""
LEAST = 14.0
_FILLED: tuple[Band, ...] = ("Poor", "Average", "Strong", "Unknown")


@dataclass(frozen=True)
class Frame:
    """Where the plot lies, and what its height stands for."""

    rect: QRectF
    first: int
    last: int
    most: float

    def x(self, day: int) -> float:
        """Where a day lies."""
        span = max(self.last - self.first, 1)
        return self.rect.left() + self.rect.width() * (day - self.first) / span

    def y(self, value: float) -> float:
        """Where a value lies."""
        return self.rect.bottom() - self.rect.height() * value / self.most


def round_most(value: float) -> float:
    """The next round figure at or above a value: 5, 10, 20, 50 and so on; at least 4."""
    step = 1.0
    while True:
        for factor in (4, 5, 10, 20):
            if value <= factor * step:
                return factor * step
        step *= 10


def band_in_view(past: Past) -> Band | None:
    """The band that is drawn under the line: the worst that occurs."""
    return next((band for band in _FILLED if any(past.bands.get(band, ()))), None)


def values_of(past: Past, *, arr: bool) -> tuple[float | None, ...]:
    """What the line shows."""
    if arr:
        return past.arr or ()
    return tuple(float(one) for one in past.counts)


def frame_of(past: Past, width: float, height: float, *, arr: bool) -> Frame:
    """Where the plot lies."""
    known = [one for one in values_of(past, arr=arr) if one is not None]
    rect = QRectF(
        LEFT + WIDER * arr, TOP, max(width - LEFT - WIDER * arr - RIGHT, 20), height - TOP - FOOT
    )
    return Frame(rect, past.days[0], past.days[-1], round_most(max(known, default=0)))


def lay_size(past: Past, width: float, height: float, kit: Kit, *, arr: bool) -> Drawing:
    """The whole chart."""
    if len(past.days) < 2 or height < 60:
        return kit.done(width, height)
    frame = frame_of(past, width, height, arr=arr)
    _axes(past, frame, kit, arr=arr)
    band = None if arr else band_in_view(past)
    if band is not None:
        _area(past, frame, band, kit)
    values = values_of(past, arr=arr)
    kit.sheet.curves.append(Curve(_steps(past, values, frame), "s1", 1.5))
    _ends(past, values, frame, band, kit, arr=arr)
    return kit.done(width, height)


def _axes(past: Past, frame: Frame, kit: Kit, *, arr: bool) -> None:
    rect, sheet = frame.rect, kit.sheet
    for share in (0.0, 0.5, 1.0):
        value = frame.most * share
        y = frame.y(value)
        sheet.strokes.append(Stroke(rect.left(), y, rect.right(), y, "grid" if share else "border"))
        told = (
            kit.words.money(value, past.currency)
            if arr
            else kit.words.number(value, int(value % 1 > 0))
        )
        place = QRectF(0, y - 8, rect.left() - 6, 16)
        kit.write(place, told, "text3", "small", align="right")
    for tick in ticks(frame.first, frame.last, rect.width(), kit.words, 74.0):
        x = frame.x(tick.day)
        wide = kit.wide(tick.label, "small")
        left = min(max(x - wide / 2, rect.left()), rect.right() - wide)
        place = QRectF(left, rect.bottom() + 4, wide, 14)
        sheet.texts.append(Text(place, tick.label, "text3", "small"))


def _steps(
    past: Past, values: tuple[float | None, ...], frame: Frame
) -> tuple[QPointF | None, ...]:
    out: list[QPointF | None] = []
    before: float | None = None
    for day, value in zip(past.days, values, strict=True):
        if value is None:
            out.append(None)
        else:
            if before is not None:
                out.append(QPointF(frame.x(day), frame.y(before)))
            out.append(QPointF(frame.x(day), frame.y(value)))
        before = value
    return tuple(out)


def _area(past: Past, frame: Frame, band: Band, kit: Kit) -> None:
    counts = tuple(float(one) for one in past.bands[band])
    line = [point for point in _steps(past, counts, frame) if point is not None]
    foot = [QPointF(point.x(), frame.y(0)) for point in line]
    kit.sheet.areas.append(Area(tuple(line), tuple(foot), f"{band.lower()}soft"))
    kit.sheet.curves.append(Curve(tuple(line), f"{band.lower()}fill", 1.0))


def _ends(
    past: Past,
    values: tuple[float | None, ...],
    frame: Frame,
    band: Band | None,
    kit: Kit,
    *,
    arr: bool,
) -> None:
    """Name the lines at their ends, moved apart where they meet."""
    words, left = kit.words, frame.rect.right() + 6
    last = next((one for one in reversed(values) if one is not None), None)
    if last is None:
        return
    told = words.money(last, past.currency) if arr else words.count(int(last), "member")
    y = frame.y(last)
    room = RIGHT - 8
    under = y
    if band is not None:
        under = frame.y(past.bands[band][-1])
        if abs(under - y) < LEAST:
            middle = (under + y) / 2
            under, y = middle + LEAST / 2, middle - LEAST / 2
        low = frame.rect.bottom() - 2
        if under > low:
            y, under = min(y, low - LEAST), low
    kit.write(QRectF(left, y - 8, room, 16), told, "s1", "small", weight=600)
    if band is not None:
        kit.sheet.dots.append(band_dot(QPointF(left + 4, under), band, 3.6))
        name = f"{words.number(past.bands[band][-1])} {words.band(band)}"
        kit.write(QRectF(left + 12, under - 8, room - 12, 16), name, band.lower(), "small")


def nearest(past: Past, frame: Frame, x: float) -> int | None:
    """Which of the days lies under a place; None beside the plot."""
    if not frame.rect.left() - 4 <= x <= frame.rect.right() + 4:
        return None
    return min(range(len(past.days)), key=lambda at: abs(frame.x(past.days[at]) - x))
