"""What widgets about scores show, of the accounts and the period that they are asked about."""

from __future__ import annotations

from typing import Final

import numpy as np

from healthdesk.core.domain.band import band_of
from healthdesk.core.domain.band_trend import ORDER
from healthdesk.core.domain.board_scores import HealthOverTime, PortfolioQuality, Slice
from healthdesk.core.domain.column import column
from healthdesk.core.domain.facts import BoolArray
from healthdesk.core.domain.profile import Bands
from healthdesk.core.domain.standing import (
    Scale,
    Standing,
    band_rows,
    band_sums,
    newest,
    quality_on,
    scale_of,
)
from healthdesk.core.domain.widget import Ask, Mark
from healthdesk.core.services import settings, standing
from healthdesk.core.store.db import Tx

NOBODY: Final = "No account is alive here on this day"
REMEDY: Final = "Choose another day or segment, or import accounts."
MOST_ROWS: Final = 40
"""Values of an attribute that get a row."""
LAST: Final = -1


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
        marks=(*band_marks(found, rows), *marks),
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
    return HealthOverTime(
        subtitle=f"share of {what}, by week, {standing.span(ask)}{why}",
        newest=newest(found.facts, ask.day),
        marks=band_marks(found, rows),
        days=tuple(days),
        weeks=tuple(band_sums(found, rows, at, own) for at in range(len(days))),
        by=scale.by,
    )


def rounded(value: float | None) -> int | None:
    """A score as it is shown: half up."""
    return None if value is None else int(np.floor(value + 0.5))


def band_marks(found: Standing, rows: BoolArray) -> tuple[Mark, ...]:
    """The bands of some accounts on the last day, as marks."""
    return tuple(
        Mark(f"band:{band}", f"Band: {band}", found.ids(some))
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
