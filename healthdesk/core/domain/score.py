"""Scores: which profile scores an account on a day, what it says, caps, parents and overrides.

Not here: readings and scales (scale.py), weights (weigh.py), why a score changed (split.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain import hierarchy
from healthdesk.core.domain.band import (
    NOT_ALIVE,
    BandArray,
    bands_of,
    override_score,
    ranked_bands,
    shown_scores,
)
from healthdesk.core.domain.column import alive
from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.facts import BoolArray, Facts, FloatArray, IntArray, Override
from healthdesk.core.domain.part import part
from healthdesk.core.domain.profile import Profile, Published
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.rule import DIMENSION
from healthdesk.core.domain.scale import points
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.domain.weigh import Weighed, join, weigh

CELLS = 90_000
"""Accounts x days worked through at once: about what fits in a processor's cache."""

NO_PROFILE = -1
NO_OVERRIDE = -1


@dataclass(eq=False)
class _Work:
    """Arrays being filled, accounts x days (see Scores)."""

    profile: NDArray[np.int16]
    raw: FloatArray
    unrounded: FloatArray
    coverage: FloatArray
    holds: list[BoolArray]
    dimensions: list[FloatArray]
    weighed: list[Weighed | None]


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of every account on every day asked about; arrays are accounts x days.

    Attributes:
        profiles: the published profiles, in the order they were tried.
        profile: index into `profiles`; -1 = no score that day (not alive).
        raw: the score before caps (rank model: its rank points); NaN = Unknown.
        unrounded: `raw` before any rounding of the profile.
        capped: after caps.
        number: after the override: the number behind every account, the rank model's too. Rules,
            trends and parents read this.
        final: `number`, but NaN where the rank model has no number to show.
        shown: `final` rounded half up; -1 = none.
        band: index into BANDS; -1 = not alive.
        coverage: share of all weights that was present.
        override: index into `facts.overrides`; -1 = none in force.
        rolled: whether the score is a mean of the account's children.
        holds: per profile, caps x accounts x days: where each cap's rule holds.
        dimensions: per profile, dimensions x accounts x days: their points; NaN = none present.
        per_profile: everything behind the scores, if detail was asked for and it was used.
    """

    facts: Facts
    days: IntArray
    profiles: tuple[Published, ...]
    profile: NDArray[np.int16]
    raw: FloatArray
    unrounded: FloatArray
    capped: FloatArray
    number: FloatArray
    final: FloatArray
    shown: IntArray
    band: BandArray
    coverage: FloatArray
    override: IntArray
    rolled: BoolArray
    holds: tuple[BoolArray, ...]
    dimensions: tuple[FloatArray, ...]
    per_profile: tuple[Weighed | None, ...]

    @property
    def version(self) -> IntArray:
        """Version of the profile; 0 where there is no score."""
        versions = np.array([one.version for one in self.profiles] + [0], np.int32)
        return np.asarray(versions[self.profile])

    @property
    def alive(self) -> BoolArray:
        """Whether the account has a score that day, Unknown included."""
        return np.asarray(self.profile >= 0)

    def published(self, account: int, column: int) -> Published | None:
        """The profile version that scored an account."""
        index = int(self.profile[account, column])
        return None if index < 0 else self.profiles[index]

    def weighed(self, account: int, column: int) -> Weighed | None:
        """Everything behind an account's score."""
        index = int(self.profile[account, column])
        return None if index < 0 else self.per_profile[index]

    def caps(self, account: int, column: int) -> tuple[str, ...]:
        """Names of the caps that lowered the score, in order."""
        index = int(self.profile[account, column])
        if index < 0:
            return ()
        score = float(self.raw[account, column])
        names = []
        for place, cap in enumerate(self.profiles[index].profile.caps):
            if self.holds[index][place, account, column] and cap.at_most < score:
                score = cap.at_most
                names.append(cap.name)
        return tuple(names)

    def overridden(self, account: int, column: int) -> tuple[Override, Band, float] | None:
        """The override in force, with the band and the score it stands for."""
        index = int(self.override[account, column])
        if index < 0:
            return None
        bands = self.profiles[int(self.profile[account, column])].profile.bands
        override = self.facts.overrides[index]
        return override, *override_score(override, bands)

    def field(self, name: str) -> FloatArray:
        """A field of the score as rules see it; NaN = missing."""
        if name == "score":
            return self.number
        if name == "shown":
            return np.asarray(np.floor(self.number + 0.5))
        if name == "coverage":
            return np.where(self.alive, self.coverage, np.nan)
        wanted = name.removeprefix(DIMENSION)
        out = np.full(self.raw.shape, np.nan)
        for index, one in enumerate(self.profiles):
            for place, dimension in enumerate(one.profile.dimensions):
                if dimension.key == wanted and len(self.dimensions[index]):
                    mine = (self.profile == index) & ~self.rolled
                    out = np.where(mine, self.dimensions[index][place], out)
        return out

    def band_codes(self) -> IntArray:
        """Index into BANDS; -1 = not alive."""
        return self.band.astype(np.int32)

    def band_word(self, account: int, column: int) -> Band | None:
        """The band in words; None = not alive."""
        index = int(self.band[account, column])
        return None if index < 0 else BANDS[index]


