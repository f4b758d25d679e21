"""Dashboards on slides: cards at their places, figures as letters, drawings, native tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pptx.enum.shapes import MSO_SHAPE

from healthdesk.core.domain.board_pages import PRESSED, STRETCHED, rows_of, stretches
from healthdesk.core.domain.report import Board, Card, Figure
from healthdesk.core.papers import drawings, tables, typeset
from healthdesk.core.papers.slides_atoms import Atom, Fitted, Setting, TitleAtom
from healthdesk.core.papers.slides_draw import Box, Canvas
from healthdesk.core.papers.slides_figures import WAYS
from healthdesk.core.papers.slides_table import TableAtom
from healthdesk.core.papers.slides_words import LEADING, Run, Runs, marked, runs_wide, wide

_COLUMNS: Final = 12
_CELL: Final = 0.72
_SCALE: Final = 3.0
_OTHERS: Final = 0.85
"""Of the room beside a figure, what words may take: other letters may be wider."""


def board(one: Board, width: float, setting: Setting) -> list[Atom]:
    """A dashboard in stretches between which a slide may end."""
    mark = setting.mark(one.notes)
    return [BoardAtom(band, width, setting, mark) for band in stretches(one.cards)]


class BoardAtom(Atom):
    """Cards of a dashboard at their places: drawings as pictures, rows as native tables."""

    def __init__(self, cards: Sequence[Card], width: float, setting: Setting, mark: str) -> None:
        self.cards, self.width, self.setting, self.mark = cards, width, setting, mark
        self.gap = setting.size.gap * 0.7
        self.top = min(card.y for card in cards)
        self.rows = rows_of(cards)
        self.column = (width - self.gap * (_COLUMNS - 1)) / _COLUMNS
        self.above = self.gap

    def high(self) -> float:
        """Its rows and the gaps between them."""
        return self._high(1.0)

    def least(self) -> float:
        """How far it can be pressed."""
        return min(self._high(PRESSED), self.setting.size.height * 0.66)

    def most(self) -> float:
        """How high it may be."""
        return self._high(STRETCHED)

    def _high(self, by: float) -> float:
        by = by if self.rows > 1 else 1.0
        return self.rows * self.column * _CELL * by + (self.rows - 1) * self.gap

    def put(self, canvas: Canvas, box: Box) -> None:
        """Draw the cards."""
        row = (box.h - (self.rows - 1) * self.gap) / self.rows
        for at, card in enumerate(self.cards):
            x = min(max(card.x, 0), _COLUMNS - 1)
            across = min(max(card.w, 1), _COLUMNS - x)
            down = max(card.h, 1)
            place = Box(
                box.x + x * (self.column + self.gap),
                box.y + (card.y - self.top) * (row + self.gap),
                across * self.column + (across - 1) * self.gap,
                down * row + (down - 1) * self.gap,
            )
            self._card(canvas, card, place, self.mark if at == 0 else "")

    def _card(self, canvas: Canvas, card: Card, place: Box, mark: str) -> None:
        if card.figure is not None:
            put_figure(canvas, card, card.figure, place, (self.setting, mark))
            return
        small, note, fit = self.setting.size.small, self.setting.size.note, Fitted()
        pad = small * 0.8
        frame = canvas.shape(MSO_SHAPE.ROUNDED_RECTANGLE, place, "", line="border", wide=0.75)
        frame.adjustments[0] = min(5 / max(min(place.w, place.h), 1.0), 0.5)
        room = place.w - 2 * pad
        name = TitleAtom(fit(card.title, room - small, small, 1, bold=True), room, small, mark)
        name.put(canvas, Box(place.x + pad, place.y + pad, room, small * 2))
        foot = note * 1.7 if card.foot else 0.0
        body = Box(
            place.x + pad,
            place.y + pad + small * 1.8,
            room,
            max(place.h - 2 * pad - small * 1.8 - foot, 4.0),
        )
        if not self._picture(canvas, card, body) and card.rows:
            self._rows(canvas, card, body)
        if card.foot:
            words = Run(fit(card.foot, room, note, 1), "text3")
            box = Box(body.x, place.y + place.h - pad - note * 1.22, room, note * 1.3)
            canvas.text(box, ((words,),), note, name="Foot of a card")
        canvas.told.extend(fit.whole)

    def _picture(self, canvas: Canvas, card: Card, body: Box) -> bool:
        held = drawings.safe_svg(card.svg)
        content = typeset.drawing(held, max(body.w, 40.0), _SCALE) if held else b""
        if content:
            canvas.picture(content, body, card.title or "Card")
        return bool(content)

    def _rows(self, canvas: Canvas, card: Card, body: Box) -> None:
        made = TableAtom(tables.of_card(card), body.w, self.setting)
        part, _ = made.split(body.h) if made.high() > body.h else (made, None)
        if part is not None:
            part.put(canvas, Box(body.x, body.y, body.w, body.h))


def put_figure(
    canvas: Canvas, card: Card, one: Figure, place: Box, told: tuple[Setting, str]
) -> None:
    """A card of one figure: its name, and under it the figure as large as there is room for."""
    setting, mark = told
    small, note, fit = setting.size.small, setting.size.note, Fitted()
    side, pad = small * 0.8, min(small * 0.8, place.h * 0.08)
    room, tall = place.w - 2 * side, place.h - 2 * pad
    frame = canvas.shape(MSO_SHAPE.ROUNDED_RECTANGLE, place, "", line="border", wide=0.75)
    frame.adjustments[0] = min(5 / max(min(place.w, place.h), 1.0), 0.5)
    name = min(small, tall * 0.34)
    title = marked((Run(fit(card.title, room - small, name, 1, bold=True), bold=True),), mark)
    box = Box(place.x + side, place.y + pad, room, name * LEADING)
    canvas.text(box, (title,), name, name="Heading")
    left = tall - name * LEADING
    points = min(setting.size.figure, left / LEADING * 0.92)
    while points > note and runs_wide(_figured(one, points, small), points) > room:
        points *= 0.93
    runs = _figured(one, points, small)
    under = bool(one.detail) and left > points * LEADING + note * LEADING
    beside = "" if under else _beside(one.detail, room - runs_wide(runs, points), note)
    low = note * LEADING if under else 0.0
    box = Box(box.x, place.y + place.h - pad - low - points * LEADING, room, points * LEADING)
    said = (Run(f"\u2002{beside}", "text3", size=note),) if beside else ()
    canvas.text(box, ((*runs, *said),), points, anchor="b", name="Figure", whole=True)
    if under:
        words = (Run(fit(one.detail, room, note, 1), "text3"),)
        box = Box(box.x, place.y + place.h - pad - low, room, low)
        canvas.text(box, (words,), note, name="Detail")
    elif beside != one.detail:
        canvas.told.append(f"{card.title}: {one.text}, {one.detail}")
    canvas.told.extend(fit.whole)


def _beside(detail: str, room: float, size: float) -> str:
    """As much of a detail as has room beside its figure, whole parts of it."""
    parts = detail.split(", ")
    said = (", ".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((one for one in said if one and wide(f"\u2002{one}", size) <= room * _OTHERS), "")


def _figured(one: Figure, points: float, small: float) -> Runs:
    """The figure and what moved."""
    first = Run(one.text, bold=True, size=points)
    if not one.change:
        return (first,)
    way = WAYS[one.direction]
    shape = {"+": "\u25b2 ", "\u2212": "\u25bc ", "-": "\u25bc "}.get(one.change[0], "")
    return (
        first,
        Run("\u2002", size=small),
        Run(shape, way, size=small * 0.75),
        Run(one.change, way, bold=True, size=small),
    )
