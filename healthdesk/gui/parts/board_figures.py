"""What faces of dashboards share: money by currency, changes with arrows, bars in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.views import Band
from healthdesk.gui.base.theme import Role
from healthdesk.gui.base.words import DASH, STEPS, SYMBOLS, Words
from healthdesk.gui.parts.amounts import fit_sums
from healthdesk.gui.parts.delta import ARROW, GAP, delta_color
from healthdesk.gui.parts.drawing import Fill, Glyph, Measure, Sheet, Text

PART: Final = 2.0
"""Pixels between the parts of a bar."""
Part = tuple[str, float, float]
"""A part of a bar: its colour, its weight, how strongly it is drawn."""


def fill_of(band: Band) -> str:
    """The colour of a band's bars."""
    return f"{band.lower()}fill"


def money_words(amounts: Mapping[str, float], words: Words, *, brief: bool = False) -> str:
    """Money by currency; what differs in currency stands side by side."""
    say = brief_money if brief else Words.money
    told = (say(words, total, code) for code, total in sorted(amounts.items()))
    return " + ".join(told) or DASH


def brief_money(words: Words, value: float, currency: str) -> str:
    """Money with two figures, where there is no room for three: €49M, €5.4M."""
    for step, letter in STEPS:
        scaled = value / step
        if abs(scaled) >= (1.0 if letter == "k" else 0.9995):
            whole = abs(scaled) >= 9.95 or letter == "k"
            told = f"{words.number(scaled, 0 if whole else 1)}{letter}"
            return f"{SYMBOLS.get(currency, currency + chr(0xA0))}{told}"
    return words.money(value, currency)


def sums_alike(
    some: Sequence[Mapping[str, float]],
    rooms: Sequence[float],
    words: Words,
    measure: Measure,
    leads: Sequence[str] = (),
) -> tuple[str, ...]:
    """Money beside one another in one way: whole, briefly, or, where that has no room, none."""
    before = leads or ("",) * len(some)
    for brief in (False, True):
        told = tuple(
            fit_sums(money_words(one, words, brief=brief), room, measure, before=lead)
            for one, room, lead in zip(some, rooms, before, strict=True)
        )
        if all(text or not one for text, one in zip(told, some, strict=True)):
            return told
    return ("",) * len(some)


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
