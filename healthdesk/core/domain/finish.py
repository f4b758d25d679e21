"""What follows a score: caps lower it, a band names it, a person's override stands in for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.band import (
    NOT_ALIVE,
    BandArray,
    bands_of,
    override_score,
    ranked_bands,
)
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray
from healthdesk.core.domain.profile import Published
from healthdesk.core.domain.views import BANDS
from healthdesk.core.domain.weigh import Weighed

NO_OVERRIDE = -1


@dataclass(eq=False)
class Draft:
    """Scores being made, accounts x days (see Scores in score.py)."""

    profile: NDArray[np.int16]
    raw: FloatArray
    unrounded: FloatArray
    coverage: FloatArray
    holds: list[BoolArray]
    dimensions: list[FloatArray]
    weighed: list[Weighed | None]

    def put(self, weighed: Weighed, mine: BoolArray, here: slice) -> None:
        """Take over what a profile says of the accounts `here` that are its own."""
        np.copyto(self.raw[here], weighed.raw, where=mine)
        np.copyto(self.unrounded[here], weighed.unrounded, where=mine)
        np.copyto(self.coverage[here], weighed.coverage, where=mine)


def _capped(draft: Draft, profiles: Sequence[Published]) -> FloatArray:
    """Scores after the caps that apply."""
    capped = draft.raw.copy()
    for index, one in enumerate(profiles):
        if not one.profile.caps:
            continue
        mine = draft.profile == index
        for place, cap in enumerate(one.profile.caps):
            where = mine & draft.holds[index][place] & (capped > cap.at_most)
            capped[where] = cap.at_most
    return capped


def _bands(draft: Draft, capped: FloatArray, profiles: Sequence[Published]) -> BandArray:
    """Bands of the computed scores."""
    band = np.full(capped.shape, NOT_ALIVE, np.int8)
    for index, one in enumerate(profiles):
        mine = draft.profile == index
        if mine.any():
            ranked = one.profile.model == "rank"
            made = (
                ranked_bands(draft.raw, capped, one.profile)
                if ranked
                else bands_of(capped, one.profile.bands)
            )
            np.copyto(band, made, where=mine)
    return band


def overrides_in_force(facts: Facts, days: IntArray) -> IntArray:
    """Index of the override in force, accounts x days; -1 = none.

    Of several the latest `from` decides, then the latest `until`, then the first reason as text.
    """
    out = np.full((facts.count, len(days)), NO_OVERRIDE, np.int32)

    def text(index: int) -> tuple[str, str, str, str]:
        one = facts.overrides[index]
        return one.reason, one.band or "", "" if one.score is None else repr(one.score), one.by

    def rank(index: int) -> tuple[int, int]:
        return facts.overrides[index].first, facts.overrides[index].until

    # Both sorts are stable; the last one written wins.
    order = sorted(range(len(facts.overrides)), key=text, reverse=True)
    for index in sorted(order, key=rank):
        one = facts.overrides[index]
        out[one.account, (days >= one.first) & (days <= one.until)] = index
    return out


@dataclass(frozen=True, eq=False)
class Final:
    """Scores after caps and overrides."""

    capped: FloatArray
    number: FloatArray
    final: FloatArray
    band: BandArray
    override: IntArray


def finish(draft: Draft, facts: Facts, profiles: Sequence[Published], days: IntArray) -> Final:
    """Apply caps, then overrides."""
    capped = _capped(draft, profiles)
    number, band = capped.copy(), _bands(draft, capped, profiles)
    ranked = np.array([one.profile.model == "rank" for one in profiles] + [False])
    final = np.where(ranked[draft.profile], np.nan, number)
    override = overrides_in_force(facts, days) if facts.overrides and profiles else None
    if override is None:
        return Final(capped, number, final, band, np.full(number.shape, NO_OVERRIDE, np.int32))
    override[draft.profile < 0] = NO_OVERRIDE
    worth = np.array(
        [
            [
                (BANDS.index(word), points)
                for word, points in (override_score(one, to.profile.bands) for to in profiles)
            ]
            for one in facts.overrides
        ]
    )
    there = override >= 0
    cells = override[there], draft.profile[there]
    number[there] = final[there] = worth[(*cells, 1)]
    band[there] = worth[(*cells, 0)].astype(np.int8)
    return Final(capped, number, final, band, override)
