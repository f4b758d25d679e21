"""What widgets about scores show, of the accounts and the period that they are asked about."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from healthdesk.core.domain.band import band_of
from healthdesk.core.domain.band_names import BandNames
from healthdesk.core.domain.band_trend import ORDER
from healthdesk.core.domain.board_scores import (
    SEGMENTS,
    BandMigration,
    Bin,
    HealthOverTime,
    Passage,
    PortfolioQuality,
    ScoreDistribution,
    SegmentComparison,
    Slice,
)
from healthdesk.core.domain.column import column
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.profile import Bands
from healthdesk.core.domain.standing import (
    Scale,
    Standing,
    band_rows,
    band_sums,
    mean_score,
    newest,
    quality_on,
    scale_of,
)
from healthdesk.core.domain.views import Band
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services import band_names, segments, settings, standing
from healthdesk.core.services.wording import count_of, long_date, short_date
from healthdesk.core.store.db import Tx

NOBODY: Final = "No account is a customer on this day."
REMEDY: Final = "Choose another day or segment, or import accounts."
MOST_ROWS: Final = 40
"""Values of an attribute that get a row."""
LAST: Final = -1
FEW: Final = 30
"""Shares of fewer accounts are never told without their number."""
DEFAULT: Final = 4
"""Segments that are compared where none is named."""


def portfolio_quality(tx: Tx, ask: Ask) -> PortfolioQuality:
    """Quality of the portfolio, its bands, and the same by an attribute."""
    found, own = standing.ends(tx, ask), settings.read(tx).currency
    rows = found.chosen(ask.accounts)
    if not found.alive(rows, LAST).any():
        return PortfolioQuality(empty=NOBODY, remedy=REMEDY)
    scale = scale_of(found, rows, ask.text("by"), own)
    now, before = (rounded(quality_on(found, rows, at, scale.by)) for at in (LAST, 0))
    slices, marks = _by_attribute(found, rows, ask.text("split"), scale, own)
    return PortfolioQuality(
        subtitle=scale.words,
        newest=newest(found.facts, ask.day),
        marks=(*band_marks(found, rows, band_names.read(tx)), *marks),
        quality=now,
        band=band_of(now, _bands(found)),
        change=None if now is None or before is None else now - before,
        span=standing.span(ask),
        by=scale.by,
        sums=band_sums(found, rows, LAST, own),
        unknown=found.unknown(rows, LAST),
        rows=slices[:MOST_ROWS],
        more=max(len(slices) - MOST_ROWS, 0),
    )


def health_over_time(tx: Tx, ask: Ask) -> HealthOverTime:
    """The bands week by week over the period, up to the day."""
    days = standing.weeks(ask)
    found, own = standing.read(tx, days), settings.read(tx).currency
    rows = found.chosen(ask.accounts)
    if not found.alive(rows, LAST).any():
        return HealthOverTime(empty=NOBODY, remedy=REMEDY)
    scale = scale_of(found, rows, ask.text("by"), own)
    what = "ARR" if scale.by == "arr" else "accounts"
    why = f": {scale.why}" if scale.why else ""
    count = int(found.alive(rows, LAST).sum())
    few = f" of {count_of(count, 'account')}" if count < FEW else ""
    return HealthOverTime(
        subtitle=f"share of {what}{few}, by week, {standing.span(ask)}{why}",
        newest=newest(found.facts, ask.day),
        marks=band_marks(found, rows, band_names.read(tx)),
        days=tuple(days),
        weeks=tuple(band_sums(found, rows, at, own) for at in range(len(days))),
        by=scale.by,
    )


def band_migration(tx: Tx, ask: Ask) -> BandMigration:
    """Who was in which band before the period, and is in which on its last day."""
    found, own = standing.ends(tx, ask), settings.read(tx).currency
    rows = found.chosen(ask.accounts)
    if not (rows & (found.band >= 0).any(axis=1)).any():
        return BandMigration(empty=NOBODY, remedy=REMEDY)
    first, names = ask.first - 1, band_names.read(tx)
    cells, marks = [], []
    for before, after in _PASSAGES:
        some = _standing_in(found, rows, 0, before) & _standing_in(found, rows, LAST, after)
        at = 0 if after is None else LAST
        key = f"passage:{before or 'new'}:{after or 'gone'}"
        unknown = found.unknown(some, at)
        amounts = found.amounts(some, at, own)
        cells.append(Passage(before, after, key, int(some.sum()), amounts, unknown))
        if some.any():
            marks.append(Mark(key, passage_words(before, after, names), found.ids(some)))
    return BandMigration(
        subtitle=f"{long_date(first)} to {long_date(ask.day)}",
        newest=newest(found.facts, ask.day),
        marks=tuple(marks),
        first=first,
        day=ask.day,
        cells=tuple(cells),
    )


_PASSAGES: Final[tuple[tuple[Band | None, Band | None], ...]] = tuple(
    (before, after)
    for before in (*ORDER, None)
    for after in (*ORDER, None)
    if before is not None or after is not None
)
"""From each band, or new, into each band, or gone."""


def passage_words(before: Band | None, after: Band | None, names: BandNames) -> str:
    """What the accounts of a passage did: "Strong to Poor", "New: Average", "Churned: Poor"."""
    if after is None:
        return f"Churned: {names.of(before) if before else ''}"
    if before is None:
        return f"New: {names.of(after)}"
    if before == after:
        return f"Stayed {names.of(after)}"
    return f"{names.of(before)} to {names.of(after)}"


def _standing_in(found: Standing, rows: BoolArray, at: int, band: Band | None) -> BoolArray:
    """Those of some rows in a band on a day; None: those who are not there."""
    if band is None:
        return np.asarray(rows & (found.band[:, at] < 0))
    return band_rows(found, rows, at, band)


def score_distribution(tx: Tx, ask: Ask) -> ScoreDistribution:
    """How many accounts have which score on the day, by band, and had before the period."""
    found, own = standing.ends(tx, ask), settings.read(tx).currency
    rows = found.chosen(ask.accounts)
    if not found.alive(rows, LAST).any():
        return ScoreDistribution(empty=NOBODY, remedy=REMEDY)
    step = int(ask.text("step"))
    shown, bins, marks = found.shown, [], []
    for low in range(0, 100, step):
        # The last one holds the full score, too.
        high = low + step - 1 if low + step < 100 else 100
        inside = (shown >= low) & (shown <= high)
        some = rows & inside[:, LAST]
        one = Bin(
            f"score:{low}-{high}",
            low,
            high,
            band_sums(found, some, LAST, own),
            int(found.alive(rows & inside[:, 0], 0).sum()),
        )
        bins.append(one)
        if one.count:
            marks.append(Mark(one.key, f"Score: {low} to {high}", found.ids(some)))
    none = found.alive(rows & (shown[:, LAST] < 0), LAST)
    if none.any():
        marks.append(Mark("score:none", "Score: none", found.ids(none)))
    same = len(found.thresholds) == 1
    then = f", line: {short_date(ask.first - 1)}" if ask.flag("before") else ""
    return ScoreDistribution(
        subtitle=f"accounts by score{then}",
        newest=newest(found.facts, ask.day),
        marks=tuple(marks),
        bins=tuple(bins),
        thresholds=tuple(sorted(found.thresholds[0])) if same else (),
        none=int(none.sum()),
        none_before=int(found.alive(rows & (shown[:, 0] < 0), 0).sum()),
        first=ask.first - 1,
        before=ask.flag("before"),
    )


def rounded(value: float | None) -> int | None:
    """A score as it is shown: half up."""
    return None if value is None else int(np.floor(value + 0.5))


def band_marks(found: Standing, rows: BoolArray, names: BandNames) -> tuple[Mark, ...]:
    """The bands of some accounts on the last day, as marks."""
    return tuple(
        Mark(f"band:{band}", f"Band: {names.of(band)}", found.ids(some))
        for band in ORDER
        if (some := band_rows(found, rows, LAST, band)).any()
    )


def _bands(found: Standing) -> Bands:
    """The thresholds of the profile in use; the usual ones where several differ."""
    if len(found.thresholds) != 1:
        return Bands()
    strong, average = found.thresholds[0]
    return Bands(strong=strong, average=average)


def _by_attribute(
    found: Standing, rows: BoolArray, key: str, scale: Scale, own: str
) -> tuple[tuple[Slice, ...], tuple[Mark, ...]]:
    """The accounts of each value of an attribute on the last day, the heaviest first."""
    if key not in found.facts.attributes:
        return (), ()
    said = column(found.facts, key)
    codes = np.broadcast_to(said.codes(found.days[-1:]), (found.facts.count, 1))[:, 0]
    alive = found.alive(rows, LAST)
    title, slices, marks = key.replace("_", " ").capitalize(), [], []
    for code in np.unique(codes[alive]).tolist():
        some = alive & (codes == code)
        name = said.words[code] if code >= 0 else "Not set"
        mark = Mark(f"{key}:{name if code >= 0 else ''}", f"{title}: {name}", found.ids(some))
        sums = band_sums(found, some, LAST, own)
        slices.append(Slice(mark.key, name, sums, found.amounts(some, LAST, own)))
        marks.append(mark)
    slices.sort(key=lambda one: (-sum(s.weight(scale.by) for s in one.sums), one.name.casefold()))
    kept = {one.key for one in slices[:MOST_ROWS]}
    return tuple(slices), tuple(one for one in marks if one.key in kept)


def segment_comparison(tx: Tx, ask: Ask) -> SegmentComparison:
    """Up to six segments side by side; where none is chosen, the first of the desk."""
    found, own = standing.ends(tx, ask), settings.read(tx).currency
    rows = found.chosen(ask.accounts)
    if not found.alive(rows, LAST).any():
        return SegmentComparison(empty=NOBODY, remedy=REMEDY)
    known = segments.names(tx)
    chosen = [name for key in SEGMENTS if (name := ask.text(key))] or _telling(known)
    if not chosen:
        return SegmentComparison(
            empty="No segment is defined.", remedy="Define segments, and they are compared here."
        )
    scale = scale_of(found, rows, ask.text("by"), own)
    slices, marks = [], []
    for name in dict.fromkeys(chosen):
        there = name.casefold() in {one.casefold() for one in known}
        inside = frozenset(segments.members(tx, name, ask.day)) if there else frozenset()
        some = found.alive(rows & found.chosen(inside), LAST)
        one = _slice(found, some, name, scale, own)
        slices.append(one if there else replace(one, why="This segment is gone"))
        if some.any():
            marks.append(Mark(one.key, f"Segment: {name}", found.ids(some)))
    return SegmentComparison(
        subtitle=f"mean score {scale.words}, change in {standing.span(ask)}",
        newest=newest(found.facts, ask.day),
        marks=tuple(marks),
        rows=tuple(slices),
        by=scale.by,
        span=standing.span(ask),
    )


def _telling(known: tuple[str, ...]) -> list[str]:
    """The segments that are compared where none is named: those called as a band tell nothing."""
    some = [name for name in known if name not in ORDER]
    return (some if len(some) > 1 else list(known))[:DEFAULT]


def _slice(found: Standing, some: BoolArray, name: str, scale: Scale, own: str) -> Slice:
    """The accounts of a segment of the day: their bands, and how their mean score changed."""
    now, before = (rounded(mean_score(found, some, at, scale.by)) for at in (LAST, 0))
    return Slice(
        f"segment:{name}",
        name,
        band_sums(found, some, LAST, own),
        found.amounts(some, LAST, own),
        now,
        None if now is None or before is None else now - before,
        "" if some.any() else "No account of it is here",
    )
