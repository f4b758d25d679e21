"""What the canvas of a playbook is made of: boxes, lines with the words of ways, plus, marks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from healthdesk.core.domain.playbook_layout import TAG_HIGH, Box, Gap, Layout, Tag
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.step_painter import RADIUS, StepPainter, bent, qrect
from healthdesk.gui.parts.step_words import Look

PLUS: Final = 9.0
"""Half of how wide the plus is."""
DOTS: Final = 16
_ROOM: Final = 5.0
_TAG_PAD: Final = 6.0
_TAG_OFF: Final = 12.0
_GHOST: Final = 0.94
_FADED: Final = 0.4


class StepItem(QGraphicsItem):
    """A step, or where the playbook starts and is done."""

    def __init__(self, painter: StepPainter, box: Box, look: Look) -> None:
        super().__init__()
        self._painter = painter
        self.box = box
        self.look = look
        self.chosen = False
        self.ring = False
        self.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        self.show_box(box, look)

    def show_box(self, box: Box, look: Look) -> None:
        """Stand at another place, or say something else."""
        if box.rect != self.box.rect:
            self.prepareGeometryChange()
        self.box, self.look = box, look
        self.setPos(box.rect.x, box.rect.y)
        self.update()

    def mark(self, *, chosen: bool, ring: bool, faded: bool = False) -> None:
        """Show that it is the one in the form, that the keys are here, that it is being moved."""
        if (chosen, ring) != (self.chosen, self.ring):
            self.chosen, self.ring = chosen, ring
            self.update()
        self.setOpacity(_FADED if faded else 1.0)

    @property
    def local(self) -> QRectF:
        """Its rectangle in its own place."""
        return QRectF(0, 0, self.box.rect.w, self.box.rect.h)

    def boundingRect(self) -> QRectF:
        """All that it paints in."""
        return self.local.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw it."""
        del option, widget
        self._painter.paint(
            painter, self.local, self.box.shape, self.look, chosen=self.chosen, ring=self.ring
        )


class LinesItem(QGraphicsItem):
    """All lines, and the words of the ways on them; under everything else."""

    def __init__(self, painter: StepPainter) -> None:
        super().__init__()
        self._painter = painter
        self._path = QPainterPath()
        self._tags: tuple[Tag, ...] = ()
        self._rect = QRectF()
        self.setZValue(-1)

    def show_layout(self, layout: Layout) -> None:
        """Draw the lines of another layout."""
        self.prepareGeometryChange()
        self._path = QPainterPath()
        for line in layout.lines:
            self._path.addPath(bent(line))
        self._tags = layout.tags
        self._rect = QRectF(0, 0, layout.width, layout.height)
        self.update()

    def tag_rect(self, tag: Tag) -> QRectF:
        """Where the word of a way stands."""
        room = 150.0
        wide = min(self._painter.wide(tag.text, "small", 500), room) + 2 * _TAG_PAD
        left = tag.x - _TAG_OFF - wide if tag.left else tag.x + _TAG_OFF
        return QRectF(left, tag.y, wide, TAG_HIGH)

    def boundingRect(self) -> QRectF:
        """The whole canvas."""
        return self._rect

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the lines and the words."""
        del option, widget
        theme = self._painter.theme
        pen = QPen(theme.color("edge"), 1.25)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        painter.setFont(theme.font("small", 500, tabular=False))
        for tag in self._tags:
            rect = self.tag_rect(tag)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("track"))
            painter.drawRoundedRect(rect, 4, 4)
            painter.setPen(theme.color("text2"))
            text = painter.fontMetrics().elidedText(
                tag.text, Qt.TextElideMode.ElideRight, round(rect.width() - 2 * _TAG_PAD) + 2
            )
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


class PlusItem(QGraphicsItem):
    """A plus on a line: a step can be put in there."""

    def __init__(self, painter: StepPainter) -> None:
        super().__init__()
        self._painter = painter
        self.slot: Gap | None = None
        self.setZValue(2)
        self.hide()

    def stand(self, slot: Gap | None) -> None:
        """Stand at a place, or nowhere."""
        self.slot = slot
        self.setVisible(slot is not None)
        if slot is not None:
            self.setPos(slot.x, slot.y)

    def holds(self, at: QPointF) -> bool:
        """Whether a point of the canvas is on it."""
        if self.slot is None:
            return False
        off = at - QPointF(self.slot.x, self.slot.y)
        return bool(off.x() ** 2 + off.y() ** 2 <= (PLUS + 3) ** 2)

    def boundingRect(self) -> QRectF:
        """A little more than the disc."""
        return QRectF(-PLUS - 1, -PLUS - 1, 2 * PLUS + 2, 2 * PLUS + 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a disc with a plus."""
        del option, widget
        theme = self._painter.theme
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accentfill"))
        painter.drawEllipse(QPointF(0, 0), PLUS, PLUS)
        picture = theme.pixmap("plus", "onaccent", 12, self._painter.ratio)
        painter.drawPixmap(QPointF(-6, -6), picture)


