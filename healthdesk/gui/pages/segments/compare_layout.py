"""Where the comparison of two segments draws what: the overlap as a bar, figures side by side.

Pure: numbers in, a drawing out.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF

from healthdesk.core.domain.segment_view import Comparison, Figure
from healthdesk.gui.base.words import DASH, Words
from healthdesk.gui.parts.board_figures import put_bar
from healthdesk.gui.parts.drawing import Drawing, Fill, Stroke
from healthdesk.gui.parts.kit import Kit

PARTS = ("only_a", "both", "only_b")
_COLORS = {"only_a": "s1", "both": "s3", "only_b": "s2"}
ROW, BAR = 26.0, 16.0
_TOLD = frozenset({"points", "accounts", "touches", "tickets"})
"""Units that the title says, too."""
FEW = 30
"""Below so many accounts a figure says over how many it is."""


def ids_of(found: Comparison, part: str) -> tuple[str, ...]:
    """The accounts of a part of the overlap."""
    return {"only_a": found.only_a, "both": found.both}.get(part, found.only_b)


def title_of(found: Comparison, part: str) -> str:
    """A part in words."""
    names = {"only_a": f"Only in {found.name_a}", "only_b": f"Only in {found.name_b}"}
    return names.get(part, "In both")


def figure_words(value: float | None, unit: str, words: Words) -> str:
    """A figure with its unit."""
    if value is None:
        return DASH
    if unit == "share":
        return words.percent(value)
    if len(unit) == 3 and unit.isupper():
        return words.money(value, unit)
    decimals = 0 if float(value).is_integer() or abs(value) >= 20 else 1
    told = words.number(value, decimals)
    return f"{told} {unit}" if unit and unit not in _TOLD else told


def unit_of(figure: Figure) -> str:
    """The unit that its cells say: none that the title says already."""
    return "" if figure.title.casefold().startswith(figure.unit) else figure.unit


def with_number(told: str, number: int) -> str:
    """A figure, with over how many accounts it is where those are few."""
    return f"{told} (n {number})" if 0 < number < FEW and told != DASH else told


def _cell(figure: Figure, value: float | None, number: int, words: Words) -> str:
    told = figure_words(value, unit_of(figure), words)
    return told if figure.unit == "accounts" else with_number(told, number)


def difference_words(figure: Figure, words: Words) -> str:
    """The second less the first."""
    if figure.a is None or figure.b is None:
        return DASH
    change = figure.b - figure.a
    if not change:
        return "same"
    told = figure_words(abs(change), unit_of(figure), words)
    return f"+{told}" if change > 0 else f"\N{MINUS SIGN}{told}"


def lay_comparison(found: Comparison, width: float, kit: Kit) -> Drawing:
    """Bar, its legend, and a row a figure."""
    words, sheet = kit.words, kit.sheet
    parts = [(_COLORS[one], float(len(ids_of(found, one))), kit.faded(one)) for one in PARTS]
    places = put_bar(sheet, QRectF(0, 0, width, BAR), parts)
    left, top = 0.0, BAR + 6
    for one, place in zip(PARTS, places, strict=True):
        told = f"{words.number(len(ids_of(found, one)))} {title_of(found, one).lower()}"
        if one != "both":
            told = f"{words.number(len(ids_of(found, one)))} o{title_of(found, one)[1:]}"
        wide = min(kit.wide(told, "small") + 16, max(width - left, 0), width * 0.45)
        sheet.fills.append(_swatch(left, top, _COLORS[one]))
        kit.write(QRectF(left + 14, top, wide - 14, 18), told, "text2", "small")
        spot = QRectF(left, top, wide, 18)
        for rect in (place, spot):
            kit.spot(rect, one, told)
        left += wide + 16
    return _figures(found, width, top + 18 + 14, kit)


def _swatch(left: float, top: float, color: str) -> Fill:
    return Fill(QRectF(left, top + 5, 8, 8), color)


def _figures(found: Comparison, width: float, top: float, kit: Kit) -> Drawing:
    words, sheet = kit.words, kit.sheet
    wide = min(150.0, width * 0.22)
    name = width - 3 * wide
    columns = [name + at * wide for at in range(3)]
    heads = (found.name_a, found.name_b, "Difference")
    for left, head in zip(columns, heads, strict=True):
        place = QRectF(left + 8, top, wide - 8, 20)
        kit.write(place, head, "text3", "small", weight=500, align="right")
    top += 22
    for one in found.figures:
        sheet.strokes.append(Stroke(0, top, width, top, "border"))
        kit.write(QRectF(0, top, name, ROW), one.title, "text2")
        cells = (
            _cell(one, one.a, one.n_a, words),
            _cell(one, one.b, one.n_b, words),
            difference_words(one, words),
        )
        for left, told in zip(columns, cells, strict=True):
            kit.write(QRectF(left + 8, top, wide - 8, ROW), told, align="right")
        top += ROW
    return kit.done(width, top)
