"""Bands as shapes and badges: a circle, a triangle, a square, a ring; never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.words import Words

HEIGHT = 20
BOX = 10.0
LEFT, GAP, RIGHT, LEAST = 7.0, 6.0, 8.0, 48.0
SIGN, SIGN_GAP = 14.0, 4.0
SIGNS = {"hand": ("hand-stop", "set by hand"), "cap": ("arrow-bar-to-down", "capped")}
"""What may follow the number: its icon, and what a screen reader says."""


@dataclass(frozen=True)
class BadgeLayout:
    """Where the parts of a badge lie; `sign` is None without one."""

    ground: QRectF
    shape: QRectF
    text: QRectF
    sign: QRectF | None


@cache
def band_path(band: Band) -> QPainterPath:
    """Give the shape of a band in a box of 10 by 10."""
    path = QPainterPath()
    middle = QPointF(BOX / 2, BOX / 2)
    if band == "Strong":
        path.addEllipse(middle, 4.5, 4.5)
    elif band == "Average":
        path.moveTo(5.0, 0.7)
        path.lineTo(9.8, 9.3)
        path.lineTo(0.2, 9.3)
        path.closeSubpath()
    elif band == "Poor":
        path.addRect(QRectF(0.8, 0.8, 8.4, 8.4))
    else:
        path.addEllipse(middle, 3.8, 3.8)
    return path


def paint_shape(painter: QPainter, box: QRectF | QRect, theme: Theme, band: Band) -> None:
    """Draw a band's shape into a box; 10 px is its natural size."""
    color = theme.band(band).shape
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(QPointF(box.topLeft()))
    painter.scale(box.width() / BOX, box.height() / BOX)
    if band == "Unknown":
        painter.setPen(QPen(color, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        outline = QPen(theme.color("text2"), 0.7)
        painter.setPen(outline if theme.colour_blind else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(color)
    painter.drawPath(band_path(band))
    painter.restore()


def badge_width(theme: Theme, text: str, mark: str = "", *, word: bool = False) -> float:
    """Say how wide a badge wants to be; `mark` is "hand", "cap" or none."""
    advance = QFontMetricsF(_font(theme, word=word)).horizontalAdvance(text)
    wide = LEFT + BOX + GAP + advance + RIGHT + (SIGN + SIGN_GAP if mark else 0)
    return wide if word else max(LEAST, wide)


def badge_layout(
    theme: Theme, text: str, rect: QRectF | QRect, mark: str = "", *, word: bool = False
) -> BadgeLayout:
    """Lay a badge out at the left of `rect`, in its vertical middle."""
    rect = QRectF(rect)
    wide = min(badge_width(theme, text, mark, word=word), rect.width())
    top = rect.top() + (rect.height() - HEIGHT) / 2
    ground = QRectF(rect.left(), top, wide, HEIGHT)
    shape = QRectF(ground.left() + LEFT, top + (HEIGHT - BOX) / 2, BOX, BOX)
    left = shape.right() + GAP
    right = ground.right() - RIGHT - (SIGN + SIGN_GAP if mark else 0)
    words = QRectF(left, top, max(0.0, right - left), HEIGHT)
    spot = QRectF(right + SIGN_GAP, top + (HEIGHT - SIGN) / 2, SIGN, SIGN)
    return BadgeLayout(ground, shape, words, spot if mark else None)


def paint_badge(
    painter: QPainter,
    rect: QRectF | QRect,
    theme: Theme,
    band: Band,
    text: str,
    *,
    stale: bool = False,
    mark: str = "",
    word: bool = False,
) -> None:
    """Draw a badge at the left of `rect`.

    Args:
        painter: whose clip and font are left as they were.
        rect: where there is room; the badge takes 20 px of its height.
        theme: gives the colours.
        band: shape and colours.
        text: the number, or the band's name with `word`.
        stale: the facts behind it are old: dashed, no ground.
        mark: "hand" for a score set by a person, "cap" for one that a cap holds down.
        word: the text is a word (weight 500) rather than a number (600).
    """
    layout = badge_layout(theme, text, rect, mark, word=word)
    colors = theme.band(band)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPen(theme.color("edge"), 1)
    if stale:
        outline.setDashPattern([3, 2])
        painter.setPen(outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(layout.ground.adjusted(0.5, 0.5, -0.5, -0.5), 9.5, 9.5)
    else:
        painter.setPen(outline if theme.high_contrast else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(colors.ground)
        painter.drawRoundedRect(layout.ground, HEIGHT / 2, HEIGHT / 2)
    paint_shape(painter, layout.shape, theme, band)
    painter.setPen(colors.text)
    painter.setFont(_font(theme, word=word))
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
    painter.drawText(layout.text, flags, text)
    if layout.sign is not None:
        ratio = painter.device().devicePixelRatioF()
        picture = theme.pixmap(SIGNS[mark][0], band.lower(), int(SIGN), ratio)
        painter.drawPixmap(layout.sign.toRect(), picture)
    painter.restore()


class BandBadge(QWidget):
    """A badge as a widget of its own."""

    def __init__(self, theme: Theme, words: Words, band: Band = "Unknown", text: str = "") -> None:
        super().__init__()
        self.theme = theme
        self._words = words
        self._band: Band = band
        self._text = text
        self._stale = False
        self._mark = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_badge(band, text)

    def set_badge(self, band: Band, text: str = "", *, stale: bool = False, mark: str = "") -> None:
        """Show another score; without a text the name of the band."""
        self._band, self._text, self._stale, self._mark = band, text, stale, mark
        said = [f"{self._words.band(band)} {text}".strip()]
        said += [SIGNS[mark][1]] if mark else []
        said += ["stale"] if stale else []
        self.setAccessibleName(", ".join(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for what the words need."""
        wide = badge_width(self.theme, self._said(), self._mark, word=not self._text)
        return QSize(round(wide + 0.5), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        paint_badge(
            QPainter(self),
            self.rect(),
            self.theme,
            self._band,
            self._said(),
            stale=self._stale,
            mark=self._mark,
            word=not self._text,
        )

    def _said(self) -> str:
        return self._text or self._words.band(self._band)


class BandShape(QWidget):
    """Only the shape, beside a word that says the same."""

    def __init__(self, theme: Theme, words: Words, band: Band = "Unknown") -> None:
        super().__init__()
        self.theme = theme
        self._words = words
        self._band: Band = band
        self.setFixedSize(10, 10)
        self.set_band(band)
        theme.changed.connect(self._on_theme_changed)

    def set_band(self, band: Band) -> None:
        """Show another band."""
        self._band = band
        self.setAccessibleName(self._words.band(band))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        paint_shape(QPainter(self), self.rect(), self.theme, self._band)

    @Slot()
    def _on_theme_changed(self) -> None:
        self.set_band(self._band)  # its name may be another one


def _font(theme: Theme, *, word: bool) -> QFont:
    return theme.font("body", 500 if word else 600)
