"""Weights: points become dimensions, a score and its coverage (health-model §4 and §5).

Kept apart from points, so that moving a weight re-scores every account without reading facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from healthdesk.core.domain.facts import BoolArray, FloatArray, IntArray
from healthdesk.core.domain.profile import Dimension, Profile
from healthdesk.core.domain.reading import Texts
from healthdesk.core.domain.scale import Points

SLACK = 1e-9
"""Coverage this close below the minimum counts as reaching it: shares are sums of fractions."""


@dataclass(frozen=True, eq=False)
class Weighed:
    """What a profile makes of its points: accounts x days, after measures or dimensions.

    Attributes:
        dimensions: points of each dimension (rounded where the profile rounds); NaN = none present.
        raw: the score before caps, as `rank_points` in the rank model; NaN = Unknown.
        unrounded: the score before any rounding (the same where the profile does not round).
        coverage: share of all weights that is present.
        weight: effective weights, 0 where absent; None where no detail was asked for.
    """

    profile: Profile
    points: Points
    dimensions: FloatArray
    raw: FloatArray
    unrounded: FloatArray
    coverage: FloatArray
    weight: FloatArray | None

    @property
    def weights(self) -> FloatArray:
        """Effective weights."""
        if self.weight is None:
            raise ValueError("weighed without detail")
        return self.weight

    @property
    def contribution(self) -> FloatArray:
        """Weight x points of every measure; they add up to the unrounded score."""
        worth = self.points.points
        return self.weights * np.where(np.isnan(worth), 0.0, worth)

    @property
    def costs(self) -> FloatArray:
        """Weight x (100 - points): what every measure costs."""
        worth = self.points.points
        return self.weights * np.where(np.isnan(worth), 0.0, 100.0 - worth)


@dataclass(frozen=True, eq=False)
class _Dimension:
    """One dimension's points, and what its measures weigh within it."""

    points: FloatArray
    present: FloatArray
    """Weight present, as a share of the dimension's."""
    shares: list[FloatArray]


def half_up(values: FloatArray) -> FloatArray:
    """Round to whole numbers, halves up."""
    return np.asarray(np.floor(values + 0.5))


def slices(profile: Profile) -> Iterator[tuple[Dimension, slice]]:
    """Each dimension with the places of its measures."""
    start = 0
    for dimension in profile.dimensions:
        yield dimension, slice(start, start + len(dimension.measures))
        start += len(dimension.measures)


def _mean(
    dimension: Dimension, worth: FloatArray, present: BoolArray, *, detail: bool
) -> _Dimension:
    """Weighted mean of the present measures."""
    weights = [measure.weight for measure in dimension.measures]
    if len(weights) == 1 and weights[0] > 0:
        one = present[0].astype(np.float64)
        return _Dimension(worth[0], one, [one])
    total = np.zeros(worth.shape[1:])
    weight = np.zeros(worth.shape[1:])
    for place, share in enumerate(weights):
        if share > 0:
            total += np.where(present[place], share * worth[place], 0.0)
            weight += np.where(present[place], share, 0.0)
    whole = np.where(weight > 0, weight, np.nan)
    shares = []
    if detail:
        some = np.where(weight > 0, weight, 1.0)
        shares = [
            np.where(present[place], share / some, 0.0) for place, share in enumerate(weights)
        ]
    return _Dimension(total / whole, weight / sum(weights), shares)


def _lowest(dimension: Dimension, worth: FloatArray, present: BoolArray) -> _Dimension:
    """The lowest present measure of weight > 0, the first on a tie, carries the dimension."""
    weights = np.array([measure.weight for measure in dimension.measures])
    shape = (len(weights),) + (1,) * (worth.ndim - 1)
    counts = present & (weights > 0).reshape(shape)
    candidates = np.where(counts, worth, np.inf)
    chosen = candidates.argmin(axis=0)
    some = counts.any(axis=0)
    low = np.where(some, candidates.min(axis=0), np.nan)
    shares = [np.where(some & (chosen == place), 1.0, 0.0) for place in range(len(weights))]
    share = (counts * weights.reshape(shape)).sum(axis=0) / sum(weights.tolist())
    return _Dimension(low, share, shares)


