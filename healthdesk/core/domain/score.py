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
    BandArray,
    override_score,
    shown_scores,
)
from healthdesk.core.domain.column import alive, first_days
from healthdesk.core.domain.decide import Context, evaluate
from healthdesk.core.domain.facts import (
    NO_DAY,
    BoolArray,
    Facts,
    FloatArray,
    IntArray,
    Override,
)
from healthdesk.core.domain.finish import Draft, Final, finish
from healthdesk.core.domain.part import part
from healthdesk.core.domain.profile import Profile, Published
from healthdesk.core.domain.reading import Readings
from healthdesk.core.domain.rule import DIMENSION
from healthdesk.core.domain.scale import points, repoint
from healthdesk.core.domain.views import BANDS, Band
from healthdesk.core.domain.weigh import Weighed, join, weigh

CELLS = 90_000
"""Accounts x days worked through at once: about what fits in a processor's cache."""

NO_PROFILE = -1


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


def _empty(facts: Facts, profiles: Sequence[Published], days: IntArray) -> Draft:
    """Arrays with no score in them yet."""
    shape = (facts.count, len(days))
    return Draft(
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


def _one_block(draft: Draft, facts: Facts, here: slice, task: _Task) -> list[Weighed | None]:
    """Score one run of accounts, before caps."""
    profiles, days, readings = task.profiles, task.days, task.readings
    chosen = choose(facts, [one.profile for one in profiles], days, readings)
    draft.profile[here] = chosen
    found: list[Weighed | None] = []
    context = Context(facts, days, readings)
    for index, one in enumerate(profiles):
        mine = chosen == index
        if not mine.any():
            found.append(None)
            continue
        profile = one.profile
        weighed = weigh(points(facts, profile, days, readings), profile, detail=task.detail)
        draft.put(weighed, mine, here)
        if task.dimensions:
            if not len(draft.dimensions[index]):
                shape = (len(profile.dimensions), *draft.raw.shape)
                draft.dimensions[index] = np.full(shape, np.nan)
            draft.dimensions[index][:, here] = weighed.dimensions
        for place, cap in enumerate(profile.caps):
            draft.holds[index][place, here] = evaluate(cap.when, context)
        found.append(weighed if task.detail else None)
    return found


def _roll_up(
    draft: Draft, found: Final, facts: Facts, profiles: Sequence[Published], days: IntArray
) -> BoolArray:
    """Put the mean of the children into the cells of parents whose profile says so."""
    rolled = np.zeros(draft.raw.shape, bool)
    for index, one in enumerate(profiles):
        if one.profile.hierarchy != "rollup":
            continue
        shown = np.floor(found.number + 0.5)
        up = hierarchy.roll_up(facts, shown, draft.profile >= 0, days, one.profile.rollup_by)
        cells = up.parents[:, None] & (draft.profile == index)
        draft.raw[cells] = up.score[cells]
        draft.unrounded[cells] = up.score[cells]
        draft.coverage[cells] = up.coverage[cells]
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
    unborn: bool = False,
) -> Scores:
    """Score every account on every day.

    Args:
        facts: the desk's facts.
        profiles: published profiles in their order.
        days: day numbers, in any order.
        readings: the catalogue of readings.
        detail: keep readings, points and weights of every measure (large for many days).
        dimensions: keep the points of dimensions.
        unborn: score accounts without any first day too, as they stand (never so in the book).
    """
    days = np.asarray(days, np.int32)
    draft = _empty(facts, profiles, days)
    blocks = _blocks(facts.count, len(days))
    parts: list[list[Weighed | None]] = []
    task = _Task(profiles, days, readings, detail, dimensions)
    for low, high in blocks:
        parts.append(_one_block(draft, part(facts, low, high), slice(low, high), task))
    if detail:
        draft.weighed = [
            _joined([one[index] for one in parts], profiles[index].profile, blocks, days)
            for index in range(len(profiles))
        ]
    _bury(draft, facts, profiles, days, unborn=unborn)
    return _finished(draft, facts, profiles, days)


def reweigh(scores: Scores, profiles: Sequence[Published], *, detail: bool = True) -> Scores:
    """Score again after a change of anything but rules and what is read, reading no fact again.

    Args:
        scores: scores computed with detail.
        profiles: the same profiles in the same order, with the same rules, also those of caps, and
            measures that read no more than what was read (scale.unread).
        detail: work out what each measure weighs as well.
    """
    draft = Draft(
        scores.profile,
        scores.raw.copy(),
        scores.unrounded.copy(),
        scores.coverage.copy(),
        list(scores.holds),
        list(scores.dimensions),
        [None for _ in profiles],
    )
    for index, one in enumerate(profiles):
        before = scores.per_profile[index]
        if before is not None:
            weighed = weigh(repoint(before.points, one.profile), one.profile, detail=detail)
            draft.put(weighed, scores.profile == index, slice(None))
            draft.weighed[index] = weighed
            draft.dimensions[index] = weighed.dimensions
    return _finished(draft, scores.facts, profiles, scores.days)


def _finished(draft: Draft, facts: Facts, profiles: Sequence[Published], days: IntArray) -> Scores:
    """Caps, overrides and parents, and the scores are done."""
    found = finish(draft, facts, profiles, days)
    rolled = np.zeros(draft.raw.shape, bool)
    if hierarchy.any_parents(facts):
        rolled = _roll_up(draft, found, facts, profiles, days)
        if rolled.any():
            found = finish(draft, facts, profiles, days)
    return Scores(
        facts=facts,
        days=days,
        profiles=tuple(profiles),
        profile=draft.profile,
        raw=draft.raw,
        unrounded=draft.unrounded,
        capped=found.capped,
        number=found.number,
        final=found.final,
        shown=shown_scores(found.final),
        band=found.band,
        coverage=draft.coverage,
        override=found.override,
        rolled=rolled,
        holds=tuple(draft.holds),
        dimensions=tuple(draft.dimensions),
        per_profile=tuple(draft.weighed),
    )


def _bury(
    draft: Draft, facts: Facts, profiles: Sequence[Published], days: IntArray, *, unborn: bool
) -> None:
    """Take the scores from accounts that have not begun or have churned.

    A parent that has not begun by itself, and whose score is its children's, lives as they do.
    """
    living = alive(facts, days)
    if unborn:
        living = living | (first_days(facts, days) == NO_DAY) & (days < facts.churned[:, None])
    rolls = [index for index, one in enumerate(profiles) if one.profile.hierarchy == "rollup"]
    if rolls and hierarchy.any_parents(facts):
        lent = hierarchy.lent_life(facts, living, days)
        living = living | (lent & np.isin(draft.profile, rolls))
    dead = ~living
    draft.profile[dead] = NO_PROFILE
    draft.raw[dead] = np.nan
    draft.unrounded[dead] = np.nan
    draft.coverage[dead] = 0.0


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
