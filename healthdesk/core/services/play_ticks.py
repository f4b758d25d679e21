"""Catches up with the calendar: plays and runs go through the days that passed, in order, once.

One day at a time, plays before runs: what a step of a run changes, plays see on the same day. Where
nothing is to be seen of it, what plays remember is written along with the step of undo before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.facts import to_date
from healthdesk.core.domain.op import op
from healthdesk.core.domain.play_view import PlayTicked
from healthdesk.core.services import import_garbage, play_open, run_ticks, settings
from healthdesk.core.services.play_going import PlayGoing
from healthdesk.core.services.play_rows import Watched, stopped_on, watched
from healthdesk.core.services.play_sight import Sight
from healthdesk.core.services.playbook_documents import parsed, rules_of
from healthdesk.core.services.run_going import Going
from healthdesk.core.services.work_rows import NOTHING_CHANGED
from healthdesk.core.store import undo
from healthdesk.core.store.db import Tx

_ROUNDS: Final = 20
"""How often plays look at a day again on which something moved."""


def due(tx: Tx, day: int) -> bool:
    """Whether plays or runs have anything to go through, if only days on which nothing fires."""
    if day > settings.today(tx):
        return False
    if run_ticks.due(tx, day):
        return True
    plays = _on(tx)
    if not plays and not play_open.any_open(tx, day):
        return False
    sight = Sight(tx, plays, day)
    return sight.first <= day and (sight.comes() or sight.is_behind())


@op("Plays and playbook steps due")
def tick(tx: Tx, day: int) -> PlayTicked:
    """Go on with every play and every run up to a day: all in order, nothing twice.

    Raises:
        UsageError: The day lies ahead.
    """
    if day > settings.today(tx):
        named = to_date(day).isoformat()
        raise UsageError(f"Plays cannot go on to {named}, which is to come; {NOTHING_CHANGED}.")
    on = _on(tx)
    if not on and not play_open.any_open(tx, day):
        alone = run_ticks.tick(tx, day)
        return PlayTicked(day, alone.days, runs=alone)
    with import_garbage.seldom():  # thousands of small records that refer to nothing
        return _gone_through(tx, on, day)


def _gone_through(tx: Tx, on: Sequence[Watched], day: int) -> PlayTicked:
    sight = Sight(tx, on, day)
    sight.looked.ready(day)
    plays = PlayGoing(tx, sight, day)
    more = [rule for body in plays.documents for rule in rules_of(parsed(body))]
    runs = run_ticks.open_runs(tx, day)
    first = min((run.state.seen + 1 for run in runs), default=day + 1)
    going = Going(tx, runs, day, more)
    going.plan()
    for one in range(sight.first, day + 1):
        _day(plays, sight, going, one)
    going.close()
    _day(plays, sight, going, day)
    going.write()
    plays.write()
    told = run_ticks.ticked(going, day, first)
    if not (plays.fired or plays.lapsed or plays.reached or told.runs):
        undo.beside(tx)
    days = max(day - min(sight.first, first) + 1, 1)
    return PlayTicked(
        day, days, tuple(plays.fired), plays.lapsed, plays.reached, tuple(sight.told), told
    )


def _on(tx: Tx) -> list[Watched]:
    """The plays that fire: none while all are stopped."""
    return [] if stopped_on(tx) is not None else watched(tx)


def _day(plays: PlayGoing, sight: Sight, going: Going, day: int) -> None:
    """Go through a day with plays, then with runs, until nothing of it moves any more.

    What one play starts, another one may have to be noted on; what a step sets, plays see.
    """
    for _ in range(_ROUNDS):
        moved = plays.go(day, going)
        going.through(day)
        if going.changed:
            going.changed = False
            sight.looked.changed(day)
        elif not moved:
            return
