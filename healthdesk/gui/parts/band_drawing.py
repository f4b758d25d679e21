"""Bands as values of a drawing: their shapes and badges, for painted parts of dashboards."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import Band
from healthdesk.gui.parts.drawing import Dot, Fill, Measure, Shape, Sheet, Text

_SHAPES: Final[dict[Band, Shape]] = {
    "Strong": "circle",
    "Average": "triangle",
    "Poor": "square",
    "Unknown": "circle",
}
BADGE: Final = 20.0
_PAD, _GAP, _LEAST = 7.0, 6.0, 48.0


def band_dot(center: QPointF, band: Band, radius: float = 4.5, alpha: float = 1.0) -> Dot:
    """The shape of a band around a point: circle, triangle, square; a ring where it is unknown."""
    if band == "Unknown":
        return Dot(center, radius * 0.85, "surface", "unknownfill", "circle", alpha)
    smaller = radius * (0.9 if band == "Poor" else 1.0)
    return Dot(center, smaller, f"{band.lower()}fill", "", _SHAPES[band], alpha)


def badge_wide(text: str, measure: Measure) -> float:
    """How wide a badge with this text is."""
    return max(_LEAST, 2 * _PAD + 10 + _GAP + measure(text, "body", 600))


def badge(sheet: Sheet, at: QPointF, band: Band, text: str, measure: Measure) -> float:
    """Draw a badge from the middle of its left side; returns its width."""
    left, middle = at.x(), at.y()
    wide, name = badge_wide(text, measure), band.lower()
    ground = QRectF(left, middle - BADGE / 2, wide, BADGE)
    sheet.fills.append(Fill(ground, f"{name}soft", radius=BADGE / 2))
    sheet.dots.append(band_dot(QPointF(left + _PAD + 5, middle), band))
    words = QRectF(left + _PAD + 10 + _GAP, ground.top(), wide - 2 * _PAD - 10 - _GAP, BADGE)
    sheet.texts.append(Text(words, text, name, "body", 600))
    return wide
