"""A line over a widget: bands with their counts, which can be pressed, and a sum at the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import Band
from healthdesk.gui.parts.band_drawing import band_dot
from healthdesk.gui.parts.drawing import Text
from healthdesk.gui.parts.kit import Kit

LINE: Final = 20.0
_GAP: Final = 14.0
_SHAPE: Final = 15.0


def legend_least(kit: Kit, bands: Sequence[tuple[Band, int]]) -> float:
    """The room that shapes and counts need."""
    return sum(kit.wide(str(count), "small") + _SHAPE + _GAP for _, count in bands) + _GAP


def legend_line(
    kit: Kit, wide: float, bands: Sequence[tuple[Band, int]], sum_words: str, top: float = 0.0
) -> None:
    """Lay the line out: words of bands go first, then the bands, before the sum is cut."""
    whole = kit.wide(sum_words, "small")
    room = wide - whole - _GAP
    full = [f"{count} {kit.words.band(band)}" for band, count in bands]
    short = [str(count) for _, count in bands]
    for texts in (full, short):
        if sum(kit.wide(text, "small") + _SHAPE + _GAP for text in texts) <= room:
            _entries(kit, bands, texts, top)
            break
    rect = QRectF(max(wide - whole, 0.0), top, min(whole, wide), LINE)
    kit.write(rect, sum_words, "text2", "small", align="right")


def _entries(kit: Kit, bands: Sequence[tuple[Band, int]], texts: Sequence[str], top: float) -> None:
    x = 0.0
    for (band, count), text in zip(bands, texts, strict=True):
        key, wide = f"band:{band}", kit.wide(text, "small")
        alpha = kit.faded(key)
        kit.sheet.dots.append(band_dot(QPointF(x + 5, top + LINE / 2), band, 4.2, alpha))
        rect = QRectF(x + _SHAPE, top, wide, LINE)
        kit.sheet.texts.append(Text(rect, text, "text2", "small", alpha=alpha))
        tip = f"{kit.words.band(band)}: {count}\nPress to filter by it"
        kit.spot(QRectF(x, top, wide + _SHAPE, LINE), f"mark:{key}", tip)
        x += wide + _SHAPE + _GAP
