"""What a screen draws as a drawing for paper: always in light colours, whatever the window's are.

A `Drawing` names colours; so it is painted anew, not copied. Icons stay behind: a drawing of a
report keeps shapes and words alone.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.drawing import Drawing, paint


def as_svg(drawing: Drawing, size: QSize, light: Theme, title: str = "") -> str:
    """A drawing as SVG text."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    made = QSvgGenerator()
    made.setOutputDevice(buffer)
    made.setSize(size)
    made.setViewBox(QRect(QPoint(0, 0), size))
    made.setResolution(96)
    made.setTitle(title)
    painter = QPainter(made)
    paint(painter, replace(drawing, glyphs=()), light)
    painter.end()
    return bytes(buffer.data().data()).decode("utf-8")
