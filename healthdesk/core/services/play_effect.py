"""Reads what a play did to score and usage, beside accounts like those it fired at.

Scores are those of now's profiles, each day by what was known then. Not here: who is like whom,
and what may be said of it (domain/play_effect.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from sqlalchemy import text

from healthdesk.core.domain.facts import NO_DAY, Facts, FloatArray
from healthdesk.core.domain.firing import FIRED
from healthdesk.core.domain.play_effect import Effect, Known, Worked, counting, days_wanted, effect
from healthdesk.core.domain.portfolio import arr
from healthdesk.core.domain.progress import NOBODY, Progress
from healthdesk.core.domain.reading import Options, ReadingRef
from healthdesk.core.readings import usage_level
from healthdesk.core.services import play_names, trend_desk
from healthdesk.core.services.facts import load
from healthdesk.core.services.play_gaps import Gaps, Rests
from healthdesk.core.services.segment_scores import Book
from healthdesk.core.store.db import Tx

WINDOW: Final = 28
"""Days over which usage is averaged."""
_COUNTED: Final = ", ".join(f"'{one}'" for one in FIRED)
_FIRINGS: Final = (
    "SELECT a.account_id, f.day, CASE WHEN f.state <> 'noted' THEN r.start_day END"
    " FROM firing f JOIN account a ON a.id = f.account_id LEFT JOIN run r ON r.id = f.run_id"
    f" WHERE f.play_id = :play AND f.day <= :day AND f.state IN ({_COUNTED}) ORDER BY f.day, f.id"
)


def read(tx: Tx, name: str, day: int, progress: Progress = NOBODY) -> Effect:
    """What a play did, by the end of a day.

    Raises:
        NotFound: There is no such play.
        Cancelled: The user asked to stop.
    """
    facts = load(tx)
    places = {key: at for at, key in enumerate(facts.account_ids)}
    fired, worked = [], []
    for account, on, start in tx.execute(
        text(_FIRINGS), {"play": play_names.find(tx, name), "day": day}
    ):
        fired.append((places[account], on))
        if start is not None and start <= day:
            worked.append(Worked(places[account], start))
    metric = next(iter(trend_desk.watched(tx)), "")
    known = _known(tx, facts, worked, (metric, day), progress)
    told = facts.metrics[metric].name if metric else ""
    return effect(worked, fired, known, told)


def _known(
    tx: Tx, facts: Facts, worked: Sequence[Worked], wanted: tuple[str, int], progress: Progress
) -> Known:
    """What is known on the days that are asked about."""
    metric, day = wanted
    used = min(trend_desk.newest_days(tx, day).get(metric, day), day) if metric else day
    days = days_wanted(worked, day)
    starts = sorted({one.day for one in counting(worked)})
    columns = Book(tx, progress=progress).read(days)
    score = columns.final() if days else np.empty((facts.count, 0))
    band = columns.band_codes() if days else np.empty((facts.count, 0), np.int32)
    paid = _matrix(arr(facts, np.array(starts, np.int32)), facts, len(starts))
    use = np.empty((facts.count, 0))
    if metric and days:
        asked: Options = {"metric": metric, "days": WINDOW}
        use = _matrix(usage_level.read(facts, np.array(days, np.int32), asked), facts, len(days))
        read = ReadingRef(kind="usage_level", options=dict(asked))
        use = _told(tx, facts, days, use, Rests(score=False, readings=(read,), name="use"))
    if days:
        score = _told(tx, facts, days, score, Rests(score=True, readings=(), name="effect"))
    return Known(
        account_ids=facts.account_ids,
        names=facts.names,
        score={one: score[:, at] for at, one in enumerate(days)},
        band={one: band[:, at] for at, one in enumerate(days)},
        arr={one: paid[:, at] for at, one in enumerate(starts)},
        usage={one: use[:, at] for at, one in enumerate(days[: use.shape[1]])},
        lost=np.where(facts.churned <= day, facts.churned, NO_DAY).astype(np.int32),
        last=day,
        used=used,
    )


def _told(
    tx: Tx, facts: Facts, days: Sequence[int], values: FloatArray, rests: Rests
) -> FloatArray:
    """The values but for those that rest on missing data: a feed that is late has no effect."""
    missing = Gaps(tx, facts).of(rests, np.array(days, np.int32))
    return values if missing is None else np.where(missing >= 0, np.nan, values)


def _matrix(values: FloatArray, facts: Facts, days: int) -> FloatArray:
    return np.broadcast_to(values, (facts.count, days))
