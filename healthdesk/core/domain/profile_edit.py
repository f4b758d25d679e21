"""Changes to a whole health profile: measures, curves, dimensions, caps, rule, settings.

Each gives a new profile that can be published, or refuses in a sentence. Not here: weights,
thresholds and switches (model_draft.py), keeping a draft (services/drafts.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Final, Literal, TypeVar

import msgspec

from healthdesk.core.domain.errors import UsageError
from healthdesk.core.domain.profile import (
    Cap,
    Condition,
    CurveScale,
    Dimension,
    MapScale,
    Measure,
    Profile,
    RankScale,
    Scale,
)
from healthdesk.core.domain.reading import ReadingRef
from healthdesk.core.domain.rule import Rule

LONGEST: Final = 100
GOOD_FROM: Final = 70.0
"""Points from which a curve's place becomes good where it is turned into ranks."""
POOR_BELOW: Final = 40.0
Combine = Literal["mean", "lowest"]
Missing = Literal["skip", "neutral", "poor"]
T = TypeVar("T")


def slug(name: str, taken: Iterable[str]) -> str:
    """A key for a name: small letters, digits, underscores; another one where it is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:40] or "measure"
    known, key, number = set(taken), plain, 1
    while key in known:
        number += 1
        key = f"{plain}_{number}"
    return key


def dimension_of(profile: Profile, key: str) -> Dimension:
    """A dimension by its key.

    Raises:
        UsageError: there is none.
    """
    for one in profile.dimensions:
        if one.key == key:
            return one
    raise UsageError(f"The profile has no dimension {key!r}; nothing was changed.")


def measure_of(profile: Profile, key: str) -> Measure:
    """A measure by its full key, "dimension.measure".

    Raises:
        UsageError: there is none.
    """
    inside, _, own = key.partition(".")
    for one in dimension_of(profile, inside).measures:
        if one.key == own:
            return one
    raise UsageError(f"The profile has no measure {key!r}; nothing was changed.")


def with_dimension(profile: Profile, name: str, weight: float, first: Measure) -> Profile:
    """The profile with one more dimension, at the end, that holds a first measure."""
    told = _name(name)
    made = Dimension(
        key=slug(told, (one.key for one in profile.dimensions)),
        name=told,
        weight=weight,
        combine="mean",
        layer="",
        measures=(_fit(profile, first),),
    )
    return msgspec.structs.replace(profile, dimensions=(*profile.dimensions, made))


def with_measure(profile: Profile, inside: str, measure: Measure) -> Profile:
    """The profile with one more measure at the end of a dimension, under a key of its own."""

    def added(held: Dimension) -> Dimension:
        keyed = msgspec.structs.replace(
            measure, key=slug(measure.key or measure.name, (one.key for one in held.measures))
        )
        return msgspec.structs.replace(held, measures=(*held.measures, _fit(profile, keyed)))

    return _dimension(profile, inside, added)


def without_measure(profile: Profile, key: str) -> Profile:
    """The profile without a measure; without its last one a dimension goes as well.

    Raises:
        UsageError: nothing would be left that counts.
    """
    inside, _, own = key.partition(".")
    measure_of(profile, key)
    held = dimension_of(profile, inside)
    left = tuple(one for one in held.measures if one.key != own)
    if not left:
        return without_dimension(profile, inside)
    if profile.model == "weighted" and not any(one.weight for one in left):
        left = (msgspec.structs.replace(left[0], weight=1.0), *left[1:])
    return _dimension(profile, inside, _replacing(measures=left))


def without_dimension(profile: Profile, key: str) -> Profile:
    """The profile without a dimension.

    Raises:
        UsageError: nothing would be left that counts.
    """
    dimension_of(profile, key)
    left = tuple(one for one in profile.dimensions if one.key != key)
    if not left or (profile.model == "weighted" and not any(one.weight for one in left)):
        raise UsageError("Something has to count: the last dimension stays.")
    return msgspec.structs.replace(profile, dimensions=left)


def moved(profile: Profile, key: str, by: int) -> Profile:
    """The profile with a dimension or a measure some places further down, up if negative."""
    inside, _, own = key.partition(".")
    if not own:
        return msgspec.structs.replace(
            profile, dimensions=_shifted(profile.dimensions, _place(profile.dimensions, key), by)
        )
    measures = dimension_of(profile, inside).measures
    return _dimension(
        profile, inside, _replacing(measures=_shifted(measures, _place(measures, own), by))
    )


def renamed(profile: Profile, key: str, name: str) -> Profile:
    """The profile with another name of a dimension, a measure, or ("") of itself."""
    told = _name(name)
    if not key:
        return msgspec.structs.replace(profile, name=told)
    inside, _, own = key.partition(".")
    if not own:
        return _dimension(profile, inside, _replacing(name=told))
    return _measure(profile, key, msgspec.structs.replace(measure_of(profile, key), name=told))


def combined(profile: Profile, key: str, combine: Combine) -> Profile:
    """The profile with another way to make one figure of a dimension's measures."""
    return _dimension(profile, key, _replacing(combine=combine))


