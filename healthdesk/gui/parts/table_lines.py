"""Paints the lines of a data table: rows with their pinned columns, group heads, the current edge.

Not here: which line is where (data_table.py), what a cell looks like (column_painters.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QPainter, QPainterPath, QRegion

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.band import paint_shape
from healthdesk.gui.parts.column import Column, GroupHead, Lanes
from healthdesk.gui.parts.column_painters import PAD, Ink, inset, paint_box, paint_change, write

GROUP_PAD = 16
RADIUS = 7
EDGE = 3


@dataclass(frozen=True)
class TableLines:
    """What all lines of one painting share."""

    theme: Theme
    ink: Ink
    lanes: Lanes
    columns: Sequence[Column]
    scroll: int

    def paint_row(
        self,
        painter: QPainter,
        rect: QRect,
        row: Any,  # noqa: ANN401 - rows are of any dataclass
        *,
        marked: bool,
        hover: bool,
    ) -> None:
        """Paint one row: the columns that scroll, then the pinned ones over them."""
        ink, lanes = self.ink, self.lanes
        ground = ink.color("selected" if marked else "hover" if hover else "surface")
        painter.fillRect(rect, ground)
        for at in (*range(lanes.pinned, len(lanes.widths)), *range(lanes.pinned)):
            left, wide = lanes.left(at, self.scroll), lanes.widths[at]
            if left + wide <= 0 or left >= rect.width():
                continue
            cell = QRect(left, rect.top(), wide, rect.height() - 1)
            if at < lanes.pinned and self.scroll:
                painter.fillRect(cell, ground)
            if self.columns[at].fixed:
                paint_box(painter, ink, cell, "on" if marked else "off")
            else:
                room = cell.adjusted(inset(at, fixed=False), 0, -PAD, 0)
                self.columns[at].paint(painter, ink, room, row)
        line = ink.color("border")
        if self.scroll:
            painter.fillRect(lanes.pinned_width - 1, rect.top(), 1, rect.height(), line)
        painter.fillRect(0, rect.bottom(), rect.width(), 1, line)

    def paint_group(
        self, painter: QPainter, rect: QRect, head: GroupHead, *, closed: bool, hover: bool
    ) -> None:
        """Paint a group's head: chevron, shape, title, count, and its figures at the right."""
        ink = self.ink
        painter.fillRect(rect, ink.color("hover" if hover else "canvas"))
        painter.fillRect(0, rect.bottom(), rect.width(), 1, ink.color("border"))
        icon = ink.pixmap("chevron-right" if closed else "chevron-down", "text2", 14)
        painter.drawPixmap(QPoint(rect.left() + 10, rect.center().y() - 7), icon)
        left = self._paint_title(painter, rect, head)
        room = max(0, rect.width() - GROUP_PAD - left)
        area = QRect(left, rect.top(), room, rect.height() - 1)
        if head.change:
            label, text, value = head.change
            wide = paint_change(painter, ink, area, text, value)
            area.setRight(self._paint_label(painter, area, label, wide))
        for label, figure in reversed(head.figures):
            write(painter, ink, area, figure, font=ink.bold, right=True)
            area.setRight(self._paint_label(painter, area, label, ink.width(figure, ink.bold)))

    def paint_edge(self, painter: QPainter, rect: QRect, *, focus: bool) -> None:
        """Paint the edge of the line that keys act on; quieter where they do not reach it."""
        color = self.ink.color("accent" if focus else "edge")
        painter.fillRect(0, rect.top(), EDGE, rect.height() - 1, color)

    def _paint_title(self, painter: QPainter, rect: QRect, head: GroupHead) -> int:
        ink, left = self.ink, rect.left() + 34
        if head.band is not None:
            box = QRectF(left, rect.center().y() - 5, 10, 10)
            paint_shape(painter, box, self.theme, head.band)
            left += 18
        area = QRect(left, rect.top(), max(0, rect.width() // 2 - left), rect.height() - 1)
        write(painter, ink, area, head.title, font=ink.bold)
        left += min(area.width(), ink.width(head.title, ink.bold)) + 8
        wide = ink.width(head.count, ink.body) + 2
        area = QRect(left, rect.top(), wide, rect.height() - 1)
        write(painter, ink, area, head.count, color="text2")
        return self._paint_bands(painter, rect, head, left + wide)

    def _paint_bands(self, painter: QPainter, rect: QRect, head: GroupHead, left: int) -> int:
        """Paint how many of each band there are; say where they end."""
        for band, text in head.bands:
            paint_shape(painter, QRectF(left + 14, rect.center().y() - 4, 9, 9), self.theme, band)
            wide = self.ink.width(text, self.ink.body) + 2
            area = QRect(left + 28, rect.top(), wide, rect.height() - 1)
            write(painter, self.ink, area, text, color="text2")
            left += 28 + wide
        return left

    def _paint_label(self, painter: QPainter, area: QRect, label: str, figure: int) -> int:
        """Write a small label before a figure; say where the next one may end."""
        room = area.adjusted(0, 0, -figure - 7, 0)
        write(painter, self.ink, room, label, font=self.ink.small, color="text3", right=True)
        return room.right() - self.ink.width(label, self.ink.small) - 20


def within_card(rect: QRect, *, top: bool) -> QRegion:
    """Cut the lower corners off, and the upper ones where the table begins the card."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect), RADIUS, RADIUS)
    region = QRegion(path.toFillPolygon().toPolygon())
    if not top:
        region += QRegion(rect.adjusted(0, 0, 0, -RADIUS))
    return region
