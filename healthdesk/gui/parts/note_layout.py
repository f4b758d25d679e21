"""Breaks a note into lines and puts their words where they stand; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSizeF

from healthdesk.core.domain.markdown import Block, Run
from healthdesk.gui.base.theme import Role
from healthdesk.gui.parts.drawing import Drawing, Fill, Stroke, Text, elide
from healthdesk.gui.parts.kit import Kit

_INDENT, _SIGN = 16.0, 20.0
_LINE: Final = 20.0
_WORDS: Final = re.compile(r"\S+\s*")


@dataclass(frozen=True)
class Piece:
    """A word or more of one manner, from a place in its line."""

    left: float
    wide: float
    text: str
    run: Run


@dataclass(frozen=True)
class NoteLine:
    """A line as high as it is, with the block it is of."""

    block: Block
    high: float
    left: float
    pieces: tuple[Piece, ...] = ()
    first: bool = False
    """Whether it is the first of its block: an item's sign stands before it."""


def manner(block: Block, run: Run) -> tuple[Role, int, str]:
    """Role, weight and colour of a stretch."""
    if block.kind == "heading":
        role: Role = "title" if block.level == 1 else "body"
        return role, 600, "accent" if run.link else "text"
    weight = 600 if run.strong else 500 if run.slanted else 400
    color = "accent" if run.link else "text2" if block.kind == "quote" or run.code else "text"
    return "body", weight, color


def break_lines(blocks: Sequence[Block], wide: float, kit: Kit) -> tuple[NoteLine, ...]:
    """All lines of a note for a width."""
    out: list[NoteLine] = []
    for block in blocks:
        if block.kind == "gap":
            out.append(NoteLine(block, 8.0, 0.0))
        elif block.kind == "rule":
            out.append(NoteLine(block, 12.0, 0.0))
        else:
            out += _broken(block, wide, kit)
    return tuple(out)


def _broken(block: Block, wide: float, kit: Kit) -> list[NoteLine]:
    left = 0.0
    if block.kind == "item":
        left = min(block.level * _INDENT + _SIGN, wide / 2)
    elif block.kind == "quote":
        left = 12.0
    high = 30.0 if block.kind == "heading" and block.level == 1 else _LINE
    lines: list[list[Piece]] = [[]]
    x = left
    for run in block.runs:
        role, weight, _ = manner(block, run)
        blank = kit.wide("n n", role, weight) - kit.wide("nn", role, weight)
        if run.text[:1].isspace() and x > left:
            x += blank
        for word in _WORDS.findall(run.text) or [run.text]:
            ink = kit.wide(word.rstrip(), role, weight)
            if x + ink > wide and x > left:
                lines.append([])
                x = left
            shown = word.rstrip()
            if x + ink > wide:
                shown = elide(shown, wide - x, kit.measure, role, weight)
                ink = kit.wide(shown, role, weight)
            lines[-1].append(Piece(x, ink, shown, run))
            x += ink + (blank if word != word.rstrip() else 0.0)
    return [
        NoteLine(block, high, left, tuple(line), first=at == 0) for at, line in enumerate(lines)
    ]


def fits_from(lines: Sequence[NoteLine], first: int, high: float) -> int:
    """How many lines from one on there is room for, at least one."""
    used, count = 0.0, 0
    for line in lines[first:]:
        used += line.high
        if used > high and count:
            break
        count += 1
    return count


def beyond(lines: Sequence[NoteLine], high: float) -> int:
    """How many lines can be scrolled away at most, so that the last is in view."""
    used = 0.0
    for at in range(len(lines) - 1, -1, -1):
        used += lines[at].high
        if used > high:
            return min(at + 1, len(lines) - 1)
    return 0


def note_drawing(lines: Sequence[NoteLine], room: QSizeF, kit: Kit, first: int) -> Drawing:
    """The lines from one on, as far as there is room."""
    y = 0.0
    count = fits_from(lines, first, room.height())
    for line in lines[first : first + count]:
        _draw(kit, line, y, room.width())
        y += line.high
    return kit.done(room.width(), room.height())


def _draw(kit: Kit, line: NoteLine, top: float, wide: float) -> None:
    block, sheet = line.block, kit.sheet
    if block.kind == "rule":
        sheet.strokes.append(Stroke(0, top + 6, wide, top + 6, "border"))
    if block.kind == "quote":
        sheet.fills.append(Fill(QRectF(0, top, 3, line.high), "border"))
    if block.kind == "item" and line.first:
        sign = QRectF(line.left - _SIGN, top, _SIGN - 6, line.high)
        if sign.left() >= 0:
            sheet.texts.append(Text(sign, block.sign, "text2", align="right"))
    for piece in line.pieces:
        role, weight, color = manner(block, piece.run)
        rect = QRectF(piece.left, top, piece.wide + 0.5, line.high)
        if piece.run.code:
            sheet.fills.append(Fill(rect.adjusted(0, 2, 0, -2), "track", radius=3))
        full = piece.run.text if piece.text.endswith("…") else ""
        sheet.texts.append(Text(rect, piece.text, color, role, weight, full=full))
        if piece.run.link:
            under = rect.bottom() - (6 if line.high > _LINE else 3)
            sheet.strokes.append(Stroke(rect.left(), under, rect.right(), under, "accent"))
            tip = f"{piece.run.link}\nPress to open it outside"
            kit.spot(rect, f"link:{piece.run.link}", tip)
