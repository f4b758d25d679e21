"""Keeps a board's cards in the desk for its next opening: of the day, and of days to come.

What a card showed is kept as long as nothing that it is made of was touched since it was read; what
was touched is left out and read at the opening. Not here: finding it again (cards_kept.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from healthdesk.core.domain.change import Topic
from healthdesk.core.domain.dashboard import Board
from healthdesk.core.domain.op import op
from healthdesk.core.services import dashboards, snapshots
from healthdesk.core.services.cards_kept import (
    FORM,
    PREFIX,
    KeptBoards,
    KeptCard,
    document_of,
    key_of,
)
from healthdesk.core.store.db import Tx

ALWAYS: Final = frozenset(
    {
        Topic.ACCOUNTS,
        Topic.CONTACTS,
        Topic.FACTS,
        Topic.PROFILES,
        Topic.SEGMENTS,
        Topic.SETTINGS,
    }
)
"""What every card may be made of, whatever its widget says: names, bands, words, who is asked."""


@dataclass(frozen=True)
class ReadCard:
    """A card as it was read: under which stamp, and what its widget is made of."""

    card: KeptCard
    stamp: int
    topics: frozenset[Topic]


@dataclass(frozen=True)
class ReadBoard:
    """A board of a day with the cards that were read."""

    day: int
    row: int
    board: Board
    cards: Mapping[str, ReadCard]


@op("Keep the board")
def keep(tx: Tx, read: ReadBoard, now: int) -> int:
    """Keep what of a board is still good; boards of another state or before `now` go.

    Returns how many cards were kept; none of a board that is another one by now.
    """
    stamp = int(tx.info["stamp"])
    rows = dashboards.boards(tx)
    # Before anything is written: the memory of the desk tells nothing to who has written.
    good = {name: one.card for name, one in read.cards.items() if _is_good(tx, one, stamp)}
    _sweep(tx, stamp, now)
    if all((one.row, one.board) != (read.row, read.board) for one in rows):
        return 0
    if good:
        kept = KeptBoards(FORM, read.day, read.row, document_of(rows), good)
        snapshots.keep(tx, key_of(read.day), stamp, kept)
    return len(good)


def is_kept(tx: Tx, day: int) -> bool:
    """Whether a board lies ready for a day, as the desk stands."""
    found = tx.execute(text("SELECT stamp FROM snapshot WHERE key = :key"), {"key": key_of(day)})
    return bool(found.scalar_one_or_none() == tx.info["stamp"])


def _is_good(tx: Tx, one: ReadCard, stamp: int) -> bool:
    memory = tx.info.get("memory")
    if memory is None:
        return one.stamp == stamp
    return bool(memory.untouched(one.stamp, stamp, one.topics | ALWAYS))


def _sweep(tx: Tx, stamp: int, now: int) -> None:
    """Let boards go that nobody will look at again."""
    sql = text("SELECT key, stamp FROM snapshot WHERE key LIKE :any")
    for key, kept in tx.execute(sql, {"any": f"{PREFIX}%"}).all():
        if kept != stamp or int(key[len(PREFIX) :]) < now:
            tx.execute(text("DELETE FROM snapshot WHERE key = :key"), {"key": key})
