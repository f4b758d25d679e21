"""The portfolio over twelve weeks: bands and ARR week by week, and who moved it.

Once worked out it is kept in the desk for its day (`keep`), as long as no fact changes; a segment
only chooses among what is kept. Not here: four weeks, which the Accounts table knows
(domain/band_trend.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from healthdesk.core.domain.band_moves import BandMove, in_order, way_of
from healthdesk.core.domain.band_trend import ORDER, BandLine, BandTrend
from healthdesk.core.domain.facts import NO_DAY, Facts
from healthdesk.core.domain.op import op
from healthdesk.core.domain.portfolio import arr
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.services import noise, segments, settings, snapshots
from healthdesk.core.services.accounts import quiet_feeds, unheard
from healthdesk.core.services.facts import load
from healthdesk.core.services.health import compute
from healthdesk.core.services.late import late_on
from healthdesk.core.services.memory import remembered_aside
from healthdesk.core.services.profiles import published
from healthdesk.core.services.reasons import main_reasons
from healthdesk.core.services.wording import long_date
from healthdesk.core.store.db import Tx

WEEKS: Final = 12
STEP: Final = 7
FOUR_WEEKS: Final = 28
YEAR: Final = 13
"""Times four weeks."""
SNAPSHOT: Final = "portfolio weeks"


class Course(msgspec.Struct, frozen=True, gc=False):
    """An account over the weeks: its band on each day (-1: not alive), its ARR, and its ends."""

    account_id: str
    name: str
    bands: tuple[int, ...]
    arr: tuple[float | None, ...]
    currency: str
    was: int | None
    shown: int | None
    reason: str = ""
    silent: bool = False
    """Its usage came to an end, or a feed behind its score is late: it is no move then."""


class Kept(msgspec.Struct, frozen=True):
    """The courses of all accounts alive on any of the days, the last day being `day`."""

    day: int
    courses: tuple[Course, ...]


def read(tx: Tx, day: int, segment: str | None = None) -> BandTrend:
    """The portfolio over the weeks up to a day; of a segment, the accounts in it on that day."""
    chosen = None if segment is None else frozenset(segments.members(tx, segment, day))
    return trend_of(_found(tx, day), chosen, told=noise.hovering(tx, day))


def year(tx: Tx, day: int, segment: str | None = None) -> BandTrend:
    """The portfolio over a year up to a day, every four weeks."""
    days = [day - FOUR_WEEKS * (YEAR - at) for at in range(YEAR + 1)]
    found = _remembered(tx, days)
    chosen = None if segment is None else frozenset(segments.members(tx, segment, day))
    return trend_of(found, chosen, FOUR_WEEKS, told=noise.hovering(tx, day))


def between(tx: Tx, first: int, last: int, segment: str | None = None) -> BandTrend:
    """The portfolio on two days, and who moved it from the one to the other."""
    found = _remembered(tx, [first, last])
    chosen = None if segment is None else frozenset(segments.members(tx, segment, last))
    return trend_of(found, chosen, last - first, told=noise.hovering(tx, last))


@op("Keep the portfolio's weeks")
def keep(tx: Tx, day: int) -> None:
    """Keep them in the desk for its next opening, unless it has them already."""
    found = snapshots.find(tx, SNAPSHOT, Kept)
    if found is None or found.day != day:
        snapshots.keep(tx, SNAPSHOT, int(tx.info["stamp"]), _found(tx, day))


def trend_of(
    kept: Kept,
    chosen: Collection[str] | None = None,
    step: int = STEP,
    *,
    told: Mapping[str, Band] | None = None,
) -> BandTrend:
    """Count what is kept, a day every `step` days: all accounts, or those chosen.

    Who hovers at a threshold has moved to the band that is `told` of it, not to the one beyond.
    """
    some = [one for one in kept.courses if chosen is None or one.account_id in chosen]
    if not some:
        return BandTrend(kept.day, (), step=step)
    lines = tuple(_line(some, number, band) for number, band in enumerate(BANDS))
    at_edge = told or {}
    moves = in_order(move for one in some if (move := _move(one, at_edge)) is not None)
    up, down = (sum(one.way == way for one in moves) for way in ("rose", "fell"))
    by_band = {line.band: line for line in lines}
    edge = sum(one.account_id in at_edge for one in some)
    ordered = tuple(by_band[one] for one in ORDER)
    return BandTrend(kept.day, ordered, up, down, step, moves, edge)


def _line(some: list[Course], number: int, band: Band) -> BandLine:
    days = range(len(some[0].bands))
    counts = tuple(sum(one.bands[at] == number for one in some) for at in days)
    amounts: list[dict[str, float]] = [{} for _ in days]
    for one in some:
        for at in days:
            paid = one.arr[at]
            if one.bands[at] == number and paid is not None:
                amounts[at][one.currency] = amounts[at].get(one.currency, 0.0) + paid
    return BandLine(band, counts, amounts[-1], tuple(amounts))


def _move(one: Course, told: Mapping[str, Band]) -> BandMove | None:
    before, after = (None if one.bands[at] < 0 else BANDS[one.bands[at]] for at in (0, -1))
    if before is None and after is None:
        return None
    if after is not None:
        after = told.get(one.account_id, after)
    way = None if one.silent else way_of(before, after)
    if before is None:
        way = "new"
    elif after is None:
        way = "gone"
    if way is None:
        return None
    paid = one.arr[0 if way == "gone" else -1]
    return BandMove(
        way,
        one.account_id,
        one.name,
        before,
        after,
        one.was,
        one.shown,
        paid,
        one.currency,
        one.reason,
    )


def _remembered(tx: Tx, days: Sequence[int]) -> Kept:
    """The courses over some days, kept while no fact changes."""

    def make() -> Kept:
        return Kept(days[-1], tuple(_courses(tx, days)))

    key = f"{SNAPSHOT} {days[0]} {days[-1]} {len(days)}"
    return remembered_aside(tx, key, make, of_facts=True)


def _found(tx: Tx, day: int) -> Kept:
    """From memory, from the desk, or worked out; never while others wait for what is remembered."""

    def make() -> Kept:
        kept = snapshots.find(tx, SNAPSHOT, Kept)
        if kept is not None and kept.day == day:
            return kept
        return Kept(day, tuple(_courses(tx, _weeks(day))))

    return remembered_aside(tx, f"{SNAPSHOT} {day}", make, of_facts=True)


def _weeks(day: int) -> list[int]:
    return [day - STEP * (WEEKS - at) for at in range(WEEKS + 1)]


def _courses(tx: Tx, days: Sequence[int]) -> Iterator[Course]:
    facts, profiles, day = load(tx), published(tx), days[-1]
    line = compute(facts, profiles, days, detail=False).scores
    ends = compute(facts, profiles, [days[0], day])
    late = late_on(tx, day)
    reasons, late_of, quiet = main_reasons(ends, late), unheard(ends, late), quiet_feeds(facts, day)
    paid = arr(facts, np.array(days, np.int32))
    currency = settings.read(tx).currency
    own = facts.attributes.get("currency")
    for account in np.flatnonzero((line.band >= 0).any(axis=1)).tolist():
        bands = tuple(line.band[account].tolist())
        shown = line.shown[account]
        code = str(own.at(account, day) or "") if own is not None else ""
        reason = reasons[account] if bands[0] >= 0 and bands[-1] >= 0 else ""
        yield Course(
            facts.account_ids[account],
            facts.names[account],
            bands,
            tuple(None if np.isnan(one) else one for one in paid[account].tolist()),
            code or currency,
            _known(int(shown[0])),
            _known(int(shown[-1])),
            reason or _left(facts, account, day),
            bool(quiet[account] > 0 or late_of[account]),
        )


def _left(facts: Facts, account: int, day: int) -> str:
    """When an account churned; "" for one that did not."""
    churned = int(facts.churned[account])
    gone = churned != NO_DAY and churned <= day
    return f"Churned on {long_date(churned)}" if gone else ""


def _known(shown: int) -> int | None:
    return None if shown < 0 else shown
