"""Boards and cards in view as they are given to a report: drawn in light colours, with figures.

Not here: the menu of formats (panels/take_along.py), what a report makes of it (the core).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QSizeF

from healthdesk import paths
from healthdesk.core.domain.board_pages import row_heights, rows_of, stretches
from healthdesk.core.domain.grid import Tile
from healthdesk.core.domain.inside_words import marks
from healthdesk.core.domain.report import Card, Inside, Pair
from healthdesk.core.domain.report_given import GivenCards
from healthdesk.core.domain.report_options import ReportOptions
from healthdesk.gui.base.theme import Theme
from healthdesk.gui.base.ui import Ui
from healthdesk.gui.pages.dashboards.state import Boards
from healthdesk.gui.pages.dashboards.tile_view import TileView
from healthdesk.gui.pages.dashboards.tiles import Tiles
from healthdesk.gui.panels.take_along import BOARD, TakeAlong
from healthdesk.gui.parts.card_values import typed
from healthdesk.gui.parts.drawn_face import DrawnFace
from healthdesk.gui.parts.face import Face
from healthdesk.gui.parts.light import as_svg
from healthdesk.gui.parts.menu import Menu

_PEOPLE: Final = frozenset({"contact_coverage", "tasks_due", "voices"})
"""Widgets that name people, besides accounts."""
ONE: Final = ("pdf", "xlsx", "html")
"""What a card is saved as besides picture, drawing and figures, which its menu has."""
_WIDE, _HIGH = 12, 6
_COLUMN, _ROW, _GAP = 61.2, 44.0, 14.0
"""Points of the grid of cards on a slide; on other papers all of it is smaller alike."""
_ROOMS: Final = (372.0, 396.0)
"""Points that a slide has for cards, the first under the purpose of the board, and the others."""
_AROUND, _HEADED, _BARE = 23.4, 66.0, 16.0
"""What a card takes beside its drawing, above and under it, and in a low one without a head."""
_LEAST: Final = 40.0
_FINE: Final = 1.2
"""Pixels of a screen to a point of a slide: the smallest letters, 11 pixels, are over 9 points."""


class BoardTaker(QObject):
    """Gives what a board shows."""

    def __init__(self, ui: Ui, boards: Boards, tiles: Tiles) -> None:
        super().__init__(tiles.view)
        self.ui, self.boards, self.tiles = ui, boards, tiles
        self.along = TakeAlong(ui, tiles.view)
        self._light: Theme | None = None
        self._one: TileView | None = None

    def fill_board(self, menu: Menu) -> None:
        """Put what the board can be taken along as into its menu."""
        name = self.boards.board.name
        key = str(self.boards.row) if self.boards.kept else name
        options = ReportOptions(kind="board", board=key)
        self.along.fill(menu, name, self.board, BOARD, options)

    def fill_card(self, menu: Menu, one: TileView) -> None:
        """Put what a card can be taken along as into its menu."""
        self._one = one
        self.along.fill(menu, one.title, self.card, ONE, ReportOptions(kind="view"))

    def board(self) -> GivenCards:
        """All cards in view, where they stand."""
        board = self.boards.board
        shown = [(tile, one) for tile in self.tiles.in_view if (one := self.tiles.tile(tile.id))]
        high = heights([tile for tile, _ in shown])
        drawn = [
            (self._card(one, (tile.x, tile.y, tile.w, tile.h), high[tile.id]), one)
            for tile, one in shown
        ]
        return GivenCards(
            board.name,
            tuple(card for card, _ in drawn),
            board.purpose,
            self._said((self.ui.segment or "", board.segment), f"Last {board.period}"),
            _how(drawn, self.ui),
        )

    def card(self) -> GivenCards:
        """One card alone, as wide as the paper."""
        one = self._one
        if one is None:
            return GivenCards("", ())
        wish = one.wish
        segments = () if wish is None else wish.segments
        period = ""
        if one.figures is not None:
            ask, words = one.figures.ask, self.ui.words
            period = f"{words.day(ask.first)} to {words.day(ask.day)}"
        face = one.frame.face
        high = _HIGH
        if face is not None and face.width() > 0:
            high = max(2, round(_WIDE / 0.72 * face.height() / face.width()) + 1)
        card = self._card(one, (0, 0, _WIDE, min(high, 12)))
        how = _how([(card, one)], self.ui)
        return GivenCards(one.title, (card,), "", self._said(segments, period), how)

    def _said(self, segments: Sequence[str], period: str) -> tuple[str, ...]:
        """Segments, period and filters, in words."""
        named = [one for one in dict.fromkeys(segments) if one]
        filters = [chip.label for chip in self.tiles.filters]
        return (" and ".join(named) or "All accounts", *([period] if period else []), *filters)

    def _card(self, one: TileView, place: tuple[int, int, int, int], by: float = 1.0) -> Card:
        x, y, w, h = place
        face, figures = one.frame.face, one.figures
        inside = _inside(one)
        made = Card(x=x, y=y, w=w, h=h, title=one.title, svg="", key=one.tile.id, inside=inside)
        if face is None or figures is None or figures.shown.empty:
            why = "It shows nothing now." if figures is None else figures.shown.empty
            return msgspec.structs.replace(made, foot=why, inside=())
        head, rows = face.lines()
        figure, foot, size = face.figure(), figures.shown.subtitle, room(w, h, by)
        shown, count = face.on_paper(size)
        if figure is None and shown < count:
            foot = f"{foot}, {shown} of {count} shown" if foot else f"{shown} of {count} shown"
        lines = tuple(tuple(row) for row in rows)
        kinds, values = typed(lines, self.ui.words)
        return msgspec.structs.replace(
            made,
            kinds=kinds,
            values=values,
            svg=self._drawn(face, one.title, size) if figure is None else "",
            head=head,
            rows=lines,
            foot=foot,
            figure=figure,
        )

    def _drawn(self, face: Face, title: str, size: QSizeF) -> str:
        """A face in light colours, whole: with what its frame's head says of it on the screen."""
        if not isinstance(face, DrawnFace) or face.size().isEmpty():
            return ""
        told, face.in_head = face.in_head, False
        try:
            drawing = face.for_paper(size)
        finally:
            face.in_head = told
        return as_svg(drawing, size.toSize(), self._theme(), title)

    def _theme(self) -> Theme:
        """The light colours; made when they are first wanted."""
        blind = self.ui.theme.colour_blind
        if self._light is None or self._light.colour_blind != blind:
            self._light = Theme(paths.resources(), self, mode="light", colour_blind=blind)
        return self._light


