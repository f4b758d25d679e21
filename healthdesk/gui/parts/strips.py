"""Long ragged lines and bands painted strip by strip: the same pixels, a fraction of the time.

Qt fills a shape with smooth edges by keeping, for each row of pixels, the places where its edge
crosses in order, looked up one after the other: of a daily line that goes up and down each week
every row is crossed by every day, so a year takes four times as long as half a year. In strips of a
few days none is crossed by many. Strips end between pixels, also where the screen has 1.25, 1.5 or
1.75 of them to a point, so that no seam is seen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import floor
from operator import methodcaller

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPolygonF

STRIP = 32
"""Width of a strip in pixels: a multiple of four."""
FEW = 40
"""Points up to which all is painted at once."""
_OVER = 4
"""Pixels on either side of a strip from which points still count: joins and ends lie outside."""
_x = methodcaller("x")


def draw_line(painter: QPainter, points: Sequence[QPointF]) -> None:
    """Draw a line through points with the painter's pen."""
    if len(points) <= FEW or not _rises(points):
        painter.drawPolyline(QPolygonF(list(points)))
        return

    def part(first: int, stop: int) -> None:
        painter.drawPolyline(QPolygonF(list(points[first:stop])))

    _by_strip(painter, points, part)


def draw_band(painter: QPainter, top: Sequence[QPointF], foot: Sequence[QPointF]) -> None:
    """Fill what lies between two lines, of which each point has one below it in the other."""

    def part(first: int, stop: int) -> None:
        painter.drawPolygon(QPolygonF([*top[first:stop], *reversed(foot[first:stop])]))

    if len(top) <= FEW or not _rises(top):
        part(0, len(top))
    else:
        _by_strip(painter, top, part)


def _rises(points: Sequence[QPointF]) -> bool:
    """Whether each point lies at the right of the one before."""
    across = [point.x() for point in points]
    return all(a <= b for a, b in pairwise(across))


def _by_strip(
    painter: QPainter, points: Sequence[QPointF], part: Callable[[int, int], object]
) -> None:
    """Have each strip painted from the points in and around it."""
    left = floor((points[0].x() - _OVER) / STRIP) * STRIP
    painter.save()
    clip = painter.clipBoundingRect() if painter.hasClipping() else None
    high = QRectF(painter.window()).height()
    while left <= points[-1].x() + _OVER:
        strip = QRectF(left, -high, STRIP, 3 * high)
        if clip is not None:
            strip = QRectF(left, clip.top(), STRIP, clip.height())
        first = max(bisect_left(points, left - _OVER, key=_x) - 1, 0)
        stop = min(bisect_right(points, left + STRIP + _OVER, key=_x) + 1, len(points))
        if (clip is None or clip.intersects(strip)) and stop - first > 1:
            painter.save()
            painter.setClipRect(strip, Qt.ClipOperation.IntersectClip)
            part(first, stop)
            painter.restore()
        left += STRIP
    painter.restore()
