"""What a changed health profile would do to every account: who stands where, who moves, how firm.

Pure: one re-weighting of scores that were computed already, so that it can follow a hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

from healthdesk.core.domain.facts import BoolArray, FloatArray, IntArray
from healthdesk.core.domain.profile import Profile, Published
from healthdesk.core.domain.scale import unread
from healthdesk.core.domain.score import Scores, reweigh
from healthdesk.core.domain.views import BANDS, Band

Numbers = NDArray[np.int64]

STEP = 5
"""Points that a bar of the histogram is wide."""
BARS = 100 // STEP
FIRM_STEP = 10.0
"""Of 100: by how much a weight is moved to see how firm the bands are."""
UNKNOWN = BANDS.index("Unknown")


@dataclass(frozen=True)
class Standing:
    """Who is where: for each bar the accounts by band, and how many each band has in all."""

    bars: tuple[tuple[int, ...], ...]
    bands: tuple[int, ...]

    @property
    def heights(self) -> tuple[int, ...]:
        """Accounts of each bar."""
        return tuple(map(sum, self.bars))


@dataclass(frozen=True)
class Shift:
    """One account's score under two models; None = it has none."""

    account: int
    before: float | None
    after: float | None
    before_shown: int | None
    after_shown: int | None
    before_band: Band
    after_band: Band

    @property
    def moves(self) -> bool:
        """Whether the band is another one."""
        return self.before_band != self.after_band

    @property
    def rise(self) -> float:
        """By how much the score changes; 0 where one of the two is missing."""
        if self.before is None or self.after is None:
            return 0.0
        return self.after - self.before


@dataclass(frozen=True)
class WhatIf:
    """All that a draft would do on one day.

    Attributes:
        before: where the accounts stand now.
        after: where they would stand.
        moved: the accounts that would change band, by their number, in the desk's order.
        changed: accounts whose score would be another one, these included.
        scores: everybody's scores as they are, and as they would be.
    """

    before: Standing
    after: Standing
    moved: tuple[int, ...]
    changed: int
    scores: tuple[Scores, Scores] = field(compare=False, repr=False)

    @property
    def moves(self) -> tuple[Shift, ...]:
        """What changes for each that would change band."""
        return self.shifts(self.moved)

    def shifts(self, accounts: Sequence[int]) -> tuple[Shift, ...]:
        """What changes for some accounts, in the order asked for."""
        return _listed(*self.scores, np.asarray(accounts, np.int64))

    def first(self, most: int, worth: FloatArray) -> tuple[Shift, ...]:
        """Those that move, at most so many: falls first, from the best band down, the most worth.

        Args:
            most: how many.
            worth: of every account of the desk, by its number; NaN = not known.
        """
        accounts = np.array(self.moved, np.int64)
        before, after = (one.band[accounts, 0].astype(np.int64) for one in self.scores)
        known = np.nan_to_num(worth[accounts])
        order = np.lexsort((-known, after, before, after < before))
        return self.shifts(accounts[order[:most]].tolist())


@dataclass(frozen=True)
class Firmness:
    """How many accounts change band when one dimension's weight moves by 10 of 100."""

    key: str
    name: str
    flips: int


@dataclass(frozen=True, eq=False)
class Book:
    """The scores of one day as they are, and those that a draft's scores are worked out from.

    Attributes:
        scores: of all accounts, one day, with detail, by the published profiles.
        index: the profile that is looked at, among `scores.profiles`; among those of `base` where
            there is one. -1 = it was never published and there is no base yet.
        view: the accounts that are shown: alive, and in the segment.
        base: scores under a draft that reads more than the published profile does, has other rules,
            or was never published; None = `scores` will do.
    """

    scores: Scores
    index: int
    view: BoolArray
    base: Scores | None = None

    @property
    def ground(self) -> Scores:
        """What a draft is re-weighed from."""
        return self.scores if self.base is None else self.base

    @property
    def published(self) -> Published:
        """The profile that is looked at, as the ground has it."""
        return self.ground.profiles[self.index]

    @cached_property
    def own(self) -> BoolArray:
        """The shown accounts that this profile scores, published or on the ground."""
        key = self.published.profile.key
        return np.asarray(self.view & (_scored(self.scores, key) | _scored(self.ground, key)))


def _scored(scores: Scores, key: str) -> BoolArray:
    """Accounts that the profile of a key scores."""
    places = [at for at, one in enumerate(scores.profiles) if one.profile.key == key]
    return np.asarray(np.isin(scores.profile[:, 0], places))


def follows(book: Book, profile: Profile) -> bool:
    """Whether a profile's scores can be worked out from what is at hand, while a handle moves."""
    held = book.published.profile
    if _shape(held) != _shape(profile):
        return False
    weighed = book.ground.per_profile[book.index]
    if weighed is None:  # it scores nobody
        return True
    return not unread(weighed.points, profile)


