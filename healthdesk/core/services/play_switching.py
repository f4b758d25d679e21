"""Switches successplays on and off, one or all: what holds already counts as seen, unless wanted.

Not here: changing plays (plays.py), going through days (play_ticks.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from msgspec.structs import replace

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play import Play as Document
from healthdesk.core.domain.play_watch import LATE, Memory, begin
from healthdesk.core.services import play_names, settings
from healthdesk.core.services.play_documents import parsed
from healthdesk.core.services.play_looking import look
from healthdesk.core.services.play_rows import (
    STOPPED,
    accounts,
    remember,
    stopped_on,
    watched,
)
from healthdesk.core.services.work_rows import NOTHING_CHANGED
from healthdesk.core.store.db import Tx
from healthdesk.core.store.tables import Play


@op("Switch on play")
def switch_on(tx: Tx, name: str, existing: bool | None = None) -> int:
    """Let a play fire from now on; returns for how many accounts it holds now.

    Args:
        tx: the desk.
        name: the play.
        existing: those count as well; None = as its document says.

    Raises:
        UsageError: It was never saved, or it starts no playbook.
    """
    row = tx.get_one(Play, play_names.find(tx, name))
    if row.body is None:
        raise UsageError(f"“{row.name}” is only a draft; {NOTHING_CHANGED}.", "Save it first.")
    if not parsed(row.body).playbook:
        raise UsageError(
            f"“{row.name}” starts no playbook; {NOTHING_CHANGED}.", "Choose one in its third part."
        )
    anew = seen_anew(tx, {row.id: parsed(row.body)}, existing=existing)
    row.active, row.archived, row.on_since = True, False, settings.today(tx)
    tx.flush()
    anew.write(tx)
    return sum(anew.holding.values())


@op("Switch off play")
def switch_off(tx: Tx, name: str) -> None:
    """Let a play fire no more; what it suggested still waits, its runs go on."""
    row = tx.get_one(Play, play_names.find(tx, name))
    row.active = False
    tx.flush()


@op("Stop all plays")
def stop_all(tx: Tx) -> None:
    """Let nothing fire until they are released; what runs goes on."""
    if stopped_on(tx) is None:
        settings.put(tx, STOPPED, msgspec.json.encode(settings.today(tx)).decode())


@op("Release all plays")
def release_all(tx: Tx) -> int:
    """Let plays fire again, each as if it were switched on anew; returns how many are on.

    What came to hold while they were stopped is taken as seen.
    """
    if stopped_on(tx) is None:
        return 0
    on = watched(tx)
    plays = {one.id: one.play for one in on if one.play is not None}
    anew = seen_anew(tx, plays, existing=False)
    settings.put(tx, STOPPED, "null")
    anew.write(tx)
    return len(on)


@dataclass(frozen=True)
class Anew:
    """What plays remember that are watched from today on, by their rows.

    Attributes:
        holding: for how many accounts each holds now.
        rows: rows of accounts by their places among the facts.
    """

    memories: Mapping[int, Memory]
    holding: Mapping[int, int]
    rows: Mapping[int, int]

    def write(self, tx: Tx) -> None:
        """Have the plays remember that, and nothing else."""
        for play, memory in self.memories.items():
            remember(tx, play, None, memory, self.rows)


def seen_anew(tx: Tx, plays: Mapping[int, Document], *, existing: bool | None) -> Anew:
    """What plays find that begin to watch today; an operation asks before it writes.

    Args:
        tx: the desk.
        plays: by their rows.
        existing: accounts for which one holds now count as well; None = as its document says.
    """
    if not plays:
        return Anew({}, {}, {})
    day = settings.today(tx)
    looked = look(tx, list(plays.values()), span(day))
    places = {key: at for at, key in enumerate(looked.account_ids)}
    rows = {places[key]: row for row, (key, _) in accounts(tx).items() if key in places}
    memories, holding = {}, {}
    for row, play in plays.items():
        ripe = looked.ripe(unmuted(play), span(day))
        wanted = play.existing if existing is None else existing
        memories[row] = begin(ripe, LATE - 1, Memory(day), existing=wanted)
        held = ripe.ripe[:, -1] if ripe.shape == "state" else ripe.ripe.any(axis=1)
        holding[row] = int(held.sum())
    return Anew(memories, holding, rows)


def unmuted(play: Document) -> Document:
    """The play without its season brake: to look at what does not depend on that."""
    if not play.brakes.seasons:
        return play
    return replace(play, brakes=replace(play.brakes, seasons=False))


def span(day: int) -> range:
    """The days whose events count on a day."""
    return range(day - LATE + 1, day + 1)


def fires_otherwise(before: str, now: Document) -> bool:
    """Whether a play is for others now or has another cause, so that what it saw says nothing."""
    was = parsed(before)
    return (was.segment, was.audience, was.cause) != (now.segment, now.audience, now.cause)