def with_scale(profile: Profile, key: str, scale: Scale) -> Profile:
    """The profile with another scale of a measure.

    Raises:
        UsageError: the scale cannot be, or the rank model wants a rank.
    """
    measure = msgspec.structs.replace(measure_of(profile, key), scale=_sound(profile, scale))
    return _measure(profile, key, measure)


def with_reading(profile: Profile, key: str, reading: ReadingRef) -> Profile:
    """The profile with another reading of a measure, on the same scale."""
    return _measure(
        profile, key, msgspec.structs.replace(measure_of(profile, key), reading=reading)
    )


def with_missing(profile: Profile, key: str, missing: Missing) -> Profile:
    """The profile with another policy for a reading that is missing."""
    return _measure(
        profile, key, msgspec.structs.replace(measure_of(profile, key), missing=missing)
    )


def with_stale(profile: Profile, key: str, days: int | None) -> Profile:
    """The profile with another age (days) from which a reading is missing; None = no age is."""
    return _measure(
        profile, key, msgspec.structs.replace(measure_of(profile, key), stale_after=days)
    )


def with_cap(profile: Profile, place: int, cap: Cap | None) -> Profile:
    """The profile with another cap at a place, one more at the end, or (None) without it."""
    caps = list(profile.caps)
    caps[place : place + 1] = [] if cap is None else [cap]
    return msgspec.structs.replace(profile, caps=tuple(caps))


def with_rule(profile: Profile, rule: Rule | None) -> Profile:
    """The profile for other accounts; None = for all that no other profile takes."""
    return msgspec.structs.replace(profile, applies_to=rule)


def ranked(profile: Profile) -> Profile:
    """The profile as a rank model: each curve's places from 70 points on are good, below 40 poor.

    Raises:
        UsageError: a measure reads a text, which has no rank.
    """
    made = []
    for dimension in profile.dimensions:
        measures = tuple(
            msgspec.structs.replace(one, scale=as_rank(one.scale, one.name))
            for one in dimension.measures
        )
        made.append(msgspec.structs.replace(dimension, measures=measures))
    points = profile.rank_points
    if len(set(points)) < len(points):
        points = (100.0, 60.0, 0.0)
    return msgspec.structs.replace(
        profile, model="rank", rank_points=points, dimensions=tuple(made)
    )


def weighted(profile: Profile) -> Profile:
    """The profile as a weighted model; ranks stay the scales they are."""
    dimensions = profile.dimensions
    if not any(one.weight for one in dimensions):
        dimensions = tuple(msgspec.structs.replace(one, weight=1.0) for one in dimensions)
    made = tuple(
        one
        if any(inner.weight for inner in one.measures)
        else msgspec.structs.replace(
            one,
            measures=tuple(msgspec.structs.replace(inner, weight=1.0) for inner in one.measures),
        )
        for one in dimensions
    )
    return msgspec.structs.replace(profile, model="weighted", dimensions=made)


def as_rank(scale: Scale, name: str = "This measure") -> RankScale:
    """A curve as good, average and poor: where it reaches 70 points, and where it falls below 40.

    Raises:
        UsageError: it is a map of texts.
    """
    if isinstance(scale, RankScale):
        return scale
    if isinstance(scale, MapScale):
        raise UsageError(f"{name} reads a text, which has no rank; nothing was changed.")
    falls = scale.points[-1][1] < scale.points[0][1]
    good, poor = _reached(scale, GOOD_FROM), _reached(scale, POOR_BELOW)
    return RankScale(
        good=Condition(op="<=" if falls else ">=", value=good),
        poor=Condition(op=">" if falls else "<", value=poor),
    )


def as_curve(scale: Scale, points: tuple[float, float, float]) -> CurveScale:
    """A rank as a curve through its two thresholds; a curve as it is.

    Raises:
        UsageError: it is a map of texts.
    """
    if isinstance(scale, CurveScale):
        return scale
    if isinstance(scale, MapScale):
        raise UsageError("A map of texts has no curve; nothing was changed.")
    good, _, poor = points
    ends = sorted({(scale.poor.value, poor), (scale.good.value, good)})
    if len({x for x, _ in ends}) == 1:
        ends = [(ends[0][0], good)]
    return CurveScale(points=tuple(ends))


