"""The firings of a horizon by name, each with the accounts it is held against; names are pressed.

Numbers in, drawing out. A spot's key is the account's id behind its number, or `MORE`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from healthdesk.core.domain.play_effect import Change, Horizon, Pair
from healthdesk.gui.parts.drawing import Drawing
from healthdesk.gui.parts.kit import Kit

NAMED: Final = 8
"""Firings that are told by name before more are asked for."""
MORE: Final = "more"
ROW: Final = 20.0
_GAP, _INDENT, _VALUE, _BETWEEN = 6.0, 14.0, 64.0, 4.0


@dataclass(frozen=True)
class Piece:
    """A few words of a line that may break before them; with a key they can be pressed."""

    text: str
    key: str = ""
    tip: str = ""
    weight: int = 400


def account_of(key: str) -> str:
    """The id of the account that a spot stands for; "" = none."""
    return key.partition(" ")[2]


def pairs(one: Horizon, width: float, kit: Kit, *, every: bool = False) -> Drawing:
    """Two lines a firing: itself with its difference, and those like it beside."""
    shown = one.pairs if every else one.pairs[:NAMED]
    top, number = 0.0, 0
    for pair in shown:
        own = [_named(pair.treated, number, 500), Piece(kit.words.day(pair.day))]
        room = width - _VALUE - _GAP
        below = _flow(kit, own, 0.0, top, room)
        value = QRectF(width - _VALUE, top, _VALUE, ROW)
        kit.write(value, kit.words.signed(pair.difference, 1), weight=500, align="right")
        beside = [Piece("beside"), *_others(pair, number + 1)]
        top = _flow(kit, beside, _INDENT, below, width) + _BETWEEN
        number += 1 + len(pair.matches)
    left = len(one.pairs) - len(shown)
    if left > 0:
        top = (
            _flow(kit, [Piece(f"{kit.words.number(left)} more", MORE)], 0.0, top, width) + _BETWEEN
        )
    told = _alone(one)
    if told:
        top = _flow(kit, told, 0.0, top, width)
    return kit.done(width, max(top, 1.0))


def said(one: Horizon, kit: Kit) -> str:
    """The same in words."""
    lines = []
    for pair in one.pairs:
        others = ", ".join(match.name for match in pair.matches)
        change = kit.words.signed(pair.difference, 1)
        lines.append(f"{pair.treated.name}, {kit.words.day(pair.day)}: {change} beside {others}")
    lines.append(" ".join(piece.text for piece in _alone(one)))
    return "\n".join(line for line in lines if line)


def _alone(one: Horizon) -> list[Piece]:
    """Those that are compared with nobody; that there is nothing to compare at all."""
    if one.alone:
        last = len(one.alone) - 1
        some = [Piece(name if at == last else f"{name},") for at, name in enumerate(one.alone)]
        return [Piece("No account was like:"), *some]
    if one.pairs:
        return []
    return [
        Piece("No firing is long enough ago." if one.waiting else "There is nothing to compare.")
    ]


def _others(pair: Pair, number: int) -> list[Piece]:
    return [_named(match, number + at) for at, match in enumerate(pair.matches)]


def _named(change: Change, number: int, weight: int = 400) -> Piece:
    tip = f"{change.name}\nPress to open the account"
    return Piece(change.name, f"{number} {change.account_id}", tip, weight)


def _flow(kit: Kit, pieces: Iterable[Piece], left: float, top: float, right: float) -> float:
    """Set pieces one behind the other, in as many lines as it takes; where the next line begins."""
    x = left
    for piece in pieces:
        wide = kit.wide(piece.text, weight=piece.weight) + 1
        if x > left and x + wide > right:
            x, top = left, top + ROW
        rect = QRectF(x, top, min(wide, right - x), ROW)
        kit.write(rect, piece.text, "accent" if piece.key else "text2", weight=piece.weight)
        if piece.key:
            kit.spot(rect, piece.key, piece.tip)
        x += wide + _GAP
    return top + ROW