def choose(
    facts: Facts, profiles: Sequence[Profile], days: IntArray, readings: Readings
) -> NDArray[np.int16]:
    """Index of the first profile whose rule holds for each account on each day; -1 = none."""
    chosen = np.full((facts.count, len(days)), NO_PROFILE, np.int16)
    context = Context(facts, days, readings)
    for index, profile in enumerate(profiles):
        open_cells = chosen == NO_PROFILE
        if profile.applies_to is None:
            chosen[open_cells] = index
        elif open_cells.any():
            chosen[open_cells & evaluate(profile.applies_to, context)] = index
    return chosen


def _blocks(count: int, days: int) -> list[tuple[int, int]]:
    """Runs of accounts small enough to be worked through at once."""
    size = max(32, CELLS // max(days, 1))
    return [(low, min(low + size, count)) for low in range(0, count, size)]


def _empty(facts: Facts, profiles: Sequence[Published], days: IntArray) -> _Work:
    """Arrays with no score in them yet."""
    shape = (facts.count, len(days))
    return _Work(
        np.full(shape, NO_PROFILE, np.int16),
        np.full(shape, np.nan),
        np.full(shape, np.nan),
        np.zeros(shape),
        [np.zeros((len(one.profile.caps), *shape), bool) for one in profiles],
        [np.zeros((0, *shape)) for _ in profiles],
        [None for _ in profiles],
    )


@dataclass(frozen=True, eq=False)
class _Task:
    """What is to be scored, and in how much detail."""

    profiles: Sequence[Published]
    days: IntArray
    readings: Readings
    detail: bool
    dimensions: bool


def _one_block(work: _Work, facts: Facts, here: slice, task: _Task) -> list[Weighed | None]:
    """Score one run of accounts, before caps."""
    profiles, days, readings = task.profiles, task.days, task.readings
    chosen = choose(facts, [one.profile for one in profiles], days, readings)
    work.profile[here] = chosen
    found: list[Weighed | None] = []
    context = Context(facts, days, readings)
    for index, one in enumerate(profiles):
        mine = chosen == index
        if not mine.any():
            found.append(None)
            continue
        profile = one.profile
        weighed = weigh(points(facts, profile, days, readings), profile, detail=task.detail)
        for target, source in (
            (work.raw, weighed.raw),
            (work.unrounded, weighed.unrounded),
            (work.coverage, weighed.coverage),
        ):
            np.copyto(target[here], source, where=mine)
        if task.dimensions:
            if not len(work.dimensions[index]):
                shape = (len(profile.dimensions), *work.raw.shape)
                work.dimensions[index] = np.full(shape, np.nan)
            work.dimensions[index][:, here] = weighed.dimensions
        for place, cap in enumerate(profile.caps):
            work.holds[index][place, here] = evaluate(cap.when, context)
        found.append(weighed if task.detail else None)
    return found


def _capped(work: _Work, profiles: Sequence[Published]) -> FloatArray:
    """Scores after the caps that apply."""
    capped = work.raw.copy()
    for index, one in enumerate(profiles):
        if not one.profile.caps:
            continue
        mine = work.profile == index
        for place, cap in enumerate(one.profile.caps):
            where = mine & work.holds[index][place] & (capped > cap.at_most)
            capped[where] = cap.at_most
    return capped


def _bands(work: _Work, capped: FloatArray, profiles: Sequence[Published]) -> BandArray:
    """Bands of the computed scores."""
    band = np.full(capped.shape, NOT_ALIVE, np.int8)
    for index, one in enumerate(profiles):
        mine = work.profile == index
        if mine.any():
            ranked = one.profile.model == "rank"
            made = (
                ranked_bands(work.raw, capped, one.profile)
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
class _Final:
    """Scores after caps and overrides."""

    capped: FloatArray
    number: FloatArray
    final: FloatArray
    band: BandArray
    override: IntArray


def _finish(work: _Work, facts: Facts, profiles: Sequence[Published], days: IntArray) -> _Final:
    """Apply caps, then overrides."""
    capped = _capped(work, profiles)
    number, band = capped.copy(), _bands(work, capped, profiles)
    ranked = np.array([one.profile.model == "rank" for one in profiles] + [False])
    final = np.where(ranked[work.profile], np.nan, number)
    override = overrides_in_force(facts, days) if facts.overrides else None
    if override is None:
        return _Final(capped, number, final, band, np.full(number.shape, NO_OVERRIDE, np.int32))
    override[work.profile < 0] = NO_OVERRIDE
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
    cells = override[there], work.profile[there]
    number[there] = final[there] = worth[(*cells, 1)]
    band[there] = worth[(*cells, 0)].astype(np.int8)
    return _Final(capped, number, final, band, override)


def _roll_up(
    work: _Work, found: _Final, facts: Facts, profiles: Sequence[Published], days: IntArray
) -> BoolArray:
    """Put the mean of the children into the cells of parents whose profile says so."""
    rolled = np.zeros(work.raw.shape, bool)
    for index, one in enumerate(profiles):
        if one.profile.hierarchy != "rollup":
            continue
        shown = np.floor(found.number + 0.5)
        up = hierarchy.roll_up(facts, shown, work.profile >= 0, days, one.profile.rollup_by)
        cells = up.parents[:, None] & (work.profile == index)
        work.raw[cells] = up.score[cells]
        work.unrounded[cells] = up.score[cells]
        work.coverage[cells] = up.coverage[cells]
        rolled |= cells
    return rolled


def score(
    facts: Facts,
    profiles: Sequence[Published],
    days: IntArray,
    readings: Readings,
    *,
    detail: bool = True,
    dimensions: bool = True,
) -> Scores:
    """Score every account on every day.

    Args:
        facts: the desk's facts.
        profiles: published profiles in their order.
        days: day numbers, in any order.
        readings: the catalogue of readings.
        detail: keep readings, points and weights of every measure (large for many days).
        dimensions: keep the points of dimensions.
    """
    days = np.asarray(days, np.int32)
    work = _empty(facts, profiles, days)
    blocks = _blocks(facts.count, len(days))
    parts: list[list[Weighed | None]] = []
    task = _Task(profiles, days, readings, detail, dimensions)
    for low, high in blocks:
        parts.append(_one_block(work, part(facts, low, high), slice(low, high), task))
    if detail:
        work.weighed = [
            _joined([one[index] for one in parts], profiles[index].profile, blocks, days)
            for index in range(len(profiles))
        ]
    _bury(work, facts, profiles, days)
    found = _finish(work, facts, profiles, days)
    rolled = np.zeros(work.raw.shape, bool)
    if hierarchy.any_parents(facts):
        rolled = _roll_up(work, found, facts, profiles, days)
        if rolled.any():
            found = _finish(work, facts, profiles, days)
    return Scores(
        facts=facts,
        days=days,
        profiles=tuple(profiles),
        profile=work.profile,
        raw=work.raw,
        unrounded=work.unrounded,
        capped=found.capped,
        number=found.number,
        final=found.final,
        shown=shown_scores(found.final),
        band=found.band,
        coverage=work.coverage,
        override=found.override,
        rolled=rolled,
        holds=tuple(work.holds),
        dimensions=tuple(work.dimensions),
        per_profile=tuple(work.weighed),
    )


def _bury(work: _Work, facts: Facts, profiles: Sequence[Published], days: IntArray) -> None:
    """Take the scores from accounts that have not begun or have churned.

    A parent with no first day of its own, whose score is its children's, lives as they do.
    """
    living = alive(facts, days)
    rolls = [index for index, one in enumerate(profiles) if one.profile.hierarchy == "rollup"]
    if rolls and hierarchy.any_parents(facts):
        lent = hierarchy.lent_life(facts, living, days)
        living = living | (lent & np.isin(work.profile, rolls))
    dead = ~living
    work.profile[dead] = NO_PROFILE
    work.raw[dead] = np.nan
    work.unrounded[dead] = np.nan
    work.coverage[dead] = 0.0


def _joined(
    parts: list[Weighed | None],
    profile: Profile,
    blocks: list[tuple[int, int]],
    days: IntArray,
) -> Weighed | None:
    """One profile's detail over all blocks."""
    if len(parts) == 1:
        return parts[0]
    if not any(parts):
        return None
    return join(parts, profile, [high - low for low, high in blocks], days)