def _shape(profile: Profile) -> tuple[object, ...]:
    """What decides whom a profile scores and where its caps hold."""
    whens = tuple(one.when for one in profile.caps)
    return profile.applies_to, whens, profile.hierarchy, profile.rollup_by


def tried(book: Book, profile: Profile, *, detail: bool = True) -> Scores:
    """Everybody's scores with another body of the profile, to which `follows` said yes.

    They are the scores that publishing it would give, to the last digit; without `detail` it is
    not said what each measure weighs.
    """
    ground = book.ground
    if profile == book.published.profile:
        return ground
    profiles = list(ground.profiles)
    held = profiles[book.index]
    profiles[book.index] = Published(profile, held.version + 1, held.day)
    return reweigh(ground, profiles, detail=detail)


def standing(scores: Scores, chosen: BoolArray) -> Standing:
    """Where the chosen accounts stand."""
    number = scores.number[chosen, 0]
    band = scores.band[chosen, 0].astype(np.int64)
    known = ~np.isnan(number) & (band != UNKNOWN)
    bar = np.minimum(np.floor(number[known] + 0.5).astype(np.int64) // STEP, BARS - 1)
    cells = np.bincount(np.maximum(bar, 0) * UNKNOWN + band[known], minlength=BARS * UNKNOWN)
    whole = np.bincount(band[band >= 0], minlength=len(BANDS))
    return Standing(
        tuple(tuple(row) for row in cells.reshape(BARS, UNKNOWN).tolist()),
        tuple(whole.tolist()),
    )


def shifts(before: Scores, after: Scores, chosen: BoolArray) -> tuple[Shift, ...]:
    """The chosen accounts whose score or band differs, in the desk's order."""
    return _listed(before, after, np.flatnonzero(chosen & _differs(before, after)))


def _differs(before: Scores, after: Scores) -> BoolArray:
    old, new = before.number[:, 0], after.number[:, 0]
    same = (old == new) | (np.isnan(old) & np.isnan(new))
    return np.asarray(~same | _moved(before, after))


def _moved(before: Scores, after: Scores) -> BoolArray:
    return np.asarray(before.band[:, 0] != after.band[:, 0])


def _listed(before: Scores, after: Scores, accounts: Numbers) -> tuple[Shift, ...]:
    """What changes for some accounts; whole columns at once, since a hand may wait for it."""
    columns = (
        accounts.tolist(),
        *(_numbers(one.number[accounts, 0]) for one in (before, after)),
        *(_whole_numbers(one.shown[accounts, 0]) for one in (before, after)),
        *([BANDS[at] for at in one.band[accounts, 0].tolist()] for one in (before, after)),
    )
    return tuple(Shift(*row) for row in zip(*columns, strict=True))


def _numbers(values: FloatArray) -> list[float | None]:
    known = (~np.isnan(values)).tolist()
    return [one if some else None for one, some in zip(values.tolist(), known, strict=True)]


def _whole_numbers(values: IntArray) -> list[int | None]:
    return [None if one < 0 else one for one in values.tolist()]


def what_if(book: Book, profile: Profile) -> WhatIf:
    """What another body of the profile would do to the accounts in view."""
    after, own = tried(book, profile, detail=False), book.own
    before = standing(book.scores, own)
    both = (book.scores, after)
    if after is book.scores:
        return WhatIf(before, before, (), 0, both)
    moved = np.flatnonzero(book.view & _moved(*both))
    changed = int((book.view & _differs(*both)).sum())
    return WhatIf(before, standing(after, own), tuple(moved.tolist()), changed, both)


def firmness(book: Book, profile: Profile, step: float = FIRM_STEP) -> tuple[Firmness, ...]:
    """For each dimension that counts: who changes band when its weight goes up or down by `step`.

    The step is of 100, whatever the weights add up to; the largest count comes first.
    """
    if profile.model != "weighted":
        return ()
    now = tried(book, profile, detail=False).band[:, 0]
    by = step / 100 * sum(one.weight for one in profile.dimensions)
    found = []
    for place, dimension in enumerate(profile.dimensions):
        if dimension.weight <= 0:
            continue
        flipped = np.zeros(len(now), bool)
        for weight in (dimension.weight + by, max(0.0, dimension.weight - by)):
            moved = _weighing(profile, place, weight)
            if moved is not None:
                flipped |= tried(book, moved, detail=False).band[:, 0] != now
        count = int((flipped & book.view).sum())
        found.append(Firmness(dimension.key, dimension.name, count))
    return tuple(sorted(found, key=_least_firm))


def _least_firm(one: Firmness) -> int:
    return -one.flips


def _weighing(profile: Profile, place: int, weight: float) -> Profile | None:
    """The profile with another weight of one dimension; None where nothing would count."""
    listed = list(profile.dimensions)
    listed[place] = msgspec.structs.replace(listed[place], weight=weight)
    if not any(one.weight for one in listed):
        return None
    return msgspec.structs.replace(profile, dimensions=tuple(listed))
