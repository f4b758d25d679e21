"""What a play did beside accounts like those: for each horizon the difference with its range.

Numbers in, drawing out. Not here: who is like whom (domain/play_effect.py).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF

from healthdesk.core.domain.play_effect import Horizon, Kind
from healthdesk.gui.parts.drawing import Dot, Drawing, Stroke
from healthdesk.gui.parts.kit import Kit

ROW: Final = 34.0
_HEAD: Final = 20.0
_NAME, _VALUE, _PAIRS = 64.0, 150.0, 74.0
_LEAST: Final = 80.0
UNITS: Final[dict[Kind, str]] = {"score": "points of score", "usage": "% of usage"}
VERDICTS: Final = {
    "few": "too few to tell",
    "better": "better than accounts like them",
    "worse": "worse than accounts like them",
    "open": "the range allows both",
}


def reach(some: tuple[Horizon, ...]) -> float:
    """How far from nought the lane goes on either side."""
    ends = [abs(end) for one in some for end in (one.low, one.high) if end is not None]
    dots = [abs(pair.difference) for one in some for pair in one.pairs]
    return max([*(ends or dots), 5.0]) * 1.1


def value_words(one: Horizon, kit: Kit) -> str:
    """The mean with its range, or that they are too few."""
    words = kit.words
    if one.mean is None or one.low is None or one.high is None:
        return "too few to tell" if one.pairs else "nothing yet"
    told = f"{words.signed(one.low, 0)} to {words.signed(one.high, 0)}"
    return f"{words.signed(one.mean, 1)} ({told})"


def effect(some: tuple[Horizon, ...], width: float, kit: Kit) -> Drawing:
    """A line a horizon: days, the interval around nought, the figures, how many pairs."""
    if not some:
        return kit.done(width, 1)
    left, right = _NAME, width - _VALUE - _PAIRS - 16
    lane = right - left >= _LEAST
    top = _HEAD
    if lane:
        _scale(kit, some, left, right)
    for at, text in ((width - _VALUE - _PAIRS, "difference"), (width - _PAIRS, "firings")):
        rect = QRectF(at, 0, _VALUE if text == "difference" else _PAIRS, 16)
        align = "left" if text == "difference" else "right"
        kit.write(rect, text, "text3", "small", align=align)  # type: ignore[arg-type]
    for one in some:
        row = QRectF(0, top, width, ROW)
        kit.write(QRectF(0, top, _NAME, ROW), f"{one.after} days", "text2")
        if lane:
            _interval(kit, one, QRectF(left, top, right - left, ROW), reach(some))
        color = "text3" if one.few else "text"
        value = QRectF(width - _VALUE - _PAIRS, top, _VALUE, ROW)
        kit.write(value, value_words(one, kit), color, weight=400 if one.few else 500)
        pairs = QRectF(width - _PAIRS, top, _PAIRS, ROW)
        kit.write(pairs, kit.words.number(len(one.pairs)), "text2", align="right")
        kit.spot(row, str(one.after), _tip(one, kit))
        top += ROW
        kit.sheet.strokes.append(Stroke(0, top - 0.5, width, top - 0.5, "grid"))
    return kit.done(width, top)


def _scale(kit: Kit, some: tuple[Horizon, ...], left: float, right: float) -> None:
    middle = round((left + right) / 2) + 0.5
    foot = _HEAD + ROW * len(some)
    kit.sheet.strokes.append(Stroke(middle, _HEAD, middle, foot, "edge"))
    most = kit.words.number(reach(some), 0)
    rect = QRectF(left, 0, right - left, 16)
    kit.write(rect, f"\N{MINUS SIGN}{most}", "text3", "small")
    kit.write(rect, "0", "text3", "small", align="center")
    kit.write(rect, f"+{most}", "text3", "small", align="right")


def _interval(kit: Kit, one: Horizon, room: QRectF, most: float) -> None:
    middle, y = room.center().x(), round(room.center().y()) + 0.5

    def x(value: float) -> float:
        return middle + max(min(value / most, 1.0), -1.0) * room.width() / 2

    if one.mean is None or one.low is None or one.high is None:
        for pair in one.pairs:
            dot = Dot(QPointF(x(pair.difference), y), 3.0, "surface", "text2")
            kit.sheet.dots.append(dot)
        return
    kit.sheet.strokes.append(Stroke(x(one.low), y, x(one.high), y, "text2", 1.5))
    for end in (one.low, one.high):
        kit.sheet.strokes.append(Stroke(x(end), y - 5, x(end), y + 5, "text2", 1.5))
    kit.sheet.dots.append(Dot(QPointF(x(one.mean), y), 4.5, "s1"))


def _tip(one: Horizon, kit: Kit) -> str:
    lines = [f"{one.after} days after", f"Result: {VERDICTS[one.verdict]}"]
    lines.append(f"Firings with accounts like them: {kit.words.number(len(one.pairs))}")
    if one.waiting:
        lines.append(f"Not so long ago yet: {kit.words.number(one.waiting)}")
    if one.lost[1]:
        lines.append(f"Lost by then: {one.lost[0]} of {one.lost[1]}")
    if one.others_lost[1]:
        lines.append(f"Lost of those like them: {one.others_lost[0]} of {one.others_lost[1]}")
    lines.append("Press for the names")
    return "\n".join(lines)