def _reached(scale: CurveScale, wanted: float) -> float:
    """Where a curve first has some points, from its better end; its worse end if it never has."""
    points = list(scale.points)
    if points[-1][1] >= points[0][1]:
        points.reverse()
    for (x0, y0), (x1, y1) in pairwise(points):
        if y0 >= wanted >= y1:
            return x0 if y0 == y1 else x0 + (x1 - x0) * (y0 - wanted) / (y0 - y1)
    return points[0][0] if points[0][1] < wanted else points[-1][0]


def point_moved(scale: CurveScale, place: int, x: float, y: float, least: float) -> CurveScale:
    """A curve with one point elsewhere, kept between its neighbours and 0 to 100.

    Args:
        scale: the curve.
        place: which point.
        x: where it is wanted.
        y: which points it is wanted to give.
        least: how near to a neighbour it may come.
    """
    points = list(scale.points)
    if place > 0:
        x = max(x, points[place - 1][0] + least)
    if place < len(points) - 1:
        x = min(x, points[place + 1][0] - least)
    if (place > 0 and x <= points[place - 1][0]) or (
        place < len(points) - 1 and x >= points[place + 1][0]
    ):
        x = points[place][0]  # no room between the neighbours
    points[place] = (x, min(100.0, max(0.0, y)))
    return CurveScale(points=tuple(points))


def point_added(scale: CurveScale, x: float, y: float) -> tuple[CurveScale, int]:
    """A curve with one point more, and its place; a point with the same x is moved instead."""
    points = dict(scale.points)
    points[x] = min(100.0, max(0.0, y))
    listed = tuple(sorted(points.items()))
    return CurveScale(points=listed), [one for one, _ in listed].index(x)


def point_dropped(scale: CurveScale, place: int) -> CurveScale:
    """A curve without a point.

    Raises:
        UsageError: it is the only one.
    """
    if len(scale.points) == 1:
        raise UsageError("A curve has at least one point.")
    return CurveScale(points=tuple(one for at, one in enumerate(scale.points) if at != place))


def _name(name: str) -> str:
    told = " ".join(name.split())
    if not told or len(told) > LONGEST:
        raise UsageError(f"A name has 1 to {LONGEST} characters; nothing was changed.")
    return told


def _fit(profile: Profile, measure: Measure) -> Measure:
    """The measure on a scale that the profile's model takes."""
    return msgspec.structs.replace(measure, scale=_sound(profile, measure.scale, measure.name))


def _sound(profile: Profile, scale: Scale, name: str = "This measure") -> Scale:
    if isinstance(scale, CurveScale):
        xs = [x for x, _ in scale.points]
        if not xs or any(b <= a for a, b in pairwise(xs)):
            raise UsageError("The points of a curve rise from left to right; nothing was changed.")
    if isinstance(scale, MapScale) and not scale.points:
        raise UsageError("A map has at least one text; nothing was changed.")
    return as_rank(scale, name) if profile.model == "rank" else scale


def _replacing(**fields: object) -> Callable[[Dimension], Dimension]:
    def replaced(held: Dimension) -> Dimension:
        return msgspec.structs.replace(held, **fields)

    return replaced


def _dimension(profile: Profile, key: str, change: Callable[[Dimension], Dimension]) -> Profile:
    dimension_of(profile, key)
    return msgspec.structs.replace(
        profile,
        dimensions=tuple(change(one) if one.key == key else one for one in profile.dimensions),
    )


def _measure(profile: Profile, key: str, measure: Measure) -> Profile:
    inside, _, own = key.partition(".")

    def changed(held: Dimension) -> Dimension:
        measures = tuple(measure if one.key == own else one for one in held.measures)
        return msgspec.structs.replace(held, measures=measures)

    return _dimension(profile, inside, changed)


def _place(listed: Iterable[Dimension | Measure], key: str) -> int:
    for at, one in enumerate(listed):
        if one.key == key:
            return at
    raise UsageError(f"The profile has no {key!r}; nothing was changed.")


def _shifted(listed: tuple[T, ...], place: int, by: int) -> tuple[T, ...]:
    out = list(listed)
    one = out.pop(place)
    out.insert(min(len(out), max(0, place + by)), one)
    return tuple(out)
