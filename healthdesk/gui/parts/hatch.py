"""The hatching that stands for missing points and missing data."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap, QTransform

from healthdesk.gui.base.theme import Theme

TILE = 7
"""Distance of the lines along either axis: 5 px across at 45 degrees."""
_EDGE_SHARE = 0.55


def hatch_brush(theme: Theme, ratio: float = 1.0) -> QBrush:
    """Lines at 45 degrees in `edge` at 55 % on `track`, sharp at the given pixel ratio."""
    size = max(TILE, round(TILE * ratio))
    tile = QPixmap(size, size)
    tile.fill(theme.color("track"))
    line = theme.color("edge")
    line.setAlphaF(_EDGE_SHARE)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setPen(QPen(line, size / TILE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    for shift in (-size, 0, size):  # the neighbours too, so that the tiles join without gaps
        painter.drawLine(QPointF(shift - 1, size + 1), QPointF(shift + size + 1, -1))
    painter.end()
    brush = QBrush(tile)
    brush.setTransform(QTransform.fromScale(TILE / size, TILE / size))
    return brush
