"""Draws a step of a playbook: a box with icon, name and details, or a pill."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from healthdesk.core.domain.playbook_layout import Rect, Shape
from healthdesk.gui.base.theme import Role, Theme
from healthdesk.gui.base.words import one_line
from healthdesk.gui.parts.step_words import Look

RADIUS: Final = 8.0
BEND: Final = 6.0
_GROUND: Final = 28.0
_LEFT: Final = 10.0
_TEXT: Final = 48.0
_ALIGN: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def qrect(rect: Rect) -> QRectF:
    """The same rectangle as Qt has it."""
    return QRectF(rect.x, rect.y, rect.w, rect.h)


class StepPainter:
    """Paints steps of one theme, at the ratio of the screen."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.ratio = 1.0

    def paint(
        self, painter: QPainter, rect: QRectF, shape: Shape, look: Look, *, chosen: bool, ring: bool
    ) -> None:
        """Draw a step; `ring` says that the keys are here."""
        if shape == "step":
            self._step(painter, rect, look, chosen=chosen)
        else:
            self._pill(painter, rect, look, chosen=chosen, dashed=shape == "wait")
        if ring:
            painter.setPen(QPen(self.theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            radius = RADIUS + 3 if shape == "step" else rect.height() / 2 + 3
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), radius, radius)

    def _step(self, painter: QPainter, rect: QRectF, look: Look, *, chosen: bool) -> None:
        color = self.theme.color
        inner = rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(color("surface"))
        if chosen:
            painter.setPen(QPen(color("accent"), 2))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        else:
            # The lower line is the stronger one, as with buttons.
            painter.setPen(QPen(color("edge"), 1))
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
            painter.save()
            painter.setClipRect(rect.adjusted(-1, -1, 1, -RADIUS))
            painter.setPen(QPen(color("border"), 1))
            painter.drawRoundedRect(inner, RADIUS, RADIUS)
            painter.restore()
        self._icon_ground(painter, rect, look)
        right = self._marks(painter, rect, look)
        room = QRectF(rect.left() + _TEXT, rect.top(), right - rect.left() - _TEXT, rect.height())
        if look.detail:
            name = QRectF(room.left(), room.top() + 7, room.width(), 20)
            self._text(painter, name, look.title, color("text"), weight=500)
            small = QRectF(room.left(), room.top() + 28, room.width(), 16)
            self._text(painter, small, look.detail, color("text3"), "small")
        else:
            self._text(painter, room, look.title, color("text"), weight=500)

    def _icon_ground(self, painter: QPainter, rect: QRectF, look: Look) -> None:
        top = rect.top() + (rect.height() - _GROUND) / 2
        ground = QRectF(rect.left() + _LEFT, top, _GROUND, _GROUND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.color("track"))
        painter.drawRoundedRect(ground, 6, 6)
        self._icon(painter, ground.center(), look.icon, look.color)

    def _marks(self, painter: QPainter, rect: QRectF, look: Look) -> float:
        """Draw the number and the mark of a fault at the right; gives the left edge of both."""
        right = rect.right() - 10
        if look.notice:
            at = QPointF(right - 8, rect.center().y())
            self._icon(painter, at, "alert-circle", look.notice)
            right -= 22
        if look.number:
            text = str(look.number)
            wide = self.wide(text, "small")
            place = QRectF(right - wide, rect.top(), wide + 1, rect.height())
            self._text(painter, place, text, self.theme.color("text3"), "small")
            right -= wide + 6
        return right

    def _pill(
        self, painter: QPainter, rect: QRectF, look: Look, *, chosen: bool, dashed: bool
    ) -> None:
        color = self.theme.color
        line = QPen(color("accent" if chosen else ("edge" if dashed else "border")))
        line.setWidthF(2 if chosen else 1)
        if dashed and not chosen:
            line.setDashPattern([3, 3])
        painter.setPen(line)
        painter.setBrush(color("track"))
        half = 1.0 if chosen else 0.5
        radius = rect.height() / 2 - half
        painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
        mark = 20 if look.notice else 0
        most = rect.width() - 2 * 16 - 24 - mark
        text = self._fit(look.title, most)
        wide = self.wide(text)
        left = rect.center().x() - (wide + 24 + mark) / 2
        self._icon(painter, QPointF(left + 8, rect.center().y()), look.icon, "text2")
        place = QRectF(left + 24, rect.top(), wide + 2, rect.height())
        self._text(painter, place, text, color("text2"))
        if look.notice:
            at = QPointF(place.right() + 10, rect.center().y())
            self._icon(painter, at, "alert-circle", look.notice)

    def _icon(self, painter: QPainter, middle: QPointF, name: str, color: str) -> None:
        if name:
            picture = self.theme.pixmap(name, color, 16, self.ratio)
            painter.drawPixmap(QPointF(middle.x() - 8, middle.y() - 8), picture)

    def _fit(self, text: str, width: float, role: Role = "body", weight: int = 400) -> str:
        metrics = QFontMetricsF(self.theme.font(role, weight, tabular=False))
        return str(metrics.elidedText(one_line(text), Qt.TextElideMode.ElideRight, width))

    def wide(self, text: str, role: Role = "body", weight: int = 400) -> float:
        """How wide a text is."""
        metrics = QFontMetricsF(self.theme.font(role, weight, tabular=False))
        return float(metrics.horizontalAdvance(text))

    def _text(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        color: QColor,
        role: Role = "body",
        *,
        weight: int = 400,
    ) -> None:
        painter.setFont(self.theme.font(role, weight, tabular=False))
        painter.setPen(color)
        flags = _ALIGN | Qt.TextFlag.TextDontClip
        painter.drawText(rect, flags, self._fit(text, rect.width(), role, weight))


def bent(points: tuple[tuple[float, float], ...]) -> QPainterPath:
    """A path through points with round corners."""
    path = QPainterPath(QPointF(*points[0]))
    for at in range(1, len(points) - 1):
        before, corner, after = (QPointF(*points[n]) for n in (at - 1, at, at + 1))
        into, out = corner - before, after - corner
        reach = min(BEND, into.manhattanLength() / 2, out.manhattanLength() / 2)
        if reach < 1 or _straight(into, out):
            path.lineTo(corner)
            continue
        path.lineTo(corner - into * (reach / into.manhattanLength()))
        path.quadTo(corner, corner + out * (reach / out.manhattanLength()))
    path.lineTo(QPointF(*points[-1]))
    return path


def _straight(into: QPointF, out: QPointF) -> bool:
    return (into.x() == 0 and out.x() == 0) or (into.y() == 0 and out.y() == 0)
