"""Painted buttons of the frame: lines of the rail, buttons of the top bar, the search field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import one_line
from healthdesk.gui.parts.plain import plain_tip

RAIL_ITEM, RAIL_ICON = 32, 18
BAR_HIGH = 28
Shape = Literal["bar", "search", "notice"]


@dataclass(frozen=True)
class Piece:
    """A run of words in one colour and weight."""

    text: str
    color: str = "text"
    weight: int = 500


@dataclass(frozen=True)
class Placed:
    """A piece with its place; `text` is what fits there."""

    piece: Piece
    text: str
    rect: QRectF


def place_pieces(
    theme: Theme, pieces: tuple[Piece, ...], left: float, right: float, high: float
) -> tuple[Placed, ...]:
    """Lay pieces side by side from `left`; the widest gives way when they do not fit."""
    metrics = [QFontMetricsF(theme.font("body", piece.weight, tabular=False)) for piece in pieces]
    wide = [m.horizontalAdvance(p.text) for m, p in zip(metrics, pieces, strict=True)]
    gap = 5.0
    over = sum(wide) + gap * max(0, len(pieces) - 1) - (right - left)
    texts = [one_line(piece.text) for piece in pieces]
    if over > 0 and wide:
        widest = wide.index(max(wide))
        room = max(0.0, wide[widest] - over)
        elide = Qt.TextElideMode.ElideRight
        texts[widest] = metrics[widest].elidedText(texts[widest], elide, room)
        wide[widest] = room
    placed = []
    for piece, text, advance in zip(pieces, texts, wide, strict=True):
        placed.append(Placed(piece, text, QRectF(left, 0, advance + 1, high)))
        left += advance + gap
    return tuple(placed)


class PaintedButton(QAbstractButton):
    """A button that paints itself; focus is a ring, the pointer a ground."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._over = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the pointer is here."""
        super().enterEvent(event)
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer is gone."""
        super().leaveEvent(event)
        self._over = False
        self.update()

    def paint_ground(self, painter: QPainter, color: str | None, ring: str | None = None) -> None:
        """Draw ground and outline, and the focus ring when the keyboard is here."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if color is not None:
            painter.setBrush(self.theme.color(color))
            painter.drawRoundedRect(area, 6, 6)
        if ring is not None or self.hasFocus():
            focus = self.hasFocus()
            painter.setPen(QPen(self.theme.color("accent" if focus else ring or "edge"), 1 + focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = 1.0 if focus else 0.5
            painter.drawRoundedRect(area.adjusted(inset, inset, -inset, -inset), 5.5, 5.5)

    def paint_icon(self, painter: QPainter, name: str, color: str, at: QPointF, size: int) -> None:
        """Draw an icon sharp."""
        picture = self.theme.pixmap(name, color, size, self.devicePixelRatioF())
        painter.drawPixmap(at.toPoint(), picture)

    def paint_key(self, painter: QPainter, text: str, right: float) -> float:
        """Draw a key's name in its box, ending at `right`; returns its left edge."""
        font = self.theme.font("small")
        wide = QFontMetricsF(font).horizontalAdvance(text) + 10
        box = QRectF(right - wide, (self.height() - 18) / 2, wide, 18)
        painter.setPen(QPen(self.theme.color("border"), 1))
        painter.setBrush(self.theme.color("surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(self.theme.color("text2"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box.left()


class RailItem(PaintedButton):
    """One line of the rail: icon, name, and a counter or a key at the right."""

    def __init__(self, theme: Theme, key: str, text: str, icon: str, hint: str = "") -> None:
        super().__init__(theme)
        self.key = key
        self._name = text
        self._icon = icon
        self._hint = hint
        self._counter = ""
        self._late = False
        self._narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFixedHeight(RAIL_ITEM)
        self.setAccessibleName(text)

    def set_narrow(self, narrow: bool) -> None:
        """Show only the icon, the name in its tip."""
        self._narrow = narrow
        self.setToolTip(plain_tip(self._name) if narrow else "")
        self.update()

    def set_counter(self, text: str, *, late: bool = False) -> None:
        """Show a number at the right; `late` puts a clock before it."""
        self._counter, self._late = text, late
        said = f"{self._name}, {text}{' late' if late else ''}" if text else self._name
        self.setAccessibleName(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a whole line."""
        return QSize(36 if self._narrow else 184, RAIL_ITEM)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        current = self.isChecked()
        self.paint_ground(painter, "selected" if current else "hover" if self._over else None)
        color = "accent" if current else "text2"
        top = (RAIL_ITEM - RAIL_ICON) / 2
        self.paint_icon(painter, self._icon, color, QPointF(9, top), RAIL_ICON)
        if self._narrow:
            return
        painter.setPen(self.theme.color(color))
        painter.setFont(self.theme.font("body", 500))
        area = QRectF(37, 0, self.width() - 76, RAIL_ITEM)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._name)
        if self._hint:
            self.paint_key(painter, self._hint, self.width() - 8)
        elif self._counter:
            self._paint_counter(painter)

    def _paint_counter(self, painter: QPainter) -> None:
        font = self.theme.font("small", 600)
        wide = max(18.0, QFontMetricsF(font).horizontalAdvance(self._counter) + 10)
        pill = QRectF(self.width() - 8 - wide, (RAIL_ITEM - 18) / 2, wide, 18)
        painter.setFont(font)
        if self._late:
            self.paint_icon(
                painter, "clock-exclamation", "notice", QPointF(pill.left() - 10, 9), 14
            )
            painter.setPen(self.theme.color("notice"))
        else:
            current = self.isChecked()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.color("accentfill" if current else "track"))
            painter.drawRoundedRect(pill, 9, 9)
            painter.setPen(self.theme.color("onaccent" if current else "text2"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._counter)


class BarButton(PaintedButton):
    """A button of the top bar: icon, pieces of words, and a small arrow when it opens something."""

    def __init__(self, theme: Theme, icon: str, *, opens: bool = True, key: str = "") -> None:
        super().__init__(theme)
        self._icon = icon
        self._icon_color = "text3"
        self._opens = opens
        self._key = key
        self._shape: Shape = "bar"
        self._pieces: tuple[Piece, ...] = ()
        self.setFixedHeight(BAR_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """All words on the button."""
        return " ".join(piece.text for piece in self._pieces)

    def set_pieces(self, *pieces: Piece, icon: str = "", icon_color: str = "text3") -> None:
        """Show other words, and another icon where one is named."""
        self._pieces = pieces
        self._icon = icon or self._icon
        self._icon_color = icon_color
        self.setAccessibleName(self.words)
        self.updateGeometry()
        self.update()

    def set_shape(self, shape: Shape) -> None:
        """Choose the ground: none, an input's, or a notice's."""
        self._shape = shape
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for everything in full."""
        if self._shape == "search":
            return QSize(216, BAR_HIGH)
        wide = sum(
            QFontMetricsF(self.theme.font("body", piece.weight, tabular=False)).horizontalAdvance(
                piece.text
            )
            + 5
            for piece in self._pieces
        )
        return QSize(round(self._left() + wide + self._right()), BAR_HIGH)

    def minimumSizeHint(self) -> QSize:
        """Be content with an elided name."""
        least = 120 if self._shape == "search" else 90
        return QSize(min(least, self.sizeHint().width()), BAR_HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        ground = {"bar": "hover" if self._over else None, "search": "field", "notice": "noticesoft"}
        rest = "edge" if self.theme.high_contrast else "border"
        ring = rest if self._shape == "search" else None
        self.paint_ground(painter, ground[self._shape], ring)
        self.paint_icon(painter, self._icon, self._icon_color, QPointF(self._left() - 23, 6), 16)
        right = self.width() - self._right()
        if self._key:
            right = self.paint_key(painter, self._key, self.width() - 5) - 6
        for placed in place_pieces(self.theme, self._pieces, self._left(), right, BAR_HIGH):
            painter.setPen(self.theme.color(placed.piece.color))
            painter.setFont(self.theme.font("body", placed.piece.weight, tabular=False))
            painter.drawText(placed.rect, Qt.AlignmentFlag.AlignVCenter, placed.text)
        if self._opens:
            at = QPointF(self.width() - 20, 7)
            self.paint_icon(painter, "chevron-down", "text3", at, 14)

    def _left(self) -> float:
        return 31.0 if self._shape != "bar" else 29.0

    def _right(self) -> float:
        return 24.0 if self._opens else 10.0
