"""What faces of dashboards share: money by currency, changes with arrows, bars in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.delta import ARROW, GAP, delta_color
from healthdesk.gui.parts.drawing import Fill, Glyph, Measure, Sheet, Text

PART: Final = 2.0
"""Pixels between the parts of a bar."""
Part = tuple[str, float, float]
"""A part of a bar: its colour, its weight, how strongly it is drawn."""


def fill_of(band: Band) -> str:
    """The colour of a band's bars."""
    return f"{band.lower()}fill"


def money_words(amounts: Mapping[str, float], words: Words) -> str:
    """Money by currency; what differs in currency stands side by side."""
    told = (words.money(total, code) for code, total in sorted(amounts.items()))
    return " + ".join(told) or DASH


def arr_words(amounts: Mapping[str, float], unknown: int, words: Words) -> str:
    """The same in whole amounts, with how many accounts are not in it."""
    told = [words.money(total, code, short=False) for code, total in sorted(amounts.items())]
    known = " + ".join(told)
    if not unknown:
        return known or DASH
    beside = f"{words.number(unknown)} not known"
    return f"{known}, {beside}" if known else beside


def put_delta(
    sheet: Sheet,
    at: QPointF,
    value: float | None,
    text: str,
    measure: Measure,
    *,
    role: Role = "body",
    color: str = "",
) -> float:
    """Put a change as arrow and number right of a point; returns where it ends.

    `color` says it where more is not better.
    """
    ink, left, middle = color or delta_color(value), at.x(), at.y()
    if value:
        name = "arrow-up" if value > 0 else "arrow-down"
        sheet.glyphs.append(Glyph(QRectF(left, middle - ARROW / 2, ARROW, ARROW), name, ink))
        left += ARROW + GAP
    wide = measure(text, role, 500)
    sheet.texts.append(Text(QRectF(left, middle - 10, wide, 20), text, ink, role, 500))
    return left + wide


def put_bar(sheet: Sheet, rect: QRectF, parts: Sequence[Part]) -> tuple[QRectF, ...]:
    """Fill a rectangle with parts side by side; what weighs anything is a pixel wide at least."""
    some = [one for one in parts if one[1] > 0]
    whole = sum(weight for _, weight, _ in some)
    out, left = [], rect.left()
    room = rect.width() - PART * max(len(some) - 1, 0)
    for color, weight, alpha in parts:
        wide = max(room * weight / whole, 1.0) if weight > 0 else 0.0
        place = QRectF(left, rect.top(), min(wide, max(rect.right() - left, 0)), rect.height())
        out.append(place)
        if weight > 0:
            sheet.fills.append(Fill(place, color, alpha=alpha))
            left += wide + PART
    return tuple(out)
