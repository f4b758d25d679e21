"""Moves of an account's score as entries of its story, with their main reason.

Apart from the rest of the story because the first score of a desk takes a moment longer.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.score_moves import ScoreMove, score_moves
from healthdesk.core.domain.timeline import Entry
from healthdesk.core.domain.views import DayScore
from healthdesk.core.services import explain, profiles, scoring
from healthdesk.core.services.wording import count_of, long_date
from healthdesk.core.store.db import Tx

BACK: Final = 730
"""Days of scores that are looked through."""
TOLD: Final = 60
"""Moves that are told at most, the newest."""
REASONS: Final = 16
"""Moves whose reason is told at once, the newest."""


def read(tx: Tx, account_id: str, day: int) -> tuple[Entry, ...]:
    """Moves of the score, other profiles and new versions of them, up to a day."""
    days = scoring.history(tx, account_id, day - BACK + 1, day).days
    if not days:
        return ()
    moves = score_moves(days)[-TOLD:]
    out = [
        _entry(tx, account_id, move, tell=at >= len(moves) - REASONS)
        for at, move in enumerate(moves)
    ]
    return (*out, *_profiles(tx, days))


def _entry(tx: Tx, account_id: str, move: ScoreMove, *, tell: bool) -> Entry:
    span = count_of(move.last - move.first, "day")
    was, now = _told(move.before), _told(move.after)
    rose = (move.after.score or 0) > (move.before.score or 0)
    if move.crossed:
        title = f"Score now {move.after.band}: {now}, from {was} in {span}"
    else:
        title = f"Score {was} to {now} in {span}"
    return Entry(
        f"score:{move.last}",
        "score",
        "arrow-up" if rose else "arrow-down",
        move.last,
        title,
        _reason(tx, account_id, move) if tell else "",
        more=(("Compared", f"{long_date(move.first)} and {long_date(move.last)}"),),
    )


def _reason(tx: Tx, account_id: str, move: ScoreMove) -> str:
    try:
        return explain.why(tx, account_id, move.first, move.last).sentence
    except DeskError:
        return ""  # no reason is no mistake: one of the two days cannot be split


def _told(day: DayScore) -> str:
    return "none" if day.shown is None else str(day.shown)


def _profiles(tx: Tx, days: tuple[DayScore, ...]) -> list[Entry]:
    used = {one.profile for one in days}
    first, last = days[0].day, days[-1].day
    out = [
        Entry(
            f"profile:{one.profile}:{one.version}",
            "score",
            "adjustments",
            one.day,
            f"Health model {one.profile}, version {one.version} published",
            one.reason,
        )
        for one in profiles.versions(tx)
        if one.profile in used and one.version > 1 and first <= one.day <= last
    ]
    out += [
        Entry(
            f"switch:{after.day}",
            "score",
            "adjustments",
            after.day,
            f"Scored by {after.profile} instead of {before.profile}",
        )
        for before, after in pairwise(days)
        if before.profile != after.profile and before.profile and after.profile
    ]
    return out
