"""A widget of two parts: bars and the list of their accounts, side by side or one over another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF

_BESIDE: Final = 440.0
_GAP: Final = 20.0


@dataclass(frozen=True)
class Halves:
    """Where the bars stand, and where the list does; the list is None where it has no room."""

    bars: QRectF
    rows: QRectF | None


def halves(room: QSizeF, top: float, count: int, bar: float, least_rows: float) -> Halves:
    """Share the room below `top` between so many bars and the list."""
    high = max(room.height() - top, 0.0)
    if room.width() >= _BESIDE:
        wide = (room.width() - _GAP) * 0.42
        tall = min(count * bar, high)
        left = wide + _GAP
        return Halves(QRectF(0, top, wide, tall), QRectF(left, top, room.width() - left, high))
    tall = min(count * bar, high)
    rest = high - tall - 8
    if rest < least_rows:
        return Halves(QRectF(0, top, room.width(), tall), None)
    return Halves(QRectF(0, top, room.width(), tall), QRectF(0, top + tall + 8, room.width(), rest))
