"""Moves of an account's score and of its usage as entries of its story, with their reasons.

Apart from the rest of the story because the first score of a desk takes a moment longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.errors import DeskError
from healthdesk.core.domain.score_moves import ScoreMove, score_moves
from healthdesk.core.domain.source_ref import Ref, UsageRef
from healthdesk.core.domain.timeline import Entry
from healthdesk.core.domain.views import BANDS, DayScore
from healthdesk.core.services import (
    band_names,
    explain,
    marks,
    noise,
    profiles,
    scoring,
    trends,
    version_rows,
)
from healthdesk.core.services.behind import of_change
from healthdesk.core.services.wording import count_of, long_date, number
from healthdesk.core.store.db import Tx

BACK: Final = 730
"""Days of scores that are looked through."""
TOLD: Final = 60
"""Moves that are told at most, the newest."""
_TREND_ICONS: Final = {"dip": "activity", "rise": "activity", "stopped": "clock-exclamation"}


def scores(tx: Tx, account_id: str, day: int) -> tuple[Entry, ...]:
    """Moves of the score, other profiles and their versions, up to a day; without reasons."""
    if not profiles.published(tx):
        return ()
    view = scoring.history(tx, account_id, day - BACK + 1, day)
    days = view.days
    if not days:
        return ()
    names = band_names.read(tx)
    moves = (
        _entry(account_id, move, names) for move in score_moves(noise.settled(tx, view))[-TOLD:]
    )
    return (*moves, *_profiles(tx, days))


def folded(tx: Tx, account_id: str, day: int) -> int:
    """How many moves of the score are not told because it only hovered at a threshold."""
    if not profiles.published(tx):
        return 0
    view = scoring.history(tx, account_id, day - BACK + 1, day)
    told = {move.last for move in score_moves(noise.settled(tx, view))}
    return sum(move.last not in told for move in score_moves(view.days))


def reasons(
    tx: Tx, account_id: str, moves: Sequence[tuple[str, tuple[int, int]]]
) -> dict[str, str]:
    """The main reason of some moves in a sentence, by key; apart, for each takes its time."""
    return {key: _reason(tx, account_id, *span) for key, span in moves}


def behind(tx: Tx, account_id: str, first: int, last: int) -> tuple[Ref, ...]:
    """The stored rows behind a move of the score: those of all that took part."""
    return of_change(tx, account_id, first, last)


def usage(tx: Tx, account_id: str, day: int) -> tuple[Entry, ...]:
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


def _entry(account_id: str, move: ScoreMove, names: BandNames) -> Entry:
    span = count_of(move.last - move.first, "day")
    was, now = _told(move.before), _told(move.after)
    rose = (move.after.score or 0) > (move.before.score or 0)
    if move.before.shown is None and move.after.shown is None:
        # A model without numbers, or too little known: bands are all there is.
        order = BANDS.index
        rose = order(move.after.band) < order(move.before.band)
        bands = f"{names.of(move.after.band)}, from {names.of(move.before.band)}"
        title = f"Now {bands} in {span}"
    elif move.crossed:
        title = f"Score now {names.of(move.after.band)}: {now}, from {was} in {span}"
    else:
        title = f"Score {was} to {now} in {span}"
    return Entry(
        f"score:{account_id}:{move.last}",
        "score",
        "arrow-up" if rose else "arrow-down",
        move.last,
        title,
        more=(("Compared", f"{long_date(move.first)} and {long_date(move.last)}"),),
        span=(move.first, move.last),
    )


def _reason(tx: Tx, account_id: str, first: int, last: int) -> str:
    try:
        return explain.why(tx, account_id, first, last).sentence
    except DeskError:
        return ""  # no reason is no mistake: one of the two days cannot be split


def _told(day: DayScore) -> str:
    return "none" if day.shown is None else str(day.shown)


def _profiles(tx: Tx, days: tuple[DayScore, ...]) -> list[Entry]:
    used = {one.profile for one in days}
    names = marks.profile_names(tx, used)
    first, last = days[0].day, days[-1].day
    out = [
        Entry(
            f"profile:{one.profile}:{one.version}",
            "score",
            "adjustments",
            one.day,
            f"Health model {names[one.profile]}, version {one.version} published",
            one.reason,
            table=version_rows.TABLE,
            row=one.row,
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
            marks.switched(names, before.profile, after.profile),
            beside=version_rows.refs(
                tx, ((after.profile, after.version), (before.profile, before.version))
            ),
        )
        for before, after in pairwise(days)
        if before.profile != after.profile and before.profile and after.profile
    ]
    return out
