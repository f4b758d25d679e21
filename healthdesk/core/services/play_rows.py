"""Reads successplays and what they remember out of the desk, and writes what became of it.

Not here: what fires (play_ticks.py), lists and screens (play_reading.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import msgspec
from sqlalchemy import text

from healthdesk.core.domain.errors import BadDocument
from healthdesk.core.domain.firing import FIRED
from healthdesk.core.domain.play import Play
from healthdesk.core.domain.play_watch import NO_RENEWAL, Memory, Past
from healthdesk.core.domain.trigger import Shape, Told
from healthdesk.core.services.play_documents import parsed
from healthdesk.core.services.queries import blocks
from healthdesk.core.store.db import Tx
from healthdesk.core.triggers import CATALOGUE

STOPPED: Final = "plays_stopped"
"""The setting that stops all plays: the day on which that was done."""
_ACTIVE: Final = (
    "SELECT id, name, version, body, seen_day FROM play"
    " WHERE active AND NOT archived AND body IS NOT NULL ORDER BY position, id"
)
_COUNTED: Final = ", ".join(f"'{one}'" for one in FIRED)
_PAST: Final = (
    "SELECT play_id, account_id, day, cause_day, renewal_day, state FROM firing"
    f" WHERE state IN ({_COUNTED}) AND play_id IS NOT NULL ORDER BY id"
)


@dataclass(frozen=True)
class Watched:
    """A play that is switched on.

    Attributes:
        play: its live document; None = this version cannot read it, `broken` says why.
    """

    id: int
    name: str
    version: int
    seen_day: int
    play: Play | None
    broken: str = ""

    @property
    def shape(self) -> Shape:
        """What the days of its trigger mean."""
        return "hand" if self.play is None else CATALOGUE[self.play.cause.kind].SPEC.shape


def stopped_on(tx: Tx) -> int | None:
    """The day on which all plays were stopped; None = they are not."""
    told = tx.execute(text("SELECT value FROM setting WHERE key = :key"), {"key": STOPPED}).scalar()
    found = None if told is None else msgspec.json.decode(told)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def watched(tx: Tx, row: int | None = None) -> list[Watched]:
    """The plays that are switched on, in their order; or one play, whether it is or not."""
    sql = _ACTIVE if row is None else _ACTIVE.replace("active AND NOT archived", "id = :row", 1)
    found = []
    for key, name, version, body, seen in tx.execute(
        text(sql), {} if row is None else {"row": row}
    ):
        play, broken = None, ""
        try:
            play = parsed(body)
        except BadDocument as error:
            broken = str(error)
        found.append(Watched(key, name, version, -1 if seen is None else seen, play, broken))
    return found


def memories(tx: Tx, plays: Sequence[Watched], places: Mapping[int, int]) -> dict[int, Memory]:
    """What plays remember, by their rows; `places` are the rows of accounts among the facts."""
    seen: dict[int, list[tuple[int, int]]] = {one.id: [] for one in plays}
    fired: dict[int, dict[int, list[Past]]] = {one.id: {} for one in plays}
    for play, account, cause in _rows(tx, "SELECT play_id, account_id, cause_day FROM play_seen"):
        if play in seen and account in places:
            seen[play].append((places[account], cause))
    for play, account, day, cause, renewal, state in _rows(tx, _PAST):
        if play in fired and account in places:
            told = Past(day, cause, NO_RENEWAL if renewal is None else renewal, state == "noted")
            fired[play].setdefault(places[account], []).append(told)
    return {
        one.id: Memory(
            one.seen_day,
            dict(sorted(seen[one.id], reverse=True)) if one.shape == "state" else {},
            frozenset(seen[one.id]) if one.shape == "event" else frozenset(),
            {account: tuple(past) for account, past in fired[one.id].items()},
        )
        for one in plays
    }


def accounts(tx: Tx) -> dict[int, tuple[str, str]]:
    """The own id and the name of each account, by its row."""
    rows = tx.execute(text("SELECT id, account_id, name FROM account ORDER BY account_id"))
    return {row: (key, name) for row, key, name in rows}


def _rows(tx: Tx, sql: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that gives very many."""
    tx.flush()
    return chain.from_iterable(blocks(tx, sql))


def remember(
    tx: Tx, play: int, before: Memory | None, after: Memory, rows: Mapping[int, int]
) -> bool:
    """Write what a play remembers now; `rows` are the accounts' rows by their places.

    Without `before` all it remembered goes. Returns whether any of its accounts changed.
    """
    if before is None:
        tx.execute(text("DELETE FROM play_seen WHERE play_id = :play"), {"play": play})
        had: set[tuple[int, int]] = set()
    else:
        had = _pairs(before)
    has = _pairs(after)
    # Accounts that became one may be inside twice.
    forget = _FORGET if before is None or not before.inside else _LEAVE
    for sql, some in ((forget, had - has), (_KEEP, has - had)):
        told = [{"play": play, "account": rows[one], "day": day} for one, day in sorted(some)]
        if told:
            tx.execute(text(sql), told)
    if before is None or before.seen_day != after.seen_day:
        tx.execute(
            text("UPDATE play SET seen_day = :day WHERE id = :play"),
            {"play": play, "day": after.seen_day},
        )
    return had != has


_FORGET: Final = (
    "DELETE FROM play_seen WHERE play_id = :play AND account_id = :account AND cause_day = :day"
)
_LEAVE: Final = "DELETE FROM play_seen WHERE play_id = :play AND account_id = :account"
_KEEP: Final = (
    "INSERT INTO play_seen (play_id, account_id, cause_day) VALUES (:play, :account, :day)"
)


def _pairs(memory: Memory) -> set[tuple[int, int]]:
    return {*memory.inside.items(), *memory.dealt}


def told_lines(because: Iterable[Told]) -> list[list[Any]]:
    """The lines of why it fired, as they are kept."""
    return [[one.what, one.value, one.asked, one.held] for one in because]


def lines_told(kept: str | None) -> tuple[Told, ...]:
    """The lines of why it fired."""
    return tuple(Told(*one) for one in msgspec.json.decode(kept or "[]"))
