"""A board as it is kept in the desk, had before the desk is open: brings no SQLAlchemy, no numpy.

It holds the figures of the cards as they were worked out for this very day and this very state of
the desk, or there is none. Not here: when it is kept, and of what (cards_ahead.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec

from healthdesk.core.clock import Clock
from healthdesk.core.domain.band_names import KEY, USUAL, BandNames, parsed
from healthdesk.core.domain.dashboard import Board, BoardRow, dump_board, parse_board
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.widget import Ask, Shown
from healthdesk.core.store import glance

PREFIX: Final = "all board "
FORM: Final = 1
"""How it is written; what another number wrote is not shown."""
_EPOCH: Final = date(1970, 1, 1)


class KeptCard(msgspec.Struct, frozen=True, array_like=True):
    """The figures of a card, and what its widget was asked for them."""

    kind: str
    first: int
    options: dict[str, str | bool | int | float | tuple[str, ...]]
    accounts: frozenset[str] | None
    shown: bytes

    def ask(self, day: int) -> Ask:
        """What was asked; a card is kept as it is shown to its owner."""
        return Ask(day, self.first, self.options, self.accounts)


class KeptBoards(msgspec.Struct, frozen=True):
    """The boards of a desk, the one that is shown first, and of that one the cards."""

    form: int
    day: int
    row: int
    boards: tuple[tuple[int, Any], ...]
    """Row and document of each, in their order."""
    cards: dict[str, KeptCard]

    @property
    def rows(self) -> tuple[BoardRow, ...]:
        """The boards."""
        return tuple(BoardRow(row, parse_board(document)) for row, document in self.boards)


@dataclass(frozen=True)
class FoundBoards:
    """A kept board, the boards beside it, the zone of the desk's days, what its bands are called.

    Attributes:
        row: the board that is shown.
        cards: figures by the ids of its tiles; what is not among them is read.
    """

    zone: str | None
    day: int
    row: int
    rows: tuple[BoardRow, ...]
    cards: Mapping[str, KeptCard]
    bands: BandNames = USUAL

    @property
    def board(self) -> Board:
        """The board that is shown."""
        return next(one.board for one in self.rows if one.row == self.row)


def key_of(day: int) -> str:
    """The key that a day is kept under."""
    return f"{PREFIX}{day}"


def card(kind: str, ask: Ask, shown: Shown) -> KeptCard | None:
    """A card to be kept; None where its figures cannot be written down."""
    try:
        written = msgspec.msgpack.encode(shown)
    except (TypeError, ValueError):
        return None
    return KeptCard(kind, ask.first, dict(ask.options), ask.accounts, written)


def shown_of(card: KeptCard, kind: type[Shown]) -> Shown | None:
    """The figures of a card; None where its widget shows others by now."""
    try:
        return msgspec.msgpack.decode(card.shown, type=kind)
    except msgspec.MsgspecError:
        return None


def document_of(rows: tuple[BoardRow, ...]) -> tuple[tuple[int, Any], ...]:
    """Boards as they are kept."""
    return tuple((one.row, dump_board(one.board)) for one in rows)


def find(path: Path, clock: Clock) -> FoundBoards | None:
    """Give the board of today out of a desk that is not open, if it lies ready."""
    zones: list[str | None] = []
    names: list[BandNames] = []

    def wanted(settings: Mapping[str, str]) -> str:
        zones.append(msgspec.json.decode(settings.get("zone", '""'), type=str) or None)
        names.append(parsed(settings.get(KEY)))
        return key_of((clock.today(zones[0]) - _EPOCH).days)

    try:
        payload = glance.look(path, wanted)
        if payload is None:
            return None
        kept = msgspec.msgpack.decode(payload, type=KeptBoards)
        rows = kept.rows
    except (msgspec.MsgspecError, DeskError):
        # Another version wrote it, or the zone is none that is known here: opening tells.
        return None
    if kept.form != FORM or all(one.row != kept.row for one in rows):
        return None
    return FoundBoards(zones[0], kept.day, kept.row, rows, kept.cards, names[0])
