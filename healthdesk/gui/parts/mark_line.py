"""A line of counts that can be pressed: shape, figure, word; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from healthdesk.gui.parts.drawing import Dot, Measure, Shape, Sheet, Spot, Text
from healthdesk.gui.parts.face import MARK

HIGH = 22.0
_APART, _SHAPE = 16.0, 14.0


@dataclass(frozen=True)
class Counted:
    """A count: the key of its mark, figure and word, shape and colour, what its read-out adds."""

    key: str
    figure: str
    word: str
    shape: Shape = "circle"
    color: str = "text3"
    tip: str = ""


def mark_line(
    sheet: Sheet,
    some: Sequence[Counted],
    place: QRectF,
    measure: Measure,
    *,
    faded: Callable[[str], float],
) -> float:
    """Draw them from the left; words go first where there is no room. Returns the right end."""
    width = sum(_wide(one, measure, words=True) for one in some) - _APART
    words = width <= place.width()
    left = place.left()
    for one in some:
        wide = _wide(one, measure, words=words) - _APART
        if left + wide > place.right() + 0.5:
            break
        _one(sheet, one, QRectF(left, place.top(), wide, HIGH), measure, words, faded(one.key))
        left += wide + _APART
    return left - _APART


def _wide(one: Counted, measure: Measure, *, words: bool) -> float:
    word = measure(one.word, "small", 400) + 5 if words else 0.0
    return _SHAPE + measure(one.figure, "body", 600) + word + _APART


def _one(  # noqa: PLR0917 - one place, one count
    sheet: Sheet, one: Counted, rect: QRectF, measure: Measure, words: bool, strength: float
) -> None:
    middle = rect.center().y()
    strong = strength >= 1
    center = QPointF(rect.left() + 5, middle)
    sheet.dots.append(Dot(center, 4.0, one.color, "", one.shape, strength))
    wide = measure(one.figure, "body", 600)
    figure = QRectF(rect.left() + _SHAPE, rect.top(), wide, HIGH)
    sheet.texts.append(Text(figure, one.figure, "text" if strong else "text3", "body", 600))
    if words:
        rest = QRectF(figure.right() + 5, rect.top(), rect.right() - figure.right() - 5, HIGH)
        sheet.texts.append(Text(rest, one.word, "text2" if strong else "text3", "small"))
    told = [f"{one.figure} {one.word}"]
    told += [one.tip] if one.tip else []
    press = "Press to narrow the board to these accounts"
    sheet.spots.append(Spot(rect, f"{MARK}{one.key}", "\n".join([*told, press])))
