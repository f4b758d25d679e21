"""Moves of an account's score and of its usage as entries of its story, with their reasons.

Apart from the rest of the story because the first score of a desk takes a moment longer.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.score_moves import ScoreMove, score_moves
from healthdesk.core.domain.source_ref import UsageRef
from healthdesk.core.domain.timeline import Entry
from healthdesk.core.domain.views import DayScore
from healthdesk.core.services import explain, profiles, scoring, trends
from healthdesk.core.services.wording import count_of, long_date, number
from healthdesk.core.store.db import Tx

BACK: Final = 730
"""Days of scores that are looked through."""
TOLD: Final = 60
"""Moves that are told at most, the newest."""
_TREND_ICONS: Final = {"dip": "activity", "rise": "activity", "stopped": "clock-exclamation"}
REASONS: Final = 16
"""Moves whose reason is told at once, the newest."""


def read(tx: Tx, account_id: str, day: int) -> tuple[Entry, ...]:
    """Moves of the score, dips and rises of usage, other profiles, up to a day."""
    usage = _usage(tx, account_id, day)
    if not profiles.published(tx):
        return usage
    days = scoring.history(tx, account_id, day - BACK + 1, day).days
    if not days:
        return usage
    moves = score_moves(days)[-TOLD:]
    out = [
        _entry(tx, account_id, move, tell=at >= len(moves) - REASONS)
        for at, move in enumerate(moves)
    ]
    return (*out, *_profiles(tx, days), *usage)


def _usage(tx: Tx, account_id: str, day: int) -> tuple[Entry, ...]:
    """What the detector found in the usage, on the day it began."""
    out = []
    for event in trends.events(tx, account_id, day):
        last = day if event.last is None else min(event.last, day)
        more = [("Lasts", "still" if event.last is None else f"to {long_date(event.last)}")]
        if event.expected is not None and event.actual is not None:
            more.append(("Expected a day", number(event.expected)))
            more.append(("Measured a day", number(event.actual)))
        out.append(
            Entry(
                f"usage:{event.metric}:{event.first}",
                "usage",
                _TREND_ICONS[event.kind],
                event.first,
                event.text.rstrip("."),
                f"Needs nobody: {event.muted}." if event.muted else "",
                more=tuple(more),
                usage=UsageRef(account_id, event.metric, event.first, last),
            )
        )
    return tuple(out)


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
