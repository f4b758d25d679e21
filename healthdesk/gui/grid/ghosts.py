"""Pictures of the tiles while one is dragged: a frame of a drag paints pixmaps, nothing else.

The live widgets stand still underneath and are not painted: twenty of them at sixty frames a second
would not be smooth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEasingCurve, QRect, QRectF, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QWidget

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.parts.drawing import FontMeasure

MOVE_TIME = 120
"""Milliseconds in which tiles make way."""
_RADIUS, _TAG = 8, 20


@dataclass
class _Ghost:
    picture: QPixmap | None
    """None: it is out of sight."""
    start: QRectF
    end: QRectF
    now: QRectF


class Ghosts(QWidget):
    """Covers the canvas during a gesture and paints every tile as it looked when it began."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ghosts: dict[str, _Ghost] = {}
        self._held = ""
        self._held_rect = QRectF()
        self._landing = QRect()
        self._tag = ""
        self._measure = FontMeasure(theme)
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(MOVE_TIME)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_motion_value_changed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.hide()

    @property
    def held_rect(self) -> QRectF:
        """Where the held tile is drawn."""
        return self._held_rect

    @property
    def landing(self) -> QRect:
        """Where the held tile would come to rest."""
        return self._landing

    @property
    def tag(self) -> str:
        """What the held tile says of its target."""
        return self._tag

    def rects(self) -> dict[str, QRect]:
        """Where each of the other tiles is drawn now."""
        return {name: one.now.toRect() for name, one in self._ghosts.items() if name != self._held}

    def begin(self, pictures: Mapping[str, tuple[QPixmap | None, QRect]], held: str) -> None:
        """Show the tiles as they look now; one of them is held.

        One without a picture is given it when it comes into sight.
        """
        self._ghosts = {
            name: _Ghost(picture, QRectF(rect), QRectF(rect), QRectF(rect))
            for name, (picture, rect) in pictures.items()
        }
        self._held = held
        self._held_rect = self._ghosts[held].now if held in self._ghosts else QRectF()
        self.show()
        self.raise_()

    def missing(self, seen: QRect) -> list[str]:
        """Tiles without a picture that are in a part of the canvas, or are on their way there."""
        area = QRectF(seen)
        return [
            name
            for name, one in self._ghosts.items()
            if one.picture is None and (area.intersects(one.now) or area.intersects(one.end))
        ]

    def give(self, name: str, picture: QPixmap) -> None:
        """Note how a tile looks that comes into sight."""
        self._ghosts[name].picture = picture
        self.update()

    def hold(self, rect: QRectF) -> None:
        """Draw the held tile there: it follows the pointer."""
        self._held_rect = rect
        self.update()

    def aim(self, places: Mapping[str, QRect], landing: QRect, tag: str) -> None:
        """Let the others make way, and show where the held one would come to rest."""
        self._landing, self._tag = landing, tag
        moving = False
        for name, ghost in self._ghosts.items():
            if name in places and ghost.end != QRectF(places[name]):
                ghost.start, ghost.end = QRectF(ghost.now), QRectF(places[name])
                moving = True
            else:
                ghost.start = QRectF(ghost.now)
        self._motion.stop()
        if moving and self._wants_motion():
            self._motion.start()
        else:
            self._place(1.0)

    def end(self) -> None:
        """Let the live tiles be seen again."""
        self._motion.stop()
        self.hide()
        self._ghosts = {}

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the landing place, the others, then the held one."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.color("canvas"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
        if self._landing.isValid():
            painter.setBrush(self._theme.color("accentsoft"))
            painter.setPen(QPen(self._theme.color("accent"), 2, Qt.PenStyle.DashLine))
            inner = QRectF(self._landing).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(inner, _RADIUS, _RADIUS)
        for name, ghost in self._ghosts.items():
            if name != self._held and ghost.picture is not None:
                painter.drawPixmap(ghost.now.topLeft(), ghost.picture)
        held = self._ghosts.get(self._held)
        if held is not None and held.picture is not None:
            self._paint_held(painter, held.picture)
        painter.end()

    def _paint_held(self, painter: QPainter, picture: QPixmap) -> None:
        rect = self._held_rect
        painter.setPen(Qt.PenStyle.NoPen)
        for grow, alpha in ((3, 0.03), (2, 0.05), (1, 0.07)):
            painter.setBrush(self._theme.color("shadow", alpha))
            painter.drawRoundedRect(rect.adjusted(-grow, 0, grow, 2 * grow + 2), _RADIUS, _RADIUS)
        painter.setOpacity(0.94)
        painter.setBrush(self._theme.color("surface"))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        painter.save()
        painter.setClipRect(rect)
        painter.drawPixmap(rect.topLeft(), picture)
        painter.restore()
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), 1.5))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        self._paint_tag(painter, rect)

    def _paint_tag(self, painter: QPainter, rect: QRectF) -> None:
        if not self._tag:
            return
        wide = self._measure(self._tag, "small", 500) + 16
        tag = QRectF(rect.right() - wide - 8, rect.top() + 8, wide, _TAG)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accentfill"))
        painter.drawRoundedRect(tag, 4, 4)
        painter.setPen(self._theme.color("onaccent"))
        painter.setFont(self._theme.font("small", 500))
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, self._tag)

    def _wants_motion(self) -> bool:
        return self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0

    def _place(self, part: float) -> None:
        for ghost in self._ghosts.values():
            start, end = ghost.start, ghost.end
            left = start.left() + (end.left() - start.left()) * part
            top = start.top() + (end.top() - start.top()) * part
            ghost.now = QRectF(left, top, end.width(), end.height())
        self.update()

    @Slot(object)
    def _on_motion_value_changed(self, part: float) -> None:
        self._place(float(part))