def heights(tiles: Sequence[Tile]) -> dict[str, float]:
    """How much higher than usual the cards of a board are on the slides that they fill."""
    cards = [
        Card(x=one.x, y=one.y, w=one.w, h=one.h, title="", svg="", key=one.id) for one in tiles
    ]
    parts = stretches(cards)
    rows = row_heights([rows_of(part) for part in parts], _ROW, _GAP, _ROOMS)
    return {card.key: high / _ROW for part, high in zip(parts, rows, strict=True) for card in part}


def room(w: int, h: int, by: float = 1.0) -> QSizeF:
    """How large a face is drawn for a card of some columns by some rows, rows so much higher.

    Not as on the screen, where it is higher: its words could not be read on paper. A face lays out
    for this room, with as many rows as it has. In a low card its name stands beside it.
    """
    wide = w * _COLUMN + (w - 1) * _GAP - _AROUND
    high = h * _ROW * by + (h - 1) * _GAP
    if h <= 1:
        return QSizeF(wide / 2, _ROW - _BARE) * _FINE
    return QSizeF(max(wide, _LEAST), max(high - _HEADED, _LEAST)) * _FINE


def _inside(one: TileView) -> tuple[Inside, ...]:
    """Marks of what a card shows that is kept inside; the one account it is of may be named."""
    if one.module is None or one.figures is None:
        return ()
    ask = one.figures.ask
    kinds = one.module.SPEC.kept_inside(ask.options)
    if ask.accounts is not None and len(ask.accounts) == 1 and one.tile.kind not in _PEOPLE:
        kinds = tuple(kind for kind in kinds if kind != "names")
    return marks(kinds, one.title)


def _how(drawn: Sequence[tuple[Card, TileView]], ui: Ui) -> tuple[Pair, ...]:
    """How the figures of cards came about, each kind once; inside where all its cards are."""
    out: dict[str, list[Card]] = {}
    told: dict[str, tuple[str, str]] = {}
    for card, one in drawn:
        if one.module is not None and one.figures is not None:
            spec = one.module.SPEC.named(ui.words.bands)
            out.setdefault(spec.key, []).append(card)
            told[spec.key] = (spec.title, spec.how)
    return tuple(
        Pair(name=title, text=text, key=key, inside=marks(_common(out[key]), title))
        for key, (title, text) in told.items()
        if text
    )


def _common(cards: Sequence[Card]) -> tuple[str, ...]:
    """Kinds of inside things that all of some cards show; how sums are made shows no money."""
    first, *rest = ([mark.kind for mark in one.inside] for one in cards)
    return tuple(kind for kind in first if kind != "money" and all(kind in other for other in rest))