class LandingItem(QGraphicsItem):
    """Where what is held would come to stand."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._size = QRectF()
        self.slot: Gap | None = None
        self.setZValue(3)
        self.hide()

    def stand(self, slot: Gap | None) -> None:
        """Stand at a place, or nowhere."""
        if slot == self.slot:
            return
        self.slot = slot
        self.setVisible(slot is not None)
        if slot is not None:
            self.prepareGeometryChange()
            high = 16.0 if slot.area.h < 36 else slot.area.h - 4
            self._size = QRectF(-slot.area.w / 2, -high / 2, slot.area.w, high)
            self.setPos(slot.x, slot.y)

    def boundingRect(self) -> QRectF:
        """The landing place and its line."""
        return self._size.adjusted(-2, -2, 2, 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a dashed place."""
        del option, widget
        pen = QPen(self._theme.color("accent"), 2)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("accentsoft"))
        painter.drawRoundedRect(self._size, 6, 6)


class GhostItem(QGraphicsItem):
    """A picture of what is held, under the pointer."""

    def __init__(self, painter: StepPainter) -> None:
        super().__init__()
        self._painter = painter
        self._look = Look("")
        self._box: Box | None = None
        self.setZValue(4)
        self.setOpacity(_GHOST)
        self.hide()

    def hold(self, box: Box, look: Look) -> None:
        """Look like a step."""
        self.prepareGeometryChange()
        self._box, self._look = box, look
        self.show()

    def boundingRect(self) -> QRectF:
        """The step and its shadow."""
        if self._box is None:
            return QRectF()
        return QRectF(0, 0, self._box.rect.w, self._box.rect.h).adjusted(-4, -2, 4, 10)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        """Draw three flat outlines and the step."""
        del option, widget
        if self._box is None:
            return
        rect = QRectF(0, 0, self._box.rect.w, self._box.rect.h)
        radius = RADIUS if self._box.shape == "step" else rect.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for low, share in ((1, 0.07), (4, 0.05), (8, 0.03)):
            painter.setBrush(self._painter.theme.color("shadow", share))
            painter.drawRoundedRect(rect.translated(0, low), radius, radius)
        self._painter.paint(painter, rect, self._box.shape, self._look, chosen=True, ring=False)


def dotted(theme: Theme) -> QBrush:
    """The ground of the canvas: a dot every few pixels."""
    tile = QPixmap(DOTS, DOTS)
    tile.fill(theme.color("canvas"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.color("border")))
    painter.drawEllipse(QPointF(DOTS / 2, DOTS / 2), 0.9, 0.9)
    painter.end()
    return QBrush(tile)


def scene_rect(layout: Layout) -> QRectF:
    """The rectangle of a layout."""
    return QRectF(0, 0, layout.width, layout.height)


__all__ = [
    "GhostItem",
    "LandingItem",
    "LinesItem",
    "PlusItem",
    "StepItem",
    "dotted",
    "qrect",
    "scene_rect",
]
