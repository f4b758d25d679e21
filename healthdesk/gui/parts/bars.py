"""Bars of a dashboard that can be pressed: name, bar, what it stands for; one a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from healthdesk.gui.parts.drawing import Align, Fill, Text, elide
from healthdesk.gui.parts.kit import Kit

BAR: Final = 20.0
_LEAST: Final = 14.0
_GAP: Final = 8.0
_ENDS: Final = 0.5
_LANE: Final = (0.12, 20.0)
"""What of the room is left to the bars before a name is cut: a share of it, and pixels."""


@dataclass(frozen=True)
class OneBar:
    """A bar: the key of its mark ("" = none), its name, its length, what is said at its end.

    Attributes:
        shorter: what is said at its end where that is too long, the longest first.
        rest: how much of the length, at its end, is drawn in `rest_color` instead.
    """

    key: str
    name: str
    value: float | None
    told: str
    tip: str
    color: str = "s1"
    shorter: tuple[str, ...] = ()
    rest: float = 0.0
    rest_color: str = ""


def bars(kit: Kit, room: QRectF, shown: Sequence[OneBar]) -> None:
    """Lay bars out from the top of a room; one without a value is hatched."""
    if not shown:
        return
    ends = [_end(kit, one, room.width() * _ENDS) for one in shown]
    told = min(max(kit.wide(end, "small") for end in ends), room.width() * _ENDS)
    names = max(kit.wide(one.name, "small") for one in shown)
    lane = max(room.width() * _LANE[0], _LANE[1])
    names = min(names, max(room.width() - told - 2 * _GAP - lane, room.width() * 0.3))
    left = room.left() + names + _GAP
    wide = max(room.right() - told - _GAP - left, 0.0)
    most = max((one.value or 0.0 for one in shown), default=0.0) or 1.0
    fit = max(int(room.height() // _LEAST), 1)
    if len(shown) > fit:
        rest = f"{len(shown) - fit + 1} more"
        hint = f"{rest}: make the card larger, or see the table"
        rest = hint if kit.wide(hint, "small") <= room.width() else rest
        line = QRectF(room.left(), room.top() + (fit - 1) * _LEAST, room.width(), _LEAST)
        kit.write(line, rest, "text3", "small")
        shown = shown[: fit - 1]
        room = QRectF(room.left(), room.top(), room.width(), (fit - 1) * _LEAST)
    high = min(BAR, room.height() / max(len(shown), 1))
    for at, one in enumerate(shown):
        top = room.top() + at * high
        line = QRectF(room.left(), top, room.width(), high)
        alpha = kit.faded(one.key) if one.key else 1.0
        _text(kit, QRectF(room.left(), top, names, high), one.name, "text2", alpha)
        track = QRectF(left, top + 4, wide, max(high - 8, 2.0))
        if one.value is None:
            if wide > 0:
                kit.sheet.fills.append(Fill(track, "track", hatched=True))
        else:
            length = wide * one.value / most
            if length > 0:
                long = QRectF(left, track.top(), max(length, 2.0), track.height())
                _fill(kit, long, one, alpha)
        place = QRectF(room.right() - told, top, told, high)
        _text(kit, place, ends[at], "text", alpha, right=True)
        kit.spot(line, f"mark:{one.key}" if one.key else "", one.tip)


def _end(kit: Kit, one: OneBar, room: float) -> str:
    told = (one.told, *one.shorter)
    return next((text for text in told if kit.wide(text, "small") <= room), told[-1])


def _fill(kit: Kit, long: QRectF, one: OneBar, alpha: float) -> None:
    """The bar in its colour, its last part in the other one."""
    share = min(max(one.rest / one.value, 0.0), 1.0) if one.value and one.rest_color else 0.0
    edge = long.right() - long.width() * share
    first = QRectF(long.left(), long.top(), edge - long.left(), long.height())
    second = QRectF(edge, long.top(), long.right() - edge, long.height())
    for part, color in ((first, one.color), (second, one.rest_color)):
        if part.width() > 0:
            kit.sheet.fills.append(Fill(part, color, alpha=alpha))


def _text(
    kit: Kit, rect: QRectF, text: str, color: str, alpha: float, *, right: bool = False
) -> None:
    cut = elide(text, rect.width(), kit.measure, "small")
    align: Align = "right" if right else "left"
    full = text if cut != text else ""
    kit.sheet.texts.append(Text(rect, cut, color, "small", 400, align, full, alpha))