def _weighted(points: Points, profile: Profile, *, detail: bool) -> Weighed:
    """The weighted model."""
    worth = points.points
    present = ~np.isnan(worth)
    shape = worth.shape[1:]
    whole = sum(dimension.weight for dimension in profile.dimensions)
    rounded = profile.rounding == "dimension"
    dimensions = np.empty((len(profile.dimensions), *shape))
    total, exact, weight, coverage = (np.zeros(shape) for _ in range(4))
    made: list[tuple[float, _Dimension]] = []
    for place, (dimension, here) in enumerate(slices(profile)):
        if dimension.combine == "lowest":
            one = _lowest(dimension, worth[here], present[here])
        else:
            one = _mean(dimension, worth[here], present[here], detail=detail)
        made.append((dimension.weight, one))
        dimensions[place] = half_up(one.points) if rounded else one.points
        if dimension.weight > 0:
            some = ~np.isnan(one.points)
            weight += np.where(some, dimension.weight, 0.0)
            total += np.where(some, dimension.weight * dimensions[place], 0.0)
            if rounded:
                exact += np.where(some, dimension.weight * one.points, 0.0)
            coverage += dimension.weight * one.present
    coverage /= whole  # at the end: with everything present it is 1 and not nearly 1
    none = (weight == 0) | (coverage + SLACK < profile.min_coverage)
    divisor = np.where(none, np.nan, weight)
    raw = total / divisor
    return Weighed(
        profile,
        points,
        dimensions,
        half_up(raw) if rounded else raw,
        exact / divisor if rounded else raw,
        coverage,
        _effective(made, weight, worth.shape) if detail else None,
    )


def _effective(
    made: list[tuple[float, _Dimension]], weight: FloatArray, shape: tuple[int, ...]
) -> FloatArray:
    """Effective weights of the measures: they add up to 1 wherever anything is present."""
    out = np.empty(shape)
    some = np.where(weight > 0, weight, 1.0)
    place = 0
    for share, one in made:
        for inner in one.shares:
            np.multiply(share / some, inner, out=out[place])
            place += 1
    return out


def _ranked(points: Points, profile: Profile) -> Weighed:
    """The rank model: the worst present measures decide, sharing the whole weight equally."""
    worth = points.points
    present = ~np.isnan(worth)
    candidates = np.where(present, worth, np.inf)
    low = candidates.min(axis=0)
    raw = np.where(np.isinf(low), np.nan, low)
    decides = present & (worth == raw)
    count = decides.sum(axis=0)
    dimensions = np.empty((len(profile.dimensions), *worth.shape[1:]))
    for place, (_, here) in enumerate(slices(profile)):
        least = candidates[here].min(axis=0)
        dimensions[place] = np.where(np.isinf(least), np.nan, least)
    return Weighed(
        profile,
        points,
        dimensions,
        raw,
        raw,
        present.mean(axis=0),
        decides / np.where(count > 0, count, 1),
    )


def weigh(points: Points, profile: Profile, *, detail: bool = True) -> Weighed:
    """Weigh points; `profile` may differ from theirs in weights, rounding, combining and names.

    Args:
        points: readings and points of every measure.
        profile: the weights to use.
        detail: whether each measure's effective weight is wanted.
    """
    if profile.model == "rank":
        return _ranked(points, profile)
    return _weighted(points, profile, detail=detail)


def _absent(profile: Profile, days: IntArray, count: int) -> Weighed:
    """What a profile says of accounts it was never asked about: nothing."""
    cells = np.full((count, len(days)), np.nan)
    measures = np.full((len(profile.measures), *cells.shape), np.nan)
    return Weighed(
        profile,
        Points(profile, days, measures, measures, (None,) * len(profile.measures)),
        np.full((len(profile.dimensions), *cells.shape), np.nan),
        cells,
        cells,
        np.zeros(cells.shape),
        np.zeros(measures.shape),
    )


def _join_texts(parts: list[Texts | None], counts: list[int], days: int) -> Texts | None:
    """Texts of blocks under one list of words."""
    if not any(part is not None for part in parts):
        return None
    words: dict[str, int] = {}
    codes = []
    for part, count in zip(parts, counts, strict=True):
        if part is None:
            codes.append(np.full((count, days), -1, np.int32))
            continue
        number = [words.setdefault(word, len(words)) for word in part.words]
        codes.append(np.array([*number, -1], np.int32)[part.codes])
    return Texts(np.concatenate(codes), tuple(words))


def join(
    parts: list[Weighed | None], profile: Profile, counts: list[int], days: IntArray
) -> Weighed:
    """Put blocks of accounts together; those of a block that never used the profile are missing."""
    blocks = [
        _absent(profile, days, count) if one is None else one
        for one, count in zip(parts, counts, strict=True)
    ]
    measures = range(len(profile.measures))
    return Weighed(
        profile,
        Points(
            profile,
            days,
            np.concatenate([one.points.readings for one in blocks], axis=1),
            np.concatenate([one.points.points for one in blocks], axis=1),
            tuple(
                _join_texts([one.points.texts[place] for one in blocks], counts, len(days))
                for place in measures
            ),
        ),
        np.concatenate([one.dimensions for one in blocks], axis=1),
        np.concatenate([one.raw for one in blocks]),
        np.concatenate([one.unrounded for one in blocks]),
        np.concatenate([one.coverage for one in blocks]),
        np.concatenate([one.weights for one in blocks], axis=1),
    )
