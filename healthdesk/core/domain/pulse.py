"""What a pulse set by hand reads as: its outer thirds are Poor and Strong."""

from __future__ import annotations

from typing import Final

from healthdesk.core.domain.views import Band

VALUES: Final[dict[Band, float]] = {"Strong": 1.0, "Average": 0.0, "Poor": -1.0}
"""What a word stands for; a source may send any number between."""
_EDGE: Final = 1 / 3


def pulse_band(value: float) -> Band:
    """The word for a pulse from -1 to 1."""
    if value > _EDGE:
        return "Strong"
    return "Poor" if value < -_EDGE else "Average"
