"""What accounts score: on a day, over time, in full, as computed now or as reported then."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import msgspec
import numpy as np

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.op import op
from healthdesk.core.domain.profile import Bands
from healthdesk.core.domain.views import BANDS, DayScore, HistoryView, ScoreView
from healthdesk.core.services import (
    accounts,
    feeds,
    marks,
    reported,
    segments,
    snapshots,
    trends,
)
from healthdesk.core.services.accounts import account_header, accounts_table
from healthdesk.core.services.composition import composition
from healthdesk.core.services.health import Scored, known, score_view, scored, scored_one
from healthdesk.core.services.queries import pairs
from healthdesk.core.store.db import Tx

__all__ = [
    "account_header",
    "accounts_table",
    "composition",
    "history",
    "record_reported",
    "scores",
]
LONGEST = 3660
"""Days of history that may be asked for at once."""
RECORDED: Final = "recorded"


class Recorded(msgspec.Struct, frozen=True):
    """The day whose scores were recorded, for the state of the desk it is kept under."""

    day: int


def scores(
    tx: Tx,
    day: int,
    *,
    segment: str | None = None,
    account: str | None = None,
    as_reported: bool = False,
) -> tuple[ScoreView, ...]:
    """The scores of all accounts alive on a day, of those in a segment, or of one."""
    if account is not None:
        found, number = scored_one(tx, account, [day])
        numbers = [number] if found.alive(number, 0) else []
    else:
        found = scored(tx, [day])
        numbers = np.flatnonzero(found.scores.alive[:, 0]).tolist()
    if segment is not None:
        chosen = frozenset(segments.members(tx, segment, day))
        numbers = [one for one in numbers if found.facts.account_ids[one] in chosen]
    views = tuple(score_view(found, one, 0) for one in numbers)
    if not as_reported:
        return views
    kept = reported.find_day(tx, day)
    return tuple(
        kept[view.account_id].view if view.account_id in kept else replace(view, restated=True)
        for view in views
    )


def history(
    tx: Tx, account_id: str, first: int, last: int, *, as_reported: bool = False
) -> HistoryView:
    """An account's daily scores, days without one left out, with what happened on the days."""
    if last - first >= LONGEST:
        raise UsageError(f"A history has at most {LONGEST:,} days.")
    found, number = scored_one(tx, account_id, range(first, last + 1), detail=False)
    days = [
        _day_score(found, number, column)
        for column in np.flatnonzero(found.scores.alive[number]).tolist()
    ]
    if as_reported:
        kept = reported.find_scores(tx, account_id, first, last)
        days = [kept.get(one.day) or replace(one, restated=True) for one in days]
    used = found.scores.profiles
    bands = used[-1].profile.bands if used else Bands()  # a desk may have no health profile
    return HistoryView(
        account_id=account_id,
        days=tuple(days),
        marks=marks.marks(tx, account_id, first, last, days),
        strong=bands.strong,
        average=bands.average,
    )


def _day_score(found: Scored, number: int, column: int) -> DayScore:
    made = found.scores
    publication = made.published(number, column)
    score = known(made.final[number, column])
    return DayScore(
        day=int(found.days[column]),
        score=score,
        shown=None if score is None else int(made.shown[number, column]),
        band=BANDS[int(made.band[number, column])],
        profile="" if publication is None else publication.profile.key,
        version=0 if publication is None else publication.version,
    )


@op("Keep today's scores")
def record_reported(tx: Tx, day: int) -> int:
    """Keep the scores of a day as they are shown, and the Accounts table for the next start.

    Called after an import and when the window opens. Returns how many scores were new or different.
    """
    if is_recorded(tx, day):
        return 0
    found = scored(tx, [day])
    table = accounts.compute_table(tx, day)
    rows = pairs(tx, "SELECT account_id, id FROM account")
    # All is read before anything is written: after that nothing is remembered, all read again.
    inside, streams = segments.everyone(tx, day), feeds.feeds(tx, day)
    trends.keep(tx, day)
    changed = reported.record(tx, found, 0, rows)
    # The commit that keeps scores moves the desk's stamp by one: the table is good for that.
    stamp = int(tx.info["stamp"]) + (1 if changed else 0)
    snapshots.keep(tx, accounts.SNAPSHOT, stamp, table)
    segments.keep(tx, day, stamp, inside)
    feeds.keep(tx, day, stamp, streams)
    snapshots.keep(tx, RECORDED, stamp, Recorded(day))
    return changed


def is_recorded(tx: Tx, day: int) -> bool:
    """Whether all of it was done for this day, and no fact is another one since."""
    kept = snapshots.find(tx, RECORDED, Recorded)
    return kept is not None and kept.day == day
