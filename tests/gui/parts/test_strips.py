"""Lines and bands in strips look to the pixel as if painted at once."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QPolygonF
from pytestqt.qtbot import QtBot

from healthdesk.gui.parts.strips import FEW, draw_band, draw_line

WIDE, HIGH = 620, 120
PLOT = QRectF(33, 8, 560, 104)


def ragged(count: int, seed: int = 1) -> list[QPointF]:
    """A daily line that goes up and down, over the edges of the plot too."""
    random = Random(seed)
    return [QPointF(20 + at * 580 / count, random.uniform(0, HIGH - 20)) for at in range(count)]


def painted(ratio: float, draw: Callable[[QPainter], object], by: float = 0.0) -> QImage:
    """What is painted on white, smooth, half in sight through it, inside the plot."""
    picture = QPixmap(round(WIDE * ratio), round(HIGH * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(by, 0)
    painter.setClipRect(PLOT)
    draw(painter)
    painter.end()
    return picture.toImage()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
@pytest.mark.parametrize("by", [0.0, 44.0])
def test_a_line_in_strips_is_the_line(qtbot: QtBot, ratio: float, by: float) -> None:
    """At each ratio of pixels, moved or not."""
    pen = QPen(QColor(20, 60, 200, 120), 1.5)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    points = ragged(300)

    def at_once(painter: QPainter) -> None:
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(points))

    def in_strips(painter: QPainter) -> None:
        painter.setPen(pen)
        draw_line(painter, points)

    assert painted(ratio, in_strips, by) == painted(ratio, at_once, by)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def test_a_band_in_strips_is_the_band(qtbot: QtBot, ratio: float) -> None:
    """Half in sight, a seam would be seen."""
    top = ragged(300)
    foot = [point + QPointF(0, 18) for point in top]

    def at_once(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 60, 200, 120))
        painter.drawPolygon(QPolygonF([*top, *reversed(foot)]))

    def in_strips(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 60, 200, 120))
        draw_band(painter, top, foot)

    assert painted(ratio, in_strips) == painted(ratio, at_once)


def test_a_line_that_goes_back_is_painted_too(qtbot: QtBot) -> None:
    """Strips need points from left to right; others are painted at once."""
    points = [QPointF(40 + 500 * (at % 2), 10 + at) for at in range(FEW + 20)]

    def at_once(painter: QPainter) -> None:
        painter.drawPolyline(QPolygonF(points))

    def in_strips(painter: QPainter) -> None:
        draw_line(painter, points)

    assert painted(1.0, in_strips) == painted(1.0, at_once)


def test_painting_leaves_the_painter_as_it_was(qtbot: QtBot) -> None:
    """What is painted next is cut by no strip."""

    def then_more(painter: QPainter) -> None:
        draw_line(painter, ragged(200))
        assert painter.clipBoundingRect() == PLOT

    painted(1.0, then_more)
