"""A line of counts that can be pressed: shape, figure, word; numbers in, drawing out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from healthdesk.gui.parts.drawing import Dot, Glyph, Measure, Shape, Sheet, Spot, Text
from healthdesk.gui.parts.face import MARK

HIGH = 22.0
_WORD = 14.0
_APART, _SHAPE = 12.0, 14.0


@dataclass(frozen=True)
class Counted:
    """A count: the key of its mark, figure and word, shape and colour, what its read-out adds."""

    key: str
    figure: str
    word: str
    shape: Shape = "circle"
    color: str = "text3"
    tip: str = ""
    icon: str = ""
    """An icon in place of a shape."""
    short: str = ""
    """The word where there is little room."""


def mark_line(
    sheet: Sheet,
    some: Sequence[Counted],
    place: QRectF,
    measure: Measure,
    *,
    faded: Callable[[str], float],
) -> float:
    """Draw them from the left; where there is no room words are short, then they go.

    Returns the right end.
    """
    whole = [one.word for one in some]
    choices = (whole, [one.short or one.word for one in some], [""] * len(whole))
    told = next((one for one in choices if _fits(some, one, place, measure)), choices[-1])
    left = place.left()
    for one, word in zip(some, told, strict=True):
        wide = _wide(one, word, measure)
        if left + wide > place.right() + 0.5:
            break
        rect = QRectF(left, place.top(), wide, HIGH)
        _one(sheet, one, word, rect, measure, strength=faded(one.key))
        left += wide + _APART
    return left - _APART


def mark_lines(
    sheet: Sheet,
    some: Sequence[Counted],
    place: QRectF,
    measure: Measure,
    *,
    faded: Callable[[str], float],
) -> float:
    """The same on one line, or with the words under the figures where one line is too short.

    Returns the height that it took.
    """
    line = QRectF(place.left(), place.top(), place.width(), HIGH)
    column = place.width() / max(len(some), 1)
    stacked = all(measure(one.word, "small", 400) + _SHAPE <= column for one in some)
    high = HIGH + _WORD - 3
    whole = [one.word for one in some]
    if _fits(some, whole, line, measure) or not stacked or place.height() < high:
        mark_line(sheet, some, line, measure, faded=faded)
        return HIGH
    for at, one in enumerate(some):
        rect = QRectF(place.left() + at * column, place.top(), column, HIGH)
        _one(sheet, one, "", rect, measure, strength=faded(one.key), high=high)
        under = QRectF(rect.left() + _SHAPE, rect.bottom() - 3, column - _SHAPE, _WORD)
        color = "text2" if faded(one.key) >= 1 else "text3"
        sheet.texts.append(Text(under, one.word, color, "small"))
    return high


def _fits(some: Sequence[Counted], told: Sequence[str], place: QRectF, measure: Measure) -> bool:
    wides = [_wide(one, word, measure) for one, word in zip(some, told, strict=True)]
    return sum(wides) + _APART * (len(wides) - 1) <= place.width()


def _wide(one: Counted, word: str, measure: Measure) -> float:
    rest = measure(word, "small", 400) + 5 if word else 0.0
    return _SHAPE + measure(one.figure, "body", 600) + rest


def _one(
    sheet: Sheet,
    one: Counted,
    word: str,
    rect: QRectF,
    measure: Measure,
    *,
    strength: float,
    high: float = HIGH,
) -> None:
    middle = rect.center().y()
    strong = strength >= 1
    center = QPointF(rect.left() + 5, middle)
    if one.icon:
        place = QRectF(rect.left() - 1, middle - 6, 12, 12)
        sheet.glyphs.append(Glyph(place, one.icon, one.color if strong else "text3"))
    else:
        sheet.dots.append(Dot(center, 4.0, one.color, "", one.shape, strength))
    wide = measure(one.figure, "body", 600)
    figure = QRectF(rect.left() + _SHAPE, rect.top(), wide, HIGH)
    sheet.texts.append(Text(figure, one.figure, "text" if strong else "text3", "body", 600))
    if word:
        rest = QRectF(figure.right() + 5, rect.top(), rect.right() - figure.right() - 5, HIGH)
        sheet.texts.append(Text(rest, word, "text2" if strong else "text3", "small"))
    whole = QRectF(rect.left(), rect.top(), rect.width(), high)
    told = [f"{one.figure} {one.word}"]
    told += [one.tip] if one.tip else []
    if one.figure == "0":  # nobody stands behind it: there is nothing to press
        sheet.spots.append(Spot(whole, "", "\n".join(told)))
        return
    press = "Press to narrow the board to these accounts"
    sheet.spots.append(Spot(whole, f"{MARK}{one.key}", "\n".join([*told, press])))
