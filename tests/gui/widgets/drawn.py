"""What holds of every drawing of a widget: it stays in its room, no words overlap or are cut."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QPointF, QRectF, QSizeF

from healthdesk.core.domain.grid import Limits
from healthdesk.gui.parts.drawing import Drawing, Measure, ink

COLUMN, ROW, GAP = 70, 64, 12
HEAD, PAD = 37, 12


def room(w: int, h: int) -> QSizeF:
    """The room of a face in a tile of so many cells, in a narrow window."""
    wide = w * (COLUMN + GAP) - GAP - 2 * PAD - 2
    return QSizeF(wide, h * (ROW + GAP) - GAP - HEAD - PAD)


def rooms(limits: Limits, size: tuple[int, int]) -> list[QSizeF]:
    """The rooms in which a widget is looked at: least, usual, most, flat and tall."""
    least, most = (limits.min_w, limits.min_h), (limits.max_w, limits.max_h)
    return [room(*one) for one in (least, size, most, (most[0], least[1]), (least[0], most[1]))]


def check(drawing: Drawing, place: QSizeF, measure: Measure) -> None:
    """Complain about words that overlap, are cut, or stand outside."""
    whole = QRectF(QPointF(0, 0), place).adjusted(-0.5, -0.5, 0.5, 0.5)
    inks = [(ink(one, measure).adjusted(0.25, 2.5, -0.25, -2.5), one.text) for one in drawing.texts]
    for one in drawing.texts:
        assert measure(one.text, one.role, one.weight) <= one.rect.width() + 0.5, one.text
        said = bool(one.text or one.full)
        assert not said or whole.contains(ink(one, measure)), (one.text, ink(one, measure), place)
    for (first, a), (second, b) in combinations([one for one in inks if one[1]], 2):
        assert not first.intersects(second), (a, b)
    for fill in drawing.fills:
        assert fill.rect.isEmpty() or whole.contains(fill.rect), (fill, place)
    for spot in drawing.spots:
        assert whole.contains(spot.rect), (spot, place)
